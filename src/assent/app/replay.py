"""Past calls decided anew under a policy: which verdicts change, which prompts go, which refused calls would run."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from assent.app.audit.replayed import CUT
from assent.app.learn.readings import facts_for
from assent.app.learn.whereabouts import Finder
from assent.app.project import Project
from assent.app.verdict import decision_on
from assent.core import event as labels
from assent.core.call import Call
from assent.core.decision import ALLOW, ASK, DENY
from assent.store import decisions, ends, events

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from assent.app.learn.whereabouts import Whereabouts
    from assent.core.decision import Decision
    from assent.core.policy import Policy

    PolicyOf = Callable[[Project], Policy]
    Progress = Callable[[int], None]

EXAMPLES = 5  # of each kind
_STRICT = {ALLOW: 0, decisions.SILENT: 1, ASK: 2, DENY: 3}
PERSON, CLASSIFIER, AGENT, OURS = "you", "the classifier", "the agent", "assent"


class Past(NamedTuple):
    """A call as it was: `then` what assent said (`silent` where it said nothing or was not asked), and what became of
    it."""

    id: str
    ts: str
    agent: str
    project: str
    tool: str
    given: dict[str, Any] | None
    cwd: str
    mode: str
    then: str
    asked: bool | None
    answer: str
    end: str
    decider: str

    @property
    def refused_by(self) -> str:
        """Who refused it, "" for nobody."""
        if self.answer == ends.NO:
            return PERSON
        if self.end != ends.REFUSED or self.decider == labels.MODE:
            return ""  # a mode refuses what nobody was there to answer: no one looked at it
        by = {labels.CLASSIFIER: CLASSIFIER, ends.OURS: OURS}
        return by.get(self.decider, AGENT)


class Example(NamedTuple):
    """A call whose verdict changes, or that was refused: `rule` is what decides now."""

    past: Past
    now: str
    rule: str

    def as_json(self) -> dict[str, Any]:
        past = self.past
        return {
            "ts": past.ts, "id": past.id or None, "tool": past.tool, "input": past.given, "project": past.project,
            "then": past.then, "now": self.now, "rule": self.rule or None, "refused_by": past.refused_by or None,
        }  # fmt: skip


@dataclass(slots=True)
class Replayed:
    """What becomes of the past: `calls` in all, those `cut` of which not enough is recorded to judge them; how often
    `then` becomes `now`; of the `prompts` a person answered those `spared`, and the calls that ran unasked and would be
    `stopped` now; examples of what changes either way, and every refused call that would be allowed."""

    calls: int = 0
    cut: int = 0
    prompts: int = 0
    spared: int = 0
    stopped: int = 0
    refused: int = 0
    refused_allowed: int = 0
    verdicts: dict[tuple[str, str], int] = field(default_factory=dict)
    stricter: list[Example] = field(default_factory=list)
    milder: list[Example] = field(default_factory=list)
    allowed: list[Example] = field(default_factory=list)

    def total(self, way: int) -> int:
        """How many verdicts become stricter (1), milder (-1), or stay (0)."""
        return sum(number for (then, now), number in self.verdicts.items() if _way(then, now) == way)

    def changed(self) -> list[tuple[str, str, int]]:
        """(then, now, calls) of the verdicts that change, the most first."""
        found = [(then, now, number) for (then, now), number in self.verdicts.items() if then != now]
        return sorted(found, key=lambda each: (-each[2], each))

    def as_json(self) -> dict[str, Any]:
        return {
            "calls": self.calls,
            "not_whole": self.cut,
            "same": self.total(0),
            "stricter": self.total(1),
            "milder": self.total(-1),
            "changes": [{"then": then, "now": now, "calls": number} for then, now, number in self.changed()],
            "prompts": {"answered": self.prompts, "spared": self.spared},
            "unasked_now_stopped": self.stopped,
            "refused": {"calls": self.refused, "allowed": self.refused_allowed},
            "examples": {
                "stricter": [each.as_json() for each in self.stricter],
                "milder": [each.as_json() for each in self.milder],
                "refused_allowed": [each.as_json() for each in self.allowed],
            },
        }


def _way(then: str, now: str) -> int:
    before, after = _STRICT.get(then, 1), _STRICT[now]
    return (after > before) - (after < before)


_PAST = """SELECT d.id, c.ts, c.agent, c.project, c.tool, d.body, e.input, e.cwd, c.mode, c.verdict, c.asked, c.answer,
  c."end", c.decider
FROM calls c LEFT JOIN decisions d ON d.id = c.decision AND c.decision != ''
LEFT JOIN events e ON e.agent = c.agent AND e.call = c.call AND c.call != ''
WHERE c.ts >= ? ORDER BY c.ts, c.number"""


def history(db: sqlite3.Connection, since: str, projects: Sequence[str] | None = None) -> Iterator[Past]:
    """The calls from a moment on, of some projects (keys) or of all, as they happened."""
    for row in db.execute(_PAST, (since,)):
        identity, ts, agent, project, tool, body, kept, cwd, mode, verdict, asked, answer, end, decider = row
        if projects is not None and project not in projects:
            continue
        told = json.loads(body) if body else {}
        given = told.get("input") if body else json.loads(kept) if kept else None
        where = str(told.get("cwd") or cwd or "")
        then = verdict or decisions.SILENT
        yield Past(
            identity or "", ts, agent, project, tool, given if isinstance(given, dict) else None, where, mode, then,
            None if asked is None else bool(asked), answer, end, decider,
        )  # fmt: skip


class Replay:
    """Past calls under the policy of each project; each distinct call is decided once."""

    def __init__(self, db: sqlite3.Connection, home: str, policy_of: PolicyOf) -> None:
        self._finder = Finder(home, events.projects(db))
        self._policy_of = policy_of
        self._policies: dict[str, Policy] = {}
        self._known: dict[tuple[str, ...], Decision] = {}

    def decide(self, past: Past) -> Decision | None:
        """What would be said now; None where what is recorded is not the whole call. Nothing is known of links,
        branches and files of that time."""
        text = json.dumps(past.given) if past.given is not None else ""
        if not text or not past.cwd.startswith("/") or any(sign in text for sign in CUT):
            return None
        if past.project:
            self._finder.roots.setdefault(past.project.removesuffix("/.git"), past.project)
        where = self._finder.of(past.cwd, past.cwd)
        key = (past.agent, past.tool, text, past.cwd, past.mode)
        if key not in self._known:
            self._known[key] = self._decided(past, where)
        return self._known[key]

    def _decided(self, past: Past, where: Whereabouts) -> Decision:
        call = Call(past.tool, past.given or {}, past.cwd, where.root, past.agent, mode=past.mode)
        return decision_on(call, self._policy(where), facts_for(call, where.home), disk=False)

    def _policy(self, where: Whereabouts) -> Policy:
        if where.key not in self._policies:
            root = where.root if where.root and Path(where.root).is_dir() else ""
            self._policies[where.key] = self._policy_of(Project(root, where.key, ""))
        return self._policies[where.key]


def replay(pasts: Iterator[Past], under: Replay, progress: Progress | None = None) -> Replayed:
    """Every past call decided anew."""
    made = Replayed()
    for past in pasts:
        made.calls += 1
        if progress:
            progress(made.calls)
        decision = under.decide(past)
        if decision is None:
            made.cut += 1
            continue
        now = decisions.SILENT if decision.silent else decision.verdict
        _count(made, Example(past, now, decision.decider.label if decision.decider else ""))
    return made


def _count(made: Replayed, found: Example) -> None:
    past, now = found.past, found.now
    made.verdicts[past.then, now] = made.verdicts.get((past.then, now), 0) + 1
    made.prompts += past.asked is True
    made.spared += past.asked is True and now == ALLOW
    made.stopped += past.asked is False and past.end in (ends.RAN, ends.FAILED) and now in (ASK, DENY)
    way = _way(past.then, now)
    if way:
        kept = made.stricter if way > 0 else made.milder
        kept.append(found)
        del kept[:-EXAMPLES]  # the latest
    if past.refused_by:
        made.refused += 1
        if now == ALLOW:
            made.refused_allowed += 1
            made.allowed.append(found)
