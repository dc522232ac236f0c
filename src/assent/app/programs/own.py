"""The program files of a person or a project: read as sources, used only when they are sound."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assent.app.taken import take
from assent.core.problem import Problem
from assent.policy.salvage import KEPT
from assent.shell.programs.rows import compiled
from assent.shell.programs.shipped import is_known
from assent.shell.proving import problems as wrong_with
from assent.store import snapshot
from assent.store.sources import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.app.taken import Taken
    from assent.shell.programs.row import Stored

SUFFIX = ".prog"
MOST_FILES = 200
LARGEST = 1 << 18


@dataclass(slots=True)
class Folder:
    """A folder of program files: `texts` path → text of those that can be read, `problems` of all."""

    path: str
    taken: dict[str, Taken] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_folder(path: str, rows: list[list[object]], *, owned: bool) -> Folder:
    """The program files of a folder; each, and the folder itself, becomes a row of the snapshot's sources."""
    found = Folder(label(path))
    rows.append(snapshot.take(path)[0])
    try:
        names = sorted(each.name for each in Path(path).iterdir() if each.suffix == SUFFIX)
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ENOTDIR):
            found.problems.append(
                Problem(found.path, f"cannot be listed: {error.strerror}", "check its owner and mode")
            )
        return found
    if len(names) > MOST_FILES:
        found.problems.append(Problem(found.path, f"holds more than {MOST_FILES} program files", KEPT))
    for name in names[:MOST_FILES]:
        given = take(f"{path}/{name}", rows, owned=owned)
        if given.text is not None and len(given.text) > LARGEST:
            given.text = None
            given.problems.append(Problem(given.shown, f"is larger than {LARGEST} characters", "split it"))
        found.taken[given.shown] = given
    return found


def mistakes(path: str, text: str) -> list[Problem]:
    """What is wrong with a program file of a person's own."""
    hint = f"mend it, then: assent programs check {path}"
    return [Problem(f"{path}:{line}", what, hint) for line, what in wrong_with(text, own=True)]


def rows_in(texts: Sequence[str]) -> dict[str, list[Stored]]:
    """Name → rows of these sound texts, in their order."""
    found: dict[str, list[Stored]] = {}
    for text in texts:
        for name, row in compiled(text).items():
            found.setdefault(name, []).append(row)
    return found


def tightened(rows: Mapping[str, list[Stored]], known: Mapping[str, object]) -> dict[str, list[Stored]]:
    """Of rows that nobody trusts, those that can only make a call stricter: of programs that are described already."""
    return {name: found for name, found in rows.items() if name in known or is_known(name)}
