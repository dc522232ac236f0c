"""What is known of programs, shipped and people's own: for `assent programs list` and `show`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assent.app.programs import own, summary
from assent.core.effect import names_of
from assent.shell.programs import shipped
from assent.shell.programs.rows import Rows
from assent.shell.programs.source import read_source
from assent.store.paths import project_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assent.app.project import Project
    from assent.store.paths import Paths

SHIPPED, USER, PROJECT = "shipped", "user", "project"


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
