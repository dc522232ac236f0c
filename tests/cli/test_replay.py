"""`assent replay` as a person uses it: exit 0 when no refused call would be allowed, 1 when one would, 2 for a slip."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.app.sessions import FIRST_DAY
from tests.app.shadow.past import History
from tests.cli.conftest import Home

TODAY = (datetime.now(UTC) - FIRST_DAY).days - 1
MAKES = '[[rule]]\nname = "makes"\nallow = ["Bash(make *)"]\nwithin = ["any"]\n'
STRICT = '[[rule]]\nname = "no-make"\ndeny = ["Bash(make *)"]\n'


@pytest.fixture
def lived(fresh: Home) -> Home:
    """A home with three calls: two approved, one refused."""
    made = History(fresh.path, day=TODAY)
    made.call("make a", "yes")
    made.call("make b", "yes", verdict="allow")
    made.call("make c", "no", judged=False)
    made.save()
    return fresh


def test_a_policy_that_would_allow_a_refused_call_is_exit_1_and_the_call_is_named(lived: Home) -> None:
    lived.write("work/p/new.toml", MAKES)
    done = lived.run("replay", "--policy", "new.toml", code=1)
    assert "1 of 1 refused call would be allowed:" in done.out
    assert "Bash make c: refused by you, allowed by makes" in done.out
    told = lived.run("replay", "--policy", "new.toml", "--json", code=1).data
    assert told["refused"] == {"calls": 1, "allowed": 1}
    assert told["prompts"] == {"answered": 3, "spared": 3}
    assert told["changes"] == [{"then": "silent", "now": "allow", "calls": 2}]
    assert [each["input"] for each in told["examples"]["refused_allowed"]] == [{"command": "make c"}]


def test_a_stricter_policy_is_exit_0_and_what_it_stops_is_counted(lived: Home) -> None:
    lived.write("work/p/new.toml", STRICT)
    done = lived.run("replay", "--policy", "new.toml")
    assert "3 verdicts become stricter, 0 milder, 0 stay" in done.out
    assert "None of 1 refused call would be allowed." in done.out


def test_without_a_policy_the_rules_in_force_decide(lived: Home) -> None:
    assert lived.run("replay", "--json").data["refused"] == {"calls": 1, "allowed": 0}
    lived.run("rules", "add", "--within", "any", "allow Bash(make *)")
    assert lived.run("replay", "--json", code=1).data["refused"] == {"calls": 1, "allowed": 1}


def test_several_files_decide_together(lived: Home) -> None:
    lived.write("work/p/one.toml", MAKES)
    lived.write("work/p/two.toml", STRICT)
    assert lived.run("replay", "--policy", "one.toml", "--policy", "two.toml", "--json").data["stricter"] == 3


def test_only_calls_since_a_day_count(lived: Home) -> None:
    lived.write("work/p/new.toml", MAKES)
    assert lived.run("replay", "--policy", "new.toml", "--since", "2999-01-01").out == (
        "No calls are known (since 2999-01-01). To read the agents' logs: assent learn\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--policy", "nowhere.toml"], "nowhere.toml: cannot be read"),
        (["--policy", "bad.toml"], "bad.toml:1"),
        (["--since", "soon"], "--since soon: is no span, day or time"),
        (["--project", "nowhere"], "--project nowhere"),
    ],
    ids=["missing", "broken", "no-time", "no-project"],
)
def test_a_slip_is_exit_2_and_named(lived: Home, words: list[str], said: str) -> None:
    lived.write("work/p/bad.toml", "[[rule]\n")
    assert said in lived.run("replay", *words, code=2).err
