"""Decisions as rows: when, which, where, what was said, what became of it, and the call on what is left of a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, set_cell_size

from assent.app import moments, outcomes
from assent.cli.sources import short
from assent.core.shown import shown
from assent.store import decisions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.app.outcomes import Outcome

HEAD = ("Time", "Id", "Project", "Verdict", "Outcome", "Call")
GAP = "  "
NARROW, WIDEST = 10, 20  # columns for the name of a project, below and from 100 columns on
LEAST = 16  # columns left for the call, however narrow the terminal
# What says most about a call, by the fields of its input.
_ABOUT = (
    "command", "file_path", "notebook_path", "url", "pattern", "query", "path", "skill", "subagent_type",
    "description", "prompt",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One decision as shown, unseen characters escaped; `day` and `time` of this place or of UTC."""

    day: str
    time: str
    id: str
    project: str
    verdict: str
    outcome: str
    call: str


def row(entry: Mapping[str, Any], outcome: Outcome, *, utc: bool = False) -> Row:
    """The row of a recorded decision."""
    day, time = moments.shown(str(entry.get("ts")), utc=utc)
    return Row(
        day,
        time,
        shown(decisions.short(str(entry.get("id")))),
        shown(project_name(str(entry.get("project") or ""))),
        shown(outcomes.verdict_of(entry)),
        outcome.text,
        shown(call_of(entry)),
    )


def call_of(entry: Mapping[str, Any]) -> str:
    """A call in one text: the agent's tool, and what it was asked to do."""
    tool = str(entry.get("tool") or "")
    given = entry.get("input")
    fields = given if isinstance(given, dict) else {}
    about = next((value for key in _ABOUT if isinstance(value := fields.get(key), str) and value), "")
    text = short(about) if about.startswith("/") and "\0" not in about else about
    return f"{tool} {text}".rstrip()


def project_name(key: str) -> str:
    """A project as people call it: the last name of its directory."""
    root = key.removesuffix("/.git").rstrip("/")
    return root.rpartition("/")[2] or key


def table(rows: Sequence[Row], width: int | None) -> list[tuple[str, str]]:
    """(line, verdict) of every row under a heading, lines cut with … at `width` columns and each day said once
    above its rows; with None nothing is cut, and every row says its day."""
    if not rows:
        return []
    whole = [_cells(each, _most(width), cut=width is not None) for each in rows]
    sizes = [max(cell_len(cells[at]) for cells in [HEAD, *whole]) for at in range(len(HEAD) - 1)]
    found = [(_line(HEAD, sizes, width), "")]
    day = ""
    for each, cells in zip(rows, whole, strict=True):
        if width is not None and each.day != day:
            day = each.day
            found.append((day, ""))
        found.append((_line(cells, sizes, width), each.verdict))
    return found


# Columns of time, id, verdict and outcome where rows come one by one; of the project as in a table.
_LIVE = (8, 7, 7, 15)


def live_head(width: int | None) -> str:
    """The heading of rows that come one by one."""
    return _line(HEAD, _live_sizes(width), width)


def live(each: Row, width: int | None) -> str:
    """One row that stands under `live_head`, whatever rows come after it; with None it says its day."""
    return _line(_cells(each, _most(width), cut=width is not None), _live_sizes(width), width)


def _live_sizes(width: int | None) -> list[int]:
    time, identity, verdict, outcome = _LIVE
    return [time if width is not None else time + 11, identity, _most(width), verdict, outcome]


def _most(width: int | None) -> int:
    """Columns for the name of a project."""
    return NARROW if width is not None and width < 100 else WIDEST


def _cells(each: Row, most: int, *, cut: bool) -> tuple[str, ...]:
    project = fitted(each.project, most) if cut else each.project
    time = each.time if cut else f"{each.day} {each.time}"
    return (time, each.id, project, each.verdict, each.outcome, each.call)


def _line(cells: Sequence[str], sizes: Sequence[int], width: int | None) -> str:
    lead = GAP.join(set_cell_size(cell, size) for cell, size in zip(cells, sizes, strict=False))
    rest = cells[-1] if width is None else fitted(cells[-1], max(width - cell_len(lead + GAP), LEAST))
    return f"{lead}{GAP}{rest}".rstrip()


def fitted(text: str, width: int) -> str:
    """The text, cut with … where it is wider than so many columns."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…"
