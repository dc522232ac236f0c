"""What learned rules are worth to made-up users nobody tuned to: `python benchmarks/learning.py --seeds 1-3`.

Each user has projects on disk, ninety days of calls and answers written as real session files, and a truth of their own
about every kind of call. The product learns from the first days through its command line and is asked about the rest;
no call is ever run. `--all --write` measures everything and puts the tables into `benchmarks/RESULTS.md`.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import fcntl
import json
import multiprocessing
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.users import catalogue, measure, telling, weekly
from benchmarks.users.days import TRAINED

CURVE = (1, 3, 7, 14, 30, TRAINED)
RESULTS = Path(__file__).parent / "RESULTS.md"
SCRATCH = Path.home() / ".cache" / "assent" / "users"  # not below /tmp, which is no usual place of projects


def seeds(text: str) -> list[int]:
    """`1-3,7` as numbers."""
    first_last = [part.partition("-") for part in text.split(",")]
    return [n for first, _, last in first_last for n in range(int(first), int(last or first) + 1)]


def _user(plan: measure.Plan, one: tuple[str, int]) -> dict[str, Any]:
    return measure.user(*one, plan)


def _weeks(plan: measure.Plan, one: tuple[str, int]) -> dict[str, Any]:
    return weekly.user(*one, plan)


def measured(
    plan: measure.Plan, names: Iterable[str], numbers: Iterable[int], *, weeks: bool = False
) -> Iterator[dict[str, Any]]:
    """Every user's figures, two users at a time."""
    ones = [(name, number) for number in numbers for name in names]
    with multiprocessing.Pool(2) as pool:
        for done, made in enumerate(pool.imap(partial(_weeks if weeks else _user, plan), ones), 1):
            print(f"{done} of {len(ones)}: {made['persona']} {made['seed']}", file=sys.stderr, flush=True)
            yield made


def variants(
    plan: measure.Plan, names: list[str], numbers: list[int]
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The same users after sixty days under other conditions."""
    once = replace(plan, horizons=(TRAINED,), sweeps=0, mutants=0)
    yield "as above", list(measured(once, names, numbers))
    for label, changed in (
        ("one answer in ten is no for no reason", replace(once, denials=0.1)),
        ("a client that asks about every call", replace(once, plain=True)),
    ):
        yield label, list(measured(changed, names, numbers))


def options() -> argparse.ArgumentParser:
    """The words of the command line."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--seeds", type=seeds, default=[1, 2, 3], help="1-3 or 1,2,5")
    words.add_argument("--personas", nargs="*", default=list(catalogue.personas()))
    words.add_argument(
        "--curve", action="store_true", help="learn after 1, 3, 7, 14, 30 and 60 days, not 7 and 60 only"
    )
    words.add_argument("--mutants", type=int, default=0, help="at most so many mutants, over all users")
    words.add_argument(
        "--sweeps", type=int, default=2, help="how often every hazard is tried besides the held-out days"
    )
    words.add_argument(
        "--variants", action="store_true", help="also random refusals, and a client that asks always"
    )
    words.add_argument("--weekly", action="store_true", help="also week by week, for the first seed (slow)")
    words.add_argument("--all", action="store_true", help="all of these, with 100,000 mutants")
    words.add_argument(
        "--scratch", type=Path, default=SCRATCH, help="where the homes are made; one run at a time"
    )
    words.add_argument("--json", type=Path, help="every figure of every user")
    words.add_argument("--write", action="store_true", help=f"into {RESULTS.name}, too")
    return words


@contextlib.contextmanager
def alone(scratch: Path) -> Iterator[None]:
    """Holds the scratch folder for this run; another one would pull the homes from under it."""
    scratch.mkdir(parents=True, exist_ok=True)
    with (scratch / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(
                f"another run works in {scratch}: wait for it, or give --scratch another folder"
            ) from None
        yield


def told(given: argparse.Namespace) -> str:
    """Everything that was asked for, measured and told."""
    mutants = given.mutants or (100_000 if given.all else 0)
    plan = measure.Plan(
        scratch=given.scratch,
        today=dt.datetime.now(dt.UTC).date(),
        horizons=CURVE if given.curve or given.all else (7, TRAINED),
        sweeps=given.sweeps,
        mutants=-(-mutants // (len(given.personas) * len(given.seeds))),
    )
    made = []
    for each in measured(plan, given.personas, given.seeds):
        made.append(each)
        if given.json:  # after every user: a run that is cut off has not been for nothing
            given.json.write_text(json.dumps(made))
    parts = [telling.tell(made)]
    if given.variants or given.all:
        others = dict(variants(plan, given.personas, given.seeds))
        parts.append(telling.variants({"as above": made} | others))
    if given.weekly or given.all:
        parts.append(telling.weeks(list(measured(plan, given.personas, given.seeds[:1], weeks=True))))
    return "\n\n".join(parts)


def main() -> None:
    """Measure, print, and write where it is asked for."""
    given = options().parse_args()
    with alone(given.scratch):
        text = told(given)
    print(text)
    if given.write:
        RESULTS.write_text(telling.replaced(RESULTS.read_text(), text))


if __name__ == "__main__":
    main()
