"""`assent shadow` as a person uses it: what it prints, its JSON and its exit codes."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.app.sessions import FIRST_DAY
from tests.app.shadow.past import History
from tests.cli.conftest import Home

TODAY = (datetime.now(UTC) - FIRST_DAY).days - 1
MAKES = "Bash(make *)"


def granted(fresh: Home) -> str:
    """The id of a granted rule."""
    fresh.run("rules", "add", "--within", "any", f"allow {MAKES}")
    return str(fresh.rules()[MAKES]["id"])


def past(fresh: Home, day: int = TODAY) -> History:
    return History(fresh.path, day=day)


def test_it_says_whether_it_is_on(fresh: Home) -> None:
    assert fresh.run("shadow").out == "Shadow mode is off: your rules decide.\n"
    assert fresh.run("shadow", "--json").data == {"on": False, "where": None, "since": None, "live": []}
    said = fresh.run("shadow", "on").out
    assert "nothing is guarded" in said
    assert "assent shadow off" in said
    assert fresh.run("shadow", "--json").data["where"] == "everywhere"
    assert (
        "nothing was changed"
        in fresh.run("shadow", "off", "defaults").out + fresh.run("shadow", "off", "defaults").out
    )
    assert "your rules decide again" in fresh.run("shadow", "off").out
    assert "off already" in fresh.run("shadow", "off").out


def test_looking_at_it_makes_nothing(fresh: Home) -> None:
    fresh.run("shadow")
    fresh.run("shadow", "report")
    fresh.run("replay")
    assert not (fresh.path / ".local").exists()


def test_without_calls_the_report_says_how_to_begin(fresh: Home) -> None:
    assert "To begin: assent shadow on" in fresh.run("shadow", "report").out


def test_the_report_tells_agreement_mistakes_and_what_to_switch_on(fresh: Home) -> None:
    rule = granted(fresh)
    made = past(fresh)
    for number in range(12):
        made.shadow(f"make {number}", "allow", "yes", rule)
    made.shadow("frob x", "ask", "classifier", "b" * 12, effects=["run-code"])
    made.shadow("curl x", "allow", "no", "c" * 12, effects=["net-read"])
    made.save()
    told = fresh.run("shadow", "report", "--json").data
    assert (told["calls"], told["uses"], told["agreed"]) == (14, 14, 12)
    assert (told["false_allows"], told["false_asks"], told["prompts_spared"], told["prompts_added"]) == (
        1,
        1,
        12,
        1,
    )
    assert {each["effect"]: each["false_allows"] for each in told["effects"]} == {
        "net-read": 1,
        "read-project": 0,
        "run-code": 0,
    }
    assert [each["command"] for each in told["never_wrong"]] == [f"assent shadow off {rule}"]
    text = fresh.run("shadow", "report").out
    assert "agreed with you or the agent in 12 (86%)" in text
    assert "false allows 1, false asks 1, false denials 0" in text
    assert f"assent shadow off {rule}" in text
    assert "Bash curl x" in text
    fresh.run("shadow", "on")
    fresh.run(*f"shadow off {rule}".split())  # the command that it names exists


def test_the_least_number_of_uses_and_the_days_are_options(fresh: Home) -> None:
    rule = granted(fresh)
    made = past(fresh, TODAY - 5)
    made.shadow("make x", "allow", "yes", rule)
    made.shadow("make y", "allow", "no", "c" * 12)
    made.save()
    assert fresh.run("shadow", "report", "--json").data["never_wrong"] == []
    assert len(fresh.run("shadow", "report", "--least", "1", "--json").data["never_wrong"]) == 1
    assert [fresh.run("shadow", "report", "--days", days, "--json").data["calls"] for days in ("3", "9")] == [
        0,
        2,
    ]


def test_of_a_project_alone_the_commands_name_it(fresh: Home) -> None:
    rule = granted(fresh)
    made = past(fresh)
    for _ in range(10):
        made.shadow("make x", "allow", "yes", rule)
    made.save()
    told = fresh.run("shadow", "report", "--project", ".", "--json").data
    assert [each["command"] for each in told["never_wrong"]] == ["assent shadow off --project ."]
    assert (
        fresh.run("shadow", "report", "--project", "nowhere", code=2).err.count("there is no such directory")
        == 1
    )


def test_switched_off_it_says_what_went_ahead_meanwhile(fresh: Home) -> None:
    fresh.run("shadow", "on")
    made = History(fresh.path, day=TODAY + 2)  # after it was switched on
    made.shadow("frob x", "deny", "yes", "b" * 12)
    made.save()
    assert "1 call went ahead that would have been denied or asked about" in fresh.run("shadow", "off").out


def test_check_says_what_would_be_decided_in_shadow_mode_too(fresh: Home) -> None:
    granted(fresh)
    fresh.run("shadow", "on")
    assert fresh.verdict("make x") == "allow"
    assert "shadow mode is on" in fresh.run("check", "make x").err
