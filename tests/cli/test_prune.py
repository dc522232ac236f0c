"""`assent rules prune`: what does nothing any more is named and goes after a yes, comes back by undo, and nothing opens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assent.store.paths import paths_of
from tests import screens
from tests.app.upkeep.granted import ago, learned
from tests.cli.conftest import Home, home_in
from tests.screens import talk

SECRET = "Bash(curl -H 'Authorization: Bearer sk-ant-REDACTED' https://example.com)"


@pytest.fixture
def fresh(tmp_path: Path) -> Home:
    return home_in(tmp_path)


def rule(home: Home, days: int, **fields: Any) -> str:
    at = paths_of(str(home.path), {})
    return learned(at, home.project, ago(days), **fields)


def full(home: Home) -> dict[str, str]:
    """A home with a rule of each sort, kind → id."""
    ids = {
        "dormant": rule(home, 100, allow=["Bash(git *)"], within=["read-project"]),
        "expired": rule(home, 100, allow=["Bash(git push *)"], within=["net-send", "read-project"], level=3, here=True),
    }  # fmt: skip
    given = {
        "subsumed": ("Bash(make test *)", "--within", "run-project"),
        "duplicate": ("Bash(npm run lint:*)",),
        "never-matching": ("WebFetch(domain:docs.example.org)", "--within", "read-project"),
    }
    home.run("rules", "add", "Bash(make *)", "--within", "run-project")
    home.write(".config/assent/policy.toml", '[[rule]]\nallow = ["Bash(npm run lint *)"]\n')
    home.run("rules", "deny", "Bash(terraform destroy *)")
    for kind, words in given.items():
        known = set(ids_of(home))
        home.run("rules", "add", *words)
        (ids[kind],) = set(ids_of(home)) - known or {""}
    return ids


def ids_of(home: Home) -> list[str]:
    return [each["id"] for each in home.run("rules", "list", "--layer", "granted", "--json").data]


def kinds(home: Home, *words: str) -> dict[str, str]:
    return {each["kind"]: each["id"] for each in home.run("rules", "prune", "--json", *words).data["rules"]}


def test_each_sort_is_found_and_nothing_goes_without_a_yes(fresh: Home) -> None:
    ids = {kind: each for kind, each in full(fresh).items() if each}
    before = ids_of(fresh)
    assert kinds(fresh) == ids
    told = fresh.run("rules", "prune", "--dry-run").out
    assert all(each in told for each in ids.values())
    assert "Nothing was changed. To do it: assent rules prune --yes" in told
    assert "Nothing was changed." in fresh.run("rules", "prune").out  # nobody is there to ask
    assert ids_of(fresh) == before


# Calls that the rules of a full home speak about, and neighbours of them.
CALLS = (
    "git log -3", "git push origin topic", "make test", "make test -j4", "make lint", "npm run lint",
    "npm run lint -- --fix", "terraform destroy", "rm -rf data", "git push --force", "cat README.md",
)  # fmt: skip


def test_what_goes_changes_no_verdict_and_comes_back_by_undo(fresh: Home) -> None:
    ids = full(fresh)
    fresh.run("rules", "prune", "--dry-run")
    before, answers = ids_of(fresh), [fresh.verdict(each) for each in CALLS]
    told = fresh.run("rules", "prune", "--yes").out
    assert [each for each in ids.values() if each in ids_of(fresh)] == []
    assert len(ids_of(fresh)) == len(before) - len(ids)
    assert [fresh.verdict(each) for each in CALLS] == answers
    back = told.split("To take that back: assent ")[1].splitlines()[0]
    fresh.run(*back.split())
    assert ids_of(fresh) == before
    assert kinds(fresh) == ids


def test_json_takes_away_only_with_yes(fresh: Home) -> None:
    ids = full(fresh)
    before = ids_of(fresh)
    assert fresh.run("rules", "prune", "--json").data["removed"] == []
    assert ids_of(fresh) == before
    done = fresh.run("rules", "prune", "--json", "--yes").data
    assert sorted(done["removed"]) == sorted(ids.values())
    fresh.run(*done["undo"].removeprefix("assent ").split())
    assert ids_of(fresh) == before


# A rule given, and one beside it that makes it idle: only what stays may take a strict one's place.
KEPT = [
    pytest.param(("rules", "deny", "Bash(rm -rf /)"), None, id="a-denial-that-a-shipped-one-doubles"),
    pytest.param(
        ("rules", "deny", "Bash(terraform destroy *)"),
        ("work/p/.assent/policy.toml", '[[rule]]\ndeny = ["Bash(terraform *)"]\n'),
        id="a-denial-that-a-projects-file-doubles",
    ),
    pytest.param(("rules", "add", "Bash(git log *)"), None, id="an-allow-that-does-something"),
    pytest.param(("rules", "add", "--within", "read-project", "Bash(git log -3)"), None, id="given-by-hand-and-never-used"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "beside"), KEPT)
def test_what_still_does_something_or_may_do_so_stays(
    fresh: Home, words: tuple[str, ...], beside: tuple[str, str] | None
) -> None:
    fresh.run(*words)
    if beside:
        fresh.write(*beside)
    assert fresh.run("rules", "prune", "--json").data["rules"] == []
    assert fresh.run("rules", "prune").out == "Every granted rule here does something; nothing was changed.\n"


ANSWERS = {
    "y": ((b"y\n",), 0),
    "n": ((b"n\n",), 5),
    "each, the first and the last": ((b"r\n", b"y\n", b"n\n", b"n\n", b"n\n", b"y\n"), 3),
    "each, then the end": ((b"r\n", b"y\n", b"\x04"), 5),
    "enter decides nothing": ((b"\n", b"n\n"), 5),
}


@pytest.mark.parametrize(("answers", "left"), ANSWERS.values(), ids=ANSWERS)
def test_at_a_terminal_it_asks(fresh: Home, answers: tuple[bytes, ...], left: int) -> None:
    full(fresh)
    code, text = talk(fresh.path, "rules", "prune", cwd=fresh.project, answers=answers)
    assert code == 0, text
    assert len(kinds(fresh)) == left, text


def test_no_secret_of_a_rule_is_shown(fresh: Home) -> None:
    fresh.run("rules", "add", SECRET, "--name", "once")
    fresh.write(
        ".config/assent/policy.toml",
        f"[[rule]]\nname = 'twice'\nallow = [{SECRET!r}]\n".replace("'twice'", '"twice"'),
    )
    shown = [
        fresh.run("rules", "list"), fresh.run("rules", "list", "--json"), fresh.run("rules", "show", "once"),
        fresh.run("rules", "show", "once", "--json"), fresh.run("rules", "history"),
        fresh.run("rules", "history", "--json"), fresh.run("timeline"), fresh.run("timeline", "--json"),
        fresh.run("rules", "prune"), fresh.run("rules", "prune", "--json"), fresh.run("audit", code=None),
        fresh.run("audit", "--json", code=None), fresh.run("digest"), fresh.run("digest", "--json"),
        fresh.run("digest", "--html"), fresh.run("status", "--all", code=None), fresh.run("rules", "undo", "once"),
    ]  # fmt: skip
    assert [done.out for done in shown if "sk-ant" in done.out + done.err] == []
    assert "[erased:" in shown[0].out
    assert fresh.rules("--layer", "user")  # the file itself is as it was
    assert "sk-ant" in fresh.policy.read_text()


@pytest.mark.parametrize("columns", screens.WIDTHS)
def test_it_reads_well_on_a_terminal(fresh: Home, columns: int) -> None:
    full(fresh)
    text = screens.seen(
        screens.raw(fresh.path, "rules", "prune", columns=columns, cwd=fresh.project, typed=b"n\n"), columns
    )
    assert screens.widest(text) <= columns
    assert "Not used for 60 days" in text
    assert "Take these 5 away? [y/n/review each]" in text


# Strict rules that no call has met, by themselves and beside a rule that only seems to stand for them.
GUARDS = {
    "a-tool-to-come": ([], ("rules", "deny", "FutureTool")),
    "an-ask-about-one": ([], ("rules", "ask", "FutureTool")),
    "beside-an-allow-of-all": (
        [("rules", "add", "Bash(terraform *)")],
        ("rules", "deny", "Bash(terraform destroy *)"),
    ),
    "beside-a-denial-that-ends": (
        [("rules", "deny", "Bash(terraform *)", "--expires", "2099-01-01")],
        ("rules", "deny", "Bash(terraform destroy *)"),
    ),
    "beside-an-ask": (
        [("rules", "ask", "Bash(terraform *)")],
        ("rules", "deny", "Bash(terraform destroy *)"),
    ),
}


@pytest.mark.parametrize(("beside", "guard"), GUARDS.values(), ids=GUARDS.keys())
def test_no_guard_is_given_up(fresh: Home, beside: list[tuple[str, ...]], guard: tuple[str, ...]) -> None:
    for words in beside:
        fresh.run(*words)
    fresh.run(*guard)
    held = [each["id"] for each in fresh.rules("--layer", "granted").values() if each["verdict"] == guard[1]]
    fresh.run("rules", "prune", "--yes", code=None)
    assert set(held) <= set(ids_of(fresh))


def test_a_learned_denial_outlives_prune_upkeep_and_migrate(fresh: Home) -> None:
    held = rule(fresh, 500, deny=["Bash(terraform destroy *)"], here=True)
    fresh.run("status", code=None)
    fresh.run("rules", "prune", "--yes", code=None)
    fresh.run("rules", "migrate", "--execute", code=None)
    fresh.run("audit", "--mend", "--yes", code=None)
    assert held in ids_of(fresh)
    assert fresh.verdict("terraform destroy x") == "deny"
