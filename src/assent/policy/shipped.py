"""The modules that ship with assent: `defaults`, always on, and the toolchains a user switches on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assent.policy.parse import read_policy

if TYPE_CHECKING:
    from assent.core.problem import Problem
    from assent.policy.parse import Declared

DEFAULTS = "defaults"
# What loaded this module loads its neighbours.
_LOADER: Any = __loader__  # type: ignore[name-defined]  # every module has one
_FOLDER = __file__.rpartition("/")[0]


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
