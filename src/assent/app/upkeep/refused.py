"""Learned rules that would have let through what their person refused, or took back, after saying yes to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assent.app.rules import in_force
from assent.app.rules.listed import read
from assent.core.decision import ALLOW
from assent.core.event import UNDONE
from assent.core.policy import from_rules
from assent.learning.answer import NO
from assent.learning.levels import USER
from assent.store import clock, record, resting

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from assent.app.learn.calls import Calls
    from assent.app.learn.readings import Kept
    from assent.core.policy import Policy
    from assent.core.rule import Rule
    from assent.store.paths import Paths
    from assent.store.rules import Stored

ENDLESS = "9999"  # after every moment
SKEW = -2  # days by which clocks may differ
ENOUGH = 1.0  # refusals that suspend a rule: one, or two that only redirected
_LONGEST = 60  # characters of a call in a reason
_ROWS = """SELECT reading, label, ts, project FROM events WHERE reading IS NOT NULL AND day >= ?1 AND ts > ?2
  AND ts <= ?3 AND label IN (SELECT value FROM json_each(?4)) ORDER BY ts, call"""


@dataclass(frozen=True, slots=True)
class _Granted:
    """A learned rule, the moment from which a refusal speaks against it, and its project ("" for all)."""

    rule: Rule
    since: str
    project: str


def reasons(
    at: Paths, db: sqlite3.Connection, standing: Sequence[Stored], until: str, *, is_now: bool = False
) -> dict[str, str]:
    """Id → why, of the rules that cover a call which was refused or taken back after a person last wanted them. Where
    `is_now`, what a clock that was ahead has dated is not passed over: a refusal of days to come counts, and of a yes
    of days to come nobody knows what it knew of."""
    if is_now:
        until, latest = ENDLESS, clock.days_before(record.now()[:10], SKEW)
    else:
        latest = ENDLESS
    granted: list[_Granted] = []
    for stored in standing:
        declared = read(stored.body, stored.project or USER, "granted rule", [])
        if declared is not None:
            since = resting.wanted(db, stored.id, stored.created)
            granted.append(_Granted(declared.rule, since if since[:10] <= latest else "", stored.project))
    rows = _refusals(db, min((each.since for each in granted), default=until), until)
    if not rows:
        return {}
    from assent.app.learn.calls import Calls

    tried = _Tried(Calls(db, lambda place: in_force.policy(place, at)[0]), granted)
    against: dict[str, float] = {}
    told: dict[str, str] = {}
    for reading, label, ts, project in rows:
        kept = tried.calls.kept(reading)
        for each in tried.covering(reading, project) if kept else ():
            if ts <= each.since or kept is None:
                continue
            identity = each.rule.id
            against[identity] = against.get(identity, 0.0) + NO[label]
            told[identity] = _why(kept, label, ts)
    return {identity: told[identity] for identity, weight in against.items() if weight >= ENOUGH}


def _refusals(db: sqlite3.Connection, since: str, until: str) -> list[tuple[int, str, str, str]]:
    import json

    return db.execute(_ROWS, (since[:10], since, until, json.dumps(list(NO)))).fetchall()


def _why(kept: Kept, label: str, ts: str) -> str:
    text = kept.text if len(kept.text) <= _LONGEST else f"{kept.text[: _LONGEST - 1]}…"
    done = "took back" if label == UNDONE else "refused"
    return f"you {done} `{text}` on {ts[:10]}"


class _Tried:
    """Which rules cover what was to blame in a refused call, found once for each call and project."""

    def __init__(self, calls: Calls, granted: Sequence[_Granted]) -> None:
        self.calls = calls
        self.granted = granted
        self._known: dict[tuple[int, str], list[_Granted]] = {}
        self._policies: dict[str, Policy] = {}

    def covering(self, reading: int, project: str) -> list[_Granted]:
        """The rules that would have let through a part of the highest level, on which the blame falls."""
        key = (reading, project)
        if key not in self._known:
            kept = self.calls.kept(reading)
            near = [each for each in self.granted if each.project in ("", project)]
            found = near if kept and self._covers(kept, project, near) else []
            self._known[key] = [each for each in found if kept and self._covers(kept, project, [each])]
        return self._known[key]

    def _covers(self, kept: Kept, project: str, near: Sequence[_Granted]) -> bool:
        programs = self.calls.policy(project).programs
        found = self.calls.decided(kept, project, from_rules([each.rule for each in near], programs))
        named = {each.rule.id for each in near}
        if not kept.parts or not any(each.id in named for each in found.matches):
            return False
        if len(found.verdicts) != len(kept.parts):
            return found.verdict == ALLOW
        highest = max(part.level for part in kept.parts)
        return any(
            verdict == ALLOW and part.level == highest
            for verdict, part in zip(found.verdicts, kept.parts, strict=True)
        )
