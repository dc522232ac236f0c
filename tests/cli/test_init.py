"""`assent init`: shows what it will do, keeps what is not ours, and takes itself out again to the byte."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from assent.app import install
from assent.store.paths import paths_of
from tests import screens
from tests.cli.conftest import Home

LINKED = '{\n  "model": "x"\n}\n'
FOREIGN = """{
  // not JSON
"""
KEPT = {
  "none": None,
  "nothing in it": "",
  "a blank line": "\n",
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
    assert "Edit(~/.bashrc)" in found["permissions"]["deny"]
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
    assert fresh.run("init", "--yes").out.splitlines() == [
        "Everything is in place already.",
        "What it asks about and refuses: assent init --dry-run --all",
    ]
    assert fresh.settings.read_bytes() == first


def test_a_dry_run_shows_the_change_and_writes_nothing(fresh: Home) -> None:
    fresh.settings.write_text('{"model": "x"}')
    done = fresh.run("init", "--dry-run")
    assert "a hook on 7 events" in done.out
    assert "Edit(~/.bashrc)" not in done.out
    assert done.out.endswith("Dry run: nothing was changed.\n")
    whole = fresh.run("init", "--dry-run", "--diff", "--all").out
    assert '"Edit(~/.bashrc)",' in whole
    assert "cannot also be written into the agent's own list of denials" in whole
    assert fresh.settings.read_text() == '{"model": "x"}'
    assert not (fresh.path / ".local/share/assent/hook").exists()
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


def launcher(home: Home) -> Path:
    return home.path / ".local/share/assent/hook"


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
    assert "add the block above there yourself" in done.err
    assert "Wrote" not in done.out.replace("Wrote ~/.local/share/assent/hook", "")


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


def client(home: Home, version: str) -> None:
    """A program that says which Claude Code it is, where the installer of the real one puts it."""
    program = home.write(".local/bin/claude", f"#!/bin/sh\necho '{version} (Claude Code)'\n")
    program.chmod(0o755)


# What the client says of itself → whether a failing hook blocks.
VERSIONS = {
    "first that can": ("2.1.295", True),
    "newer": ("2.2.0", True),
    "newest digit counts as a number": ("2.1.1000", True),
    "last that cannot": ("2.1.294", False),
    "old": ("1.9.999", False),
    "no version": ("nightly", False),
}


@pytest.mark.parametrize(("version", "closed"), VERSIONS.values(), ids=VERSIONS)
def test_a_failing_hook_blocks_where_the_client_knows_how(fresh: Home, version: str, closed: bool) -> None:
    client(fresh, version)
    said = fresh.run("init", "--yes").out
    assert guarded(fresh) == (["PreToolUse"] if closed else [])
    assert ("gone blocks the call" in said) == closed
    assert ("lets the call run" in said) != closed


def guarded(home: Home) -> list[str]:
    hooks = json.loads(home.settings.read_text())["hooks"]
    return [event for event, groups in hooks.items() if "onFailure" in json.dumps(groups)]


def test_without_a_client_that_says_its_version_the_hook_fails_open_and_says_so(fresh: Home) -> None:
    assert "Claude Code of unknown version cannot block it" in " ".join(
        fresh.run("init", "--yes").out.split()
    )
    assert guarded(fresh) == []


def test_fail_open_is_remembered_until_another_word_is_given(fresh: Home) -> None:
    client(fresh, "2.1.328")
    assert "as you chose" in fresh.run("init", "--yes", "--fail-open").out
    for words in (("rules", "deny", "Bash(terraform destroy *)"), ("init", "--yes")):
        fresh.run(*words)
        assert guarded(fresh) == []
    fresh.run("init", "--yes", "--fail-closed")
    for words in (("rules", "deny", "Bash(helm uninstall *)"), ("init", "--yes")):
        assert guarded(fresh) == ["PreToolUse"]
        fresh.run(*words)
    assert guarded(fresh) == ["PreToolUse"]


def test_fail_open_chosen_where_nothing_could_block_is_remembered_too(fresh: Home) -> None:
    client(fresh, "2.1.200")
    fresh.run("init", "--yes")
    fresh.run("init", "--yes", "--fail-open")
    client(fresh, "2.1.328")
    fresh.run("init", "--yes")
    assert guarded(fresh) == []


def test_a_client_that_has_learned_to_block_is_made_to_by_the_next_init(fresh: Home) -> None:
    client(fresh, "2.1.200")
    fresh.run("init", "--yes")
    client(fresh, "2.1.328")
    fresh.run("init", "--yes")
    assert guarded(fresh) == ["PreToolUse"]


def denied(home: Home) -> list[str]:
    return list(json.loads(home.settings.read_text())["permissions"]["deny"])


def test_denials_of_reading_are_written_only_when_asked_for_remembered_and_taken_back(fresh: Home) -> None:
    mine = "Read(~/.netrc)"
    fresh.settings.write_text(json.dumps({"permissions": {"deny": [mine]}}))
    fresh.run("init", "--yes")
    reads = [each for each in denied(fresh) if each.startswith("Read")]
    said = " ".join(fresh.run("init", "--yes", "--native-denials").out.split())
    assert reads == [mine]
    assert "the client asks about every read after a `cd`" in said
    for words in (("rules", "deny", "Bash(terraform destroy *)"), ("init", "--yes")):
        fresh.run(*words)
        assert "Read(~/.aws/**)" in denied(fresh)
    fresh.run("init", "--yes", "--no-native-denials")
    assert [each for each in denied(fresh) if each.startswith("Read")] == [mine]


@pytest.mark.parametrize(
    "damage", [None, "", "{", '{"x": 5}', "[]"], ids=["gone", "empty", "cut", "other", "list"]
)
def test_without_a_record_of_it_the_installation_still_goes_out_by_its_form(
    fresh: Home, damage: str | None
) -> None:
    client(fresh, "2.1.328")
    before = '{\n  "permissions": {\n    "deny": [\n      "Bash(mine)"\n    ]\n  }\n}\n'
    fresh.settings.write_text(before)
    fresh.run("init", "--yes", "--native-denials")
    record = fresh.path / ".local/share/assent/installed.json"
    record.unlink()
    if damage is not None:
        record.write_text(damage)
    fresh.run("init", "--undo", "--yes")
    assert fresh.settings.read_text() == before


def test_without_a_record_of_it_the_next_init_takes_back_what_an_earlier_one_wrote(fresh: Home) -> None:
    fresh.run("init", "--yes", "--native-denials")
    (fresh.path / ".local/share/assent/installed.json").unlink()
    fresh.run("init", "--yes")
    assert [each for each in denied(fresh) if each.startswith("Read")] == []


def test_what_stood_there_before_us_is_kept_for_ever(fresh: Home) -> None:
    before = '{"model": "mine"}'
    fresh.settings.write_text(before)
    fresh.run("init", "--yes")
    for number in range(12):
        fresh.run("rules", "deny", f"Bash(x{number} *)")
    copies = [path.read_text() for path in (fresh.path / ".local/share/assent/backups").iterdir()]
    assert copies.count(before) == 1
    assert len(copies) == 11


@pytest.mark.parametrize("option", ["--native-denials", "--fail-open", "--agent=claude"])
def test_undo_goes_with_no_choice_about_installing(fresh: Home, option: str) -> None:
    assert "cannot go with --undo" in fresh.run("init", "--undo", option, code=2).err


FAMILIES = {
    "history-asks": "git commit --amend",
    "destroy-asks": "git reset --hard",
    "sending-asks": "curl -d x https://example.com",
}


def test_what_will_be_asked_or_refused_is_listed_with_the_command_that_ends_it(fresh: Home) -> None:
    assert "assent init --dry-run --all" in fresh.run("init", "--yes").out
    announced = fresh.run("init", "--dry-run", "--all").out.partition("\n\n")[0]
    names = re.findall(r"off: assent rules disable (\S+)", announced)
    listed = fresh.run("rules", "list", "--layer", "modules", "--json")
    shipped = [
        each["name"] for each in listed.data if each["layer"] == "modules" and each["verdict"] != "allow"
    ]
    assert sorted(names) == sorted(shipped)
    for name, command in FAMILIES.items():
        reason = fresh.hook(command)["hookSpecificOutput"]["permissionDecisionReason"]
        assert f"assent rules disable {name}" in reason
        fresh.run("rules", "disable", name)
        assert fresh.hook(command) == {}
    fresh.run("rules", "disable", *(name for name in names if name not in FAMILIES))
    assert fresh.hook("cat ~/.aws/credentials") == {}


def test_a_list_on_one_line_is_extended_so_that_the_diff_can_be_read(fresh: Home) -> None:
    before = '{\n  "permissions": {\n    "deny": ["Read(./.env)"]\n  }\n}\n'
    fresh.settings.write_text(before)
    done = fresh.run("init", "--yes", "--diff")
    assert '+      "Edit(~/.bashrc)",\n' in done.out
    fresh.run("init", "--undo", "--yes")
    assert fresh.settings.read_text() == before


def test_a_second_init_still_names_what_switches_the_hook_off(fresh: Home) -> None:
    fresh.run("init", "--yes")
    held = json.loads(fresh.settings.read_text())
    fresh.settings.write_text(json.dumps({"disableAllHooks": True, **held}, indent=2))
    done = fresh.run("init", "--yes")
    assert "Everything is in place already." in done.out
    assert "disableAllHooks" in done.out


def test_a_key_added_behind_our_part_moves_nothing_and_new_denials_come_where_ours_stand(fresh: Home) -> None:
    before = '{\n  "model": "x"\n}\n'
    fresh.settings.write_text(before)
    fresh.run("init", "--yes")
    fresh.settings.write_text(
        fresh.settings.read_text().rstrip().removesuffix("}").rstrip() + ',\n  "late": 1\n}\n'
    )
    installed = fresh.settings.read_text()
    assert "already" in fresh.run("init", "--yes").out
    assert fresh.settings.read_text() == installed
    fresh.run("rules", "deny", "Bash(terraform destroy *)")
    now = fresh.settings.read_text()
    assert now.replace(',\n      "Bash(terraform destroy *)"', "") == installed
    fresh.run("init", "--undo", "--yes")
    assert json.loads(fresh.settings.read_text()) == {"model": "x", "late": 1}


def test_the_command_in_the_settings_can_be_read_and_an_older_long_one_gives_way(fresh: Home) -> None:
    fresh.settings.write_text(json.dumps({"hooks": {"PreToolUse": [FOREIGN_GROUP]}}))
    fresh.run("init", "--yes")
    short = f"exec {launcher(fresh)} claude # if this fails: assent status"
    assert set(our_commands(fresh)) == {short}
    at = paths_of(str(fresh.path), {})
    older = {False: install.hook_command("claude", at), True: install.guard_command("claude", at)}
    text = fresh.settings.read_text()
    for line in older.values():
        fresh.settings.write_text(text.replace(json.dumps(short), json.dumps(line)))
        fresh.run("init", "--yes")
        assert set(our_commands(fresh)) == {short}
    assert FOREIGN_GROUP in json.loads(fresh.settings.read_text())["hooks"]["PreToolUse"]
    fresh.settings.write_text(text.replace(json.dumps(short), json.dumps(older[False])))
    fresh.run("init", "--undo", "--yes")
    assert json.loads(fresh.settings.read_text()) == {"hooks": {"PreToolUse": [FOREIGN_GROUP]}}


FOREIGN_GROUP = {"matcher": "*", "hooks": [{"type": "command", "command": "/opt/assent/hook claude"}]}


def our_commands(home: Home) -> list[str]:
    found = install.commands(home.settings.read_text())
    return [each for each in found if each != "/opt/assent/hook claude"]


def test_what_agents_start_cannot_be_changed_by_them(fresh: Home) -> None:
    fresh.run("rules", "add", "Write(~/**)", "--within", "any")
    fresh.run("init", "--yes")
    given = {"file_path": str(launcher(fresh)), "content": "x"}
    said = fresh.run("check", "--tool", "Write", "--input", json.dumps(given), "--json").data
    assert said["verdict"] == "deny"
    for command in (
        f"touch {launcher(fresh)}",
        f"chmod -x {launcher(fresh)}",
        f"mv {launcher(fresh)} /tmp/x",
    ):
        assert fresh.verdict(command) == "deny", command


def test_a_linked_file_gets_a_block_to_paste_as_json_and_as_nix(fresh: Home) -> None:
    client(fresh, "2.1.328")
    linked(fresh)
    done = fresh.run("init", "--yes", code=1)
    block = done.out.partition("same keys:\n\n")[2].partition("\n\nThe same for home-manager:")[0]
    pasted = json.loads(block)
    assert done.out.count("programs.claude-code.settings = {") == 1
    assert "Next" not in done.out
    (fresh.path / "dotfiles/settings.json").write_text(json.dumps({"model": "x", **pasted}))
    assert fresh.hook("cat ~/.aws/credentials")["hookSpecificOutput"]["permissionDecision"] == "deny"
    assert "already" in fresh.run("init", "--yes").out
    assert fresh.run("status", "--probe", code=0).out.count("good  hook") == 1


def test_a_dry_run_of_a_linked_file_writes_nothing_at_all(fresh: Home) -> None:
    linked(fresh)
    assert '"Edit(~/.bashrc)"' in fresh.run("init", "--dry-run").out
    assert not launcher(fresh).exists()


def test_a_fresh_machine_says_what_was_looked_for(fresh: Home) -> None:
    (fresh.path / ".claude").rmdir()
    said = fresh.run("init", code=2).err
    for word in (
        f"{fresh.path}/.claude",
        "a program claude on PATH",
        "install one",
        "assent init --agent claude",
    ):
        assert word in said
    program = fresh.write(".local/bin/claude", "#!/bin/sh\necho '2.1.328 (Claude Code)'\n")
    program.chmod(0o755)
    fresh.run("init", "--yes")
    assert fresh.settings.exists()


def test_at_a_terminal_enter_decides_nothing_d_shows_the_change_and_n_leaves(fresh: Home) -> None:
    text = screens.seen(screens.raw(fresh.path, "init", typed=b"\nwhat\nd\nn\n"), 80)
    assert text.count("Install? [y/n/diff]") == 4
    assert text.count("y: do it. n: change nothing. d: show the change.") == 2
    assert '"Edit(~/.bashrc)",' in text
    assert "Nothing was changed." in text
    assert not fresh.settings.exists()
    assert not launcher(fresh).exists()


# Name of the kept screen → words, what is typed.
SCREENS = {
    "init": (("init",), b"y\n"),
    "init-all": (("init", "--dry-run", "--all"), b""),
}


@pytest.mark.parametrize("columns", screens.WIDTHS)
@pytest.mark.parametrize("name", SCREENS)
def test_the_screens_are_those_in_the_docs(fresh: Home, name: str, columns: int) -> None:
    client(fresh, "2.1.328")
    words, typed = SCREENS[name]
    seen = screens.seen(screens.raw(fresh.path, *words, columns=columns, typed=typed), columns)
    text = seen.removeprefix("y\n").partition("\nnote: ")[0].replace(str(fresh.path), "/home/u") + "\n"
    assert screens.keeps(f"{name}-{columns}", text)
    if name == "init":
        assert text.count("\n", 0, text.index("Install?")) <= 12
