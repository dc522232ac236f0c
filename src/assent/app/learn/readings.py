"""Each distinct call of the logs read once: what it does, kept as the learner wants it."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from assent.app.learn.described import VERSION, Described, keep_state, last_state, roots_of
from assent.app.learn.whereabouts import Whereabouts
from assent.app.verdict import look_into
from assent.core.call import FORM, Call
from assent.core.effect import UNKNOWN
from assent.core.facts import Facts
from assent.core.hosts import host_of, place_at, place_of, port_of
from assent.core.paths import absolute, inside
from assent.core.redact.carried import carried
from assent.core.tools import ASKS_WEB, FETCHES, LOADS, SERVES, SHELL, SPAWNS, TOOLS, does
from assent.learning.levels import READ_ONLY, level_of
from assent.learning.rungs_fields import name_in, told_fields
from assent.learning.shapes import FILE_TOOLS, PartSummary
from assent.shell.reading import describe, read_call, wanted_texts
from assent.store import events as store
from assent.store.db import transaction
from assent.store.record import clean_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from assent.app.learn.described import Programs
    from assent.core.call import Part, Reading

MEMO = 100_000
# What runs a tool that the project declares, or fetches any.
FETCHING = ("npx", "bunx", "npm exec", "npm x ", "bun x ")


class Kept(msgspec.Struct, omit_defaults=True):
    """A reading as kept: the call's `tool`, its `text` as people read it (redacted), `spot` the command, path, URL or
    "" it was read from, the `cwd` (relative to the project when inside), and where it was read; `secret` when words
    of it were redacted."""

    tool: str
    text: str
    spot: str
    cwd: str
    root: str
    home: str
    parts: tuple[PartSummary, ...]
    secret: bool = False


_DECODE = msgspec.json.Decoder(Kept)


class Spot(NamedTuple):
    """What decides the meaning of a call: tool, the text it is read from, and the whereabouts as far as they matter."""

    tool: str
    text: str
    cwd: str
    root: str
    home: str


def spot_of(
    tool: str, given: Mapping[str, object], where: Whereabouts, own: Sequence[str] = ()
) -> Spot | None:
    """The spot of a call; None for calls that teach nothing whatever is answered. `own` are the names of programs that
    mean something else in its project."""
    field = TOOLS[tool]["field"] if tool in TOOLS else ""
    if tool == SHELL:
        command = given.get(field)
        return _shell(command, where, own) if isinstance(command, str) and command else None
    if tool in FILE_TOOLS:
        path = given.get(field)
        full = absolute(path, where.cwd, where.home) if isinstance(path, str) and "\0" not in path else ""
        return _file(tool, full, where) if full else None
    if does(tool) == FETCHES:
        url = given.get(field)
        host = host_of(url) if isinstance(url, str) and not carried(url) else None
        place = place_at(host, port_of(url)) if host and isinstance(url, str) else ""
        # A port with a name of its own is told by no pattern for hosts.
        return (
            Spot(tool, f"https://{place}/", "", "", "") if place and place == place_of(host or "") else None
        )
    return _told(tool, given)


def _told(tool: str, given: Mapping[str, object]) -> Spot | None:
    """What a call of an MCP tool, an agent or a skill says of itself; None for what names two things at once."""
    if does(tool) == SERVES:
        told = dict(told_fields(given))
        return Spot(tool, json.dumps(told, ensure_ascii=False) if told else "", "", "", "")
    if does(tool) == ASKS_WEB:
        asked = given.get(TOOLS[tool]["field"])
        return None if isinstance(asked, str) and carried(asked) else Spot(tool, "", "", "", "")
    name = name_in(tool, given)
    return Spot(tool, name, "", "", "") if name else None


def _ordinary(where: Whereabouts) -> bool:
    """True when the project's own path says nothing about what lies in it: no hidden directory on the way."""
    return bool(where.root) and "/." not in where.root and not inside(where.home, where.root)


def _shell(command: str, where: Whereabouts, own: Sequence[str]) -> Spot:
    """A command that names nothing outside its project, and none of its own programs, means the same in every ordinary
    project."""
    cwd = relative(where.cwd, where.root)
    tops = ["/" + path[1:].split("/", 1)[0] for path in (where.root, where.home) if len(path) > 1]
    plain = _ordinary(where) and not cwd.startswith("/") and not _asks_the_project(command)
    if plain and not any(mark in command for mark in ("~", "$", "..", *tops, *own)):
        return Spot(SHELL, command, cwd, "", "")
    return Spot(SHELL, command, cwd, where.root, where.home)


def _asks_the_project(command: str) -> bool:
    """True for a command that means what the files of its project say that it does."""
    return any(mark in command for mark in FETCHING)


def _file(tool: str, path: str, where: Whereabouts) -> Spot:
    if _ordinary(where) and inside(path, where.root):
        return Spot(tool, relative(path, where.root), "", "", "")
    return Spot(tool, path, "", where.root, where.home)


def relative(path: str, root: str) -> str:
    """A path below the root without it ("" for the root itself), any other path as it is."""
    if root and inside(path, root):
        return path[len(root) + 1 :]
    return path


def joined(path: str, root: str) -> str:
    """The absolute path that `relative` was made from, below this root."""
    if path.startswith("/"):
        return path
    return f"{root}/{path}" if path else root


class Readings:
    """The readings in the database, added to as new calls come."""

    def __init__(self, db: sqlite3.Connection, described: Described | None = None) -> None:
        self.db = db
        self.described = described or Described()
        self.known = store.known_readings(db, VERSION)
        self._memo: dict[tuple[str, str | None, Whereabouts], int | None] = {}

    def of(self, tool: str, given: Mapping[str, object], where: Whereabouts) -> int | None:
        """The id of a call's reading; inside the caller's transaction."""
        value = _value(tool, given)
        asked = (tool, value if isinstance(value, str) else None, where)
        if asked in self._memo:
            return self._memo[asked]
        if len(self._memo) >= MEMO:
            self._memo.clear()
        found = self._memo[asked] = self._keep(tool, given, where)
        return found

    def _keep(self, tool: str, given: Mapping[str, object], where: Whereabouts) -> int | None:
        spot = spot_of(tool, given, where, self.described.only_in(where.root))
        if spot is None:
            return None
        key = key_of(spot)
        found = self.known.get(key)
        if found is None:
            kept = read(spot, where.root, where.home, self.described.of(spot.root))
            found = store.add_reading(self.db, key, VERSION, msgspec.json.encode(kept).decode())
            self.known[key] = found
        return found


def _value(tool: str, given: Mapping[str, object]) -> object:
    """What of an input its reading depends on."""
    if does(tool) in (SERVES, SPAWNS, LOADS):
        told = _told(tool, given)
        return told.text if told else None
    row = TOOLS.get(tool)
    return given.get(row["field"]) if row else None


def key_of(spot: Spot) -> str:
    """The hash under which a reading is kept."""
    text = f"{spot.tool}\0{spot.text}\0{spot.cwd}\0{spot.root}\0{spot.home}"
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def call_of(tool: str, spot: str, cwd: str, root: str) -> Call:
    """The call that a kept spot stands for, in the project at `root`."""
    where = joined(cwd, root) or "/"
    row = TOOLS.get(tool)
    text = joined(spot, root) if tool in FILE_TOOLS else spot
    given = {row["field"]: text} if row else json.loads(spot) if spot else {}
    return Call(tool, given, where, root)


def facts_for(call: Call, home: str) -> Facts:
    """The facts of a logged call: nothing is known about links or branches of that time, and what the project declares
    is what its files say today."""
    facts = Facts(home, call.project, call.cwd)
    if call.tool == SHELL and _asks_the_project(call.text("command")):
        while look_into(wanted_texts(read_call(call, facts)), facts):
            pass
    return facts


def read(spot: Spot, root: str, home: str, programs: Programs | None = None, *, secret: bool = False) -> Kept:
    """The call of a spot as the shell room reads it with these programs of people's own, for the learner; of a `secret`
    one no word is learned."""
    call = call_of(spot.tool, spot.text, spot.cwd, root)
    facts = facts_for(call, home)
    describe(facts, programs or {})
    reading = read_call(call, facts)
    text = clean_text(spot.text)
    shown = text if spot.tool == SHELL else f"{spot.tool}({text})"
    secret = secret or text != spot.text
    parts = _summaries(spot, call, reading, home, secret=secret) if reading.parts else ()
    return Kept(spot.tool, shown, text, spot.cwd, root, home, parts, secret)


def _summaries(
    spot: Spot, call: Call, reading: Reading, home: str, *, secret: bool
) -> tuple[PartSummary, ...]:
    if spot.tool != SHELL:
        part = reading.parts[0]
        made = _summary(spot.tool, part, _tool_path(spot, call, part, home), None, opaque=secret)
        return (msgspec.structs.replace(made, fields=_fields(spot)),)
    unread = reading.coverage == FORM or secret
    return tuple(
        _summary(spot.tool, part, path, _argv(part, path), opaque=unread)
        for part in reading.parts
        for path in (_path(part),)
    )


def _summary(
    tool: str, part: Part, path: tuple[str, ...], argv: tuple[str, ...] | None, *, opaque: bool
) -> PartSummary:
    effects = part.effects | (UNKNOWN if part.meaning else 0)
    hidden = opaque or part.opaque or None in part.targets
    targets = tuple(sorted({each for each in part.targets if each is not None}))
    return PartSummary(tool, path, None if hidden else argv, effects, targets, hidden)


def _fields(spot: Spot) -> tuple[tuple[str, str], ...]:
    """What an MCP tool was told that a rule may hold fixed."""
    return tuple(json.loads(spot.text).items()) if does(spot.tool) == SERVES and spot.text else ()


def _path(part: Part) -> tuple[str, ...]:
    """Program and subcommands, when an allow rule that begins with them would match the part and mean the same: other
    words of what runs what they name would be another thing, unless it can only read."""
    path = () if part.runs and level_of(part.effects) != READ_ONLY else part.path
    fits = path and any(argv[: len(path)] == path for argv in map(tuple, part.plain))
    return path if fits else ()


def _argv(part: Part, path: tuple[str, ...]) -> tuple[str, ...] | None:
    """The words, from those of its path on where a harmless wrapper or option stands before or among these."""
    forms = (form for form in (part.argv, *part.plain) if form[: len(path)] == path)
    argv = next(forms, part.argv)
    words = tuple(word for word in argv if word is not None)
    return words if len(words) == len(argv) else None


def _tool_path(spot: Spot, call: Call, part: Part, home: str) -> tuple[str, ...]:
    """Tool and path below the project, the home (`~`) or the root (`/`); the host, server or name of other tools."""
    if spot.tool in FILE_TOOLS:
        touched = part.writes or part.reads
        full = touched[0] if touched else joined(spot.text, call.project)
        if call.project and inside(full, call.project):
            return (spot.tool, *relative(full, call.project).split("/"))
        if inside(full, home):
            return (spot.tool, "~", *relative(full, home).split("/"))
        return (spot.tool, "/", *full[1:].split("/"))
    if does(spot.tool) in (SPAWNS, LOADS):
        return (spot.tool, spot.text)
    return (spot.tool, *(each for each in part.targets if each is not None))


def load(text: str) -> Kept | None:
    """A kept reading; None when the text is none."""
    try:
        return _DECODE.decode(text)
    except msgspec.MsgspecError:
        return None


def bring_up_to_date(db: sqlite3.Connection, described: Described) -> None:
    """Reads again what earlier tables read, and what names a program that people have since described otherwise."""
    roots = roots_of(db)
    mark, names = described.state(roots.values())
    before, gone = last_state(db)
    with transaction(db):
        renew(db, described)
        if mark != before:
            _read_again(db, described, {*names, *gone}, roots)
            keep_state(db, mark, names)


def renew(db: sqlite3.Connection, described: Described | None = None) -> int:
    """Reads again what earlier tables read, from the kept texts; returns how many. In the caller's transaction."""
    old = db.execute(
        "SELECT id, hash, parts FROM readings WHERE version != ? ORDER BY id", (VERSION,)
    ).fetchall()
    described = described or Described()
    for identity, key, text in old:
        kept = load(text)
        if kept is None:
            db.execute("UPDATE events SET reading = NULL WHERE reading = ?", (identity,))
            db.execute("DELETE FROM readings WHERE id = ?", (identity,))
            continue
        spot = Spot(kept.tool, kept.spot, kept.cwd, kept.root, kept.home)
        fresh = read(spot, kept.root, kept.home, described.of(kept.root), secret=kept.secret)
        _replace(db, identity, key, msgspec.json.encode(fresh).decode())
    return len(old)


def _replace(db: sqlite3.Connection, identity: int, key: str, text: str) -> None:
    twin = db.execute("SELECT id FROM readings WHERE hash = ? AND version = ?", (key, VERSION)).fetchone()
    if twin is None:
        db.execute("UPDATE readings SET version = ?, parts = ? WHERE id = ?", (VERSION, text, identity))
        return
    db.execute("UPDATE events SET reading = ? WHERE reading = ?", (twin[0], identity))
    db.execute("DELETE FROM readings WHERE id = ?", (identity,))


def _read_again(
    db: sqlite3.Connection, described: Described, names: Iterable[str], roots: Mapping[str, str]
) -> None:
    """Reads the kept commands that may name these programs anew, in each project for itself: what was one reading for
    all of them may now be several."""
    named = tuple(names)
    found = {
        identity: kept
        for identity, text in db.execute("SELECT id, parts FROM readings ORDER BY id").fetchall()
        if (kept := load(text)) and kept.tool == SHELL and any(name in kept.spot for name in named)
    }
    used = db.execute("SELECT DISTINCT reading, project FROM events WHERE reading IS NOT NULL ORDER BY 1, 2")
    for identity, project in used.fetchall():
        kept = found.get(identity)
        if kept is None:
            continue
        root = roots.get(project, kept.root)
        where = Whereabouts(project, root, kept.home, joined(kept.cwd, root))
        spot = _shell(kept.spot, where, described.only_in(root))
        fresh = read(spot, root, kept.home, described.of(spot.root), secret=kept.secret)
        new = store.add_reading(db, key_of(spot), VERSION, msgspec.json.encode(fresh).decode())
        if new != identity:
            db.execute(
                "UPDATE events SET reading = ? WHERE reading = ? AND project = ?", (new, identity, project)
            )
    for identity in found:
        unused = "NOT EXISTS (SELECT 1 FROM events WHERE reading = id)"
        db.execute(f"DELETE FROM readings WHERE id = ? AND {unused}", (identity,))  # noqa: S608  fixed text
