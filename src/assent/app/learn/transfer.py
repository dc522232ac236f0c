"""Rules of single projects for others: one for all in place of several, and what fits a project that is new."""

from __future__ import annotations

import os
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from assent.app.learn.readings import facts_for
from assent.app.rules import in_force, rested
from assent.app.verdict import decision_on
from assent.core import event as labels
from assent.core.decision import ALLOW
from assent.core.rule import LEARNED
from assent.learning import moved
from assent.learning.answer import NO
from assent.learning.archetypes import kinds_of, may_move
from assent.learning.levels import NEVER
from assent.policy.check import example_call, failed_examples
from assent.policy.parse import Declared
from assent.store import events, rules, suppressions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from assent.app.project import Project
    from assent.core.policy import Policy
    from assent.learning.moved import Fitting, Widened
    from assent.learning.suggest import Learned
    from assent.store.paths import Paths
    from assent.store.rules import Stored

NEW = 20  # a project with fewer answers has little of its own to learn from
_ANSWERED = ", ".join(f"'{label}'" for label in (labels.APPROVED, labels.INFERRED, *NO))


def _learned(db: sqlite3.Connection) -> list[Stored]:
    """The rules of single projects that were granted from answers and count."""
    return [
        each
        for each in rules.all_rules(db)
        if each.layer == rules.GRANTED
        and each.origin == LEARNED
        and each.project
        and each.enabled
        and not each.suspended
    ]


def widened(db: sqlite3.Connection, learned: Learned) -> list[Widened]:
    """The rules that hold in enough single projects to hold in all, each in place of those."""
    groups: dict[tuple[object, ...], list[Stored]] = defaultdict(list)
    for each in _learned(db):
        if each.verdict == ALLOW and each.level is not None and each.level < NEVER:
            groups[moved.meaning_of(each.body, ALLOW)].append(each)
    held = {each.id for each in rules.all_rules(db)} | {each.id for each in learned.suggestions}
    found = []
    for group in groups.values():
        projects = {each.project for each in group}
        made = moved.widened(learned, group[0].body, sorted(each.id for each in group), len(projects))
        if made is not None and made.id not in held:
            found.append(made)
    return sorted(found, key=lambda each: each.id)


def fitting(db: sqlite3.Connection, at: Paths, place: Project, day: str) -> list[Fitting]:
    """What projects of the same kind have been granted and a new project has not, by the words of the rule."""
    if not place.root or _answers(db, place.key) >= NEW:
        return []
    kinds = _kinds(place.root)
    silent = suppressions.active(db, day)
    policy, _ = in_force.policy(place, at)
    groups: dict[tuple[object, ...], list[Stored]] = defaultdict(list)
    roots = {key: root for key, (root, _) in events.projects(db).items()}
    for each in _learned(db):
        common = [kind for kind in kinds if kind in _kinds(roots.get(each.project, ""))]
        if each.project != place.key and common and may_move(each.body, each.verdict, each.level, common):
            groups[moved.meaning_of(each.body, each.verdict)].append(each)
    found = []
    for group in groups.values():
        common = [
            kind for kind in kinds if all(kind in _kinds(roots[each.project]) for each in group)
        ] or kinds
        known = [_evidence(db, each) for each in group]
        made = moved.fitting(group[0].body, place.key, known, [roots[each.project] for each in group], common)
        if made is not None and made.keys[0] not in silent and _helps(made, policy, place, at.home):
            found.append(made)
    return sorted(found, key=lambda each: (-len(each.roots), each.text))


def _answers(db: sqlite3.Connection, project: str) -> int:
    query = f"SELECT count(*) FROM events WHERE project = ? AND label IN ({_ANSWERED})"  # noqa: S608  fixed names
    return int(db.execute(query, (project,)).fetchone()[0])


def _kinds(root: str) -> list[str]:
    """The kinds of a project by the files at its root; none for one that is gone."""
    try:
        return kinds_of(os.listdir(root)) if root else []  # noqa: PTH208  names are enough
    except OSError:
        return []


def _evidence(db: sqlite3.Connection, each: Stored) -> dict[str, Any]:
    """What a rule was granted on, from its history; nothing for one that came otherwise."""
    for change in rules.history(db, each.id):
        if change.after.get("evidence"):
            return dict(change.after["evidence"])
    return {}


def _helps(made: Fitting, policy: Policy, place: Project, home: str) -> bool:
    """True when the rule still holds its own examples and the rules in force say something else to one of them."""
    rule = made.declared.rule
    if failed_examples(Declared(rule, made.declared.yes, made.declared.no), ""):
        return False
    return not made.declared.yes or any(
        _decided(text, policy, place, home) != rule.verdict for text in made.declared.yes
    )


def _decided(text: str, policy: Policy, place: Project, home: str) -> str:
    call = example_call(text)
    call.project = call.cwd = place.root
    found = decision_on(call, policy, facts_for(call, home), disk=False)
    return found.verdict if found.decider is not None and not found.decider.soft else ""


def retired(db: sqlite3.Connection, replaces: Sequence[str]) -> list[dict[str, Any]]:
    """The entries that take away what a rule for all projects stands for."""
    held = {each.id for each in _learned(db)}
    return [rules.removing(db, each, LEARNED) for each in replaces if each in held]


def brought_back(db: sqlite3.Connection, undone: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The entries that bring back what a grant had replaced, for one that is undone. What a refusal suspended since
    brings nothing back: the refusal is of those as well."""
    if str(undone.get("rule_id")) in rested.suspended(db):
        return []
    past = rules.history(db, limit=100_000)
    grant = next((each for each in past if each.entry == undone.get("of")), None)
    given = grant.after.get("evidence", {}).get("replaces", []) if grant else []
    found = []
    for identity in given:
        latest = next((each for each in past if each.rule == identity and not each.undone), None)
        if latest is not None and latest.action == "remove":
            found.append(rules.undoing(db, latest.number))
    return found
