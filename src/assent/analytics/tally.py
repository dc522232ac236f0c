"""What several questions count alike: calls by what was said about them, percentiles, and how figures are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Number = TypeVar("Number", int, float)
# The words of the verdicts in answers, in the order people read them; `unseen` are calls that only a log tells of.
VERDICTS = {"allow": "allowed", "ask": "asked", "deny": "denied", "silent": "silent", "": "unseen"}
COUNTS = ("calls", *VERDICTS.values())
# How many a person was asked about, and of how many that is not known.
PROMPTS = ("prompts", "prompts_unknown")
# How a figure is known, the surest first; "" for what is not known.
KNOWN = ("recorded", "inferred", "estimated", "")


def by_verdict(rows: Iterable[Sequence[Any]]) -> dict[str, list[int]]:
    """The counts of each key from rows (key, verdict, …, n), the busiest key first."""
    found: dict[str, list[int]] = {}
    places = {verdict: at for at, verdict in enumerate(VERDICTS, 1)}
    for key, verdict, *_, number in rows:
        counts = found.setdefault(key, [0] * len(COUNTS))
        counts[0] += number
        counts[places.get(verdict, places[""])] += number
    return dict(sorted(found.items(), key=lambda each: (-each[1][0], each[0])))


def percentile(counted: Mapping[Number, int], percent: int) -> Number | None:
    """The least value that so many percent of what was counted do not pass; None of nothing."""
    wanted = -(-sum(counted.values()) * percent // 100)
    for value in sorted(counted):
        wanted -= counted[value]
        if wanted <= 0:
            return value
    return None


def share(number: float, whole: float) -> float | None:
    """A part of a whole, from 0 to 1; None of nothing."""
    return round(number / whole, 4) if whole else None


def about(tools: Iterable[str]) -> str:
    """The query for what the calls of some tools of ours were about: rows (shape, verdict, asked, n)."""
    names = ", ".join(f"'{each}'" for each in tools)
    return f"SELECT shape, verdict, asked, sum(n) FROM about WHERE tool IN ({names}) GROUP BY shape, verdict, asked"  # noqa: S608  names of the table of tools


def with_prompts(rows: Sequence[Sequence[Any]]) -> tuple[tuple[Any, ...], ...]:
    """Each key with its calls by verdict, how many prompts they cost and of how many that is not known, the busiest
    first, from rows (key, verdict, asked, n)."""
    prompts: dict[str, list[int]] = {}
    for key, _, asked, number in rows:
        found = prompts.setdefault(key, [0, 0])
        found[0] += number * (asked == 1)
        found[1] += number * (asked not in (0, 1))
    return tuple((key, *counts, *prompts[key]) for key, counts in by_verdict(rows).items())
