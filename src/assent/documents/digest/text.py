"""The digest in words: the lines that both the Markdown and the page are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assent.core.amounts import counted, percent
from assent.core.deciders import DECIDERS
from assent.documents.digest import of_rules
from assent.documents.digest.of_rules import Line
from assent.documents.words import called

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.documents.digest.facts import Digest, Fired, Told
    from assent.documents.words import Clock

MOST = 20  # lines of a section


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a title, and how many more there would be."""

    title: str
    says: str
    lines: Sequence[Line]
    more: int = 0


def title(digest: Digest, clock: Clock) -> str:
    """What the digest is about."""
    return f"assent: {span(digest, clock)}"


def span(digest: Digest, clock: Clock) -> str:
    """From when to when: `2026-11-21 08:00 to 2026-11-22 08:00`."""
    begun, ended = clock.said(digest.since), clock.said(digest.until)
    same = begun.partition(" ")[0] == ended.partition(" ")[0]
    return f"{begun} to {ended.partition(' ')[2] if same else ended}"


def summary(digest: Digest) -> list[str]:
    """What happened, in two or three sentences."""
    if not digest.calls:
        none = "Quiet: no call was recorded" if digest.quiet else "No call was recorded"
        return [f"{none}. {record(digest)}"]
    kinds = [(digest.allowed, "allowed"), (digest.asked, "asked about"), (digest.denied, "denied")]
    told = ", ".join(f"{count:,} {word}" for count, word in kinds)
    seen = digest.calls - digest.unseen
    part = f" ({percent(digest.silent / seen)} without a rule)" if seen else ""
    passed = f"{digest.silent:,} passed through{part}"
    unseen = f", {digest.unseen:,} only in the agent's own log" if digest.unseen else ""
    first = f"{counted(digest.calls, 'call')}: {told}, {passed}{unseen}."
    if digest.quiet:
        return [f"Quiet: {first} {record(digest)}"]
    return [first, asked(digest), *judge(digest), record(digest)]


def judge(digest: Digest) -> list[str]:
    """A word where it fails too often."""
    return [f"T{digest.judge[1:]}. Look: assent stats judge."] if digest.judge else []


def asked(digest: Digest) -> str:
    """How often a person was asked, as far as that is known."""
    told = f"You were asked {counted(digest.prompts, 'time')}: {digest.yes:,} yes, {digest.no:,} no"
    silent = digest.prompts - digest.yes - digest.no
    told += f", {silent:,} without a known answer" if silent > 0 else ""
    told = told if digest.prompts else "Nobody was asked"
    unknown = (
        f"; of {counted(digest.prompts_unknown, 'call')} that is not known" if digest.prompts_unknown else ""
    )
    return f"{told}{unknown}."


def record(digest: Digest) -> str:
    """Whether the record can be believed."""
    if not digest.record.lines and digest.record.ok:
        return "The record is empty."
    if digest.record.ok:
        return f"The record is whole: {counted(digest.record.lines, 'line')} verified."
    first, *more = digest.record.wrong
    others = f", and {counted(len(more), 'fault')} more" if more else ""
    return f"THE RECORD IS NOT WHOLE: {first}{others}. Look: assent log verify."


def sections(digest: Digest, clock: Clock) -> list[Section]:
    """What there is to tell, each only when there is something."""
    told = [
        _section("Blocked", "these did not run", [_blocked(each, clock) for each in digest.blocked]),
        _section("Asked about", "a person was to decide", [_asked(each, clock) for each in digest.asked_about]),
        _section("Risky, and it ran", "destroying, sending, rewriting, with privilege, or weakening a check",
                 [_risky(each, clock) for each in digest.risky]),
        _section("Ran without asking", "by rule, with the command that ends it",
                 of_rules.ran(digest.unasked, clock)),
        _section("Joined others of their kind", "each can be taken back alone",
                 of_rules.joined(digest.joined, clock)),
        _section("Learned rules that rest", "their calls are asked about again",
                 of_rules.resting(digest.resting)),
        _section("Rules that changed", "undo one: assent rules undo", of_rules.news(digest.rules, clock)),
        _section("Rules that decided most", "", [_fired(each, clock) for each in _rest_of(digest)]),
    ]  # fmt: skip
    return [each for each in told if each.lines]


def _section(name: str, says: str, lines: Sequence[Line]) -> Section:
    return Section(name, says, lines[:MOST], max(0, len(lines) - MOST))


def _call(each: Told) -> str:
    return called(each.tool, each.text)


def _who(decider: str) -> str:
    """Who decided, in a sentence: us and other hooks by their names."""
    return DECIDERS.get(decider, decider)


def _blocked(each: Told, clock: Clock) -> Line:
    by = "" if each.rule else f"refused by {_who(each.decider)}, " if each.decider else "not run, "
    return Line(_call(each), each.rule or "", by + clock.said(each.last), times=each.times)


def _asked(each: Told, clock: Clock) -> Line:
    answers = [f"{each.yes:,} yes" if each.yes else "", f"{each.no:,} no" if each.no else ""]
    told = ", ".join(filter(None, answers)) or "no answer known"
    by = "" if each.rule else "no rule of ours, "
    return Line(_call(each), each.rule or "", f"{by}{told}, {clock.said(each.last)}", times=each.times)


def _risky(each: Told, clock: Clock) -> Line:
    by = (
        "" if each.rule else f", by {_who(each.decider)}" if each.decider else ", who let it run is not known"
    )
    told = f"{', '.join(each.effects)}{by}, {clock.said(each.last)}"
    return Line(_call(each), each.rule or "", told, times=each.times)


def _rest_of(digest: Digest) -> list[Fired]:
    """The busiest rules, but for those of which it is told what they let run."""
    told = {each.rule_id for each in digest.unasked}
    return [each for each in digest.fired if each.rule_id not in told]


def _fired(each: Fired, clock: Clock) -> Line:
    patterns = ", ".join(each.patterns) or each.rule_id
    return Line(patterns, each.rule, f"last {clock.said(each.last)}", times=each.times)
