"""Rungs by what a call's input says: an MCP tool with its target held fixed, an agent or a skill by its name."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from assent.core import names
from assent.core.call import Call
from assent.core.tools import LOADS, SERVES, SPAWNS, does
from assent.learning.levels import READ_ONLY, UNFAMILIAR
from assent.learning.shapes import FIELDS, NAME, TOOL, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from assent.learning.mine import Candidate
    from assent.learning.shapes import PartSummary

# Fields of an input that say where a call goes: what is approved for one value says nothing about another.
TARGETS = frozenset((
    "account", "base", "bucket", "channel", "cluster", "collection", "database", "db", "dataset", "domain", "env",
    "environment", "host", "hostname", "instance", "namespace", "org", "organization", "owner", "profile", "project",
    "projectid", "projectkey", "region", "remote", "repo", "repository", "schema", "server", "site", "space", "stage",
    "table", "team", "tenant", "url", "uri", "workspace", "zone",
))  # fmt: skip
MOST_FIELDS, LONGEST_VALUE = 4, 120
_MARKS = frozenset("*?[]()\\\"'")  # what a name cannot hold without becoming a pattern or ending one


def told_fields(given: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """The fields of an input that a rule may hold fixed, in order: its targets and its switches, plain values only."""
    found = []
    for name in sorted(given):
        value = given[name]
        plain = "".join(char for char in name.lower() if char.isalnum())
        if isinstance(value, bool):
            found.append((name, "true" if value else "false"))
        elif plain in TARGETS and isinstance(value, (str, int)) and _is_plain(str(value)):
            found.append((name, str(value)))
    return tuple(found[:MOST_FIELDS])


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


def field_shapes(part: PartSummary) -> Iterator[Shape]:
    """The part's tool with some of its fields held fixed, all of them first."""
    for many in range(len(part.fields), 0, -1):
        for some in combinations(part.fields, many):
            words = tuple(word for pair in some for word in pair)
            yield Shape(FIELDS, part.tool, words, part.targets)


def more_shapes(part: PartSummary, level: int) -> Iterator[tuple[Shape, int]]:
    """The rungs of tools that are told by what their input says, with their levels."""
    kind = does(part.tool)
    if kind == SERVES:
        for shape in field_shapes(part):
            yield shape, level
        yield Shape(TOOL, part.tool, (), part.targets), level
    elif kind in (SPAWNS, LOADS) and level in (READ_ONLY, UNFAMILIAR):
        # What is behind a name is the project's own: no wider than one project, as sure as what is not understood.
        for name in part.path[1:2]:
            yield Shape(NAME, part.tool, (name,)), UNFAMILIAR


def fixed_by(candidate: Candidate, others: Sequence[Candidate]) -> str:
    """What every approval of an MCP candidate had in common that it does not hold fixed: `project = SHOP`. "" for
    nothing: an approval for one target says nothing about others."""
    shape = candidate.shape
    if shape.kind not in (TOOL, FIELDS) or does(shape.tool) != SERVES:
        return ""
    own = set(pairs_of(shape))
    for other in others:
        if other.shape.kind != FIELDS or other.shape.tool != shape.tool or other.scope != candidate.scope:
            continue
        more = set(pairs_of(other.shape))
        if own < more and other.level == candidate.level and _as_often(other, candidate):
            return ", ".join(f"{name} = {value}" for name, value in sorted(more - own))
    return ""


def pairs_of(shape: Shape) -> tuple[tuple[str, str], ...]:
    """The fields that a shape holds fixed, with their values."""
    words = shape.words if shape.kind == FIELDS else ()
    return tuple(zip(words[::2], words[1::2], strict=True))


def _as_often(narrow: Candidate, wide: Candidate) -> bool:
    """True when every approval of the wide one is one of the narrow one too."""
    return narrow.tally.yes == wide.tally.yes


def regex_of(value: str) -> str:
    """A regex for exactly this text."""
    return (
        r"\A" + "".join(char if char.isalnum() or char in "_-" else _escaped(char) for char in value) + r"\Z"
    )


def _escaped(char: str) -> str:
    return f"\\{char}" if char.isascii() and not char.isspace() else char
