"""Policy text (TOML) read into rules, with every mistake collected and placed."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assent.core import effect
from assent.core.decision import ASK, DENY
from assent.core.problem import Problem
from assent.core.regex import HINT, RefusedError, automaton
from assent.core.rule import LEARNED, PERSON, SHIPPED, Rule
from assent.policy.identity import rule_id
from assent.policy.kinds import KINDS
from assent.policy.lines import Spots, line_of_error, spots_of
from assent.policy.pattern import read_pattern
from assent.policy.words import BY_KEY, VERDICTS, WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assent.core.pattern import Pattern

LONGEST_REGEX = 500


@dataclass(slots=True)
class Declared:
    """A rule as written: the rule, its examples, whether it is switched on, its line (1-based), what it is about in a
    word or two, the family it was learned with, and where in the file its words stand."""

    rule: Rule
    yes: list[str] = field(default_factory=list)
    no: list[str] = field(default_factory=list)
    enabled: bool = True
    line: int = 0
    topic: str = ""
    family: str = ""
    spots: Spots | None = field(default=None, repr=False, compare=False)


def read_policy(
    text: str, where: str, layer: str, scope: str = "user"
) -> tuple[list[Declared], list[Problem]]:
    """Every rule of a policy file and every problem in it; with a problem the file must not be used."""
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also a number too long for this Python
        spot = f"{where}:{line_of_error(error, text)}"
        return [], [Problem(spot, f"not valid TOML: {error}", "rules start with [[rule]]")]
    top, spots = spots_of(text, where)
    problems = [
        Problem(top.at(key), f"unknown key {key!r}", "a policy holds [[rule]] paragraphs and `version`")
        for key in data
        if key not in ("rule", "version", "module")
    ]
    given = data.get("rule", [])
    if not isinstance(given, list):
        return [], [
            *problems,
            Problem(top.at("rule"), "`rule` is not a list", "write [[rule]] with two brackets"),
        ]
    found: list[Declared] = []
    for index, table in enumerate(given):
        here = spots[index] if index < len(spots) else Spots(where, top.keys.get("rule", 0))
        made = read_rule(table, here, layer, scope, problems) or sound(table, here, layer, scope)
        if made:
            made.line, made.spots = here.line, here
            found.append(made)
    return found, problems


def sound(table: object, where: str | Spots, layer: str, scope: str) -> Declared | None:
    """What a refusing paragraph denies (or asks about) all the same: one slip in it must not drop the denials beside
    it while the file waits to be mended. Left out are patterns that cannot be read and words that decide nothing; a
    slip in a condition leaves nothing, since nobody knows how far the rule was meant to reach."""
    given = table if isinstance(table, dict) else {}
    verdict = next((each for each in (DENY, ASK) if isinstance(given.get(each), list)), "")
    spots = Spots(where) if isinstance(where, str) else where
    kept = [text for text in given.get(verdict, []) if _is_readable(text, verdict)]
    if not kept:
        return None
    pruned = {key: value for key, value in given.items() if not _is_idle(key, value, verdict)}
    doubts: list[Problem] = []
    made = read_rule({**pruned, verdict: kept}, spots, layer, scope, doubts, lenient=True)
    return None if doubts else made


def _is_readable(text: object, verdict: str) -> bool:
    plain = KINDS["text"].read(text) is not None
    return plain and not isinstance(read_pattern(str(text), verdict, lenient=True), Problem)


def _is_idle(key: str, value: object, verdict: str) -> bool:
    """True for a word that cannot be used and changes nothing of what a rule that denies or asks says: the list of
    another verdict, a name that is no text."""
    word = BY_KEY.get(key)
    if word is None or key == "enabled" or (word.decides and key not in VERDICTS):
        return False
    return verdict not in word.verdicts or KINDS[word.kind].read(value) is None


def read_rule(
    table: Mapping[str, Any],
    where: str | Spots,
    layer: str,
    scope: str,
    problems: list[Problem],
    *,
    lenient: bool = False,
) -> Declared | None:
    """One rule paragraph; None when it has a problem (which is added). `lenient` as for a pattern."""
    before = len(problems)
    spots = Spots(where) if isinstance(where, str) else where
    if not isinstance(table, dict):
        what = "`rule` holds something that is no paragraph"
        problems.append(Problem(spots.at(), what, "write [[rule]] above it"))
        return None
    spots.name = table["name"] if isinstance(table.get("name"), str) else ""
    given = _typed(table, spots, problems)
    verdict = _verdict(given, spots, problems)
    _fitting(given, verdict, spots, problems)
    held = {key: _held(key, value, verdict, spots, problems, lenient=lenient) for key, value in given.items()}
    _regexes(given, spots, problems)
    origin = _origin(given, layer, spots, problems)
    if len(problems) > before:
        return None
    if held.get("within") is not None and origin != PERSON:
        held["within"] &= ~effect.NEVER_LEARNED
    attributes = {
        word.attribute: held[word.key]
        for word in WORDS
        if word.attribute and word.key in held and word.key not in (*VERDICTS, "origin")
    }
    rule = Rule(
        rule_id(given, verdict, scope), verdict, held[verdict], layer=layer, origin=origin, **attributes
    )
    told = {key: given.get(key, "") for key in ("topic", "family")}
    return Declared(rule, given.get("yes", []), given.get("no", []), given.get("enabled", True), **told)


def _held(key: str, value: Any, verdict: str, spots: Spots, problems: list[Problem], *, lenient: bool) -> Any:
    """The value of a word as the rule holds it."""
    kind = BY_KEY[key].kind
    if kind == "patterns":
        return _patterns(key, value, verdict if key == verdict else DENY, spots, problems, lenient=lenient)
    return _mask(value, key, spots, problems) if kind in ("cap", "effects") else value


def _typed(table: Mapping[str, Any], spots: Spots, problems: list[Problem]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for key, value in table.items():
        word = BY_KEY.get(key)
        if word is None:
            close = difflib.get_close_matches(key, BY_KEY, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(BY_KEY)}"
            problems.append(Problem(spots.at(key), f"unknown key {key!r}", hint))
            continue
        kind = KINDS[word.kind]
        result = kind.read(value)
        if result is None:
            problems.append(Problem(spots.at(key), f"`{key}` must be {kind.wanted}"))
        else:
            given[key] = result
    return given


def _verdict(given: Mapping[str, Any], spots: Spots, problems: list[Problem]) -> str:
    named = [verdict for verdict in VERDICTS if verdict in given]
    if len(named) != 1:
        what = "says neither allow, ask nor deny" if not named else f"says {' and '.join(named)}"
        problems.append(
            Problem(spots.at(), what, 'a rule has one of them, for example allow = ["Bash(git *)"]')
        )
    verdict = named[0] if named else "ask"
    if named and not given[verdict] and (verdict == "allow" or not _speaks_otherwise(given)):
        problems.append(
            Problem(spots.at(verdict), f"`{verdict}` is empty", 'name a pattern, or "*" for every call')
        )
    return verdict


def _speaks_otherwise(given: Mapping[str, Any]) -> bool:
    return any(given.get(key) for key in ("tool", "effects", "effects_all", "traits"))


def _fitting(given: Mapping[str, Any], verdict: str, spots: Spots, problems: list[Problem]) -> None:
    for key, value in given.items():
        word = BY_KEY[key]
        if key not in VERDICTS and verdict not in word.verdicts and value is not False:
            meant = " and ".join(
                sorted(word.verdicts, reverse=True) if len(word.verdicts) > 1 else word.verdicts
            )
            problems.append(Problem(spots.at(key), f"`{key}` only means something with {meant}"))
        if word.kind == "texts" and word.decides and "" in value:
            problems.append(Problem(spots.at(key), f"`{key}` holds an empty text", "nothing is called that"))
    if "fields" in given and "tool" not in given:
        problems.append(Problem(spots.at("fields"), "`fields` needs `tool`", 'for example tool = "Bash"'))


def _patterns(
    key: str, texts: list[str], verdict: str, spots: Spots, problems: list[Problem], *, lenient: bool
) -> list[Pattern]:
    found: list[Pattern] = []
    for index, text in enumerate(texts):
        made = read_pattern(text, verdict, spots.at(key, index), lenient=lenient)
        if isinstance(made, Problem):
            problems.append(made)
        else:
            found.append(made)
    return found


def _mask(names: list[str], key: str, spots: Spots, problems: list[Problem]) -> int:
    if key == "within" and names == ["any"]:
        return effect.ALL
    bad = [name for name in names if name not in effect.BIT]
    hint = f"effects are {', '.join(effect.NAMES)}"
    problems += [
        Problem(spots.at(key, names.index(name)), f"`{key}` holds {name!r}, which is no effect", hint)
        for name in bad
    ]
    return effect.mask_of(name for name in names if name not in bad)


def _regexes(given: Mapping[str, Any], spots: Spots, problems: list[Problem]) -> None:
    named = {"tool": given["tool"]} if "tool" in given else {}
    for name, regex in (named | given.get("fields", {})).items():
        spot = spots.at("tool" if regex is named.get(name) else _field(name, spots))
        if len(regex) > LONGEST_REGEX:
            hint = f"at most {LONGEST_REGEX} characters"
            problems.append(Problem(spot, f"the regex of `{name}` is too long", hint))
            continue
        try:
            automaton(regex)
        except RefusedError as error:
            problems.append(Problem(spot, f"the regex of `{name}` cannot be used: {error}", HINT))


def _field(name: str, spots: Spots) -> str:
    """The key of a regex: its own where it stands on a line of its own."""
    return f"fields.{name}" if f"fields.{name}" in spots.keys else "fields"


def _origin(given: Mapping[str, Any], layer: str, spots: Spots, problems: list[Problem]) -> str:
    """`origin` in a file may only make a rule stricter: `learned` is capped as learned rules are."""
    origin = given.get("origin", SHIPPED if layer in ("modules", "built-in") else PERSON)
    if origin not in (PERSON, LEARNED, SHIPPED):
        problems.append(
            Problem(spots.at("origin"), f"origin {origin!r} is not known", "person, learned or shipped")
        )
    if layer in ("modules", "built-in"):
        return SHIPPED
    return str(origin)
