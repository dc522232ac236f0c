"""Our line of shell: known again by its exact form, and what a shell makes of it when a piece is gone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.agents.claude.command import closed_line, open_line, read, short_line

WORDS = ("claude", "/h", "/c", "/d", "/s")
paths = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=9).map(
    "/{}".format
)


@given(paths, paths, st.lists(paths, min_size=5, max_size=5))
def test_any_path_comes_back(interpreter: str, script: str, words: list[str]) -> None:
    for line in (open_line(interpreter, script, words), closed_line(interpreter, script, words, "/h/s.json")):
        found = read(line)
        assert found is not None
        assert (found.interpreter, found.script) == (interpreter, script)


@given(paths)
def test_the_file_of_a_short_line_comes_back(file: str) -> None:
    found = read(short_line(file, "claude"))
    assert found is not None
    assert (found.interpreter, found.script) == ("", file)


# Of another's making, however near.
FOREIGN = {
    "no advice": "exec /opt/assent/hook claude",
    "more behind it": "exec /h/hook claude # if this fails: assent status; x",
    "more before it": "true; exec /h/hook claude # if this fails: assent status",
    "another word": "exec /h/hook claude x # if this fails: assent status",
}


@pytest.mark.parametrize("line", FOREIGN.values(), ids=FOREIGN)
def test_a_line_that_is_nearly_ours_is_not(line: str) -> None:
    assert read(line) is None


@pytest.mark.parametrize("value", [None, 5, [], "", "ls", "assent-hook", "# assent-hook"])
def test_anything_else_is_not_ours(value: object) -> None:
    assert read(value) is None


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "it's here" / "launch.py"
    path.parent.mkdir()
    path.write_text("print('ran')")
    return path


def ran(line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False)


def test_both_start_the_script_while_it_is_there(script: Path) -> None:
    for line in (
        open_line(sys.executable, str(script), WORDS),
        closed_line(sys.executable, str(script), WORDS, "/h/settings.json"),
    ):
        assert (ran(line).returncode, ran(line).stdout) == (0, "ran\n")


def test_without_its_script_the_open_line_says_nothing_and_the_closed_one_fails_with_advice(
    script: Path,
) -> None:
    script.unlink()
    opened = ran(open_line(sys.executable, str(script), WORDS))
    assert (opened.returncode, opened.stdout, opened.stderr) == (0, "", "")
    closed = ran(closed_line(sys.executable, str(script), WORDS, "/h/settings.json"))
    assert (closed.returncode, closed.stdout) == (1, "")
    for word in ("assent cannot run here", "assent status", "assent init", "/h/settings.json"):
        assert word in closed.stderr


def test_without_its_interpreter_the_closed_line_fails_with_advice(script: Path, tmp_path: Path) -> None:
    plain = tmp_path / "python3"
    plain.write_text("no program\n")
    for gone in (tmp_path / "nowhere", plain):
        closed = ran(closed_line(str(gone), str(script), WORDS, "/h/settings.json"))
        assert closed.returncode == 1
        assert "assent cannot run here, so this call is blocked" in closed.stderr
