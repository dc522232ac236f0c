"""What still holds of a policy text that cannot be used whole: each sound rule of it that denies or asks."""

from __future__ import annotations

import re

from assent.core.decision import ALLOW
from assent.core.problem import Problem
from assent.policy import modules_json
from assent.policy.parse import Declared, read_policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_RULE = re.compile(r"(?m)^(?=[ \t]*\[\[[ \t]*rule[ \t]*\]\])")
KEPT = "the last good version and what is sound and strict here stay in force"


def read(text: str, where: str, layer: str, scope: str) -> tuple[list[Declared], list[Problem]]:
    """The rules of a policy text and its problems; with a problem, those rules only that deny or ask. Never raises."""
    found, problems = _read(text, where, layer, scope)
    if not problems:
        return found, problems
    held = {each.rule.id: each for each in found if each.rule.verdict != ALLOW}
    if not found:
        for paragraph in _RULE.split(text.lstrip("\ufeff"))[1:]:
            for each in _read(paragraph, where, layer, scope)[0]:
                if each.rule.verdict != ALLOW:
                    held.setdefault(each.rule.id, each)
    return list(held.values()), problems


def _read(text: str, where: str, layer: str, scope: str) -> tuple[list[Declared], list[Problem]]:
    try:
        return read_policy(text, where, layer, scope)
    except Exception as error:  # noqa: BLE001  no text may take the other sources with it
        return [], [_unread(where, error)]


def read_modules(texts: Mapping[str, str], layer: str, scope: str) -> tuple[list[Declared], list[Problem]]:
    """The rules of JSON modules (path → text) and their problems; one that cannot be read costs no other. Never
    raises."""
    found: list[Declared] = []
    problems: list[Problem] = []
    for path, text in sorted(texts.items()):
        try:
            more, wrong = modules_json.read_modules({path: text}, layer, scope)
        except Exception as error:  # noqa: BLE001  no text may take the other sources with it
            more, wrong = [], [_unread(path, error)]
        found += more
        problems += wrong
    return found, problems


def _unread(where: str, error: Exception) -> Problem:
    return Problem(where, f"cannot be read ({type(error).__name__}: {str(error)[:200]})", KEPT)


def joined(*several: list[Declared]) -> list[Declared]:
    """Rules of several readings, each once."""
    return list({each.rule.id: each for found in several for each in found}.values())
