"""Every way a person changes the rules in the database, and the agents' own lists made to follow."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.agents.base import Added
from assent.app import files, install, moments, status
from assent.app.learn import adopt, transfer
from assent.app.rules import compiler, in_force
from assent.app.rules.listed import pick, read
from assent.core.problem import Problem
from assent.learning.levels import USER
from assent.policy.check import failed_examples
from assent.store import events, resting, rules
from assent.store.record import now
from assent.store.rules import GRANTED, MANAGED, Stored

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from assent.app.project import Project
    from assent.policy.parse import Declared
    from assent.store.paths import Paths


@dataclass(slots=True)
class Outcome:
    """What a change did: the ids it changed, entries put into and taken out of the agents' own settings by file, and
    what could not be done there."""

    changed: list[str] = field(default_factory=list)
    added: dict[str, list[str]] = field(default_factory=dict)
    removed: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def grant(
    at: Paths, db: sqlite3.Connection, given: Sequence[Declared], place: Project | None = None
) -> Outcome:
    """Grants rules that a person gave, for one project when a place is named. Raises StoreError."""
    key = place.key if place else ""
    if place:
        events.add_project(db, place.key, place.root, place.method)
    entries = [rules.adding(compiler.stored(each, GRANTED, "", key)) for each in given]
    return carry_out(at, db, entries)


def removing(db: sqlite3.Connection, words: Sequence[str]) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The entries that take granted rules away."""
    ids, problems = pick(db, words, "remove")
    entries = []
    for each in ids:
        held = _rows(db, each)
        if any(row.layer == GRANTED for row in held):
            entries.append(rules.removing(db, each))
        else:
            shipped = held[0].layer == "modules"
            what = f"rule {each} is {'shipped' if shipped else f'declared in {held[0].source}'}"
            instead = f"assent rules disable {each}"
            problems.append(
                Problem("rules remove", what, instead if shipped else f"take it out there, or: {instead}")
            )
    return entries, problems


def switching(
    db: sqlite3.Connection, words: Sequence[str], *, on: bool
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The entries that switch rules on or off, in the database and in every layer that declares them; none for rules
    that stand so already. A suspended rule is switched on only when its examples hold again."""
    verb = "enable" if on else "disable"
    ids, problems = pick(db, words, verb)
    entries: list[dict[str, Any]] = []
    for each in ids:
        held = _rows(db, each)
        for row in held:
            if row.layer == MANAGED:
                what = f"rule {each} is managed"
                problems.append(Problem(f"rules {verb}", what, f"only {row.source} switches it"))
            elif row.layer == GRANTED:
                entries += _switched(db, row, on, problems)
        declared = [row for row in held if row.layer not in (GRANTED, MANAGED)]
        for row in declared:
            if on and row.body.get("enabled") is False:
                what = f"rule {each} is switched off in {row.source} itself"
                problems.append(Problem(f"rules {verb}", what, "take `enabled = false` out there"))
        if declared and rules.overrides(db).get(each, True) != on:
            entries.append(rules.enabling(db, each, on=on) | {"granted": False})
    return entries, problems


def _switched(db: sqlite3.Connection, row: Stored, on: bool, problems: list[Problem]) -> list[dict[str, Any]]:
    if not (on and row.suspended):
        return [rules.enabling(db, row.id, on=on)] if row.enabled != on else []
    before = len(problems)
    declared = read(row.body, row.project or USER, f"rule {row.id}", problems)
    if declared:
        problems += failed_examples(declared, f"rule {row.id}")
    if len(problems) > before:
        return []
    if not row.enabled:
        return [rules.enabling(db, row.id, on=True)]
    return [rules.adding(replace(row, suspended=""))]


def undoing(db: sqlite3.Connection, word: str | None) -> tuple[dict[str, Any] | None, list[Problem]]:
    """The entry that takes back the latest change, that of a history number, or the latest of a rule: ids may be all
    digits, so a whole id comes before a number."""
    past = [each for each in rules.history(db, limit=100_000) if each.action != "undo"]
    if word is None:
        number = None
        if all(each.undone for each in past):
            return None, [Problem("rules undo", "there is nothing to undo", "see: assent rules history")]
    else:
        exact = [each for each in past if each.rule == word]
        counted = [each for each in past if str(each.number) == word]
        named = [
            each for each in past if (len(word) >= 4 and each.rule.startswith(word)) or word in _names(each)
        ]
        found = exact or counted or named
        if not found:
            hint = "see: assent rules history"
            if rules.find(db, word):
                return None, [Problem("rules undo", f"rule {word!r} was never changed here", hint)]
            return None, [
                Problem("rules undo", f"{word!r} names no change and no rule", _near(past, word, hint))
            ]
        several = sorted({each.rule for each in found})
        if len(several) > 1:
            what = f"{word!r} names {len(several)} rules: {', '.join(several)}"
            return None, [Problem("rules undo", what, "name one by its id")]
        # Who takes a rule back by its name does not mean its suspension, which would put it in force again.
        meant = [each for each in found if each.action != resting.SUSPEND or str(each.number) == word]
        standing = [each for each in meant if not each.undone]
        if not standing:
            return None, [Problem("rules undo", f"{word} is undone already", "see: assent rules history")]
        number = standing[0].number
    return rules.undoing(db, number), []


def undoing_family(db: sqlite3.Connection, word: str | None) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The entries that take back what a word names: of a family the latest change of each of its rules."""
    words: Sequence[str | None] = (rules.family(db, word) if word else None) or [word]
    found = [undoing(db, each) for each in words]
    return [entry for entry, _ in found if entry], [problem for _, wrong in found for problem in wrong]


def with_replaced(db: sqlite3.Connection, entries: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Entries that take changes back, and those that bring back what these changes had replaced."""
    return [*entries, *(more for entry in entries for more in transfer.brought_back(db, entry))]


def restoring(
    db: sqlite3.Connection, point: str, *, utc: bool = False
) -> tuple[list[dict[str, Any]], int, list[Problem]]:
    """The entries that bring all rules back to a point of their history, and its number: a number of
    `assent rules history`, or a span, day or time; 0 is before the first change."""
    latest = rules.number_at(db, "9")
    if point.isascii() and point.isdecimal() and len(point) < 10:
        number = int(point)
        if number > latest:
            none = f"there is no change {number}; the latest is {latest}"
            what = none if latest else "nothing was changed yet"
            return [], 0, [Problem(f"rules undo --to {point}", what, "see: assent rules history")]
    else:
        ts = moments.moment(point, now(), utc=utc)
        if ts is None:
            what = "is no number of a change, no span, day or time"
            hint = "for example 12, 2h, 2026-11-01 or 2026-11-01T14:30; the numbers: assent rules history"
            return [], 0, [Problem(f"rules undo --to {point}", what, hint)]
        number = rules.number_at(db, ts)
    return rules.restoring(db, number), number, []


def _near(past: Sequence[rules.Change], word: str, otherwise: str) -> str:
    """The rules that were changed and are called nearly so."""
    known = {name: each.rule for each in past for name in (*_names(each), each.rule)}
    close = difflib.get_close_matches(word, known, 3, 0.5)
    named = [each if each == known[each] else f"{each} ({known[each]})" for each in close]
    return f"did you mean {' or '.join(named)}?" if named else otherwise


def _names(change: rules.Change) -> list[str]:
    held = [state["rule"] for state in (change.before, change.after) if state.get("rule")]
    return [str(each["name"]) for each in held if each["name"]]


def _rows(db: sqlite3.Connection, identity: str) -> list[Stored]:
    return [each for each in rules.all_rules(db) if each.id == identity]


def carry_out(at: Paths, db: sqlite3.Connection, entries: Sequence[Mapping[str, Any]]) -> Outcome:
    """Carries changes out and lets the agents' own lists follow. Raises StoreError when nothing was changed."""
    before = _scopes(db, entries)
    done = in_force.change(at, db, entries) if entries else []
    scopes = dict.fromkeys([*before, *_scopes(db, entries)])
    outcome = follow(at, db, scopes)
    outcome.changed = list(dict.fromkeys(str(each["rule_id"]) for each in done if "rule_id" in each))
    return outcome


def _scopes(db: sqlite3.Connection, entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """Where the allow rules hold that entries speak of: the agents' lists there have to follow."""
    touched = {entry.get("rule_id") for entry in entries}
    return [
        each.project or USER
        for each in rules.all_rules(db)
        if each.id in touched and each.layer == GRANTED and each.verdict == "allow"
    ]


def follow(at: Paths, db: sqlite3.Connection, scopes: Iterable[str] = ()) -> Outcome:
    """Makes the agents' own lists say what the rules now say, where we are installed or wrote before: allow entries
    per scope (`user` or a project's key), and the denials that hold without us."""
    outcome = Outcome()
    before = install.recorded(at)
    hooked = installed(at)
    roots = {key: root for key, (root, _) in events.projects(db).items()}
    told = adopt.Adopted()
    for scope in scopes:
        root = "" if scope == USER else roots.get(scope, "")
        path = adopt.native_list(at, root)
        if hooked or str(path) in before:
            adopt.sync_native(db, at, scope, root, told)
    outcome.problems += told.problems
    if hooked:
        made = install.plan(at, status.denials(at))
        outcome.problems += [*made.problems, *install.write_plan(made, at)]
    _compare(before, install.recorded(at), outcome)
    return outcome


def catch_up(at: Paths, db: sqlite3.Connection) -> Outcome:
    """Takes out of the agents' own lists what no rule grants any more: whoever changed the rules was killed before the
    lists could follow, or another one wrote them at the same moment."""
    held = {path: each.allow for path, each in install.recorded(at).items() if each.allow}
    if not held:
        return Outcome()
    places = {str(adopt.native_list(at, "")): USER}
    places |= {
        str(adopt.native_list(at, root)): key for key, (root, _) in events.projects(db).items() if root
    }
    behind = [
        scope
        for path, scope in places.items()
        if path in held and not set(held[path]) <= set(adopt.said_natively(db, scope))
    ]
    return follow(at, db, behind) if behind else Outcome()


def installed(at: Paths) -> bool:
    """True when the agent's user settings start this very installation."""
    text = files.read_text(install.settings_path(Path(at.home)))
    return isinstance(text, str) and install.installed(text, at)


def _compare(before: Mapping[str, Added], after: Mapping[str, Added], outcome: Outcome) -> None:
    nothing = Added()
    for path in sorted({*before, *after}):
        old, new = before.get(path, nothing), after.get(path, nothing)
        held, holds = [*old.allow, *old.deny], [*new.allow, *new.deny]
        fresh = [each for each in holds if each not in held]
        gone = [each for each in held if each not in holds]
        if fresh:
            outcome.added[path] = fresh
        if gone:
            outcome.removed[path] = gone
