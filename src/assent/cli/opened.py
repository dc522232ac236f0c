"""Where a verb works: the database opened, the project found, what the store refuses said as a mistake."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from assent.app import project, state
from assent.app.rules import in_force
from assent.cli.output import refuse
from assent.core.problem import Problem
from assent.store.db import StoreError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from assent.app.project import Project
    from assent.store.paths import Paths


@contextlib.contextmanager
def opened() -> Iterator[tuple[Paths, sqlite3.Connection]]:
    """Where things lie and the database for whoever changes something, made where there is none; the files as they are
    now are mirrored in it. What the store refuses becomes exit 2."""
    at = state.paths()
    try:
        with contextlib.closing(state.opened(at)) as db:
            in_force.policy(place_of(at), at)
            yield at, db
    except StoreError as problem:
        refuse([problem.problem])


@contextlib.contextmanager
def looking() -> Iterator[tuple[Paths, sqlite3.Connection]]:
    """The same for whoever only looks: nothing is made where assent has made nothing yet."""
    at = state.paths()
    try:
        place = place_of(at)
        in_force.policy(place, at)
        with contextlib.closing(in_force.looked(at, place)) as db:
            yield at, db
    except StoreError as problem:
        refuse([problem.problem])


def place_of(at: Paths, given: str | None = None) -> Project:
    """The project of a directory, here by default."""
    return project.find(os.path.realpath(given or "."), os.path.realpath(at.home))


def folder(given: str | None) -> list[Problem]:
    """The problem of a --project that is no directory."""
    missing = given is not None and not Path(given).is_dir()
    return (
        [Problem(f"--project {given}", "there is no such directory", "name a directory")] if missing else []
    )
