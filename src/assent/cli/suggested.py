"""Suggestions as people read them: the table, one line of it, and how sure is sure enough."""

from __future__ import annotations

import textwrap
from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from assent.cli import denied, fitting
from assent.cli.sources import short
from assent.core.amounts import counted, plain
from assent.core.effect import names_of
from assent.core.reason import MEANS
from assent.core.shown import shown
from assent.learning.candidate import raw
from assent.learning.denied import Denial
from assent.learning.gates import least_bound, needed, reached
from assent.learning.levels import LEVELS, USER, WORDS
from assent.learning.moved import Fitting, Widened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.app.learn.lesson import Lesson
    from assent.learning.suggestion import Suggestion

GAP = "  "
INDENT = "      "
PLACE = 22  # columns for where a rule holds
WIDE = 110  # columns from which what a rule does stands beside it
HEAD = ("Rule", "Prompts", "Where")


def line(each: Suggestion) -> str:
    """A suggestion in the words of the contract: `Bash(git:*) - 94% confidence (89 approvals)`."""
    if isinstance(each, Denial):
        return denied.line(each)
    if isinstance(each, Fitting):
        return fitting.line(each)
    sure = each.judged.confidence
    answers = counted(plain(sure.raw_yes), "approval")
    if sure.raw_no:
        answers += f", {counted(plain(sure.raw_no), 'denial')}"
    return f"{each.title} - {reached(sure.value)} confidence ({answers}{whose(each)})"


def own_approvals(each: Suggestion) -> float:
    """The approvals of just what a rule grants where it would hold."""
    whole = raw(each.judged.candidate)[0]
    return min(whole, sum(raw(member.candidate)[0] for member in each.members)) if each.family else whole


def whose(each: Suggestion) -> str:
    """Of a rule whose answers are counted with others: with which, and how many approvals are its own; else ""."""
    sure, (yes, no) = each.judged.confidence, raw(each.judged.candidate)
    own = plain(own_approvals(each))
    if round(sure.raw_yes - yes, 6) == round(sure.raw_no - no, 6) == 0:
        return f" of its kind, {own} of these" if round(own - yes, 6) < 0 else ""
    if each.judged.candidate.scope == USER:
        return f" with its like, {own} of its own"
    return f" in all projects, {own} in this one"


def does(each: Suggestion) -> str:
    """What a rule may do, in plain words."""
    if isinstance(each, Denial):
        return denied.does(each)
    if isinstance(each, Fitting):
        return fitting.does(each)
    candidate = each.judged.candidate
    effects = ", ".join(MEANS[name] for name in names_of(candidate.cap)) or "has no effect outside itself"
    return f"{effects} (only {', '.join(candidate.shape.to)})" if candidate.shape.to else effects


def place(each: Suggestion, lesson: Lesson) -> str:
    """Where a rule would hold."""
    scope = each.judged.candidate.scope
    return "all projects" if scope == USER else short(lesson.roots.get(scope) or scope)


def headline(lesson: Lesson) -> str:
    """What the suggestions would have spared, and what the rules in force do already."""
    found = lesson.prompts
    new = found.with_these - found.in_force
    text = f"They would have answered {new:,} of your last {counted(found.asked, 'prompt')}"
    if found.refused:
        text += f" ({found.refused:,} of which you had refused)"
    return f"{text}; your rules answer {found.in_force:,} more already." if found.in_force else f"{text}."


def table(lesson: Lesson, width: int | None) -> list[tuple[str, str]]:
    """(line, style) of every suggestion under a heading, broken between words at `width` columns; with None nothing is
    broken."""
    found = lesson.learned.suggestions
    rows = [
        (
            f"[{number}] {shown(line(each))}",
            str(lesson.prompts.by_rule.get(each.id, 0)),
            shown(place(each, lesson)),
        )
        for number, each in enumerate(found, 1)
    ]
    sizes = _sizes(rows, width)
    lines = [(_joined((INDENT[2:] + HEAD[0], *HEAD[1:]), sizes), "bold")]
    for row, each in zip(rows, found, strict=True):
        lines += [(text, "bold" if at == 0 else "") for at, text in enumerate(_row(row, sizes))]
        about = [does(each), *coarse(each, lesson), *replaces(each)]
        lines += [(text, "dim") for told in about for text in _wrapped(shown(told), width)]
    return lines


def _sizes(rows: Sequence[tuple[str, ...]], width: int | None) -> list[int]:
    """Columns for each cell: the rule takes what is left."""
    last = max(cell_len(text) for text in (HEAD[2], *(row[2] for row in rows)))
    last = last if width is None else min(last, PLACE)
    first = max(cell_len(row[0]) for row in rows)
    rest = len(GAP) * 3 + len(HEAD[1]) + last
    return [first if width is None else min(first, max(width - rest, 24)), len(HEAD[1]), last]


def _row(row: tuple[str, str, str], sizes: Sequence[int]) -> list[str]:
    cells = [
        textwrap.wrap(row[0], sizes[0], subsequent_indent=INDENT[2:], break_on_hyphens=False),
        [row[1].rjust(sizes[1])],
        textwrap.wrap(row[2], sizes[2], break_on_hyphens=False),
    ]
    return [_joined(texts, sizes) for texts in zip_longest(*cells, fillvalue="")]


def _joined(texts: Sequence[str], sizes: Sequence[int]) -> str:
    return (
        GAP + GAP.join(set_cell_size(text, size) for text, size in zip(texts, sizes, strict=True))
    ).rstrip()


def _wrapped(text: str, width: int | None) -> list[str]:
    if width is None:
        return [INDENT + text]
    return textwrap.wrap(
        text, max(width, 40), initial_indent=INDENT, subsequent_indent=INDENT, break_on_hyphens=False
    )


def coarse(each: Suggestion, lesson: Lesson) -> list[str]:
    """What of the agent's own settings allows all of the rule's calls, and more than it would."""
    return [
        f"{entry.told} in {short(entry.path)} allows this already, and more: {entry.beyond}. This rule stops at what "
        "is said above."
        for entry in lesson.coarse.get(each.id, ())
    ]


def replaces(each: Suggestion) -> list[str]:
    """The rules of single projects that go with a yes."""
    if not isinstance(each, Widened):
        return []
    rules = counted(len(each.replaces), "rule")
    return [f"Replaces {rules} of single projects: {', '.join(each.replaces)}; undone, it brings them back"]


def sure_enough(lesson: Lesson) -> str:
    """How sure each kind of rule must be."""
    setting = lesson.learned.setting
    asked = [
        f"{needed(least_bound(level.number, setting))} for {WORDS[level.number]}" for level in LEVELS[:4]
    ]
    return f"Sure enough is {', '.join(asked[:-1])} and {asked[-1]}."


def threshold(each: Suggestion, lesson: Lesson) -> str:
    """How sure one rule is, what that is enough for, and what the next kind would need."""
    if isinstance(each, Denial):
        return denied.threshold(each)
    if isinstance(each, Fitting):
        return fitting.threshold(each)
    level, value = each.judged.candidate.level, each.judged.confidence.value
    setting = lesson.learned.setting
    text = f"{reached(value)}: enough for {WORDS[level]} (needs {needed(least_bound(level, setting))})"
    after = [
        other
        for other in (0, 1, 2, 3)
        if least_bound(other, setting) > max(value, least_bound(level, setting))
    ]
    return f"{text}; {WORDS[after[0]]} needs {needed(least_bound(after[0], setting))}" if after else text
