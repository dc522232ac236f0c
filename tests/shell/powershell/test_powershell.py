"""What PowerShell's text does: nothing that bash's would be refused for gets through, and everyday texts are understood."""

from __future__ import annotations

import pytest

from assent.core.call import Call, Reading
from assent.core.decide import decide
from assent.core.effect import names_of
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.shell.reading import read_call
from tests.shell.powershell.must_not import MUST_NOT
from tests.shell.powershell.ordinary import ORDINARY
from tests.shell.test_open_tools import rule

HOME, PROJECT = "/home/u", "/home/u/p"
FACTS = Facts(HOME, PROJECT, branch="topic", upstream="origin/topic")
WIDE = {
    "allow": ["PowerShell", "Bash"],
    "within": ["read-project", "read-elsewhere", "write-project", "write-tmp", "run-project", "net-read"],
}


def call(text: str, tool: str = "PowerShell") -> Call:
    return Call(tool, {"command": text}, PROJECT, PROJECT)


def read(text: str) -> Reading:
    return read_call(call(text), FACTS)


def found(reading: Reading) -> set[str]:
    """The effects, and `opaque` or `form` when a word or the text cannot be known."""
    names = set(names_of(reading.effects))
    if any(part.opaque for part in reading.parts):
        names.add("opaque")
    return names | ({"form"} if reading.form else set())


@pytest.mark.parametrize(("text", "effects"), MUST_NOT.values(), ids=MUST_NOT)
def test_it_is_seen_for_what_it_does(text: str, effects: str) -> None:
    assert set(effects.split()) <= found(read(text))


@pytest.mark.parametrize("text", [text for text, effects in MUST_NOT.values() if effects != "read-project"])
def test_a_wide_rule_does_not_reach_it(text: str) -> None:
    decision = decide(call(text), read(text), from_rules([rule(WIDE)]), FACTS)
    assert decision.verdict != "allow"


@pytest.mark.parametrize(("text", "effects"), ORDINARY.values(), ids=ORDINARY)
def test_an_everyday_text_does_exactly_this(text: str, effects: str) -> None:
    reading = read(text)
    assert found(reading) == set(effects.split()) - {"none"}, (reading.form, [p.meaning for p in reading.parts])
