"""How learning itself fares: what became of suggestions, what rules promised and kept, and prompts before and since."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assent.core.rule import LEARNED
from assent.learning import meta
from assent.learning.answer import NO
from assent.learning.gates import Setting, least_bound
from assent.learning.levels import LEVELS, WORDS
from assent.store import decisions, reviews

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from assent.app.learn.lesson import Bar
    from assent.learning.meta import Kept, Standing
    from assent.store.paths import Paths

LATELY = 7  # days

_DAYS = """SELECT substr(ts, 1, 10), count(*), count(DISTINCT session), sum(coalesce(asked, 0) = 1)
  FROM calls WHERE ts <= ? GROUP BY 1 ORDER BY 1"""
_GRANTED = """SELECT rule, ts, after FROM rule_history
  WHERE action = 'add' AND "by" = ? AND undone = 0 AND ts <= ? ORDER BY number"""
_USES = f"""SELECT count(*), sum(coalesce(e.label IN ({", ".join("?" * len(NO))}), 0))
  FROM calls c LEFT JOIN events e ON e.agent = c.agent AND e.call = c.call AND c.call != ''
  WHERE c.rule = ? AND c.rule != '' AND c.verdict = 'allow' AND c.ts > ? AND c.ts <= ?"""  # noqa: S608  only marks


@dataclass(frozen=True, slots=True)
class Day:
    """One day: its calls, the sessions with calls, the prompts a person answered, and the learned rules granted."""

    day: str
    calls: int
    sessions: int
    prompts: int
    granted: int


@dataclass(frozen=True, slots=True)
class Fared:
    """All of it at a moment. `needs` says for each level the least confidence by default and now."""

    as_of: str
    standings: Mapping[int, Standing]
    needs: Mapping[int, tuple[float, float]]
    kept: Sequence[Kept]
    days: Sequence[Day]

    @property
    def health(self) -> str:
        """Whether learning works, in a word."""
        return meta.health(self.standings, self.kept)

    @property
    def first_grant(self) -> str:
        """The day of the first learned rule; "" before there is one."""
        return next((each.day for each in self.days if each.granted), "")

    def asked(self, since: str = "", until: str = "9") -> float | None:
        """Prompts for each session of the days from one on and before another; None without sessions."""
        there = [each for each in self.days if since <= each.day < until]
        sessions = sum(each.sessions for each in there)
        return sum(each.prompts for each in there) / sessions if sessions else None

    @property
    def lately(self) -> str:
        """The first of the last days."""
        return self.days[-LATELY:][0].day if self.days else ""

    def as_json(self) -> dict[str, Any]:
        """The document of `learn --stats --json`; what cannot be told yet is null."""
        first = self.first_grant
        return {
            "as_of": self.as_of,
            "health": self.health,
            "levels": [self._level(number) for number in self.standings],
            "calibration": [
                {
                    "rule": each.rule,
                    "name": each.name,
                    "level": each.level,
                    "stated": round(each.stated, 6),
                    "uses": each.uses,
                    "against": each.against,
                    "realised": _rounded(each.realised),
                    "below": each.broken if each.realised is not None else None,
                }
                for each in self.kept
            ],
            "prompts_per_session": {
                "before_the_first_rule": _rounded(self.asked(until=first)) if first else None,
                "since": _rounded(self.asked(first)) if first else None,
                "last_days": _rounded(self.asked(self.lately)) if self.days else None,
            },
            "days": [
                {name: getattr(each, name) for name in ("day", "calls", "sessions", "prompts", "granted")}
                for each in self.days
            ],
        }

    def _level(self, number: int) -> dict[str, Any]:
        each, (default, now) = self.standings[number], self.needs[number]
        return {
            "level": number,
            "about": WORDS[number],
            "shown": each.shown,
            "accepted": each.accepted,
            "refused": each.refused,
            "acceptance": _rounded(each.share),
            "needs": round(now, 6),
            "needs_by_default": round(default, 6),
        }


def gather(db: sqlite3.Connection, at: Paths, bar: Bar, as_of: str) -> Fared:
    """How learning fares at a moment, by what record and database tell."""
    decisions.import_record(db, at)
    found = meta.standings(reviews.all_reviews(db))
    raised = meta.raised(found) if bar.adapts else {}
    plain, now = Setting(0, floor=bar.floor), Setting(0, floor=bar.floor, raised=raised)
    needs = {
        level.number: (least_bound(level.number, plain), least_bound(level.number, now)) for level in LEVELS
    }
    granted = _granted(db, as_of)
    return Fared(as_of, found, needs, [_kept(db, each, as_of) for each in granted.values()], _days(db, as_of))


def _granted(db: sqlite3.Connection, as_of: str) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Rule → (rule, when it was granted, how it stood then) of the learned rules; of several grants the last."""
    rows = db.execute(_GRANTED, (LEARNED, as_of))
    found = {rule: (rule, ts, json.loads(after)) for rule, ts, after in rows}
    return {rule: each for rule, each in found.items() if each[2].get("evidence")}


def _kept(db: sqlite3.Connection, given: tuple[str, str, dict[str, Any]], as_of: str) -> Kept:
    rule, ts, state = given
    evidence = state["evidence"]
    uses, against = db.execute(_USES, (*NO, rule, ts, as_of)).fetchone()
    stated = evidence.get("confidence")
    level = evidence.get("level")
    return meta.Kept(
        rule,
        str((state.get("rule") or {}).get("name") or rule),
        level if isinstance(level, int) else 0,
        float(stated) if isinstance(stated, int | float) else 0.0,
        uses,
        against or 0,
    )


def _days(db: sqlite3.Connection, as_of: str) -> list[Day]:
    """Every day with calls or grants, in order."""
    granted: dict[str, int] = {}
    for _, ts, _ in db.execute(_GRANTED, (LEARNED, as_of)):
        granted[ts[:10]] = granted.get(ts[:10], 0) + 1
    called = {
        day: (calls, sessions, prompts) for day, calls, sessions, prompts in db.execute(_DAYS, (as_of,))
    }
    return [
        Day(day, *called.get(day, (0, 0, 0)), granted.get(day, 0))
        for day in sorted(called.keys() | granted.keys())
    ]


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 6)
