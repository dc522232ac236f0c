"""Hands the rows of a table module to the tests it shares with the others (rows.py, judged.py)."""

from __future__ import annotations

import pytest

TABLES = {"barred": "MUST_NOT", "plain": "ALLOWED", "covered_call": "ALLOWED"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for name, table in TABLES.items():
        if name in metafunc.fixturenames:
            rows = getattr(metafunc.module, table)
            metafunc.parametrize(name, rows, ids=[row if isinstance(row, str) else row[0] for row in rows])
