"""Writers killed over and over: run as a process of its own, forks them, kills them, and looks at what is left.

`python -m tests.store.killed MODE FOLDER COUNT` prints one JSON object: `kills`, `bad` (broken promises), `seen`.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.core.event import APPROVED, Event
from assent.store import events, publish, rebuild, record, rules, verified
from assent.store.db import check, transaction
from assent.store.snapshot import Snapshot, load
from tests.store.world import allowed, build, denied, home, in_database, looser, rule

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from types import FrameType

    from assent.store.paths import Paths

LONGEST = 0.02  # seconds a writer lives at most once it has begun


class Count:
    """A number that a killed process leaves behind."""

    def __init__(self) -> None:
        self.cell = mmap.mmap(-1, 8)

    def set(self, value: int) -> None:
        self.cell[:8] = value.to_bytes(8, "little")

    def get(self) -> int:
        return int.from_bytes(self.cell[:8], "little")


@contextlib.contextmanager
def opened(paths: Paths) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(rebuild.opened(paths)) as db:
        yield db


def fork(act: Callable[[], object]) -> int:
    """A child that acts and then leaves without cleaning up."""
    child = os.fork()
    if child:
        return child
    try:
        act()
    except BaseException as error:  # noqa: BLE001  whatever it is, the parent must hear of it
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
        os._exit(1)
    os._exit(0)


def kill_at_random(write: Callable[[Paths, Count], None], paths: Paths, chance: random.Random) -> int:
    """Starts a writer, kills it at some moment, and returns how many writes it had finished."""
    done = Count()
    child = fork(lambda: write(paths, done))
    until = time.monotonic() + chance.uniform(0, LONGEST)
    while time.monotonic() < until:
        time.sleep(0.0005)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise SystemExit("the writer ended before it was killed")
    return done.get()


# ------------------------------------------------------------------------------------------------ writers


def write_records(paths: Paths, done: Count) -> None:
    n = 0
    while True:
        n += 1
        record.append(
            paths, {"kind": "decision", "writer": os.getpid(), "nth": n, "pad": "p" * (n * 997 % 60000)}
        )
        done.set(n)


def write_grants(paths: Paths, done: Count) -> None:
    with opened(paths) as db:
        n = 0
        while True:
            n += 1
            publish.change(paths, db, [rules.adding(rule(f"{os.getpid()}-{n}"))])
            done.set(n)


def write_snapshots(paths: Paths, done: Count) -> None:
    with opened(paths) as db:
        n = 0
        while True:
            n += 1
            publish.change(paths, db, [rules.adding(rule("a1")), rules.adding(rule("d1", "deny"))], build)
            publish.change(paths, db, [rules.removing(db, "a1"), rules.adding(rule("d2", "deny"))], build)
            publish.change(paths, db, [rules.removing(db, "d2")], build)
            done.set(n)


def write_events(paths: Paths, done: Count) -> None:
    with opened(paths) as db:
        n = 0
        while True:
            n += 1
            with transaction(db):
                made = [
                    Event(
                        f"{os.getpid()}-{n}-{i}", "2026-01-01T00:00:00.000Z", "s", "Bash", {"command": "ls"}
                    )
                    for i in range(50)
                ]
                for each in made:
                    each.label = APPROVED
                events.insert(db, ((each, None) for each in made))
                events.save_file(db, events.FileState(f"log-{os.getpid()}", 1, 1, n, 1, n * 50, "h", "b"))
            done.set(n)


# ------------------------------------------------------------------------------------------------ what must hold


def kill_records(paths: Paths, count: int, chance: random.Random) -> tuple[list[str], Counter[str]]:
    bad: list[str] = []
    seen: Counter[str] = Counter()
    for _ in range(count):
        finished = kill_at_random(write_records, paths, chance)
        mark = record.append(paths, {"kind": "decision", "mark": True})
        found = [each for day in record.days(paths) for each in record.read(paths, day)]
        if found[-1]["id"] != mark["id"]:
            bad.append("the entry after the kill is lost")
        numbers = [each["nth"] for each in found if "nth" in each]
        if numbers[:finished] != list(range(1, finished + 1)):
            bad.append(f"{finished} entries were written, {len(numbers)} are found")
        whole = verified.whole(paths)
        bad += [f"{each.file}:{each.line} {each.what}" for each in whole.faults]
        torn = "torn, " if whole.beside else ""
        seen[torn + ("finished" if finished else "none")] += 1
        shutil.rmtree(paths.audit)
    return bad, seen


def kill_grants(paths: Paths, count: int, chance: random.Random) -> tuple[list[str], Counter[str]]:
    bad: list[str] = []
    seen: Counter[str] = Counter()
    for begin in range(0, count, 25):
        here = home(Path(paths.home) / str(begin))
        bad += _kill_grants(here, min(25, count - begin), chance, seen)
    return bad, seen


def _kill_grants(paths: Paths, count: int, chance: random.Random, seen: Counter[str]) -> list[str]:
    bad: list[str] = []
    total = 0
    granted: set[str] = set()
    for _ in range(count):
        total += kill_at_random(write_grants, paths, chance)
        bad += [str(problem) for problem in check(paths)] if Path(paths.db).exists() else []
        with opened(paths) as db:
            granted = in_database(db, "allow")
        recorded = {str(each["rule_id"]) for each in record.changes(paths) if "rule_id" in each}
        bad += [f"{each} is granted but not recorded" for each in granted - recorded]
        if len(granted) < total:
            bad.append(f"{total} grants were finished, {len(granted)} are found")
        seen["ahead" if len(granted) > total else "level"] += 1
        total = len(granted)
    rebuild.rebuild(paths)
    with opened(paths) as db:
        if not in_database(db, "allow") >= granted:
            bad.append("a rebuild loses grants")
    return bad


def kill_snapshots(paths: Paths, count: int, chance: random.Random) -> tuple[list[str], Counter[str]]:
    bad: list[str] = []
    seen: Counter[str] = Counter()
    for _ in range(count):
        with opened(paths) as db:
            publish.change(paths, db, [rules.adding(rule("d1", "deny"))], build)
            publish.ensure(paths, db, build)
        kill_at_random(write_snapshots, paths, chance)
        with opened(paths) as db:
            bad += looser(paths, db, {"d1"})
            seen[type(load(paths)).__name__] += 1
            made = publish.ensure(paths, db, build)
            if not isinstance(made, Snapshot) or allowed(made) != in_database(db, "allow"):
                bad.append("what is made after the kill is not what the database says")
            bad += looser(paths, db, {"d1"})
    return bad, seen


def kill_events(paths: Paths, count: int, chance: random.Random) -> tuple[list[str], Counter[str]]:
    bad: list[str] = []
    seen: Counter[str] = Counter()
    for _ in range(count):
        finished = kill_at_random(write_events, paths, chance)
        with opened(paths) as db:
            read = sum(state.offset for state in events.file_states(db).values())
            kept = events.count(db)
            seen["finished" if finished else "none"] += 1
        if read != kept:
            bad.append(f"the logs are read up to {read} events, {kept} are kept")
    bad += [str(problem) for problem in check(paths)]
    return bad, seen


# ------------------------------------------------------------------------------------------------ every single step


def steps(act: Callable[[], object], at: int) -> None:
    """Acts, and dies before the line number `at` of all lines that the store executes."""
    left = at

    def trace(frame: FrameType, kind: str, _given: object) -> Any:
        nonlocal left
        if "/assent/store/" not in frame.f_code.co_filename:
            return None
        if kind == "line":
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    act()


def tighten(paths: Paths) -> None:
    with opened(paths) as db:
        publish.change(paths, db, [rules.removing(db, "a1"), rules.adding(rule("d2", "deny"))], build)


def loosen(paths: Paths) -> None:
    with opened(paths) as db:
        publish.change(paths, db, [rules.removing(db, "d1"), rules.adding(rule("a2"))], build)


def mend(paths: Paths) -> None:
    with opened(paths) as db:
        publish.ensure(paths, db, build)


def start(paths: Paths, act: Callable[[Paths], None]) -> None:
    """The state every kill starts from: a1 allowed, d1 denied, nothing else; for `mend`, without its snapshot."""
    with opened(paths) as db:
        entries = [rules.removing(db, each.id) for each in rules.in_force(db) if each.id not in ("a1", "d1")]
        publish.change(
            paths, db, [*entries, rules.adding(rule("a1")), rules.adding(rule("d1", "deny"))], build
        )
    if act is mend:
        Path(paths.epoch).write_text("elsewhere\n")


def every_step(
    act: Callable[[Paths], None], paths: Paths, stride: int
) -> tuple[int, list[str], Counter[str]]:
    """Kills an act before each of its lines (or each `stride`-th) in turn, from the same start every time."""
    bad: list[str] = []
    seen: Counter[str] = Counter()
    kills = 0
    at = 1
    while True:
        start(paths, act)
        child = fork(lambda: steps(lambda: act(paths), at))  # noqa: B023  the child runs before the loop goes on
        _, status = os.waitpid(child, 0)
        with opened(paths) as db:
            bad += [f"step {at}: {each}" for each in looser(paths, db, {"d1"})]
            found = load(paths)
            state = f"{type(found).__name__} +{','.join(sorted(allowed(found)))} -{','.join(sorted(denied(found)))}"
            seen[state] += 1
            publish.ensure(paths, db, build)
            bad += [f"after step {at}: {each}" for each in looser(paths, db, {"d1"})]
        if not os.WIFSIGNALED(status):
            if os.waitstatus_to_exitcode(status):
                bad.append(f"the act failed at step {at}")
            return kills, bad, seen
        kills += 1
        at += stride


RANDOM = {"records": kill_records, "grants": kill_grants, "snapshots": kill_snapshots, "events": kill_events}
STEPS = {"tighten": tighten, "loosen": loosen, "mend": mend}


def main(mode: str, folder: str, count: str) -> None:
    paths = home(Path(folder))
    if mode in STEPS:
        kills, bad, seen = every_step(STEPS[mode], paths, int(count))
    else:
        kills = int(count)
        bad, seen = RANDOM[mode](paths, kills, random.Random(7))  # noqa: S311  moments to kill at
    print(json.dumps({"kills": kills, "bad": bad[:20], "seen": seen}))


if __name__ == "__main__":
    main(*sys.argv[1:])
