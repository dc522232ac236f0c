"""What learning from made-up answers takes, beside what was promised: `python benchmarks/mining.py`.

Four projects, ninety days, commands reused as people reuse them (Zipf); a share of the calls have a text that never
comes again. The answers go in one by one, without the grouping that the database does beforehand.
`--events 100000 --unique 0.3` prints one such line alone.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from typing import NamedTuple

from assent.app.learn.collecting import seldom
from assent.core import effect
from assent.core.event import APPROVED, AUTO, REJECTED
from assent.learning.answer import Answer, Signature
from assent.learning.shapes import PartSummary
from assent.learning.suggest import suggest

TODAY = 739_000
DAYS = 90
PROGRAMS = (
    *(("git", sub, effect.READ_PROJECT) for sub in ("status", "log", "diff", "show", "blame", "branch")),
    *(("git", sub, effect.WRITE_PROJECT) for sub in ("add", "commit", "switch", "stash")),
    *(
        (name, "", effect.READ_PROJECT)
        for name in ("ls", "cat", "grep", "rg", "find", "head", "wc", "sort", "jq")
    ),
    *((name, "test", effect.RUN_PROJECT) for name in ("npm", "cargo", "go", "pytest", "make")),
    ("git", "fetch", effect.NET_READ),
    ("git", "push", effect.NET_SEND),
    ("npm", "install", effect.INSTALL),
    ("rm", "", effect.DESTROY),
    ("frob", "", effect.UNKNOWN),
)


def signature(pick: random.Random, number: int) -> Signature:
    """A made-up call: three in four a command of one to three parts, else an edit."""
    if pick.random() < 0.25:
        edited: tuple[str, ...] = ("Edit", "src", f"d{number % 40}", f"f{number}.py")
        return Signature(
            "Edit", "/".join(edited[1:]), (PartSummary("Edit", edited, None, effect.WRITE_PROJECT),)
        )
    parts = []
    for _ in range(pick.choice((1, 1, 1, 2, 3))):
        program, sub, effects = pick.choice(PROGRAMS)
        path = (program, sub) if sub else (program,)
        reach = ("origin",) if effects & (effect.NET_READ | effect.NET_SEND | effect.INSTALL) else ()
        parts.append(PartSummary("Bash", path, (*path, f"x{number}"), effects, reach))
    return Signature("Bash", " && ".join(" ".join(each.argv or ()) for each in parts), tuple(parts))


def answers(events: int, unique: float, seed: int = 1) -> list[Answer]:
    """The made-up answers, one per event."""
    pick = random.Random(seed)
    common = [signature(pick, number) for number in range(3_000)]
    weights = [1 / (rank + 1) for rank in range(len(common))]
    drawn = pick.choices(common, weights, k=events)
    labels = pick.choices((APPROVED, AUTO, REJECTED), (80, 17, 3), k=events)
    made = []
    for number, (each, label) in enumerate(zip(drawn, labels, strict=True)):
        call = signature(pick, 10_000 + number) if pick.random() < unique else each
        day = TODAY - pick.randrange(DAYS)
        made.append(Answer(call, label, day, f"{day}-{pick.randrange(6)}", f"p{pick.randrange(4)}"))
    return made


class Run(NamedTuple):
    """So many events, the share of them whose text never comes again, and the seconds promised."""

    events: int
    unique: float
    goal: float = 0.0


PROMISED = (Run(100_000, 0.05, 1), Run(1_000_000, 0.05, 8), Run(1_000_000, 0.3, 15))


def learned(run: Run, rounds: int) -> tuple[float, int]:
    """The least processor time of some rounds, in seconds, and how many suggestions came of it."""
    made = answers(run.events, run.unique)
    busy, offered = [], 0
    for _ in range(rounds):
        begun = time.process_time()
        with seldom():  # as the command has it
            offered = len(suggest(made, TODAY).suggestions)
        busy.append(time.process_time() - begun)
    return min(busy), offered


def row(what: str, measured: str, goal: str) -> None:
    """One line of the table."""
    print(f"| {what} | {measured} | {goal} |", flush=True)


def main() -> None:
    """Print each figure beside its goal. Processor time: the clock counts what else the machine does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int)
    parser.add_argument("--unique", type=float, default=0.05)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    runs = (Run(given.events, given.unique),) if given.events else PROMISED
    row("answers", "processor time", "goal")
    row("---", "---", "---")
    took = []
    for run in runs:
        busy, offered = learned(run, given.rounds)
        took.append(busy)
        what = f"{run.events:,}, {run.unique:.0%} of the texts unique ({offered} suggestions)"
        row(what, f"{busy:.2f} s", f"≤ {run.goal:g} s" if run.goal else "")
    if len(runs) > 1:
        each = (took[1] - took[0]) / (runs[1].events - runs[0].events) * 1000
        row("each answer more, between the first two", f"{each:.4f} ms", "≤ 1 ms")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row("peak memory, the answers included", f"{peak:.0f} MB", "≤ 800 MB")


if __name__ == "__main__":
    main()
