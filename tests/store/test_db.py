"""The database is private; what is wrong with it is said with a way out, and nothing is loosened or lost."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from assent.core.problem import Problem
from assent.store import db as database
from assent.store import decisions, migrations, publish, record, rules
from assent.store.db import StoreError, check, connect, transaction
from assent.store.paths import Paths, make_folder
from tests.contracts.tree import ROOT
from tests.store.world import build, home, in_database, rule


def fill(paths: Paths) -> None:
    with contextlib.closing(connect(paths)) as db, transaction(db):
        for n in range(200):
            rules.apply_entry(db, rules.adding(rule(f"rule-{n}")))


def test_an_error_of_the_store_says_its_problem() -> None:
    problem = Problem("/x", "is gone", "make it again")
    error = StoreError(problem)
    assert (str(error), error.problem) == ("/x: is gone (make it again)", problem)


def test_database_and_its_side_files_are_for_us_alone(paths: Paths) -> None:
    old = os.umask(0)
    try:
        with contextlib.closing(connect(paths)) as db:
            db.execute("INSERT INTO meta VALUES ('a', 'b')")
            files = sorted(Path(paths.data).iterdir())
            assert [file.name for file in files] == ["assent.db", "assent.db-shm", "assent.db-wal"]
            assert [file.stat().st_mode & 0o777 for file in [*files, Path(paths.data)]] == [0o600] * 3 + [
                0o700
            ]
    finally:
        os.umask(old)


def test_mode_opened_by_somebody_is_closed_again(paths: Paths) -> None:
    fill(paths)
    Path(paths.db).chmod(0o644)
    assert [problem.hint for problem in check(paths)] == ["chmod 600"]
    fill(paths)
    assert check(paths) == []


def test_healthy_database_has_no_problems(paths: Paths) -> None:
    fill(paths)
    assert check(paths) == []


def spoil_header(file: Path) -> None:
    file.write_bytes(b"not a database at all" * 100)


def spoil_middle(file: Path) -> None:
    data = bytearray(file.read_bytes())
    for at in range(4096, len(data), 4096):
        data[at : at + 64] = b"\xff" * 64
    file.write_bytes(data)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: 4096 * 3 + 100])


def newer(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA user_version = 999")


def folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


BROKEN = {"header": spoil_header, "middle": spoil_middle, "cut": cut, "newer": newer, "folder": folder}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_database_is_named_with_a_way_out(paths: Paths, name: str) -> None:
    fill(paths)
    BROKEN[name](Path(paths.db))
    problems = check(paths)
    assert problems
    assert all(problem.where == paths.db for problem in problems)
    assert problems[0].hint


def empty_index(paths: Paths, name: str) -> None:
    """Takes the rows out of an index behind the database's back."""
    with contextlib.closing(sqlite3.connect(paths.db, isolation_level=None)) as db:
        index = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()
        size = db.execute("PRAGMA page_size").fetchone()[0]
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with Path(paths.db).open("r+b") as file:
        file.seek((index[0] - 1) * size + 3)
        file.write(b"\0\0")  # it holds no cell any more


# An index of a table, and whether a look at a large database names what is wrong there.
SPOILT = {"rules": ("rules_by_id", True), "decisions": ("decisions_by_ts", False)}


@pytest.mark.parametrize(("index", "named"), SPOILT.values(), ids=SPOILT.keys())
def test_of_a_large_database_what_rules_is_read_through_and_the_rest_when_asked_for(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, index: str, named: bool
) -> None:
    fill(paths)
    record.append(paths, {"kind": record.DECISION})
    with contextlib.closing(connect(paths)) as db:
        decisions.import_record(db, paths)
    empty_index(paths, index)
    assert check(paths) != []
    assert check(paths, whole=False) != []  # it is small
    monkeypatch.setattr(database, "_SMALL", 0)
    assert bool(check(paths, whole=False)) == named
    assert check(paths) != []


@pytest.mark.parametrize("name", ["header", "newer", "folder"])
def test_unusable_database_is_not_opened(paths: Paths, name: str) -> None:
    fill(paths)
    BROKEN[name](Path(paths.db))
    with pytest.raises(StoreError):
        connect(paths)


def test_missing_database_is_not_made_by_reading(paths: Paths) -> None:
    with pytest.raises(StoreError):
        connect(paths, readonly=True)
    assert not Path(paths.db).exists()


def test_database_without_its_first_step_is_healthy_and_moved_on_by_the_next_writer(paths: Paths) -> None:
    Path(paths.data).mkdir(parents=True)
    Path(paths.db).touch(0o600)
    assert check(paths) == []
    with pytest.raises(StoreError, match="next command that writes"):
        connect(paths, readonly=True)
    fill(paths)
    connect(paths, readonly=True).close()


def test_file_where_the_folder_should_be_is_a_problem(paths: Paths) -> None:
    Path(paths.data).parent.mkdir(parents=True)
    Path(paths.data).write_text("")
    with pytest.raises(StoreError) as caught:
        connect(paths)
    assert caught.value.problem.what


def twice(db: sqlite3.Connection) -> None:
    with transaction(db):
        db.execute("INSERT INTO meta VALUES ('a', 'b')")
        db.execute("INSERT INTO meta VALUES ('a', 'b')")


def test_failed_transaction_leaves_nothing(paths: Paths) -> None:
    with contextlib.closing(connect(paths)) as db:
        with pytest.raises(StoreError):
            twice(db)
        assert db.execute("SELECT count(*) FROM meta WHERE key = 'a'").fetchone() == (0,)
        assert not db.in_transaction


UNPRIVILEGED = """
import contextlib, os, sys
from pathlib import Path
from assent.core.problem import Problem
from assent.store import publish, record, rules
from assent.store.db import StoreError, check, connect
from assent.store.snapshot import Snapshot, load
from tests.store.world import allowed, build, home, in_database, rule
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[2]))
paths = home(Path(sys.argv[1]))
try:
    connect(paths)
    print("opened for writing")
except StoreError as error:
    print("refused:", bool(error.problem.hint))
with contextlib.closing(connect(paths, readonly=True)) as db:
    print("reads", sorted(in_database(db, "allow")))
    try:
        publish.change(paths, db, [rules.adding(rule("x"))], build)
    except StoreError as error:
        print("change refused:", bool(error.problem.hint))
try:
    record.append(paths, {"kind": "decision"})
except OSError as error:
    print("record refused:", error.strerror)
print("snapshot", sorted(allowed(load(paths))))
"""
ANSWERS = [
    "refused: True",
    "reads ['a1']",
    "change refused: True",
    "record refused: Permission denied",
    "snapshot ['a1']",
]


def test_read_only_home_still_answers_and_says_why_nothing_changes() -> None:
    # pytest's own directories are closed to others: the home of a stranger lies beside them.
    top = Path(os.environ.get("TMPDIR", "/tmp")) / f"assent-home-{os.getpid()}"
    top.mkdir(mode=0o755)
    owner = 54321 if os.geteuid() == 0 else os.geteuid()
    try:
        paths = home(top)
        with contextlib.closing(connect(paths)) as db:
            publish.change(paths, db, [rules.adding(rule("a1"))], build)
        for file in [top, *top.rglob("*")]:
            os.chown(file, owner, -1)
            file.chmod(0o500 if file.is_dir() else 0o400)
        argv = [sys.executable, "-c", UNPRIVILEGED, str(top), str(owner)]
        env = {
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PATH": os.environ["PATH"],
        }
        done = subprocess.run(argv, env=env, cwd="/", capture_output=True, text=True, check=False, timeout=60)
    finally:
        for file in [top, *top.rglob("*")]:
            file.chmod(0o700)
        shutil.rmtree(top)
    if "Permission denied" in done.stderr and str(ROOT) in done.stderr:
        pytest.skip("the checkout cannot be read by another user")
    assert done.stdout.splitlines() == ANSWERS, done.stderr


OPENER = """
import contextlib, sys
from assent.store.db import connect
from assent.store.paths import paths_of
homes = sys.argv[2:]
print("ready", flush=True)
sys.stdin.readline()
for home in homes:
    for _ in range(5):
        with contextlib.closing(connect(paths_of(home, {}))) as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, '1')", (sys.argv[1],))
"""


def test_processes_opening_a_new_database_at_once_make_it_once(tmp_path: Path) -> None:
    homes = [tmp_path / str(n) for n in range(12)]
    for folder in homes:
        folder.mkdir()
    env = {"PYTHONPATH": str(ROOT / "src"), "PATH": os.environ["PATH"]}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", OPENER, str(n), *map(str, homes)],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(6)
    ]
    for each in running:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in running:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    for each in running:
        each.communicate(timeout=60)
    assert [each.returncode for each in running] == [0] * 6
    for folder in homes:
        with contextlib.closing(connect(home(folder))) as db:
            assert db.execute("SELECT count(*) FROM meta WHERE value = '1'").fetchone() == (6,)
            assert db.execute("SELECT count(*) FROM migrations").fetchone() == (migrations.NEWEST,)


def test_reading_sees_what_another_connection_has_just_written(paths: Paths) -> None:
    with contextlib.closing(connect(paths)) as writer:
        with transaction(writer):
            rules.apply_entry(writer, rules.adding(rule("a1")))
        with contextlib.closing(connect(paths, readonly=True)) as reader:
            assert in_database(reader, "allow") == {"a1"}
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                reader.execute("DELETE FROM rules")


def test_a_writer_killed_while_the_database_was_made_leaves_it_readable(paths: Paths, tmp_path: Path) -> None:
    """Before the first switch to WAL there is a rollback journal, which a read-only connection may not roll back."""
    make_folder(paths.data)
    live = tmp_path / "live.db"
    writer = sqlite3.connect(live, isolation_level=None)
    writer.execute("PRAGMA cache_size = 1")
    writer.execute("CREATE TABLE t (x)")
    writer.execute("BEGIN")
    writer.executemany("INSERT INTO t VALUES (?)", [("x" * 4000,)] * 50)
    for end in ("", "-journal"):
        shutil.copy(f"{live}{end}", paths.db + end)
    writer.close()
    Path(paths.db).chmod(0o600)
    with contextlib.closing(sqlite3.connect(f"file:{paths.db}?mode=ro", uri=True)) as read:
        failed = pytest.raises(sqlite3.OperationalError)
        with failed:
            read.execute("SELECT * FROM t")
    assert not any("readonly" in str(problem) for problem in check(paths))
