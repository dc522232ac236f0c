"""What the store costs: a snapshot read and a record line on the hook's way, events kept at ingest.

`python benchmarks/store.py` prints one line per figure: name, median, unit."""

from __future__ import annotations

import contextlib
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from assent.core.event import APPROVED, Event
from assent.store import decisions, events, publish, record, rules
from assent.store.db import connect, transaction
from assent.store.paths import paths_of
from assent.store.snapshot import Snapshot, load, take

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from assent.store.paths import Paths

RULES, EVENTS, FILES, RUNS, CALLS = 500, 200_000, 10_000, 30, 20_000
SOURCES = Path(__file__).resolve().parents[1] / "src"
ENTRY = {
    "kind": "decision",
    "input": {"command": "git status --short"},
    "session": "s" * 36,
    "why": "w" * 80,
    "effects": ["read-project"],
}


def median_ms(act: Callable[[], object], runs: int = RUNS) -> float:
    taken = []
    for _ in range(runs):
        begin = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken)


def build(db: sqlite3.Connection, key: str, root: str) -> publish.Built:
    """A policy of the size a long-time user has, in the shape of `core.policy.Policy.body`."""
    del db, key, root
    rows = [
        {
            "id": f"{n:012x}",
            "name": f"rule-{n}",
            "verdict": "allow",
            "layer": "granted",
            "origin": "learned",
            "within": 7,
            "level": n % 5,
            "patterns": [{"text": f"Bash(tool{n} sub *)", "kind": "argv", "words": [f"tool{n}", "sub", "*"]}],
        }
        for n in range(RULES)
    ]
    index = {"allow": {f"Bash:tool{n}": [n] for n in range(RULES)}}
    files = [take(f"/nonexistent/{n}")[0] for n in range(5)]
    return publish.Built({"rows": rows, "index": index}, {"rows": [], "index": {}}, files)


def made_events(count: int) -> Iterator[tuple[Event, int | None]]:
    chance = random.Random(1)
    commands = [f"git log -{n} -- src/module{n % 97}.py" for n in range(8000)]
    for n in range(count):
        command = commands[min(int(chance.paretovariate(0.7)) - 1, len(commands) - 1)]
        session = f"session-{n // 80}"
        event = Event(
            f"toolu_{n:024x}",
            "2026-03-04T05:06:07.008Z",
            session,
            "Bash",
            {"command": command},
            cwd="/home/dev/p",
        )
        event.label = APPROVED
        event.project = "/home/dev/p/.git"
        yield event, None


def keep_events(paths: Paths) -> float:
    """Events kept per second of this process, making them not counted."""
    made = list(made_events(EVENTS))
    with contextlib.closing(connect(paths)) as db:
        begin = time.perf_counter()
        for at in range(0, EVENTS, 20_000):
            events.insert(db, made[at : at + 20_000])
        return EVENTS / (time.perf_counter() - begin)


def take_over(paths: Paths) -> float:
    """Lines of the record taken over per second of processor time: calls that were decided and ran, two lines each."""
    began = 1_770_000_000_000_000_000
    for n, (event, _) in enumerate(made_events(CALLS)):
        said = {"agent": "claude", "session": event.session, "call": event.id, "tool": event.tool}
        said["ts"] = record.moment(began + n * 7_000_000_000)
        decision = {
            "verdict": "allow",
            "tier": "allow",
            "rule": "97a95aca5755",
            "ms": 1.7,
            "input": event.input,
        }
        record.append(paths, ENTRY | said | decision | {"project": "/home/dev/p/.git", "cwd": "/home/dev/p"})
        record.append(paths, said | {"kind": "event", "event": "ran", "took": 120, "length": 900})
    with contextlib.closing(connect(paths)) as db:
        begin = time.process_time()
        new = decisions.import_record(db, paths)
        return new / (time.process_time() - begin)


def know_files(paths: Paths) -> float:
    with contextlib.closing(connect(paths)) as db:
        with transaction(db):
            for n in range(FILES):
                state = events.FileState(
                    f"/home/dev/.claude/projects/p/{n}.jsonl", 1, n, n, n, n, "h" * 32, "b" * 32
                )
                events.save_file(db, state, "{}" * 200)
        return median_ms(lambda: events.file_states(db), 5)


def alone(code: str, folder: Path) -> float:
    """Median of the ms an isolated interpreter needs for the code, minus those of one that does nothing."""

    def run(text: str) -> float:
        argv = [sys.executable, "-I", "-S", "-c", text, str(SOURCES), str(folder)]
        return median_ms(lambda: subprocess.run(argv, check=True), 1)

    start = "import sys; sys.path.insert(0, sys.argv[1])"
    pairs = [(run(f"{start}; {code}"), run(start)) for _ in range(RUNS)]
    return statistics.median(one - other for one, other in pairs)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        paths = paths_of(name, {}, managed=name + "/etc")
        with contextlib.closing(connect(paths)) as db:
            change = median_ms(
                lambda: publish.change(paths, db, [rules.adding(rules.Stored("x", "allow", {}))], build)
            )
        found = load(paths)
        if not isinstance(found, Snapshot):
            sys.exit(f"no snapshot: {found.reason}")
        code = (
            "from assent.store.paths import paths_of; from assent.store.snapshot import load; "
            "from assent.store.record import append; p = paths_of(sys.argv[2], {}, sys.argv[2] + '/etc'); "
            "load(p); append(p, {'kind': 'decision'})"
        )
        lines = take_over(paths_of(name + "/record", {}, managed=name + "/etc"))
        figures = {
            f"snapshot of {RULES} rules, bytes": (Path(paths.snapshot()).stat().st_size, "B"),
            "snapshot load, warm": (median_ms(lambda: load(paths), 200), "ms"),
            "record line, warm": (median_ms(lambda: record.append(paths, ENTRY), 200), "ms"),
            "fresh interpreter: import + load + line": (alone(code, Path(name)), "ms"),
            "rule change with snapshot": (change, "ms"),
            "events kept": (keep_events(paths), "/s"),
            "lines of the record taken over": (lines, "/s"),
            f"state of {FILES} files": (know_files(paths), "ms"),
        }
        for key, (value, unit) in figures.items():
            print(f"{key:44} {value:12.2f} {unit}")


if __name__ == "__main__":
    main()
