"""A change is recorded, committed and published in that order, or it has not happened."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from assent.store import publish, record, rules, suppressions, trust
from assent.store.db import StoreError, connect
from assent.store.paths import Paths
from assent.store.snapshot import Snapshot, Stale, load, read_epoch
from tests.contracts.tree import ROOT
from tests.store.world import allowed, build, denied, home, in_database, rule


def kinds(paths: Paths) -> list[object]:
    return [entry["kind"] for day in record.days(paths) for entry in record.read(paths, day)]


def test_change_reaches_record_database_and_snapshot(paths: Paths, db: sqlite3.Connection) -> None:
    done = publish.change(paths, db, [rules.adding(rule("a1")), trust.refusing("/p/x")], build)
    assert len(done) == 2
    assert kinds(paths) == ["rule", "trust"]
    assert in_database(db, "allow") == allowed(load(paths)) == {"a1"}
    assert trust.state(db, "/p/x", "h") == trust.REFUSED


def test_every_change_moves_the_epoch(paths: Paths, db: sqlite3.Connection) -> None:
    seen = set()
    for n in range(5):
        publish.change(paths, db, [rules.adding(rule(f"a{n}"))], build)
        seen.add(read_epoch(paths))
    assert len(seen) == 5


def test_change_takes_project_snapshots_away(paths: Paths, db: sqlite3.Connection) -> None:
    publish.change(paths, db, [rules.adding(rule("a1", project="/p"))], build)
    publish.ensure(paths, db, build, "/p", "/p")
    assert Path(paths.snapshot("/p", "/p")).exists()
    publish.change(paths, db, [rules.removing(db, "a1")], build)
    assert not Path(paths.snapshot("/p", "/p")).exists()
    assert allowed(load(paths, "/p", "/p")) == set()


def test_files_are_private(paths: Paths, db: sqlite3.Connection) -> None:
    publish.change(paths, db, [rules.adding(rule("a1"))], build)
    files = [file for top in (paths.data, paths.state) for file in Path(top).rglob("*")]
    wrong = [str(file) for file in files if file.stat().st_mode & 0o077]
    assert files
    assert wrong == []


def test_granting_the_same_rule_again_changes_nothing(paths: Paths, db: sqlite3.Connection) -> None:
    assert len(publish.change(paths, db, [rules.adding(rule("a1"))], build)) == 1
    assert publish.change(paths, db, [rules.adding(rule("a1"))], build) == []
    assert len(rules.history(db)) == 1


def test_change_that_the_database_refuses_is_voided_and_changes_nothing(
    paths: Paths, db: sqlite3.Connection
) -> None:
    publish.change(paths, db, [rules.adding(rule("d1", "deny"))], build)
    bad = rules.adding(rule("x1", "maybe"))
    with pytest.raises(StoreError):
        publish.change(paths, db, [rules.adding(rule("a1")), bad], build)
    assert in_database(db, "allow") == set()
    assert kinds(paths)[-1] == "void"
    assert allowed(load(paths)) == set()
    assert denied(load(paths)) == {"d1"}


def test_entry_that_cannot_be_recorded_voids_those_before_it(paths: Paths, db: sqlite3.Connection) -> None:
    bad = trust.refusing("/p") | {"by": object()}
    with pytest.raises(TypeError):
        publish.change(paths, db, [rules.adding(rule("a1")), bad], build)
    assert kinds(paths) == ["rule", "void"]
    assert in_database(db, "allow") == set()


def test_builder_that_fails_leaves_silence_and_the_committed_rules(
    paths: Paths, db: sqlite3.Connection
) -> None:
    publish.change(paths, db, [rules.adding(rule("a1")), rules.adding(rule("d1", "deny"))], build)

    def fails(_db: sqlite3.Connection, _key: str, _root: str) -> publish.Built:
        raise OSError(28, "No space left on device")

    publish.change(paths, db, [rules.removing(db, "a1")], fails)
    found = load(paths)
    assert isinstance(found, Stale)
    assert denied(found) == {"d1"}
    assert in_database(db, "allow") == set()
    assert isinstance(publish.ensure(paths, db, build), Snapshot)


def test_epoch_that_cannot_be_moved_leaves_silence_and_the_committed_rules(
    paths: Paths, db: sqlite3.Connection
) -> None:
    publish.change(paths, db, [rules.adding(rule("a1"))], build)
    Path(paths.epoch).unlink()
    (Path(paths.epoch) / "in-the-way").mkdir(parents=True)
    assert publish.change(paths, db, [rules.removing(db, "a1")], build)
    assert in_database(db, "allow") == set()
    assert isinstance(load(paths), Stale)


def test_ensure_makes_the_first_snapshot_and_then_leaves_it(paths: Paths, db: sqlite3.Connection) -> None:
    assert isinstance(load(paths), Stale)
    first = publish.ensure(paths, db, build)
    before = Path(paths.snapshot()).stat().st_ino
    second = publish.ensure(paths, db, build)
    assert isinstance(first, Snapshot)
    assert isinstance(second, Snapshot)
    assert Path(paths.snapshot()).stat().st_ino == before


def test_ensure_builds_user_and_project_in_one_go(paths: Paths, db: sqlite3.Connection) -> None:
    publish.change(paths, db, [rules.adding(rule("a1", project="/p"))])
    assert allowed(publish.ensure(paths, db, build, "/p", "/p")) == {"a1"}


def test_source_that_changes_while_building_leaves_it_stale(paths: Paths, db: sqlite3.Connection) -> None:
    Path(paths.config).mkdir(parents=True)

    def slow(database: sqlite3.Connection, key: str, root: str) -> publish.Built:
        made = build(database, key, root)
        Path(paths.user_policy).write_text("changed meanwhile " + os.urandom(4).hex())
        return made

    assert isinstance(publish.ensure(paths, db, slow), Stale)


HOLDER = """
import sys, time
from assent.store.paths import paths_of
from assent.store.publish import locked
with locked(paths_of(sys.argv[1], {})):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_lock_held_by_another_process_is_waited_for_and_then_told(
    paths: Paths, db: sqlite3.Connection
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, paths.home],
        env={"PYTHONPATH": str(ROOT / "src")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(StoreError, match="holds the lock"):
            publish.ensure(paths, db, build, patience=0.05)
        holder.communicate()
    assert isinstance(publish.ensure(paths, db, build), Snapshot)


WRITER = """
import contextlib, sys
from assent.store import publish, rules
from assent.store.db import connect
from tests.store.world import build, home, rule
from pathlib import Path
paths = home(Path(sys.argv[1]))
with contextlib.closing(connect(paths)) as db:
    for n in range(25):
        publish.change(paths, db, [rules.adding(rule(f"{sys.argv[2]}{n}"))], build)
        if n % 3 == 0:
            publish.change(paths, db, [rules.removing(db, f"{sys.argv[2]}{n}")], build)
"""


def test_two_processes_changing_rules_lose_nothing_and_a_reader_never_sees_more_than_the_database(
    tmp_path: Path,
) -> None:
    paths = home(tmp_path)
    env = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": os.environ["PATH"]}
    running = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), who], env=env) for who in "xy"]
    seen = 0
    with contextlib.closing(connect(paths)) as db:
        while any(each.poll() is None for each in running):
            before, epoch = in_database(db, "allow"), read_epoch(paths)
            read = load(paths)
            same = in_database(db, "allow") == before and read_epoch(paths) == epoch
            if same and isinstance(read, Snapshot):
                seen += 1
                assert allowed(read) == before
        assert [each.returncode for each in running] == [0, 0]
        expected = {f"{who}{n}" for who in "xy" for n in range(25) if n % 3}
        assert in_database(db, "allow") == expected
    assert allowed(load(paths)) == expected
    assert seen


FULL = """
import contextlib, resource, sys
from pathlib import Path
from assent.store import publish, rules
from assent.store.db import StoreError, connect
from tests.store.world import build, home, rule
paths = home(Path(sys.argv[1]))
with contextlib.closing(connect(paths)) as db:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    try:
        publish.change(paths, db, [rules.removing(db, "a1"), *[rules.adding(rule("b" * 60 + str(n))) for n in range(40)]], build)
        print("done")
    except StoreError as error:
        print("refused:", error)
"""


@pytest.mark.parametrize("room", [0, 100, 700, 3000, 12000, 20000, 33000, 60000, 200000])
def test_full_disk_at_any_point_is_told_and_never_loosens(tmp_path: Path, room: int) -> None:
    paths = home(tmp_path)
    with contextlib.closing(connect(paths)) as db:
        publish.change(paths, db, [rules.adding(rule("a1")), rules.adding(rule("d1", "deny"))], build)
    argv = [sys.executable, "-c", FULL, str(tmp_path), str(room)]
    env = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(argv, env=env, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.startswith(("done", "refused:")), done.stderr
    with contextlib.closing(connect(paths)) as db:
        held = in_database(db, "allow")
        assert held == {"a1"} if done.stdout.startswith("refused") else "a1" not in held
        assert allowed(load(paths)) <= held
        assert "d1" in denied(load(paths))
        assert allowed(publish.ensure(paths, db, build)) == held


def test_rejections_pass_through_the_same_door(paths: Paths, db: sqlite3.Connection) -> None:
    publish.change(paths, db, [suppressions.rejecting({"git *": 9.5})], build)
    assert set(suppressions.known(db)) == {"git *"}
    assert kinds(paths) == ["reject"]


def test_what_a_killed_writer_left_is_swept(paths: Paths, db: sqlite3.Connection) -> None:
    publish.change(paths, db, [rules.adding(rule("a1"))], build)
    left = Path(paths.snapshots) / "user.json.abcd.new"
    left.write_text("half")
    publish.change(paths, db, [rules.adding(rule("a2"))], build)
    assert not left.exists()
