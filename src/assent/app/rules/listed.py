"""The rules at a place as people see them, also those that do not count, and the words that name them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assent.app import observe
from assent.app.rules import terms
from assent.core.effect import BIT
from assent.core.problem import Problem
from assent.core.redact.told import told
from assent.learning.levels import USER
from assent.policy.words import VERDICTS
from assent.store import resting, rules
from assent.store.rules import GRANTED, MANAGED, Stored

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from assent.app.project import Project
    from assent.policy.layers import Layer
    from assent.policy.parse import Declared
    from assent.store.paths import Paths

MODULES = "modules"
RULES = " rules"  # how the id of a family ends, behind the number of its members
ON, OFF, UNTRUSTED = "on", "off", "untrusted"
DORMANT, SUSPENDED, EXPIRED = resting.DORMANT, resting.SUSPENDED, resting.EXPIRED


@dataclass(frozen=True, slots=True)
class Listed:
    """A rule as it stands: `state` is `on` or why it does not count, `note` says more about that. `fields` are those
    of a policy file, `source` the file or module ("" when granted), `project` its key ("" for every project),
    `created` the time of a grant. `declared` is None for a granted rule that does not read back."""

    id: str
    layer: str
    source: str
    state: str
    note: str
    fields: Mapping[str, Any]
    project: str = ""
    created: str = ""
    declared: Declared | None = None

    @property
    def verdict(self) -> str:
        return next((word for word in VERDICTS if word in self.fields), "ask")

    @property
    def name(self) -> str:
        return str(self.fields.get("name", ""))

    @property
    def family(self) -> str:
        """What it was learned with, "" for a rule by itself."""
        return str(self.fields.get("family", "")) if self.layer == GRANTED else ""

    @property
    def patterns(self) -> list[str]:
        given = self.fields.get(self.verdict)
        return [str(each) for each in given] if isinstance(given, list) else []

    def as_json(self) -> dict[str, Any]:
        """The rule as `rules list --json` gives it; `within` null is a rule without a cap of its own."""
        line = self.declared.line if self.declared else 0
        return {
            "id": self.id,
            "name": self.name,
            "family": self.family or None,
            "verdict": self.verdict,
            "patterns": told(self.patterns),
            "within": self.fields.get("within"),
            "layer": self.layer,
            "source": self.source,
            "line": line or None,
            "project": self.project or None,
            "state": self.state,
            "note": told(self.note),
            "created": self.created or None,
            "rule": told(dict(self.fields)),
        }


def listed(at: Paths, db: sqlite3.Connection, place: Project) -> list[Listed]:
    """Every rule of every layer at a place, also those that do not count; granted ones before the modules."""
    return read_through(at, db, place)[0]


def read_through(at: Paths, db: sqlite3.Connection, place: Project) -> tuple[list[Listed], list[Problem]]:
    """The same, and everything that is wrong with the sources, by one reading of them."""
    from assent.app.rules.compiler import Compiler

    made = Compiler(at, db)
    layers = made.layers(place.key, place.root)
    made.programs(place.key, place.root)
    off = set(made.off())
    found: list[Listed] = []
    for layer in layers:
        if layer.name == GRANTED:
            found += granted(db, place.key)
        else:
            found += [_declared(each, layer, off) for each in layer.rules]
    return found, made.problems


def in_families(found: Sequence[Listed]) -> list[Listed]:
    """The rules with each family of a scope as one: all patterns, every effect that some member has. Its id tells how
    many there are."""
    made: dict[tuple[str, str], list[Listed]] = {}
    for each in found:
        made.setdefault((each.family, each.project) if each.family else (each.id, each.layer), []).append(
            each
        )
    return [_as_one(members) if len(members) > 1 else members[0] for members in made.values()]


def _as_one(members: Sequence[Listed]) -> Listed:
    effects = {name: None for each in members for name in each.fields.get("within", ())}
    off = [each for each in members if each.state != ON]
    return replace(
        members[0],
        id=f"{len(members)}{RULES}",
        state=ON if not off else off[0].state if len(off) == len(members) else f"{len(off)} {off[0].state}",
        note=f"see: assent rules show {members[0].family}" if off else "",
        fields={
            "name": members[0].family,
            members[0].verdict: [pattern for each in members for pattern in each.patterns],
            "within": [name for name in BIT if name in effects],
            "family": members[0].family,
        },
        declared=None,
    )


def _declared(each: Declared, layer: Layer, off: set[str]) -> Listed:
    from assent.policy.format import fields_of

    state, note = _state_of(each)
    if not each.enabled:
        back = f"category {each.topic} is excluded: assent modules include {each.topic}"
        state, note = OFF, back if layer.name == MODULES else f"enabled = false in {layer.path}"
    elif each.rule.id in off and layer.name != MANAGED:
        state, note = OFF, f"switched on again with: assent rules enable {each.rule.id}"
    elif not layer.trusted and each.rule.verdict == "allow":
        state, note = UNTRUSTED, f"its file is not trusted: assent rules trust {layer.path}"
    return Listed(each.rule.id, layer.name, layer.path, state, note, fields_of(each), declared=each)


def granted(db: sqlite3.Connection, key: str | None = None) -> list[Listed]:
    """The granted rules for every project and for one, or of all projects with None."""
    keys = None if key is None else ("", key)
    return [
        _granted(db, each)
        for each in rules.all_rules(db)
        if each.layer == GRANTED and (keys is None or each.project in keys)
    ]


def _granted(db: sqlite3.Connection, each: Stored) -> Listed:
    scope = each.project or USER
    from assent.policy.parse import sound

    declared = read(each.body, scope, "granted rule", []) or sound(each.body, "granted rule", GRANTED, scope)
    if declared is not None:
        terms.bound(db, each, declared)
    state, note = _state_of(declared)
    rests, why = resting.read(each.suspended, enabled=each.enabled)
    if rests:
        state, note = rests, f"{why}; to bring it back: assent rules enable {each.id}"
    elif not each.enabled:
        state, note = OFF, f"switched on again with: assent rules enable {each.id}"
    elif each.suspended:
        state, note = SUSPENDED, each.suspended
    return Listed(each.id, GRANTED, "", state, note, each.body, each.project, each.created, declared)


def _state_of(declared: Declared | None) -> tuple[str, str]:
    if declared is None:
        return SUSPENDED, "it does not read back as a rule"
    expires = declared.rule.expires
    return (EXPIRED, f"since {expires}") if expires and observe.today() >= expires else (ON, "")


def read(fields: Mapping[str, Any], scope: str, where: str, problems: list[Problem]) -> Declared | None:
    """The granted rule of its fields; None with its problems when it is no sound rule."""
    from assent.policy.parse import read_rule

    return read_rule(fields, where, GRANTED, scope, problems)


def pick(db: sqlite3.Connection, words: Sequence[str], verb: str) -> tuple[list[str], list[Problem]]:
    """The ids that words name (ids, beginnings of ids, names, families), each once; a problem per word that names none
    or several."""
    ids: list[str] = []
    problems: list[Problem] = []
    for word in words:
        named = sorted({each.id for each in rules.find(db, word)})
        family = rules.family(db, word)
        if family and (verb != "show" or not named):
            ids += [each for each in family if each not in ids]
        elif len(named) == 1:
            ids += [named[0]] if named[0] not in ids else []
        elif named:
            what = f"{word!r} names {len(named)} rules: {', '.join(named)}"
            problems.append(Problem(f"rules {verb}", what, "name one by its id"))
        else:
            problems.append(unknown(db, word, verb))
    return ids, problems


def unknown(db: sqlite3.Connection, word: str, verb: str) -> Problem:
    """The problem of a word that names no rule, with the closest ids and names."""
    known = rules.all_rules(db)
    names = {each.name: each.id for each in known if each.name} | {each.id: each.name for each in known}
    import difflib

    close = difflib.get_close_matches(word, names, 3, 0.5)
    like = " or ".join(f"{each} ({names[each]})" if names[each] else each for each in close)
    return Problem(
        f"rules {verb}",
        f"there is no rule {word!r}",
        f"did you mean {like}?" if like else "see: assent rules list",
    )
