"""What `assent learn` looks like at a terminal of 80 and of 120 columns, kept in docs/screens."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.app.sessions import AS_OF, BUILT_IN, CLASSIFIER, NO, Session, days_of
from tests.cli.conftest import Home, home_in
from tests.screens import WIDTHS, keeps, seen, talk, widest

SAMPLES = Path(__file__).parents[2] / "samples" / "logs"
AT = "2026-11-16T00:00:00Z"
_RULE = re.compile(r"\b([Rr]ule|undo) [0-9a-f]{12}")  # made of the project's place, too


def shown(home: Home, name: str, columns: int, *words: str, answers: tuple[bytes, ...] = (b"",)) -> str:
    """The screen, held against the one that is kept."""
    code, raw = talk(home.path, *words, columns=columns, cwd=home.project, answers=answers)
    assert code == 0, raw
    text = _RULE.sub(r"\1 1a0b1c2d3e4f", seen(raw, columns))
    assert widest(text) <= columns
    assert keeps(f"{name}-{columns}", text)
    return text


def read(home: Home) -> Home:
    """The home with its logs read, so that each screen is the same whichever comes first."""
    home.run("learn", "--json")
    return home


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose session logs are the samples."""
    made = home_in(tmp_path_factory.mktemp("samples"))
    shutil.copytree(SAMPLES, made.path / ".claude/projects")
    return read(made)


@pytest.mark.parametrize("columns", WIDTHS)
def test_the_table_of_the_samples(samples: Home, columns: int) -> None:
    text = shown(samples, "learn", columns, "learn", "--as-of", AT, answers=(b"\x04",))
    words = {word.strip("(),;:.") for word in text.split()}
    assert "mcp__tracker__get_issue" in words
    assert "approvals" in words


@pytest.mark.parametrize("columns", WIDTHS)
def test_the_review(samples: Home, columns: int) -> None:
    answers = (b"\n", b"?\n", b"e\n", b"s\n")
    shown(samples, "learn-review", columns, "learn", "--review", "--as-of", AT, answers=answers)


@pytest.mark.parametrize("columns", WIDTHS)
def test_permissions_learn(samples: Home, columns: int) -> None:
    shown(samples, "permissions-learn", columns, "permissions", "learn", "--as-of", AT, answers=(b"\x04",))


@pytest.fixture(scope="module")
def auto(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home where auto mode decided 436 calls, 36 of which a rule in force would have answered; 26 were refused."""
    made = home_in(tmp_path_factory.mktemp("auto"))
    logs = made.path / ".claude/projects"
    days_of(logs, str(made.project), "frobnicate", 20, each=20, decided=CLASSIFIER)
    days_of(logs, str(made.project), "make check", 18, decided=CLASSIFIER)
    for number in range(26):
        session = Session(str(made.project), f"r{number}", number)
        session.run(f"git push origin topic-{number}", NO)
        session.run("git status", BUILT_IN)
        session.save(logs)
    made.run("rules", "add", "allow Bash(make check)")
    return read(made)


@pytest.mark.parametrize("columns", WIDTHS)
def test_a_user_of_auto_mode(auto: Home, columns: int) -> None:
    text = " ".join(shown(auto, "learn-auto", columns, "learn", "--as-of", AS_OF, answers=(b"\x04",)).split())
    told = "436 calls were decided by auto mode and teach nothing; your rules in force would have answered 36 of them."
    assert told in text
    assert "Pattern detected: deny Bash(git push:*) - 91% confidence" in text
    assert "different each time" not in text


def test_what_auto_mode_decided_is_in_the_document(auto: Home) -> None:
    document = auto.run("learn", "--as-of", AS_OF, "--json").data
    assert document["auto_mode"] == {"calls": 436, "in_force": 36}


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose own settings allow every git command."""
    made = home_in(tmp_path_factory.mktemp("wide"))
    made.settings.write_text(json.dumps({"permissions": {"allow": ["Bash(git:*)"]}}))
    days_of(made.path / ".claude/projects", str(made.project), "git describe --all", 25)
    return read(made)


@pytest.mark.parametrize("columns", WIDTHS)
def test_an_entry_that_allows_more(wide: Home, columns: int) -> None:
    shown(wide, "learn-wide", columns, "learn", "--as-of", AS_OF, answers=(b"\x04",))


def test_a_pipe_gets_whole_lines_without_colour(samples: Home) -> None:
    out = samples.run("learn", "--as-of", AT).out
    assert "\x1b" not in out
    assert "  [3] Bash(git:*) - 92% confidence (38 approvals)" in out
    assert "Nothing was applied." in out
    assert "[y/n" not in out
