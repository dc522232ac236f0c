"""How long it takes to learn from made-up answers: `python benchmarks/mining.py [--events 100000] [--unique 0.3]`.

Four projects, ninety days, commands reused as people reuse them (Zipf); `--unique` is the share of calls whose text
never comes again. The answers go in one by one, without the grouping that the database does beforehand.
"""

from __future__ import annotations

import argparse
import random
import resource
import time

from assent.core import effect
from assent.core.event import APPROVED, AUTO, REJECTED
from assent.learning.mine import Answer, Signature
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


def main() -> None:
    """Print the median of five runs and the peak memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--unique", type=float, default=0.05)
    given = parser.parse_args()
    made = answers(given.events, given.unique)
    taken, busy = [], []
    offered = 0
    for _ in range(5):
        start, begun = time.perf_counter(), time.process_time()
        offered = len(suggest(made, TODAY).suggestions)
        taken.append(time.perf_counter() - start)
        busy.append(time.process_time() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    middle = f"{sorted(taken)[2]:.2f} s ({min(taken):.2f} to {max(taken):.2f}; cpu {sorted(busy)[2]:.2f} s)"
    print(f"{given.events} events, {given.unique:.0%} unique: {middle}, peak {peak:.0f} MB")
    print(f"{offered} suggestions")


if __name__ == "__main__":
    main()
