"""Finds the row of a program: in the bundle that the hook starts from, else in its file in this folder."""

# The folder is a constant of the package, as its code is: nothing else is read here.
from __future__ import annotations

import marshal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from assent.shell.programs.row import Stored

# What loaded this module loads its neighbours: the bundle's, or that of the file system.
_LOADER: Any = __loader__  # type: ignore[name-defined]  # every module has one
_served: list[Any] = []
_FOLDER = __file__.rpartition("/")[0]
# What has been looked up: name → stored row, None for a program that no file describes.
_known: dict[str, Stored | None] = {}
_files: dict[str, str] = {}
_read: set[str] = set()


def stored(name: str) -> Stored | None:
    """The row of a shipped program as it is stored; None when no file describes one of that name."""
    if name not in _known:
        _known[name] = _found(name)
    return _known[name]


def _found(name: str) -> Stored | None:
    bundled = _served[0] if _served else getattr(_LOADER, "row", None)
    data: bytes | None = b"" if bundled is None else bundled(name)
    if data:
        found: Stored = marshal.loads(data)  # noqa: S302  our own, and proven
        return found
    if data is None:
        return None
    file = files().get(name)
    if file is None or file in _read:
        return None
    _read.add(file)
    from assent.shell.programs.rows import compiled

    _known.update(compiled(text(file)))
    return _known.get(name)


def serve(row: Callable[[str], bytes | None]) -> None:
    """From here on rows come from `row`: a stored row; None for a program that there is not, nothing where its file has
    to be read."""
    _served[:] = [row]


def fact(name: str | None, word: str) -> bool:
    """True when the shipped row of a program says this of it."""
    row = None if name is None else stored(name)
    return row is not None and word in row[6]


def is_known(name: str) -> bool:
    """True for a program that a file describes."""
    return stored(name) is not None


def text(file: str) -> str:
    """A program file's text."""
    data: bytes = _LOADER.get_data(f"{_FOLDER}/{file}")
    return data.decode()


def files() -> Mapping[str, str]:
    """Name → file of each program that is described: the headers of the files, for the folder is the index."""
    if not _files:
        import posix

        for file in sorted(posix.listdir(_FOLDER)):
            if file.endswith(".prog"):
                for name in headers(text(file)):
                    _files.setdefault(name, file)
    return _files


def headers(written: str) -> list[str]:
    """The names in the headers of a program file."""
    found: list[str] = []
    for line in written.split("\n"):
        if line[:1] not in ("", " ", "#", "!", "=", "@"):
            found += [each.strip() for each in line.partition("  # ")[0].split(",")]
    return found
