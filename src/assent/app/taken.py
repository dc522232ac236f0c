"""A source as it lies on the disk: its text, its digest, and why it must not be believed."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field
from pathlib import Path

from assent.core.problem import Problem
from assent.store import owners, snapshot
from assent.store.paths import digest
from assent.store.sources import label

_ABSENT = (errno.ENOENT, errno.ENOTDIR)
_OWN = "make it yours alone: chown and chmod go-w; until then its allows do not count"


@dataclass(slots=True)
class Taken:
    """`shown` is the path as it can be printed and stored, `text` None where there is none to read, `digest` that of
    the contents; `problems` say why the text must not be used whole."""

    path: str
    shown: str
    text: str | None = None
    digest: str = ""
    absent: bool = False
    problems: list[Problem] = field(default_factory=list)


def take(path: str, rows: list[list[object]], *, owned: bool = True, root_only: bool = False) -> Taken:
    """Reads a source and adds its row. `owned`: nobody else may have been able to write it (a project's files only
    tighten until they are trusted by their contents, so anybody may)."""
    row, data = snapshot.take(path)
    rows.append(row)
    found = Taken(path, label(path))
    number = int(str(row[1])) if data is None else 0
    if data is not None and Path(path).is_dir():  # its contents are the names in it
        number = errno.EISDIR
    if number or data is None:
        found.absent = number in _ABSENT
        if not found.absent:
            why = os.strerror(number)
            found.problems.append(Problem(found.shown, f"cannot be read: {why}", "check its owner and mode"))
        return found
    found.digest = digest(data)
    strange = owners.why_file_doubted(path, root_only=root_only) if owned else ""
    if strange:
        found.problems.append(Problem(found.shown, strange, _OWN))
    try:
        found.text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        from assent.policy.salvage import KEPT

        found.problems.append(Problem(found.shown, f"is not UTF-8 text: {error}", KEPT))
        found.text = data.decode("utf-8", "replace")
    return found
