"""Every part in the registry is what its kind promises, and does it where it meets the verbs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from assent.agents import registry
from assent.agents.base import Added
from assent.agents.claude.command import open_line
from assent.agents.registry import AGENTS, DEFAULT
from assent.core.call import Call
from assent.core.facts import Facts
from assent.core.problem import Problem
from tests.contracts.tree import ROOT, add_violation, copy

# Kind → the Protocol that the modules of this kind are held to.
KINDS = {
    "dialect": "Dialect", "places": "Places", "log_reader": "LogReader", "settings": "Settings",
    "compiler": "Compiler", "matcher": "Matcher",
}  # fmt: skip
# What agents may have in common.
SHARED = {"__init__", "base", "json_text", "payload", "registry"}


@pytest.mark.parametrize("name", AGENTS)
def test_an_agent_has_a_dialect_under_its_own_name_and_parts_of_known_kinds(name: str) -> None:
    spoken = registry.dialect(name)
    assert spoken is not None
    assert (spoken.NAME, bool(spoken.TITLE)) == (name, True)
    assert set(AGENTS[name]) <= set(KINDS)


def test_a_name_nobody_knows_has_no_parts_and_is_spoken_to_like_the_usual_agent() -> None:
    assert (registry.dialect("nobody"), registry.settings("nobody"), registry.matcher("nobody")) == (
        None,
    ) * 3
    assert registry.speaker("nobody") is registry.dialect(DEFAULT)


def unlisted(root: Path) -> set[str]:
    """Files and folders of agents that no line of the registry names."""
    base = root / "src/assent/agents"
    there = {path.stem for path in base.glob("*.py")} | {
        path.parent.name for path in base.glob("*/__init__.py")
    }
    text = (base / "registry.py").read_text()
    return {
        name
        for name in there - SHARED
        if f'"assent.agents.{name}.' not in text and f'"assent.agents.{name}"' not in text
    }


def test_every_file_of_an_agent_is_reached_through_the_registry() -> None:
    assert unlisted(ROOT) == set()


def test_an_agent_that_was_left_out_of_the_registry_is_seen(tmp_path: Path) -> None:
    root = copy(tmp_path)
    add_violation(root, "src/assent/agents/sown.py", "NAME = 'sown'")
    assert unlisted(root) == {"sown"}


def type_errors(root: Path, into: Path) -> str:
    """What mypy says when each part is held to the Protocol of its kind."""
    code = "import json; from assent.agents.registry import AGENTS; print(json.dumps(AGENTS))"
    env = os.environ | {"PYTHONPATH": str(root / "src"), "MYPYPATH": str(root / "src")}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    lines = ["from assent.agents import base"]
    for agent, parts in json.loads(done.stdout).items():
        for kind, module in parts.items():
            lines += [f"import {module}", f"{agent}_{kind}: base.{KINDS[kind]} = {module}"]
    path = into / "parts.py"
    path.write_text("\n".join(lines) + "\n")
    argv = [sys.executable, "-m", "mypy", "--config-file", str(root / "pyproject.toml"), str(path)]
    return subprocess.run(argv, env=env, cwd=root, capture_output=True, text=True, check=False).stdout


def test_every_part_keeps_the_protocol_of_its_kind(tmp_path: Path) -> None:
    assert type_errors(ROOT, tmp_path).startswith("Success")


def test_a_part_that_lacks_a_member_or_has_another_type_is_seen(tmp_path: Path) -> None:
    root = copy(tmp_path / "tree")
    dialect = root / "src/assent/agents/claude/hook.py"
    dialect.write_text(dialect.read_text().replace("def error(text: str)", "def error(text: int)"))
    reader = root / "src/assent/agents/claude/log/reader.py"
    reader.write_text(reader.read_text().replace("def folders(", "def places_of_logs("))
    said = type_errors(root, tmp_path)
    assert '"Dialect"' in said
    assert '"LogReader"' in said
    assert "folders" in said


def test_a_log_is_read_on_from_a_stored_state() -> None:
    logs = registry.log_reader("claude")
    assert logs
    use = {"type": "tool_use", "id": "t", "name": "Bash", "input": {"command": "ls"}}
    result = {"type": "tool_result", "tool_use_id": "t", "content": "x"}
    first = logs.open_log()
    assert (
        first.read(json.dumps({"type": "assistant", "message": {"content": [use]}}).encode() + b"\nbroken\n")
        == []
    )
    assert [event.id for event in first.pending()] == ["t"]
    second = logs.open_log(first.state())
    (event,) = second.read(json.dumps({"type": "user", "message": {"content": [result]}}).encode() + b"\n")
    assert (event.id, second.lines, second.bad, second.first_bad) == ("t", 3, 1, 2)
    assert second.pending() == []


def test_a_line_too_long_to_read_counts_as_broken_in_the_stored_state() -> None:
    logs = registry.log_reader("claude")
    assert logs
    first = logs.open_log()
    first.skip_line()
    second = logs.open_log(first.state())
    second.read(b"{}\n")
    assert (second.lines, second.bad, second.first_bad) == (2, 1, 1)


def stored(added: Added) -> Added:
    """As the record of installations brings it back."""
    return msgspec.json.decode(msgspec.json.encode(added), type=Added)


def test_an_install_is_taken_back_by_its_stored_record() -> None:
    part = registry.settings("claude")
    assert part
    line = open_line("/x/python3", "/x/app/start/launch.py", ["claude", "/h", "/c", "/d", "/s"])
    patch = part.install('{"a": 1}', line, ["Read(~/.ssh/**)"])
    assert not isinstance(patch, Problem)
    again = part.install(patch.text, line, ["Read(~/.ssh/**)"], stored(patch.added))
    assert not isinstance(again, Problem)
    assert not again.changed
    assert part.uninstall(again.text, stored(again.added)) == '{"a": 1}'
    granted = part.allow_entries("{}", ["Bash(make test)"])
    assert not isinstance(granted, Problem)
    assert part.uninstall(granted.text, stored(granted.added)) == "{}"


GOOD, BAD = (
    '{"permissions": {"allow": ["Bash(make)"]}}',
    '{"permissions": {"allow": ["Bash(make)"], "deny": 1}}',
)


@pytest.mark.parametrize(
    ("source", "text", "trusted", "answer"),
    [("user", GOOD, True, "runs"), ("user", BAD, True, "asks"), ("project", GOOD, False, "asks")],
    ids=["good", "dropped", "not-trusted"],
)
def test_settings_the_client_drops_do_not_count_in_its_answer(
    source: str, text: str, trusted: bool, answer: str
) -> None:
    matcher = registry.matcher("claude")
    assert matcher
    call, facts = Call("Bash", {"command": "make"}, "/p"), Facts("/h", "/p")
    read = matcher.read_settings(text, source, "/p" if source == "project" else "")
    found = [each for each in (read,) if each is not None]
    assert matcher.would_answer(found, call, facts, trusted=trusted).verdict == answer


def test_logs_and_settings_are_named_under_the_home_and_the_project_unless_a_variable_moves_them() -> None:
    logs, part = registry.log_reader("claude"), registry.settings("claude")
    assert logs
    assert part
    moved = {"CLAUDE_CONFIG_DIR": "/m"}
    assert (logs.folders("/h", {}), logs.folders("/h", moved)) == (["/h/.claude/projects"], ["/m/projects"])
    assert part.paths("/h", "/p")["local"] == "/p/.claude/settings.local.json"
    assert part.paths("/h", "/p")["user"] == "/h/.claude/settings.json"
    assert part.paths("/h", "/p", moved)["user"] == "/m/settings.json"
