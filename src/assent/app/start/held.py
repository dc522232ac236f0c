"""What the bundle holds, read: its head, and the rows of programs as the launcher's own loader gives them."""

from __future__ import annotations

import marshal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.app.start.bytecode import proof
from assent.app.start.row_tables import PACKAGE, files_in, files_of, read_table
from assent.store import regular

if TYPE_CHECKING:
    from assent.app.start.row_tables import RowEntry

BOOT = "app/start/boot.py"
HEAD = 16  # the head's length, then its digest
LARGEST = 64 << 20


def path_of(package: Path = PACKAGE) -> Path:
    """Where the bundle for this interpreter lies."""
    return package / "__pycache__" / f"hook.{sys.implementation.cache_tag}.bundle"


def stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def whole(package: Path) -> tuple[bytes, tuple[Any, ...]]:
    """The bundle and its head; raises ValueError for a head that is not what was written, or not by this version,
    OSError without a bundle."""
    data = regular.read(str(path_of(package)), LARGEST)
    end = HEAD + int.from_bytes(data[:8], "little")
    if proof(data[HEAD:end]) != data[8:HEAD]:
        raise ValueError("the head is damaged")
    held: tuple[Any, ...] = marshal.loads(data[HEAD:end])  # noqa: S302  our own bytecode, and proven
    if held[1:3] != stamp(package / BOOT):
        raise ValueError("another version made it, and put other things there")
    return data, held


class Held:
    """The rows of a bundle, as the launcher's own loader gives them: proven, and of files that have not changed."""

    def __init__(self, package: Path) -> None:
        self.data, (*_, self.tables, _, _, _) = whole(package)
        self.package = package
        self.known: dict[str, dict[str, RowEntry]] = {}

    def table(self, letter: str) -> dict[str, RowEntry]:
        """The programs of a first letter."""
        if letter not in self.known:
            at, size, mark = self.tables[letter]
            data = self.data[at : at + size]
            self.known[letter] = read_table(data) if proof(data) == mark else {}
        return self.known[letter]

    def files(self, letter: str) -> set[str]:
        """The program files of its programs; none where the table is damaged."""
        at, size, mark = self.tables[letter]
        data = self.data[at : at + size]
        return files_of(data) if proof(data) == mark else set()

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
        known = {file for letter in found.tables for file in found.files(letter)}
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return found if known == files_in(package) else None
