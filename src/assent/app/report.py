"""What `assent report` tells, gathered: the rules with what each did, the calls by day, and where everything lies."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.app import install
from assent.app.rules.listed import ON, Listed
from assent.core.rule import LEARNED
from assent.documents.report.facts import Place, RuleRow
from assent.store import record
from assent.store.paths import project_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from assent.app.project import Project
    from assent.store.paths import Paths
    from assent.store.rules import Change

    Reach = Callable[[Listed], str]


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


def calendar(since: str, until: str) -> list[str]:
    """Every UTC day from one moment to another."""
    first, last = date.fromisoformat(since[:10]), date.fromisoformat(until[:10])
    return [(first + timedelta(days=at)).isoformat() for at in range((last - first).days + 1)]
