"""What lies behind a bound of the reader is asked about, whatever else was doubtful before it."""

from __future__ import annotations

import pytest

from assent.core.call import LIMIT, Call, graver
from assent.core.decide import decide
from assent.core.policy import from_rules
from assent.policy import shipped
from tests.shell.limits import HIDDEN, ORDINARY
from tests.shell.world import PROJECT, facts, read

DEFAULTS = from_rules([each.rule for each in shipped.module(shipped.DEFAULTS)[0]])


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_a_denial_is_not_lost_in_silence_behind_a_bound(text: str) -> None:
    decision = decide(Call("Bash", {"command": text}, PROJECT, PROJECT), read(text), DEFAULTS, facts())
    assert not decision.silent
    assert decision.verdict in ("ask", "deny")


@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY)
def test_a_long_ordinary_call_asks_nothing(text: str) -> None:
    assert not read(text).cut


def test_a_limit_outweighs_the_doubts_before_it_and_nothing_else_does() -> None:
    limit = f"{LIMIT}x"
    assert graver("", "a") == "a"
    assert graver("a", "b") == "a"
    assert graver("a", limit) == limit
    assert graver(limit, "a") == limit
    assert graver(limit, f"{LIMIT}y") == limit
