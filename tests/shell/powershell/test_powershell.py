"""What PowerShell's text does: nothing that bash's would be refused for gets through, and everyday texts are understood."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assent.core.call import Call, Reading
from assent.core.decide import decide
from assent.core.effect import names_of
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.shell.reading import read_call
from tests.shell.powershell.denied import DENIED, SHIPPED
from tests.shell.powershell.must_not import MUST_NOT
from tests.shell.powershell.ordinary import ORDINARY
from tests.shell.test_open_tools import decided, rule

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
    assert found(reading) == set(effects.split()) - {"none"}, (
        reading.form,
        [p.meaning for p in reading.parts],
    )


@pytest.mark.parametrize(("pattern", "text"), DENIED.values(), ids=DENIED)
def test_a_denial_for_the_shell_sees_it(pattern: str, text: str) -> None:
    decision = decide(call(text), read(text), from_rules([rule({"deny": [pattern]})]), FACTS)
    assert decision.verdict == "deny"


@pytest.mark.parametrize("text", SHIPPED.values(), ids=SHIPPED)
def test_a_shipped_denial_sees_it(text: str) -> None:
    assert decided("PowerShell", {"command": text}).verdict == "deny"


@pytest.mark.parametrize("text", ["", " ", "\n", ";", "# x", "<# x #>"])
def test_a_text_without_a_command_does_nothing(text: str) -> None:
    assert found(read(text)) == set()


@given(st.text(alphabet="abgit-.$'\"`@(){}[]|;&<>\\/ ,:=#%?*!~\n\r\0\u2018\u2013_1", max_size=60))
@settings(max_examples=1500, deadline=None)
def test_any_text_is_read_to_its_end(text: str) -> None:
    reading = read(text)
    assert "reading it failed" not in reading.form


@given(
    st.sampled_from([text for text, _ in ORDINARY.values()]),
    st.sampled_from(["git push --force", "Remove-Item x"]),
)
@settings(max_examples=300, deadline=None)
def test_what_stands_behind_another_command_still_counts(text: str, further: str) -> None:
    alone = read(further)
    assert read(f"{text}\n{further}").effects & alone.effects == alone.effects
    assert read(f"if ($x) {{ {text}\n{further} }}").effects & alone.effects == alone.effects


def test_a_deep_text_and_a_long_one_are_asked_about() -> None:
    for text in ("(" * 500, "$(" * 500 + "1" + ")" * 500, "{" * 500, "git status;" * 5000, "x" * 300_000):
        assert read(text).cut


NESTED = {
    "command": "pwsh -c 'git push'",
    "words": "pwsh -NoProfile -Command git push",
    "slash": "powershell.exe /c 'git push'",
    "encoded": "pwsh -enc ZwBpAHQAIABwAHUAcwBoAA==",
    "encoded-twice": "bash -c 'pwsh -EncodedCommand ZwBpAHQAIABwAHUAcwBoAA=='",
    "fed": "echo 'git push' | pwsh",
    "here-document": "pwsh <<'E'\ngit push\nE",
    "wrapped": "env A=1 timeout 5 pwsh -c 'git push'",
    "cmd": "cmd.exe /c 'git push'",
    "not-read-in-full": "pwsh -c 'class X { }; git push'",
}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED)
def test_a_denial_sees_into_powershell_started_from_bash(text: str) -> None:
    started = call(text, "Bash")
    decision = decide(
        started, read_call(started, FACTS), from_rules([rule({"deny": ["Bash(git push:*)"]})]), FACTS
    )
    assert decision.verdict == "deny"


@pytest.mark.parametrize("tool", ["powershell", "pwsh", "mcp__powershell__run", "mcp__x__RunPowerShell"])
def test_a_denial_sees_into_other_tools_that_name_powershell(tool: str) -> None:
    other = Call(tool, {"command": "if ($x) { ri src -r -fo }"}, PROJECT, PROJECT)
    decision = decide(other, read_call(other, FACTS), from_rules([rule({"deny": ["Bash(rm -rf *)"]})]), FACTS)
    assert decision.verdict == "deny"
