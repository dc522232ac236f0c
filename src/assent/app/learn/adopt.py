"""Accepted suggestions put in force: recorded, granted, told to the agent where its list can say it, and explained."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from assent.agents import registry
from assent.agents.base import LOCAL, Added
from assent.app import files, install
from assent.app.learn import trail, transfer, untracked
from assent.app.planned import Change, Plan
from assent.app.rules import in_force
from assent.app.rules.listed import read
from assent.core.problem import Problem
from assent.core.rule import LEARNED
from assent.learning.gates import reached
from assent.learning.levels import USER
from assent.policy.identity import rule_id
from assent.store import reviews, rules, suppressions
from assent.store.db import StoreError
from assent.store.rules import Stored

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence

    from assent.core.rule import Rule
    from assent.learning.suggestion import Member, Suggestion
    from assent.policy.parse import Declared
    from assent.store.paths import Paths

MINE = ("permissions", "permissions.allow")


@dataclass(slots=True)
class Grant:
    """An accepted suggestion: the rule `declared`, the `scope` it gets (`user` or a project key), its JSON form, in
    which the TOML fields of the rule stand, and what it was learned from."""

    declared: Declared
    scope: str
    shown: dict[str, Any]
    evidence: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id of the rule."""
        return self.declared.rule.id


@dataclass(slots=True)
class Adopted:
    """What came of it: ids of rules granted and of suggestions silenced, how many of these until which day, entries
    written per settings file, trails, the files among them that git would list (see `untracked`), problems."""

    granted: list[str] = field(default_factory=list)
    silenced: list[str] = field(default_factory=list)
    silent_until: Counter[str] = field(default_factory=Counter)
    entries: dict[str, list[str]] = field(default_factory=dict)
    trails: list[str] = field(default_factory=list)
    listed_by_git: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def grants_of(
    suggestion: Suggestion, behind: Callable[[Member], dict[str, Any]] | None = None
) -> list[Grant]:
    """The grants of a suggestion in its own scope, one for each of its rules; `behind` tells what one stands on."""
    scope = suggestion.judged.candidate.scope
    return [
        Grant(each.declared, scope, suggestion.of(each), behind(each) if behind else {})
        for each in suggestion.members
    ]


def adopt(
    db: sqlite3.Connection,
    at: Paths,
    grants: Sequence[Grant],
    rejected: Sequence[Suggestion],
    roots: Mapping[str, str],
    day: str,
    *,
    never: Sequence[Suggestion] = (),
    rehearsal: bool = False,
    review: dict[str, Any] | None = None,
    after: int | None = None,
) -> Adopted:
    """Grants and silences in one change, those of `never` for good; then the agent's own lists and the trails, but in a
    `rehearsal`, which stays in the database. `review` tells what a person saw and answered; None where a script did,
    whose choice stands only while no change came `after` the one of this number: it may have been a no.
    Raises StoreError when nothing was changed; what fails after that comes back as problems, and the rules are in force
    all the same."""
    done = Adopted()
    changes = [entry for each in grants for entry in transfer.retired(db, each.shown.get("replaces", ()))]
    replaced = _scopes(db, changes)
    changes += [
        rules.adding(_stored(each), LEARNED, _reasoning(each.shown), _behind(each)) for each in grants
    ]
    if rejected:
        changes.append(_rejecting(rejected))
    if never:
        changes.append(_rejecting(never, for_good=True))
    if not changes:
        return done
    if review:
        changes.append(review)
    in_force.change(at, db, changes, None if review else after)
    done.granted = [each.id for each in grants]
    done.silenced = [each.id for each in (*rejected, *never)]
    done.silent_until = Counter(
        each.until for each in suppressions.refused(db, "") if each.id in done.silenced
    )
    if rehearsal:
        return done
    for scope in replaced:
        sync_native(db, at, scope, roots.get(scope, ""), done)
    for scope in dict.fromkeys(each.scope for each in grants):
        mine = [each for each in grants if each.scope == scope]
        root = "" if scope == USER else roots.get(scope, "")
        written = sync_native(db, at, scope, root, done, mine)
        paragraphs = [trail.paragraph(each.shown, day, _entries_of(each, written)) for each in mine]
        path = trail.place(at, root)
        problem = trail.append(path, paragraphs)
        if problem:
            done.problems.append(problem)
        else:
            done.trails.append(str(path))
    done.listed_by_git = untracked.listed(roots, [*done.entries, *done.trails])
    return done


def will_write(at: Paths, given: Sequence[Suggestion], roots: Mapping[str, str]) -> list[str]:
    """The files in projects that accepting these suggestions adds to."""
    found: dict[str, None] = {}
    for each in given:
        root = roots.get(each.judged.candidate.scope, "")
        if not root or not Path(root).is_dir():
            continue
        if _entries(each.rules):
            found[str(native_list(at, root))] = None
        found[str(trail.place(at, root))] = None
    return list(found)


def take_out(at: Paths, path: str, entry: str) -> Problem | None:
    """Takes an entry of a person's own out of the agent's allow list, what is ours there left as it is."""
    change = taking_out(at, path, [entry])
    if isinstance(change, Problem):
        return change
    left = install.write_plan(Plan([change]), at)
    return left[0] if left else None


def taking_out(
    at: Paths, path: str, entries: Sequence[str], agent: str = registry.DEFAULT
) -> Change | Problem:
    """The change that takes these entries of a person's own out of an agent's allow list."""
    ours = _ours(at, path)
    return _changing(at, path, ours, Added(allow=[*ours, *entries]), agent)


def putting_back(
    at: Paths, path: str, entries: Sequence[str], agent: str = registry.DEFAULT
) -> Change | Problem:
    """The change that puts them in again, as the person's own."""
    ours = _ours(at, path)
    change = _changing(at, path, [*ours, *entries], Added(allow=ours), agent)
    if isinstance(change, Change) and change.added is not None:
        change.added.allow = ours
    return change


def _ours(at: Paths, path: str) -> list[str]:
    previous = install.recorded(at).get(path)
    return list(previous.allow) if previous else []


def _changing(at: Paths, path: str, wanted: Sequence[str], had: Added, agent: str) -> Change | Problem:
    """The change of a settings file's allow list from what we had in it to what is wanted."""
    text = files.read_text(Path(path))
    if isinstance(text, Problem) or text is None:
        return text if text is not None else Problem(path, "is gone", "nothing was changed")
    previous = install.recorded(at).get(path)
    patch = install.settings(agent).allow_entries(text, wanted, had, path)
    if isinstance(patch, Problem):
        return patch
    added = _merged(previous, patch.added) if previous else None
    if added is not None:
        added.before = None  # it would bring the entries back, or take them away
    return Change(Path(path), text, patch.text, added, files.unwritable(Path(path)))


def _behind(given: Grant) -> dict[str, Any]:
    """What a grant was learned from, with the rules it replaces: undone, it brings them back."""
    replaces = given.shown.get("replaces")
    return given.evidence | {"replaces": replaces} if replaces else given.evidence


def _scopes(db: sqlite3.Connection, changes: Sequence[Mapping[str, Any]]) -> list[str]:
    """The projects whose rules are taken away."""
    gone = {str(each["rule_id"]) for each in changes}
    return list(
        dict.fromkeys(each.project for each in rules.all_rules(db) if each.id in gone and each.project)
    )


def _rejecting(rejected: Sequence[Suggestion], *, for_good: bool = False) -> dict[str, Any]:
    keys = {key: each.judged.confidence.raw_yes for each in rejected for key in each.keys}
    shown = [
        {"id": each.id, "text": each.text, "scope": each.judged.candidate.scope, "keys": each.keys}
        for each in rejected
    ]
    return suppressions.rejecting(keys, shown, for_good=for_good)


def reviewing(
    shown: Sequence[Suggestion], accepted: Sequence[Suggestion], rejected: Sequence[Suggestion]
) -> dict[str, Any]:
    """The entry that counts by level what a person was shown, accepted and refused; a family counts once."""
    seen, yes, no = (
        Counter(each.judged.candidate.level for each in some) for some in (shown, accepted, rejected)
    )
    # A narrower rule that was asked about instead may be of another level.
    levels = {
        level: (max(seen[level], yes[level] + no[level]), yes[level], no[level]) for level in seen | yes | no
    }
    return reviews.reviewing(levels)


def _reasoning(shown: Mapping[str, Any]) -> str:
    """What a rule was learned from, for its history."""
    sure = f"{reached(shown['confidence'])} sure" if isinstance(shown.get("confidence"), float) else ""
    given = "denials" if shown.get("verdict") else "approvals"
    return ", ".join(filter(None, [f"{shown.get(given)} {given}", sure]))


def _stored(grant: Grant) -> Stored:
    rule, fields = grant.declared.rule, grant.shown["rule"]
    if not grant.scope or rule_id(fields, rule.verdict, grant.scope) != grant.id:
        what = "is not the rule that was shown"
        raise StoreError(Problem(grant.shown["text"], what, "this is a bug in assent; nothing was changed"))
    project = "" if grant.scope == USER else grant.scope
    return Stored(
        grant.id, rule.verdict, fields, rule.name, origin=LEARNED, level=rule.level, project=project
    )


def _entries_of(grant: Grant, written: Sequence[str]) -> list[str]:
    return [entry for entry in _entries([grant.declared.rule]) if entry in written]


def sync_native(
    db: sqlite3.Connection,
    at: Paths,
    scope: str,
    root: str,
    done: Adopted,
    fresh: Sequence[Grant] = (),
) -> list[str]:
    """Makes the agent's own allow list hold exactly the entries of the rules granted in a scope that it can say
    without saying more, and returns them; for the user's rules its user settings, for a project's its local ones.
    What is `fresh` was granted a moment ago and need not be read again."""
    if scope != USER and not (root and Path(root).is_dir()):
        return []
    path = native_list(at, "" if scope == USER else root)
    compiled = said_natively(db, scope, fresh)
    previous = install.recorded(at).get(str(path))
    if not compiled and not (previous and previous.allow):
        return []
    problem = _write_entries(at, path, compiled, previous)
    if problem:
        done.problems.append(problem)
        return []
    added = [entry for entry in compiled if not (previous and entry in previous.allow)]
    if added:
        done.entries[str(path)] = added
    return compiled


def said_natively(db: sqlite3.Connection, scope: str, fresh: Sequence[Grant] = ()) -> list[str]:
    """The entries of the rules granted in a scope that the agent's own list can say without saying more."""
    known = {each.id: each.declared for each in fresh}
    wanted = [
        declared.rule
        for each in rules.in_force(db, "" if scope == USER else scope)
        if each.verdict == "allow" and (each.project or USER) == scope
        if (declared := known.get(each.id) or read(each.body, scope, "granted rule", [])) is not None
    ]
    return _entries(wanted)


def native_list(at: Paths, root: str) -> Path:
    """The agent's own settings file that takes what is granted: the user's, or the local one of a project."""
    part = install.settings(registry.DEFAULT)
    return Path(part.paths(at.home, root)[LOCAL]) if root else install.settings_path(Path(at.home))


def _entries(granted: Sequence[Rule]) -> list[str]:
    compiler = registry.compiler(registry.DEFAULT)
    return compiler.grants(granted).entries if compiler else []


def _write_entries(at: Paths, path: Path, wanted: Sequence[str], previous: Added | None) -> Problem | None:
    """The settings file with these entries of ours and no others, everything else in it as it is."""
    text = files.read_text(path)
    if isinstance(text, Problem):
        return text
    ours = None
    if previous is not None:
        ours = Added(allow=previous.allow, made=[each for each in previous.made if each in MINE])
    patch = install.settings(registry.DEFAULT).allow_entries(text, wanted, ours, str(path))
    if isinstance(patch, Problem):
        return patch
    if not patch.changed:
        return None
    added = patch.added if previous is None else _merged(previous, patch.added)
    change = Change(path, text, patch.text, added, files.unwritable(path))
    left = install.write_plan(Plan([change]), at)
    return left[0] if left else None


def _merged(previous: Added, now: Added) -> Added:
    """The record of a file that an installation had changed before: its hooks and denials stay noted."""
    kept = [each for each in previous.made if each != MINE[1]]
    return msgspec.structs.replace(
        previous,
        allow=now.allow,
        made=list(dict.fromkeys([*kept, *now.made])),
        new_file=previous.new_file or now.new_file,
        after=now.after,
    )
