"""What the record says of lines from which something was erased: each kept its hash, and what it is now is told too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assent.store import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assent.store.paths import Paths

KIND = "erasure"
EXACT = ("lines", "files")
MARK = f'"kind":"{KIND}"'.encode()


def entries(paths: Paths) -> Iterator[dict[str, Any]]:
    """What was told of each erasure, in the order of the files."""
    yield from _entries(record.files(paths))


def _entries(files: Iterable[str]) -> Iterator[dict[str, Any]]:
    for path in files:
        for entry, _ in record.read_from(path, 0, passed=_passed):
            if entry and entry["kind"] == KIND:
                yield entry


def told_of(line: bytes) -> list[tuple[str, str]]:
    """(hash it had, hash as it stands) of each line from which something was erased, as a line of the record says."""
    entry = record.parse(line)
    return _told(entry) if entry and entry["kind"] == KIND else []


def told_of_dropped(paths: Paths) -> set[tuple[str, str]]:
    """The same of all that stays of days whose calls were dropped."""
    left = [path for path in record.files(paths) if path.endswith(".changes")]
    return {pair for entry in _entries(left) for pair in _told(entry)}


def _told(entry: dict[str, Any]) -> list[tuple[str, str]]:
    return [(str(pair[0]), str(pair[1])) for pair in _pairs(entry.get("lines"))]


def files(paths: Paths, sealed: str) -> set[str]:
    """Hashes that a file may have since, by what was told, which was sealed by the hash of the whole."""
    found = {sealed}
    for entry in entries(paths):
        found |= {str(pair[1]) for pair in _pairs(entry.get("files")) if pair[0] in found}
    return found


def _pairs(listed: object) -> list[list[Any]]:
    rows = listed if isinstance(listed, list) else []
    return [row for row in rows if isinstance(row, list) and len(row) == 2]


def _passed(line: bytes) -> bool:
    return MARK not in line
