"""Looking leaves no trace where assent has made nothing yet, and says what would begin it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Home

# id: words of a command that only looks → its exit code there, and what it says.
LOOKS: dict[str, tuple[tuple[str, ...], int, str]] = {
    "log": (("log",), 0, "No decision is recorded yet"),
    "log-json": (("log", "--json", "--rule", "x"), 0, ""),
    "stats": (("stats",), 0, "No call is recorded yet"),
    "stats-friction": (("stats", "friction", "--json"), 0, '"friction":[]'),
    "trends": (("trends",), 0, "No call is recorded yet"),
    "why": (("why",), 2, "no decision is recorded yet"),
    "why-an-id": (("why", "abc"), 2, "assent init"),
    "status": (("status",), 1, "assent init"),
    "rules-list": (("rules", "list"), 0, "no-secret-files"),
    "rules-show": (("rules", "show", "no-secret-files"), 0, "no-secret-files"),
    "rules-test": (("rules", "test"), 0, "all hold"),
    "rules-history": (("rules", "history"), 0, "Nothing was changed yet"),
    "permissions": (("permissions",), 0, "no-secret-files"),
    "check": (("check", "cat ~/.aws/credentials"), 0, "deny"),
    "check-explain": (("check", "ls", "--explain", "--json"), 0, "coverage"),
    "store-verify": (("store", "verify"), 0, "say the same"),
    "report-json": (("report", "--json"), 0, '"calls"'),
    "report-to-the-screen": (("report", "--html", "-"), 0, "<!doctype html>"),
    "digest": (("digest", "--weekly"), 0, "no call was recorded"),
    "digest-page": (("digest", "--html"), 0, "<!doctype html>"),
    "init-dry-run": (("init", "--agent", "claude", "--dry-run"), 0, "nothing was changed"),
}


def tree(top: Path) -> list[tuple[str, int, int]]:
    """Every file and folder with its size and time."""
    found = [top, *top.rglob("*")] if top.exists() else []
    return sorted((str(each), each.lstat().st_size, each.lstat().st_mtime_ns) for each in found)


@pytest.mark.parametrize(("words", "code", "says"), LOOKS.values(), ids=LOOKS)
def test_looking_in_a_fresh_home_leaves_it_as_it_was(
    fresh: Home, words: tuple[str, ...], code: int, says: str
) -> None:
    before = tree(fresh.path)
    done = fresh.run(*words, code=code)
    assert says in done.out + done.err
    assert tree(fresh.path) == before


@pytest.mark.parametrize("words", [LOOKS[each][0] for each in ("log", "status", "rules-list", "check")])
def test_looking_where_there_is_no_home_makes_none(tmp_path: Path, words: tuple[str, ...]) -> None:
    nowhere = Home(tmp_path / "nowhere")
    nowhere.run(*words, code=None, cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_is_declared_decides_before_anything_is_made(fresh: Home) -> None:
    fresh.write(".config/assent/policy.toml", '[[rule]]\nname = "mine"\ndeny = ["Bash(frobnicate *)"]\n')
    before = tree(fresh.path)
    assert fresh.verdict("frobnicate x") == "deny"
    assert fresh.rules()["Bash(frobnicate *)"]["layer"] == "user"
    assert fresh.run("rules", "show", "mine").out
    assert tree(fresh.path) == before


def test_a_record_without_a_database_is_read_and_none_is_made(fresh: Home) -> None:
    line = (
        '{"v":1,"ts":"2026-11-20T09:00:00.000Z","id":"1-2-abcd1234","kind":"decision","agent":"claude","session":"s",'
        '"call":"t","tool":"Bash","input":{"command":"make x"},"cwd":"/","verdict":"ask","tier":"none","rule":""}\n'
    )
    fresh.keeps_old_days()
    fresh.write(".local/state/assent/audit/2026-11-20.jsonl", line)
    assert "Bash make x" in fresh.run("log").out
    assert not (fresh.path / ".local/share").exists()


@pytest.mark.parametrize("words", [("log",), ("rules", "list")])
def test_a_lost_database_is_still_made_again_by_who_looks(fresh: Home, words: tuple[str, ...]) -> None:
    fresh.run("rules", "deny", "Bash(one)")
    data = fresh.path / ".local/share/assent"
    for file in data.glob("assent.db*"):
        file.unlink()
    fresh.run(*words)
    assert (data / "assent.db").stat().st_size
    assert fresh.verdict("one") == "deny"


def test_a_change_makes_what_it_needs(fresh: Home) -> None:
    fresh.run("rules", "deny", "Bash(one)")
    assert (fresh.path / ".local/share/assent/assent.db").exists()
    assert fresh.verdict("one") == "deny"


def test_a_sound_database_is_not_made_again_and_nothing_is_set_aside(fresh: Home) -> None:
    fresh.run("rules", "deny", "Bash(one)")
    data = fresh.path / ".local/share/assent"
    inode = (data / "assent.db").stat().st_ino
    for words in (("rebuild",), ("store", "rebuild")):
        assert "nothing to rebuild" in fresh.run(*words).out
    assert (data / "assent.db").stat().st_ino == inode
    assert list(data.glob("*.broken-*")) == []
    assert "is kept as" in fresh.run("rebuild", "--force").out
    assert len(list(data.glob("*.broken-*"))) == 1
    assert fresh.verdict("one") == "deny"
