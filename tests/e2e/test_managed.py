"""A machine whose keeper lets only their own hooks run: the client passes ours by, and `status` says so."""

from __future__ import annotations

import json

import pytest

from tests.e2e.client import bash, fresh_world
from tests.e2e.product import Product

pytestmark = pytest.mark.client

# What only our hook refuses: the client itself runs it unasked.
HELD = "cat .env"
ONLY = json.dumps({"allowManagedHooksOnly": True})


@pytest.mark.parametrize("name", ["managed-settings.json", "managed-settings.d/10-hooks.json"])
def test_only_managed_hooks_run_and_status_says_so(client_at_hand: None, name: str) -> None:
    del client_at_hand
    with fresh_world({name: ONLY}) as world:
        product = Product(world)
        product.install()
        (world.project / ".env").write_text("TOKEN=none\n")
        product.run("init", "--yes")
        (outcome,) = world.print_mode(bash(HELD))
        assert outcome.ran
        said = product.run("status", codes=(1,))
        assert f"/etc/claude-code/{name} switches it off: allowManagedHooksOnly is true" in said


def test_with_managed_settings_that_say_nothing_of_hooks_ours_runs(client_at_hand: None) -> None:
    del client_at_hand
    with fresh_world({"managed-settings.json": "{}", "managed-settings.d/10-none.json": "{}"}) as world:
        product = Product(world)
        product.install()
        (world.project / ".env").write_text("TOKEN=none\n")
        product.run("init", "--yes")
        (outcome,) = world.print_mode(bash(HELD))
        assert outcome.refused_by_rule
        assert "switches it off" not in product.run("status", codes=(0, 1))
