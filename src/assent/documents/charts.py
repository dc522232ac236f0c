"""Charts as inline SVG: bars and lines by day, with the same figures as a table for whoever cannot see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assent.documents.html import Html, el, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 1000.0, 240.0  # of a drawing; it is stretched to the page, its words stand beside it
BARS, LINES, STEPS = "bars", "lines", "steps"


@dataclass(frozen=True, slots=True)
class Series:
    """One quantity by day under a name for people; `kind` is also its colour in the style sheet. None: not known."""

    name: str
    kind: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a drawing shows: `draws` bars (stacked), lines, or steps; `unit` stands beside the figures; `nothing` is
    said where there is no figure."""

    title: str
    says: str
    days: Sequence[str]
    series: Sequence[Series]
    draws: str = BARS
    unit: str = ""
    nothing: str = ""


def figure(chart: Chart, identity: str) -> Html:
    """A chart with its title, its key, and its figures to open."""
    head = el("figcaption", el("strong", chart.title), el("span", chart.says))
    known = [value for each in chart.series for value in each.values if value is not None]
    if not known or (chart.draws == BARS and not any(known)):
        return el("figure", head, el("p", chart.nothing, class_="nothing"), class_="chart")
    top = ceiling(_tallest(chart))
    plot = el(
        "div",
        el("div", *[el("span", label(top * part, chart.unit)) for part in (1, 0.5, 0)], class_="ticks"),
        _drawing(chart, top, identity),
        el("div", *[el("span", chart.days[at]) for at in _named(len(chart.days))], class_="days"),
        class_="plot",
        aria_hidden="true",
    )
    key = el("ul", *[el("li", each.name, class_=f"key {each.kind}") for each in chart.series], class_="keys")
    return el("figure", head, key if len(chart.series) > 1 else "", plot, _figures(chart), class_="chart")


def _named(count: int) -> list[int]:
    """The days that are named below: the first, the middle and the last."""
    return sorted({0, (count - 1) // 2, count - 1} if count > 2 else set(range(count)))


def _tallest(chart: Chart) -> float:
    if chart.draws == BARS:
        return max(sum(each.values[at] or 0 for each in chart.series) for at in range(len(chart.days)))
    return max(value for each in chart.series for value in each.values if value is not None)


def ceiling(value: float) -> float:
    """The next round number, whose half is one too: 2, 4, 10, 20, 40, 100 and so on."""
    step = 1.0
    while step * 10 < value:
        step *= 10
    while step > value > 0:
        step /= 10
    return next(step * each for each in (1, 2, 4, 6, 8, 10) if step * each >= value) if value > 0 else 2.0


def label(value: float, unit: str = "") -> str:
    """A figure as short as it can be told."""
    told = (
        f"{value / 1e6:.3g}M" if value >= 1e6 else f"{value / 1e3:.3g}k" if value >= 1e4 else f"{value:.4g}"
    )
    return f"{told} {unit}".rstrip()


def _drawing(chart: Chart, top: float, identity: str) -> Html:
    grid = [
        el("line", x1=0, x2=_n(WIDTH), y1=_n(y), y2=_n(y), class_="grid")
        for y in (0.5, HEIGHT / 2, HEIGHT - 0.5)
    ]
    inside = _bars(chart, top) if chart.draws == BARS else _paths(chart, top)
    box = f"0 0 {_n(WIDTH)} {_n(HEIGHT)}"
    return el("svg", *grid, *inside, viewBox=box, preserveAspectRatio="none", id=identity, focusable="false")


def _bars(chart: Chart, top: float) -> list[Html]:
    """A stack a day, the first quantity at the bottom; pointing at it tells its figures."""
    slot = WIDTH / len(chart.days)
    wide = slot * 0.72
    found = []
    for at, day in enumerate(chart.days):
        pieces, y = [], HEIGHT
        for each in chart.series:
            high = (each.values[at] or 0) / top * HEIGHT
            y -= high
            if high:
                place = {
                    "x": _n(at * slot + (slot - wide) / 2),
                    "y": _n(y),
                    "width": _n(wide),
                    "height": _n(high),
                }
                pieces.append(el("rect", class_=each.kind, **place))
        if pieces:
            found.append(el("g", el("title", _told(chart, at, day)), *pieces))
    return found


def _told(chart: Chart, at: int, day: str) -> str:
    given = [(each.name, each.values[at]) for each in chart.series]
    return f"{day}: " + ", ".join(
        f"{name} {label(value, chart.unit)}" for name, value in given if value is not None
    )


def _paths(chart: Chart, top: float) -> list[Html]:
    """A line a quantity, broken where it is not known; a day that stands alone is a short stroke."""
    slot = WIDTH / len(chart.days)
    found = []
    for each in chart.series:
        points = [
            None if value is None else (at * slot, (at + 1) * slot, HEIGHT - value / top * HEIGHT)
            for at, value in enumerate(each.values)
        ]
        step = chart.draws == STEPS
        found.append(el("path", d=_line(points, step=step), class_=f"line {each.kind}", fill="none"))
    return found


def _line(points: Sequence[tuple[float, float, float] | None], *, step: bool) -> str:
    told: list[str] = []
    pen = False
    for at, point in enumerate(points):
        if point is None:
            pen = False
            continue
        left, right, y = point
        alone = not pen and (at + 1 == len(points) or points[at + 1] is None)
        if step or alone:
            told.append(f"{'L' if pen else 'M'}{_n(left)} {_n(y)}H{_n(right)}")
        else:
            told.append(f"{'L' if pen else 'M'}{_n((left + right) / 2)} {_n(y)}")
        pen = True
    return "".join(told)


def _figures(chart: Chart) -> Html:
    """The same as a table, newest first."""
    head = el(
        "tr", el("th", "Day", scope="col"), *[el("th", each.name, scope="col") for each in chart.series]
    )
    rows = [
        el(
            "tr",
            el("th", chart.days[at], scope="row"),
            *[el("td", _cell(each.values[at])) for each in chart.series],
        )
        for at in reversed(range(len(chart.days)))
    ]
    unit = f", in {chart.unit}" if chart.unit else ""
    table = el(
        "table",
        el("caption", f"{chart.title} by day{unit}"),
        el("thead", head),
        el("tbody", joined(rows)),
        class_="figures",
    )
    return el(
        "details",
        el("summary", "The figures"),
        el("div", table, class_="scroll", **_REGION, aria_label=chart.title),
    )


_REGION: dict[str, str] = {"role": "region", "tabindex": "0"}


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:,.4g}" if value < 1e4 else f"{value:,.0f}"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
