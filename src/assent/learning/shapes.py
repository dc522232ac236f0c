"""The ladder: what a part may be generalised to at each level, narrowest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assent.core.effect import RUN_PROJECT
from assent.core.tools import EDIT, FETCHES, READ, READS, SERVES, SHELL, WRITES, does, those
from assent.learning.levels import HARMLESS, LOCAL, NET_READ, NEVER, OUTWARD, UNKNOWN, level_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# Kinds of shape, narrowest first: the order breaks ties.
EXACT, FILE, DIR_EXT, VERB, DIR, TREE, HOST, TOOL, PROGRAM, CLASS = (
    "exact", "file", "dir-ext", "verb", "dir", "tree", "host", "tool", "program", "class",
)  # fmt: skip
NARROWEST = {
    kind: rank
    for rank, kind in enumerate((EXACT, FILE, DIR_EXT, VERB, DIR, TREE, HOST, TOOL, PROGRAM, CLASS))
}
# Programs that run what they are given: their operand is code, so only the whole argv is ever learned.
RUNNERS = frozenset((
    "python", "python3", "node", "deno", "bun", "ruby", "perl", "php", "bash", "sh", "zsh", "dash", "npx", "uvx",
    "env", "xargs", "sudo", "make", "just", "task", "ninja", "npm", "pnpm", "yarn", "uv", "poetry", "go", "tsx",
))  # fmt: skip
# Programs that run every task they are named: after the first task's name the next operand is another task.
MANY_TASKS = frozenset((
    "make", "gmake", "bmake", "just", "task", "ninja", "rake", "gradle", "gradlew", "mvn", "mvnw", "ant", "sbt",
    "invoke", "inv", "nox", "tox", "doit", "mage", "turbo", "nx", "lage", "moon", "bazel", "pants", "buck", "mise",
    "hatch", "pdm",
))  # fmt: skip
FILE_TOOLS = those(READS, WRITES)


@dataclass(frozen=True, slots=True)
class Seen:
    """One part as the learner sees it. `path` program + subcommand words, or (tool, directory, …, file) for file
    tools, (tool, host) for WebFetch, (tool, server, name) for MCP; `argv` None for other tools or when a word is
    unknown; `targets` what it reaches."""

    tool: str
    path: tuple[str, ...]
    argv: tuple[str, ...] | None
    effects: int
    targets: tuple[str, ...] = ()
    opaque: bool = False

    @property
    def level(self) -> int:
        """The level that could hold this part; 5 also when a word of it cannot be known."""
        return NEVER if self.opaque else level_of(self.effects)


@dataclass(frozen=True, slots=True)
class Shape:
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


def shapes_of(seen: Seen) -> Iterator[tuple[Shape, int]]:
    """The (shape, level) rungs a part stands on, from narrow to wide."""
    level = seen.level
    if level == NEVER:
        return
    if seen.tool == SHELL:
        yield from _command(seen, level)
    elif seen.tool in FILE_TOOLS:
        yield from _file(seen, level)
    elif does(seen.tool) == FETCHES and level in (HARMLESS, LOCAL, NET_READ):
        yield Shape(HOST, seen.tool, seen.path[1:2], seen.targets), NET_READ
    elif does(seen.tool) == SERVES:
        yield Shape(TOOL, seen.tool, (), seen.targets), level


def _command(seen: Seen, level: int) -> Iterator[tuple[Shape, int]]:
    bound = seen.targets if level in (NET_READ, OUTWARD) else ()
    if not _has_verb(seen, level, bound):
        # Words are only held fixed where nothing vouches for what other words would do.
        if seen.argv is not None:
            yield Shape(EXACT, seen.tool, seen.argv), level
        return
    yield Shape(VERB, seen.tool, seen.path, bound), level
    if level == HARMLESS:
        if len(seen.path) > 1:
            yield Shape(PROGRAM, seen.tool, seen.path[:1]), level
        yield Shape(CLASS, seen.tool, ()), level


def _has_verb(seen: Seen, level: int, bound: tuple[str, ...]) -> bool:
    """False for unknown programs, for what reaches a place that cannot be named, for programs that take several
    tasks, and for runners whose path ends before the task's name: they would let every task through."""
    if level == UNKNOWN or not seen.path or (level in (NET_READ, OUTWARD) and not bound):
        return False
    if seen.path[0] in MANY_TASKS:
        return False
    if not seen.effects & RUN_PROJECT or seen.path[0] not in RUNNERS:
        return True
    return len(seen.path) > 1 and seen.path[-1] not in ("run", "exec", "run-script", "x", "dlx")


def _file(seen: Seen, level: int) -> Iterator[tuple[Shape, int]]:
    *folders, name = seen.path[1:]
    if not name:
        return
    kind = READ if does(seen.tool) == READS else EDIT
    yield Shape(FILE, kind, (*folders, name)), level
    if not folders or (folders[0] in ("", "/") and len(folders) < 3):
        return
    extension = name.rpartition(".")[2] if "." in name.strip(".") else ""
    for depth in range(len(folders), 0, -1):
        base = tuple(folders[:depth])
        if base[0] == "/" and depth < 3:
            break
        if extension:
            yield Shape(DIR_EXT, kind, (*base, "**", f"*.{extension}")), level
        yield Shape(TREE if depth < len(folders) else DIR, kind, (*base, "**")), level


def covers(shape: Shape, seen: Seen) -> bool:
    """True when the part lies in the shape (its effects and targets are the cap's business)."""
    return any(shape == each for each, _ in shapes_of(seen)) or _lies_in(shape, seen)


def _lies_in(shape: Shape, seen: Seen) -> bool:
    """Membership for parts beyond the ladder (refused ones may be of any level)."""
    if shape.kind == EXACT:
        return seen.tool == shape.tool and seen.argv == shape.words
    if shape.kind in (VERB, PROGRAM, CLASS):
        return seen.tool == shape.tool and seen.path[: len(shape.words)] == shape.words
    if shape.kind == HOST:
        return seen.tool == shape.tool and seen.path[1:2] == shape.words
    if shape.kind == TOOL:
        return seen.tool == shape.tool
    return False
