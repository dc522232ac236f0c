"""What a person pastes where we may not write: the part of a settings file that is new, as JSON and as Nix."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

WIDTH = 78
_NAME = re.compile(r"[A-Za-z_][\w'-]*")


def gained(old: Any, new: Any) -> Any:
    """What of a JSON value is not in an older one: missing keys, missing entries of lists, other values."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {
            key: gained(old.get(key), value)
            for key, value in new.items()
            if key not in old or old[key] != value
        }
    if isinstance(old, list) and isinstance(new, list):
        return [each for each in new if each not in old]
    return new


def value_of(text: str | None) -> Any:
    """What a settings text says; nothing for an empty one."""
    return json.loads(text.removeprefix("\ufeff")) if text and text.strip() else {}


def empty(value: Any) -> bool:
    """True for a value in which there is nothing to paste or to take out."""
    return value in ({}, []) or (isinstance(value, dict) and all(map(empty, value.values())))


def as_json(value: Mapping[str, Any]) -> str:
    """The value as JSON: on one line what fits there, entries of a list side by side."""
    return _json(value, "", 0)


def _json(value: Any, margin: str, before: int) -> str:
    """`before` is how much of the line is taken already."""
    flat = json.dumps(value, ensure_ascii=False)
    if not value or not isinstance(value, dict | list) or before + len(flat) <= WIDTH:
        return flat
    inner = margin + "  "
    if isinstance(value, list):
        return (
            "[\n" + _filled([_json(each, inner, len(inner)) for each in value], ",", inner) + f"\n{margin}]"
        )
    members = []
    for key, each in value.items():
        start = f"{inner}{json.dumps(key, ensure_ascii=False)}: "
        members.append(start + _json(each, inner, len(start)))
    return "{\n" + ",\n".join(members) + f"\n{margin}}}"


def as_nix(option: str, value: Mapping[str, Any]) -> str:
    """The value as the definition of a home-manager option; without one, as an attribute set made JSON."""
    head = f"{option} = " if option else "builtins.toJSON "
    return head + _nix(value, "", len(head)) + (";" if option else "")


def _nix(value: Any, margin: str, before: int) -> str:
    flat = _flat(value)
    if not value or not isinstance(value, dict | list) or before + len(flat) < WIDTH:
        return flat
    inner = margin + "  "
    if isinstance(value, list):
        return "[\n" + _filled([_nix(each, inner, len(inner)) for each in value], "", inner) + f"\n{margin}]"
    lines = []
    for key, each in value.items():
        start = f"{inner}{_attribute(key)} = "
        lines.append(start + _nix(each, inner, len(start)) + ";")
    return "{\n" + "\n".join(lines) + f"\n{margin}}}"


def _flat(value: Any) -> str:
    """A value of Nix on one line."""
    if isinstance(value, dict):
        members = "".join(f"{_attribute(key)} = {_flat(each)}; " for key, each in value.items())
        return f"{{ {members}}}"
    if isinstance(value, list):
        return "[ " + "".join(f"{_flat(each)} " for each in value) + "]"
    return _quoted(value) if isinstance(value, str) else json.dumps(value)


def _attribute(key: str) -> str:
    return key if _NAME.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    """A Nix string: only what means something inside of quotes is escaped."""
    for plain, escaped in (
        ("\\", "\\\\"),
        ('"', '\\"'),
        ("${", "\\${"),
        ("\n", "\\n"),
        ("\r", "\\r"),
        ("\t", "\\t"),
    ):
        text = text.replace(plain, escaped)
    return f'"{text}"'


def _filled(items: Sequence[str], between: str, margin: str) -> str:
    """The items side by side as far as a line reaches; one with lines of its own begins on a new one."""
    lines, line = [], ""
    for index, item in enumerate(items):
        piece = item + (between if index < len(items) - 1 else "")
        if line and ("\n" in line + piece or len(margin + line) + 1 + len(piece) > WIDTH):
            lines.append(line)
            line = ""
        line = f"{line} {piece}" if line else piece
    return "\n".join(margin + each for each in [*lines, line])
