"""Takes a text out of the digests that were saved beside the record; names what else may hold it."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING

from assent.store import placed, regular
from assent.store.erased_rows import MARK

if TYPE_CHECKING:
    from assent.store.paths import Paths
    from assent.store.sought import Sought

FOLDER = "digests"  # in the state folder


def holding(paths: Paths, pattern: Sought) -> list[str]:
    """The saved digests in which it stands."""
    return [str(path) for path in _saved(paths) if _holds(pattern, path)]


def erase(paths: Paths, pattern: Sought) -> None:
    """Takes it out of them; a page that spells it otherwise, as HTML can, goes as a whole. Raises OSError."""
    for path in _saved(paths):
        if not _holds(pattern, path):
            continue
        left = pattern.without(_text(path), MARK)
        if pattern.found(html.unescape(left)):
            left = f"{MARK}\n"
        placed.put(str(path), left.encode())


def set_aside(paths: Paths) -> list[str]:
    """Databases that were set aside: they are not looked into."""
    return sorted(str(path) for path in Path(paths.data).glob("assent.db.broken-*"))


def _saved(paths: Paths) -> list[Path]:
    return sorted(path for path in Path(paths.state, FOLDER).glob("*") if path.suffix in (".md", ".html"))


def _text(path: Path) -> str:
    try:
        return regular.read(str(path)).decode("utf-8", "replace")
    except OSError:
        return ""


def _holds(pattern: Sought, path: Path) -> bool:
    text = _text(path)
    return pattern.found(text) or (path.suffix == ".html" and pattern.found(html.unescape(text)))
