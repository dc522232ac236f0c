"""A learned denial as people read it: one line, what it does, how sure the refusals make it, and its proof card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.cli.on_one_line import fields, on_one_line
from assent.core.amounts import counted, plain
from assent.core.decision import DENY
from assent.core.reason import MEANS
from assent.learning.denials import SURE
from assent.learning.gates import needed, reached

if TYPE_CHECKING:
    from assent.app.learn.lesson import Lesson
    from assent.learning.denied import Denial


def line(each: Denial) -> str:
    """`deny Bash(git push:*) - 81% confidence (9 denials)`."""
    sure = each.judged.confidence
    answers = counted(plain(sure.raw_yes), "denial")
    if sure.raw_no:
        answers += f", {counted(plain(sure.raw_no), 'approval')}"
    return f"{each.title} - {reached(sure.value)} confidence ({answers})"


def does(each: Denial) -> str:
    """What the rule does, in plain words."""
    given = each.rule
    bounds = []
    if given.get("effects"):
        bounds.append("what " + " or ".join(MEANS[name] for name in given["effects"]))
    only = f" (only {', '.join(bounds)})" if bounds else ""
    if each.verdict == DENY:
        return f"denies what you keep refusing{only}, in modes that ask nobody too"
    return f"asks about what you mostly refuse{only}, in modes that ask nobody too"


def threshold(each: Denial) -> str:
    """How sure it is, and what that is enough for."""
    return f"{reached(each.judged.confidence.value)} sure that you would refuse it (needs {needed(SURE)})"


def card(each: Denial, place: str, lesson: Lesson) -> list[str]:
    """The proof card: the rule, its evidence, what it would have stopped, and what not."""
    told = each.as_json()
    spread = (
        f"{counted(told['sessions'], 'session')} on {counted(told['days'], 'day')}, last {told['last_used']}"
    )
    answers = f"{counted(told['denials'], 'denial')} and {counted(told['approvals'], 'approval')}"
    lines = [
        line(each),
        f"What it does: {does(each)}",
        f"Where: {place}",
        f"Evidence: {answers} in {spread}",
        f"How sure: {threshold(each)}",
    ]
    stops = "stopped" if each.verdict == DENY else "asked about"
    refused = counted(len(told["denied_nearby"]), "refusal")
    lines.append(f"Your calls decided anew: {refused} {stops}, {_approved(each)}")
    number = lesson.prompts.by_rule.get(each.id)
    if number:
        asked = counted(lesson.prompts.asked, "prompt")
        lines.append(f"Would have answered: {number:,} of your last {asked}")
    lines += [
        f"You refused on {near['day']}: {on_one_line(near['call'])}" for near in told["denied_nearby"][:8]
    ]
    lines += [f"Does not stop: {on_one_line(text)}" for text in told["would_not_stop"]]
    lines.append(f"Rule {each.id}: {fields(each.rule)}")
    return lines


def _approved(each: Denial) -> str:
    if each.verdict == DENY:
        return "nothing that you ever approved"
    return "nothing that the agent does not ask about by itself"
