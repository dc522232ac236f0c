"""`rules list`, `add`, `show`, `trust` and `undo` at a terminal: a table in plain words, and nothing that misleads."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests import screens
from tests.cli.conftest import Home, home_in

# Words of the inside that no person needs to know.
INSIDE = re.compile(r"\b(modules|soft|UNTRUSTED|no cap|its cap|within any)\b|@assent|@agent|Level \d of")


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with rules of every source and in every state."""
    home = home_in(tmp_path_factory.mktemp("rules"))
    home.run("rules", "add", "Bash(git *)", "--within", "read-project", "--name", "git-look")
    home.run("rules", "add", "Bash(cargo *)", "--within", "any")
    home.run("rules", "add", "Bash(npm test *)")
    home.run("rules", "add", "Bash(make build)", "--here", "--expires", "2999-01-01")
    home.run("rules", "deny", "Bash(npm publish *)", "--why", "it hurts")
    home.write(
        ".config/assent/policy.toml",
        '[[rule]]\nname = "old"\nallow = ["Bash(x)"]\nexpires = 2020-01-01\n\n'
        '[[rule]]\nname = "sleeps"\ndeny = ["Bash(y)"]\nenabled = false\n',
    )
    theirs = '[[rule]]\nname = "theirs"\nallow = ["Bash(z *)"]\nwithin = ["any"]\n'
    home.write("work/p/.assent/policy.toml", theirs)
    home.run("rules", "disable", "no-raw-devices")
    return home


def screen(home: Home, *words: str, columns: int = 80, typed: bytes = b"") -> str:
    raw = screens.raw(home.path, *words, columns=columns, cwd=home.project, typed=typed)
    return screens.seen(raw, columns)


@pytest.mark.parametrize("columns", screens.WIDTHS)
def test_the_list_is_a_table_that_fits_the_terminal(used: Home, columns: int) -> None:
    text = screen(used, "rules", "list", columns=columns)
    assert screens.widest(text) <= columns
    assert text.splitlines()[0].split() == ["Id", "Verdict", "Pattern", "Reaches", "Source", "State"]
    for row in ("git-look: Bash(git *)", "ANY EFFECT", "untrusted", "expired"):
        assert row in text, row
    assert not INSIDE.search(text), INSIDE.search(text)
    for each in used.run("rules", "list", "--json").data:
        if each["project"] or each["layer"] == "project":  # its id holds where the project lies
            text = text.replace(each["id"][:7], "f00df00")
    assert screens.keeps(f"rules-list-{columns}", text), text


def test_verdicts_have_colours_and_rules_that_do_not_count_none(used: Home) -> None:
    raw = screens.raw(used.path, "rules", "list", cwd=used.project)
    assert "\x1b[31m" in raw
    assert "\x1b[32m" in raw
    (asleep,) = (line for line in raw.splitlines() if "sleeps:" in line)
    assert "\x1b[2m" in asleep
    assert "\x1b[" not in used.run("rules", "list").out


def test_a_pipe_gets_whole_ids_and_whole_patterns(used: Home) -> None:
    told = used.run("rules", "list").out
    for each in used.run("rules", "list", "--json").data:
        assert each["id"] in told
    assert "…" not in told
    assert "exactly that, until 2999-01-01, this project only" in told
    assert "all but the dangerous" in told
    assert "always, with exceptions" in told


def test_every_id_of_the_table_is_one_that_commands_take(used: Home) -> None:
    rows = [line.split()[0] for line in screen(used, "rules", "list").splitlines() if line[:7].strip()]
    ids = [word for word in rows if re.fullmatch(r"[0-9a-f]{7}", word)]
    assert len(ids) > 20
    assert used.run("rules", "show", ids[4], "--json").data["rules"][0]["id"].startswith(ids[4])


def test_the_strictest_come_first_in_each_source(used: Home) -> None:
    found = [line.split() for line in used.run("rules", "list").out.splitlines()]
    verdicts = [words[1] for words in found if len(words) > 1 and "shipped" in words]
    assert verdicts == sorted(verdicts, key=["deny", "ask", "allow"].index)


def test_no_rules_is_a_sentence_and_no_empty_table(fresh: Home) -> None:
    assert fresh.run("rules", "list", "--layer", "granted").out == "No granted rules here.\n"


def test_a_rule_in_full_breaks_no_word_of_its_paragraph(used: Home) -> None:
    text = screen(used, "rules", "show", "no-raw-devices")
    assert '    "Write(//proc/sysrq-trigger)",\n' in text
    assert "shipped with assent" in text
    assert "state     off" in text
    assert "given by hand" in screen(used, "rules", "show", "git-look")
    build = str(used.rules()["Bash(make build)"]["id"])
    assert "holds     in ~/work/p\n" in screen(used, "rules", "show", build)


# ------------------------------------------------------------------------------------------------ giving

# id: words after `rules`
GIVEN = {
    "rules-add": ("add", "Bash(npm test *)"),
    "rules-add-idle": ("add", "Bash(rm -rf *)"),
    "rules-deny": ("deny", "Bash(npm publish *)"),
}


@pytest.mark.parametrize("columns", screens.WIDTHS)
@pytest.mark.parametrize(("name", "words"), GIVEN.items(), ids=GIVEN)
def test_what_became_of_a_wish_is_kept_as_seen(
    fresh: Home, name: str, words: tuple[str, ...], columns: int
) -> None:
    text = screen(fresh, "rules", *words, columns=columns)
    assert screens.widest(text) <= columns
    assert not INSIDE.search(text)
    assert screens.keeps(f"{name}-{columns}", text), text


# id: (pattern that changes nothing yet, a call of its kind)
IDLE = {
    "destroy": ("Bash(rm -rf *)", "rm -rf x"),
    "destroy-one": ("Bash(rm *)", "rm x"),
    "privilege": ("Bash(sudo *)", "sudo x"),
    "history": ("Bash(git reset --hard *)", "git reset --hard x"),
    "protected": ("Bash(git push *)", "git push x"),
    "bounds": ("Bash(npm test *) --within read-project", "npm test x"),
}


@pytest.mark.parametrize(("wish", "call"), IDLE.values(), ids=IDLE)
def test_the_form_that_is_named_lets_the_call_run(fresh: Home, wish: str, call: str) -> None:
    pattern, _, rest = wish.partition(" --within ")
    words = ["rules", "add", pattern, *(["--within", rest] if rest else [])]
    told = fresh.run(*words).out
    assert told.startswith("Granted, but it still asks: ")
    assert f"But `{call}` still asks: it " in told
    assert fresh.verdict(call) != "allow"
    (form,) = (line.partition(": assent ")[2] for line in told.splitlines() if "To allow " in line)
    assert "--within any" not in form  # something narrower does
    fresh.run(*shlex.split(form))
    assert fresh.verdict(call) == "allow"


# Patterns of which assent does not know what their calls do: any bounds it named would be a guess.
GUESSES = ["Bash(frobnicate *)", "Bash(sudo *)", "mcp__github__*", "Bash(rm -rf *)"]


@pytest.mark.parametrize("pattern", GUESSES)
def test_no_bounds_are_suggested_that_would_be_a_guess(fresh: Home, pattern: str) -> None:
    assert "To allow less" not in fresh.run("rules", "add", pattern).out


def test_a_star_that_may_be_a_subcommand_does_not_make_a_rule_idle(fresh: Home) -> None:
    told = fresh.run("rules", "add", "Bash(npm *)").out
    assert told.startswith("Granted: allow Bash(npm *)")
    assert fresh.verdict("npm test") == "allow"


def test_a_project_without_its_files_does_not_make_a_rule_idle(fresh: Home) -> None:
    assert not (fresh.project / "package.json").exists()
    assert fresh.run("rules", "add", "allow Bash(npm test *)").out.startswith("Granted: allow")
    assert fresh.verdict("npm test x") == "allow"


def test_an_allow_behind_an_ask_of_the_person_names_that_rule(fresh: Home) -> None:
    fresh.run("rules", "ask", "Bash(make *)", "--name", "careful")
    told = fresh.run("rules", "add", "Bash(make test)").out
    assert "But `make test` still asks, by careful" in told
    assert "To end that: assent rules disable careful" in told
    fresh.run("rules", "disable", "careful")
    assert fresh.verdict("make test") == "allow"


def test_an_allow_behind_a_denial_names_that_rule_and_no_way_around(fresh: Home) -> None:
    told = fresh.run("rules", "add", "Read(~/.ssh/**)").out
    assert "is denied by no-ssh-keys: a denial wins over every allow" in told
    assert "To allow" not in told


# ------------------------------------------------------------------------------------------------ changing


@pytest.mark.parametrize("verb", ["disable", "enable", "remove", "undo", "show"])
def test_a_rule_is_named_by_id_beginning_or_name_and_a_slip_names_the_nearest(fresh: Home, verb: str) -> None:
    fresh.run("rules", "add", "Bash(make test)", "--name", "tests")
    identity = fresh.rules()["Bash(make test)"]["id"]
    done = fresh.run("rules", verb, "test", code=2)
    assert f"did you mean tests ({identity})?" in done.err
    done = fresh.run("rules", verb, "zzzzzzz", code=2)
    assert "see: assent rules" in done.err
    if verb == "enable":
        fresh.run("rules", "disable", identity[:7])
    fresh.run("rules", verb, identity[:5] if verb == "remove" else "tests")


def test_a_project_file_is_trusted_at_a_terminal_only_by_a_yes(fresh: Home) -> None:
    fresh.write("work/p/.assent/policy.toml", '[[rule]]\nallow = ["Bash(make test)"]\n')
    for typed in (b"\n", b"n\n"):
        assert "Nothing was changed." in screen(fresh, "rules", "trust", typed=typed)
        assert fresh.verdict("make test") == ""
    text = screen(fresh, "rules", "trust", typed=b"y\n")
    assert "allow Bash(make test)" in text
    assert "It allows this exact command, whatever it does." in text
    assert fresh.verdict("make test") == "allow"
    assert "To take it back: assent rules trust" in screen(fresh, "rules", "distrust")
    assert fresh.verdict("make test") == ""


def test_a_missing_project_file_is_named(fresh: Home) -> None:
    done = fresh.run("rules", "trust", str(Path(".assent/policy.tom")), code=2)
    assert "there is no such file" in done.err


@pytest.mark.parametrize("columns", screens.WIDTHS)
def test_an_explained_call_is_kept_as_seen(fresh: Home, columns: int) -> None:
    fresh.run("rules", "add", "Bash(git *)", "--within", "read-project", "--name", "git-look")
    text = screen(fresh, "check", "--explain", "git commit -m x", columns=columns)
    text = re.sub(r"\.prog:\d+", ".prog:N", text)  # the file grows
    assert screens.widest(text) <= columns
    assert "near: git-look (granted) almost allows it, but it does not cover write-project" in " ".join(
        text.split()
    )
    assert "a rule in full: assent rules show NAME" in " ".join(text.split())
    assert not INSIDE.search(text.replace("its cap", ""))
    assert screens.keeps(f"check-explain-{columns}", text), text
