"""What was learned, in words: the counts line, the list, the proof card, and why there may be little."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assent.app.client import title
from assent.app.learn.answers import KINDS
from assent.app.learn.logfile import reader
from assent.cli import way_back
from assent.cli.suggested import place
from assent.core.amounts import counted
from assent.core.event import APPROVED, INFERRED
from assent.learning.denials import LEAST, LEAST_DAYS
from assent.learning.gates import SAID_NO
from assent.learning.levels import USER
from assent.store.suppressions import FOR_GOOD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.app.learn.adopt import Adopted
    from assent.app.learn.answers import Counts
    from assent.app.learn.ingest import Report
    from assent.app.learn.lesson import Lesson
    from assent.learning.suggestion import Suggestion
    from assent.store.suppressions import Refused

FEW = 20
ASK_AGAIN = "Only your own answers teach. Work for some days in the default mode ({})."


def counts_line(counts: Counts) -> str:
    """How all calls were decided: `1,412 calls in 61 sessions of 4 projects: 980 by the client's own rules, …`."""
    calls, sessions = counted(counts.calls, "call"), counted(counts.sessions, "session")
    head = f"{calls} in {sessions} of {counted(counts.projects, 'project')}"
    kinds = [f"{number:,} {KINDS[kind]}" for kind, number in counts.decided.items()]
    return f"{head}: {', '.join(kinds)}" if kinds else head


def broken_lines(report: Report) -> list[str]:
    """The logs with lines that could not be read."""
    return [
        f"{path}: {counted(number, 'line')} could not be read, the first is line {first}; the rest was"
        for path, (number, first) in sorted(report.broken.items())
    ]


def short(path: str) -> str:
    """A path as people write it: from here or from home."""
    here, home = Path.cwd(), Path.home()
    full = Path(path)
    if full != here and full.is_relative_to(here):
        return str(full.relative_to(here))
    return f"~/{full.relative_to(home)}" if full.is_relative_to(home) and full != home else path


def nearly(lesson: Lesson) -> list[str]:
    """What lacks only a little more of the same."""
    found = lesson.learned.nearly
    if not found:
        return []
    head = "Nearly there (the further a rule reaches, the surer your answers must be):"
    return [head, *(f"  {each['title']} needs {' and '.join(each['missing'])}" for each in found)]


def auto_mode(lesson: Lesson) -> list[str]:
    """That what auto mode decided teaches nothing, and what the rules in force would have done about it."""
    calls, answered = lesson.classified
    if not calls:
        return []
    would = f"would have answered {answered:,} of them" if answered else "speak about none of them"
    were, teach = ("was", "teaches") if calls == 1 else ("were", "teach")
    return [
        f"{counted(calls, 'call')} {were} decided by auto mode and {teach} nothing; your rules in force {would}."
    ]


def why_nothing(lesson: Lesson, folders: Sequence[str], *, first_day: str) -> list[str]:
    """Why there is nothing to offer, and what to do about it."""
    counts = lesson.counts
    if counts.calls == 0:
        where = ", ".join(short(folder) for folder in folders)
        return [
            f"No calls in the session logs ({where}).",
            f"Use {title()} for a few days and run this again, or name other logs with --from DIR.",
            "To see what it looks like with made-up logs: assent learn --sample-if-empty",
        ]
    answered = counts.decided.get("user", 0) + counts.decided.get("inferred", 0)
    reasons = _why_no_answers(counts) if answered == 0 else _why_too_few(lesson, answered, first_day)
    return ["Nothing to suggest yet.", *reasons]


def _why_no_answers(counts: Counts) -> list[str]:
    decided = counts.decided
    most = max(decided, key=lambda kind: decided[kind])
    if most in ("classifier", "mode"):
        return [
            f"You were never asked: {decided[most]:,} of {counts.calls:,} calls were decided {KINDS[most]}.",
            ASK_AGAIN.format(reader().ASKS_AGAIN),
        ]
    if most == "unlabelled":
        return [
            f"These logs are older than {title()} {reader().LABELLED_SINCE} and do not say who decided.",
            f"Update {title()}; from then on your answers count.",
        ]
    if most in ("host", "nobody"):
        return [
            f"These are runs without a terminal ({reader().UNATTENDED}): nobody answered a prompt.",
            "Your answers at the terminal teach.",
        ]
    return [
        f"You were never asked: {title()}'s own rules decided everything.",
        "There is nothing to save you from.",
    ]


def _asked_again(lesson: Lesson, answered: int) -> list[str]:
    """How to be asked, for somebody who mostly is not."""
    return [ASK_AGAIN.format(reader().ASKS_AGAIN)] if lesson.classified[0] > answered else []


def _why_too_few(lesson: Lesson, answered: int, first_day: str) -> list[str]:
    approved = lesson.counts.labels.get(APPROVED, 0) + lesson.counts.labels.get(INFERRED, 0)
    reasons = [f"{counted(answered, 'answer')} of yours so far."]
    if not approved:
        reasons = [f"{counted(answered, 'answer')} of yours so far, all of them no."]
        teaches = (
            "Rules are learned from what you approve; what you refuse "
            f"{LEAST} times on {LEAST_DAYS} days or more is offered as a denial."
        )
        return [*reasons, teaches, *_asked_again(lesson, answered)]
    if lesson.covered and lesson.covered * 2 >= answered:
        reasons.append(f"{lesson.covered:,} of them are of calls that your rules allow by now.")
    days = (
        (date.fromisoformat(lesson.as_of[:10]) - date.fromisoformat(first_day)).days + 1 if first_day else 0
    )
    if answered < FEW or days < 3:
        span = f"over {counted(days, 'day')}" if days else ""
        reasons.append(
            f"The least a rule needs is 4 approvals in 2 sessions on 2 days; these logs reach {span or 'too short'}. "
            "Go on working and run this again in a few days."
        )
    elif not lesson.learned.nearly and not lesson.covered and lesson.classified[0] <= answered:
        reasons.append(
            "What you approved was different each time, or can never be learned (destroying, secrets, force)."
        )
    reasons += _asked_again(lesson, answered)
    silent = [each for each in lesson.learned.suppressed if each["why"] == SAID_NO]
    if silent:
        reasons.append(
            f"{counted(len(silent), 'pattern')} not offered for now, because of what you said no to: "
            "assent learn --suppressed"
        )
    reasons += [
        f"{each['text']} is not offered: {each['why']}."
        for each in lesson.learned.suppressed
        if each["why"] != SAID_NO
    ]
    return reasons


def granted(accepted: Sequence[Suggestion], lesson: Lesson, ids: Sequence[str], before: int) -> list[str]:
    """The rules that were granted, a line for each of its own or for each family with the word that other commands
    know it by, and the way back; `before` is the number of the last change of the rules before this one."""
    told = []
    for each in accepted:
        where = f"in {place(each, lesson)}"
        if each.family:
            rules = counted(len(each.members), "rule")
            told.append(f"  {each.title} ({rules} {where}: assent rules show {each.family})")
        else:
            told.append(f"  {each.title} {where} ({each.id})")
    families = [each.family for each in accepted for _ in each.members]
    return told + (way_back.told(ids, families, before) if ids else [])


def adopted(done: Adopted, rules: Sequence[str] = ()) -> list[str]:
    """What became of an answer: entries, rules (told as they are given), what is silent, where it is explained, what
    git would list."""
    told = []
    for path, added in done.entries.items():
        number = counted(len(added), "entry", "entries")
        told.append(f"Added to {short(path)}: {number}; the rest is answered by the hook.")
    if done.granted:
        by = "" if done.entries else ", answered by the hook"
        told += [f"Granted {counted(len(done.granted), 'rule')}{by}:", *rules]
    for until, patterns in sorted(done.silent_until.items()):
        span = "for good" if until == FOR_GOOD else f"until {until}"
        told.append(f"Not applied: {counted(patterns, 'pattern')}, silent {span}, narrower ones too.")
    if done.silenced:
        told.append("To see them or take a no back: assent learn --suppressed")
    told += [f"Explained in {short(path)}" for path in dict.fromkeys(done.trails)]
    for exclude, names in done.listed_by_git.items():
        told.append(f"To keep this out of git, add to {short(exclude)}: {' '.join(names)}")
    return told


def refused(found: Sequence[Refused], texts: Sequence[str]) -> list[str]:
    """The suggestions that were refused, each with its id and until when it is silent."""
    if not found:
        return ["You have said no to nothing that is still silent."]
    told = ["Not offered, because you said no (narrower rules are not offered either):"]
    for each, text in zip(found, texts, strict=True):
        until = "for good" if each.until == FOR_GOOD else f"until {each.until}"
        where = "" if each.scope == USER else f" in {short(each.scope.removesuffix('/.git'))}"
        told.append(f"  {each.id}  {until}  {text}{where}")
    return [*told, "To take a no back: assent learn --unsuppress ID"]
