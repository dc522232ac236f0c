"""`assent status`: healthy is exit 0, anything broken is exit 1 with what to do."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assent.app import install, launcher
from assent.store.paths import paths_of
from tests import screens
from tests.cli.conftest import Home
from tests.cli.test_log import decide


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
    assert done.out.startswith("1 thing is wrong.")
    assert done.out.endswith("Next: assent init\n")


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
    assert "policy.toml:4" in done.out
    assert "the last good version" in done.out
    assert (fresh.verdict("x"), fresh.verdict("y")) == ("allow", "")


def test_a_hook_of_another_installation_is_unhealthy(fresh: Home) -> None:
    fresh.run("init", "--yes")
    fresh.settings.write_text(fresh.settings.read_text().replace("assent/hook", "assent/elsewhere"))
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


def hook(home: Home, code: int | None = 1) -> str:
    """What status says of the hook, and how bad it is."""
    found = home.run("status", "--json", code=code).data["findings"]
    return " | ".join(f"{each['state']}: {each['text']}" for each in found if each["what"] == "hook")


# Settings text → what is said of it, in place of "not installed".
BROKEN = {
    "no JSON": ('{"model": ', "is not valid JSON: line 1 column 11: Expecting value"),
    "one wrong type": ('{"permissions": {"allow": "x"}}', "permissions.allow: is not a list of texts"),
    "a list": ("[]", "is not a JSON object"),
    "no JSON further down": ('{\n "model": "x"\n "hooks": {}\n}', "is not valid JSON: line 3 column 2: "),
}


@pytest.mark.parametrize(("text", "says"), BROKEN.values(), ids=BROKEN)
def test_a_settings_file_the_client_drops_is_named_with_its_fault(fresh: Home, text: str, says: str) -> None:
    fresh.run("init", "--yes")
    fresh.settings.write_text(text)
    said = hook(fresh)
    assert said.startswith("bad: ")
    assert says in said
    assert "the client starts without this file" in said


@pytest.mark.parametrize(
    "place", [".claude/settings.json", "work/p/.claude/settings.json", "work/p/.claude/settings.local.json"]
)
def test_hooks_switched_off_in_any_settings_in_force_are_red(fresh: Home, place: str) -> None:
    fresh.run("init", "--yes")
    path = fresh.path / place
    value = json.loads(path.read_text()) if path.exists() else {}
    fresh.write(place, json.dumps({**value, "disableAllHooks": True}))
    assert f"bad: {path} switches it off: disableAllHooks is true" in hook(fresh)


def test_an_event_without_our_hook_is_red(fresh: Home) -> None:
    fresh.run("init", "--yes")
    value = json.loads(fresh.settings.read_text())
    del value["hooks"]["SessionEnd"]
    fresh.settings.write_text(json.dumps(value))
    assert "bad: is missing from SessionEnd" in hook(fresh)
    fresh.run("init", "--yes")
    assert hook(fresh, 0).startswith("good: ")


def test_an_interpreter_that_is_gone_is_red(fresh: Home) -> None:
    fresh.run("init", "--yes")
    held = json.loads(fresh.settings.read_text())
    long = install.hook_command("claude", paths_of(str(fresh.path), {}))
    gone = long.replace(launcher.interpreter(), "/nowhere/python3")
    held["hooks"]["PreToolUse"][0]["hooks"][0]["command"] = gone
    fresh.settings.write_text(json.dumps(held))
    assert "bad: the interpreter /nowhere/python3 is gone" in hook(fresh)


# What became of the file that the hook's command starts → what is said.
LAUNCHERS = {
    "gone": (lambda path: path.unlink(), "is gone"),
    "changed": (lambda path: path.write_text(path.read_text() + "\n"), "was changed"),
    "its interpreter is another": (
        lambda path: path.write_text(path.read_text().replace(sys.executable.rpartition("/")[2], "x")),
        "was changed",
    ),
    "not to be run": (lambda path: path.chmod(0o600), "may not be run"),
    "open to others": (lambda path: path.chmod(0o777), "others may write it"),
}


@pytest.mark.parametrize(("damage", "said"), LAUNCHERS.values(), ids=LAUNCHERS)
def test_a_damaged_launcher_is_red_and_init_heals_it(
    fresh: Home, damage: Callable[[Path], object], said: str
) -> None:
    fresh.run("init", "--yes")
    installed = fresh.settings.read_bytes()
    damage(fresh.path / ".local/share/assent/hook")
    found = hook(fresh)
    assert found.startswith("bad: ")
    assert said in found
    fresh.run("init", "--yes")
    assert hook(fresh, 0).startswith("good: ")
    assert fresh.settings.read_bytes() == installed


def test_what_a_failing_hook_does_here_is_said(fresh: Home) -> None:
    program = fresh.write(".local/bin/claude", "#!/bin/sh\necho '2.1.328 (Claude Code)'\n")
    program.chmod(0o755)
    fresh.run("init", "--yes")
    assert (
        "good  failure   a hook that fails blocks the call (Claude Code 2.1.328)"
        in fresh.run("status", "--all").out
    )
    fresh.run("init", "--yes", "--fail-open")
    assert "note  failure   a hook that fails lets the call run" in fresh.run("status").out
    fresh.run("init", "--yes", "--fail-closed")
    program.write_text("#!/bin/sh\necho '2.1.200 (Claude Code)'\n")
    assert "note  failure   a hook that fails may let the call run" in fresh.run("status").out


def test_the_call_of_a_probe_is_not_taken_for_a_decision_of_the_agents(fresh: Home) -> None:
    fresh.run("init", "--yes")
    fresh.run("status", "--probe")
    assert states(fresh, 0)["record"] == "note"
    assert "no decision is recorded yet" in fresh.run("status").out


def test_databases_set_aside_are_one_line_however_many(fresh: Home) -> None:
    fresh.run("init", "--yes")
    for _ in range(2):
        fresh.run("rebuild", "--force")
    kept = [line for line in fresh.run("status").out.splitlines() if ".broken-" in line]
    assert len(kept) == 1
    assert "2 earlier ones are kept" in kept[0]


# ------------------------------------------------------------------------------------------------ as it is seen


def installed(home: Home) -> None:
    program = home.write(".local/bin/claude", "#!/bin/sh\necho '2.1.328 (Claude Code)'\n")
    program.chmod(0o755)
    home.write(".config/assent/config.toml", "[record]\nkeep_days = 36500\n")
    decide(home, 1, "allow", "make test")
    home.run("init", "--yes")
    home.run("rules", "add", "Bash(make test)")


@pytest.mark.parametrize("columns", screens.WIDTHS)
def test_what_is_well_is_said_in_a_few_lines(fresh: Home, columns: int) -> None:
    installed(fresh)
    text = screens.seen(screens.raw(fresh.path, "status", columns=columns, cwd=fresh.project), columns)
    assert screens.widest(text) <= columns
    assert text.count("\n") <= 8
    assert text.startswith("All is well.\n")
    for said in (
        "~/.claude/settings.json",
        "in force here: 1 granted, ",
        "last decision 2026-11-20 09:01:00",
        "Next: ",
    ):
        assert said in text, said
    assert screens.keeps(f"status-{columns}", text), text


@pytest.mark.parametrize("columns", screens.WIDTHS)
def test_what_is_wrong_comes_first_with_what_to_do(fresh: Home, columns: int) -> None:
    installed(fresh)
    fresh.settings.write_text('{\n  "model": "x"\n  "hooks": {}\n}\n')
    fresh.write(".config/assent/policy.toml", '[[rule]]\nallow = ["Bash(y)"]\nwithn = []\n')
    text = screens.seen(screens.raw(fresh.path, "status", columns=columns, cwd=fresh.project), columns)
    assert screens.widest(text) <= columns
    first, second, *_ = text.splitlines()
    assert first == "2 things are wrong."
    assert second.startswith("bad   hook      ~/.claude/settings.json: is not valid JSON: line 3")
    assert "policy.toml:3: unknown key 'withn'" in text.replace("\n                ", " ")
    assert "did you mean 'within'?" in text
    assert text.count("is not valid JSON") == 1
    assert screens.keeps(f"status-broken-{columns}", text), text


def test_all_that_was_looked_at_is_one_option_away(fresh: Home) -> None:
    installed(fresh)
    told = fresh.run("status", "--all").out
    looked = fresh.run("status", "--json").data["findings"]
    assert len(told.splitlines()) >= len(looked)
    for what in ("hook", "failure", "database", "policy", "record"):
        assert f"good  {what} " in told


def test_a_fresh_machine_is_told_to_install_and_of_no_database(fresh: Home) -> None:
    told = fresh.run("status", code=1).out
    assert "database" not in told
    assert "1 thing is wrong." in told
    assert told.count("assent init") == 1


def test_more_notes_than_a_screen_takes_are_counted(fresh: Home) -> None:
    wide = [f"Bash({name}:*)" for name in ("git", "python", "npm", "bash", "node", "ruby", "docker")]
    fresh.settings.write_text(json.dumps({"permissions": {"allow": wide}}))
    fresh.run("init", "--yes")
    told = fresh.run("status").out
    assert "more: assent status --all" in told
    assert told.count("note ") == 4
    assert fresh.run("status", "--all").out.count("note  settings") > 3
