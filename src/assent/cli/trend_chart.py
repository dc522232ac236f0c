"""Prompts against rules as a chart for a terminal: a bar a day, a week or a month, and a line of marks for each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from assent.cli import charts
from assent.cli.columns import lines
from assent.core.amounts import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MOST = 31  # bars; more days are taken together by weeks, more weeks by months
LEAST_BAR, WIDEST_BAR = 8, 40
SUMS = ("calls", "prompts", "prompts_estimated", "prompts_unknown")
HEAD = ("Calls", "Rules", "Prompts")


def told(rows: Sequence[Mapping[str, Any]], width: int | None) -> list[str]:
    """The chart, the marks, and what they say in words."""
    name, spans = grouped(rows)
    plain = not charts.letters()
    texts = [[each["day"], each["calls"], each["rules"], each["prompts"]] for each in spans]
    taken = max(len(line) for line in lines((name, *HEAD), texts, None)) + 2
    columns = WIDEST_BAR if width is None else min(max(width - taken, LEAST_BAR), WIDEST_BAR)
    most = max(each["prompts"] for each in spans)
    bars = [charts.bar(each["prompts"], most, columns, plain=plain) for each in spans]
    chart = lines((name, *HEAD, ""), [[*text, bar] for text, bar in zip(texts, bars, strict=True)], width)
    return [*chart, "", *_marks(spans, plain=plain), "", *words(rows)]


def _marks(spans: Sequence[Mapping[str, Any]], *, plain: bool) -> list[str]:
    return [
        f"{name:<8} {charts.sparkline([each[key] for each in spans], plain=plain)}  "
        f"{spans[0][key]:,} → {spans[-1][key]:,}"
        for name, key in (("prompts", "prompts"), ("rules", "rules"))
    ]


def grouped(rows: Sequence[Mapping[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """The days, or weeks from Monday on, or months, as few as a screen holds, under the name of what they are."""
    taken = {name: _taken(rows, begin) for name, begin in SPANS.items()}
    fits = (name for name, spans in taken.items() if len(spans) <= MOST)
    name = next(fits, list(taken)[-1])
    return name, taken[name]


def _taken(rows: Sequence[Mapping[str, Any]], begin: Callable[[str], str]) -> list[dict[str, Any]]:
    """The days taken together by the beginning of their span: sums, and the rules at its end."""
    spans: dict[str, dict[str, Any]] = {}
    for row in rows:
        span = spans.setdefault(begin(row["day"]), dict.fromkeys(SUMS, 0))
        span |= {"day": begin(row["day"]), "rules": row["rules"]}
        for key in SUMS:
            span[key] += row[key]
    return list(spans.values())


def _monday(day: str) -> str:
    there = date.fromisoformat(day)
    return (there - timedelta(days=there.weekday())).isoformat()


def _month(day: str) -> str:
    return day[:7]


SPANS: dict[str, Callable[[str], str]] = {"Day": str, "Week of": _monday, "Month": _month}


def words(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What the figures say, and how they are known."""
    half = len(rows) // 2
    first, second = _rate(rows[:half]), _rate(rows[half:])
    sums = {key: sum(row[key] for row in rows) for key in SUMS}
    told = []
    if first is not None and second is not None:
        before, after = (
            f"{_least(part)}{rate:.1f}" for part, rate in ((rows[:half], first), (rows[half:], second))
        )
        told.append(
            f"You were asked about {before} of 100 calls in the first half of these {len(rows)} days, and {after} in "
            "the second."
        )
    if sums["prompts_estimated"]:
        part = f"{sums['prompts_estimated']:,} of {counted(sums['prompts'], 'prompt')}"
        told.append(f"Estimated by the agent's own settings, not seen: {part}.")
    if sums["prompts_unknown"]:
        told.append(f"Of {counted(sums['prompts_unknown'], 'call')} it is not known whether you were asked.")
    return [*told, "Rules are those you granted (assent rules history). Days are days in UTC."]


def _least(rows: Sequence[Mapping[str, Any]]) -> str:
    """Before a figure that may be higher, as of some calls it is not known whether a person was asked."""
    return "at least " if any(row["prompts_unknown"] for row in rows) else ""


def _rate(rows: Sequence[Mapping[str, Any]]) -> float | None:
    """Prompts for every 100 calls; None where there are none."""
    calls = sum(row["calls"] for row in rows)
    return 100 * sum(row["prompts"] for row in rows) / calls if calls else None
