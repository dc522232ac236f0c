"""`assent audit --mend`: what does nothing, or reaches too far, goes after a yes, with a back-test; `--undo` puts it back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import screens
from tests.cli.conftest import Home, home_in
from tests.cli.test_audit import called
from tests.screens import talk

TOKEN = "sk-ant-REDACTED"
SETTINGS = {
    "model": "opus",
    "permissions": {
        "allow": [
            "Bash(python3:*)", "Bsh(ls)", "Bash(npm run build)", "Bash(npm test:*)", "Bash(npm test)", "Bash(go test:*)",
            f"Bash(curl -H 'Authorization: Bearer {TOKEN}' https://example.com)",
        ],
        "ask": ["Bash(npm run build)"],
        "deny": ["Read(./secret/**)", "Bsh(x)"],
    },
}  # fmt: skip
LOCAL = {"permissions": {"allow": ["Bash(npm test -- --watch)"]}}
KEPT = ["Bash(python3:*)", "Bash(npm test:*)"]  # of the user's file, without being asked about each


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = home_in(tmp_path)
    made.settings.write_text(json.dumps(SETTINGS, indent=2))
    made.write("work/p/.claude/settings.local.json", json.dumps(LOCAL))
    made.run("init", "--yes")
    made.run("rules", "add", "--within", "run-project", "Bash(make *)")
    made.run("rules", "add", "--within", "run-project", "Bash(make test *)")
    made.run("rules", "deny", "Bash(terraform destroy *)")
    called(made, "npm test", times=14)
    called(made, "python3 tool.py", times=7)
    called(made, "ls -l", times=3)
    return made


def allowed(home: Home, name: str = ".claude/settings.json") -> list[str]:
    path = home.path / name
    told = json.loads(path.read_text()) if path.exists() else {}
    return list(told.get("permissions", {}).get("allow", []))


def strict(home: Home) -> tuple[list[str], list[str]]:
    held = json.loads(home.settings.read_text())["permissions"]
    return held["ask"], held["deny"]


def texts(home: Home) -> dict[str, str]:
    names = (".claude/settings.json", "work/p/.claude/settings.local.json")
    return {name: (home.path / name).read_text() for name in names if (home.path / name).exists()}


def granted(home: Home) -> set[str]:
    return set(home.rules("--layer", "granted"))


def test_it_is_shown_with_its_back_test_before_anything_is_done(home: Home) -> None:
    before = texts(home)
    told = home.run("audit", "--mend", "--dry-run").out
    assert "- Bsh(ls) in ~/.claude/settings.json" in told
    assert '-      "Bsh(ls)",' in told  # the diff
    assert (
        "Back-test: of 24 calls in the last 30 days 7 that ran unasked would be asked about: `python3 tool.py`"
        in told
    )
    assert "Nothing was changed. To do it: assent audit --mend --yes" in told
    assert "Nothing was changed." in home.run("audit", "--mend").out  # nobody is there to ask
    assert texts(home) == before


def test_what_does_nothing_goes_and_what_reaches_too_far_only_by_name(home: Home) -> None:
    before, rules = texts(home), granted(home)
    told = home.run("audit", "--mend", "--yes").out
    assert "Back-test: of 24 calls in the last 30 days none would be decided otherwise." in told
    assert allowed(home) == KEPT
    assert allowed(home, "work/p/.claude/settings.local.json") == []
    assert strict(home) == (json.loads(before[".claude/settings.json"])["permissions"]["ask"],
                            json.loads(before[".claude/settings.json"])["permissions"]["deny"])  # fmt: skip
    assert rules - granted(home) == {"Bash(make test *)"}
    assert "To put it back: assent audit --undo" in told
    home.run("audit", "--mend", "--yes", "--only", "dangerous")
    assert allowed(home) == ["Bash(npm test:*)"]
    home.run("audit", "--undo")
    assert allowed(home) == KEPT
    home.run("audit", "--undo")
    assert texts(home) == before
    assert granted(home) == rules
    assert "nothing was mended" in home.run("audit", "--undo", code=2).err


def test_what_was_changed_since_stays_when_it_is_put_back(home: Home) -> None:
    wanted = set(allowed(home))
    home.run("audit", "--mend", "--yes")
    held = json.loads(home.settings.read_text())
    held["permissions"]["allow"].append("Bash(cargo test:*)")
    held["model"] = "sonnet"
    home.settings.write_text(json.dumps(held))
    home.run("audit", "--undo")
    assert set(allowed(home)) == wanted | {"Bash(cargo test:*)"}
    assert json.loads(home.settings.read_text())["model"] == "sonnet"
    home.run("rules", "add", "Bash(make lint)")  # our own writing takes none of them for ours
    assert set(allowed(home)) >= wanted


def test_json_says_all_of_it_and_changes_nothing_without_yes(home: Home) -> None:
    before = texts(home)
    told = home.run("audit", "--mend", "--json").data
    assert {each["kind"] for each in told["mend"]} == {
        "dangerous",
        "contradictory",
        "never-matching",
        "shadowed",
        "unused",
    }
    assert told["backtest"] == {"calls": 24, "asked": 7, "opened": 0, "examples": ["python3 tool.py"]}
    assert told["done"] == {"rules": [], "entries": {}, "problems": []}
    assert texts(home) == before
    done = home.run("audit", "--mend", "--json", "--yes").data["done"]
    assert len(done["rules"]) == 1
    assert sorted(map(len, done["entries"].values())) == [1, 5]
    assert home.run("audit", "--undo", "--json").data["rules"] == done["rules"]
    assert texts(home) == before


def test_no_secret_of_an_entry_is_shown(home: Home) -> None:
    shown = [
        home.run("audit", code=1), home.run("audit", "--json", code=1), home.run("audit", "--mend"),
        home.run("audit", "--mend", "--json"), home.run("audit", "--mend", "--yes"), home.run("audit", "--undo"),
        home.run("status", "--all", code=None), home.run("status", "--json", code=None), home.run("learn"),
        home.run("learn", "--json"),
    ]  # fmt: skip
    assert [done.out for done in shown if TOKEN in done.out + done.err] == []
    assert "[erased:" in shown[2].out
    assert TOKEN in home.settings.read_text()  # and it came back whole


ANSWERS = {
    "y": ((b"y\n",), ["Bash(npm test:*)"]),
    "n": ((b"n\n",), None),
    "the end": ((b"\x04",), None),
    "each, then the end": ((b"r\n", b"y\n", b"\x04"), None),
    "each, only the first": ((b"r\n", b"y\n", *(b"n\n",) * 7), "Bash(python3:*)"),
}


@pytest.mark.parametrize(("answers", "left"), ANSWERS.values(), ids=ANSWERS)
def test_at_a_terminal_it_asks(home: Home, answers: tuple[bytes, ...], left: list[str] | str | None) -> None:
    before = allowed(home)
    code, text = talk(home.path, "audit", "--mend", cwd=home.project, answers=answers)
    assert code == 0, text
    if isinstance(left, str):
        assert allowed(home) == [each for each in before if each != left], text
    else:
        assert allowed(home) == (before if left is None else left), text


MISTAKES = {
    "undo-and-mend": ("--undo", "--mend"),
    "yes-alone": ("--yes",),
    "only-alone": ("--only", "unused"),
    "yes-and-dry-run": ("--mend", "--yes", "--dry-run"),
}


@pytest.mark.parametrize("words", MISTAKES.values(), ids=MISTAKES)
def test_options_that_mean_nothing_together_are_mistakes(home: Home, words: tuple[str, ...]) -> None:
    before = texts(home)
    assert home.run("audit", *words, code=2).err
    assert texts(home) == before


def test_an_agent_may_not_do_it(home: Home) -> None:
    for command in (
        "assent audit --mend --yes",
        "assent audit --since 30d --mend",
        "assent audit --undo",
        "assent rules prune -y",
    ):
        assert home.verdict(command) == "deny", command
    assert home.verdict("assent audit") != "deny"


@pytest.mark.parametrize("columns", screens.WIDTHS)
def test_it_reads_well_on_a_terminal(home: Home, columns: int) -> None:
    text = screens.seen(
        screens.raw(home.path, "audit", "--mend", columns=columns, cwd=home.project, typed=b"n\n"), columns
    )
    assert "Back-test: " in text
    assert screens.widest(text.partition("---")[0]) <= columns
