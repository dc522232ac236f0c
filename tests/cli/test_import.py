"""`assent import claude-permit`: its rules become ours, never wider; denials at once, allows after a yes each."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from assent.store.paths import paths_of
from tests import screens
from tests.cli.conftest import Home, home_in
from tests.cli.test_log import decide, happen

CONFIG = r"""
model = "haiku"
max_preview = 256

[[deny]]
name = "no-rm-rf"
tool = "Bash"
[deny.fields]
command = 'rm\s+-[rf]{2}'

[[deny]]
tool = "mcp__github"
[deny.fields]
name = "main"

[[ask]]
tool = "^(Write|Edit)$"
fields = { file_path = "\\.lock$" }

[[deny]]
tool = "(?i)bash"
fields = { command = "(?i)shutdown" }

[[allow]]
name = "git status"
tool = "Bash"
fields = { command = "git status" }

[[allow]]
tool = "Read"
fields = { file_path = "^/srv/docs/" }

[[allow]]
tool = "Write"
fields = { file_path = "^/srv/docs/" }

[[allow]]
tool = ".*"

[[allow]]
tool = "Bash"

[[allow]]
tool = "Bash"
fields = { command = "(a)\\1" }

[[deny_promote]]
tool = "Bash"
fields = { command = "sudo" }
"""
LEARNT = r"""
# promoted 2026-04-01T10:00:00Z
[[allow]]
tool = "Bash"
fields = { command = "^npm test|^npm run lint" }

[[allow]]
tool = "Bash"
promoted_at = "2026-04-02T10:00:00Z"
promoted_tier = "GREEN"
promoted_session = "s9"
promoted_reasoning = "only reads"
[allow.fields]
command = "^frobnicate "
"""
PENDING = """\
{"tool": "Bash"}
{"timestamp": "2026-04-04T10:00:00Z", "session_id": "s9", "suggested_rule": {"tool": "Bash", "fields": {"command": "^cargo check"}}}
"""
AUDIT = [
    {
        "timestamp": "2026-04-01T10:00:00Z",
        "event": "PreToolUse",
        "session_id": "old",
        "tool_name": "Bash",
        "decision": "allow",
    },
    {
        "timestamp": "2026-04-03T10:00:00Z",
        "event": "PreToolUse",
        "session_id": "old",
        "tool_name": "Bash",
        "decision": "deny",
    },
    {
        "timestamp": "2026-04-02T10:00:00Z",
        "event": "PreToolUse",
        "session_id": "old",
        "tool_name": "Bash",
        "decision": "allow",
    },
]


@pytest.fixture
def home(fresh: Home) -> Home:
    fresh.run("init", "--yes")
    folder = ".claude/claude-permit"
    fresh.write(f"{folder}/config.toml", CONFIG)
    fresh.write(f"{folder}/auto-rules.toml", LEARNT)
    fresh.write(f"{folder}/pending-rules.jsonl", PENDING)
    fresh.write(f"{folder}/audit.jsonl", "".join(json.dumps(each) + "\n" for each in AUDIT) + "half a li")
    return fresh


def answered(home: Home, *answers: bytes) -> tuple[int, str]:
    """The import with somebody at the terminal."""
    return screens.talk(
        home.path, "import", "claude-permit", "--apply", columns=120, cwd=home.project, answers=answers
    )


def verdict(home: Home, tool: str, given: dict[str, str]) -> str:
    found = home.run("check", "--tool", tool, "--input", json.dumps(given), "--json").data
    return "" if found["tier"] == "none" else str(found["verdict"])


def test_without_apply_nothing_is_changed_and_every_rule_is_shown(home: Home) -> None:
    before = home.run("rules", "list", "--json").data
    shown = home.run("import", "claude-permit").out
    for text in (
        "deny[no-rm-rf]  Bash, command rm\\s+-[rf]{2}", "config.toml deny[0]", "ask[claude-permit-ask-0]",
        "allow[git-status]", "(asks you first)", "promoted on 2026-04-02T10:00:00Z as GREEN in session s9 because only reads",
        "auto-rules.toml allow[0], promoted 2026-04-01T10:00:00Z", "left out: config.toml allow[3]", "left out: config.toml allow[4]",
        "left out: config.toml allow[5]", "left out: config.toml deny_promote[0]", "left out: pending-rules.jsonl:1",
        "allow[claude-permit-pending-2]", "pending-rules.jsonl:2, suggested there and confirmed by nobody",
        "config.toml model  nothing like it (no language model is asked: rules alone decide)",
        "config.toml max_preview  renamed: record.previews",
        "config.toml deny_promote.tool  nothing like it",
        "History: 4 lines, 1 of them broken, 3 calls from 2026-04-01 10:00 to 2026-04-03 10:00: 2 allow,",
        "Nothing was changed. To take them over: assent import claude-permit --apply",
    ):  # fmt: skip
        assert text in shown, shown
    assert home.run("rules", "list", "--json").data == before


# id: a tool and its input that no imported allow may let through, although every one was said yes to.
NOT_ALLOWED: dict[str, tuple[str, dict[str, str]]] = {
    "words-of-another-command": ("Bash", {"command": "frob git status"}),
    "a-second-command": ("Bash", {"command": "git status; frob x"}),
    "behind-a-pipe": ("Bash", {"command": "git status | frob"}),
    "inside-a-substitution": ("Bash", {"command": "git status $(frob)"}),
    "a-redirect": ("Bash", {"command": "git status > ~/.bashrc"}),
    "a-beginning-of-another-word": ("Bash", {"command": "git statusfrob"}),
    "second-alternative-elsewhere": ("Bash", {"command": "frob npm run lint"}),
    "unknown-program-of-a-promoted-rule": ("Bash", {"command": "frobnicate x"}),
    "a-second-command-of-a-suggested-rule": ("Bash", {"command": "cargo check; frob"}),
    "a-remark": ("Bash", {"command": "frob # npm test"}),
    "out-of-the-folder-by-dots": ("Write", {"file_path": "/srv/docs/../../etc/cron.d/x", "content": "x"}),
    "written-elsewhere": ("Write", {"file_path": "/srv/docs/x", "content": "x"}),
    "a-secret-by-dots": ("Read", {"file_path": "/srv/docs/../../root/.ssh/id_ed25519"}),
    "a-tool-that-no-rule-names": ("WebFetch", {"url": "https://example.com/"}),
}


def test_allows_said_yes_to_hold_and_are_no_wider_than_their_text(home: Home) -> None:
    code, text = answered(home, *[b"y\n"] * 6)
    assert code == 0, text
    assert "Taken over: 10 of 13 rules" in text
    wider = {
        name: found
        for name, (tool, given) in NOT_ALLOWED.items()
        if (found := verdict(home, tool, given)) == "allow"
    }
    assert wider == {}
    assert home.verdict("git status --short") == "allow"
    assert home.verdict("npm run lint") == "allow"
    assert home.verdict("cargo check --all") == "allow"
    assert verdict(home, "Read", {"file_path": "/srv/docs/a.md"}) == "allow"


def test_what_denies_and_asks_holds_at_once_and_no_allow_without_a_yes(home: Home) -> None:
    before = home.verdict("npm run lint")
    found = home.run("import", "claude-permit", "--apply", "--json").data
    assert [each["state"] for each in found["rules"]].count("taken") == 4
    assert home.verdict("rm  -fr build") == "deny"
    assert home.verdict("echo x && rm -rf build") == "deny"
    assert home.verdict("SHUTDOWN now") == "deny"
    assert verdict(home, "mcp__github__delete_branch", {"name": "main"}) == "deny"
    assert (
        verdict(
            home, "Edit", {"file_path": str(home.project / "x.lock"), "old_string": "a", "new_string": "b"}
        )
        == "ask"
    )
    assert home.verdict("npm run lint") == before != "allow"
    again = home.run("import", "claude-permit", "--apply", "--json").data
    assert {each["state"] for each in again["rules"] if each["verdict"] != "allow"} == {"there"}


def test_no_and_quit_leave_allows_out(home: Home) -> None:
    _, text = answered(home, b"n\n", b"y\n", b"q\n")
    assert "Taken over: 5 of 13 rules" in text
    assert home.verdict("npm run lint") != "allow"
    assert verdict(home, "Read", {"file_path": "/srv/docs/a.md"}) == "allow"


def test_the_end_of_input_is_no_yes(home: Home) -> None:
    done = home.run("import", "claude-permit", "--apply")
    assert "the allows that are left were not taken over" in done.err
    assert "Taken over: 4 of 13 rules" in done.out


def test_where_a_rule_comes_from_is_kept_and_it_can_be_taken_back(home: Home) -> None:
    home.run("import", "claude-permit", "--apply", "--json")
    (rule,) = [each for each in home.run("rules", "list", "--json").data if each["name"] == "no-rm-rf"]
    assert rule["rule"]["why"] == "from claude-permit, config.toml deny[0]"
    assert "deny[no-rm-rf]" not in home.run("rules", "list").err
    home.run("rules", "undo", rule["id"])
    assert "no-rm-rf" not in {each["name"] for each in home.run("rules", "list", "--json").data}


def test_a_rule_by_fields_says_them_wherever_it_is_listed(home: Home) -> None:
    home.run("import", "claude-permit", "--apply", "--json")
    code, text = answered(home, *[b"y\n"] * 6)
    assert code == 0, text
    for words in (("rules", "list"), ("timeline",)):
        assert "tool Bash, where command matches ^(git status)" in home.run(*words).out


def test_nothing_there_is_a_mistake_and_a_broken_file_costs_no_other(home: Home) -> None:
    assert "holds no file of claude-permit" in home.run("import", "claude-permit", "/nowhere", code=2).err
    home.write(".claude/claude-permit/config.toml", "[[deny]\n")
    found: dict[str, Any] = home.run("import", "claude-permit", "--json").data
    assert [each["from"] for each in found["rules"]] == [
        "auto-rules.toml allow[0]",
        "auto-rules.toml allow[1]",
        "pending-rules.jsonl:2",
    ]
    assert any("not valid TOML" in each["what"] for each in found["left_out"])


def test_foreign_words_never_reach_the_screen_raw(home: Home) -> None:
    home.write(
        ".claude/claude-permit/auto-rules.toml",
        '[[allow]]\nname = "\\u001b]0;t\\u0007"\ntool = "Bash\\u202e"\n[allow.fields]\ncommand = "\\u001b[2J"\n',
    )
    done = home.run("import", "claude-permit")
    assert not set("\x1b\x07\u202e") & set(done.out + done.err)


@pytest.mark.parametrize("columns", screens.WIDTHS)
def test_the_plan_fits_the_terminal(home: Home, columns: int) -> None:
    text = screens.seen(
        screens.raw(home.path, "import", "claude-permit", columns=columns, cwd=home.project), columns
    )
    assert screens.widest(text) <= columns
    assert screens.keeps(f"import-{columns}", text), text


def friction(home: Home) -> dict[str, int]:
    return {
        row["decider"]: row["calls"]
        for row in home.run("stats", "friction", "--json").data["answers"]["friction"]
    }


def test_past_calls_are_counted_as_decided_by_it_once_and_teach_nothing(home: Home) -> None:
    home.write(".config/assent/config.toml", "[record]\nkeep_days = 36500\n")
    found = home.run("import", "claude-permit", "--apply", "--json").data
    assert found["history"]["taken"] == {"new": 3, "known": 0, "told": 0}
    assert friction(home) == {"claude-permit": 3}
    lesson = home.run("learn", "--json", code=None).data
    assert (lesson["events"]["by"], lesson["suggestions"], lesson["nearly"]) == ({"hook": 3}, [], [])
    again = home.run("import", "claude-permit", "--apply", "--json").data
    assert again["history"]["taken"] == {"new": 0, "known": 3, "told": 0}
    assert friction(home) == {"claude-permit": 3}


def test_every_key_of_its_settings_is_told_of(home: Home) -> None:
    found = {
        each["key"]: (each["state"], each["ours"])
        for each in home.run("import", "claude-permit", "--json").data["settings"]
    }
    assert found == {
        "model": ("nothing like it", None),
        "max_preview": ("renamed", "record.previews"),
        **{
            f"{listed}.{name}": ("taken", None)
            for listed in ("deny", "allow")
            for name in ("name", "tool", "fields")
        },
        **{f"ask.{name}": ("taken", None) for name in ("tool", "fields")},
        **{f"deny_promote.{name}": ("nothing like it", None) for name in ("tool", "fields")},
    }


def test_a_dry_run_is_said_and_cannot_be_one_and_not(home: Home) -> None:
    assert home.run("import", "claude-permit", "--dry-run").out == home.run("import", "claude-permit").out
    assert "cannot go with --apply" in home.run("import", "claude-permit", "--dry-run", "--apply", code=2).err


def test_the_place_of_older_versions_is_found(fresh: Home) -> None:
    fresh.write(".config/claude-permit/config.toml", CONFIG)
    assert "~/.config/claude-permit" in fresh.run("import", "claude-permit").out


CALLS = """SELECT c.agent, s.session, c.call, c.ts, c.tool, t.text, c.mode, c.decider, c.answer, c."end" FROM calls c
  JOIN sessions s ON s.number = c.session JOIN subjects t ON t.id = c.subject ORDER BY c.ts, c.call"""


def calls(home: Home) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(paths_of(str(home.path), {}).db)) as db:
        return db.execute(CALLS).fetchall()


def test_an_exported_record_is_taken_over_elsewhere_call_by_call(fresh: Home, tmp_path: Path) -> None:
    fresh.run("init", "--yes")
    shipped = {"rule": "dbe0fe2e5306", "name": "no-secret-files", "layer": "modules"}
    decide(fresh, 1, "deny", "cat ~/.aws/credentials", **shipped)
    decide(fresh, 2, "silent", "make a")
    happen(fresh, 2, "ran", "make a", took=1500, length=42)
    decide(fresh, 3, "silent", "", tool="mcp__db__query", input={"sql": "x"}, mode="plan")
    happen(fresh, 3, "failed", "", tool="mcp__db__query", input={"sql": "x"})
    decide(fresh, 4, "allow", "git log", mode="default")
    happen(fresh, 4, "ran", "git log")
    decide(fresh, 5, "allow", "git status")
    file = tmp_path / "audit.jsonl"
    fresh.run("export", "--format", "audit-jsonl", str(file))
    other = home_in(tmp_path / "other")
    other.write(".config/assent/config.toml", "[record]\nkeep_days = 36500\n")
    shown = other.run("import", "audit-jsonl", str(file)).out
    assert "5 lines, 5 calls from 2026-11-20 09:01 to" in shown
    assert "Nothing was changed" in shown
    assert other.run("import", "audit-jsonl", str(file), "--apply").out.endswith(
        "History: 5 calls taken over\n"
    )
    assert calls(other) == calls(fresh) != []
    assert friction(other) == friction(fresh)
    again = other.run("import", "audit-jsonl", str(file), "--apply", "--json").data
    assert again["history"]["taken"] == {"new": 0, "known": 5, "told": 0}
    back = fresh.run("import", "audit-jsonl", str(file), "--apply", "--json").data
    assert back["history"]["taken"] == {"new": 0, "known": 0, "told": 5}
    assert len(calls(fresh)) == 5


def test_a_file_that_is_no_exported_record_is_refused(home: Home) -> None:
    audit = str(home.path / ".claude/claude-permit/audit.jsonl")
    assert "holds no line of an exported record" in home.run("import", "audit-jsonl", audit, code=2).err
    assert "cannot be read" in home.run("import", "audit-jsonl", "/nowhere", code=2).err
