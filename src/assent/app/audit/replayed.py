"""Recorded calls read again in their places, to be decided under the rules in force and under one more."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from assent.agents import registry
from assent.app import project
from assent.app.rules import in_force
from assent.core.call import Call
from assent.core.decide import decide
from assent.core.facts import Facts
from assent.core.pattern import keys_of
from assent.core.policy import from_rules
from assent.core.redact.plain import OPENING
from assent.shell.reading import describe, read_call

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from assent.app.project import Project
    from assent.core.decision import Decision
    from assent.core.policy import Policy
    from assent.core.rule import Rule
    from assent.store.paths import Paths

# Signs that the record does not hold the whole call.
CUT = (OPENING, "[cut", "[too deep]")


class Replayed:
    """One recorded call, read once: its call, where it was made, and the policy there."""

    __slots__ = ("call", "facts", "place", "policy", "reading")

    def __init__(self, call: Call, home: str, place: Project, policy: Policy) -> None:
        self.call = call
        self.place = place
        self.policy = policy
        self.facts = Facts(home, call.project, call.cwd)
        describe(self.facts, policy.programs)
        self.reading = read_call(call, self.facts)

    @property
    def rules(self) -> list[Rule]:
        """The rules that may speak about it."""
        keys = keys_of(self.call, self.reading.parts)
        return [rule for verdict in self.policy.index for rule in self.policy.select(verdict, keys)]

    def decide(self, *more: Rule) -> Decision:
        """What would be said now, with more rules when they are given. Nothing is known of links and branches then."""
        policy = from_rules([*self.rules, *more], self.policy.programs) if more else self.policy
        return decide(self.call, self.reading, policy, self.facts)


class Replay:
    """The recorded calls of a database; the policy of each project is looked up once."""

    def __init__(self, at: Paths, db: sqlite3.Connection) -> None:
        self.at = at
        self.db = db
        self.home = os.path.realpath(at.home)
        self._places: dict[tuple[str, str], Project] = {}
        self._policies: dict[str, Policy] = {}

    def calls(self, decisions: Sequence[str]) -> Iterator[Replayed]:
        """The calls of these recorded decisions; those of which not all is recorded are left out."""
        for identity in decisions:
            found = self.call(identity)
            if found is not None:
                yield found

    def call(self, decision: str) -> Replayed | None:
        """The call of one recorded decision; None where what is recorded is not enough to judge it again."""
        row = self.db.execute("SELECT body FROM decisions WHERE id = ?", (decision,)).fetchone()
        return self._read(json.loads(row[0])) if row else None

    def _read(self, entry: Mapping[str, Any]) -> Replayed | None:
        given, cwd = entry.get("input"), str(entry.get("cwd") or "")
        if not isinstance(given, dict) or not cwd.startswith("/") or any(sign in str(given) for sign in CUT):
            return None
        place = self._place(cwd, str(entry.get("project") or ""))
        agent = str(entry.get("agent") or registry.DEFAULT)
        call = Call(str(entry.get("tool")), given, cwd, place.root, agent, mode=str(entry.get("mode") or ""))
        return Replayed(call, self.home, place, self._policy(place))

    def _place(self, cwd: str, key: str) -> Project:
        if (cwd, key) not in self._places:
            self._places[cwd, key] = project.find(os.path.realpath(cwd), self.home, key)
        return self._places[cwd, key]

    def _policy(self, place: Project) -> Policy:
        if place.key not in self._policies:
            self._policies[place.key] = in_force.policy(place, self.at)[0]
        return self._policies[place.key]
