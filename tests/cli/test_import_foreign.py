"""`assent import audit-jsonl` of a file that somebody made up: every command still answers, nothing acts on the terminal,
and nothing is learned from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Home
from tests.cli.days import FIRST
from tests.cli.test_foreign import ACTS, OWN

PERSON = {"end": "ran", "asked": True, "answer": "yes", "by": "user"}
# Words of a line that nothing else checks.
WORDS = (
    "agent",
    "session_id",
    "tool_name",
    "cwd",
    "mode",
    "agent_version",
    "subagent",
    "rule_matched",
    "decision",
)
LOOKS = (
    ("stats",), ("stats", "commands"), ("stats", "paths"), ("stats", "friction"), ("stats", "--json"), ("trends",),
    ("sessions",), ("sessions", "--json"), ("sessions", "show", "last"), ("log", "-n", "50"), ("log", "--json"),
    ("log", "--grep", "x"), ("digest",), ("report", "--json"), ("audit",), ("timeline",), ("learn",), ("why",),
    ("statusline",), ("status",), ("log", "verify"), ("store", "verify"),
)  # fmt: skip


def line(number: int, **more: Any) -> dict[str, Any]:
    return {
        "timestamp": f"{FIRST}T09:00:{number:02d}.000Z", "event": "PreToolUse", "session_id": f"s{number}", "tool_name": "Bash",
        "tool_input": {"command": f"frobnicate {number}"}, "cwd": "/srv/app", "decision": "ask", "id": f"1-2-{number}",
        "call": f"t{number}", "agent": "claude", "rule_id": "", "assent_version": "1", "outcome": PERSON,
    } | more  # fmt: skip


@pytest.fixture
def given(fresh: Home, tmp_path: Path) -> Home:
    """A home into which such a file was taken over."""
    fresh.keeps_old_days()
    rows = [line(n, **{word: ACTS + "x"}) for n, word in enumerate(WORDS)]
    rows += [
        line(20, **dict.fromkeys(WORDS, ACTS)),
        line(21, tool_input={ACTS: ACTS}),
        line(22, outcome={"by": ACTS}),
    ]
    file = tmp_path / "audit.jsonl"
    file.write_text("".join(json.dumps(each) + "\n" for each in rows))
    done = fresh.run("import", "audit-jsonl", str(file), "--apply")
    assert f"{len(rows)} calls taken over" in done.out
    assert raw(done.out + done.err) == set()
    return fresh


def raw(text: str) -> set[str]:
    return {char for char in OWN.sub("", text) if not char.isprintable() and char != "\n"}


@pytest.mark.parametrize("words", LOOKS, ids=" ".join)
def test_every_command_answers_and_shows_what_it_holds_harmlessly(
    given: Home, words: tuple[str, ...]
) -> None:
    done = given.run(*words, code=None)
    assert done.code in (0, 1) or words == ("why",), done
    assert raw(done.out + done.err) == set()


def test_a_person_named_in_a_file_teaches_nothing(fresh: Home, tmp_path: Path) -> None:
    fresh.keeps_old_days()
    file = tmp_path / "audit.jsonl"
    rows = [line(n, tool_input={"command": "git log -5"}, cwd=str(fresh.project)) for n in range(60)]
    file.write_text("".join(json.dumps(each) + "\n" for each in rows))
    fresh.run("import", "audit-jsonl", str(file), "--apply")
    for _ in range(2):  # the second time all is read again
        lesson = fresh.run("learn", "--json", code=None).data
        assert (lesson["suggestions"], lesson["nearly"]) == ([], [])
        fresh.write(".config/assent/programs/frob.prog", "frob\n  read-project\n")
    fresh.run("rebuild", code=None)
    lesson = fresh.run("learn", "--json", code=None).data
    assert (lesson["suggestions"], lesson["nearly"]) == ([], [])
