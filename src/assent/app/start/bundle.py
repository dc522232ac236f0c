"""Makes the bundle that the launcher starts from: the bytecode of every module the hook may load, in one file."""

from __future__ import annotations

import marshal
import os
import tempfile
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any

from assent.app.start import loads
from assent.app.start.bytecode import proof, stripped
from assent.app.start.held import BOOT, HEAD, path_of, stamp, whole
from assent.app.start.row_tables import PACKAGE, program_files, read_table, tables

if TYPE_CHECKING:
    from collections.abc import Mapping


# Rooms and files the hook may load, beside what the registry of agents names for it; what is not here is loaded the
# usual way.
PARTS = ("__init__.py", "core", "shell", "agents/__init__.py", "agents/payload.py", "agents/registry.py",
         "app/__init__.py", "app/deadline.py", "app/entries.py", "app/hook.py", "app/observe.py", "app/ours.py",
         "app/project.py", "app/verdict.py", "store/__init__.py", "store/chained.py", "store/paths.py",
         "store/record.py", "store/regular.py", "store/snapshot.py")  # fmt: skip


# Path, is a package, mtime, size; how far before the table its bytecode lies, size and digest: see boot.py.
Entry = tuple[str, bool, int, int, int, int, bytes]
Table = tuple[int, int, bytes]
FAR = 1 << 30


def sources(package: Path = PACKAGE) -> list[Path]:
    """The files that go into the bundle."""
    found: list[Path] = []
    for part in (*PARTS, *of_agents(package)):
        path = package / part
        found += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return found


def of_agents(package: Path = PACKAGE) -> list[str]:
    """The files of these modules, and the packages they lie in."""
    found: dict[str, None] = {}
    for module in [each for own in loads.agents(package).values() for each in own]:
        names = module.split(".")[1:]
        for depth in range(2, len(names)):
            found["/".join((*names[:depth], "__init__.py"))] = None
        found["/".join(names) + ".py"] = None
    return list(found)


class Laid:
    """What follows the head, piece by piece, and where each lies behind it."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.size = 0

    def put(self, piece: bytes) -> Table:
        """Adds a piece: where it begins, its size and its digest."""
        at = self.size
        self.pieces.append(piece)
        self.size += len(piece)
        return at, len(piece), proof(piece)


def make(package: Path = PACKAGE) -> bool:
    """Write the bundle; False when the package's folder may not be written (the hook then starts slower).

    Length and digest of the head; the head, marshalled: boot code, where the table of modules, the groups and the
    tables of programs lie; then all of these."""
    laid = Laid()
    index, groups = _modules(package, laid)
    rows: dict[str, Table] = {}
    for letter, (held, table) in tables(package).items():
        laid.put(held)
        rows[letter] = laid.put(table)
    listed = {name: (*entry[:4], laid.size - entry[4], *entry[5:]) for name, entry in index.items()}
    where = (laid.put(marshal.dumps(listed)), groups, rows)
    boot, rest = _boot(package), (loads.native(package), loads.said(package))
    # Numbers of one width: the head's length moves the offsets, and must not change with them.
    start = HEAD + len(marshal.dumps((*boot, *_moved(where, FAR), *rest)))
    head = marshal.dumps((*boot, *_moved(where, start), *rest))
    if len(head) + HEAD != start:
        return False
    return _replace_file(
        path_of(package), len(head).to_bytes(8, "little") + proof(head) + head + b"".join(laid.pieces)
    )


def _modules(package: Path, laid: Laid) -> tuple[dict[str, Entry], dict[str, Table]]:
    """Lays each module for itself, and the groups that are loaded at once."""
    index: dict[str, Entry] = {}
    codes: dict[str, CodeType] = {}
    for path in sources(package):
        name, is_package = _name(path, package)
        inner = f"/{path.relative_to(package)}"
        codes[name] = stripped(path.read_bytes(), str(path))
        index[name] = (inner, is_package, *stamp(path), *laid.put(marshal.dumps(codes[name])))
    groups = {
        name: laid.put(marshal.dumps([(each, *index[each][:4], codes[each]) for each in loaded]))
        for name, loaded in loads.groups(package, index).items()
    }
    return index, groups


def _boot(package: Path) -> tuple[bytes, int, int]:
    """What the launcher goes on with, then mtime and size of its source."""
    return marshal.dumps(stripped((package / BOOT).read_bytes(), "boot")), *stamp(package / BOOT)


def _name(path: Path, package: Path) -> tuple[str, bool]:
    names = [package.name, *path.relative_to(package).with_suffix("").parts]
    is_package = names[-1] == "__init__"
    return ".".join(names[:-1] if is_package else names), is_package


def _moved(where: tuple[Table, Mapping[str, Table], Mapping[str, Table]], by: int) -> tuple[Any, ...]:
    def moved(table: Table) -> Table:
        return (table[0] + by, *table[1:])

    index, groups, rows = where
    held = ({name: moved(table) for name, table in each.items()} for each in (groups, rows))
    return moved(index), *held


def current(package: Path = PACKAGE) -> bool:
    """True when the bundle is whole and was made from the sources as they are."""
    try:
        data, (*boot, listed, groups, rows, _, _) = whole(package)
        at, size, mark = listed
        if proof(data[at : at + size]) != mark:
            return False
        index: dict[str, Entry] = marshal.loads(data[at : at + size])  # noqa: S302  our own, and proven
        known = {f"{package}{entry[0]}": entry[2:4] for entry in index.values()}
        blobs = [(at - back, length, mark) for *_, back, length, mark in index.values()]
        blobs += [*groups.values(), *rows.values()]
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
