"""What calls are about: the command, path or address of each, and its shape, by which calls are grouped."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from assent.core.hosts import host_of
from assent.core.paths import inside
from assent.core.tools import FETCHES, FINDS, LISTS, READS, SEARCHES, SHELLS, TOOLS, WRITES, does
from assent.shell.meaning.table import lookup
from assent.shell.programs.row import VALUE
from assent.shell.syntax.parse import parse

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from assent.shell.programs.row import Row
    from assent.shell.syntax.nodes import Command, List, Simple

COMMAND, PATH, URL, OTHER = "command", "path", "url", "other"
LONGEST = 60  # letters of a shape
KNOWN = 50_000  # subjects that are remembered at once
_FILES = (READS, LISTS, WRITES)
# They make ready for what follows, which is what the command is about.
_BEFORE = frozenset({"cd", "export", "set", "source", ".", "umask", "pushd", "true", ":"})
# They run what their words name, after options and values of their own.
_AROUND = frozenset({"command", "env", "nice", "nohup", "stdbuf", "sudo", "time", "timeout", "xargs"})
# Their next word says what is done, though no table can know it.
_TASKS = frozenset({
    "bun run", "cargo", "invoke", "just", "make", "npm run", "npx", "pnpm exec", "pnpm run", "poetry run", "rake",
    "task", "uv run", "yarn run",
})  # fmt: skip
_MOST = 40  # commands of a text that are looked at


class Subject(NamedTuple):
    """`text` what the call is about, one of four kinds; `shape` the same without what differs from call to call."""

    text: str
    kind: str
    shape: str


def of(tool: str, given: Mapping[str, object], root: str, home: str) -> Subject:
    """The subject of a call in the project at `root`; both places are "" where not known."""
    field = TOOLS[tool]["field"] if tool in TOOLS else ""
    value = given.get(field)
    text = value if isinstance(value, str) else ""
    if text and tool in SHELLS:
        return Subject(text, COMMAND, command_shape(text))
    kind = does(tool)
    if text and kind in _FILES:
        return Subject(text, PATH, _folder(text, root, home))
    if text and kind == FETCHES:
        return Subject(text, URL, (host_of(text) or tool)[:LONGEST])
    if kind in (FINDS, SEARCHES):
        pattern = given.get("pattern")
        where = f" in {text}" if text else ""
        text = f"{pattern}{where}" if isinstance(pattern, str) else text
    return Subject(f"{tool} {text}".rstrip(), OTHER, tool[:LONGEST])


def _folder(path: str, root: str, home: str) -> str:
    """The directory of a path with a slash: below the project without it, below the home with `~`."""
    folder = path.rpartition("/")[0]
    if not path.startswith("/"):
        return f"{folder or '.'}/"
    if root and inside(path, root):
        return "./" if root in (folder, path) else folder[len(root) :].lstrip("/") + "/"
    if home and inside(path, home) and path != home:
        return f"~{folder[len(home) :]}/"
    return f"{folder}/"


# ------------------------------------------------------------------------------------------------ commands


@lru_cache(maxsize=10_000)
def command_shape(text: str) -> str:
    """Program and subcommands of the command that matters in a text: `git status`, `npm run test`, `sudo systemctl`."""
    try:
        found = list(_simples(parse(text).body))
    except RecursionError:
        return "?"
    named = [path for each in found if (path := _path(_words(each)))]
    told = next((path for path in named if path[0] not in _BEFORE), named[0] if named else ())
    return " ".join(told)[:LONGEST] or "?"


def _simples(listed: List, depth: int = 0) -> Iterator[Simple]:
    """The simple commands of a list in order, also those inside compound ones."""
    if depth > 8:
        return
    for command, _ in listed.items[:_MOST]:
        yield from _of_command(command, depth)


def _of_command(command: Command, depth: int) -> Iterator[Simple]:
    if command.kind == "simple":
        yield command
    elif command.kind == "pipeline":
        for each in command.commands[:1]:
            yield from _of_command(each, depth + 1)
    elif command.kind == "if":
        for _, body in command.branches[:1]:
            yield from _simples(body, depth + 1)
    elif command.kind in ("subshell", "group", "while", "for"):
        yield from _simples(command.body, depth + 1)
    elif command.kind == "case":
        for _, body in command.items[:1]:
            yield from _simples(body, depth + 1)


def _words(simple: Simple) -> list[str]:
    """Its words; "" for one that is not known as it stands."""
    return [each.literal or "" for each in simple.words]


def _path(words: Sequence[str]) -> tuple[str, ...]:
    """The program and its subcommands; () when the program is not known."""
    words, around = _inner(words)
    name = words[0].rpartition("/")[2] if words else ""
    if not name:
        return (around,) if around else ()
    if name.startswith("python") and "-m" in words[1:-1]:
        found: list[str] = [name, "-m", words[words.index("-m") + 1]]
    else:
        found = _below(name, words[1:])
    return tuple(["sudo", *found] if around == "sudo" else found)


def _inner(words: Sequence[str]) -> tuple[Sequence[str], str]:
    """The words of the command inside others that only run it, and the name of the outermost of these."""
    around = ""
    while words and (name := words[0].rpartition("/")[2]) in _AROUND:
        around = around or name
        at = 1
        while at < len(words) and (words[at][:1] in "-0123456789" or "=" in words[at]):
            at += 1
        words = words[at:]
    return words, around


def _below(name: str, words: Sequence[str]) -> list[str]:
    """A program's name and those of its words that name subcommands."""
    found = [name]
    row: Row | None = lookup(name)
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        if word.startswith("-"):
            takes = row is not None and "=" not in word and row.options.get(word, (0,))[0] == VALUE
            at += 1 if takes else 0
            continue
        below = row.under(word) if row is not None and word else None
        if below is None:
            return [*found, word] if _names_task(found, word) else found
        found.append(word)
        row = below
    return found


def _names_task(found: Sequence[str], word: str) -> bool:
    return " ".join(found) in _TASKS and word[:1].isalnum() and "=" not in word


# ------------------------------------------------------------------------------------------------ rows


class Subjects:
    """The numbers of subjects in a database: each is looked for, or made, once."""

    def __init__(self, db: sqlite3.Connection, home: str) -> None:
        self._db = db
        self._home = home
        self._known: dict[tuple[str, str, str], int] = {}

    def number(self, tool: str, given: Mapping[str, object], root: str) -> int:
        """The row of what a call is about."""
        field = TOOLS[tool]["field"] if tool in TOOLS else ""
        value = given.get(field)
        key = (tool, value if isinstance(value, str) else "", root)
        simple = does(tool) not in (FINDS, SEARCHES)
        if simple and key in self._known:
            return self._known[key]
        found = self._row(of(tool, given, root, self._home))
        if simple:
            if len(self._known) >= KNOWN:
                self._known.clear()
            self._known[key] = found
        return found

    def _row(self, subject: Subject) -> int:
        row = self._db.execute(
            "SELECT id FROM subjects WHERE text = ? AND kind = ? AND shape = ?", subject
        ).fetchone()
        row = (
            row
            or self._db.execute(
                "INSERT INTO subjects (text, kind, shape) VALUES (?, ?, ?) RETURNING id", subject
            ).fetchone()
        )
        return int(row[0])
