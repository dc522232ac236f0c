"""The modules that ship with assent: `defaults`, always on, and the toolchains a user switches on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assent.policy.parse import read_policy

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from assent.core.problem import Problem
    from assent.policy.parse import Declared

DEFAULTS = "defaults"
# What loaded this module loads its neighbours.
_LOADER: Any = __loader__  # type: ignore[name-defined]  # every module has one
_FOLDER = __file__.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class About:
    """What a module `says` of itself, and the `marks` of a project it is for: names of files and folders, globs too."""

    says: str
    marks: tuple[str, ...]


def names() -> list[str]:
    """The names of all modules, `defaults` first."""
    from importlib import resources

    found = sorted(
        entry.name[:-5]
        for entry in resources.files(__package__).joinpath("modules").iterdir()
        if entry.name.endswith(".toml")
    )
    return [DEFAULTS, *(name for name in found if name != DEFAULTS)]


def text_of(name: str) -> str:
    """The TOML text of a module; raises FileNotFoundError for a name that is none."""
    data: bytes = _LOADER.get_data(f"{_FOLDER}/modules/{name}.toml")
    return data.decode()


def module(name: str) -> tuple[list[Declared], list[Problem]]:
    """The rules of a module and what is wrong with it."""
    return read_policy(text_of(name), f"module {name}", "modules")


def about(name: str) -> About:
    """The head of a module."""
    import tomllib

    head = tomllib.loads(text_of(name))["module"]
    return About(head["says"], tuple(head["marks"]))


def switch_off(found: Sequence[Declared], excluded: Collection[str]) -> None:
    """Switches the rules of excluded categories off, in whichever module they are."""
    for each in found:
        if each.topic in excluded:
            each.enabled = False
