"""`assent modules` and what `init` proposes: shown, switched, compared; nothing is on without a yes."""

from __future__ import annotations

import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assent.policy import categories, shipped
from tests import screens
from tests.app.sessions import FIRST_DAY, NO, Session
from tests.cli.conftest import CONFIG, Home

SHIPPED = Path(shipped.__file__).parent / "modules"
TODAY = (datetime.now(UTC) - FIRST_DAY).days - 1  # a day whose prompts still count


def prompted(home: Home) -> None:
    """Yesterday's session: prompts of which some modules would have answered some."""
    session = Session(str(home.project), "s", TODAY)
    session.run("pytest -q", times=5)
    session.run("git add -A", times=3)
    session.run("git add -A", NO)
    session.run("cargo test", times=2)
    session.run("git push", times=4)
    session.save(home.path / ".claude/projects")


def on(home: Home) -> list[str]:
    return [each["name"] for each in home.run("modules", "list", "--json").data["modules"] if each["on"]]


# ------------------------------------------------------------------------------------------------ switching


def test_a_module_answers_while_it_is_on(fresh: Home) -> None:
    assert fresh.verdict("pytest -q") == ""
    fresh.run("modules", "enable", "python")
    assert fresh.verdict("pytest -q") == "allow"
    assert "python-tests" in {each["name"] for each in fresh.rules().values()}
    fresh.run("modules", "disable", "python")
    assert fresh.verdict("pytest -q") == ""
    assert "python-tests" not in {each["name"] for each in fresh.rules().values()}


def test_an_excluded_category_answers_nothing_and_its_rules_are_listed_as_off(fresh: Home) -> None:
    fresh.run("modules", "enable", "python")
    fresh.run("modules", "exclude", "pytest", "linters")
    assert [fresh.verdict(text) for text in ("pytest -q", "mypy src", "ruff check .")] == ["", "", "allow"]
    held = {each["name"]: each for each in fresh.run("rules", "list", "--json").data}
    assert held["python-tests"]["state"] == "off"
    assert "assent modules include pytest" in held["python-tests"]["note"]
    fresh.run("modules", "include", "pytest")
    assert [fresh.verdict(text) for text in ("pytest -q", "mypy src")] == ["allow", ""]


def test_one_rule_of_a_module_goes_off_by_name(fresh: Home) -> None:
    fresh.run("modules", "enable", "python")
    fresh.run("rules", "disable", "python-tests")
    assert [fresh.verdict(text) for text in ("pytest -q", "ruff check .")] == ["", "allow"]


def test_the_denials_that_are_always_on_hold_with_every_module_on(fresh: Home) -> None:
    fresh.run("modules", "enable", *(name for name in shipped.names() if name != shipped.DEFAULTS))
    assert fresh.verdict("cat .env") == "deny"
    assert fresh.verdict("cat README.md") == "allow"
    assert len(on(fresh)) == len(shipped.names())


def test_switching_says_where_and_how_to_take_it_back(fresh: Home) -> None:
    done = fresh.run("modules", "enable", "go", "rust")
    assert done.out.splitlines() == [
        "Switched on: go, rust, in ~/.config/assent/config.toml",
        "To take it back: assent modules disable go rust",
    ]
    assert fresh.run("modules", "enable", "go").out == "Nothing was changed: it stands so already.\n"
    assert (
        fresh.run("modules", "disable", "go", "rust").out.splitlines()[0].startswith("Switched off: go, rust")
    )


# Each id with the words and what is said.
MISTAKES = {
    "unknown": (("enable", "pythonn"), "did you mean 'python'"),
    "unknown-category": (("exclude", "pytests"), "did you mean 'pytest'"),
    "one-of-two": (("enable", "go", "nope"), "there is no module 'nope'"),
    "always-on": (("disable", "defaults"), "is always on"),
    "shown": (("show", "nope"), "there is no module 'nope'"),
    "two-forms": (("show", "go", "--toml", "--json"), "give one of them"),
    "no-release": (("diff",), "is the first release"),
    "no-file": (("diff", "nope.toml"), "is no earlier release and no file"),
}


@pytest.mark.parametrize(("words", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_and_changes_nothing(fresh: Home, words: tuple[str, ...], said: str) -> None:
    assert said in fresh.run("modules", *words, code=2).err
    assert not (fresh.path / CONFIG).exists()


# ------------------------------------------------------------------------------------------------ looking


def test_looking_leaves_no_trace(fresh: Home) -> None:
    for words in (
        ("modules",),
        ("modules", "list"),
        ("modules", "show", "go"),
        ("modules", "list", "--categories"),
    ):
        fresh.run(*words)
    assert not (fresh.path / ".config").exists()
    assert not (fresh.path / ".local").exists()


def test_the_list_says_what_a_project_calls_for(fresh: Home) -> None:
    fresh.write("work/p/Cargo.toml", "")
    found = {each["name"]: each for each in fresh.run("modules", "list", "--json").data["modules"]}
    assert (found["rust"]["marks"], found["core"]["marks"], found["go"]["marks"]) == (
        ["Cargo.toml"],
        [".git"],
        [],
    )
    assert found["rust"]["would_have_answered"] is None
    assert "none are counted" in fresh.run("modules").out


def test_the_list_counts_over_the_logs_that_were_read(fresh: Home) -> None:
    prompted(fresh)
    fresh.run("learn")
    found = fresh.run("modules", "list", "--json").data
    counts = {
        each["name"]: each["would_have_answered"] for each in found["modules"] if each["would_have_answered"]
    }
    assert counts == {"python": 5, "core": 4, "rust": 2}
    assert found["prompts"] == {"asked": 15, "in_force": 0, "together": 11}
    assert "core would allow what you said no to: git add -A" in fresh.run("modules").out


def test_the_categories_have_level_examples_and_modules(fresh: Home) -> None:
    fresh.run("modules", "exclude", "builds")
    found = {each["name"]: each for each in fresh.run("modules", "list", "--categories", "--json").data}
    assert list(found) == list(categories.BY_NAME)
    assert found["pytest"]["modules"] == ["python"]
    assert found["git-destructive"]["level"] == 5
    assert all(each["examples"] for each in found.values())
    assert [name for name, each in found.items() if each["excluded"]] == ["builds"]


def test_a_module_is_shown_as_it_is_written(fresh: Home) -> None:
    shown = fresh.run("modules", "show", "rust", "--toml").out
    assert shown.rstrip("\n") == (SHIPPED / "rust.toml").read_text().rstrip("\n")
    rules = fresh.run("modules", "show", "rust", "--json").data["rules"]
    assert {each["name"] for each in rules} == {each.rule.name for each in shipped.module("rust")[0]}
    assert all(each["no"] for each in rules)


def test_a_package_of_another_version_is_compared_before_it_is_installed(fresh: Home) -> None:
    path = fresh.path / "assent-9.9.9-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as packed:
        for each in SHIPPED.glob("*.toml"):
            packed.writestr(
                f"assent/policy/modules/{each.name}", each.read_text().replace('"Bash(cargo bench *)"]', "]")
            )
    done = fresh.run("modules", "diff", str(path), code=1)
    assert "changed allow rust-tests: holds more back" in done.out
    assert "cargo bench: allow, then silence" in done.out


def test_nothing_different_is_exit_zero(fresh: Home) -> None:
    shutil.copytree(SHIPPED, fresh.path / "there")
    done = fresh.run("modules", "diff", str(fresh.path / "there"))
    assert done.out.endswith("no rule differs.\n")
    assert fresh.run("modules", "diff", str(fresh.path / "there"), "--json").data["modules"] == {}


# ------------------------------------------------------------------------------------------------ init


def install(home: Home, *answers: bytes, words: tuple[str, ...] = ()) -> str:
    code, text = screens.talk(
        home.path, "init", "--agent", "claude", *words, cwd=home.project, answers=[b"y\n", *answers]
    )
    assert code == 0, text
    return text.replace("\r\n", "\n")


# id: (answers after the yes to the installation, modules that are on then)
ANSWERS = {
    "yes": ((b"y\n",), ["core", "python", "rust"]),
    "no": ((b"n\n",), []),
    "numbers": ((b"1 3\n",), ["python", "rust"]),
    "with-commas": ((b"3,1\n",), ["python", "rust"]),
    "enter-decides-nothing": ((b"\n", b"2\n"), ["core"]),
    "a-number-that-is-none-asks-again": ((b"9\n", b"n\n"), []),
    "another-word-asks-again": ((b"yep\n", b"n\n"), []),
    "end-of-input": ((b"\x04",), []),
    "ctrl-c": ((b"\x03\n",), []),  # the line wakes a reader that the signal came too early for
}


@pytest.mark.parametrize(("answers", "wanted"), ANSWERS.values(), ids=ANSWERS)
def test_the_first_screen_switches_on_what_a_person_takes(
    fresh: Home, answers: tuple[bytes, ...], wanted: list[str]
) -> None:
    prompted(fresh)
    text = install(fresh, *answers)
    assert "Of your last 15 prompts (30 days) rules for toolchains would have answered 11." in " ".join(
        text.split()
    )
    assert sorted(on(fresh)) == sorted(["defaults", *wanted])
    assert "Next: assent learn" in text


def test_the_proposals_come_with_their_figures_and_what_was_refused(fresh: Home) -> None:
    prompted(fresh)
    text = install(fresh, b"n\n")
    rows = [each.split()[1:3] for each in text.splitlines() if each.startswith("  [")]
    assert rows == [["python", "5"], ["core", "4"], ["rust", "2"]]
    assert "core would allow what you said no to: git add -A" in text


def test_without_logs_nothing_is_counted_and_that_is_said(fresh: Home) -> None:
    fresh.write("work/p/go.mod", "")
    text = install(fresh, b"y\n")
    assert "No prompts of yours are known" in text
    assert sorted(on(fresh)) == ["core", "defaults", "go"]


def test_a_yes_on_the_command_line_switches_nothing_on_and_says_what_fits(fresh: Home) -> None:
    fresh.write("work/p/go.mod", "")
    done = fresh.run("init", "--yes")
    assert "To switch them on: assent modules enable core go" in done.out
    assert on(fresh) == ["defaults"]


# id: (value of --modules, modules that are on then)
OPTIONS = {
    "auto": ("auto", ["core", "go"]),
    "named": ("python,rust", ["python", "rust"]),
    "none": ("none", []),
}


@pytest.mark.parametrize(("value", "wanted"), OPTIONS.values(), ids=OPTIONS)
def test_the_option_says_which(fresh: Home, value: str, wanted: list[str]) -> None:
    fresh.write("work/p/go.mod", "")
    dry = fresh.run("init", "--yes", "--dry-run", "--modules", value).out
    assert ("would be switched on" in dry) == bool(wanted)
    assert not (fresh.path / CONFIG).exists()
    fresh.run("init", "--yes", "--modules", value)
    assert sorted(on(fresh)) == sorted(["defaults", *wanted])


def test_the_option_works_where_all_is_in_place_already(fresh: Home) -> None:
    fresh.run("init", "--yes")
    fresh.run("init", "--yes", "--modules", "go")
    assert on(fresh) == ["defaults", "go"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("--modules", "pythonn"), "did you mean 'python'", id="unknown"),
        pytest.param(("--modules", "auto,go"), "says two things", id="two-things"),
        pytest.param(("--modules", ""), "names nothing", id="nothing"),
        pytest.param(("--modules", "go", "--undo"), "cannot go with --undo", id="undo"),
        pytest.param(("--modules", "go", "--digest"), "is about the timer alone", id="digest"),
    ],
)
def test_an_option_that_cannot_be_installs_nothing(fresh: Home, words: tuple[str, ...], said: str) -> None:
    assert said in fresh.run("init", "--yes", *words, code=2).err
    assert not fresh.settings.exists()


@pytest.mark.parametrize("columns", screens.WIDTHS)
def test_the_screens_fit(fresh: Home, columns: int) -> None:
    prompted(fresh)
    fresh.run("learn")
    for words in (("modules",), ("modules", "list", "--categories"), ("modules", "show", "careful")):
        _, shown = screens.talk(
            fresh.path, *words, columns=columns, cwd=fresh.project, environment={"NO_COLOR": "1"}
        )
        assert screens.widest(shown.replace("\r", "")) <= columns, words
