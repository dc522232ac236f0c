"""A public collection of session logs on the disk: which transcripts it holds, of which agents, and of which people."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.agents import registry
from assent.core.problem import Problem
from assent.core.wire import decode
from assent.store import regular

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# The tables that lie beside the transcripts, by the first part of their names; and what tells of one transcript alone.
TABLES = ("checkpoints", "commits", "conversations", "repositories", "session_logs", "sessions")
TOLD = ("sessions", "session_logs")  # those that tell of transcripts
BESIDE = "metadata.json"
UNREADABLE = (".parquet", ".arrow")
LOG, LINE_TABLES = ".jsonl", (".jsonl", ".ndjson")
# Names of fields, the most telling first.
SESSION, AGENT, REPOSITORY = (
    ("session_id", "sessionId", "sessionID"),
    ("agent",),
    ("repo_id", "repository", "repo"),
)
PERSON = ("user_id", "user", "author", "developer")
LOOKED = 1 << 18  # bytes of a transcript that are looked at
LARGEST_TABLE = 256 << 20
OTHER = "of a form that is not known"
# Homes that are everybody's.
_SHARED = frozenset({
    "agent", "app", "codespace", "coder", "dev", "developer", "node", "root", "runner", "ubuntu", "user", "vscode",
})  # fmt: skip
_HOME = re.compile(r"/(?:home|Users)/([^/]+)")


@dataclass(frozen=True, slots=True)
class Transcript:
    """One log: the `agent` whose form it has (a name of the registry), and whose work it tells of."""

    path: str
    agent: str
    person: str


@dataclass(slots=True)
class Collection:
    """What a directory holds: transcripts that can be read, how many cannot by the name of their agent, tables that
    tell of them, and tables that would and cannot be read here. `named` is how many of the transcripts a table
    knows."""

    transcripts: list[Transcript] = field(default_factory=list)
    unread: dict[str, int] = field(default_factory=dict)
    tables: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    named: int = 0
    problems: list[Problem] = field(default_factory=list)

    def people(self) -> dict[str, list[Transcript]]:
        """The transcripts of each person, in a stable order."""
        found: dict[str, list[Transcript]] = {}
        for each in sorted(self.transcripts, key=lambda each: (each.person, each.path)):
            found.setdefault(each.person, []).append(each)
        return found


def collection(folder: Path) -> Collection:
    """The collection in a directory."""
    made = Collection()
    tables, logs = [], []
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        kind = path.name.partition(".")[0]
        if kind in TABLES and path.suffix in UNREADABLE:
            made.closed.append(str(path))
        elif kind in TABLES and path.suffix in (*LINE_TABLES, ".json", ".csv"):
            tables.append(path)
        elif path.suffix == LOG or (path.suffix == ".json" and path.name != BESIDE):
            logs.append(path)
    known: dict[str, dict[str, Any]] = {}
    for path in tables:
        made.tables.append(str(path))
        if path.name.partition(".")[0] in TOLD:
            _told(path, known, made.problems)
    for path in logs:
        _add(made, path, known)
    return made


def _told(path: Path, known: dict[str, dict[str, Any]], problems: list[Problem]) -> None:
    """What a table says of sessions, by their ids."""
    try:
        for row in _rows(path):
            session = _first(row, SESSION)
            if session:
                known.setdefault(session, {}).update({key: value for key, value in row.items() if value})
    except (OSError, ValueError) as error:
        problems.append(Problem(str(path), f"cannot be read: {error}", "the transcripts are read without it"))


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    """The rows of a table; raises OSError or ValueError."""
    text = regular.text(str(path), LARGEST_TABLE)
    if path.suffix == ".csv":
        csv.field_size_limit(LARGEST_TABLE)
        try:
            yield from csv.DictReader(io.StringIO(text, newline=""))
        except csv.Error as error:
            raise ValueError(str(error)) from None
        return
    lines = text.split("\n") if path.suffix in LINE_TABLES else [text]
    for line in lines:
        value = decode(line.encode()) if line.strip() else []
        for row in value if isinstance(value, list) else [value]:
            if isinstance(row, dict):
                yield row


def _first(row: Mapping[str, Any], names: Iterable[str]) -> str:
    """The first of these fields that holds a text."""
    return next((value for name in names if isinstance(value := row.get(name), str) and value), "")


def _add(made: Collection, path: Path, known: Mapping[str, Mapping[str, Any]]) -> None:
    try:
        seen = _looked(path)
    except OSError as error:
        made.problems.append(
            Problem(str(path), f"cannot be read: {error.strerror}", "check its owner and mode")
        )
        return
    row = known.get(path.stem) or known.get(seen.session) or _beside(path)
    if seen.agent not in registry.having("log_reader"):
        if path.suffix == LOG or row:  # other JSON files of a collection are no transcripts
            name = _first(row, AGENT) or OTHER
            made.unread[name] = made.unread.get(name, 0) + 1
        return
    made.named += bool(row)
    made.transcripts.append(Transcript(str(path), seen.agent, _person(row, seen.cwd, path)))


def _beside(path: Path) -> Mapping[str, Any]:
    """What lies beside a transcript and tells of it alone."""
    try:
        found = decode(regular.read(str(path.with_name(BESIDE)), LOOKED))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _person(row: Mapping[str, Any], cwd: str, path: Path) -> str:
    """Whose work a transcript tells of, as well as can be known: the person it names, else the home it was made in,
    with the owner of the repository where that is known, since homes of the same name are many; else the project."""
    person = _first(row, PERSON)
    if person:
        return person
    repository = _first(row, REPOSITORY)
    home = _HOME.match(cwd)
    if home and home[1].lower() not in _SHARED:
        return f"{repository.partition('/')[0]}:{home[0]}" if repository else home[0]
    return repository or cwd or str(path.parent)


@dataclass(frozen=True, slots=True)
class _Seen:
    agent: str = ""
    cwd: str = ""
    session: str = ""


def _looked(path: Path) -> _Seen:
    """What the beginning of a file says it is; raises OSError."""
    with path.open("rb") as log:
        lines = log.read(LOOKED).split(b"\n")
    agent = cwd = session = ""
    for line in lines:
        try:
            value = decode(line)
        except ValueError:
            continue
        if not isinstance(value, dict):
            continue
        if not agent:
            agent = next((name for name in registry.having("log_reader") if _is_of(name, value)), "")
        cwd = cwd or _first(value, ("cwd",))
        session = session or _first(value, SESSION)
        if agent and cwd and session:
            break
    return _Seen(agent, cwd, session)


def _is_of(agent: str, value: Mapping[str, Any]) -> bool:
    reader = registry.log_reader(agent)
    return reader is not None and reader.is_line(value)
