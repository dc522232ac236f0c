"""Answers written by tests, and what the learner makes of them."""

from __future__ import annotations

from assent.core import effect
from assent.core.event import APPROVED
from assent.learning.answer import Answer, Signature
from assent.learning.gates import Judged, Setting, judge
from assent.learning.mine import mine
from assent.learning.shapes import PartSummary
from assent.learning.suggest import Learned

TODAY = 739_000


def seen(
    *path: str,
    argv: tuple[str, ...] | None = None,
    effects: int = effect.READ_PROJECT,
    to: tuple[str, ...] = (),
    tool: str = "Bash",
) -> PartSummary:
    """One part; a command's words are its path unless `argv` says more."""
    return PartSummary(tool, path, (argv or path) if tool == "Bash" else None, effects, to)


def call(*parts: PartSummary) -> Signature:
    """A call of these parts."""
    return Signature(parts[0].tool, " && ".join(" ".join(each.argv or each.path) for each in parts), parts)


# A call of each level: what its answers can teach.
READS = call(seen("git", "status"))
WRITES = call(seen("git", "add", argv=("git", "add", "."), effects=effect.WRITE_PROJECT))
FETCHES = call(seen("git", "fetch", argv=("git", "fetch", "origin"), effects=effect.NET_READ, to=("origin",)))
PUSHES = call(
    seen("git", "push", argv=("git", "push", "origin", "x"), effects=effect.NET_SEND, to=("origin",))
)
STRANGE = call(seen("frob", argv=("frob", "--all"), effects=effect.UNKNOWN))
BY_LEVEL = (READS, WRITES, FETCHES, PUSHES, STRANGE)


def answered(
    signature: Signature, days: str, label: str = APPROVED, project: str = "p1", since: int = 0
) -> list[Answer]:
    """Answers, one word a day, today first: `a2b1 - a3` is two in session a and one in b today, none yesterday, three
    in a the day before. `since` days are left out in front."""
    found = []
    for back, word in enumerate(days.split()):
        for session, count in zip(word[::2], word[1::2], strict=False):
            found.append(Answer(signature, label, TODAY - since - back, session, project, int(count)))
    return found


def many(
    signature: Signature,
    count: int,
    label: str = APPROVED,
    project: str = "p1",
    since: int = 0,
    days: int = 30,
) -> list[Answer]:
    """So many answers over so many days, each day a session of its own."""
    shares = [count // days + (day < count % days) for day in range(days)]
    return [
        Answer(signature, label, TODAY - since - day, f"s{day}", project, share)
        for day, share in enumerate(shares)
        if share
    ]


def verdict(
    answers: list[Answer], setting: Setting | None = None, scope: str = "p1", kind: str = ""
) -> Judged:
    """How the narrowest candidate of a scope (of a kind, where given) fares at the gates."""
    found = [
        each
        for each in judge(mine(answers), setting or Setting(TODAY))
        if each.candidate.scope == scope and kind in ("", each.candidate.shape.kind)
    ]
    return min(found, key=lambda each: each.candidate.shape.rank)


def texts(learned: Learned) -> list[str]:
    """The rules on offer."""
    return [each.text for each in learned.suggestions]
