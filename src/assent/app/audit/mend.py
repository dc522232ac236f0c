"""What an audit can mend by itself: rules and entries taken out after a yes, and all of it put back as it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from assent.agents import registry
from assent.agents.base import MANAGED
from assent.app import amend, files, hooked, install
from assent.app.audit import prune
from assent.app.audit.found import CONTRADICTORY, DANGEROUS, NEVER, SHADOWED, UNUSED
from assent.app.learn import adopt
from assent.app.planned import Change, Plan
from assent.core.decision import ALLOW
from assent.core.problem import Problem
from assent.store import regular, rules
from assent.store.record import now
from assent.store.rules import GRANTED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from assent.app.audit.found import Found
    from assent.app.project import Project
    from assent.store.paths import Paths

# Kinds that can be mended; what reaches too far only where it is asked for by name, or about one by one.
SAFE = (CONTRADICTORY, NEVER, SHADOWED, UNUSED)
KINDS = (DANGEROUS, *SAFE)
_NOTES = 20  # mendings that can be taken back


class Note(msgspec.Struct):
    """One mending: the rules taken away, and of each settings file its agent, the entries, and its text before and
    after."""

    ts: str
    rules: list[str] = []
    files: dict[str, dict[str, Any]] = {}


@dataclass(slots=True)
class Done:
    """What a mending or its undoing changed: ids of rules, entries by file, and what could not be done."""

    rules: list[str] = field(default_factory=list)
    entries: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def mendable(
    at: Paths, db: sqlite3.Connection, place: Project, found: Sequence[Found], kinds: Sequence[str] = KINDS
) -> list[Found]:
    """Those of the findings that can be mended here: granted rules that do nothing, allow entries that are not managed.
    A denial stays unless what says the same stays for good."""
    idle = {each.listed.id for each in prune.idle(at, db, place)}
    granted = {each.id: each for each in rules.all_rules(db) if each.layer == GRANTED}
    managed = {
        str(path)
        for agent in registry.having("settings")
        for source, path in hooked.places(at, place.root, None, agent)
        if source == MANAGED
    }

    def can_be(each: Found) -> bool:
        if each.kind not in kinds:
            return False
        if "entry" in each.figures:
            return each.figures["list"] == ALLOW and each.figures["file"] not in managed
        rule = granted.get(each.rule)
        useless = each.kind == UNUSED and rule is not None and rule.verdict == ALLOW
        return rule is not None and (each.rule in idle or useless)

    return [each for each in found if can_be(each)]


def entries_of(given: Sequence[Found]) -> dict[str, list[str]]:
    """File → the entries that go."""
    found: dict[str, list[str]] = {}
    for each in given:
        if "entry" in each.figures:
            listed = found.setdefault(str(each.figures["file"]), [])
            if each.figures["entry"] not in listed:
                listed.append(str(each.figures["entry"]))
    return found


def rules_of(given: Sequence[Found]) -> list[str]:
    """The ids of the rules that go."""
    return list(dict.fromkeys(each.rule for each in given if each.rule))


def changes(at: Paths, given: Sequence[Found]) -> tuple[list[Change], list[Problem]]:
    """What becomes of each settings file."""
    made: list[Change] = []
    problems: list[Problem] = []
    for path, entries in entries_of(given).items():
        change = adopt.taking_out(at, path, entries)
        if isinstance(change, Problem):
            problems.append(change)
        else:
            made.append(change)
    return made, problems


def carry_out(at: Paths, db: sqlite3.Connection, given: Sequence[Found]) -> Done:
    """Takes out what was found, after noting how it stood. Raises StoreError and OSError when nothing was changed."""
    made, problems = changes(at, given)
    done = Done(problems=problems)
    entries = entries_of(given)
    note = Note(now(), rules_of(given))
    for each in made:
        if each.by_hand is None:
            note.files[str(each.path)] = {
                "entries": entries[str(each.path)],
                "before": each.old,
                "after": each.new,
            }
    _keep(at, [*_notes(at), note])
    if note.rules:
        outcome = amend.carry_out(at, db, [rules.removing(db, each) for each in note.rules])
        done.rules, done.problems = outcome.changed, [*done.problems, *outcome.problems]
    done.problems += install.write_plan(Plan(made), at)
    done.entries = {
        path: entries[path] for path in note.files if files.read_text(Path(path)) == note.files[path]["after"]
    }
    return done


def undo(at: Paths, db: sqlite3.Connection) -> Done | None:
    """Puts back what the last mending took out: a file byte for byte where nobody changed it since, else its entries;
    a rule by undoing its removal. None when there is nothing to take back. Raises StoreError and OSError."""
    known = _notes(at)
    if not known:
        return None
    note, done = known[-1], Done()
    plan = Plan()
    for path, told in note.files.items():
        change = _back(at, path, told)
        if isinstance(change, Problem):
            done.problems.append(change)
        elif change is not None:
            plan.changes.append(change)
            done.entries[path] = list(told["entries"])
    done.problems += install.write_plan(plan, at)
    entries = [entry for each in note.rules if (entry := _restoring(db, each)) is not None]
    if entries:
        outcome = amend.carry_out(at, db, entries)
        done.rules, done.problems = outcome.changed, [*done.problems, *outcome.problems]
    _keep(at, known[:-1])
    return done


def _back(at: Paths, path: str, told: dict[str, Any]) -> Change | Problem | None:
    text = files.read_text(Path(path))
    if isinstance(text, str) and text == told["after"]:
        added = install.recorded(at).get(path)
        return Change(Path(path), text, told["before"], added, files.unwritable(Path(path)))
    return adopt.putting_back(at, path, told["entries"])


def _restoring(db: sqlite3.Connection, rule: str) -> dict[str, Any] | None:
    """The entry that undoes a rule's removal, while that is the last that happened to it."""
    past = [each for each in rules.history(db, rule, 1) if each.action == "remove" and not each.undone]
    return rules.undoing(db, past[0].number) if past else None


def _notes(at: Paths) -> list[Note]:
    try:
        return msgspec.json.decode(regular.read(_path(at)), type=list[Note])
    except (OSError, msgspec.MsgspecError):
        return []


def _keep(at: Paths, notes: Sequence[Note]) -> None:
    Path(at.data).mkdir(mode=0o700, parents=True, exist_ok=True)
    files.replace(Path(_path(at)), msgspec.json.encode(list(notes)[-_NOTES:]).decode() + "\n")


def _path(at: Paths) -> str:
    return f"{at.data}/mended.json"
