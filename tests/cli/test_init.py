"""`assent init`: shows what it will do, keeps what is not ours, and takes itself out again to the byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Home

LINKED = '{\n  "model": "x"\n}\n'
FOREIGN = """{
  // not JSON
"""
KEPT = {
  "none": None,
  "empty": "{}",
  "foreign hooks": '{"hooks": {"PreToolUse": [{"matcher": "Bash", "hooks": [{"type": "command", "command": "mine"}]}]}}\n',
  "odd spacing": '{\n\t"model" : "x",\n\n\t"permissions":{"deny":[ "Read(a)" ],"allow":["Bash(b)"]}\n}',
  "unknown keys": '{"z": [1, {"y": null}], "permissions": {"defaultMode": "plan"}}\n\n',
}  # fmt: skip


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_undo_restores_the_file_byte_for_byte(fresh: Home, text: str | None) -> None:
    if text is not None:
        fresh.settings.write_text(text)
    fresh.run("init", "--yes")
    found = json.loads(fresh.settings.read_text())
    assert "Read(~/.aws/**)" in found["permissions"]["deny"]
    assert "mine" in fresh.settings.read_text() or "mine" not in (text or "")
    fresh.run("init", "--undo", "--yes")
    assert (fresh.settings.read_text() if fresh.settings.exists() else None) == text


def test_an_edit_made_in_between_is_kept(fresh: Home) -> None:
    fresh.settings.write_text('{\n  "model": "x"\n}\n')
    fresh.run("init", "--yes")
    fresh.settings.write_text(fresh.settings.read_text().replace('"model": "x"', '"model": "y"'))
    fresh.run("init", "--undo", "--yes")
    assert fresh.settings.read_text() == '{\n  "model": "y"\n}\n'


def test_a_second_init_changes_nothing(fresh: Home) -> None:
    fresh.run("init", "--yes")
    first = fresh.settings.read_bytes()
    assert "Everything is in place already." in fresh.run("init", "--yes").out
    assert fresh.settings.read_bytes() == first


def test_a_dry_run_shows_the_change_and_writes_nothing(fresh: Home) -> None:
    fresh.settings.write_text('{"model": "x"}')
    done = fresh.run("init", "--dry-run")
    assert '"Read(~/.aws/**)",' in done.out
    assert "denials only the hook can hold" in done.out
    assert done.out.endswith("Dry run: nothing was changed.\n")
    assert fresh.settings.read_text() == '{"model": "x"}'
    fresh.run("init", "--yes")
    installed = fresh.settings.read_bytes()
    fresh.run("init", "--undo", "--dry-run")
    assert fresh.settings.read_bytes() == installed


def test_without_anybody_to_ask_nothing_is_written(fresh: Home) -> None:
    assert "run it in a terminal, or with --yes" in fresh.run("init", code=2).err
    assert not fresh.settings.exists()


# text of the settings → what the refusal says
UNTOUCHED = {
    "comment": (FOREIGN.encode(), "cannot be edited"),
    "list": (b"[]", "is not an object"),
    "hooks of another shape": (b'{"hooks": []}', "hooks is not an object"),
    "not text": (b"\xff\xfe{", "is not UTF-8"),
}


@pytest.mark.parametrize(("text", "said"), UNTOUCHED.values(), ids=UNTOUCHED)
def test_settings_that_are_not_understood_are_left_alone(fresh: Home, text: bytes, said: str) -> None:
    fresh.settings.write_bytes(text)
    done = fresh.run("init", "--yes", code=2)
    assert said in done.err
    assert "nothing was changed" in done.err
    assert fresh.settings.read_bytes() == text


def linked(home: Home) -> Path:
    target = home.write("dotfiles/settings.json", LINKED)
    home.settings.symlink_to(target)
    return target


def test_a_linked_settings_file_is_never_replaced_and_says_what_to_add(fresh: Home) -> None:
    target = linked(fresh)
    done = fresh.run("init", "--yes", code=1)
    assert target.read_text() == LINKED
    assert fresh.settings.is_symlink()
    assert "is a link into" in done.err
    assert "make the change shown above there yourself" in done.err
    assert '+      "Read(~/.aws/**)",' in done.out
    assert "Wrote" not in done.out


def test_what_was_added_by_hand_to_a_linked_file_counts_as_installed(fresh: Home) -> None:
    fresh.run("init", "--yes")
    text = fresh.settings.read_text()
    fresh.run("init", "--undo", "--yes")
    target = linked(fresh)
    target.write_text(text)
    found = fresh.run("status", "--json", code=None).data["findings"]
    assert [each["state"] for each in found if each["what"] == "hook"] == ["good"]
    done = fresh.run("rules", "deny", "Bash(terraform destroy *)")
    assert "make this change there yourself" in done.err
    assert '+      "Bash(terraform destroy *)"' in done.err
    assert target.read_text() == text


def test_an_unknown_agent_is_refused_with_those_known(fresh: Home) -> None:
    assert "known are claude" in fresh.run("init", "--agent", "cluade", code=2).err


def test_a_home_without_an_agent_says_how_to_go_on(fresh: Home) -> None:
    (fresh.path / ".claude").rmdir()
    assert "assent init --agent claude" in fresh.run("init", code=2).err
    fresh.run("init", "--agent", "claude", "--yes")
    assert fresh.settings.exists()


def test_undo_without_an_installation_says_so(fresh: Home) -> None:
    assert "Nothing is installed." in fresh.run("init", "--undo", "--yes").out


def test_what_exceeds_our_rules_in_the_users_settings_is_named(fresh: Home) -> None:
    fresh.settings.write_text('{"permissions": {"allow": ["Bash(git:*)"]}}')
    assert "Bash(git:*)" in fresh.run("init", "--yes").out.partition("Undo: assent init --undo")[2]


def test_the_installed_hook_denies_and_allows(fresh: Home) -> None:
    fresh.run("rules", "add", "Bash(git *)", "--within", "read-project")
    fresh.run("init", "--yes")
    assert fresh.hook("cat ~/.aws/credentials")["hookSpecificOutput"]["permissionDecision"] == "deny"
    assert fresh.hook("git status")["hookSpecificOutput"]["permissionDecision"] == "allow"
    assert fresh.hook("frobnicate") == {}
