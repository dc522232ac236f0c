"""A module switched on and off with the real client: fewer prompts at once, and the same neighbours still ask."""

from __future__ import annotations

import pytest

from tests.e2e.client import World, bash
from tests.e2e.product import Product
from tests.e2e.transcript import ASKED, RAN

pytestmark = [pytest.mark.client, pytest.mark.slow]

# What the client alone asks about, and the module answers.
ANSWERED = [
    "pytest -q",
    "python3 -m pytest test_shop.py",
    "python3 -m unittest -v",
    "uv run pytest",
    "ruff check .",
    "ruff format --check .",
    "mypy src",
]
# They share the first words with these.
NEIGHBOURS = [
    "pytest -p evil",
    "pytest --rootdir=/tmp/x",
    "pytest && git push",
    "pytest > ~/.bashrc",
    "PYTHONPATH=/tmp/x pytest",
    "python3 -m http.server",
    "python3 shop.py",
    "uv run deploy",
    "uv run --with evil pytest",
    "ruff check --config /tmp/x .",
    "ruff clean",
    "pip install requests",
]


def ends(world: World) -> dict[str, str]:
    calls = [*ANSWERED, *NEIGHBOURS]
    found = world.print_mode(*map(bash, calls))
    return {call: outcome.end for call, outcome in zip(calls, found, strict=True)}


def asking(found: dict[str, str]) -> set[str]:
    return {call for call, end in found.items() if end == ASKED}


def test_the_python_module_spares_prompts_until_it_is_switched_off(world: World) -> None:
    (world.project / "pyproject.toml").write_text('[project]\nname = "shop"\nversion = "1"\n')
    product = Product(world)
    product.install()
    before = ends(world)
    assert "python" in product.run("init", "--yes")  # it is proposed where the project calls for it
    installed = ends(world)
    product.run("modules", "enable", "python")
    enabled = ends(world)
    product.run("modules", "disable", "python")
    disabled = ends(world)
    assert asking(before) == {*ANSWERED, *NEIGHBOURS}
    assert set(ANSWERED) <= asking(installed)
    assert {call: enabled[call] for call in ANSWERED} == dict.fromkeys(ANSWERED, RAN)
    assert [call for call in NEIGHBOURS if enabled[call] == RAN] == []
    assert asking(enabled) == asking(installed) - set(ANSWERED)
    assert disabled == installed
