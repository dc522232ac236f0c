"""The whole audit: our rules here, the agents' own settings, and what the record says of both."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assent.agents import registry
from assent.analytics.base import ask
from assent.analytics.registry import analyses
from assent.analytics.scope import Scope
from assent.app.audit import agents, dead, entries, passed, precedence, reach, unused
from assent.app.audit.found import KINDS, Found, Standing
from assent.app.audit.replayed import Replay
from assent.app.rules import in_force, listed
from assent.store import decisions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from assent.analytics.base import Table
    from assent.app.project import Project
    from assent.store.paths import Paths


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found, in the order of kinds, and in how many calls and rules."""

    found: Sequence[Found]
    calls: int
    rules: int


def audit(at: Paths, db: sqlite3.Connection, place: Project, scope: Scope, words: str) -> Audit:
    """Everything worth mending; `words` say since when calls are looked at."""
    every = listed.listed(at, db, place)
    standing = in_force_among(every, place)
    programs = in_force.policy(place, at)[0].programs
    replay = Replay(at, db)
    window = unused.Window(scope.since, words, unused.counted(db, scope.since))
    fired = {str(row["id"]): int(row["hits"]) for row in _asked(db, "rules", scope).records()}
    rows = _asked(db, "passed", scope).records()
    here = spot(at, db, place, programs)
    settings = entries.in_force(at, place.root)
    found = [
        *agents.findings(at, settings, standing),
        *reach.findings(standing, programs),
        *precedence.findings(standing),
        *dead.findings(standing, every, here),
        *unused.findings(db, standing, fired, window, replay),
        *entries.unused(entries.not_ours(at, settings), replay, scope.since, words, window.calls),
        *passed.findings(rows, replay, words),
    ]
    return Audit(_once(found), window.calls, sum(each.own for each in standing))


def in_force_among(every: Sequence[listed.Listed], place: Project) -> list[Standing]:
    """Those of the rules at a place that count there."""
    return [
        Standing(each.declared.rule, each, _scope(each, place))
        for each in every
        if each.state == listed.ON and each.declared is not None
    ]


def spot(
    at: Paths, db: sqlite3.Connection, place: Project, programs: Mapping[str, Sequence[Sequence[object]]]
) -> dead.Here:
    """Where the rules of a place are tried for calls that they can meet."""
    called = {
        *decisions.values(db, "tool"),
        *(name for agent in registry.AGENTS for name in registry.speaker(agent).TOOLS),
    }
    return dead.Here(os.path.realpath(at.home), place.root, programs, called)


def _asked(db: sqlite3.Connection, name: str, scope: Scope) -> Table:
    return ask(db, analyses()[name], scope)


def _scope(each: listed.Listed, place: Project) -> str:
    return place.key if each.layer == "project" else each.project


def _about(each: Found) -> str:
    """What a finding is about: a rule of ours, an entry of a settings file, or what it says."""
    named = (
        f"{each.where} {each.figures['entry']}" if "entry" in each.figures else f"{each.where} {each.what}"
    )
    return each.rule or named


def _once(found: Sequence[Found]) -> list[Found]:
    """In the order of kinds; of several that end a rule the first: it need not also be called unused."""
    first: dict[str, Found] = {}
    for each in sorted(found, key=lambda one: KINDS.index(one.kind)):
        first.setdefault(_about(each), each)
    return list(first.values())
