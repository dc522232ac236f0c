"""Sessions in words: a line of the list each, one whole, and columns beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, set_cell_size

from assent.app import moments
from assent.app import sessions as app
from assent.cli.answers import short
from assent.cli.output import say
from assent.cli.rows import GAP, fitted, project_name
from assent.cli.sources import project as project_of
from assent.core.amounts import percent, times
from assent.core.shown import shown
from assent.documents.words import called
from assent.store import decisions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Session = Mapping[str, Any]

WIDTH = 10  # of the column of names
WIDE = 100  # columns from which the mode has room
NAME = 10  # columns for a project's name in the list
_HEAD = ("Time", "Length", "Project", "Calls", "Allow", "Ask", "Deny", "Silent", "Prompts", "Id")
_COUNTS = ("calls", "allowed", "asked", "denied", "silent", "prompts")
_LEFT = (0, 2, 9, 10)  # columns that are no numbers
_SIDE = 16  # least columns of a session beside others
_TOP = 3


# ------------------------------------------------------------------------------------------------ the list


def table(
    found: Sequence[Session], short: Mapping[str, str], width: int | None, *, utc: bool
) -> list[tuple[str, str]]:
    """(line, style) of each session under a heading; at a terminal each day is said once above its sessions."""
    mode = width is None or width >= WIDE
    head = (*_HEAD, "Mode") if mode else _HEAD
    rows = [_cells(each, short, whole=width is None, mode=mode, utc=utc) for each in found]
    sizes = [max(cell_len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    lines = [(_joined(head, sizes), "bold")]
    day = ""
    for each, row in zip(found, rows, strict=True):
        now = moments.shown(each["began"], utc=utc)[0]
        if width is not None and now != day:
            day = now
            lines.append((day, ""))
        lines.append((_joined(row, sizes), ""))
    return lines


def _cells(each: Session, short: Mapping[str, str], *, whole: bool, mode: bool, utc: bool) -> tuple[str, ...]:
    day, time = moments.shown(each["began"], utc=utc)
    name = shown(project_name(each["project"] or "")) or "-"
    cells = (
        f"{day} {time}" if whole else time[:5],
        lasted(each["seconds"]),
        name if whole else fitted(name, NAME),
        *("-" if each[key] is None else str(each[key]) for key in _COUNTS),
        shown(short[each["session"]]) or "-",
    )
    return (*cells, shown(each["mode"] or "-")) if mode else cells


def _joined(cells: Sequence[str], sizes: Sequence[int]) -> str:
    told = [
        set_cell_size(cell, size) if at in _LEFT else cell.rjust(size)
        for at, (cell, size) in enumerate(zip(cells, sizes, strict=True))
    ]
    return GAP.join(told).rstrip()


def legend(short: str) -> list[str]:
    """What the columns mean and what one can ask next."""
    return [
        "Silent: no rule spoke, the agent decided. Prompts: calls that a person was asked about.",
        f"One of them whole: assent sessions {shown(short)}; side by side: assent sessions compare ID ID",
    ]


def lasted(seconds: int) -> str:
    """A length in two words at most: `2h 10m`."""
    if seconds < 60:
        return f"{seconds}s"
    minutes = seconds // 60
    if minutes < 60:
        return f"{minutes}m"
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return f"{hours}h {rest:02}m"
    return f"{hours // 24}d {hours % 24:02}h"


# ------------------------------------------------------------------------------------------------ one whole


def line(name: str, text: str) -> None:
    """A name and what is said under it."""
    say(f"{name:{WIDTH}}{text}".rstrip(), hang=WIDTH)


def whole(each: Session, *, utc: bool) -> Iterator[tuple[str, str]]:
    """(name, text) of every line about one session."""
    yield "session", f"{each['session']} ({each['agent']} {each['version'] or 'of an unknown version'})"
    yield "when", _when(each, utc=utc)
    yield "project", project_of(each["project"]) if each["project"] else "none"
    yield "calls", _counts(each)
    if each["prompts"]:
        yield "prompts", _prompts(each)
    if each["by_tool"]:
        yield "tools", ", ".join(f"{shown(tool)} {held['calls']}" for tool, held in each["by_tool"].items())
        yield (
            "ended",
            ", ".join(f"{'not known' if end == '?' else end} {n}" for end, n in each["ends"].items()),
        )
    if each["latency_ms"]["p50"] is not None:
        p50, p95 = each["latency_ms"]["p50"], each["latency_ms"]["p95"]
        yield "took", f"{p50:g} ms to answer half of the calls, {p95:g} ms 95 of 100"
    if each["rules"]:
        yield "rules", _rules(each)
    yield from _stopped(each, utc=utc)
    if each["calls"] is None or each["calls"] > each["unseen"]:
        yield "next", f"assent why ID; all its calls: assent log --session {shown(each['short'])}"
    else:
        yield "next", f"what the agent's own log tells of it: assent stats --session {shown(each['short'])}"


def _when(each: Session, *, utc: bool) -> str:
    day, begun = moments.shown(each["began"], utc=utc)
    last_day, last = moments.shown(each["last"], utc=utc)
    end = last[:5] if last_day == day else f"{last_day} {last[:5]}"
    open_ = "" if each["ended"] else ", not known to have ended"
    return f"{day} {begun[:5]} to {end} ({lasted(each['seconds'])}{open_}), mode {shown(each['mode'] or 'not known')}"


def _counts(each: Session) -> str:
    if each["calls"] is None:
        return "no longer kept: see record.keep_days in assent config"
    told = (
        f"{each['calls']}: auto-approved {each['allowed']}, asked {each['asked']}, blocked {each['denied']}, "
        f"left {each['silent']} to the agent"
    )
    return f"{told}; {each['unseen']} did not pass the hook" if each["unseen"] else told


def _prompts(each: Session) -> str:
    told = [f"you said {word} {times(each[word])}" for word in ("yes", "no") if each[word]]
    if each["waited_ms"] is not None:
        told.append(f"{lasted(round(each['waited_ms'] / 1000))} from prompt to answer in all")
    return f"{each['prompts']}{': ' if told else ''}{', '.join(told)}"


def _rules(each: Session) -> str:
    told = [f"{shown(rule['matched'])} {rule['calls']}" for rule in each["rules"][: app.LISTED]]
    more = len(each["rules"]) - app.LISTED
    return ", ".join(told) + (f" and {more} more" if more > 0 else "")


def _stopped(each: Session, *, utc: bool) -> Iterator[tuple[str, str]]:
    """The calls that were refused or asked about, the latest ones when there are many."""
    for call in each["stopped"][-app.LISTED :]:
        name = "blocked" if call["verdict"] == "deny" else "asked"
        time = moments.shown(call["ts"], utc=utc)[1]
        identity = decisions.short(call["decision"]) if call["decision"] else "-"
        rule = call["rule_matched"] or "by the agent"
        answer = f" → {call['answer']}" if call["answer"] else ""
        what = shown(called(call["tool"], short(call["text"] or "")))
        yield name, f"{time}  {shown(identity)}  {shown(rule)}{answer}  {what}"
    more = len(each["stopped"]) - app.LISTED
    if more > 0:
        yield "", f"and {more} more before: assent log --session {shown(each['short'])}"


# ------------------------------------------------------------------------------------------------ side by side


def beside(found: Sequence[Session], width: int | None, *, utc: bool) -> Iterator[str]:
    """The sessions as columns, as many beside each other as fit."""
    columns = [_column(each, utc=utc) for each in found]
    fit = len(columns) if width is None else max(2, (width - WIDTH) // (_SIDE + len(GAP)))
    for first in range(0, len(columns), fit):
        if first:
            yield ""
        yield from _block(columns[first : first + fit], width)


def _block(columns: Sequence[Mapping[str, str]], width: int | None) -> Iterator[str]:
    room = None if width is None else max(_SIDE, (width - WIDTH) // len(columns) - len(GAP))
    for name in columns[0]:
        cells = [each[name] for each in columns]
        if not any(cells):
            continue
        sizes = [max(cell_len(text) for text in each.values()) for each in columns]
        sizes = [size if room is None else min(size, room) for size in sizes]
        told = [set_cell_size(fitted(cell, size), size) for cell, size in zip(cells, sizes, strict=True)]
        yield f"{name:{WIDTH}}{GAP.join(told)}".rstrip()


def _column(each: Session, *, utc: bool) -> dict[str, str]:
    day, time = moments.shown(each["began"], utc=utc)
    counts = {
        key: _share(each[key], each["calls"]) for key in ("allowed", "asked", "denied", "silent", "prompts")
    }
    waited = "" if each["waited_ms"] is None else lasted(round(each["waited_ms"] / 1000))
    tools = [f"{shown(tool)} {held['calls']}" for tool, held in each["by_tool"].items()]
    rules = [f"{shown(rule['matched'])} {rule['calls']}" for rule in each["rules"]]
    p50, p95 = each["latency_ms"]["p50"], each["latency_ms"]["p95"]
    return {
        "session": shown(each["short"]),
        "began": f"{day} {time[:5]}",
        "length": lasted(each["seconds"]),
        "project": shown(project_name(each["project"] or "")) or "-",
        "mode": shown(each["mode"] or "-"),
        "calls": "-" if each["calls"] is None else str(each["calls"]),
        **counts,
        "no hook": _share(each["unseen"], each["calls"]) if each["unseen"] else "",
        "failed": _share(each["failed"], each["calls"]),
        "waited": waited,
        "p50": "" if p50 is None else f"{p50:g} ms",
        "p95": "" if p95 is None else f"{p95:g} ms",
        **{"tools" if at == 0 else " " * at: _at(tools, at) for at in range(_TOP + 1)},
        **{"rules" if at == 0 else " " * (at + _TOP + 1): _at(rules, at) for at in range(_TOP + 1)},
    }


def _share(number: int | None, of: int | None) -> str:
    if number is None:
        return "-"
    return f"{number} ({percent(number / of)})" if of and number else str(number)


def _at(told: Sequence[str], at: int) -> str:
    if at == _TOP and len(told) > _TOP + 1:
        return f"and {len(told) - _TOP} more"
    return told[at] if at < len(told) else ""
