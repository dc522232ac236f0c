"""What `assent report` tells, gathered: the rules with what each did, the calls by day, and where everything lies."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.analytics import registry
from assent.analytics.base import ask
from assent.analytics.scope import Scope
from assent.analytics.tally import VERDICTS
from assent.app import install
from assent.app.rules.listed import ON, Listed
from assent.core.decision import ALLOW, ASK, DENY
from assent.core.rule import LEARNED
from assent.core.version import VERSION
from assent.documents.report.facts import Counts, Day, Place, Report, RuleRow
from assent.store import record
from assent.store.paths import project_files

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from assent.app.project import Project
    from assent.store.paths import Paths

    Reach = Callable[[Listed], str]
    Row = Mapping[str, Any]

SAID = tuple(VERDICTS.values())
PROMPTS = ("prompts", "prompts_estimated", "prompts_unknown")


def places(at: Paths, place: Project) -> list[Place]:
    """Where everything of ours lies, what agents obey of it included."""
    known = {
        "Managed policy": at.managed_policy,
        "Your policy": at.user_policy,
        "Project's policy": project_files(place.root)[0] if place.root else "",
        "Settings": at.settings,
        "Program files": at.programs,
        "Database": at.db,
        "Record": at.audit,
    }
    for agent in install.found_agents(Path(at.home)):
        known[f"Settings of {agent}"] = str(install.settings_path(Path(at.home), agent))
    return [_place(name, path) for name, path in known.items() if path]


def _place(name: str, path: str) -> Place:
    """A folder is as large as what lies in it, and as old as the newest of that."""
    held = _files(path)
    if not held:
        return Place(name, path, None, None)
    newest = max(each.st_mtime_ns for each in held)
    return Place(name, path, sum(each.st_size for each in held), record.moment(newest))


def _files(path: str) -> list[os.stat_result]:
    try:
        if not Path(path).is_dir():
            return [Path(path).stat()]
        with os.scandir(path) as entries:
            return [
                each.stat(follow_symlinks=False) for each in entries if each.is_file(follow_symlinks=False)
            ]
    except (OSError, ValueError):
        return []


def rows(
    found: Iterable[Listed], fired: Mapping[str, Row], grants: Mapping[str, Row], reach: Reach
) -> list[RuleRow]:
    """Every rule with what it did; those that were learned with when and why."""
    return [_row(each, fired.get(each.id, {}), grants.get(each.id, {}), reach(each)) for each in found]


def _row(each: Listed, fired: Row, grant: Row, reach: str) -> RuleRow:
    told: dict[str, Any] = {}
    if is_learned(each):
        told = {
            "promoted_at": grant.get("promoted_at") or each.created or None,
            "reasoning": grant.get("promoted_reasoning"),
            "session": grant.get("promoted_session"),
            "by": grant.get("promoted_by"),
            "level": each.declared.rule.level if each.declared else None,
        }
    return RuleRow(
        each.id,
        each.name,
        each.verdict,
        each.patterns,
        reach,
        each.layer,
        each.source or None,
        each.project or None,
        each.state,
        (each.note or None) if each.state != ON else None,
        str(each.fields["why"]) if each.fields.get("why") else None,
        fired.get("hits", 0),
        fired.get("last_used"),
        **told,
    )


def is_learned(each: Listed) -> bool:
    """True for a rule that came from a person's answers."""
    return each.declared is not None and each.declared.rule.origin == LEARNED


def by_day(db: sqlite3.Connection, scope: Scope) -> list[Day]:
    """Every day from the first to the last one with a call in the scope."""
    taken = {row["day"]: row for row in asked(db, "latency-days", scope)}
    return [_day(row, taken.get(row["day"], {})) for row in asked(db, "trends", scope)]


def _day(row: Row, took: Row) -> Day:
    figures = {name: row[name] for name in ("day", *SAID, *PROMPTS, "rules")}
    return Day(**figures, p50=took.get("p50"), p95=took.get("p95"))


def grants(db: sqlite3.Connection, now: str) -> dict[str, Row]:
    """Rule → its latest grant that still stands."""
    found: dict[str, Row] = {}
    for row in asked(db, "provenance", Scope(now)):  # the latest first
        if not row["undone"]:
            found.setdefault(row["rule"], row)
    return found


def asked(db: sqlite3.Connection, question: str, scope: Scope) -> Sequence[Row]:
    """The rows that answer a question, by the names of their columns."""
    return ask(db, registry.analyses()[question], scope).records()


def gathered(
    db: sqlite3.Connection, at: Paths, place: Project, found: Sequence[Listed], scope: Scope, reach: Reach
) -> Report:
    """The report about these rules and the calls of a scope."""
    fired = {row["id"]: row for row in asked(db, "rules", Scope(scope.now))}
    told = rows(found, fired, grants(db, scope.now), reach)
    learned = {each.id for each in found if is_learned(each)}
    kinds = {verdict: [each for each in told if each.verdict == verdict and each.id not in learned]
             for verdict in (DENY, ASK, ALLOW)}  # fmt: skip
    promoted = [each for each in told if each.id in learned]
    days = by_day(db, scope)
    return Report(
        scope.now,
        scope.since,
        VERSION,
        places(at, place),
        Counts(len(kinds[DENY]), len(kinds[ASK]), len(kinds[ALLOW]), len(promoted)),
        _summed(days),
        kinds[DENY],
        kinds[ASK],
        kinds[ALLOW],
        promoted,
        days,
    )


def _summed(days: Sequence[Day]) -> Day:
    figures: dict[str, Any] = {name: sum(getattr(each, name) for each in days) for name in (*SAID, *PROMPTS)}
    return Day("", **figures)
