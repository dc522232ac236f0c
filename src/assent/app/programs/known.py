"""What is known of programs, shipped and people's own: for `assent programs list` and `show`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assent.app.programs import own, summary
from assent.app.rules.compiler import Compiler
from assent.core.effect import names_of
from assent.shell.programs import shipped
from assent.shell.programs.rows import Rows
from assent.shell.programs.source import read_source
from assent.store import sources, trust
from assent.store.paths import project_files

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from assent.app.project import Project
    from assent.store.paths import Paths

SHIPPED, USER, PROJECT = "shipped", "user", "project"
NOT_USED, LAST_GOOD = "it is not used", "the last good version is used"
UNTRUSTED = "not trusted: it can only make calls stricter"


@dataclass(frozen=True, slots=True)
class Known:
    """One program file: its `names`, who wrote it (`origin`: shipped, user or project), `path`, `text`, where its facts
    come from (`cited`), how many subcommands, options and rows of proof it has, and what its programs can do: `effects`
    as a mask, `more` what else decides that. `state` is why it does not count as it stands, "" when it does."""

    names: tuple[str, ...]
    origin: str
    path: str
    text: str
    cited: str
    subcommands: int
    options: int
    proofs: int
    effects: int
    more: tuple[str, ...]
    state: str = ""

    def as_json(self) -> dict[str, Any]:
        """The file as `programs list --json` gives it."""
        return {
            "names": list(self.names), "origin": self.origin, "path": self.path, "source": self.cited,
            "subcommands": self.subcommands, "options": self.options, "proofs": self.proofs,
            "effects": names_of(self.effects), "more": list(self.more), "state": self.state or None,
        }  # fmt: skip


def every(at: Paths, place: Project | None) -> list[Known]:
    """Every program file: the shipped ones, the user's, the project's, each in alphabetic order."""
    found = [described(f"shell/programs/{file}", shipped.text(file), SHIPPED) for file in _shipped()]
    folders = [(at.programs, USER, True)]
    if place and place.root:
        folders.append((project_files(place.root)[2], PROJECT, False))
    for path, origin, owned in folders:
        found += [described(each, text, origin) for each, text in texts_in(path, owned=owned)]
    return found


def standing(found: Sequence[Known], at: Paths, db: sqlite3.Connection, place: Project | None) -> list[Known]:
    """The same, each with why it does not count as it stands: a mistake in it, or nobody's trust."""
    unproven = bool(place and waiting(at, db, place))
    return [
        each if each.origin == SHIPPED else replace(each, state=_state(each, db, unproven=unproven))
        for each in found
    ]


def _state(each: Known, db: sqlite3.Connection, *, unproven: bool) -> str:
    wrong = own.mistakes(each.path, each.text)
    if wrong:
        good = sources.good(db, each.path)
        line = wrong[0].where.rpartition(":")[2]
        return f"broken in line {line} ({wrong[0].what}); {LAST_GOOD if good else NOT_USED}"
    return UNTRUSTED if unproven and each.origin == PROJECT else ""


def waiting(at: Paths, db: sqlite3.Connection, place: Project) -> str:
    """The project's folder of program files when it holds sound ones that nobody trusts as they are, else ""."""
    if not place.root:
        return ""
    made = Compiler(at, db)
    made.programs(place.key, place.root)
    folder = sources.label(project_files(place.root)[2])
    return folder if folder in made.seen and made.seen[folder][1] != trust.TRUSTED else ""


def texts_in(folder: str, *, owned: bool = False) -> list[tuple[str, str]]:
    """(path, text) of each program file in a folder that can be read."""
    taken = own.read_folder(folder, [], owned=owned).taken
    return [(path, given.text or "") for path, given in taken.items()]


def in_folder(path: str) -> list[Known]:
    """What the program files of a project's folder say."""
    return [described(each, text, PROJECT) for each, text in texts_in(path)]


def of_name(name: str, at: Paths, place: Project | None) -> list[Known]:
    """The files that describe a program of this name."""
    return [each for each in every(at, place) if name in each.names]


def names(at: Paths, place: Project | None) -> Iterator[str]:
    """The names of all programs that are described."""
    for each in every(at, place):
        yield from each.names


def _shipped() -> list[str]:
    return sorted(set(shipped.files().values()))


def described(path: str, text: str, origin: str) -> Known:
    """What one file says."""
    source = read_source(text)
    rows = Rows(source)
    return Known(
        tuple(name for name in rows.top if " " not in name),
        origin,
        path,
        text,
        " ".join(source.cited),
        sum(len(below) for below in rows.below.values()),
        sum(len(options) for options in rows.options.values()),
        len(source.proofs),
        *summary.able(rows),
    )
