"""A home and its database for the tests of the store."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest

from assent.store.db import connect
from tests.store.world import home

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from assent.store.paths import Paths


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return home(tmp_path)


@pytest.fixture
def db(paths: Paths) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(connect(paths)) as opened:
        yield opened
