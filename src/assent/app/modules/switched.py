"""Modules and categories switched in the settings file, its comments and order kept."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.app import files
from assent.app.config.read import read
from assent.app.rules import in_force
from assent.core.problem import Problem
from assent.policy import categories, shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.store.paths import Paths

MODULES, EXCLUDE = "modules", "exclude"


@dataclass(frozen=True, slots=True)
class Switched:
    """A settings file as it was (None: there was none) and as it will be, and the names that change in it."""

    path: Path
    old: str | None
    new: str
    names: Sequence[str]


def unknown(names: Sequence[str], key: str, verb: str) -> list[Problem]:
    """The names that are no module, or no category, with what was probably meant."""
    import difflib

    held = list(categories.BY_NAME) if key == EXCLUDE else shipped.names()
    what = "category" if key == EXCLUDE else "module"
    found = []
    for name in dict.fromkeys(names):
        if name in held:
            continue
        close = difflib.get_close_matches(name, held, 1)
        see = "assent modules list --categories" if key == EXCLUDE else "assent modules list"
        hint = f"did you mean {close[0]!r}? All: {see}" if close else f"see them: {see}"
        found.append(Problem(f"modules {verb}", f"there is no {what} {name!r}", hint))
    return found


def switching(
    at: Paths, names: Sequence[str], key: str, *, into: bool
) -> tuple[Switched | None, list[Problem]]:
    """The settings with these names put into the list of a key, or taken out; None when that changes nothing."""
    path = Path(at.settings)
    old = files.read_text(path)
    if isinstance(old, Problem):
        return None, [old]
    held = read(old or "", str(path))
    if held.problems:
        return None, list(held.problems)
    before = list(held[key])
    wanted = dict.fromkeys(names)
    changed = [name for name in wanted if (name in before) != into and name != shipped.DEFAULTS]
    if not changed:
        return None, []
    after = [*before, *changed] if into else [name for name in before if name not in wanted]
    new = _rewritten(old or "", key, after)
    again = read(new, str(path))
    if again.problems or list(again[key]) != after:  # the text is stranger than what can be edited safely
        by_hand = Problem(
            str(path), "cannot be changed without losing something", f"write there: {line(key, after)}"
        )
        return None, [by_hand]
    blocked = files.unwritable(path)
    if blocked:
        return None, [Problem(blocked.where, blocked.what, f"write there yourself: {line(key, after)}")]
    return Switched(path, old, new, changed), []


def line(key: str, names: Sequence[str]) -> str:
    """The list as it stands in the file."""
    listed = ", ".join(f'"{name}"' for name in names)
    return f"{key} = [{listed}]"


def _rewritten(text: str, key: str, names: Sequence[str]) -> str:
    """The text with another list under a key of its top. A list that is there is changed in its place."""
    import tomlkit

    document: Any = tomlkit.parse(text)
    if key in document:
        listed = document[key]
        for at in reversed(range(len(listed))):
            if str(listed[at]) not in names:
                del listed[at]
        for name in names:
            if name not in listed:
                listed.append(name)
        return tomlkit.dumps(document)
    rest = f"\n{text}" if text.strip() else text
    return (
        f"{line(key, names)}\n{rest}"
        if not text.lstrip().startswith("#")
        else _below_head(text, line(key, names))
    )


def _below_head(text: str, added: str) -> str:
    """The line below the comment that a file begins with: above its first table and its first key."""
    lines = text.splitlines(keepends=True)
    at = next((at for at, each in enumerate(lines) if not each.lstrip().startswith("#")), len(lines))
    head = "".join(lines[:at])
    return f"{head}{'' if head.endswith(chr(10)) else chr(10)}{added}\n{''.join(lines[at:])}"


def write(at: Paths, made: Switched) -> None:
    """Writes the settings, with a backup, and puts them in force. Raises OSError and StoreError."""
    files.backup(made.path, Path(at.data) / "backups", time.strftime("%Y%m%d-%H%M%S", time.gmtime()))
    files.replace(made.path, made.new)
    in_force.refresh(at)
