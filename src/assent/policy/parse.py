"""Policy text (TOML) read into rules, with every mistake collected and placed."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from assent.core import effect
from assent.core.decision import ASK, DENY
from assent.core.problem import Problem
from assent.core.regex import HINT, RefusedError, automaton
from assent.core.rule import LEARNED, PERSON, SHIPPED, Rule
from assent.policy.identity import rule_id
from assent.policy.pattern import read_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assent.core.pattern import Pattern

VERDICTS = ("allow", "ask", "deny")
# Key of a rule → what its value must be.
KEYS: dict[str, str] = {
    "name": "text", "allow": "texts", "ask": "texts", "deny": "texts", "within": "texts", "to": "texts",
    "why": "text", "yes": "texts", "no": "texts", "in": "texts", "agents": "texts", "expires": "day",
    "enabled": "flag", "origin": "text", "effects": "texts", "effects_all": "texts", "soft": "flag",
    "tool": "text", "fields": "table", "except": "texts", "level": "number",
}  # fmt: skip
ONLY_ALLOW = ("within", "to", "level")
ONLY_STRICT = ("effects", "effects_all", "except")
LONGEST_REGEX = 500
# Digits of other scripts compare as larger than any day of ours: such a rule would never end.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(slots=True)
class Declared:
    """A rule as written: the rule, its examples, whether it is switched on, and its line (1-based)."""

    rule: Rule
    yes: list[str] = field(default_factory=list)
    no: list[str] = field(default_factory=list)
    enabled: bool = True
    line: int = 0


def read_policy(
    text: str, where: str, layer: str, scope: str = "user"
) -> tuple[list[Declared], list[Problem]]:
    """Every rule of a policy file and every problem in it; with a problem the file must not be used (design §3)."""
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also a number too long for this Python
        line = re.search(r"at line (\d+)", str(error))
        spot = f"{where}:{line[1]}" if line else where
        return [], [Problem(spot, f"not valid TOML: {error}", "rules start with [[rule]]")]
    problems = [
        Problem(where, f"unknown key {key!r}", "a policy holds [[rule]] paragraphs and `version`")
        for key in data
        if key not in ("rule", "version", "module")
    ]
    given = data.get("rule", [])
    if not isinstance(given, list):
        return [], [*problems, Problem(where, "`rule` is not a list", "write [[rule]] with two brackets")]
    lines = [
        number for number, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*rule\s*\]\]", line)
    ]
    found: list[Declared] = []
    for index, table in enumerate(given):
        line_number = lines[index] if index < len(lines) else 0
        spot = f"{where}:{line_number}"
        made = read_rule(table, spot, layer, scope, problems) or _sound(table, spot, layer, scope)
        if made:
            made.line = line_number
            found.append(made)
    return found, problems


def _sound(table: object, where: str, layer: str, scope: str) -> Declared | None:
    """What is left of a refusing paragraph without the patterns that cannot be read: one slip in a list must not drop
    the denials beside it while the file waits to be mended."""
    given = table if isinstance(table, dict) else {}
    verdict = next((each for each in (DENY, ASK) if isinstance(given.get(each), list)), "")
    texts = [text for text in given.get(verdict, []) if isinstance(text, str)]
    kept = [text for text in texts if not isinstance(read_pattern(text, verdict, where), Problem)]
    doubts: list[Problem] = []
    made = read_rule({**given, verdict: kept}, where, layer, scope, doubts) if kept else None
    return None if doubts else made


def read_rule(
    table: Mapping[str, Any], where: str, layer: str, scope: str, problems: list[Problem]
) -> Declared | None:
    """One rule paragraph; None when it has a problem (which is added)."""
    before = len(problems)
    if not isinstance(table, dict):
        problems.append(
            Problem(where, "`rule` holds something that is no paragraph", "write [[rule]] above it")
        )
        return None
    label = f"{where} rule {table['name']}" if isinstance(table.get("name"), str) else where
    given = _typed(table, label, problems)
    verdict = _verdict(given, label, problems)
    _fitting(given, verdict, label, problems)
    patterns = _patterns(given.get(verdict, []), verdict, label, problems)
    excepts = _patterns(given.get("except", []), "deny", label, problems)
    masks = {key: _mask(given.get(key), key, label, problems) for key in ("within", "effects", "effects_all")}
    _regexes(given, label, problems)
    origin = _origin(given, layer, label, problems)
    if len(problems) > before:
        return None
    within = masks["within"]
    if within is not None and origin != PERSON:
        within &= ~effect.NEVER_LEARNED
    rule = Rule(
        rule_id(given, verdict, scope),
        verdict,
        patterns,
        name=given.get("name", ""),
        layer=layer,
        origin=origin,
        within=within,
        effects=masks["effects"] or 0,
        effects_all=masks["effects_all"] or 0,
        to=given.get("to", []),
        where=given.get("in", []),
        agents=given.get("agents", []),
        expires=given.get("expires", ""),
        soft=given.get("soft", False),
        why=given.get("why", ""),
        tool=given.get("tool", ""),
        fields=given.get("fields"),
        level=given.get("level"),
        excepts=excepts,
    )
    return Declared(rule, given.get("yes", []), given.get("no", []), given.get("enabled", True))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and _whole(value) else None


def _whole(text: str) -> bool:
    """False for a text with half of a character, which cannot be stored, compared or printed."""
    return text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)


def _texts(value: object) -> list[str] | None:
    listed = [value] if isinstance(value, str) else value
    return listed if isinstance(listed, list) and all(_text(each) is not None for each in listed) else None


def _day(value: object) -> str | None:
    if isinstance(value, date):
        return value.isoformat()[:10]
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 4 else None


def _table(value: object) -> dict[str, str] | None:
    fits = isinstance(value, dict) and all(_text(each) is not None for item in value.items() for each in item)
    return value if fits else None  # type: ignore[return-value]  # `fits` has just shown the type


_READ: dict[str, tuple[Callable[[object], object], str]] = {
    "text": (_text, "a text"),
    "texts": (_texts, "a list of texts"),
    "day": (_day, "a day like 2027-02-01, one that the calendar has"),
    "flag": (_flag, "true or false"),
    "number": (_number, "a level from 0 to 4"),
    "table": (_table, "a table of texts"),
}


def _typed(table: Mapping[str, Any], label: str, problems: list[Problem]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for key, value in table.items():
        if key not in KEYS:
            problems.append(Problem(label, f"unknown key {key!r}", f"known are {', '.join(KEYS)}"))
            continue
        read, wanted = _READ[KEYS[key]]
        result = read(value)
        if result is None:
            problems.append(Problem(label, f"`{key}` must be {wanted}"))
        else:
            given[key] = result
    return given


def _verdict(given: Mapping[str, Any], label: str, problems: list[Problem]) -> str:
    named = [verdict for verdict in VERDICTS if verdict in given]
    if len(named) != 1:
        what = "says neither allow, ask nor deny" if not named else f"says {' and '.join(named)}"
        problems.append(Problem(label, what, 'a rule has one of them, for example allow = ["Bash(git *)"]'))
    verdict = named[0] if named else "ask"
    if named and not given[verdict] and (verdict == "allow" or not _speaks_otherwise(given)):
        problems.append(Problem(label, f"`{verdict}` is empty", 'name a pattern, or "*" for every call'))
    return verdict


def _speaks_otherwise(given: Mapping[str, Any]) -> bool:
    return any(given.get(key) for key in ("tool", "effects", "effects_all"))


def _fitting(given: Mapping[str, Any], verdict: str, label: str, problems: list[Problem]) -> None:
    for key in ONLY_ALLOW if verdict != "allow" else ONLY_STRICT:
        if key in given:
            meant = "allow" if key in ONLY_ALLOW else "deny and ask"
            problems.append(Problem(label, f"`{key}` only means something with {meant}"))
    if given.get("soft") and verdict != "ask":
        problems.append(Problem(label, "`soft` only means something with ask"))
    if "fields" in given and "tool" not in given:
        problems.append(Problem(label, "`fields` needs `tool`", 'for example tool = "Bash"'))


def _patterns(texts: list[str], verdict: str, label: str, problems: list[Problem]) -> list[Pattern]:
    found: list[Pattern] = []
    for text in texts:
        made = read_pattern(text, verdict, label)
        if isinstance(made, Problem):
            problems.append(made)
        else:
            found.append(made)
    return found


def _mask(names: list[str] | None, key: str, label: str, problems: list[Problem]) -> int | None:
    if names is None:
        return None
    if key == "within" and names == ["any"]:
        return effect.ALL
    bad = [name for name in names if name not in effect.BIT]
    hint = f"effects are {', '.join(effect.NAMES)}"
    problems += [Problem(label, f"`{key}` holds {name!r}, which is no effect", hint) for name in bad]
    return effect.mask_of(name for name in names if name not in bad)


def _regexes(given: Mapping[str, Any], label: str, problems: list[Problem]) -> None:
    named = {"tool": given["tool"]} if "tool" in given else {}
    for name, regex in (named | given.get("fields", {})).items():
        if len(regex) > LONGEST_REGEX:
            hint = f"at most {LONGEST_REGEX} characters"
            problems.append(Problem(label, f"the regex of `{name}` is too long", hint))
            continue
        try:
            automaton(regex)
        except RefusedError as error:
            problems.append(Problem(label, f"the regex of `{name}` cannot be used: {error}", HINT))


def _origin(given: Mapping[str, Any], layer: str, label: str, problems: list[Problem]) -> str:
    """`origin` in a file may only make a rule stricter: `learned` is capped as learned rules are."""
    origin = given.get("origin", SHIPPED if layer in ("modules", "built-in") else PERSON)
    if origin not in (PERSON, LEARNED, SHIPPED):
        problems.append(Problem(label, f"origin {origin!r} is not known", "person, learned or shipped"))
    if layer in ("modules", "built-in"):
        return SHIPPED
    return str(origin)
