"""What `assent report` tells, gathered: the rules with what each did, the calls by day, and where everything lies."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.analytics import registry
from assent.analytics.base import ask
from assent.analytics.scope import Scope
from assent.app import install
from assent.app.rules.listed import ON, Listed
from assent.core.decision import ALLOW, ASK, DENY
from assent.core.rule import LEARNED
from assent.core.version import VERSION
from assent.documents.report.facts import Counts, Day, Place, Report, RuleRow
from assent.store import record, rules
from assent.store.db import MOST
from assent.store.paths import project_files
from assent.store.rules import GRANTED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from assent.app.project import Project
    from assent.store.paths import Paths
    from assent.store.rules import Change

    Reach = Callable[[Listed], str]

SAID = ("allowed", "asked", "denied", "silent")


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
    found: Iterable[Listed], hits: Mapping[str, tuple[int, str]], past: Sequence[Change], reach: Reach
) -> list[RuleRow]:
    """Every rule with what it did; those that were learned with when and why."""
    promoted: dict[str, Change] = {}
    for each in past:  # newest first: the first grant that still stands tells
        if each.action == "add" and not each.undone:
            promoted.setdefault(each.rule, each)
    return [_row(each, *hits.get(each.id, (0, "")), promoted.get(each.id), reach(each)) for each in found]


def _row(each: Listed, times: int, last: str, change: Change | None, reach: str) -> RuleRow:
    told: dict[str, Any] = {}
    if is_learned(each):
        told = {
            "promoted_at": (change.ts if change else each.created) or None,
            "reasoning": (change.why if change else "") or None,
            "by": (change.by if change else "") or None,
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
        times,
        last or None,
        **told,
    )


def is_learned(each: Listed) -> bool:
    """True for a rule that came from a person's answers."""
    return each.declared is not None and each.declared.rule.origin == LEARNED


def in_force(db: sqlite3.Connection, days: Sequence[str], past: Sequence[Change]) -> list[int]:
    """How many granted rules were in force when each day ended: from those of now, change by change back."""
    count = sum(each.layer == GRANTED and each.enabled and not each.suspended for each in rules.all_rules(db))
    at, found = 0, []
    for day in reversed(days):
        while at < len(past) and past[at].ts[:10] > day:
            count -= _on(past[at].after) - _on(past[at].before)
            at += 1
        found.append(count)
    return found[::-1]


def _on(state: Mapping[str, Any]) -> bool:
    """True for a state of a rule in which it counts."""
    return bool((state.get("rule") or {}).get("enabled"))


def by_day(db: sqlite3.Connection, scope: Scope, past: Sequence[Change]) -> list[Day]:
    """Every day from the first with a call in the scope to today."""
    said = {row["day"]: row for row in _asked(db, "daily", scope)}
    taken = {row["day"]: row for row in _asked(db, "answering", scope)}
    if not said:
        return []
    names = calendar(max(scope.since, min(said)), scope.now)
    counted = in_force(db, names, past)
    made = []
    for name, held in zip(names, counted, strict=True):
        row, took = said.get(name, {}), taken.get(name, {})
        figures: dict[str, Any] = {word: row.get(word, 0) for word in (*SAID, "prompts")}
        made.append(Day(name, **figures, p50=took.get("p50"), p95=took.get("p95"), rules=held))
    return made


def hits(db: sqlite3.Connection, now: str) -> dict[str, tuple[int, str]]:
    """Rule → how often it ever decided, and when last."""
    return {row["rule"]: (row["times"], row["last"]) for row in _asked(db, "hits", Scope(now))}


def _asked(db: sqlite3.Connection, question: str, scope: Scope) -> list[dict[str, Any]]:
    return ask(db, registry.analyses()[question], scope).records()


def gathered(
    db: sqlite3.Connection, at: Paths, place: Project, found: Sequence[Listed], scope: Scope, reach: Reach
) -> Report:
    """The report about these rules and the calls of a scope."""
    past = rules.history(db, limit=MOST)
    told = rows(found, hits(db, scope.now), past, reach)
    learned = {each.id for each in found if is_learned(each)}
    kinds = {verdict: [each for each in told if each.verdict == verdict and each.id not in learned]
             for verdict in (DENY, ASK, ALLOW)}  # fmt: skip
    promoted = [each for each in told if each.id in learned]
    days = by_day(db, scope, past)
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
    said: dict[str, Any] = {name: sum(getattr(each, name) for each in days) for name in SAID}
    return Day("", **said, prompts=sum(each.prompts or 0 for each in days))


def calendar(since: str, until: str) -> list[str]:
    """Every UTC day from one moment to another."""
    first, last = date.fromisoformat(since[:10]), date.fromisoformat(until[:10])
    return [(first + timedelta(days=at)).isoformat() for at in range((last - first).days + 1)]
