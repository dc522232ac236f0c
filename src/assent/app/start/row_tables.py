"""The rows of all program files as the bundle holds them, and the tables in which a call looks one up."""

from __future__ import annotations

import marshal
import os
from pathlib import Path
from typing import TYPE_CHECKING

from assent.app.start.bytecode import proof
from assent.shell.programs.row import FIELDS
from assent.shell.programs.rows import compiled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.programs.row import Stored

PACKAGE = Path(__file__).resolve().parents[2]
PROGRAMS = "shell/programs"
# Name, path, mtime and size of its file; how far before the table its row lies, its size and digest.
RowEntry = tuple[str, str, int, int, int, int, bytes]


def program_files(package: Path = PACKAGE) -> list[Path]:
    """The program files, whose rows go into the bundle."""
    return sorted((package / PROGRAMS).glob("*.prog"))


def files_in(package: Path) -> set[str]:
    """The same as the tables name them."""
    found = os.listdir(package / PROGRAMS)  # noqa: PTH208  names are enough
    return {f"/{PROGRAMS}/{name}" for name in found if name.endswith(".prog")}


def tables(package: Path) -> dict[str, tuple[bytes, bytes]]:
    """First letter → the rows of the programs of that letter, and the table that says where each lies: see boot.py. A
    call looks one name up in one table, and makes no more of the nine hundred than that."""
    held: dict[str, bytes] = {}
    found: dict[str, list[RowEntry]] = {}
    for path in program_files(package):
        stat = path.stat()
        packed: dict[int, bytes] = {}
        for name, row in compiled(path.read_text("utf-8")).items():
            blob = _packed(row, packed)
            before = held.get(name[0], b"")
            held[name[0]] = before + blob
            stamp = (f"/{path.relative_to(package)}", stat.st_mtime_ns, stat.st_size)
            found.setdefault(name[0], []).append((name, *stamp, len(before), len(blob), proof(blob)))
    return {letter: (data, _told(found[letter], len(data))) for letter, data in held.items()}


def _told(entries: Sequence[RowEntry], end: int) -> bytes:
    lines = [
        "\t".join((name, path, *map(str, (changed, size, end - at, length)), mark.hex()))
        for name, path, changed, size, at, length, mark in entries
    ]
    return "\n".join(("", *lines, "")).encode()


def files_of(table: bytes) -> set[str]:
    """The files that a table names."""
    return {line.split("\t", 2)[1] for line in table.decode().splitlines()[1:]}


def read_table(table: bytes) -> dict[str, RowEntry]:
    """A table, by name."""
    found: dict[str, RowEntry] = {}
    for line in table.decode().splitlines()[1:]:
        name, path, *numbers, mark = line.split("\t")
        changed, size, back, length = map(int, numbers)
        found[name] = (name, path, changed, size, back, length, bytes.fromhex(mark))
    return found


def _packed(row: Stored, known: dict[int, bytes]) -> bytes:
    """A row whose subcommands are marshalled each for itself; those that share a block share the bytes."""
    if id(row) not in known:
        at = FIELDS.index("below")
        below = {name: _packed(each, known) for name, each in row[at].items()}
        known[id(row)] = marshal.dumps((*row[:at], below, *row[at + 1 :]))
    return known[id(row)]
