"""Rules of other projects for a new one, as people read them: one line, the card, and how to take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.cli.on_one_line import fields, on_one_line
from assent.cli.sources import short
from assent.core.amounts import counted
from assent.core.effect import names_of
from assent.core.reason import MEANS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.learning.moved import Fitting

FEW = 8


def line(each: Fitting) -> str:
    """`Bash(pytest:*) - from 2 other python projects (48 approvals)`."""
    return f"{each.title} - from {_others(each)} ({_answers(each)})"


def does(each: Fitting) -> str:
    """What the rule does, in plain words."""
    if each.verdict != "allow":
        return "denies it" if each.verdict == "deny" else "asks about it"
    candidate = each.judged.candidate
    effects = ", ".join(MEANS[name] for name in names_of(candidate.cap)) or "has no effect outside itself"
    return f"{effects} (only {', '.join(candidate.shape.to)})" if candidate.shape.to else effects


def threshold(each: Fitting) -> str:
    """That nothing of it was learned here."""
    return f"You have answered nothing like it here; granted in {_places(each)}"


def card(each: Fitting, place: str) -> list[str]:
    """The card: the rule, where it comes from, and what it was granted on there."""
    told = each.as_json()
    spread = f"{counted(told['sessions'], 'session')} on {counted(told['days'], 'day')}"
    last = f", last {told['last_used']}" if told["last_used"] else ""
    lines = [
        line(each),
        f"What it does: {does(each)}",
        f"Where: {place}, and nowhere else",
        f"Granted in: {_places(each)}",
        f"Evidence there: {_answers(each)} in {spread}{last}; none here",
    ]
    lines += [f"You ran there: {on_one_line(text)}" for text in told["examples"]]
    lines.append(f"Rule {each.id}: {fields(each.rule)}")
    return lines


def told(found: Sequence[Fitting], root: str) -> list[str]:
    """What fits a project, and how to take it: nothing of it without a yes."""
    if not found:
        return []
    verb = "fits" if len(found) == 1 else "fit"
    kind = found[0].kinds[0]
    lines = [f"{counted(len(found), 'rule')} of your other {kind} projects {verb} {short(root)}:"]
    lines += [f"  {each.id}  {line(each)}" for each in found[:FEW]]
    if len(found) > FEW:
        lines.append(f"  and {len(found) - FEW} more")
    where = short(root)
    lines.append(f"To decide on each: assent learn --project {where} --review (or --apply ID)")
    return lines


def _others(each: Fitting) -> str:
    return counted(len(each.roots), f"other {each.kinds[0]} project")


def _answers(each: Fitting) -> str:
    told = each.as_json()
    found = [
        counted(told[name], word)
        for name, word in (("approvals", "approval"), ("denials", "denial"))
        if told[name]
    ]
    return ", ".join(found) or "no answers kept"


def _places(each: Fitting) -> str:
    return ", ".join(short(root) for root in each.roots)
