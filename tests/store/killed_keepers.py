"""What keeps the record in order, killed over and over: closing days, compressing, dropping, erasing, changing the key,
taking the record over into the database.

`python -m tests.store.killed_keepers MODE FOLDER COUNT` prints one JSON object: `kills`, `bad` (broken promises), `seen`.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assent.store import (
    checkpoint,
    decisions,
    due,
    erasing,
    heads,
    keys,
    packed,
    packing,
    publish,
    record,
    retention,
    rewriting,
    rollups,
    seal,
    signing,
    subjects,
    verified,
)
from assent.store.db import check, connect
from assent.store.sought import Sought
from tests.store.killed import fork
from tests.store.world import home

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from assent.store.paths import Paths

DAYS = [f"2026-03-{day:02d}" for day in range(1, 7)]
LINES = 40
SECRET = "correct-horse-battery"
WANTED = Sought(SECRET, regex=False)

Say = list[str]


@dataclass(frozen=True, slots=True)
class Keeper:
    """A writer: what stands before it begins, what it does, and what must hold once it was done (again)."""

    prepare: Callable[[Paths], None]
    act: Callable[[Paths], object]
    done: Callable[[Paths], Say]


def told(paths: Paths, sealed: int) -> None:
    """Six days of lines; the first of them closed."""
    for day in DAYS:
        for number in range(LINES):
            secret = SECRET if number % 10 == 3 else "nothing"
            entry = {
                "kind": "decision", "ts": f"{day}T00:00:00.0{number:02d}Z", "id": f"{day}-{number}", "verdict": "ask",
                "tool": "Bash", "input": {"command": f"echo {secret} {number}"}, "session": "s", "tier": "none",
            }  # fmt: skip
            record.append(paths, entry, exact=("input",))
    for day in DAYS[:sealed]:
        seal.seal(paths, day)


def imported(paths: Paths) -> None:
    with opened(paths) as db:
        decisions.import_record(db, paths)


@contextlib.contextmanager
def opened(paths: Paths) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(connect(paths)) as db:
        yield db


# ------------------------------------------------------------------------------------------------ the writers


def close_days(paths: Paths) -> None:
    seal.close(paths, DAYS)


def closed(paths: Paths) -> Say:
    kept = checkpoint.kept(paths)
    return (
        []
        if seal.sealed(paths) == DAYS and kept and kept.size == len(DAYS)
        else ["a day is not closed or not signed"]
    )


def aged(paths: Paths) -> None:
    """Closed, and nobody has written there for long."""
    told(paths, 6)
    for files in record.parts(paths).values():
        for path in files:
            os.utime(path, (1_700_000_000, 1_700_000_000))


def compressed(paths: Paths) -> Say:
    plain = [path for files in record.parts(paths).values() for path in files if os.path.lexists(path)]
    return [f"{plain} are not compressed"] if len(plain) > 1 else []  # the head is in the last one


def drop(paths: Paths) -> None:
    retention.drop(paths, DAYS[3])


def dropped_days(paths: Paths) -> Say:
    left = [day for day in record.days(paths) if day in DAYS]
    with opened(paths) as db:
        counted = [bool(rollups.of_day(db, day)) for day in DAYS]
    return [] if left == DAYS[3:] and all(counted) else [f"{left} are left, counted are {counted}"]


def erase(paths: Paths) -> None:
    rewriting.settle(paths)
    erasing.erase(paths, WANTED, "user")


def half_compressed(paths: Paths) -> None:
    told(paths, 3)
    imported(paths)
    packed.pack(paths.record(DAYS[0]))


def erased(paths: Paths) -> Say:
    found = erasing.look(paths, WANTED)
    held = SECRET.encode() in b"".join(
        path.read_bytes() for path in Path(paths.audit).iterdir() if path.suffix != ".gz"
    )
    return [f"{found} still holds it"] if found.count or found.rows or held or due.cut_short(paths) else []


def new_key(paths: Paths) -> None:
    with publish.locked(paths):
        keys.replaced(paths, seal.all_of(paths))


def keyed(paths: Paths) -> Say:
    seals = seal.all_of(paths)
    kept = checkpoint.kept(paths)
    sound = (
        signing.known(paths) in keys.trusted(paths, seals)
        and kept
        and signing.is_by(kept.note, signing.known(paths))
    )
    return (
        []
        if sound and not os.path.lexists(paths.next_key)
        else ["the key in use is not the one that is told of"]
    )


def taken_over(paths: Paths) -> Say:
    with opened(paths) as db:
        count = db.execute("SELECT count(*) FROM decisions").fetchone()[0]
        calls = db.execute("SELECT count(*) FROM calls").fetchone()[0]
    return (
        [] if count == calls == LINES * len(DAYS) else [f"{count} decisions and {calls} calls are taken over"]
    )


KEEPERS = {
    "seals": Keeper(lambda paths: told(paths, 0), close_days, closed),
    "compressing": Keeper(aged, packing.pack, compressed),
    "retention": Keeper(lambda paths: told(paths, 4), drop, dropped_days),
    "redact": Keeper(half_compressed, erase, erased),
    "key": Keeper(lambda paths: told(paths, 3), new_key, keyed),
    "takeover": Keeper(lambda paths: told(paths, 2), imported, taken_over),
}


# ------------------------------------------------------------------------------------------------ what must hold


def whole(paths: Paths) -> Say:
    """What is wrong with what a reader would find."""
    bad = [f"{each.file}:{each.line} {each.what}" for each in verified.whole(paths).faults]
    if os.path.lexists(paths.db):
        bad += [str(each) for each in check(paths)]
        with opened(paths) as db:
            bad += [str(each) for each in heads.verify(db, paths)]
    return bad


def lost(paths: Paths) -> Say:
    """Lines of days that are there and not whole."""
    return [
        f"{len(found)} lines of {day} are left"
        for day in record.days(paths)
        if day in DAYS
        and len(found := {str(each["id"]) for each in record.read(paths, day) if each["kind"] != "erasure"})
        < LINES
    ]


def kill_at_some_moment(act: Callable[[], object], longest: float, chance: random.Random) -> str:
    """Starts an act and kills it; says how far it came: `killed` or `done`."""
    child = fork(act)
    time.sleep(chance.uniform(0, longest))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status):
        raise SystemExit("the writer failed before it was killed")
    return "killed" if os.WIFSIGNALED(status) else "done"


def nearer(late: bool) -> float:
    """What the longest wait is multiplied by, so that kills come in the middle however fast the machine is."""
    return 0.85 if late else 1.1


def kill(keeper: Keeper, folder: Path, count: int, chance: random.Random) -> tuple[Say, Counter[str]]:
    """Kills a writer so many times, each time from the same state, and looks at what is left and what the next
    command makes of it."""
    first, bad, seen = folder / "first", list[str](), Counter[str]()
    keeper.prepare(home(first))
    shutil.copytree(first, folder / "tried", symlinks=True)
    begun = time.monotonic()
    keeper.act(home(folder / "tried"))
    longest = (time.monotonic() - begun) * 1.1
    for number in range(count):
        here = folder / "here"
        shutil.copytree(first, here, symlinks=True)
        paths = home(here)
        how = kill_at_some_moment(lambda: keeper.act(paths), longest, chance)  # noqa: B023  it runs at once
        longest *= nearer(how == "done")
        untidy = bool(keeper.done(paths))
        bad += [f"{number}: {each}" for each in [*whole(paths), *lost(paths)]]
        keeper.act(paths)
        bad += [f"{number}, then: {each}" for each in [*whole(paths), *lost(paths), *keeper.done(paths)]]
        seen[f"{how}, {'begun' if untidy else 'finished'}"] += 1
        shutil.rmtree(here)
    return bad, seen


def main(mode: str, folder: str, count: str) -> None:
    subjects.command_shape("ls")  # or each child would spend its short life on loading a table
    bad, seen = kill(KEEPERS[mode], Path(folder), int(count), random.Random(11))  # noqa: S311  moments to kill at
    print(json.dumps({"kills": int(count), "bad": bad[:20], "seen": seen}))


if __name__ == "__main__":
    main(*sys.argv[1:])
