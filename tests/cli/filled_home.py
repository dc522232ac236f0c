"""A home whose database holds many plausible calls, for screens and commands that only look."""

from __future__ import annotations

import contextlib
import uuid
from pathlib import Path

import pytest

from assent.store.db import connect
from assent.store.paths import paths_of
from tests.analytics import filled
from tests.cli.conftest import Home, home_in


def filled_home(folder: Path) -> Home:
    """Three thousand calls of thirty days up to `filled.NOW`."""
    home = home_in(folder)
    with contextlib.closing(connect(paths_of(str(home.path), {}))) as db:
        filled.fill(db)
        db.execute("DELETE FROM meta WHERE key = 'calls'")  # nothing of them is due to be worked out
        for (name,) in db.execute("SELECT session FROM sessions").fetchall():
            given = {"new": identity(name), "old": name}
            db.execute("UPDATE sessions SET session = :new WHERE session = :old", given)
            db.execute(
                "UPDATE decisions SET session = :new, body = json_set(body, '$.session', :new) WHERE session = :old",
                given,
            )
    return home


def identity(name: str) -> str:
    """The id of a session as the client gives them, the same for the same name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return filled_home(tmp_path_factory.mktemp("busy"))
