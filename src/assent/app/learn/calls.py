"""Recorded calls put back into their projects, to be decided anew under whatever rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assent.app.learn import readings
from assent.app.project import Project
from assent.app.verdict import decision_on
from assent.core.decide import decide
from assent.shell.reading import describe
from assent.store import events as store

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from assent.app.learn.readings import Kept
    from assent.core.call import Reading
    from assent.core.decision import Decision
    from assent.core.policy import Policy

    PolicyOf = Callable[[Project], Policy]


class Calls:
    """The kept readings by their id, and the policy of each project; each loaded once."""

    def __init__(self, db: sqlite3.Connection, policy_of: PolicyOf) -> None:
        self.db = db
        self.roots = store.projects(db)
        self._policy_of = policy_of
        self._kept: dict[int, Kept | None] = {}
        self._policies: dict[str, Policy] = {}

    def kept(self, reading: int) -> Kept | None:
        """What was kept of a call; None when nothing was."""
        if reading not in self._kept:
            row = self.db.execute("SELECT parts FROM readings WHERE id = ?", (reading,)).fetchone()
            self._kept[reading] = readings.load(row[0]) if row else None
        return self._kept[reading]

    def policy(self, project: str) -> Policy:
        """The rules in force in a project."""
        if project not in self._policies:
            root, method = self.roots.get(project, ("", ""))
            place = Project(root if root and Path(root).is_dir() else "", project, method)
            self._policies[project] = self._policy_of(place)
        return self._policies[project]

    def decided(self, kept: Kept, project: str, policy: Policy) -> Decision:
        """The decision about a call as if it were made in this project."""
        root, _ = self.roots.get(project, ("", ""))
        call = readings.call_of(kept.tool, kept.spot, kept.cwd, root or kept.root)
        return decision_on(call, policy, readings.facts_for(call, kept.home), disk=False)

    def again(self, kept: Kept, project: str, reading: Reading, policy: Policy) -> Decision:
        """The same of a call that was read already."""
        root, _ = self.roots.get(project, ("", ""))
        call = readings.call_of(kept.tool, kept.spot, kept.cwd, root or kept.root)
        facts = readings.facts_for(call, kept.home)
        describe(facts, policy.programs)
        return decide(call, reading, policy, facts)
