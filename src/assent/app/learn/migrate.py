"""Rules of one project made rules of all: which of them the answers bear out everywhere, and what the others lack."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.agents import registry
from assent.agents.base import LOCAL, PROJECT
from assent.app import files, install
from assent.app.learn import covered
from assent.app.rules.listed import granted, read
from assent.core.decision import ALLOW
from assent.core.rule import LEARNED
from assent.learning import wording
from assent.learning.candidate import raw
from assent.learning.levels import LEVELS, USER, WORDS
from assent.learning.suggest import suggestion_of
from assent.policy.check import failed_examples
from assent.policy.identity import rule_id
from assent.store import rules

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from assent.app.learn.lesson import Lesson
    from assent.core.pattern import Pattern
    from assent.core.rule import Rule
    from assent.learning.candidate import Candidate
    from assent.learning.gates import Judged
    from assent.learning.suggestion import Suggestion
    from assent.policy.parse import Declared
    from assent.store.paths import Paths
    from assent.store.rules import Stored

CONDITIONS = ("agents", "expires", "fields", "tool")  # what ties a rule to more than its calls
HERE = "project"  # the word by which a rule says that it is for its own project


@dataclass(frozen=True, slots=True)
class Entry:
    """An allow entry that a person wrote into a settings file of a project."""

    path: str
    text: str


@dataclass(slots=True)
class Move:
    """A rule for all projects, or why there is none: its `title` as people know it, where it stands now (granted to
    `projects`, or written as `entries`), the rule it `becomes` with its TOML `fields`, or `why_not`; `known` when it
    holds everywhere already, `covered_by` the rule for all projects that allows all it does, `pooled` when answers to
    others of its kind make it sure, `wider` when what stands there now lets through more than it would."""

    title: str
    projects: list[str] = field(default_factory=list)
    granted: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    becomes: Declared | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, Any] = field(default_factory=dict)
    why_not: str = ""
    known: bool = False
    covered_by: str = ""
    pooled: bool = False
    wider: bool = False

    @property
    def moves(self) -> bool:
        """True when something is to be done about it: it is for all projects, or what is covers it."""
        return self.becomes is not None or bool(self.covered_by)

    @property
    def text(self) -> str:
        """The rule it becomes in one line."""
        cap = ", ".join(self.fields.get("within", ())) or "no effects"
        to = self.fields.get("to")
        return f"{self.title} within {cap}" + (f", only to {', '.join(to)}" if to else "")

    def as_json(self) -> dict[str, Any]:
        """The move as data; `rule` null when it stays where it is."""
        return {
            "title": self.title,
            "projects": self.projects,
            "granted": self.granted,
            "entries": [{"entry": each.text, "file": each.path} for each in self.entries],
            "rule": {"id": self.becomes.rule.id, **self.fields} if self.becomes else None,
            "why_not": self.why_not or None,
            "known": self.known,
            "covered_by": self.covered_by or None,
            "wider": self.wider,
            "evidence": self.evidence or None,
        }


def plan(db: sqlite3.Connection, at: Paths, lesson: Lesson, roots: Mapping[str, str]) -> list[Move]:
    """What becomes of each allow of these projects (key → root), those that move first."""
    everywhere = _everywhere(lesson)
    held = {each.id for each in rules.in_force(db)}
    wide = covered.everywhere(at, db)
    moves = [
        *_granted(db, roots, everywhere, lesson, held, wide),
        *_written(at, roots, everywhere, lesson, held, wide),
    ]
    moves = _together(moves)
    moves.sort(key=lambda each: (not each.moves, each.becomes is None, each.title, each.projects))
    return moves


@dataclass(frozen=True, slots=True)
class _Borne:
    """A rule for all projects that answers speak for: by itself, or as a member of the family that is judged."""

    judged: Judged
    candidate: Candidate

    def rule(self) -> Suggestion | None:
        return suggestion_of(self.judged, self.candidate)


def _everywhere(lesson: Lesson) -> dict[str, list[_Borne]]:
    """What answers speak for in all projects by the form of its pattern, the furthest-reaching that may be offered
    first."""
    found: dict[str, list[_Borne]] = {}
    for each in lesson.learned.judged:
        if each.candidate.scope != USER:
            continue
        # Of a family only what it would grant counts: one of its members may well be kept out.
        single = [each.candidate] if not each.candidate.members else each.members if each.admissible else []
        for candidate in single:
            declared = read({"allow": [wording.pattern_of(candidate)]}, USER, "candidate", [])
            if declared is not None:
                found.setdefault(_form(declared.rule.patterns), []).append(_Borne(each, candidate))
    for several in found.values():
        several.sort(
            key=lambda each: (not each.judged.admissible, -each.candidate.level, -raw(each.candidate)[0])
        )
    return found


def _form(patterns: Sequence[Pattern]) -> str:
    """One text for all spellings of patterns."""
    return json.dumps(sorted(json.dumps(each.row()[1:]) for each in patterns))


def _granted(
    db: sqlite3.Connection,
    roots: Mapping[str, str],
    everywhere: Mapping[str, Sequence[_Borne]],
    lesson: Lesson,
    held: set[str],
    wide: Sequence[Rule],
) -> list[Move]:
    """The granted allows of the projects: each moves as it is, with the cap it has, or goes where it is covered."""
    found = []
    standing = {each.id: each.declared for each in granted(db)}
    for each in rules.all_rules(db):
        if each.layer != rules.GRANTED or each.verdict != ALLOW or each.project not in roots:
            continue
        declared = read(each.body, each.project, f"rule {each.id}", [])
        if declared is None or not each.enabled or each.suspended:
            continue
        title = wording.shown_pattern(", ".join(pattern.text for pattern in declared.rule.patterns))
        move = Move(title, [each.project], [each.id])
        bounded = standing.get(each.id) or declared
        move.covered_by = covered.by(bounded.rule, wide)
        if not move.covered_by:
            _judge_granted(move, each, declared, everywhere, lesson, held)
        found.append(move)
    return found


def _judge_granted(
    move: Move,
    stored: Stored,
    declared: Declared,
    everywhere: Mapping[str, Sequence[_Borne]],
    lesson: Lesson,
    held: set[str],
) -> None:
    rule = declared.rule
    capped = "within" in stored.body
    kept = {key: value for key, value in stored.body.items() if key != "in"}
    if rule_id(kept, ALLOW, USER) in held:
        move.known, move.becomes, move.fields = True, read(kept, USER, "rule", []), kept
        return
    if _is_tied(stored.body) or stored.body.get("in") not in (None, HERE):
        move.why_not = "it holds only under conditions of its own"
        return
    level = rule.level if rule.origin == LEARNED else None
    near = [
        each for each in everywhere.get(_form(rule.patterns), ()) if level in (None, each.candidate.level)
    ]
    fitting = [each for each in near if not capped or not (rule.cap or 0) & ~each.candidate.cap]
    best = next(iter(fitting), None)
    if best is None:
        move.why_not = _no_candidate(lesson, rule.patterns, level, near)
    elif tuple(stored.body.get("to") or ()) != best.candidate.shape.to and stored.body.get("to"):
        move.why_not = "your answers elsewhere were about other hosts or remotes"
    elif not best.judged.admissible:
        move.why_not = _lacking(best.judged)
    else:
        move.wider = not capped
        _becomes(move, _moved_fields(kept, rule.origin == LEARNED, best), best, lesson)


def _is_tied(body: Mapping[str, Any]) -> bool:
    """True for a rule with conditions; the places that a learned one names without holding them are none."""
    named = body.get("origin") == LEARNED and not any((body.get("fields") or {}).values())
    return any(body.get(key) for key in CONDITIONS if not (named and key in ("fields", "tool")))


def _moved_fields(kept: dict[str, Any], learned: bool, best: _Borne) -> dict[str, Any]:
    """The fields of a granted rule once it is for all projects: its own bounds where it has any, else those that were
    approved; told anew where it was learned."""
    made = best.rule()
    if made is None:
        return {}
    fresh = made.members[0].fields
    if learned or "within" not in kept:
        bounds = {key: value for key, value in kept.items() if key in ("within", "to")}
        dropped = ("within", "to") if "within" in kept else ()
        return {key: value for key, value in fresh.items() if key not in dropped} | bounds
    return kept | {"origin": LEARNED, "level": best.candidate.level}


def _written(
    at: Paths,
    roots: Mapping[str, str],
    everywhere: Mapping[str, Sequence[_Borne]],
    lesson: Lesson,
    held: set[str],
    wide: Sequence[Rule],
) -> list[Move]:
    """The allow entries that people wrote into the projects' settings: each becomes a rule with the effects that were
    approved, which an entry has no way to say."""
    found = []
    for key, root in roots.items():
        for entry in entries_of(at, root):
            move = Move(entry.text, [key], entries=[entry], wider=True)
            declared = read({"allow": [entry.text]}, USER, "entry", [])
            near = everywhere.get(_form(declared.rule.patterns), ()) if declared else ()
            best = next(iter(near), None)
            if declared is None:
                move.why_not = "it is no pattern that assent reads"
            elif best is None:
                move.why_not = _no_candidate(lesson, declared.rule.patterns, None, near)
            elif not best.judged.admissible:
                move.why_not = _lacking(best.judged)
            else:
                made = best.rule()
                _becomes(move, dict(made.members[0].fields) if made else {}, best, lesson)
                move.known = move.becomes is not None and move.becomes.rule.id in held
                if move.becomes is not None and not move.known:
                    move.covered_by = covered.by(move.becomes.rule, wide)
            found.append(move)
    return found


def entries_of(at: Paths, root: str) -> list[Entry]:
    """The allow entries in a project's settings files that are not ours."""
    part, matcher = registry.settings(registry.DEFAULT), registry.matcher(registry.DEFAULT)
    if part is None or matcher is None or not root or not Path(root).is_dir():
        return []
    places = part.paths(at.home, root)
    found = []
    for source in (PROJECT, LOCAL):
        path = places[source]
        text = files.read_text(Path(path))
        held = matcher.read_settings(text, source, root) if isinstance(text, str) else None
        recorded = install.recorded(at).get(path)
        ours = recorded.allow if recorded else []
        found += [Entry(path, each) for each in (held.allow if held else ()) if each not in ours]
    return found


def _becomes(move: Move, fields: dict[str, Any], best: _Borne, lesson: Lesson) -> None:
    """The rule it becomes, once it allows what it was learned from everywhere and nothing stricter speaks first."""
    made = best.rule()
    declared = read(fields, USER, "rule", []) if fields else None
    if made is None or declared is None or not lesson.proof.proves(made):
        move.why_not = "it does not allow the calls that you approved, or a stricter rule speaks first"
        return
    (member,) = made.members
    examples = {"yes": member.declared.yes} | ({"no": member.declared.no} if member.declared.no else {})
    whole = {key: value for key, value in fields.items() if key not in ("yes", "no")} | examples
    declared = read(whole, USER, "rule", [])
    if declared is None or failed_examples(declared, ""):
        move.why_not = "its examples do not hold in every project"
        return
    counted = ("level", "confidence", "approvals", "denials", "sessions", "days", "projects", "last_used")
    shown = made.of(member)
    move.becomes, move.fields, move.pooled = declared, whole, bool(best.judged.candidate.members)
    move.evidence = {
        "scope": USER,
        "until": lesson.as_of,
        **{key: shown[key] for key in counted},
        "calls": [],
    }


def _lacking(best: Judged) -> str:
    if best.barred:
        return best.barred
    return f"it needs {' and '.join(best.lacking)}"


def _no_candidate(
    lesson: Lesson, patterns: Sequence[Pattern], level: int | None, near: Sequence[_Borne]
) -> str:
    """Why no candidate for all projects holds what the rule does."""
    if near:
        return "elsewhere you approved less than it allows"
    form = _form(patterns)
    for each in lesson.learned.judged:
        candidate = each.candidate
        if candidate.members:
            continue
        declared = read({"allow": [wording.pattern_of(candidate)]}, USER, "candidate", [])
        if declared is None or _form(declared.rule.patterns) != form or level not in (None, candidate.level):
            continue
        if not LEVELS[candidate.level].projects:
            return f"rules about {WORDS[candidate.level]} hold in one project only"
    return "the logs hold no answers of yours to such calls"


def _together(moves: Sequence[Move]) -> list[Move]:
    """Moves that come to the same rule, or stay for the same reason, as one with all the places it stands in."""
    found: dict[tuple[str, str, str], Move] = {}
    for each in moves:
        identity = each.becomes.rule.id if each.becomes else each.covered_by
        title = "" if each.becomes else each.title
        first = found.setdefault((identity, title, each.why_not), each)
        if first is not each:
            first.projects = list(dict.fromkeys([*first.projects, *each.projects]))
            first.granted += each.granted
            first.entries += each.entries
            first.wider = first.wider or each.wider
    return list(found.values())


def leaves(move: Move, *, whole: bool) -> list[str]:
    """The granted rules that are taken from their projects."""
    return move.granted if whole or not move.wider else []


def changes(db: sqlite3.Connection, moves: Sequence[Move], *, whole: bool) -> list[dict[str, Any]]:
    """The entries that grant the moved rules to all projects and take them from the ones they were granted to; rules
    that let more through there only when the `whole` of them is wished gone."""
    found = []
    for each in moves:
        if each.becomes is not None and not each.known and not each.covered_by:
            rule = each.becomes.rule
            stored = rules.Stored(
                rule.id, ALLOW, each.fields, rule.name, origin=rule.origin, level=rule.level
            )
            why = f"moved from {len(each.projects)} project{'' if len(each.projects) == 1 else 's'}"
            found.append(rules.adding(stored, LEARNED, why, each.evidence))
        if each.moves:
            found += [rules.removing(db, identity) for identity in leaves(each, whole=whole)]
    return found
