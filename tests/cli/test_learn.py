"""`assent learn` as a person meets it: what it says, what it asks, what it applies and what it leaves alone."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assent.app.learn.adopt import Adopted
from assent.cli import lesson
from assent.cli.main import main
from tests.app.sessions import BUILT_IN, CLASSIFIER, NO, NOTHING, YES, Session, days_of

SAMPLES = Path(__file__).parents[2] / "samples" / "logs"
AS_OF = ("--as-of", "2026-11-01T00:00:00Z")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "home"
    (made / "shop" / ".git").mkdir(parents=True)
    (made / "shop" / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    monkeypatch.setenv("HOME", str(made))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "CLAUDE_CONFIG_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(made / "shop")
    return made


@pytest.fixture
def logs(home: Path) -> Path:
    return home / ".claude" / "projects"


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    del home

    def call(*args: str, typed: str | io.StringIO = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed) if isinstance(typed, str) else typed)
        with pytest.raises(SystemExit) as ended:
            main(["learn", *args])
        shown = capsys.readouterr()
        return int(str(ended.value.code or 0)), shown.out, shown.err

    return call


def shop(home: Path) -> str:
    return str(home / "shop")


def local(home: Path) -> Path:
    return home / "shop" / ".claude" / "settings.local.json"


def granted(run: Run) -> list[str]:
    """What is still offered afterwards, by text."""
    code, out, _ = run(*AS_OF, "--json")
    assert code == 0
    return [each["text"] for each in json.loads(out)["suggestions"]]


def test_one_suggestion_is_shown_in_the_words_of_the_contract(home: Path, logs: Path, run: Run) -> None:
    days_of(logs, shop(home), "git describe", 25)
    code, out, _ = run(*AS_OF)
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "50 calls in 25 sessions of 1 project: 50 answered by you"
    assert lines[2] == "Pattern detected: Bash(git describe:*) - 94% confidence"
    plain = "`git describe`, as long as all it does is: reads the project"
    assert f"  In plain words: stops asking about any command that begins with {plain}" in lines
    assert "  Would have answered: 50 of your last 50 prompts" in lines


def test_several_are_a_table_sorted_by_the_prompts_they_answer(home: Path, logs: Path, run: Run) -> None:
    days_of(logs, shop(home), "make deploy", 25, each=1)
    days_of(logs, shop(home), "make check", 20)
    code, out, _ = run(*AS_OF)
    assert code == 0
    assert "Found 2 permission patterns:\nThey would have answered 65 of your last 65 prompts.\n" in out
    lines = [line.split() for line in out.splitlines() if line.startswith("  [")]
    assert [line[-2:] for line in lines] == [["40", "~/shop"], ["25", "~/shop"]]
    assert "  [1] Bash(make check) - 92% confidence (40 approvals)" in out
    assert "\n      runs the project's own tests, builds and scripts\n" in out


@pytest.mark.parametrize(
    "internal", ["not yet probed", "within ", "Level ", "unknown", "the client", "85% sure, 85%"]
)
def test_no_inner_word_is_on_the_screen(run: Run, internal: str) -> None:
    assert internal not in run("--sample-if-empty")[1]


def test_how_sure_is_enough_is_said_beside_the_number(home: Path, logs: Path, run: Run) -> None:
    for number in range(9):
        session = Session(shop(home), f"s{number}", number)
        session.run("git describe")
        session.save(logs)
    _, out, _ = run("--as-of", "2026-10-10")
    assert "sure of at least 79%: enough for reading (needs 60%); the network needs 80%\n" in out
    assert (
        "60% for reading, 75% for work in the project, 80% for the network and 85% for"
        in run("--sample-if-empty", "--from", str(SAMPLES), "--as-of", "2026-11-16")[1]
    )


def test_what_the_rules_answer_already_is_no_merit_of_a_suggestion(home: Path, logs: Path, run: Run) -> None:
    days_of(logs, shop(home), "make check", 25)
    run(*AS_OF, "--apply", "all")
    for command, decided in (("make plan", YES), ("make docs", YES), ("make plan", NO)):
        days_of(logs, shop(home), command, 25 if decided is YES else 1, each=1, decided=decided)
    _, out, _ = run(*AS_OF)
    assert (
        "answered 51 of your last 101 prompts (1 of which you had refused); your rules answer 50 more already.\n"
        in out
    )


def test_without_a_terminal_nothing_is_applied(home: Path, logs: Path, run: Run) -> None:
    days_of(logs, shop(home), "make check", 25)
    _, out, _ = run(*AS_OF, typed="y\n")
    assert "Nothing was applied." in out
    assert granted(run) == ["Bash(make check) within run-project"]
    assert not local(home).exists()


def test_apply_all_writes_the_entry_and_says_so(home: Path, logs: Path, run: Run) -> None:
    days_of(logs, shop(home), "make check", 25)
    code, out, _ = run(*AS_OF, "--apply", "all")
    assert code == 0
    assert "Added to .claude/settings.local.json: 1 entry; the rest is answered by the hook.\n" in out
    assert "assent init" in out
    assert json.loads(local(home).read_text()) == {"permissions": {"allow": ["Bash(make check)"]}}


def test_running_it_again_adds_nothing_and_says_so(home: Path, logs: Path, run: Run) -> None:
    days_of(logs, shop(home), "make check", 25)
    run(*AS_OF, "--apply", "all")
    before = local(home).read_bytes()
    code, out, _ = run(*AS_OF, "--apply", "all")
    assert code == 0
    assert "Nothing new in the logs since the last time.\n" in out
    assert "50 of them are of calls that your rules allow by now." in out
    assert local(home).read_bytes() == before


def test_apply_takes_ids_their_beginnings_and_numbers(home: Path, logs: Path, run: Run) -> None:
    for command in ("make check", "make plan", "make deploy"):
        days_of(logs, shop(home), command, 25)
    _, out, _ = run(*AS_OF, "--json")
    ids = {each["text"]: each["id"] for each in json.loads(out)["suggestions"]}
    chosen = ids["Bash(make check) within run-project"]
    code, _, _ = run(*AS_OF, "--apply", chosen[:6])
    assert code == 0
    assert "Bash(make check) within run-project" not in granted(run)
    code, _, _ = run(*AS_OF, "--apply", "1", "2")
    assert code == 0
    assert granted(run) == []


def test_an_unknown_id_applies_nothing_and_is_the_users_mistake(home: Path, logs: Path, run: Run) -> None:
    days_of(logs, shop(home), "make check", 25)
    code, _, err = run(*AS_OF, "--apply", "1", "--apply", "zzzz")
    assert code == 2
    assert "--apply zzzz: is no suggestion" in err
    assert len(granted(run)) == 1


def test_json_is_the_contract_and_the_same_bytes_each_time(home: Path, logs: Path, run: Run) -> None:
    days_of(logs, shop(home), "make check", 25)
    first, second = run(*AS_OF, "--json")[1], run(*AS_OF, "--json")[1]
    assert first == second
    document = json.loads(first)
    assert list(document) == [
        "as_of", "events", "prompts", "auto_mode", "suggestions", "held_back", "fitting", "nearly", "suppressed",
    ]  # fmt: skip
    assert document["as_of"] == "2026-11-01T00:00:00.000Z"
    (only,) = document["suggestions"]
    assert set(only) == {
        "id", "family", "rule", "rules", "text", "scope", "level", "confidence", "frequency", "consistency", "recency", "approvals",
        "denials", "sessions", "days", "projects", "last_used", "examples", "newly_allows", "still_asks",
        "denied_nearby", "backtest", "prompts", "in_agents_settings", "newly_allows_by_effect", "neighbours",
        "why_not_wider", "why_not_narrower",
    }  # fmt: skip
    assert (only["newly_allows"], only["backtest"]["denied_allowed"], document["auto_mode"]) == ([], 0, None)
    assert (only["prompts"], document["prompts"]["with_suggestions"]) == (50, 50)


def test_without_logs_the_samples_are_shown_and_nothing_is_kept(run: Run) -> None:
    code, out, err = run("--sample-if-empty", "--apply", "all")
    assert code == 0
    assert "774 calls in 61 sessions of 4 projects" in out
    assert "Found 12 permission patterns:" in out
    assert "Nothing is applied: these are samples.\nTo try the questions on them: " in out
    assert "sample logs" in err
    code, out, _ = run("--json")
    assert json.loads(out)["events"]["calls"] == 0


def test_with_logs_the_samples_are_not_touched(home: Path, logs: Path, run: Run) -> None:
    days_of(logs, shop(home), "make check", 25)
    _, out, err = run(*AS_OF, "--sample-if-empty")
    assert "50 calls" in out
    assert "sample" not in err


LITTLE: dict[str, tuple[list[tuple[str, dict[str, Any], str]], str]] = {
    "no logs": ([], "Use Claude Code for a few days"),
    "auto mode": (
        [("frob", CLASSIFIER, "2.1.328")] * 5,
        "You were never asked: 5 of 5 calls were decided by the classifier of auto mode",
    ),
    "client's own rules": (
        [("git status", BUILT_IN, "2.1.328")],
        "own rules decided everything",
    ),
    "old logs": ([("git status", NOTHING, "2.1.240")], "older than Claude Code 2.1.295"),
    "short logs": ([("git describe", YES, "2.1.328")] * 3, "The least a rule needs is 4 approvals"),
}


@pytest.mark.parametrize(("calls", "told"), LITTLE.values(), ids=LITTLE)
def test_when_there_is_little_it_says_why(
    home: Path, logs: Path, run: Run, calls: list[tuple[str, dict[str, Any], str]], told: str
) -> None:
    for number, (command, decided, version) in enumerate(calls):
        session = Session(shop(home), f"s{number}", 0, version)
        session.run(command, decided)
        session.save(logs)
    code, out, _ = run(*AS_OF)
    assert code == 0
    assert told in out


def test_what_is_nearly_there_names_what_is_missing(home: Path, logs: Path, run: Run) -> None:
    for number in range(4):
        session = Session(shop(home), f"s{number}", number // 2)
        session.run("cargo test", times=2)
        session.save(logs)
    _, out, _ = run("--as-of", "2026-10-02")
    assert "\n  Bash(cargo test:*) needs 1 more day" in out.partition("Nearly there (")[2]


MISTAKES = {
    "no such directory": (
        ("--from", "/nowhere/at/all"),
        "--from /nowhere/at/all: there is no such directory",
    ),
    "no time": (("--as-of", "soon"), "--as-of soon: is no time"),
    "no span": (("--since", "ever"), "--since ever: is neither a span nor a day"),
    "no project": (("--project", "/nowhere/at/all"), "--project /nowhere/at/all: there is no such directory"),
    "an id alone": (("abc",), "abc: is not expected here"),
    "review and apply": (("--review", "--apply", "all"), "--review: cannot go with --apply"),
    "review and json": (("--review", "--json"), "--review: cannot go with --json"),
    "review without a terminal": (
        ("--review",),
        "--review: asks about each pattern, and there is nobody to ask",
    ),
    "samples without a terminal": (
        ("--review", "--sample-if-empty"),
        "use --apply all, --apply ID or --json",
    ),
    "listing and more": (
        ("--suppressed", "--since", "30d"),
        "--suppressed: goes with no other option but --json",
    ),
    "a no that was none": (("--unsuppress", "zzzz"), "--unsuppress zzzz: is nothing you said no to"),
}


@pytest.mark.parametrize(("args", "told"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_exit_2(run: Run, args: tuple[str, ...], told: str) -> None:
    code, _, err = run(*args)
    assert code == 2
    assert told in err


def test_every_mistake_is_listed_at_once(run: Run) -> None:
    _, _, err = run("--from", "/nowhere/at/all", "--as-of", "soon", "abc")
    assert err.count(": ") >= 3


def test_a_damaged_database_is_a_clear_mistake_and_stays_as_it_is(home: Path, run: Run) -> None:
    path = home / ".local/share/assent/assent.db"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"this is no database, not even nearly" * 100)
    before = path.read_bytes()
    code, _, err = run()
    assert code == 2
    assert "assent.db" in err
    assert "rebuild" in err
    assert path.read_bytes() == before


def test_a_home_that_cannot_hold_the_database_is_a_clear_mistake(home: Path, run: Run) -> None:
    (home / ".local").write_text("a file where a directory should be")
    code, _, err = run()
    assert code == 2
    assert str(home / ".local") in err


def test_broken_lines_are_told_and_the_rest_is_learned(home: Path, logs: Path, run: Run) -> None:
    days_of(logs, shop(home), "make check", 25)
    path = next(logs.rglob("*.jsonl"))
    path.write_text(path.read_text() + "{broken\n")
    code, out, err = run(*AS_OF)
    assert code == 0
    assert f"{path}: 1 line could not be read" in err
    assert "Pattern detected: Bash(make check)" in out


def test_a_file_that_explains_rules_of_two_projects_is_named_once() -> None:
    assert lesson.adopted(Adopted(trails=["/x/trail.md", "/x/trail.md"])) == ["Explained in /x/trail.md"]


def test_an_id_that_names_nothing_is_a_mistake_also_when_nothing_is_suggested(run: Run) -> None:
    code, _, err = run("--apply", "zzzz")
    assert code == 2
    assert "--apply zzzz: is no suggestion" in err
    assert run("--apply", "all")[0] == 0
