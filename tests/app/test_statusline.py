"""The status line as the agent starts it: a process of its own, the session on standard input, one short line back."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from assent.store import record
from assent.store.paths import Paths, paths_of

SOURCES = Path(__file__).parents[2] / "src"
SESSION = "0c7d5b1e-2f8a-4d61-9d55-3a1f6a7b8c9d"
VERDICTS = ["allow", "allow", "allow", "ask", "deny", "silent"]


class Stage:
    """A home with a record, and the command in it."""

    def __init__(self, folder: Path) -> None:
        self.home = folder
        self.paths: Paths = paths_of(str(folder), {})

    def decide(self, *verdicts: str, session: str = SESSION, **more: Any) -> None:
        for verdict in verdicts:
            silent = verdict == "silent"
            entry = {"verdict": "ask" if silent else verdict, "tier": "none" if silent else verdict, **more}
            record.append(self.paths, {"kind": "decision", "agent": "claude", "session": session, **entry})

    def raw(self, data: bytes, *words: str, **env: str) -> subprocess.CompletedProcess[bytes]:
        given = {"HOME": str(self.home), "PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCES), **env}
        command = [sys.executable, "-m", "assent", "statusline", *words]
        return subprocess.run(command, input=data, env=given, capture_output=True, check=False, timeout=60)

    def line(self, *words: str, session: object = SESSION, **more: Any) -> str:
        done = self.raw(json.dumps({"session_id": session, "cwd": "/", **more}).encode(), *words)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.count(b"\n") == 1
        return done.stdout.decode().rstrip("\n")


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def test_a_session_is_counted_alone(stage: Stage) -> None:
    stage.decide(*VERDICTS)
    stage.decide("allow", "deny", session="another")
    assert stage.line() == "assent ✓3 ?1 ✗1"


def test_letters_that_every_terminal_has_are_an_option(stage: Stage) -> None:
    stage.decide(*VERDICTS)
    assert stage.line("--ascii") == "assent ok 3 ask 1 no 1"


def test_without_a_session_it_is_about_today(stage: Stage) -> None:
    stage.decide("allow", "deny", session="one")
    stage.decide("allow", session="two")
    before = record.moment(time.time_ns() - 3 * 86_400 * 10**9)
    stage.decide("allow", ts=before)
    assert stage.raw(b"").stdout.decode() == "assent ✓2 ?0 ✗1\n"


def at_the_change(*, forward: bool) -> str:
    """A zone whose clocks change at the midnight with which this UTC day began."""
    day = time.gmtime().tm_yday - 1
    other = (day + 120) % 365
    return f"XST0XDT-1,{day}/0,{other}/0" if forward else f"XST1XDT0,{other}/0,{day}/0"


# id: a zone.
ZONES = {
    "utc": "UTC",
    "far-east": "Pacific/Kiritimati",
    "half-an-hour": "America/St_Johns",
    "far-west": "Pacific/Pago_Pago",
    "midnight-was-skipped-today": at_the_change(forward=True),
    "midnight-was-twice-today": at_the_change(forward=False),
}


def begun_in(zone: str) -> int:
    """When the day began there, in seconds."""
    code = "import time; from assent.app import today; print(today.began(int(time.time())))"
    given = {"TZ": zone, "PYTHONPATH": str(SOURCES)}
    return int(
        subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, check=True).stdout
    )


@pytest.mark.parametrize("zone", ZONES.values(), ids=ZONES)
def test_today_is_the_same_as_in_the_scorecard(stage: Stage, zone: str) -> None:
    """A person's own day, and a call that was decided twice is one call."""
    begun = begun_in(zone)
    calls = (
        (-3600, "allow", "before"), (-1, "deny", "just-before"), (0, "allow", "first"), (1, "allow", "twice"),
        (2, "deny", "twice"), (3, "deny", "strict"), (4, "ask", "strict"), (5, "ask", "asked"), (6, "ask", ""),
        (7, "ask", ""), (8, "silent", "left"),
    )  # fmt: skip
    for after, verdict, call in calls:
        stage.decide(
            verdict, call=call, ts=record.moment((begun + after) * 10**9), id=f"d{after}", tool="Bash"
        )
    line = stage.raw(b"", TZ=zone).stdout.decode()
    env = {"HOME": str(stage.home), "PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCES), "TZ": zone}
    command = [sys.executable, "-m", "assent", "stats", "--json"]
    found = json.loads(subprocess.run(command, env=env, capture_output=True, check=True).stdout)["today"]
    if begun_in(zone) != begun:
        pytest.skip("a day began there just now")
    assert line == "assent ✓1 ?3 ✗2\n"
    assert [found[name] for name in ("allowed", "asked", "denied", "silent")] == [1, 3, 2, 1]


def test_today_is_a_utc_day_where_the_settings_say_so(stage: Stage) -> None:
    begun = int(time.time()) // 86_400 * 86_400
    stage.decide("deny", ts=record.moment((begun - 1) * 10**9))
    stage.decide("allow", ts=record.moment(begun * 10**9))
    settings = Path(stage.paths.settings)
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("[log]\nutc = true\n")
    line = stage.raw(b"", TZ="Pacific/Kiritimati").stdout.decode()
    if int(time.time()) // 86_400 * 86_400 != begun:
        pytest.skip("a day began just now")
    assert line == "assent ✓1 ?0 ✗0\n"


def test_nothing_recorded_yet_is_nothing_counted(stage: Stage) -> None:
    assert stage.line() == "assent ✓0 ?0 ✗0"
    assert list(stage.home.iterdir()) == [], (
        "a status line leaves nothing behind where there is nothing to keep"
    )


BAD = [
    pytest.param(b"", id="nothing"),
    pytest.param(b"{", id="cut"),
    pytest.param(b"\xff\xfe", id="no-text"),
    pytest.param(b"[1]", id="a-list"),
    pytest.param(b'{"session_id":7,"cost":{"total_duration_ms":"x"}}', id="other-kinds"),
    pytest.param(
        b'{"session_id":"\\ud800","cost":{"total_duration_ms":1e308}}', id="half-a-letter-and-for-ever"
    ),
    pytest.param(b'{"session_id":"x","cost":{"total_duration_ms":-5}}', id="less-than-nothing"),
]


@pytest.mark.parametrize("data", BAD)
def test_whatever_the_agent_says_there_is_a_line_and_no_complaint(stage: Stage, data: bytes) -> None:
    done = stage.raw(data)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, "assent ✓0 ?0 ✗0\n", b"")


def test_a_home_that_cannot_be_read_is_an_empty_line(stage: Stage) -> None:
    done = stage.raw(b"{}", HOME="no/absolute/path")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"\n", b"")


def test_another_status_line_comes_first_and_gets_the_same_input(stage: Stage) -> None:
    stage.decide("allow")
    other = 'sed \'s/.*"name": "\\([^"]*\\)".*/\\1 $0.12/\''
    assert stage.line("--after", other, name="Opus") == "Opus $0.12 | assent ✓1 ?0 ✗0"


def test_ours_stands_behind_the_last_line_of_another(stage: Stage) -> None:
    done = stage.raw(b"{}", "--after", "printf 'one\\ntwo\\n'")
    assert done.stdout.decode() == "one\ntwo | assent ✓0 ?0 ✗0\n"


@pytest.mark.parametrize("command", ["exit 3", "kill -9 $$", "/no/such/program", "true"])
def test_a_status_line_that_fails_leaves_ours(stage: Stage, command: str) -> None:
    assert stage.line("--after", command) == "assent ✓0 ?0 ✗0"


def many(stage: Stage) -> None:
    """So much that the count is kept."""
    for _ in range(8):
        stage.decide("allow", why="x" * 60_000)


def kept(stage: Stage) -> dict[str, Any]:
    return dict(json.loads((Path(stage.paths.state) / "statusline").read_text()))


def today(stage: Stage) -> Path:
    return next(Path(stage.paths.audit).glob("*.jsonl"))


def test_what_was_counted_before_is_not_read_again(stage: Stage) -> None:
    many(stage)
    assert stage.line() == "assent ✓8 ?0 ✗0"
    assert kept(stage)[SESSION][3:] == [8, 0, 0, 0, {}]
    assert kept(stage)[SESSION][2] == today(stage).stat().st_size
    with today(stage).open("r+b") as file:  # what was counted may say what it likes: it is not looked at
        file.write(b"#" * 100_000)
    stage.decide("deny")
    assert stage.line() == "assent ✓8 ?0 ✗1"
    assert Path(stage.paths.state, "statusline").stat().st_mode & 0o777 == 0o600


def test_a_call_decided_again_is_one_call_also_behind_what_was_counted(stage: Stage) -> None:
    many(stage)
    stage.decide("ask", call="t1")
    assert stage.line() == "assent ✓8 ?1 ✗0"
    stage.decide("allow", call="t1")
    assert stage.line() == "assent ✓8 ?1 ✗0"
    stage.decide("deny", call="t1")
    assert stage.line() == "assent ✓8 ?0 ✗1"


def test_a_line_that_is_just_being_written_is_counted_once(stage: Stage) -> None:
    many(stage)
    whole = today(stage).read_bytes()
    stage.decide("deny")
    line = today(stage).read_bytes()[len(whole) :]
    today(stage).write_bytes(whole + line[:40])
    assert stage.line() == "assent ✓8 ?0 ✗0"
    with today(stage).open("ab") as file:
        file.write(line[40:])
    assert stage.line() == "assent ✓8 ?0 ✗1"


def test_a_file_written_anew_is_counted_anew(stage: Stage) -> None:
    many(stage)
    assert stage.line() == "assent ✓8 ?0 ✗0"
    path = today(stage)
    lines = path.read_bytes().splitlines(keepends=True)
    path.with_suffix(".new").write_bytes(b"".join(lines[:5]))
    path.with_suffix(".new").rename(path)
    assert stage.line() == "assent ✓5 ?0 ✗0"


def test_a_file_packed_meanwhile_is_still_counted_and_the_next_one_too(stage: Stage) -> None:
    many(stage)
    assert stage.line() == "assent ✓8 ?0 ✗0"
    path = today(stage)
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    later = record.moment(time.time_ns() + 86_400 * 10**9)
    stage.decide("deny", ts=later)
    assert stage.line() == "assent ✓8 ?0 ✗1"


def test_a_session_of_several_days_is_counted_from_its_first(stage: Stage) -> None:
    long = 3 * 86_400_000
    stage.decide("allow", "allow", ts=record.moment(time.time_ns() - (long - 3_600_000) * 10**6))
    stage.decide("deny")
    assert stage.line(cost={"total_duration_ms": long}) == "assent ✓2 ?0 ✗1"


NOTES = [
    "{",
    "[]",
    '{"%s":7}',
    '{"%s":["2026-01-01.jsonl",1,1,"x",0,0,0,{}]}',
    '{"%s":["../../x",1,1,9,9,9,9,{}]}',
    '{"%s":["2026-01-01.jsonl",1,1,0,0,0,0,{"claude t1":[]}]}',
    '{"%s":["2026-01-01.jsonl",1,1,0,0,0,0,7]}',
    "{}",
]


@pytest.mark.parametrize("note", NOTES)
def test_a_note_that_makes_no_sense_is_no_note(stage: Stage, note: str) -> None:
    stage.decide("allow")
    Path(stage.paths.state, "statusline").write_text(note.replace("%s", SESSION))
    assert stage.line() == "assent ✓1 ?0 ✗0"


def test_few_sessions_are_kept(stage: Stage) -> None:
    for number in range(12):
        for _ in range(6):
            stage.decide("allow", session=f"s{number}", why="x" * 60_000)
        stage.line(session=f"s{number}")
    assert list(kept(stage)) == [f"s{number}" for number in range(4, 12)]


def test_help_is_there_and_says_how_to_set_it_up(stage: Stage) -> None:
    done = stage.raw(b"", "--help")
    assert b'"statusLine"' in done.stdout
    assert b"--after" in done.stdout


def test_the_short_way_loads_nothing_heavy(stage: Stage) -> None:
    code = (
        "import sys; sys.argv[1:] = ['statusline']\nfrom assent import __main__\ntry: __main__.main()\n"
        "except SystemExit: print(sorted({each.partition('.')[0] for each in sys.modules} "
        "& {'click', 'rich', 'json', 'sqlite3', 're', 'enum', 'typing', 'subprocess', 'msgspec'}))"
    )
    given = {"HOME": str(stage.home), "PATH": os.environ["PATH"]}
    first = f"import sys; sys.path.insert(0, {str(SOURCES)!r})\n"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", first + code],
        input=b"{}",
        env=given,
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == "assent ✓0 ?0 ✗0\n[]\n"
