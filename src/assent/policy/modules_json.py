"""A project's `.claude/permissions/` directory of JSON modules, comments allowed: lists of strings read as rules."""

from __future__ import annotations

import difflib
import json
import re
from typing import TYPE_CHECKING, Any

from assent.core.decision import ALLOW, ASK, DENY
from assent.core.problem import Problem
from assent.policy.parse import Declared, read_rule, sound
from assent.policy.words import STRICT, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Mapping

# What begins a string or a comment, what a string holds up to its end, and what a comment shows.
_SIGN = re.compile(r'"|//|/\*')
_STRING = re.compile(r'[^"\\]*(?:\\.[^"\\]*)*', re.DOTALL)
_SHOWN = re.compile(r"[^\n]")
_LINE = re.compile(r"[\n\r]")
LISTS = ("permissions", "commands", "rules")
# Words in the name of a file that say what its list is for; the strictest counts.
NAMED = (
    (DENY, frozenset(("deny", "denied", "denies", "denial", "denials", "denylist"))),
    (ASK, frozenset(("ask", "asks", "asking", "asklist"))),
)  # fmt: skip
_LETTERS = re.compile(r"[a-z]+")


def read_modules(texts: Mapping[str, str], layer: str, scope: str) -> tuple[list[Declared], list[Problem]]:
    """The rules of JSON files (path → text). A file either names its verdicts (`{"allow": […], "deny": […]}`, also
    inside `permissions`) or is a list, alone or under one key, whose verdict is the file's name (`deny.json`)."""
    found: list[Declared] = []
    problems: list[Problem] = []
    for path, text in sorted(texts.items()):
        for verdict, pattern in _pairs(path, text, problems):
            wrong: list[Problem] = []
            table = {verdict: [pattern]}
            made = read_rule(table, path, layer, scope, wrong) or sound(table, path, layer, scope)
            problems += [Problem(_spot(path, text, pattern), each.what, each.hint) for each in wrong]
            if made:
                found.append(made)
    return found, problems


def without_comments(text: str) -> str:
    """JSON text with its comments, `//` to the end of a line or between `/*` and `*/`, made blank; each character that
    stays keeps its place. One that never ends is left for the reader to name."""
    kept: list[str] = []
    at = 0
    while sign := _SIGN.search(text, at):
        kept.append(text[at : sign.start()])
        start = sign.start()
        if sign[0] == '"':
            rest = _STRING.match(text, start + 1)
            at = rest.end() + 1 if rest else len(text)
            kept.append(text[start:at])
            continue
        if sign[0] == "//":
            line = _LINE.search(text, start)
            at = line.start() if line else len(text)
        else:
            end = text.find("*/", start + 2)
            if end < 0:
                return "".join((*kept, text[start:]))
            at = end + 2
        kept.append(_SHOWN.sub(" ", text[start:at]))
    return "".join((*kept, text[at:]))


def _spot(path: str, text: str, pattern: str) -> str:
    """Where a text of a list stands; only the file when it is written with escapes."""
    start = text.find(f'"{pattern}"')
    return f"{path}:{text.count(chr(10), 0, start) + 1}" if start >= 0 else path


def _pairs(path: str, text: str, problems: list[Problem]) -> list[tuple[str, str]]:
    """(verdict, pattern) of every text that stands where a rule may; what stands elsewhere is a problem."""
    try:
        value = json.loads(
            without_comments(text.removeprefix("\ufeff")),
            object_pairs_hook=lambda pairs: _table(path, pairs, problems),
        )
    except (ValueError, RecursionError) as error:
        spot = f"{path}:{error.lineno}" if isinstance(error, json.JSONDecodeError) else path
        problems.append(Problem(spot, f"not valid JSON: {error}", "the last good version stays in force"))
        return []
    lists = _lists(path, value, problems)
    if not lists:
        problems.append(Problem(path, "holds no allow, ask or deny list", '{"deny": ["Read(./.env)"]}'))
    pairs = []
    for verdict, given in lists:
        listed = given if isinstance(given, list) else [given]
        texts = [each for each in listed if isinstance(each, str)]
        if texts != given:
            problems.append(Problem(path, f"`{verdict}` must be a list of texts"))
        if texts == given or verdict != ALLOW:  # one slip must not drop the denials beside it
            pairs += [(verdict, each) for each in texts]
    return pairs


def _table(path: str, pairs: list[tuple[str, Any]], problems: list[Problem]) -> dict[str, Any]:
    """An object whose keys may stand twice: JSON then keeps the last alone, and what the others deny would be lost."""
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key not in made:
            made[key] = value
            continue
        problems.append(Problem(path, f"the key {key!r} stands twice", "join what stands under them"))
        first = made[key]
        if isinstance(first, list) and isinstance(value, list):
            made[key] = [*first, *value]
        elif isinstance(first, dict) and isinstance(value, dict):
            made[key] = _table(path, [*first.items(), *value.items()], problems)
        else:
            made[key] = value
    return made


def _lists(path: str, value: Any, problems: list[Problem]) -> list[tuple[str, Any]]:
    """(verdict, what stands under it), in every place where verdicts are looked for."""
    found: list[tuple[str, Any]] = []
    tables = [value, value.get("permissions")] if isinstance(value, dict) else []
    for table in tables:
        for key, given in table.items() if isinstance(table, dict) else ():
            verdict = key if key in VERDICTS else _meant(key, given)
            if verdict != key and verdict:
                what = f"unknown key {key!r}: nothing under it allows"
                problems.append(Problem(path, what, f"did you mean {verdict!r}?"))
            if verdict == key or verdict in STRICT:
                found.append((verdict, given))
    if found:
        return found
    if isinstance(value, dict):
        value = next((value[key] for key in LISTS if isinstance(value.get(key), list)), None)
    return [(_named(path), value)] if isinstance(value, list) else []


def _meant(key: str, given: Any) -> str:
    """The verdict that the key of a list was probably meant for; "" when none."""
    close = difflib.get_close_matches(key.strip().lower(), VERDICTS, 1) if isinstance(given, list) else []
    return close[0] if close else ""


def _named(path: str) -> str:
    """The verdict of a list by the name of its file: a denial in another case must not become an allow."""
    words = _LETTERS.findall(path.rpartition("/")[2].lower())
    return next((verdict for verdict, known in NAMED if not known.isdisjoint(words)), ALLOW)
