"""What of a call's input a rule may hold fixed: the targets of an MCP tool, the name of an agent or a skill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.core import names
from assent.core.call import Call
from assent.core.conditions import is_place, places_in
from assent.core.tools import LOADS, SPAWNS, does
from assent.learning.shapes import FIELDS, NAMED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assent.learning.shapes import Shape


# Fields of an input that say where a call goes: what is approved for one value says nothing about another.
TARGETS = frozenset((
    "account", "base", "bucket", "channel", "cluster", "collection", "database", "db", "dataset", "domain", "env",
    "environment", "host", "hostname", "instance", "namespace", "org", "organization", "owner", "profile", "project",
    "projectid", "projectkey", "region", "remote", "repo", "repository", "schema", "server", "site", "space", "stage",
    "table", "team", "tenant", "url", "uri", "workspace", "zone",
))  # fmt: skip
MOST_FIELDS, LONGEST_VALUE = 4, 120
MOST_NAMED = 12  # further places are not told: what is learned then does not cover the call
_MARKS = frozenset("*?[]()\\\"'")  # what a name cannot hold without becoming a pattern or ending one


def told_fields(given: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """The fields of an input that a rule may hold fixed, in order: its targets and its switches, plain values only.
    Behind them, without their values, the others that say where the call goes: a rule names those it has seen."""
    found = []
    for name in sorted(given):
        value = given[name]
        plain = "".join(char for char in name.lower() if char.isalnum())
        if isinstance(value, bool):
            found.append((name, "true" if value else "false"))
        elif plain in TARGETS and isinstance(value, (str, int)) and _is_plain(str(value)):
            found.append((name, str(value)))
    held = dict(found[:MOST_FIELDS])
    named = [(path, NAMED) for path in places_in(given) if path not in held]
    return (*held.items(), *named[:MOST_NAMED])


def places_of(fields: tuple[tuple[str, str], ...]) -> set[str]:
    """The fields of a part that say where it goes."""
    return {name for name, value in fields if value == NAMED or is_place(name)}


def _is_plain(value: str) -> bool:
    return 0 < len(value) <= LONGEST_VALUE and value.isprintable() and value == value.strip()


def name_in(tool: str, given: Mapping[str, object]) -> str:
    """The one name of the agent or skill that a call starts; "" where it says none, several, or one that no pattern
    could hold."""
    if does(tool) not in (SPAWNS, LOADS):
        return ""
    found = names.given(Call(tool, dict(given), "/"))
    name = found[0] if found and all(each == found[0] for each in found) else ""
    return name if isinstance(name, str) and _is_plain(name) and not _MARKS.intersection(name) else ""


def pairs_of(shape: Shape) -> tuple[tuple[str, str], ...]:
    """The fields that a shape holds fixed, with their values."""
    words = shape.words if shape.kind == FIELDS else ()
    return tuple(zip(words[::2], words[1::2], strict=True))


def regex_of(value: str) -> str:
    """A regex for exactly this text."""
    return (
        r"\A" + "".join(char if char.isalnum() or char in "_-" else _escaped(char) for char in value) + r"\Z"
    )


def _escaped(char: str) -> str:
    return f"\\{char}" if char.isascii() and not char.isspace() else char
