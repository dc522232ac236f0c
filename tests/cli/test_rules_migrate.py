"""Rules of a project become rules of all by the answers given elsewhere, shown before, and back again by one undo."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.app.sessions import AS_OF, NO, days_of
from tests.cli.conftest import Home, home_in
from tests.screens import talk

MIGRATE = ("rules", "migrate", "--as-of", AS_OF)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = home_in(tmp_path)
    made.keeps_old_days()
    return made


def project(home: Home, name: str) -> Path:
    path = home.path / "work" / name
    (path / ".git").mkdir(parents=True, exist_ok=True)
    (path / ".git/HEAD").write_text("ref: refs/heads/main\n")
    return path


def answer(home: Home, command: str, *names: str, days: int = 12, **more: Any) -> None:
    for name in names:
        days_of(home.path / ".claude/projects", str(project(home, name)), command, days, **more)


def granted_here(home: Home, command: str = "make check") -> str:
    """A rule learned in the project p alone; its id."""
    answer(home, command, "p")
    done = home.run("learn", "--as-of", AS_OF, "--apply", "all", "--json").data
    (identity,) = done["applied"]["rules"]
    return str(identity)


def written(home: Home, *entries: str, name: str = "p", file: str = "settings.json") -> Path:
    path = project(home, name) / ".claude" / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"permissions": {"allow": list(entries)}, "model": "kept"}, indent=2) + "\n")
    return path


def moves(home: Home, *words: str) -> dict[str, dict[str, Any]]:
    return {each["title"]: each for each in home.run(*MIGRATE, "--json", *words).data["moves"]}


def scopes(home: Home) -> dict[str, str]:
    """Pattern of each granted rule → the project it is for, "" for all."""
    return {
        str(each["patterns"]): Path(str(each["project"] or "").removesuffix("/.git")).name
        for each in home.run("rules", "list", "--json").data
        if each["layer"] == "granted"
    }


# ------------------------------------------------------------------------------------------------ what stays


def test_without_rules_of_projects_there_is_nothing_to_move(home: Home) -> None:
    assert "nothing to move" in home.run(*MIGRATE).out


def test_a_rule_that_other_projects_do_not_bear_out_stays_and_says_what_it_lacks(home: Home) -> None:
    granted_here(home)
    answer(home, "make check", "q")
    out = home.run(*MIGRATE, "--execute").out
    assert "Bash(make check) in ~/work/p: it needs 1 more project" in out or (
        "Bash(make check) in .: it needs 1 more project" in out
    )
    assert scopes(home) == {"['Bash(make check)']": "p"}


def test_what_was_refused_elsewhere_stays(home: Home) -> None:
    granted_here(home)
    answer(home, "make check", "q", "r")
    answer(home, "make check", "s", decided=NO, each=1)
    assert "you refused" in moves(home)["Bash(make check)"]["why_not"]
    home.run(*MIGRATE, "--execute")
    assert scopes(home) == {"['Bash(make check)']": "p"}


def test_a_family_that_is_trusted_everywhere_does_not_take_along_a_member_that_was_refused(
    home: Home,
) -> None:
    granted_here(home)
    for command in ("pytest -q", "make lint"):
        answer(home, command, "p", "q", "r")
    answer(home, "make check", "q", "r", days=2)
    answer(home, "make check", "s", decided=NO, each=4)
    assert "you " in moves(home)["Bash(make check)"]["why_not"]
    home.run(*MIGRATE, "--execute")
    assert scopes(home) == {"['Bash(make check)']": "p"}


def test_what_leaves_the_machine_stays_in_its_project(home: Home) -> None:
    for name in ("p", "q", "r"):
        answer(home, "git push origin topic", name, days=25)
    home.run("learn", "--as-of", AS_OF, "--apply", "all")
    assert len(scopes(home)) >= 1
    told = {each["why_not"] for each in moves(home).values()}
    assert told == {"rules about sending and installing hold in one project only"}


def test_a_rule_that_was_said_no_to_for_all_projects_stays(home: Home) -> None:
    granted_here(home)
    answer(home, "make check", "q", "r")
    text = talk(home.path, "learn", "--as-of", AS_OF, "--review", cwd=home.project, answers=[b"n\n", b"q\n"])[
        1
    ]
    assert "Not applied: 1 pattern" in text
    assert moves(home)["Bash(make check)"]["why_not"] == "you said no to it"


STAYING = {
    "no-pattern-of-ours": ("Bash(git", "it is no pattern that assent reads"),
    "never-answered": ("Bash(terraform plan:*)", "the logs hold no answers of yours to such calls"),
    "everything": ("Bash", "the logs hold no answers of yours to such calls"),
}


@pytest.mark.parametrize(("entry", "why"), STAYING.values(), ids=STAYING)
def test_entries_that_no_answers_bear_out_stay(home: Home, entry: str, why: str) -> None:
    path = written(home, entry)
    answer(home, "make check", "p", "q", "r")
    before = path.read_bytes()
    assert moves(home)[entry]["why_not"] == why
    home.run(*MIGRATE, "--execute", "--remove-from-project")
    assert path.read_bytes() == before
    assert scopes(home) == {}


def test_a_dry_run_changes_nothing_and_is_what_is_done_without_a_word(home: Home) -> None:
    granted_here(home)
    written(home, "Bash(make plan)")
    answer(home, "make check", "q", "r")
    answer(home, "make plan", "q", "r", "s")
    files = {path: path.read_bytes() for path in home.path.rglob("settings*.json")}
    rules = scopes(home)
    for words in ((), ("--dry-run",), ("--remove-from-project",), ("--json",)):
        home.run(*MIGRATE, *words)
    assert scopes(home) == rules
    assert {path: path.read_bytes() for path in home.path.rglob("settings*.json")} == files
    assert "assent rules migrate --execute" in home.run(*MIGRATE).out


# ------------------------------------------------------------------------------------------------ what moves


def test_a_granted_rule_that_is_borne_out_moves_as_it_is_and_comes_back_by_one_undo(home: Home) -> None:
    granted_here(home)
    before = home.run("rules", "list", "--json").data
    (old,) = [each for each in before if each["layer"] == "granted"]
    answer(home, "make check", "q", "r")
    out = home.run(*MIGRATE, "--execute").out
    assert "1 rule holds in all projects now:" in out
    assert scopes(home) == {"['Bash(make check)']": ""}
    (new,) = [each for each in home.run("rules", "list", "--json").data if each["layer"] == "granted"]
    assert new["within"] == old["within"] == ["run-project"]
    (undo,) = [line for line in out.splitlines() if line.startswith("To take it back: assent ")]
    home.run(*undo.removeprefix("To take it back: assent ").split())
    assert scopes(home) == {"['Bash(make check)']": "p"}


def test_what_moved_is_answered_in_a_project_that_was_never_asked(home: Home) -> None:
    granted_here(home)
    answer(home, "make check", "q", "r")
    other = project(home, "new")
    check = ("check", "--json", "make check")
    assert (
        home.run(*check, cwd=other).data["verdict"] != "allow"
        or home.run(*check, cwd=other).data["tier"] == "none"
    )
    home.run(*MIGRATE, "--execute")
    assert home.run(*check, cwd=other).data["verdict"] == "allow"
    assert home.run("check", "--json", "make deploy", cwd=other).data["tier"] == "none"


def test_an_entry_becomes_a_rule_with_the_effects_that_were_approved(home: Home) -> None:
    path = written(home, "Bash(git describe:*)")
    answer(home, "git describe", "q", "r")
    found = moves(home)["Bash(git describe:*)"]
    assert found["rule"]["within"] == ["read-project"]
    out = home.run(*MIGRATE, "--execute").out
    assert "stays in" in out
    assert "Bash(git describe:*)" in path.read_text()
    assert home.verdict("git describe --all") == "allow"
    assert home.verdict("git describe > ~/.bashrc") != "allow"


def test_an_entry_is_taken_out_only_when_that_is_wished_and_the_rest_of_the_file_stays(home: Home) -> None:
    path = written(home, "Bash(git describe:*)", "Bash(terraform plan:*)")
    answer(home, "git describe", "q", "r")
    home.run(*MIGRATE, "--execute", "--remove-from-project")
    assert json.loads(path.read_text()) == {
        "permissions": {"allow": ["Bash(terraform plan:*)"]},
        "model": "kept",
    }


def test_the_same_entry_in_several_projects_is_one_move(home: Home) -> None:
    for name in ("p", "q", "r"):
        written(home, "Bash(git describe:*)", name=name, file="settings.local.json")
    answer(home, "git describe", "s", "t")
    answer(home, "git status --short", "p", "q", "r", days=1)
    found = moves(home)["Bash(git describe:*)"]
    assert len(found["entries"]) == 3
    assert "1 rule would hold in all projects:" in home.run(*MIGRATE).out


def test_only_the_named_project_is_looked_at(home: Home) -> None:
    written(home, "Bash(git describe:*)", name="p")
    written(home, "Bash(terraform plan:*)", name="q")
    answer(home, "git describe", "p", "q", "r")
    assert set(moves(home, "--project", str(project(home, "q")))) == {"Bash(terraform plan:*)"}


def test_a_rule_a_person_gave_without_bounds_moves_with_bounds_and_stays_where_it_was(home: Home) -> None:
    home.run("rules", "add", "Bash(git describe:*)", "--project", str(home.project))
    answer(home, "git describe", "q", "r")
    found = moves(home)["Bash(git describe:*)"]
    assert (found["rule"]["within"], found["wider"]) == (["read-project"], True)
    out = home.run(*MIGRATE, "--execute").out
    assert "The rule of the project stays too" in out
    patterns = [each for each in home.run("rules", "list", "--json").data if each["layer"] == "granted"]
    assert sorted(bool(each["project"]) for each in patterns) == [False, True]


def test_a_member_moves_where_its_family_is_trusted_everywhere(home: Home) -> None:
    granted_here(home)
    assert moves(home)["Bash(make check)"]["why_not"] == "it needs 2 more projects"
    for command in ("pytest -q", "make lint"):
        answer(home, command, "q", "r", "s")
    assert moves(home)["Bash(make check)"]["why_not"] is None
    home.run(*MIGRATE, "--execute")
    assert scopes(home) == {"['Bash(make check)']": ""}


def test_run_twice_it_moves_nothing_more(home: Home) -> None:
    granted_here(home)
    answer(home, "make check", "q", "r")
    home.run(*MIGRATE, "--execute")
    rules = scopes(home)
    home.run(*MIGRATE, "--execute")
    assert scopes(home) == rules


def test_entries_of_ours_are_no_persons(home: Home) -> None:
    granted_here(home)
    local = home.project / ".claude/settings.local.json"
    assert "Bash(make check)" in local.read_text()
    assert [each["entries"] for each in moves(home).values()] == [[]]


# ------------------------------------------------------------------------------------------------ what is covered


def test_what_a_rule_for_all_projects_covers_goes_from_its_project_and_comes_back_by_one_undo(
    home: Home,
) -> None:
    home.run(
        "rules", "add", "--within", "read-project", "Bash(git describe:*)", "--project", str(home.project)
    )
    home.run("rules", "add", "--within", "read-project", "Bash(git:*)")
    before = scopes(home)
    said = home.run(*MIGRATE, "--execute").out
    assert "1 rule is covered by a rule for all projects already:" in said
    assert scopes(home) == {"['Bash(git:*)']": ""}
    assert home.verdict("git describe --all") == "allow"
    (undo,) = [line for line in said.splitlines() if line.startswith("To take it back: assent ")]
    home.run(*undo.removeprefix("To take it back: assent ").split())
    assert scopes(home) == before


def test_what_is_only_shown_as_covered_stays(home: Home) -> None:
    home.run(
        "rules", "add", "--within", "read-project", "Bash(git describe:*)", "--project", str(home.project)
    )
    home.run("rules", "add", "--within", "read-project", "Bash(git:*)")
    said = home.run(*MIGRATE).out
    assert "  = Bash(git describe:*), by Bash(git:*) within read-project (" in said
    assert "Nothing was changed. To do it: assent rules migrate --execute" in said
    assert len(scopes(home)) == 2


def test_an_entry_whose_rule_is_covered_is_taken_out_without_another_rule(home: Home) -> None:
    path = written(home, "Bash(git describe:*)")
    answer(home, "git describe", "q", "r")
    home.run("rules", "add", "--within", "read-project", "Bash(git:*)")
    assert moves(home)["Bash(git describe:*)"]["covered_by"].startswith("Bash(git:*) within read-project")
    said = home.run(*MIGRATE, "--execute").out
    assert "stays in" in said
    assert "Bash(git describe:*)" in path.read_text()
    home.run(*MIGRATE, "--execute", "--remove-from-project")
    assert "Bash(git describe:*)" not in path.read_text()
    assert scopes(home) == {"['Bash(git:*)']": ""}


# ------------------------------------------------------------------------------------------------ mistakes and the screen

MISTAKES = {
    "both": (("--dry-run", "--execute"), "cannot go with --execute"),
    "no-such-project": (("--project", "/nowhere"), "there is no such directory"),
}


@pytest.mark.parametrize(("words", "told"), MISTAKES.values(), ids=MISTAKES)
def test_what_makes_no_sense_is_refused(home: Home, words: tuple[str, ...], told: str) -> None:
    assert told in home.run("rules", "migrate", *words, code=2).err


@pytest.mark.parametrize("columns", [80, 120])
def test_the_screen_fits(home: Home, columns: int) -> None:
    granted_here(home)
    written(home, "Bash(git describe:*)", "Bash(terraform plan:*)")
    answer(home, "make check", "q", "r")
    answer(home, "git describe", "q", "r")
    code, text = talk(home.path, *MIGRATE, columns=columns, cwd=home.project)
    lines = text.replace("\r", "").splitlines()
    assert code == 0
    assert max(len(line) for line in lines) <= columns + 12
    assert any(line.startswith("  + Bash(make check) within run-project") for line in lines)
