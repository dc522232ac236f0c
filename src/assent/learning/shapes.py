"""The ladder: what a part may be generalised to at each level, narrowest first."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import msgspec

from assent.core.tools import (
    ASKS_WEB,
    EDIT,
    FETCHES,
    LOADS,
    READ,
    READS,
    SERVES,
    SHELL,
    SPAWNS,
    WRITES,
    does,
    those,
)
from assent.learning.levels import LOCAL, NETWORK, NEVER, OUTWARD, READ_ONLY, UNFAMILIAR, level_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# Kinds of shape, narrowest first: the order breaks ties. A family is several shapes of one kind of thing, and is
# chosen only where it spares more than any rule by itself.
EXACT, NAME, FILE, FORM, DIR_EXT, VERB, DIR, TREE, HOST, FIELDS, TOOL, PROGRAM, CLASS, FAMILY = KINDS = (
    "exact", "name", "file", "form", "dir-ext", "verb", "dir", "tree", "host", "fields", "tool", "program", "class",
    "family",
)  # fmt: skip
NARROWEST = {kind: rank for rank, kind in enumerate(KINDS)}
FOLDERS = (DIR_EXT, DIR, TREE)
# The words of a tree that is every folder of the project (`dir/**` is the directory too, so a file in one is `*/*/**`).
# What lies beside them at the top says how the project is built and run, and is granted by name.
EVERYWHERE = ("*", "*", "**")
DOCUMENTS = ("md", "rst", "txt", "adoc")  # kinds of file that say nothing of the sort, also at the top
FILE_TOOLS = those(READS, WRITES)
TEMPORARY = ("/", "tmp")  # whose files belong to nobody for long
NAMED = "…"  # the value of a field that is only told to have been there
OUTSIDE = ("", "/", "~")  # what a path outside the project begins with


class PartSummary(msgspec.Struct, frozen=True, omit_defaults=True, cache_hash=True, gc=False):
    """What is kept of a `core.call.Part` and learned from: immutable, without a word that was redacted, the same in
    the database. `path` program + subcommand words (none for a command that
    runs what its words name and can do more than read), or (tool, directory, …, file) for file tools, (tool, host) for
    WebFetch, (tool, server, name) for MCP, (tool, name) for agents and skills; `argv` None for other tools or when a
    word is unknown; `targets` what it reaches; `fields` of an MCP tool's input what a rule may hold fixed or
    only name."""

    tool: str = ""
    path: tuple[str, ...] = ()
    argv: tuple[str, ...] | None = None
    effects: int = 0
    targets: tuple[str, ...] = ()
    opaque: bool = False
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def level(self) -> int:
        """The level that could hold this part; 5 also when a word of it cannot be known."""
        return NEVER if self.opaque else level_of(self.effects)


class Shape(msgspec.Struct, frozen=True, cache_hash=True, gc=False):
    """A set of parts: `words` the fixed words, `to` the targets it is bound to (level 2 and 3)."""

    kind: str
    tool: str
    words: tuple[str, ...]
    to: tuple[str, ...] = ()

    @property
    def rank(self) -> int:
        """0 for the narrowest kind."""
        return NARROWEST[self.kind]

    def key(self) -> str:
        """The shape as text, for suppressions and stable order."""
        return "\x1f".join((self.tool, self.kind, *self.words, "\x1e", *self.to))


def shapes_of(part: PartSummary) -> Iterator[tuple[Shape, int]]:
    """The (shape, level) rungs a part stands on, from narrow to wide."""
    level = part.level
    if level == NEVER:
        return
    if part.tool == SHELL:
        yield from _command(part, level)
    elif part.tool in FILE_TOOLS:
        yield from _file(part, level)
    elif does(part.tool) == FETCHES and level in (READ_ONLY, LOCAL, NETWORK):
        yield Shape(HOST, part.tool, part.path[1:2], part.targets), NETWORK
    elif does(part.tool) == ASKS_WEB and level == NETWORK:
        yield Shape(TOOL, part.tool, ()), level
    else:
        yield from _told(part, level)


def _command(part: PartSummary, level: int) -> Iterator[tuple[Shape, int]]:
    bound = part.targets if level in (NETWORK, OUTWARD) else ()
    if not _has_verb(part, level, bound):
        # Words are only held fixed where nothing vouches for what other words would do.
        if part.argv is not None:
            yield Shape(EXACT, part.tool, part.argv), level
        return
    if form := _first_option(part):
        yield Shape(FORM, part.tool, (*part.path, form), bound), level
    yield Shape(VERB, part.tool, part.path, bound), level
    if level == READ_ONLY:
        if len(part.path) > 1:
            yield Shape(PROGRAM, part.tool, part.path[:1]), level
        yield Shape(CLASS, part.tool, ()), level


def unsaid(part: PartSummary) -> Shape | None:
    """The form of a command that begins with no option: no pattern tells it from the others, but refusals do."""
    level = part.level
    bound = part.targets if level in (NETWORK, OUTWARD) else ()
    if part.tool != SHELL or level == NEVER or not _has_verb(part, level, bound) or _first_option(part):
        return None
    return Shape(FORM, part.tool, (*part.path, ""), bound)


def _first_option(part: PartSummary) -> str:
    """The option a command begins with behind its subcommand, "" for none."""
    rest = (part.argv or ())[len(part.path) : len(part.path) + 1]
    return rest[0] if rest and rest[0].startswith("-") else ""


def _has_verb(part: PartSummary, level: int, bound: tuple[str, ...]) -> bool:
    """False for unknown programs, for what runs what its words name, and for what reaches a place that cannot be
    named: other words would be another thing."""
    return level != UNFAMILIAR and bool(part.path) and (bool(bound) or level not in (NETWORK, OUTWARD))


def _file(part: PartSummary, level: int) -> Iterator[tuple[Shape, int]]:
    *folders, name = part.path[1:]
    if not name:
        return
    kind = READ if does(part.tool) == READS else EDIT
    yield Shape(FILE, kind, (*folders, name)), level
    if folders and not (folders[0] in ("", "/") and len(folders) < 3 and tuple(folders) != TEMPORARY):
        yield from _folders(kind, folders, name, level)
    if kind == EDIT and folders and folders[0] not in OUTSIDE:
        yield Shape(TREE, kind, EVERYWHERE), level
    elif kind == EDIT and not folders and name.rpartition(".")[2] in DOCUMENTS:
        yield Shape(DIR_EXT, kind, (f"*.{name.rpartition('.')[2]}",)), level


def _folders(kind: str, folders: list[str], name: str, level: int) -> Iterator[tuple[Shape, int]]:
    extension = name.rpartition(".")[2] if "." in name.strip(".") else ""
    for depth in range(len(folders), 0, -1):
        base = tuple(folders[:depth])
        if base[0] == "/" and depth < 3 and base != TEMPORARY:
            break
        if extension:
            yield Shape(DIR_EXT, kind, (*base, "**", f"*.{extension}")), level
        yield Shape(TREE if depth < len(folders) else DIR, kind, (*base, "**")), level


def _told(part: PartSummary, level: int) -> Iterator[tuple[Shape, int]]:
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


def field_shapes(part: PartSummary) -> Iterator[Shape]:
    """The part's tool with some of its fields held fixed, all of them first."""
    held = [pair for pair in part.fields if pair[1] != NAMED]
    for many in range(len(held), 0, -1):
        for some in combinations(held, many):
            words = tuple(word for pair in some for word in pair)
            yield Shape(FIELDS, part.tool, words, part.targets)
