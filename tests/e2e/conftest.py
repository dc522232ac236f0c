"""The stage of the end-to-end tests; without the real client they skip, unless ASSENT_REQUIRE_CLIENTS=1."""

import os
from collections.abc import Iterator

import pytest

from tests.e2e.client import World, fresh_world, missing


@pytest.fixture(scope="session")
def client_at_hand() -> None:
    reason = missing()
    if reason is None:
        return
    if os.environ.get("ASSENT_REQUIRE_CLIENTS") == "1":
        pytest.fail(f"the real client must be driven here, but {reason}")
    pytest.skip(f"real client: {reason}")


@pytest.fixture
def world(client_at_hand: None) -> Iterator[World]:
    del client_at_hand
    with fresh_world() as stage:
        yield stage
