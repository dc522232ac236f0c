"""Learned rules as if granted some time ago, in the record first, as every rule is."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assent.app import moments, project, state
from assent.app.rules import compiler, in_force
from assent.core.problem import Problem
from assent.policy.parse import read_rule
from assent.store import events, rules
from assent.store.paths import Paths

READS: dict[str, Any] = {"within": ["read-project"], "level": 0}


def ago(days: int) -> str:
    """The moment so many days and an hour before now."""
    return moments.written(datetime.now(UTC) - timedelta(days=days, hours=1))


def learned(at: Paths, root: Path, ts: str, *, here: bool = False, by: str = "learned", **fields: Any) -> str:
    """A rule granted at a moment, learned unless `by` says otherwise; `here` in the project of a folder alone. The id."""
    more = {"origin": "learned"} if by == "learned" else {}
    fields = {**READS, **more, **fields} if "allow" in fields else {**fields, **more}
    place = project.find(str(root), at.home)
    scope, key = (place.key, place.key) if here else ("user", "")
    problems: list[Problem] = []
    declared = read_rule(fields, "test", "granted", scope, problems)
    assert declared is not None, problems
    stored = replace(compiler.stored(declared, "granted", "", key), created=ts)
    with contextlib.closing(state.opened(at)) as db:
        if here:
            events.add_project(db, place.key, place.root, place.method)
        in_force.change(at, db, [rules.adding(stored, by) | {"ts": ts}])
    return declared.rule.id
