"""The families: which kinds of thing answers are pooled over, and which member of each a part is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assent.core.effect import (
    INSTALL,
    NET_SEND,
    READ_ELSEWHERE,
    READ_PROJECT,
    RUN_PROJECT,
    WRITE_PROJECT,
    WRITE_TMP,
)
from assent.core.tools import ASKS_WEB, EDIT, FETCHES, SERVES, SHELL, WRITES, does
from assent.learning.checks import is_check, is_dangerous, task_of
from assent.learning.documentation import is_documentation
from assent.learning.levels import LOCAL, NETWORK, OUTWARD, READ_ONLY
from assent.learning.shapes import (
    DOCUMENTS,
    EXACT,
    FAMILY,
    FILE,
    HOST,
    OUTSIDE,
    TOOL,
    TREE,
    VERB,
    PartSummary,
    Shape,
    field_shapes,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    # What a part is a member of: the words of the pool behind the family's name, its targets, and the member.
    Place = tuple[tuple[str, ...], tuple[str, ...], Shape]


WEB = "web"  # the tool of the pool that searches and documentation share
# Approvals of its own that a member needs, less its refusals. Once is enough for what differs from its kind in
# nothing but its name; of git and of what asks a host some members are wanted and others not.
ONCE, TWICE = 1.0, 2.0
FILES = "files"
READS = "reads"  # offered only to those who keep refusing some of what only reads


@dataclass(frozen=True, slots=True)
class Family:
    """Answers about one kind of thing. `name` as in rules, `words` for people, `levels` it pools at (each apart),
    `place` which member a part is (None: of another kind), `here` when it holds in one project only, `least` approvals
    of its own that a member needs."""

    name: str
    words: str
    levels: tuple[int, ...]
    place: Callable[[PartSummary], Place | None]
    here: bool = False
    least: float = TWICE


def _member(part: PartSummary) -> Shape | None:
    """The program with its subcommands and any other words."""
    return Shape(VERB, part.tool, part.path) if part.path else None


def _check(part: PartSummary) -> Shape | None:
    """A check with any arguments; its whole line where other words may name other tasks."""
    if part.tool != SHELL or part.effects & NET_SEND:
        return None
    if part.path:
        if not is_check(part.path) or not (part.effects & (RUN_PROJECT | WRITE_PROJECT)):
            return None
        return Shape(VERB, part.tool, part.path)
    if part.argv is None or not part.effects & RUN_PROJECT:
        return None
    task = task_of(part.argv)
    if task:
        return Shape(VERB, part.tool, task) if is_check(task) else None
    named = [word for word in part.argv[1:] if not word.startswith("-")]
    if named and all(is_check((word,)) for word in named):
        return Shape(EXACT, part.tool, part.argv)
    return None


def _edits(part: PartSummary) -> Place | None:
    if part.tool != SHELL or part.effects & RUN_PROJECT or not part.effects & (WRITE_PROJECT | WRITE_TMP):
        return None
    member = _member(part)
    return ((), (), member) if member else None


def _edits_of_program(part: PartSummary) -> Place | None:
    found = _edits(part)
    return (part.path[:1], (), found[2]) if found else None


def _elsewhere(part: PartSummary) -> Place | None:
    if (
        part.tool != SHELL
        or part.effects & ~(READ_PROJECT | READ_ELSEWHERE)
        or not part.effects & READ_ELSEWHERE
    ):
        return None
    member = _member(part)
    return ((), (), member) if member else None


def _checks(part: PartSummary) -> Place | None:
    member = _check(part)
    return ((), (), member) if member else None


def _runs(part: PartSummary) -> Place | None:
    if part.tool != SHELL or part.argv is None or not part.effects & RUN_PROJECT:
        return None
    if _check(part) is not None or is_dangerous(part.argv):
        return None
    return (), (), Shape(EXACT, part.tool, part.argv)


def _network(part: PartSummary) -> Place | None:
    if part.tool != SHELL or not part.path or not part.targets or part.effects & RUN_PROJECT:
        return None
    return part.path[:1], part.targets, Shape(VERB, part.tool, part.path, part.targets)


def _documentation(part: PartSummary) -> Place | None:
    if does(part.tool) == ASKS_WEB:
        return (), (), Shape(TOOL, part.tool, ())
    if does(part.tool) != FETCHES or len(part.targets) != 1 or not is_documentation(part.targets[0]):
        return None
    return (), (), Shape(HOST, part.tool, part.targets, part.targets)


def _served(part: PartSummary) -> Place | None:
    if does(part.tool) != SERVES or not part.targets:
        return None
    member = next(field_shapes(part), None)  # what was approved for one target is granted for that one
    return (), part.targets, member or Shape(TOOL, part.tool, (), part.targets)


def _installs(part: PartSummary) -> list[str] | None:
    """What an installer is told to install, beside its options; None for what is no installer."""
    if part.tool != SHELL or not part.path or part.argv is None or not part.effects & INSTALL:
        return None
    if part.effects & (NET_SEND | RUN_PROJECT):
        return None
    return [word for word in part.argv[len(part.path) :] if not word.startswith("-")]


def _declared(part: PartSummary) -> Place | None:
    named = _installs(part)
    if named is None or part.argv is None or not all(_is_local(word) for word in named):
        return None
    return (), (), Shape(EXACT, part.tool, part.argv)


def _new(part: PartSummary) -> Place | None:
    named = _installs(part)
    if not named or all(_is_local(word) for word in named):
        return None
    return (), (), Shape(VERB, part.tool, part.path, part.targets)


def _is_local(word: str) -> bool:
    """True for a list of packages that lies in the project, or the project itself."""
    return word.startswith(".") or word.endswith((".txt", ".lock", ".toml", ".in", ".cfg"))


def _files(part: PartSummary) -> Place | None:
    """A folder at the top of the project with all below it, or one of a few files beside them."""
    if does(part.tool) != WRITES or len(part.path) < 2 or part.path[1] in OUTSIDE or not part.path[-1]:
        return None
    if len(part.path) == 2:
        return ((), (), Shape(FILE, EDIT, part.path[1:])) if _says_nothing_of_building(part.path[1]) else None
    return (), (), Shape(TREE, EDIT, (part.path[1], "**"))


def _says_nothing_of_building(name: str) -> bool:
    return name.rpartition(".")[2] in DOCUMENTS or name in (".gitignore", ".editorconfig", "LICENSE")


def _reads(part: PartSummary) -> Place | None:
    member = _member(part) if part.tool == SHELL else None
    return ((), (), member) if member else None


FAMILIES: tuple[Family, ...] = (
    Family(READS, "reading", (READ_ONLY,), _reads),
    Family("edits", "local changes", (LOCAL,), _edits),
    Family("edits-by", "local changes by", (LOCAL,), _edits_of_program),
    Family(FILES, "changes to files", (LOCAL,), _files, least=ONCE),
    Family("elsewhere", "looking outside the project", (LOCAL,), _elsewhere, least=ONCE),
    Family("checks", "checks", (LOCAL, OUTWARD), _checks, least=ONCE),
    Family("runs", "scripts of the project", (LOCAL,), _runs, here=True),
    Family("network", "looking up with", (NETWORK,), _network),
    Family("documentation", "looking things up on the web", (NETWORK,), _documentation, least=ONCE),
    Family("served", "reading from the server", (NETWORK,), _served, least=ONCE),
    Family("declared", "declared dependencies", (OUTWARD,), _declared),
    Family("dependencies", "new dependencies", (OUTWARD,), _new),
)
BY_NAME = {family.name: family for family in FAMILIES}


def pools_of(part: PartSummary) -> Iterator[tuple[Family, Shape, Shape]]:
    """Each family a part of this level belongs to, as (family, the pool, the member)."""
    level = part.level
    for family in FAMILIES:
        if level in family.levels:
            place = family.place(part)
            if place is not None:
                words, to, member = place
                yield family, Shape(FAMILY, _tool_of(part), (family.name, *words), to), member


def _tool_of(part: PartSummary) -> str:
    """The tool of a pool: tools of one server share theirs, those that write, and those that look up."""
    if does(part.tool) == WRITES:
        return EDIT
    if does(part.tool) in (ASKS_WEB, FETCHES):
        return WEB
    return part.tool if does(part.tool) != SERVES else part.tool.rpartition("__")[0]
