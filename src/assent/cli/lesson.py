"""What was learned, in words: the counts line, the list, the proof card, and why there may be little."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assent.app.client import title
from assent.app.learn.answers import KINDS
from assent.app.learn.ingest import reader
from assent.learning.levels import LEVELS
from assent.learning.mine import USER
from assent.learning.review import KEYS
from assent.learning.shapes import CLASS, PROGRAM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.app.learn.answers import Counts
    from assent.app.learn.ingest import Report
    from assent.app.learn.lesson import Lesson
    from assent.learning.suggest import Suggestion

NOT_PROBED = "not yet probed"
FEW = 20
# Level → why a rule of it stops where it does.
STOPS = (
    "anything but reading the project",
    "other subcommands and tasks, the network, and what lies outside the project",
    "other hosts, and sending anything",
    "other remotes and hosts, and other projects",
    "any other word: what this program does is not known",
)


def counted(number: int, word: str) -> str:
    """`1 call`, `1,412 calls`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


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


def line(each: Suggestion, roots: dict[str, str]) -> str:
    """A suggestion on one line, as the list has it."""
    shown = each.as_json()
    answers = counted(shown["approvals"], "approval")
    if shown["denials"]:
        answers += f", {counted(shown['denials'], 'denial')}"
    return f"{each.text} - {shown['confidence']:.0%} confidence ({answers}){scope_of(each, roots)}"


def scope_of(each: Suggestion, roots: dict[str, str]) -> str:
    """Where a suggestion would hold, as an addition to a line; "" for everywhere."""
    scope = each.judged.candidate.scope
    return "" if scope == USER else f" in {short(roots.get(scope) or scope)}"


def short(path: str) -> str:
    """A path as people write it: from here or from home."""
    here, home = Path.cwd(), Path.home()
    full = Path(path)
    if full != here and full.is_relative_to(here):
        return str(full.relative_to(here))
    return f"~/{full.relative_to(home)}" if full.is_relative_to(home) and full != home else path


def listing(lesson: Lesson) -> list[str]:
    """The suggestions: the one, or the numbered list."""
    found = lesson.learned.suggestions
    if len(found) == 1:
        only = found[0]
        head = f"Pattern detected: {only.text} - {only.as_json()['confidence']:.0%} confidence"
        return [head, *("  " + each for each in card(only, lesson.roots)[1:-1])]
    return [
        f"Found {len(found)} permission patterns:",
        *(f"  [{number}] {line(each, lesson.roots)}" for number, each in enumerate(found, 1)),
    ]


def nearly(lesson: Lesson) -> list[str]:
    """What lacks only a little more of the same."""
    found = lesson.learned.nearly
    if not found:
        return []
    head = "Nearly there (the further a rule reaches, the surer your answers must be):"
    return [head, *(f"  {each['text']} needs {' and '.join(each['missing'])}" for each in found)]


def card(each: Suggestion, roots: dict[str, str]) -> list[str]:
    """The proof card: the rule, its evidence, what stands against it, what it leaves asking, and what is unknown."""
    shown = each.as_json()
    rule = shown["rule"]
    wide = each.judged.candidate.shape.kind in (PROGRAM, CLASS)
    sure = f"{shown['consistency']:.1%}, sure of at least {shown['confidence']:.0%}"
    spread = f"{counted(shown['sessions'], 'session')} on {counted(shown['days'], 'day')}, last {shown['last_used']}"
    lines = [
        line(each, roots),
        f"Rule {each.id}: allow {', '.join(rule['allow'])} within {', '.join(rule['within'])}"
        + (f", only to {', '.join(rule['to'])}" if rule.get("to") else ""),
        f"Scope: {'all projects' if shown['scope'] == USER else short(roots.get(shown['scope']) or shown['scope'])}",
        f"Level {shown['level']} of {len(LEVELS) - 1}; it stops before {STOPS[shown['level']]}"
        + ("; any subcommand that only reads is inside" if wide else ""),
        f"Evidence: {shown['approvals']} approvals and {shown['denials']} denials ({sure}) in {spread}",
    ]
    lines += [f"  you ran: {_on_one_line(text)}" for text in shown["examples"]]
    lines += [
        f"  you refused on {near['day']}: {_on_one_line(near['call'])}" for near in shown["denied_nearby"]
    ]
    lines.append(f"Newly allows what you never ran: {NOT_PROBED}")
    lines += [f"Still asks: {_on_one_line(text)}" for text in shown["still_asks"]]
    lines.append(f"Back-test: {NOT_PROBED}")
    return [*lines, "Keys: " + ", ".join(f"{key} {meaning}" for key, meaning in KEYS.items())]


def _on_one_line(text: str) -> str:
    whole = " ".join(text.split())
    return whole if len(whole) <= 100 else whole[:99] + "…"


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
            f"Only your own answers teach. Work for some days in the default mode ({reader().ASKS_AGAIN}).",
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
        "You were never asked: the client's own rules decided everything.",
        "There is nothing to save you from.",
    ]


def _why_too_few(lesson: Lesson, answered: int, first_day: str) -> list[str]:
    reasons = [f"{counted(answered, 'answer')} of yours so far."]
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
    elif not lesson.learned.nearly and not lesson.covered:
        reasons.append(
            "What you approved was different each time, or can never be learned (destroying, secrets, force)."
        )
    if lesson.learned.suppressed:
        reasons.append(
            f"{counted(len(lesson.learned.suppressed), 'pattern')} you said no to stay silent for now."
        )
    return reasons
