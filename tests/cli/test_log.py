"""`assent log`: what was decided and what became of it, newest last, and nothing invented."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from typing import Any

import pytest

from assent.store import record
from assent.store.paths import paths_of
from tests import screens
from tests.cli.conftest import Home, home_in

AT = "2026-11-20T{}.000Z"


def append(home: Home, kind: str, time: str, **more: Any) -> None:
    """A line of the record, as the hook would have written it then; however long ago that is, it is kept."""
    home.keeps_old_days()
    entry = {"kind": kind, "ts": AT.format(time), "agent": "claude", "session": "s1", "subagent": "", **more}
    record.append(paths_of(str(home.path), {}), entry)


def decide(home: Home, number: int, verdict: str, command: str, **more: Any) -> None:
    given = {
        "id": f"18ea2ba10729cb2a-2eff-{number:x}a0b1c2d", "call": f"t{number}", "tool": "Bash",
        "input": {"command": command}, "cwd": str(home.project), "project": f"{home.project}/.git", "rule": "",
        "verdict": "ask" if verdict == "silent" else verdict, "tier": "none" if verdict == "silent" else verdict,
        "effects": [], "coverage": "full", "near": [], "why": "no rule speaks about it",
    }  # fmt: skip
    append(home, "decision", f"09:0{number}:00", **(given | more))


def happen(home: Home, number: int, event: str, command: str, **more: Any) -> None:
    given = {"event": event, "call": f"t{number}", "tool": "Bash", "input": {"command": command}}
    second = "00" if event == "prompted" else "01"  # a prompt comes before what it is about runs
    append(home, "event", f"09:0{number}:{second}", **(given | more))


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which six calls were decided, each with another end, in two sessions and two projects; looked at only."""
    fresh = home_in(tmp_path_factory.mktemp("used"))
    fresh.run("init", "--yes")
    fresh.run("rules", "add", "Bash(git *)", "--within", "read-project", "--name", "looks")
    looks = {
        "rule": fresh.rules("--layer", "granted")["Bash(git *)"]["id"],
        "name": "looks",
        "layer": "granted",
    }
    decide(fresh, 1, "allow", "git status --short --branch", **looks)
    happen(fresh, 1, "ran", "git status --short --branch")
    decide(fresh, 2, "silent", "make release VERSION=1.4.0 CHANNEL=stable SIGN=yes NOTES=docs/notes-1.4.0.md")
    happen(
        fresh,
        2,
        "prompted",
        "make release VERSION=1.4.0 CHANNEL=stable SIGN=yes NOTES=docs/notes-1.4.0.md",
        call="",
    )
    happen(fresh, 2, "ran", "make release VERSION=1.4.0 CHANNEL=stable SIGN=yes NOTES=docs/notes-1.4.0.md")
    decide(
        fresh,
        3,
        "deny",
        "cat ~/.aws/credentials",
        rule="dbe0fe2e5306",
        name="no-secret-files",
        layer="modules",
    )
    decide(fresh, 4, "silent", "frobnicate")
    decide(fresh, 5, "ask", "git push origin main", rule="97a95aca5755", name="history-asks", layer="modules")
    happen(fresh, 5, "prompted", "git push origin main", call="")
    other = {"project": str(fresh.path / "work/website"), "session": "s2"}
    decide(fresh, 6, "silent", "", tool="Read", input={"file_path": str(fresh.path / "notes.txt")}, **other)
    happen(fresh, 6, "failed", "", tool="Read", session="s2")
    return fresh


def test_an_empty_record_says_how_it_gets_filled(fresh: Home) -> None:
    assert "assent init" in fresh.run("log").out
    assert fresh.run("log", "--json").out == ""


def test_decisions_are_listed_newest_last(used: Home) -> None:
    head, *lines = used.run("log", "--utc").out.splitlines()
    assert head.split() == ["Time", "Id", "Project", "Verdict", "Outcome", "Call"]
    found = [re.split(r"  +", line) for line in lines]
    assert [each[3:5] for each in found] == [
        ["allow", "ran"], ["silent", "asked → yes"], ["deny", "refused"], ["silent", "?"], ["ask", "asked → ?"],
        ["silent", "failed"],
    ]  # fmt: skip
    assert found[0][:3] == ["2026-11-20 09:01:00", "1a0b1c2", "p"]
    assert found[0][5:] == ["Bash git status --short --branch"]
    assert found[5][2:] == ["website", "silent", "failed", "Read ~/notes.txt"]


def test_the_newest_come_first_in_json_whole_and_can_be_limited(used: Home) -> None:
    assert len(used.run("log", "--json", "-n", str(10**30)).lines) == 6
    found = used.run("log", "--json", "-n", "2").lines
    assert [each["decision"] for each in found] == ["silent", "ask"]
    assert found[1]["outcome"] == {
        "text": "asked → ?", "asked": True, "answer": None, "end": None, "by": None, "source": "hook",
        "took_ms": None,
    }  # fmt: skip
    assert found[1]["id"].endswith("-5a0b1c2d")
    assert found[1]["tool_input"] == {"command": "git push origin main"}


def test_times_are_local_and_in_utc_when_wished(used: Home) -> None:
    local = screens.raw(used.path, "log", "-n", "1", environment={"TZ": "XYZ-5"})
    assert "14:06:00" in local
    there = screens.raw(used.path, "log", "-n", "1", "--utc", environment={"TZ": "XYZ-5"})
    assert "09:06:00" in there


# id: words of the filter → the calls (by their minute) that it leaves.
FILTERS: dict[str, tuple[tuple[str, ...], list[int]]] = {
    "since-a-time": (("--since", "2026-11-20T09:04", "--utc"), [6, 5, 4]),
    "since-a-day": (("--since", "2026-11-20", "--utc"), [6, 5, 4, 3, 2, 1]),
    "since-a-day-to-come": (("--since", "2030-01-01"), []),
    "until-a-time": (("--until", "2026-11-20T09:03:00Z"), [2, 1]),
    "until-a-day-holds-the-day": (("--until", "2026-11-20", "--utc"), [6, 5, 4, 3, 2, 1]),
    "until-the-day-before": (("--until", "2026-11-19", "--utc"), []),
    "between": (("--since", "2026-11-20T09:02Z", "--until", "2026-11-20T09:04Z"), [3, 2]),
    "project-by-name": (("--project", "website"), [6]),
    "project-by-directory": (("--project", "."), [5, 4, 3, 2, 1]),
    "tool": (("--tool", "Read"), [6]),
    "tool-in-lower-case": (("--tool", "read"), [6]),
    "tool-by-glob": (("--tool", "Re*"), [6]),
    "verdict-allow": (("--verdict", "allow"), [1]),
    "verdict-ask": (("--verdict", "ask"), [5]),
    "verdict-silent": (("--verdict", "silent"), [6, 4, 2]),
    "rule-by-name": (("--rule", "looks"), [1]),
    "rule-by-id": (("--rule", "dbe0fe2e5306"), [3]),
    "rule-by-the-beginning-of-its-id": (("--rule", "97a95a"), [5]),
    "rule-that-decided-nothing": (("--rule", "reading"), []),
    "session": (("--session", "s2"), [6]),
    "session-by-prefix": (("--session", "s"), [6, 5, 4, 3, 2, 1]),
    "two-at-once": (("--session", "s1", "--verdict", "silent"), [4, 2]),
    "agent": (("--agent", "claude"), [6, 5, 4, 3, 2, 1]),
    "agent-in-upper-case": (("--agent", "Claude"), [6, 5, 4, 3, 2, 1]),
    "grep-the-call": (("--grep", "RELEASE version"), [2]),
    "grep-a-path": (("--grep", "notes.txt"), [6]),
    "grep-the-reason": (("--grep", "rule speaks"), [6, 5, 4, 3, 2, 1]),
    "grep-the-name-of-the-rule": (("--grep", "no-secret"), [3]),
    "grep-a-regex": (("--grep", "/^git (status|push)/"), [5, 1]),
    "grep-no-regex-without-slashes": (("--grep", "git (status|push)"), []),
    "grep-what-only-another-field-says": (("--grep", "2026-11-20"), []),
    "grep-and-a-filter": (("--grep", "git", "--verdict", "ask"), [5]),
    "grep-a-slash": (("--grep", "/"), [6, 3, 2]),
}


@pytest.mark.parametrize(("words", "left"), FILTERS.values(), ids=FILTERS)
def test_a_filter_leaves_what_it_names(used: Home, words: tuple[str, ...], left: list[int]) -> None:
    found = used.run("log", "--json", *words).lines
    assert [int(each["timestamp"][14:16]) for each in found] == left


def test_a_filter_that_finds_nothing_says_so(used: Home) -> None:
    done = used.run("log", "--session", "s1", "--tool", "Read")
    assert done.out == "No recorded decision is like that: tool Read, session s1\n"


# id: words → what the refusal says.
MISTAKES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "rule": (("--rule", "lokos"), ("--rule lokos: there is no such rule", "did you mean looks")),
    "tool": (("--tool", "Redd"), ("--tool Redd: there is no such tool", "did you mean Read")),
    "project": (("--project", "websit"), ("no project in the record", "did you mean website")),
    "since": (("--since", "yesterday"), ("--since yesterday: is no span, day or time", "30d")),
    "until": (("--until", "2026-13-01"), ("--until 2026-13-01: is no span, day or time",)),
    "since-after-until": (("--since", "2026-11-20", "--until", "2026-11-18"), ("give an earlier --since",)),
    "verdict": (("--verdict", "maybe"), ("'allow', 'ask', 'deny', 'silent'",)),
    "limit": (("--limit", "0"), ("--limit",)),
    "agent": (("--agent", "klaude"), ("--agent klaude: there is no such agent", "did you mean claude")),
    "regex": (("--grep", "/(/"), ("--grep /(/: is no regular expression", "looked for as it stands")),
    "until-and-follow": (("--follow", "--until", "2026-11-20"), ("--until", "leave one of them out")),
    "all-at-once": (("--rule", "lokos", "--tool", "Redd"), ("--rule lokos", "--tool Redd")),
}


@pytest.mark.parametrize(("words", "says"), MISTAKES.values(), ids=MISTAKES)
def test_a_word_that_names_nothing_is_a_mistake_with_a_near_word(
    used: Home, words: tuple[str, ...], says: tuple[str, ...]
) -> None:
    done = used.run("log", *words, code=2)
    assert all(text in done.err for text in says), done.err


def test_the_call_by_which_assent_tries_its_hook_is_none_of_the_agents(used: Home) -> None:
    used.run("status", "--probe", code=None)
    assert all(each["session_id"] != "probe" for each in used.run("log", "--json").lines)
    assert used.run("why", "--json").data["call"] == "t6"
    assert used.run("rules", "show", "no-root-removal", "--json", code=None).out.count('"probe"') == 0
    with contextlib.closing(sqlite3.connect(used.path / ".local/share/assent/assent.db")) as db:
        assert db.execute("SELECT count(*) FROM decisions").fetchone() == (6,)
        assert db.execute("SELECT count(*) FROM hook_events WHERE session = 'probe'").fetchone() == (0,)


@pytest.mark.parametrize("columns", screens.WIDTHS)
def test_the_table_fits_the_terminal_and_cuts_only_the_call(used: Home, columns: int) -> None:
    raw = screens.raw(used.path, "log", columns=columns, cwd=used.project)
    text = screens.seen(raw, columns)
    assert screens.widest(text) <= columns
    assert text.count("\n") == 8
    assert ("NOTES=docs/notes-1.4.0.md" in text) == (columns > 130)
    assert "…" in text
    assert "\x1b[32m" in raw
    assert screens.keeps(f"log-{columns}", text), text


def test_colour_is_left_out_where_it_is_not_wanted(used: Home) -> None:
    assert "\x1b[" not in screens.raw(used.path, "log", environment={"NO_COLOR": "1"})
    assert "\x1b[" not in used.run("log").out


def test_control_characters_and_secrets_of_a_call_never_reach_the_screen(fresh: Home) -> None:
    fresh.run("init", "--yes")
    decide(fresh, 1, "silent", "printf '\x1b]0;title\x07\u202e' --token=abcdefghijklmnopqrst0123456789\nls")
    raw = screens.raw(fresh.path, "log", columns=200)
    assert "\x1b]" not in raw
    assert "\u202e" not in raw
    assert "\\x1b]0;title\\x07\\u202e" in raw
    assert "abcdefghijklmnopqrst0123456789" not in raw
    assert len(screens.seen(raw, 200).splitlines()) == 3
