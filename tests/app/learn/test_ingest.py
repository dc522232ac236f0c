"""Logs in every state go into the database once, and nothing appended later is lost."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assent.app.learn import estimate, logfile, readings
from assent.app.learn import ingest as module
from assent.app.learn.described import Described
from assent.app.learn.ingest import Report, ingest
from assent.store.db import connect
from assent.store.paths import paths_of
from tests.app.sessions import CLASSIFIER, NO, NOTHING, RULE, YES, Session

SAMPLES = Path(__file__).parents[3] / "samples" / "logs"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(connect(paths_of(str(tmp_path / "home"), {}))) as opened:
        yield opened


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    return tmp_path / "logs"


def read(db: sqlite3.Connection, logs: Path) -> Report:
    return ingest(db, [str(logs)], "/home/dev")


def labels(db: sqlite3.Connection) -> list[str]:
    return [row[0] for row in db.execute("SELECT label FROM events ORDER BY ts, call")]


def one(command: str = "git describe", decided: dict[str, Any] = YES) -> Session:
    session = Session("/home/dev/p", "s1")
    session.run(command, decided)
    return session


def test_the_sample_logs_go_in_once(db: sqlite3.Connection) -> None:
    first, second = read(db, SAMPLES), read(db, SAMPLES)
    assert (first.files, first.calls, first.broken, first.problems) == (64, 774, {}, [])
    assert (second.files, second.read, second.calls) == (64, 0, 0)


def test_a_half_written_line_waits_for_its_other_half(db: sqlite3.Connection, logs: Path) -> None:
    session = one()
    path = session.save(logs)
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    assert read(db, logs).calls == 0
    path.write_bytes(whole)
    report = read(db, logs)
    assert (report.calls, report.broken) == (1, {})


@pytest.mark.parametrize("cut", range(0, 900, 97))
def test_a_log_cut_anywhere_loses_nothing_when_it_grows(db: sqlite3.Connection, logs: Path, cut: int) -> None:
    session = one()
    session.run("git log", RULE)
    path = session.save(logs)
    whole = path.read_bytes()
    path.write_bytes(whole[:cut])
    read(db, logs)
    path.write_bytes(whole)
    read(db, logs)
    assert labels(db) == ["approved", "auto"]


def test_only_what_was_appended_is_read(db: sqlite3.Connection, logs: Path) -> None:
    session = one()
    path = session.save(logs)
    read(db, logs)
    before = path.stat().st_size
    session.run("git log")
    session.save(logs)
    assert read(db, logs).size == path.stat().st_size - before


def test_a_result_in_a_later_pass_finds_its_call(db: sqlite3.Connection, logs: Path) -> None:
    session = Session("/home/dev/p", "s1")
    identity = session.ask("Bash", {"command": "git describe"})
    session.save(logs)
    assert read(db, logs).calls == 0
    session.result(identity, YES)
    session.save(logs)
    read(db, logs)
    assert labels(db) == ["approved"]


def test_an_interruption_in_a_later_pass_takes_back_the_refusal(db: sqlite3.Connection, logs: Path) -> None:
    session = one(decided=NO)
    session.save(logs)
    read(db, logs)
    assert labels(db) == ["rejected"]
    session.record("user", message={"role": "user", "content": "wait"}, interruptedMessageId="m")
    session.save(logs)
    read(db, logs)
    assert labels(db) == ["interrupted"]


def test_a_log_rewritten_in_place_is_read_from_its_start(db: sqlite3.Connection, logs: Path) -> None:
    path = one().save(logs)
    read(db, logs)
    other = Session("/home/dev/p", "s2")
    other.run("git log", NO, 3)
    path.write_text(other.text())
    assert read(db, logs).calls == 3
    assert sorted(labels(db)) == ["approved", "rejected", "rejected", "rejected"]


def test_a_truncated_log_is_read_again_and_adds_nothing(db: sqlite3.Connection, logs: Path) -> None:
    session = one()
    session.run("git log")
    path = session.save(logs)
    read(db, logs)
    path.write_text("".join(line + "\n" for line in session.lines[:2]))
    report = read(db, logs)
    assert (report.read, report.calls) == (1, 0)
    assert len(labels(db)) == 2


def test_the_same_calls_in_a_second_file_are_kept_once(db: sqlite3.Connection, logs: Path) -> None:
    path = one().save(logs)
    path.with_name("resumed.jsonl").write_bytes(path.read_bytes())
    assert read(db, logs).calls == 1


BROKEN = {
    "no json": b"{broken\n",
    "binary": bytes(range(1, 256)).replace(b"\n", b"") + b"\n",
    "torn record": b'{"type":"user","message":{"content":[{"type":"tool_result"\n',
    "glued": b"garbage{}\n",
    "nul bytes": b"\0\0\0\n",
    "deep": b'{"type":"user","tool_":' + b"[" * 200_000 + b"]" * 200_000 + b"}\n",
}


@pytest.mark.parametrize("line", BROKEN.values(), ids=BROKEN)
def test_a_broken_line_is_counted_and_named_and_the_rest_is_read(
    db: sqlite3.Connection, logs: Path, line: bytes
) -> None:
    session = one()
    path = session.save(logs)
    good = path.read_bytes()
    later = Session("/home/dev/p", "s2")
    later.run("git log")
    path.write_bytes(good + line + later.text().encode())
    report = read(db, logs)
    assert report.calls == 2
    assert report.broken == {str(path): (1, len(session.lines) + 1)}


def test_a_line_too_long_to_hold_is_skipped_whole(
    db: sqlite3.Connection, logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logfile, "BLOCK", 1000)
    monkeypatch.setattr(logfile, "LONGEST_LINE", 5000)
    session = one()
    path = session.save(logs)
    later = Session("/home/dev/p", "s2")
    later.run("git log")
    huge = json.dumps({"type": "user", "text": "x" * 20_000}) + "\n"
    path.write_text(session.text() + huge + later.text())
    report = read(db, logs)
    assert report.calls == 2
    assert report.broken == {str(path): (1, len(session.lines) + 1)}
    assert report.size == path.stat().st_size


@pytest.mark.parametrize("block", [7, 100, 333, 4096])
def test_the_size_of_blocks_changes_nothing(
    db: sqlite3.Connection, logs: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(logfile, "BLOCK", block)
    monkeypatch.setattr(module, "COMMIT", 5 * block)
    session = one()
    session.run("git log", NO, 4)
    session.save(logs)
    assert read(db, logs).calls == 5
    assert read(db, logs).read == 0


@pytest.mark.parametrize("files", [1, 7, 1000])
def test_how_many_logs_are_committed_together_changes_nothing(
    db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, files: int
) -> None:
    monkeypatch.setattr(module, "FILES", files)
    seen: list[int] = []
    report = ingest(db, [str(SAMPLES)], "/home/dev", lambda done, _: seen.append(done))
    assert (report.read, report.calls, len(labels(db))) == (64, 774, 774)
    assert len(seen) == 64 // files + 1
    assert read(db, SAMPLES).read == 0


@pytest.mark.parametrize("at", [1, 200, 500, 773])
def test_what_is_stopped_in_the_middle_goes_on_where_it_was(
    db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    monkeypatch.setattr(module, "FILES", 5)
    with monkeypatch.context() as stopped:
        calls = iter(range(at))

        def interrupted(*_: object) -> None:
            if next(calls, None) is None:
                raise KeyboardInterrupt

        stopped.setattr(estimate.Estimate, "label", interrupted)
        with pytest.raises(KeyboardInterrupt):
            read(db, SAMPLES)
    assert not db.in_transaction
    before = len(labels(db))
    assert before < 774
    assert db.execute("SELECT count(*) FROM calls").fetchone()[0] == before
    assert read(db, SAMPLES).calls == 774 - before
    assert db.execute("SELECT count(*) FROM calls").fetchone()[0] == len(labels(db)) == 774


def test_a_long_log_stopped_between_two_commits_is_read_to_its_end_later(
    db: sqlite3.Connection, logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logfile, "BLOCK", 1000)
    monkeypatch.setattr(module, "COMMIT", 3000)
    session = one()
    session.run("git log", NO, 9)
    session.save(logs)

    def stops(*_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(db, [str(logs)], "/home/dev", stops)
    assert 0 < len(labels(db)) < 10
    read(db, logs)
    assert labels(db) == ["approved", *["rejected"] * 9]


def test_a_log_whose_disk_fails_in_the_middle_is_named_and_costs_no_other(
    db: sqlite3.Connection, logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logfile, "BLOCK", 1000)
    session = one("git describe")
    session.run("git log", NO, 4)
    bad = session.save(logs)
    other = Session("/home/dev/p", "s2")  # asks for what the first has read already
    other.run("git describe")
    os.utime(other.save(logs), (bad.stat().st_atime, bad.stat().st_mtime + 1))
    reading = logfile.LogFile.next
    with monkeypatch.context() as failing:

        def fails(log: logfile.LogFile) -> Any:
            if log.path == str(bad) and log.offset:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return reading(log)

        failing.setattr(logfile.LogFile, "next", fails)
        report = read(db, logs)
    assert [each.what for each in report.problems] == ["cannot be read: Input/output error"]
    assert ("s2", "approved") in db.execute("SELECT session, label FROM events").fetchall()
    read(db, logs)
    assert sorted(labels(db)) == ["approved", "approved", *["rejected"] * 4]


def test_a_huge_unfinished_line_is_left_for_next_time(
    db: sqlite3.Connection, logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logfile, "BLOCK", 1000)
    monkeypatch.setattr(logfile, "LONGEST_LINE", 5000)
    session = one()
    path = session.save(logs)
    path.write_text(session.text() + '{"type":"user","text":"' + "x" * 20_000)
    assert read(db, logs).calls == 1
    later = Session("/home/dev/p", "s2")
    later.run("git log")
    with path.open("a") as out:
        out.write('"}\n' + later.text())
    assert read(db, logs).calls == 1


def test_directories_and_pipes_named_like_logs_do_not_stop_it(db: sqlite3.Connection, logs: Path) -> None:
    one().save(logs)
    (logs / "folder.jsonl").mkdir()
    os.mkfifo(logs / "pipe.jsonl")
    (logs / "gone.jsonl").symlink_to("/nowhere/at/all")
    (logs / "loop").symlink_to(logs)
    report = read(db, logs)
    assert (report.files, report.calls, report.problems) == (1, 1, [])


def test_a_missing_folder_is_no_logs(db: sqlite3.Connection, logs: Path) -> None:
    assert read(db, logs).files == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_log_is_named_and_the_others_are_read(db: sqlite3.Connection, logs: Path) -> None:
    one().save(logs).chmod(0)
    other = Session("/home/dev/q", "s2")
    other.run("git log")
    other.save(logs)
    report = read(db, logs)
    assert report.calls == 1
    assert "cannot be read" in report.problems[0].what


def test_a_log_that_vanishes_while_reading_is_named(db: sqlite3.Connection, logs: Path) -> None:
    path = one().save(logs)
    todo = module.changed(db, [str(logs)], Report())
    path.unlink()
    report = Report()
    module._Reading(db, "/home/dev", report, None, 1, Described()).all(todo)
    assert [(each.where, each.what) for each in report.problems] == [
        (str(path), "cannot be read: No such file or directory")
    ]


def test_subagents_belong_to_their_session(db: sqlite3.Connection, logs: Path) -> None:
    path = one().save(logs)
    inner = Session("/home/dev/p", "s1")
    inner.base["agentId"] = "a1"
    inner.record("user", message={"role": "user", "content": "look"})
    inner.run("git log")
    beside = path.with_suffix("") / "subagents"
    beside.mkdir(parents=True)
    (beside / "agent-a1.jsonl").write_text(inner.text())
    read(db, logs)
    rows = db.execute("SELECT session, subagent FROM events ORDER BY subagent").fetchall()
    assert rows == [("s1", ""), ("s1", "a1")]


def test_worktrees_share_a_project_and_gone_directories_fall_to_the_nearest(
    db: sqlite3.Connection, logs: Path, tmp_path: Path
) -> None:
    main = tmp_path / "main"
    (main / ".git" / "worktrees" / "side").mkdir(parents=True)
    (main / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (main / ".git" / "worktrees" / "side" / "commondir").write_text("../..\n")
    (main / ".git" / "worktrees" / "side" / "gitdir").write_text(f"{tmp_path}/side/.git\n")
    side = tmp_path / "side"
    side.mkdir()
    (side / ".git").write_text(f"gitdir: {main}/.git/worktrees/side\n")
    for number, cwd in enumerate((main, side, main / "deleted" / "deeper")):
        session = Session(str(cwd), f"s{number}")
        session.run("git describe")
        session.save(logs)
    read(db, logs)
    assert db.execute("SELECT DISTINCT project FROM events").fetchall() == [(f"{main}/.git",)]


def test_a_call_is_read_once_for_all_ordinary_projects_and_apart_when_it_names_a_home(
    db: sqlite3.Connection, logs: Path
) -> None:
    for name in ("p", "q"):
        session = Session(f"/home/dev/{name}", name)
        session.run("git describe")
        session.run("cat ~/notes.txt")
        session.save(logs)
    read(db, logs)
    rows = db.execute("SELECT json_extract(parts, '$.text'), count(*) FROM readings GROUP BY 1").fetchall()
    assert sorted(rows) == [("cat ~/notes.txt", 2), ("git describe", 1)]


EARLIER = {
    "without its part": "$.parts[0]",
    "a part that does not name its tool": "$.parts[0].tool",
}


@pytest.mark.parametrize("earlier", EARLIER.values(), ids=EARLIER.keys())
def test_a_new_version_of_the_tables_reads_everything_again(
    db: sqlite3.Connection, logs: Path, monkeypatch: pytest.MonkeyPatch, earlier: str
) -> None:
    one().save(logs)
    read(db, logs)
    old = db.execute("SELECT parts FROM readings").fetchall()
    db.execute("UPDATE readings SET parts = json_remove(parts, ?)", (earlier,))
    assert db.execute("SELECT parts FROM readings").fetchall() != old
    monkeypatch.setattr(readings, "VERSION", "another")
    readings.renew(db)
    assert db.execute("SELECT version, parts FROM readings").fetchall() == [("another", old[0][0])]
    assert db.execute("SELECT count(*) FROM events WHERE reading IS NOT NULL").fetchone() == (1,)


def test_a_secret_in_a_command_is_neither_kept_nor_learned(db: sqlite3.Connection, logs: Path) -> None:
    secret = "ghp_" + "a1B2" * 9
    one(f"frob --token {secret}").save(logs)
    read(db, logs)
    dump = "\n".join(db.iterdump())
    assert secret not in dump
    kept = readings.load(db.execute("SELECT parts FROM readings").fetchone()[0])
    assert kept is not None
    assert all(part.opaque and part.argv is None for part in kept.parts)


OLD = {
    "asked by the client": ("frob --all", "inferred"),
    "run unasked": ("git status", "unlabelled"),
    "asked only by newer clients": ("cd a && cd b && ls", "unlabelled"),
}


@pytest.mark.parametrize(("command", "label"), OLD.values(), ids=OLD)
def test_old_logs_count_only_what_the_client_would_have_asked(
    db: sqlite3.Connection, logs: Path, command: str, label: str
) -> None:
    session = Session("/home/dev/p", "s1", version="2.1.240")
    session.run(command, NOTHING)
    session.save(logs)
    read(db, logs)
    assert labels(db) == [label]


def test_what_a_classifier_decided_is_no_answer(db: sqlite3.Connection, logs: Path) -> None:
    one(decided=CLASSIFIER).save(logs)
    read(db, logs)
    assert db.execute('SELECT label, "by" FROM events').fetchall() == [("auto", "classifier")]


def test_progress_ends_at_everything(db: sqlite3.Connection) -> None:
    seen: list[tuple[int, int]] = []
    ingest(db, [str(SAMPLES)], "/home/dev", lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1]
    assert seen == sorted(seen)
