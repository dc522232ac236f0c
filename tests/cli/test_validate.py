"""`assent validate` finds every mistake in what is declared, in force or not, and nothing in what is sound."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest

from assent.store import identity
from assent.store.db import connect
from assent.store.paths import paths_of
from tests.cli.conftest import Home

POLICY, CONFIG = ".config/assent/policy.toml", ".config/assent/config.toml"
PROJECT, JSON = "work/p/.assent/policy.toml", "work/p/.claude/permissions/more/a.json"
GOOD = {
    POLICY: '[[rule]]\nname = "one"\nallow = ["Bash(make test)"]\nyes = ["make test"]\nno = ["make all"]\n',
    CONFIG: "[learn]\nfloor = 0.8\n",
    PROJECT: '[[rule]]\ndeny = ["Bash(x *)"]\n',
    JSON: '{"deny": ["Bash(y *)"]}',
}
# File, its broken text, the line, and words that are said.
BROKEN = [
    pytest.param(POLICY, "\n[[rule]]\nallow = ['Bash(a)']\nscope = ['x']\n", 4, "scope", id="rule-word"),
    pytest.param(
        POLICY, "[[rule]]\nallow = ['Bash(a)']\nyes = ['b']\n", 3, "yes example 'b'", id="yes-example"
    ),
    pytest.param(POLICY, "[[rule]]\nallow = ['Bash(a)']\nno = ['a']\n", 3, "no example 'a'", id="no-example"),
    pytest.param(POLICY, "[[rule]]\n[[rule]\n", 2, "not valid TOML", id="no-toml"),
    pytest.param(CONFIG, "[learn]\nflooor = 0.8\n", 2, "learn.flooor", id="settings"),
    pytest.param(PROJECT, "[[rule]]\ndeny = ['Bash(']\n", 2, "Bash(", id="project"),
    pytest.param(JSON, '{"deny": 3}', 0, "`deny` must be a list", id="json-module"),
    pytest.param(JSON, '{"dney": ["Bash(y)"], "allow": []}', 0, "did you mean 'deny'", id="json-key"),
    pytest.param(JSON, '{"deny": ', 0, "not valid JSON", id="no-json"),
]


@pytest.fixture
def home(fresh: Home) -> Home:
    for name, text in GOOD.items():
        fresh.write(name, text)
    return fresh


def test_what_is_sound_is_listed_file_by_file(home: Home) -> None:
    home.run("rules", "add", "Bash(make lint)")
    done = home.run("validate")
    assert done.err == ""
    for text in (
        f"~/{CONFIG}",
        f"~/{POLICY} (1 rule, 2 examples)",
        f"~/{PROJECT}",
        f"~/{JSON}",
        "granted rules (1 rule",
    ):
        assert f"ok    {text}" in done.out
    assert "shipped module defaults" in done.out
    assert "bad" not in done.out
    found = home.run("validate", "--json").data
    assert found["ok"] is True
    assert [each["ok"] for each in found["files"]] == [True] * 6


def test_a_file_that_is_not_there_is_not_listed_and_looking_makes_nothing(fresh: Home) -> None:
    before = sorted(fresh.path.rglob("*"))
    assert fresh.run("validate").out.count("ok") == 2
    fresh.run("config")
    assert sorted(fresh.path.rglob("*")) == before


@pytest.mark.parametrize(("name", "text", "line", "words"), BROKEN)
def test_a_mistake_is_named_with_its_place(home: Home, name: str, text: str, line: int, words: str) -> None:
    path = home.write(name, text)
    where = f"{path}:{line}" if line else str(path)
    found = home.run("validate", "--json", code=1).data
    (bad,) = [each for each in found["files"] if not each["ok"]]
    (problem,) = bad["problems"]
    assert (bad["name"], found["ok"]) == (str(path), False)
    assert problem["where"].startswith(where)
    assert words in problem["what"] + problem["hint"]
    said = home.run("validate", code=1).out
    assert f"bad   ~/{name}" in said
    alone = home.run("validate", "--json", str(path), code=1).data
    assert [each["problems"] for each in alone["files"]] == [bad["problems"]]


def test_every_mistake_is_said_at_once(home: Home) -> None:
    home.write(POLICY, "[[rule]]\nalloww = ['x']\n\n[[rule]]\nallow = ['Bash(a)']\nyes = ['b']\n")
    home.write(CONFIG, "x = 1\ny = 2\n")
    found = home.run("validate", "--json", code=1).data
    assert [len(each["problems"]) for each in found["files"] if not each["ok"]] == [2, 3]


def test_a_file_is_checked_before_it_is_in_force(home: Home) -> None:
    draft = home.write("work/p/draft.toml", "[learn]\nfloor = 7\n")
    home.run("validate", str(draft), code=1)
    draft.write_text("[[rule]]\nallow = ['Bash(a)']\n")
    assert home.run("validate", "draft.toml").out == "ok    draft.toml (1 rule, 0 examples)\n"
    assert home.verdict("a") == ""
    draft.write_text("# nothing yet\n")
    home.run("validate", "draft.toml")


def test_a_folder_of_modules_is_checked_file_by_file(home: Home) -> None:
    folder = str(Path(JSON).parent.parent.name)
    assert home.run("validate", f".claude/{folder}").out.count("ok") == 1


def test_a_file_that_is_not_there_is_the_callers_mistake(home: Home) -> None:
    done = home.run("validate", "nowhere.toml", POLICY, code=2)
    assert [text.partition(":")[0] for text in done.err.splitlines()[::2]] == ["nowhere.toml", POLICY]


def test_a_granted_rule_that_no_longer_passes_is_named(home: Home) -> None:
    home.run("rules", "add", "Bash(make lint)")
    (rule,) = [each for each in home.run("rules", "list", "--json").data if each["layer"] == "granted"]
    with contextlib.closing(connect(paths_of(str(home.path), {}))) as db:
        body = json.dumps({**rule["rule"], "yes": ["make other"]})
        db.execute("UPDATE rules SET body = ? WHERE id = ?", (body, rule["id"]))
        identity.advance(
            db, 0
        )  # as if it had been granted so: its example fails since our tables have changed
    found = home.run("validate", "--json", code=1).data
    (bad,) = [each for each in found["files"] if not each["ok"]]
    (problem,) = bad["problems"]
    assert (bad["kind"], problem["where"]) == ("granted rules", f"granted rule {rule['id']}")
    assert "yes example 'make other'" in problem["what"]


WORDS = [("check", "make"), ("rules", "list"), ("rules", "test"), ("rules", "list", "--layer", "user")]


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        (POLICY, "\n[[rule]]\ndeny = ['x']\nscope = 1\n", 4),
        (CONFIG, "\n\nx = 1\n", 3),
        (PROJECT, "[[rule]]\ndeny = [3]\n", 2),
    ],
    ids=["policy", "settings", "project"],
)
def test_a_broken_file_is_said_in_one_line_by_whoever_judges_or_lists(
    home: Home, words: tuple[str, ...], name: str, text: str, line: int
) -> None:
    path = home.write(name, text)
    done = home.run(*words, code=1 if "test" in words else 0)
    (said,) = done.err.splitlines()
    assert said.startswith(f"{path}:{line}")
    assert said.endswith("To see everything: assent validate")


def test_a_batch_says_it_once_for_each_project(home: Home) -> None:
    home.write(CONFIG, "x = 1\n")
    line = json.dumps({"id": 1, "tool": "Bash", "input": {"command": "ls"}, "cwd": str(home.project)}) + "\n"
    done = home.run("check", "--batch", "-", typed=(line * 3).encode())
    assert done.err.count("assent validate") == 1
    assert len(done.out.splitlines()) == 3
