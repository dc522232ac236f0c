"""Rules of one project that a rule for all projects makes idle there: it allows all that they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.app.project import Project
from assent.app.rules.listed import ON, listed
from assent.core.decision import ALLOW
from assent.learning import wording
from assent.policy.narrowing import beats

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from assent.core.rule import Rule
    from assent.store.paths import Paths

NOWHERE = Project("", "", "")


def everywhere(at: Paths, db: sqlite3.Connection) -> list[Rule]:
    """The allow rules in force in all projects."""
    return [
        each.declared.rule
        for each in listed(at, db, NOWHERE)
        if each.verdict == ALLOW and each.state == ON and not each.project and each.declared is not None
    ]


def by(rule: Rule, wide: Sequence[Rule]) -> str:
    """The one of these that allows all that a rule does, in words; "" for none."""
    return next((f"{_said(each)} ({each.id})" for each in wide if beats(each, rule)), "")


def _said(rule: Rule) -> str:
    patterns = ", ".join(wording.shown_pattern(each.text) for each in rule.patterns)
    return patterns if rule.within is None else f"{patterns} within {wording.caps(rule.within)}"
