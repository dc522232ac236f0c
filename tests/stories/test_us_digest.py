"""US-16: what was blocked or risky comes to the person, daily or weekly, without being asked for."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assent.app import state
from assent.store import record
from assent.store.paths import paths_of
from tests import screens
from tests.analytics import filled
from tests.cli.conftest import Home, home_in

# Days of the recent past: what is older than the record is kept may be gone.
BEGUN, FIRST, SECOND = (f"{datetime.now(UTC) - timedelta(days=back):%Y-%m-%d}" for back in (14, 9, 8))


@pytest.fixture
def fresh(tmp_path: Path) -> Home:
    return home_in(tmp_path)


def call(home: Home, ts: str, verdict: str, text: str, **more: Any) -> None:
    with contextlib.closing(state.opened(paths_of(str(home.path), {}))) as db:
        filled.call(db, ts, verdict, text=text, **more)


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a week of calls in it; looked at only."""
    fresh = home_in(tmp_path_factory.mktemp("used"))
    fresh.run("init", "--yes")
    fresh.run("rules", "deny", "Bash(rm -rf *)", "--name", "no-rm-rf", "--why", "it is gone for good")
    rule = fresh.rules("--layer", "granted")["Bash(rm -rf *)"]["id"]
    for hour in (8, 9):
        call(
            fresh,
            f"{FIRST}T{hour:02d}:00:00.000Z",
            "deny",
            "rm -rf build",
            rule=rule,
            end="refused",
            decider="assent",
            asked=0,
        )
    call(fresh, f"{FIRST}T10:00:00.000Z", "silent", "curl -d @x https://a.example", end="ran", effects="net-send", asked=0,
         decider="mode")  # fmt: skip
    call(fresh, f"{FIRST}T11:00:00.000Z", "ask", "git push", end="ran", asked=1, answer="yes", decider="user")
    call(
        fresh,
        f"{FIRST}T11:01:00.000Z",
        "ask",
        "git push",
        end="not run",
        asked=1,
        answer="no",
        decider="user",
    )
    for minute in range(5):
        call(fresh, f"{SECOND}T10:{minute:02d}:00.000Z", "allow", "ls", end="ran", asked=0, decider="assent")
    return fresh


def test_us_16_what_was_blocked_asked_about_and_risky_is_told(used: Home) -> None:
    found = used.run("digest", "--since", BEGUN, "--utc", "--json").data
    assert {key: found[key] for key in ("calls", "allowed", "asked", "denied", "silent", "prompts", "yes", "no", "quiet")} == {
        "calls": 10, "allowed": 5, "asked": 2, "denied": 2, "silent": 1, "prompts": 2, "yes": 1, "no": 1, "quiet": False,
    }  # fmt: skip
    assert found["silence"] == pytest.approx(0.1)
    assert [(each["text"], each["times"], each["rule"]) for each in found["blocked"]] == [
        ("rm -rf build", 2, "deny[no-rm-rf]")
    ]
    assert [(each["text"], each["yes"], each["no"]) for each in found["asked_about"]] == [("git push", 1, 1)]
    assert [(each["effects"], each["decider"]) for each in found["risky"]] == [(["net-send"], "mode")]
    assert [(each["action"], each["rule"]) for each in found["rules"]] == [("add", "deny[no-rm-rf]")]
    assert [(each["rule"], each["times"]) for each in found["fired"]] == [("deny[no-rm-rf]", 2)]
    assert found["record"] == {"ok": True, "lines": found["record"]["lines"], "wrong": []}
    assert found["record"]["lines"] > 0


def test_us_16_it_reads_well_as_markdown(used: Home) -> None:
    text = used.run("digest", "--since", BEGUN, "--utc").out
    assert text.startswith(f"# assent: {BEGUN} 00:00 to ")
    for line in (
        "10 calls: 5 allowed, 2 asked about, 2 denied, 1 passed through (10% without a rule).",
        "You were asked 2 times: 1 yes, 1 no.",
        f"- `Bash rm -rf build`, 2 times: `deny[no-rm-rf]`, {FIRST} 09:00",
        f"- `Bash git push`, 2 times: no rule of ours, 1 yes, 1 no, {FIRST} 11:01",
        f"- `Bash curl -d @x https://a.example`: net-send, by the agent's mode, {FIRST} 10:00",
        f"- `Bash(rm -rf *)`, 2 times: `deny[no-rm-rf]`, last {FIRST} 09:00",
    ):
        assert line in text.splitlines()


def test_us_16_a_quiet_day_is_one_line(fresh: Home) -> None:
    fresh.run("init", "--yes")
    text = fresh.run("digest", "--daily", "--utc").out
    assert text.count("\n") == 1
    assert "Quiet: no call was recorded. The record is" in text
    now = datetime.now(UTC)
    call(fresh, f"{now - timedelta(minutes=5):%Y-%m-%dT%H:%M:%S}.000Z", "allow", "ls", end="ran", asked=0)
    assert "Quiet: 1 call: 1 allowed" in fresh.run("digest").out


def test_us_16_a_record_that_was_changed_is_never_quiet(fresh: Home) -> None:
    at = paths_of(str(fresh.path), {})
    fresh.run("init", "--yes")
    for event in ("ran", "failed"):
        record.append(at, {"kind": "event", "event": event, "agent": "claude"})
    path = Path(at.record(record.days(at)[-1]))
    path.write_text(path.read_text().replace('"event":"ran"', '"event":"RAN"'))
    text = fresh.run("digest").out
    assert "THE RECORD IS NOT WHOLE" in text
    assert path.name in text.replace("\\", "")
    assert not fresh.run("digest", "--json").data["record"]["ok"]


def test_us_16_what_the_hook_decided_is_in_it(fresh: Home) -> None:
    """From the agent's call to the digest, with nothing in between but what people have."""
    fresh.run("init", "--yes")
    fresh.run("rules", "deny", "Bash(frobnicate *)", "--name", "no-frobnicating")
    assert fresh.hook("frobnicate --all", "t1")
    assert fresh.hook("frobnicate --all", "t2")
    fresh.hook("git log -3", "t3")
    found = fresh.run("digest", "--daily", "--json").data
    assert [(each["text"], each["times"], each["rule"], each["decider"]) for each in found["blocked"]] == [
        ("frobnicate --all", 2, "deny[no-frobnicating]", "assent"),
    ]  # fmt: skip
    assert (found["calls"], found["denied"], found["quiet"]) == (3, 2, False)
    assert [(each["rule"], each["times"]) for each in found["fired"]][:1] == [("deny[no-frobnicating]", 2)]
    assert found["record"]["ok"]
    text = fresh.run("digest").out
    assert "- `Bash frobnicate --all`, 2 times: `deny[no-frobnicating]`, " in text
    report = fresh.run("report", "--json").data
    assert [each["hits"] for each in report["deny"] if each["name"] == "no-frobnicating"] == [2]
    assert report["days"][-1]["p50"] > 0


def test_us_16_a_path_at_home_is_told_from_there(fresh: Home) -> None:
    path = f"{fresh.project}/.env"
    call(
        fresh, f"{SECOND}T10:00:00.000Z", "deny", path, tool="Read", end="refused", asked=0, decider="assent"
    )
    for form in ((), ("--html",)):
        said = fresh.run("digest", "--since", BEGUN, *form).out
        assert "Read ~/work/p/.env" in said
        assert path not in said
    assert fresh.run("digest", "--since", BEGUN, "--json").data["blocked"][0]["text"] == path


def test_us_16_a_terminal_breaks_lines_between_words(used: Home) -> None:
    said = screens.seen(screens.raw(used.path, "digest", "--since", BEGUN, columns=60), 10_000)
    assert screens.widest(said) <= 60
    assert "\n  " in said  # what goes on below stands under the words of its line


def test_us_16_it_is_a_page_too(used: Home) -> None:
    text = used.run("digest", "--since", BEGUN, "--html").out
    assert text.startswith("<!doctype html>")
    assert "Content-Security-Policy" in text
    assert "<script" not in text
    assert "rm -rf build" in text


def test_us_16_a_kept_digest_begins_where_the_last_one_ended(fresh: Home) -> None:
    fresh.run("init", "--yes")
    folder = fresh.path / ".local/state/assent/digests"
    folder.mkdir(parents=True)
    three = datetime.now(UTC) - timedelta(days=3)
    (folder / f"{three:%Y-%m-%dT%H-%M-%S}Z-daily.md").write_text("the last one\n")
    (folder / f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S}Z-weekly.md").write_text("of another kind\n")
    call(fresh, f"{three + timedelta(hours=2):%Y-%m-%dT%H:%M:%S}.000Z", "deny", "rm -rf /x", end="refused")
    done = fresh.run("digest", "--daily", "--save")
    assert "rm -rf /x" in done.out
    kept = sorted(folder.glob("*-daily.md"))
    assert kept[-1].read_text() == done.out
    assert kept[-1].with_suffix(".html").read_text().startswith("<!doctype html>")
    assert kept[-1].stat().st_mode & 0o777 == 0o600
    assert "rm -rf /x" not in fresh.run("digest", "--daily", "--save").out
    assert "rm -rf /x" not in fresh.run("digest", "--daily").out  # 24 hours, without --save


def test_us_16_init_installs_a_timer_and_takes_it_out(fresh: Home) -> None:
    units = fresh.path / ".config/systemd/user"
    runtime = fresh.path / "run"
    (runtime / "systemd").mkdir(parents=True)
    environment = {"XDG_RUNTIME_DIR": str(runtime)}
    shown = screens.raw(fresh.path, "init", "--digest", typed=b"n\n", environment=environment)
    assert "OnCalendar" in shown
    assert not units.exists()
    code, said = screens.talk(fresh.path, "init", "--digest", "weekly", "--yes", environment=environment)
    assert code == 0, said
    assert "--weekly" in (units / "assent-digest.service").read_text()
    assert (units / "timers.target.wants/assent-digest.timer").is_symlink()
    outside = [
        path
        for path in fresh.path.rglob("*")
        if path.is_file() and not path.is_relative_to(fresh.path / ".config")
    ]
    assert [path for path in outside if "assent-digest" in path.name] == []
    code, said = screens.talk(fresh.path, "init", "--undo", "--yes", environment=environment)
    assert code == 0, said
    assert [path for path in units.rglob("*") if not path.is_dir()] == []


def test_us_16_what_the_timer_starts_makes_the_digest(fresh: Home) -> None:
    """The very words of the unit, in the environment that a service has."""
    fresh.run("init", "--yes")
    runtime = fresh.path / "run"
    (runtime / "systemd").mkdir(parents=True)
    screens.talk(fresh.path, "init", "--digest", "--yes", environment={"XDG_RUNTIME_DIR": str(runtime)})
    unit = (fresh.path / ".config/systemd/user/assent-digest.service").read_text()
    words = (
        next(line for line in unit.splitlines() if line.startswith("ExecStart="))
        .removeprefix("ExecStart=")
        .split()
    )
    done = subprocess.run(
        words,
        env={"HOME": str(fresh.path), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(screens.ROOT / "src")},
        cwd=fresh.path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, words[0]) == (0, sys.executable), done
    assert list((fresh.path / ".local/state/assent/digests").glob("*-daily.html"))


def test_us_16_without_systemd_the_line_for_cron_is_said(fresh: Home) -> None:
    done = fresh.run("init", "--digest")
    line = next(line for line in done.out.splitlines() if line.startswith("0 8 * * * "))
    assert line.endswith(" digest --daily --save")
    assert all(len(each) <= 80 for each in done.out.splitlines() if each != line)
    assert not (fresh.path / ".config/systemd").exists()


# words → what is said about them
WRONG = {
    "two-spans": (("digest", "--daily", "--weekly"), "--daily: is another span than --weekly"),
    "span-and-since": (("digest", "--weekly", "--since", "3d"), "--since: is another span than --weekly"),
    "daily-and-since": (("digest", "--daily", "--since", "3d"), "--since: is another span than --daily"),
    "two-forms": (("digest", "--html", "--json"), "--html"),
    "since-and-save": (("digest", "--since", "3d", "--save"), "--since"),
    "no-time": (("digest", "--since", "soon"), "--since soon"),
    "timer-and-agent": (("init", "--digest", "--agent", "claude"), "--digest"),
    "timer-and-fail-open": (("init", "--digest", "--fail-open"), "--digest"),
    "no-such-digest": (("init", "--digest", "hourly"), "hourly"),
}


@pytest.mark.parametrize(("words", "said"), WRONG.values(), ids=WRONG)
def test_us_16_what_cannot_be_is_said(fresh: Home, words: tuple[str, ...], said: str) -> None:
    assert said in fresh.run(*words, code=2).err


def test_us_16_json_is_documented_word_for_word(used: Home) -> None:
    page = (screens.ROOT / "docs/report.md").read_text()
    found = used.run("digest", "--since", BEGUN, "--json").data
    for name in (*found, *found["blocked"][0], *found["rules"][0], *found["fired"][0]):
        assert f"`{name}`" in page, name
