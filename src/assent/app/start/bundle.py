"""Makes the bundle that the launcher starts from: the bytecode of every module the hook may load, in one file."""

from __future__ import annotations

import marshal
import os
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any

from assent.app.start import cold
from assent.app.start.bytecode import proof, stripped
from assent.app.start.row_tables import PACKAGE, program_files, read_table, tables
from assent.store import regular

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from assent.app.start.row_tables import RowEntry


# Rooms and files the hook may load, beside what the registry of agents names for it; what is not here is loaded the
# usual way.
PARTS = ("__init__.py", "core", "shell", "agents/__init__.py", "agents/payload.py", "agents/registry.py",
         "app/__init__.py", "app/deadline.py", "app/entries.py", "app/hook.py", "app/observe.py", "app/ours.py",
         "app/project.py", "app/verdict.py", "store/__init__.py", "store/chained.py", "store/paths.py",
         "store/record.py", "store/regular.py", "store/snapshot.py")  # fmt: skip
OF_AN_AGENT = ("dialect", "places")


# Path, is a package, mtime, size; how far before the table its bytecode lies, size and digest: see boot.py.
Entry = tuple[str, bool, int, int, int, int, bytes]
Table = tuple[int, int, bytes]
BOOT = "app/start/boot.py"
NATIVE = ("_json", "_blake2")
FAR = 1 << 30
# What a call loads at once, step by step: (the name whose import sets it off, what is imported for it). The hook itself
# comes first, and its agent's dialect; then what a verdict needs; git, the program most called; a call of another tool
# than the shell; a text that may hold a secret; a place outside the project.
STEPS: tuple[tuple[str, ...], ...] = (
    ("assent", "assent.app.hook"),
    ("assent.app.verdict", "assent.shell.judges", "assent.app.verdict"),
    ("assent.shell.syntax.compound", "assent.shell.syntax.compound"),
    ("assent.shell.judges.gitrules", "assent.shell.judges.gitrules"),
    ("assent.core.reason", "assent.core.reason"),
    ("assent.core.tool_calls", "assent.core.tool_calls"),
    ("assent.core.redact.scan", "assent.core.redact.scan"),
    ("assent.core.private", "assent.core.private"),
)
HEAD = 16  # the head's length, then its digest
LARGEST = 64 << 20


def sources(package: Path = PACKAGE) -> list[Path]:
    """The files that go into the bundle."""
    found: list[Path] = []
    for part in (*PARTS, *of_agents(package)):
        path = package / part
        found += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return found


def agents(package: Path = PACKAGE) -> dict[str, list[str]]:
    """Each agent's modules that the hook may load."""
    table: dict[str, dict[str, str]] = runpy.run_path(str(package / "agents/registry.py"))["AGENTS"]
    return {name: [parts[kind] for kind in OF_AN_AGENT if kind in parts] for name, parts in table.items()}


def of_agents(package: Path = PACKAGE) -> list[str]:
    """The files of these modules, and the packages they lie in."""
    found: dict[str, None] = {}
    for module in [each for own in agents(package).values() for each in own]:
        names = module.split(".")[1:]
        for depth in range(2, len(names)):
            found["/".join((*names[:depth], "__init__.py"))] = None
        found["/".join(names) + ".py"] = None
    return list(found)


def path_of(package: Path = PACKAGE) -> Path:
    """Where the bundle for this interpreter lies."""
    return package / "__pycache__" / f"hook.{sys.implementation.cache_tag}.bundle"


def make(package: Path = PACKAGE) -> bool:
    """Write the bundle; False when the package's folder may not be written (the hook then starts slower).

    Length and digest of the head; the head, marshalled (boot code, index, groups); the bytecode at its offsets."""
    index: dict[str, Entry] = {}
    codes: dict[str, CodeType] = {}
    blobs: list[bytes] = []
    at = 0
    warm, apart = _warm(package), cold.Cold()
    for path in sources(package):
        name, is_package = _name(path, package)
        known = warm.get(str(path)) if not str(path.relative_to(package)).startswith(cold.WHOLE) else None
        source = path.read_bytes()
        codes[name] = apart.split(source, str(path), known) if known else stripped(source, str(path))
        blob = marshal.dumps(codes[name])
        found = path.stat()
        index[name] = (
            f"/{path.relative_to(package)}",
            is_package,
            found.st_mtime_ns,
            found.st_size,
            at,
            len(blob),
            proof(blob),
        )
        blobs.append(blob)
        at += len(blob)
    groups: dict[str, Table] = {}
    for name, loaded in _groups(package, index).items():
        blob = marshal.dumps([(each, *index[each][:4], codes[each]) for each in loaded])
        groups[name] = (at, len(blob), proof(blob))
        blobs.append(blob)
        at += len(blob)
    rows: dict[str, Table] = {}
    for letter, (held, table) in tables(package).items():
        rows[letter] = (at + len(held), len(table), proof(table))
        blobs += [held, table]
        at += len(held) + len(table)
    kept, table = apart.packed()
    blobs += [kept, table]
    away = (at + len(kept), len(table), proof(table))
    at += len(kept) + len(table)
    boot, rest = _boot(package), (_native(package), _said(package))
    listed = marshal.dumps({name: (*entry[:4], at - entry[4], *entry[5:]) for name, entry in index.items()})
    blobs.append(listed)
    found = ((at, len(listed), proof(listed)), groups, rows, away)
    # Numbers of one width: the head's length moves the offsets, and must not change with them.
    start = HEAD + len(marshal.dumps((*boot, *_moved(*found, FAR), *rest)))
    head = marshal.dumps((*boot, *_moved(*found, start), *rest))
    if len(head) + HEAD != start:
        return False
    return _replace_file(
        path_of(package), len(head).to_bytes(8, "little") + proof(head) + head + b"".join(blobs)
    )


def _boot(package: Path) -> tuple[bytes, int, int]:
    """What the launcher goes on with, then mtime and size of its source."""
    return marshal.dumps(stripped((package / BOOT).read_bytes(), "boot")), *_stamp(package / BOOT)


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _name(path: Path, package: Path) -> tuple[str, bool]:
    names = [package.name, *path.relative_to(package).with_suffix("").parts]
    is_package = names[-1] == "__init__"
    return ".".join(names[:-1] if is_package else names), is_package


def _moved(
    index: Table, groups: Mapping[str, Table], rows: Mapping[str, Table], away: Table, by: int
) -> tuple[object, ...]:
    def moved(table: Table) -> Table:
        return (table[0] + by, *table[1:])

    held = ({name: moved(table) for name, table in each.items()} for each in (groups, rows))
    return moved(index), *held, moved(away)


def _groups(package: Path, index: Mapping[str, Entry]) -> dict[str, list[str]]:
    """What each step loads beside the module it is for, after those before it; for an agent, what its dialect loads
    after the hook, itself included."""
    found: dict[str, list[str]] = {}
    known: set[str] = set()
    after: list[str] = []
    for name, *wanted in STEPS:
        loaded = _imported(package, after, wanted)
        found[name] = [each for each in loaded if each in index and each not in known]
        known.update(found[name])
        if not after:
            spoken = _of_agents(package, wanted[-1], index.keys() - known)
            found |= spoken
            known |= set.intersection(*map(set, spoken.values()))  # what is there whichever agent calls
        after += wanted
    return found


def _of_agents(package: Path, hook: str, new: Collection[str]) -> dict[str, list[str]]:
    """For each agent, which of the new modules its own load once the hook is there."""
    return {
        agent: [each for each in _imported(package, [hook], own) if each in new]
        for agent, own in agents(package).items()
    }


def _imported(package: Path, after: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """What importing these modules loads once others are there, in the order it is done."""
    lines = _fresh(
        package, "".join(f"import {each};" for each in (*after, *wanted)), "-X", "importtime"
    ).stderr
    return [
        line.rpartition("|")[2].strip()
        for line in lines.decode().splitlines()
        if line.startswith("import time:")
    ]


def _warm(package: Path) -> dict[str, set[tuple[int, str]]]:
    """Path → what ordinary calls run there: (line, name) of each function. Nothing where that cannot be found out: the
    hook then loads all of it."""
    with tempfile.TemporaryDirectory() as folder:
        out = _fresh(package, f"sys.argv[1:] = [{folder!r}]; import runpy;"
        "runpy.run_module('assent.app.start.warm', run_name='__main__')").stdout  # fmt: skip
    found: dict[str, set[tuple[int, str]]] = {}
    for path, line, name in marshal.loads(out) if out else ():  # noqa: S302  our own
        found.setdefault(path, set()).add((line, name))
    return found


def _native(package: Path) -> dict[str, str]:
    """Modules in C that the hook loads → their files, where they are not part of the interpreter itself."""
    code = (
        "import assent.app.hook, marshal; found = [m for n, m in sys.modules.items() if n in "
        + repr(NATIVE)
        + "];"
        "sys.stdout.buffer.write(marshal.dumps({m.__name__: m.__file__ for m in found if hasattr(m, '__file__')}))"
    )
    out = _fresh(package, code).stdout
    found: dict[str, str] = marshal.loads(out) if out else {}  # noqa: S302  our own
    return found


def _said(package: Path) -> dict[str, bytes]:
    """For each agent, what it hears when the hook cannot start."""
    code = (
        "from assent.agents.registry import AGENTS, unable; import marshal;"
        "sys.stdout.buffer.write(marshal.dumps({name: unable(name) for name in AGENTS}))"
    )
    out = _fresh(package, code).stdout
    said: dict[str, bytes] = marshal.loads(out) if out else {}  # noqa: S302  our own
    return said


def _fresh(package: Path, code: str, *options: str) -> subprocess.CompletedProcess[bytes]:
    """The code in an interpreter that knows the package and nothing else of ours."""
    program = os.path.realpath(getattr(sys, "_base_executable", "") or sys.executable)
    begin = f"import sys; sys.path.insert(0, {str(package.parent)!r});"
    argv = [program, "-I", "-S", *options, "-c", begin + code]
    return subprocess.run(argv, capture_output=True, check=False, timeout=60)


def _whole(package: Path) -> tuple[bytes, tuple[Any, ...]]:
    """The bundle and its head; raises ValueError for a head that is not what was written, or not by this version,
    OSError without a bundle."""
    data = regular.read(str(path_of(package)), LARGEST)
    end = HEAD + int.from_bytes(data[:8], "little")
    if proof(data[HEAD:end]) != data[8:HEAD]:
        raise ValueError("the head is damaged")
    held: tuple[Any, ...] = marshal.loads(data[HEAD:end])  # noqa: S302  our own bytecode, and proven
    if held[1:3] != _stamp(package / BOOT):
        raise ValueError("another version made it, and put other things there")
    return data, held


def current(package: Path = PACKAGE) -> bool:
    """True when the bundle is whole and was made from the sources as they are."""
    try:
        data, (*boot, listed, groups, rows, away, _, _) = _whole(package)
        at, size, mark = listed
        if proof(data[at : at + size]) != mark:
            return False
        index: dict[str, Entry] = marshal.loads(data[at : at + size])  # noqa: S302  our own, and proven
        known = {f"{package}{entry[0]}": entry[2:4] for entry in index.values()}
        blobs = [(at - back, length, mark) for *_, back, length, mark in index.values()]
        blobs += [*groups.values(), *rows.values(), away]
        at, size, _ = away
        blobs += [(at - back, length, mark) for back, length, mark in cold.read_table(data[at : at + size])]
        for at, size, _ in rows.values():
            table = read_table(data[at : at + size])
            known |= {f"{package}{entry[1]}": entry[2:4] for entry in table.values()}
            blobs += [(at - back, length, mark) for *_, back, length, mark in table.values()]
        if tuple(boot) != _boot(package):
            return False
        return all(proof(data[at : at + size]) == mark for at, size, mark in blobs) and known == {
            str(path): (path.stat().st_mtime_ns, path.stat().st_size)
            for path in (*sources(package), *program_files(package))
        }
    except (OSError, ValueError, EOFError, TypeError):
        return False


class Held:
    """The rows of a bundle, as the launcher's own loader gives them: proven, and of files that have not changed."""

    def __init__(self, package: Path) -> None:
        self.data, (*_, self.tables, _, _, _) = _whole(package)
        self.package = package
        self.known: dict[str, dict[str, RowEntry]] = {}

    def table(self, letter: str) -> dict[str, RowEntry]:
        """The programs of a first letter."""
        if letter not in self.known:
            at, size, mark = self.tables[letter]
            data = self.data[at : at + size]
            self.known[letter] = read_table(data) if proof(data) == mark else {}
        return self.known[letter]

    def row(self, name: str) -> bytes | None:
        """A stored row; None for a program that there is not, nothing where its file has to be read."""
        if name[:1] not in self.tables or name not in self.table(name[:1]):
            return None
        _, path, changed, size, back, length, mark = self.table(name[:1])[name]
        try:
            now = Path(f"{self.package}{path}").stat()
        except OSError:
            return b""
        at = self.tables[name[:1]][0] - back
        data = self.data[at : at + length]
        fresh = (now.st_mtime_ns, now.st_size) == (changed, size)
        return data if fresh and proof(data) == mark else b""


def held(package: Path = PACKAGE) -> Held | None:
    """The rows of a whole bundle that knows every program file; None without one."""
    try:
        found = Held(package)
        files = {entry[1] for letter in found.tables for entry in found.table(letter).values()}
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return found if files == {f"/{path.relative_to(package)}" for path in program_files(package)} else None


def _replace_file(path: Path, data: bytes) -> bool:
    try:
        path.parent.mkdir(exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError:
        return False
    return True
