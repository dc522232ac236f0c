"""The settings patch: what it adds, what it leaves alone, and that it goes out again to the byte."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.agents import json_text
from assent.agents.base import Added
from assent.agents.claude.command import MARKER, closed_line, open_line
from assent.agents.claude.settings import (
    EVENTS,
    Patch,
    allow_entries,
    by_form,
    install,
    uninstall,
)
from assent.agents.json_text import Node
from assent.core.problem import Problem

WORDS = ("claude", "/home/u", "/home/u/.config", "/home/u/.local/share", "/home/u/.local/state")
SCRIPT = "/home/u/.local/lib/assent/app/start/launch.py"
COMMAND = open_line("/usr/bin/python3", SCRIPT, WORDS)
GUARD = closed_line("/usr/bin/python3", SCRIPT, WORDS, "/home/u/.claude/settings.json")
DENIALS = ["Read(~/.ssh/**)", "Edit(~/.ssh/**)", "Bash(sudo rm *)"]

FOREIGN = """{
  "model": "opus",
  "permissions": {
    "allow": ["Bash(ls:*)"],
    "deny": [
      "Read(./.env)"
    ],
    "unknownKey": {"kept": true}
  },
  "hooks": {
    "PreToolUse": [
      {
        "matcher": "Bash",
        "hooks": [
          {
            "type": "command",
            "command": "/opt/other/guard.sh"
          }
        ]
      }
    ],
    "Stop": [{"hooks": [{"type": "command", "command": "notify-send done"}]}]
  },
  "env": {"A": "1"}
}
"""

# id → a settings text that is valid
TEXTS = {
    "empty-object": "{}",
    "empty-object-newline": "{}\n",
    "blanks-inside": "{ \n }\n",
    "one-line": '{"model":"opus","permissions":{"deny":["x"]}}',
    "one-line-with-empty-lists": '{"permissions": {"deny": [], "allow": [ ]}, "hooks": {}}\n',
    "empty-containers-on-lines": '{\n  "hooks": {\n  },\n  "permissions": {\n    "deny": [\n    ]\n  }\n}\n',
    "two-blanks": FOREIGN,
    "tabs": FOREIGN.replace("  ", "\t"),
    "four-blanks": FOREIGN.replace("  ", "    "),
    "windows-lines": FOREIGN.replace("\n", "\r\n"),
    "byte-order-mark": "\ufeff" + FOREIGN,
    "no-last-newline": FOREIGN.rstrip("\n"),
    "many-last-newlines": FOREIGN + "\n\n\n",
    "blanks-before-commas": '{"a" : 1 , "hooks" : { "Stop" : [ ] } , "permissions" : { "deny" : [ "a" , "b" ] } }',
    "unicode-and-escapes": '{"k\\u00e9": "\\ud83e\\udd16 é \\/", "permissions": {"deny": ["Read(./é)"]}}\n',
    "a-denial-of-ours-was-there": json.dumps({"permissions": {"deny": [DENIALS[0]]}}, indent=2),
    "numbers-as-written": '{"x": 1.50, "y": 1e3, "z": -0, "permissions": {}}\n',
    "uneven": '{\n "hooks": {"PreToolUse": [\n\t{"hooks": []}]},\n     "permissions":\n{"deny":\n["a",\n   "b"]}}',
}  # fmt: skip


def patched(result: Patch | Problem) -> Patch:
    assert isinstance(result, Patch), result
    return result


def decoded(text: str) -> Any:
    return json.loads(text.removeprefix("\ufeff"))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_what_was_put_in_goes_out_again_to_the_byte(text: str) -> None:
    patch = patched(install(text, COMMAND, DENIALS))
    assert uninstall(patch.text, msgspec.json.decode(msgspec.json.encode(patch.added), type=Added)) == text


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_it_goes_out_by_its_parts_too_when_the_text_was_touched(text: str) -> None:
    patch = patched(install(text, COMMAND, DENIALS))
    assert patch.added.before is None
    edited = patch.text + " \n"
    assert uninstall(edited, patch.added) == text + " \n"


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_event_and_denial_is_there_and_everything_else_as_before(text: str) -> None:
    patch = patched(install(text, COMMAND, DENIALS))
    before, after = decoded(text), decoded(patch.text)
    for event in EVENTS:
        commands = [hook["command"] for entry in after["hooks"][event] for hook in entry["hooks"]]
        assert commands.count(COMMAND) == 1
    assert set(DENIALS) <= set(after["permissions"]["deny"])
    for key, value in before.items():
        if key not in ("hooks", "permissions"):
            assert after[key] == value
    assert list(after)[: len(before)] == list(before)


# Event → what the client is told beside the command: which tools (where it takes that), and the seconds it waits.
WATCHED = {
    "PreToolUse": {"matcher": "*", "timeout": 10},
    "PermissionRequest": {"matcher": "*", "timeout": 10},
    "PostToolUse": {"matcher": "*", "timeout": 10},
    "PostToolUseFailure": {"matcher": "*", "timeout": 10},
    "UserPromptSubmit": {"timeout": 5},
    "SessionStart": {"matcher": "*", "timeout": 5},
    "SessionEnd": {"timeout": 5},
}


@pytest.mark.parametrize("guard", ["", GUARD], ids=["open", "closed"])
def test_calls_answers_and_sessions_are_watched_each_with_its_time(guard: str) -> None:
    hooks = decoded(patched(install(None, COMMAND, [], guard=guard)).text)["hooks"]
    found = {
        event: {
            key: value
            for key, value in {**entry, **entry["hooks"][0]}.items()
            if key in ("matcher", "timeout")
        }
        for event, (entry,) in hooks.items()
    }
    assert found == WATCHED
    blocking = [event for event, (entry,) in hooks.items() if entry["hooks"][0].get("onFailure") == "block"]
    assert blocking == (["PreToolUse"] if guard else [])


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_nothing_that_stood_there_is_taken_out_or_moved(text: str) -> None:
    letters = iter(patched(install(text, COMMAND, DENIALS)).text)
    assert all(letter in letters for letter in text)


def test_a_file_that_did_not_exist_is_made_and_should_be_removed_again() -> None:
    patch = patched(install(None, COMMAND, DENIALS))
    assert decoded(patch.text)["permissions"]["deny"] == DENIALS
    assert patch.text.endswith("}\n")
    assert uninstall(patch.text, patch.added) is None


def test_a_file_we_made_stays_when_the_user_added_to_it() -> None:
    patch = patched(install(None, COMMAND, DENIALS))
    edited = patch.text.replace("{", '{\n  "model": "opus",', 1)
    left = uninstall(edited, patch.added)
    assert isinstance(left, str)
    assert decoded(left) == {"model": "opus"}


# id, edit made by the user between install and undo
EDITS = {
    "a-key-in-front": ('"model": "opus",', '"model": "sonnet",\n  "verbose": true,'),
    "a-denial-of-their-own": ('"Read(./.env)"', '"Read(./.env)",\n      "Bash(rm:*)"'),
    "a-denial-behind-ours": (f'"{DENIALS[-1]}"', f'"{DENIALS[-1]}",\n      "Bash(mine)"'),
    "a-hook-of-their-own": ('"Stop": [', '"Stop": [{"hooks": [{"type": "command", "command": "mine"}]}, '),
    "a-value-in-env": ('"A": "1"', '"A": "2", "B": "3"'),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), EDITS.values(), ids=EDITS.keys())
def test_an_edit_made_in_between_is_kept(old: str, new: str) -> None:
    patch = patched(install(FOREIGN, COMMAND, DENIALS))
    edited = patch.text.replace(old, new, 1)
    assert edited != patch.text
    left = uninstall(edited, patch.added)
    assert isinstance(left, str)
    expected = FOREIGN.replace(old, new, 1)
    if old in FOREIGN:
        assert left == expected
    else:
        assert decoded(left)["permissions"]["deny"] == ["Read(./.env)", "Bash(mine)"]


def test_a_hook_the_user_moved_into_our_entry_is_kept() -> None:
    patch = patched(install(FOREIGN, COMMAND, DENIALS))
    value = decoded(patch.text)
    value["hooks"]["PreToolUse"][-1]["hooks"].append({"type": "command", "command": "mine"})
    left = uninstall(json.dumps(value, indent=2), patch.added)
    assert isinstance(left, str)
    assert [hook["command"] for hook in decoded(left)["hooks"]["PreToolUse"][-1]["hooks"]] == ["mine"]
    assert MARKER not in left


def test_a_denial_the_user_had_before_stays_after_undo() -> None:
    text = json.dumps({"permissions": {"deny": [DENIALS[0]]}})
    patch = patched(install(text, COMMAND, DENIALS))
    assert DENIALS[0] not in patch.added.deny
    assert uninstall(patch.text, patch.added) == text


def test_installing_again_changes_nothing_and_undoes_to_the_first_text() -> None:
    first = patched(install(FOREIGN, COMMAND, DENIALS))
    again = patched(install(first.text, COMMAND, DENIALS, first.added))
    assert not again.changed
    assert uninstall(again.text, again.added) == FOREIGN


def test_a_newer_command_replaces_the_older_one() -> None:
    first = patched(install(FOREIGN, COMMAND, DENIALS))
    command = COMMAND.replace("python3", "python3.12")
    newer = patched(install(first.text, command, DENIALS[:1], first.added))
    assert COMMAND not in newer.text
    assert DENIALS[1] not in newer.text
    assert uninstall(newer.text, newer.added) == FOREIGN


@pytest.mark.parametrize("text", ["", "\n", " \t\r\n"], ids=["nothing", "newline", "blanks"])
def test_an_empty_file_counts_as_an_empty_object_and_comes_back_as_it_was(text: str) -> None:
    patch = patched(install(text, COMMAND, DENIALS))
    assert decoded(patch.text)["permissions"]["deny"] == DENIALS
    assert uninstall(patch.text, msgspec.json.decode(msgspec.json.encode(patch.added), type=Added)) == text
    again = patched(install(patch.text, COMMAND, DENIALS, patch.added))
    assert not again.changed
    assert uninstall(again.text, again.added) == text


def test_only_the_guarded_event_blocks_and_only_where_it_is_asked_for() -> None:
    after = decoded(patched(install(FOREIGN, COMMAND, DENIALS, guard=GUARD)).text)["hooks"]
    hooks = {event: after[event][-1]["hooks"][0] for event in EVENTS}
    assert {event for event, hook in hooks.items() if "onFailure" in hook} == {"PreToolUse"}
    assert hooks["PreToolUse"]["onFailure"] == "block"
    assert hooks["PreToolUse"]["command"] == GUARD
    assert {hook["command"] for event, hook in hooks.items() if event != "PreToolUse"} == {COMMAND}
    assert "onFailure" not in patched(install(FOREIGN, COMMAND, DENIALS)).text


def test_the_guard_goes_out_again_to_the_byte_and_gives_way_to_the_open_line() -> None:
    first = patched(install(FOREIGN, COMMAND, DENIALS, guard=GUARD))
    assert uninstall(first.text, first.added) == FOREIGN
    opened = patched(install(first.text, COMMAND, DENIALS, first.added))
    assert "onFailure" not in opened.text
    assert uninstall(opened.text, opened.added) == FOREIGN


# A foreign hook, however it speaks of us.
FOREIGN_COMMANDS = [
    f"/opt/mine.sh # {MARKER}",
    f"echo {MARKER}",
    "/opt/assent-hook-wrapper",
    f"timeout 9 {COMMAND}",
    COMMAND.replace(" || ", " && "),
    COMMAND.replace("/usr/bin/python3", "/usr/bin/python3 -B"),
    GUARD.replace("exit 1", "exit 0"),
    COMMAND + " ; /opt/mine.sh",
    COMMAND.replace(SCRIPT, "/opt/other.py", 1),
]


@pytest.mark.parametrize("command", FOREIGN_COMMANDS)
def test_a_foreign_hook_that_speaks_of_us_is_left_alone(command: str) -> None:
    entry = {"hooks": [{"type": "command", "command": command}]}
    text = json.dumps({"hooks": {"PreToolUse": [entry]}}, indent=2)
    assert by_form(text, DENIALS) is None
    patch = patched(install(text, COMMAND, DENIALS))
    assert entry in decoded(patch.text)["hooks"]["PreToolUse"]
    again = patched(install(patch.text, COMMAND, DENIALS))
    assert entry in decoded(again.text)["hooks"]["PreToolUse"]
    assert uninstall(patch.text, patch.added) == text


MANY = [f"Edit(~/.x{number})" for number in range(6)]


@pytest.mark.parametrize("guard", ["", GUARD], ids=["open", "closed"])
def test_without_a_record_what_is_ours_is_found_by_its_form(guard: str) -> None:
    installed = patched(install(FOREIGN, COMMAND, MANY, guard=guard)).text
    found = by_form(installed, MANY)
    assert found is not None
    assert (found.hooks, found.deny, found.closed) == (True, MANY, bool(guard))
    assert uninstall(installed, found) == FOREIGN
    newer = patched(install(installed, COMMAND, MANY[:2], found))
    assert decoded(newer.text)["permissions"]["deny"] == ["Read(./.env)", *MANY[:2]]


def test_without_a_record_a_lone_entry_is_the_persons_own() -> None:
    text = json.dumps({"permissions": {"deny": [MANY[0], "Read(x)"]}}, indent=2)
    installed = patched(install(text, COMMAND, MANY)).text
    found = by_form(installed, MANY)
    assert found is not None
    assert found.deny == MANY[1:]
    assert uninstall(installed, found) == text


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"hooks": null}', '{"hooks": {"PreToolUse": [5, {"hooks": 5}]}}']
)
def test_where_no_hook_of_ours_is_nothing_is_ours(text: str) -> None:
    assert by_form(text, MANY) is None


def test_the_work_grows_with_the_list_and_no_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    real = json_text._value

    def counted(text: str, at: int, depth: int) -> tuple[Node, int]:
        read.append(at)
        return real(text, at, depth)

    monkeypatch.setattr(json_text, "_value", counted)
    counts = []
    for size in (50, 500):
        denials = [f"Bash(x{number} *)" for number in range(size)]
        text = json.dumps({"permissions": {"deny": denials, "allow": denials}}, indent=2)
        read.clear()
        patched(install(text, COMMAND, [f"Edit(~/.y{number})" for number in range(size)]))
        counts.append(len(read))
    assert counts[1] < 11 * counts[0]


# id, text, what the message says
INVALID = [
    ("half", '{"a": ', "Expecting value"),
    ("comment", '{"a": 1} // x', "Extra data"),
    ("trailing-comma", '{"a": 1,}', ""),
    ("nan", '{"a": NaN}', "NaN"),
    ("a-list", "[]", "not an object"),
    ("hooks-a-list", '{"hooks": []}', "hooks is not an object"),
    ("event-an-object", '{"hooks": {"PreToolUse": {}}}', "hooks.PreToolUse is not an array"),
    ("permissions-a-list", '{"permissions": []}', "permissions is not an object"),
    ("deny-a-string", '{"permissions": {"deny": "x"}}', "permissions.deny is not an array"),
    ("allow-a-string", '{"permissions": {"allow": "x"}}', "permissions.allow is not an array"),
    ("hooks-null", '{"hooks": null}', "hooks is not an object"),
    ("a-key-twice", '{"permissions": {"deny": []}, "permissions": {}}', "stands twice"),
    ("too-deep", '{"a": ' + "[" * 500 + "]" * 500 + "}", "too deep"),
    ("much-too-deep", '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}", "too deep"),
]


@pytest.mark.parametrize(("text", "says"), [case[1:] for case in INVALID], ids=[case[0] for case in INVALID])
def test_a_file_that_is_not_as_expected_is_a_problem_and_untouched(text: str, says: str) -> None:
    result = install(text, COMMAND, DENIALS, where="~/.claude/settings.json")
    assert isinstance(result, Problem)
    assert says in result.what
    assert result.where == "~/.claude/settings.json"
    assert "nothing was changed" in result.hint


def test_undo_of_a_file_broken_since_is_a_problem() -> None:
    patch = patched(install(FOREIGN, COMMAND, DENIALS))
    assert isinstance(uninstall(patch.text[:-5], patch.added), Problem)


def test_allowed_entries_are_added_once_and_no_hook_with_them() -> None:
    patch = patched(allow_entries(FOREIGN, ["Bash(make test)", "Bash(ls:*)", "Bash(make test)"]))
    assert decoded(patch.text)["permissions"]["allow"] == ["Bash(ls:*)", "Bash(make test)"]
    assert patch.added.allow == ["Bash(make test)"]
    assert MARKER not in patch.text
    assert uninstall(patch.text, patch.added) == FOREIGN


def test_allowed_entries_leave_the_hook_of_an_earlier_install_alone() -> None:
    installed = patched(install(FOREIGN, COMMAND, DENIALS))
    patch = patched(allow_entries(installed.text, ["Bash(make test)"]))
    assert patch.text.count(COMMAND) == len(EVENTS)
    assert uninstall(patch.text, patch.added) == installed.text


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)


@given(
    st.dictionaries(st.text(max_size=6), json_values, max_size=4),
    st.lists(st.text(max_size=8), max_size=3),
    st.sampled_from([None, 1, 2, "\t"]),
    st.booleans(),
)
def test_any_settings_come_back_to_the_byte(
    extra: dict[str, Any], deny: list[str], indent: int | str | None, ascii_only: bool
) -> None:
    value = {**extra, "permissions": {"deny": deny}, "hooks": {"Stop": []}}
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    patch = patched(install(text, COMMAND, DENIALS))
    assert uninstall(patch.text, patch.added) == text
    assert uninstall(patch.text, Added(**{**_fields(patch.added), "before": None})) == text


def _fields(added: Added) -> dict[str, Any]:
    value: dict[str, Any] = msgspec.to_builtins(added)
    return value
