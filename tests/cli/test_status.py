"""`assent status`: healthy is exit 0, anything broken is exit 1 with what to do."""

from __future__ import annotations

from tests.cli.conftest import Home


def states(home: Home, code: int, *words: str) -> dict[str, str]:
    """What was looked at → how it is; the worst when it is named more than once."""
    found: dict[str, str] = {}
    for each in home.run("status", "--json", *words, code=code).data["findings"]:
        if found.get(each["what"]) != "bad":
            found[each["what"]] = each["state"]
    return found


def test_a_home_without_the_hook_is_unhealthy_and_says_how_to_install(fresh: Home) -> None:
    done = fresh.run("status", code=1)
    assert "not installed" in done.out
    assert "run: assent init" in done.out


def test_an_installation_is_healthy_and_its_hook_answers(fresh: Home) -> None:
    fresh.run("init", "--yes")
    found = states(fresh, 0, "--probe")
    assert (found["hook"], found["database"], found["policy"], found["probe"]) == (
        "good",
        "good",
        "good",
        "good",
    )
    assert "bad" not in found.values()


def test_a_mistake_in_a_policy_file_is_named_with_its_line(fresh: Home) -> None:
    fresh.run("init", "--yes")
    fresh.write(".config/assent/policy.toml", '[[rule]]\nallow = ["Bash(x)"]\n')
    assert fresh.verdict("x") == "allow"
    fresh.write(".config/assent/policy.toml", '\n[[rule]]\nallow = ["Bash(y)"]\nwithn = []\n')
    done = fresh.run("status", code=1)
    assert "policy.toml:2" in done.out
    assert "the last good version" in done.out
    assert (fresh.verdict("x"), fresh.verdict("y")) == ("allow", "")


def test_a_hook_of_another_installation_is_unhealthy(fresh: Home) -> None:
    fresh.run("init", "--yes")
    fresh.settings.write_text(fresh.settings.read_text().replace("launch.py", "elsewhere.py"))
    assert states(fresh, 1)["hook"] == "bad"


def test_a_broken_database_is_unhealthy(fresh: Home) -> None:
    fresh.run("init", "--yes")
    (fresh.path / ".local/share/assent/assent.db").write_bytes(b"not a database" * 999)
    done = fresh.run("status", code=1)
    assert "rebuild" in done.out


def test_a_rule_in_the_users_settings_that_exceeds_ours_is_a_note(fresh: Home) -> None:
    fresh.settings.write_text('{"permissions": {"allow": ["Bash(git:*)"]}}')
    fresh.run("init", "--yes")
    assert states(fresh, 0)["settings"] == "note"
