"""The proof card of a suggestion: what the rule says, what it stands on, what it newly allows and what still asks."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

from assent.cli import denied, fitting
from assent.cli.on_one_line import fields, on_one_line
from assent.cli.sources import short
from assent.cli.suggested import coarse, does, line, place, replaces, threshold
from assent.core.amounts import counted, plain
from assent.core.effect import names_of
from assent.core.reason import MEANS
from assent.core.tools import FETCHES, READS, SERVES, SHELL
from assent.core.tools import does as kind_of
from assent.learning.candidate import raw
from assent.learning.denied import Denial
from assent.learning.levels import USER
from assent.learning.limits import closer, wider
from assent.learning.moved import Fitting
from assent.learning.neighbours import GRAVEST, gravest
from assent.learning.review import NARROWER, NEVER, NO, PROJECT, YES
from assent.learning.shapes import CLASS, EVERYWHERE, EXACT

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from assent.app.learn.lesson import Lesson
    from assent.learning.backtest import Backtest
    from assent.learning.limits import Limit
    from assent.learning.neighbours import Neighbour
    from assent.learning.shapes import Shape
    from assent.learning.suggestion import Suggestion

MOST_MEMBERS = 12
CHOICES = {
    YES: "accept",
    NARROWER: "narrower",
    PROJECT: "this project only",
    NO: "not now",
    NEVER: "never",
}


def card(each: Suggestion, lesson: Lesson, keys: Collection[str] = tuple(CHOICES)) -> list[str]:
    """The card, line by line; of the choices those whose `keys` do something for this rule."""
    if isinstance(each, Denial):
        return denied.card(each, place(each, lesson), lesson)
    if isinstance(each, Fitting):
        return fitting.card(each, place(each, lesson))
    return [
        line(each),
        f"In plain words: {in_words(each)}",
        f"Where: {place(each, lesson)}",
        *_rules(each),
        f"Not wider: {_limit(wider(lesson.learned, each), each, lesson)}",
        f"Not narrower: {_limit(closer(lesson.learned, each), each, lesson)}",
        *_evidence(each, lesson),
        *[f"You ran: {on_one_line(text)}" for text in each.examples],
        *_refused(each),
        *_newly(each.newly),
        *_asking(each),
        *coarse(each, lesson),
        *replaces(each),
        _tested(each.backtest),
        f"Choices: {', '.join(f'{key} {word}' for key, word in CHOICES.items() if key in keys)}",
        f"To take it back later: assent rules undo {each.family or each.id}",
    ]


def in_words(each: Suggestion) -> str:
    """What the rule stops asking about, for somebody who knows no patterns."""
    shapes = [member.candidate.shape for member in each.members]
    what = _calls(shapes[0]) if len(shapes) == 1 else f"what the {len(shapes)} rules below name"
    return f"stops asking about {what}, as long as all it does is: {does(each)}"


def _calls(shape: Shape) -> str:
    words = " ".join(shape.words)
    kind = kind_of(shape.tool)
    if shape.tool == SHELL:
        if shape.kind == EXACT:
            return f"`{words}`, word for word"
        return "any command" if shape.kind == CLASS else f"any command that begins with `{words}`"
    if kind == FETCHES:
        return f"what is fetched from {words}"
    if kind == SERVES:
        _, server, name = (*shape.tool.split("__", 2), "", "")[:3]
        return f"the tool {name} of the server {server}"
    verb = "reading" if kind == READS else "edits of"
    if shape.words == EVERYWHERE:
        return f"{verb} files in any folder of the project"
    return f"{verb} {'/'.join(word for word in shape.words if word)}"


def _rules(each: Suggestion) -> list[str]:
    """The rules as the engine has them; of a family each with its own answers."""
    if not each.family:
        return [f"The rule {each.id}: {fields(each.rule)}"]
    lines = ["The rules, each with its own bounds and answers:"]
    for member in each.members[:MOST_MEMBERS]:
        yes, no = raw(member.candidate)
        answers = counted(plain(yes), "approval") + (f", {counted(plain(no), 'denial')}" if no else "")
        lines.append(f"  {member.text}: {answers} ({member.id})")
    rest = len(each.members) - MOST_MEMBERS
    return lines + ([f"and {counted(rest, 'rule')} more: assent learn --json"] if rest > 0 else [])


def _limit(found: Limit, each: Suggestion, lesson: Lesson) -> str:
    """Another rule and why it is not this one, with the place where that is another."""
    if not found.text:
        return found.why
    where = ""
    if found.scope != each.judged.candidate.scope:
        where = (
            "in all projects"
            if found.scope == USER
            else f"only in {short(lesson.roots.get(found.scope, ''))}"
        )
    what = "the same" if found.text == each.text and where else found.text
    return f"{' '.join(filter(None, (what, where)))}: {found.why}"


def _evidence(each: Suggestion, lesson: Lesson) -> list[str]:
    sure, tally = each.judged.confidence, each.judged.candidate.tally
    yes, no = raw(each.judged.candidate)
    answers = f"{counted(plain(yes), 'approval')} and {counted(plain(no), 'denial')}"
    pooled = ""
    if (yes, no) != (sure.raw_yes, sure.raw_no):
        pooled = " to it and its like" if each.judged.candidate.scope == USER else " in all projects"
    spread = f"{counted(len(tally.sessions), 'session')} on {counted(len(tally.yes), 'day')}"
    projects = counted(len(tally.projects), "project")
    whole = counted(plain(sure.raw_yes + sure.raw_no), "answer")
    lines = [
        f"Evidence: {answers} in {spread} in {projects}, last {date.fromordinal(max(tally.yes)).isoformat()}",
        f"How sure: {share(sure.consistency)} of {whole}{pooled}; sure of at least {threshold(each, lesson)}",
    ]
    number = lesson.prompts.by_rule.get(each.id)
    if number is not None:
        lines.append(
            f"Would have answered: {number:,} of your last {counted(lesson.prompts.asked, 'prompt')}"
        )
    return lines


def share(part: float) -> str:
    """A share of answers to a tenth of a percent, never more than it is: `97.8%`, `100%` for all."""
    return "100%" if part == 1 else f"{math.floor(part * 1000 + 1e-9) / 10:.1f}%"


def _refused(each: Suggestion) -> list[str]:
    return [
        f"You refused on {date.fromordinal(day).isoformat()}: {on_one_line(text)}"
        for day, text in sorted(set(each.judged.candidate.no_days))
    ]


def _newly(found: Sequence[Neighbour] | None) -> list[str]:
    """What it newly allows, a line for each set of effects."""
    if found is None:
        return []
    if not found:
        return ["Newly allows: nothing but what you ran"]
    groups: dict[int, list[str]] = {}
    for each in found:
        groups.setdefault(each.effects, []).append(f"`{on_one_line(each.text)}`")
    return [f"Newly allows ({_meaning(effects)}): {', '.join(texts)}" for effects, texts in groups.items()]


def _meaning(effects: int) -> str:
    return ", ".join(MEANS[name] for name in names_of(effects)) or "no effect outside itself"


def _asking(each: Suggestion) -> list[str]:
    """What still asks, or is refused by another rule all the same, and of a neighbour the gravest that it does."""
    why = {near.text: GRAVEST[gravest(near.effects)] for near in each.asks or ()}
    return [
        f"Still {'refused' if text in each.still_denies else 'asks'}: {on_one_line(text)}"
        f"{f' ({_meaning(why[text])})' if text in why else ''}"
        for text in each.still_asks
    ]


def _tested(found: Backtest | None) -> str:
    """The back-test in one sentence."""
    if found is None:
        return "Back-test: none, for all its answers are from your latest sessions"
    days = counted(found.until - found.since + 1, "day")
    told = (
        f"Back-test: last {days}, {counted(found.sessions, 'session')} that it did not learn from: "
        f"{counted(found.prompts_saved, 'prompt')} fewer, {len(found.denied)} refused calls let through"
    )
    if not found.tolerated:
        return told
    listed = ", ".join(on_one_line(text) for text in dict.fromkeys(found.tolerated))
    return f"{told} beside those above that it tolerates ({listed})"
