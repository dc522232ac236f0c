"""The user's answers in the database, as the learner wants them, and how all calls were decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from assent.core import event as labels
from assent.core.decision import ALLOW
from assent.core.policy import from_rules
from assent.learning.answer import NO, YES, Answer, Signature
from assent.store.events import reason_before, taken_together

if TYPE_CHECKING:
    import sqlite3

    from assent.app.learn.calls import Calls
    from assent.app.learn.readings import Kept
    from assent.core.policy import Policy

# Reasons of the client that name an entry of the user's own settings; its other automatic answers are built in.
_ENTRY = ("rule", "rule:")
_REFUSED = ", ".join(f"'{label}'" for label in NO)
_PLACED = f"(project GLOB '/*' OR label IN ({_REFUSED}))"


@dataclass(frozen=True, slots=True)
class Window:
    """Which events count: up to the moment `until`, from the day `since` on ("" for all), of one project key ("" for
    all). `is_now` when that moment is the present one: a no that a clock dated later was given all the same."""

    until: str
    since: str = ""
    project: str = ""
    is_now: bool = False

    def where(self) -> tuple[str, dict[str, str]]:
        """The SQL condition and its parameters."""
        before = f"(ts <= :until OR label IN ({_REFUSED}))" if self.is_now else "ts <= :until"
        text = f"ts != '' AND {before} AND day >= :since AND :project IN ('', project)"
        return text, {"until": self.until, "since": self.since, "project": self.project}


@dataclass(slots=True)
class Counts:
    """How calls were decided: `decided` by kind (see `KINDS`), and by label and decider as stored."""

    calls: int = 0
    sessions: int = 0
    projects: int = 0
    decided: dict[str, int] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        return {
            "calls": self.calls,
            "sessions": self.sessions,
            "projects": self.projects,
            "by": self.decided,
            "labels": self.labels,
        }


# Kind of decision → how the counts line says it, in its order.
KINDS = {
    "client": "by the agent's own rules",
    "rules": "by your rules",
    "mode": "by the permission mode",
    "classifier": "by the classifier of auto mode",
    "hook": "by hooks",
    "host": "by the program that ran the agent",
    "nobody": "that nobody was there to answer",
    "interrupted": "interrupted",
    "unlabelled": "in logs that do not say who decided",
    "inferred": "probably answered by you (older logs, counted at a quarter)",
    "user": "answered by you",
}


def counts(db: sqlite3.Connection, window: Window) -> Counts:
    """The counts of every call in the window."""
    where, given = window.where()
    made = Counts()
    columns = "count(*), count(DISTINCT session), count(DISTINCT project)"
    query = f"SELECT {columns} FROM events WHERE {where}"  # noqa: S608  fixed text; values are parameters
    made.calls, made.sessions, made.projects = db.execute(query, given).fetchone()
    kinds: dict[str, int] = {}
    columns = 'label, "by", reason, count(*)'
    query = f"SELECT {columns} FROM events WHERE {where} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"  # noqa: S608  likewise
    for label, by, reason, number in db.execute(query, given):
        kind = _kind(label, by, reason)
        kinds[kind] = kinds.get(kind, 0) + number
        made.labels[label] = made.labels.get(label, 0) + number
    made.decided = {kind: kinds[kind] for kind in KINDS if kind in kinds}
    return made


def _kind(label: str, by: str, reason: str) -> str:
    if label == labels.UNDONE and by != labels.USER:  # who let it run is still who did
        label, reason = labels.AUTO if by else labels.INTERRUPTED, reason_before(reason)
    if label in (labels.APPROVED, labels.REJECTED, labels.REDIRECTED, labels.UNDONE):
        return "user"
    if label != labels.AUTO:
        return label if label in KINDS else "unlabelled"
    if by != labels.RULE:
        return by if by in KINDS else "hook" if by else "client"
    return "rules" if reason == _ENTRY[0] or reason.startswith(_ENTRY[1]) else "client"


def answers(db: sqlite3.Connection, window: Window, calls: Calls) -> list[Answer]:
    """The answers that teach, grouped, in an order that does not depend on when the logs were read. Each knows which
    of its parts the rules in force allow already. A yes that was given nobody knows where is a yes to nothing: it would
    be one to all projects."""
    where, given = window.where()
    taught = ", ".join(f"'{label}'" for label in (*YES, *NO))
    why = f"CASE label WHEN '{labels.UNDONE}' THEN reason ELSE '' END"
    rows = db.execute(
        f"SELECT reading, label, day, session, project, {why}, count(*) FROM events "  # noqa: S608  fixed names
        f"WHERE reading IS NOT NULL AND label IN ({taught}) AND {_PLACED} AND {where} GROUP BY 1, 2, 3, 4, 5, 6",
        given,
    ).fetchall()
    signatures = _Signatures(calls)
    made = []
    for reading, label, day, session, project, reason, number in rows:
        signature = signatures.of(reading, project)
        if signature is not None:
            when = date.fromisoformat(day).toordinal()
            made.append(Answer(signature, label, when, session, project, number / taken_together(reason)))
    made.sort(key=order)
    return made


def order(each: Answer) -> tuple[int, str, str, str, str, str, float]:
    """The key of an order that does not depend on when the logs were read."""
    call = each.signature
    return (each.day, each.session, each.project, call.text, call.tool, each.label, each.count)


class _Signatures:
    """The signature of each reading in each project, made once."""

    def __init__(self, calls: Calls) -> None:
        self.calls = calls
        self._made: dict[tuple[int, str], Signature | None] = {}
        self._policies: dict[str, Policy] = {}

    def of(self, reading: int, project: str) -> Signature | None:
        key = (reading, project)
        if key not in self._made:
            kept = self.calls.kept(reading)
            self._made[key] = None if kept is None else self._make(kept, project)
        return self._made[key]

    def _make(self, kept: Kept, project: str) -> Signature | None:
        if not kept.parts:
            return None
        return Signature(kept.tool, kept.text, kept.parts, self._covered(kept, project, len(kept.parts)))

    def _covered(self, kept: Kept, project: str, parts: int) -> tuple[bool, ...]:
        """Which parts an allow in force covers. Where a deny or ask speaks no allow could help anyway."""
        policy = self._policies.get(project)
        if policy is None:
            policy = self._policies[project] = _allowing(self.calls.policy(project))
        found = self.calls.decided(kept, project, policy)
        verdicts = [verdict == ALLOW for verdict in found.verdicts]
        return tuple(verdicts) if len(verdicts) == parts else (found.verdict == ALLOW,) * parts


def _allowing(policy: Policy) -> Policy:
    """The allows of a policy alone: a tenth of the work for a question asked of every distinct call."""
    return from_rules([rule for rule in policy.all() if rule.verdict == ALLOW], policy.programs)
