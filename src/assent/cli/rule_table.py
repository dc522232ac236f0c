"""The rules as a table: which, what it says, how far it reaches in plain words, where it comes from, how it stands."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from assent.app.rules import listed as app
from assent.cli import rule_words as words
from assent.cli.output import verdict_style
from assent.cli.reach import phrases
from assent.cli.rows import GAP, fitted
from assent.cli.sources import SOURCES, short
from assent.core.effect import NOT_WILD
from assent.core.rule import LEARNED
from assent.core.shown import shown
from assent.policy.words import VERDICTS
from assent.store.rules import GRANTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.app.rules.listed import Listed

HEAD = ("Id", "Verdict", "Pattern", "Reaches", "Source", "State")
PATTERN, REACH, STATE = 2, 3, 5
SHORT = 7  # characters of an id that every command takes
LEAST = 14  # columns of the pattern and of the reach, however narrow the terminal
STRICTEST = {verdict: at for at, verdict in enumerate(reversed(VERDICTS))}


def ordered(found: Sequence[Listed]) -> list[Listed]:
    """By source as they come, and in each the strictest first, as they win."""
    sources = list(dict.fromkeys((each.layer, each.source) for each in found))
    return sorted(found, key=lambda each: (sources.index((each.layer, each.source)), STRICTEST[each.verdict]))


def table(found: Sequence[Listed], width: int | None) -> list[tuple[str, str]]:
    """(line, style) of every rule under a heading. Within `width` columns the reach goes on below, and patterns are
    cut with …; with None nothing is cut."""
    rules = app.in_families(ordered(found))
    rows = [_cells(each, whole=width is None) for each in rules]
    count = len(HEAD) if any(each.state != app.ON for each in rules) else STATE
    sizes = [max(cell_len(row[at]) for row in [HEAD, *rows]) for at in range(count)]
    if width is not None:
        sizes = _squeezed(sizes, width)
    styles = [verdict_style(each.verdict) if each.state == app.ON else "dim" for each in rules]
    return [
        (line, style)
        for row, style in zip([HEAD, *rows], ["bold", *styles], strict=True)
        for line in _lines(row[:count], sizes)
    ]


def _cells(each: Listed, *, whole: bool) -> tuple[str, ...]:
    name = f"{each.name}: " if each.name else ""
    of_family = each.id.endswith(app.RULES)
    identity = each.id if whole or of_family else each.id[:SHORT]
    told = name + (words.members(each) if of_family else words.patterns(each, words.SHOWN))
    return tuple(
        shown(text)
        for text in (identity, each.verdict, told, words.far(each), SOURCES[each.layer], each.state)
    )


def _squeezed(sizes: list[int], width: int) -> list[int]:
    """The widths of the columns with the pattern and the reach sharing what the others leave."""
    left = width - sum(sizes) + sizes[PATTERN] + sizes[REACH] - len(GAP) * (len(sizes) - 1)
    reach = min(sizes[REACH], max(left * 9 // 20, left - sizes[PATTERN], LEAST))
    return [*sizes[:PATTERN], max(min(sizes[PATTERN], left - reach), LEAST), reach, *sizes[REACH + 1 :]]


def _lines(row: Sequence[str], sizes: Sequence[int]) -> list[str]:
    reach = textwrap.wrap(row[REACH], sizes[REACH], break_on_hyphens=False) or [""]
    first = [fitted(cell, size) for cell, size in zip(row, sizes, strict=True)]
    below = [["", "", "", text, *([""] * (len(row) - REACH - 1))] for text in reach[1:]]
    first[REACH] = fitted(reach[0], sizes[REACH])
    return [
        GAP.join(set_cell_size(cell, size) for cell, size in zip(cells, sizes, strict=True)).rstrip()
        for cells in [first, *below]
    ]


def legend(found: Sequence[Listed]) -> list[str]:
    """What the words of the table mean here: files, states, and how rules meet."""
    told = [f"{name}: {short(path)}" for name, path in _files(found)]
    if any(words.SAFE in words.far(each) for each in found):
        told.append(f"{words.SAFE}: no call that {phrases(NOT_WILD)}.")
    families = [each.family for each in app.in_families(found) if each.id.endswith(app.RULES)]
    if families:
        told.append(
            "A row with a number of rules: rules of one kind, learned together. Each of them: "
            f"{' or '.join(f'assent rules show {name}' for name in dict.fromkeys(families))}"
        )
    states = {each.state: each for each in found if each.state != app.ON}
    told += [f"{state}: {_state(each)}" for state, each in states.items()]
    told.append(
        "The strictest rule that matches wins: deny, then ask, then allow; their order never matters."
    )
    return [*told, "One rule in full: assent rules show ID"]


def _files(found: Sequence[Listed]) -> list[tuple[str, str]]:
    files = [(SOURCES[each.layer], each.source) for each in found if each.layer not in (GRANTED, "modules")]
    return list(dict.fromkeys(files))


def _state(each: Listed) -> str:
    """What such a rule waits for; one of them stands for all in that state."""
    untrusted = (
        f"its file is not trusted, so its allows do not count: assent rules trust {short(each.source)}"
    )
    again = "; for a learned one another yes is: assent rules enable ID"
    return {
        app.OFF: "switched off, by hand or in its file; to switch one on again: assent rules enable ID",
        app.SUSPENDED: "its own examples no longer hold, or you refused such a call; see: assent rules show ID",
        app.DORMANT: "not used for 60 days, so its calls are asked about; to bring one back: assent rules enable ID",
        app.EXPIRED: f"its last day is over{again if each.fields.get('origin') == LEARNED else ''}",
        app.UNTRUSTED: untrusted,
    }.get(each.state, each.note)
