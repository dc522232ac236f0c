"""What another user owns or could have written allows nothing; root leaves nothing in the home of another user."""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
from pathlib import Path

import pytest

from assent.store import owners, publish, record, rules
from assent.store.db import LostError, StoreError, connect
from assent.store.paths import Paths
from assent.store.rebuild import opened, rebuild
from tests.store.world import build, in_database, rule

STRANGER = 54321
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


def stat_of(uid: int, gid: int, mode: int) -> os.stat_result:
    return os.stat_result((0o100000 | mode, 1, 1, 1, uid, gid, 0, 0, 0, 0))


ME, MINE = os.geteuid(), pwd.getpwuid(os.geteuid()).pw_gid
PRIVATE = grp.getgrgid(MINE).gr_name == pwd.getpwuid(ME).pw_name
BELIEVED = {
    "mine": (ME, MINE, 0o600, True),
    "mine-others-read": (ME, MINE, 0o644, True),
    "mine-own-group-writes": (ME, MINE, 0o664, PRIVATE),
    "mine-other-group-writes": (ME, MINE + 1, 0o664, False),
    "mine-all-write": (ME, MINE, 0o666, False),
    "roots": (0, 0, 0o644, True),
    "roots-all-write": (0, 0, 0o646, False),
    "of-another-user": (STRANGER, STRANGER, 0o600, ME == STRANGER),
    "of-no-known-user": (STRANGER, MINE, 0o644, ME == STRANGER),
}


@pytest.mark.parametrize(("uid", "gid", "mode", "good"), BELIEVED.values(), ids=BELIEVED.keys())
def test_a_file_is_believed_when_nobody_else_could_write_it(
    uid: int, gid: int, mode: int, good: bool
) -> None:
    assert (owners.why_doubted(stat_of(uid, gid, mode)) == "") is good


@pytest.mark.parametrize(("gid", "good"), [(STRANGER, True), (STRANGER + 1, False)], ids=["own", "other"])
def test_a_user_without_an_entry_has_the_group_of_the_same_number(
    monkeypatch: pytest.MonkeyPatch, gid: int, good: bool
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: STRANGER)
    assert (owners.why_doubted(stat_of(STRANGER, gid, 0o664)) == "") is good


def test_what_is_managed_is_roots_alone() -> None:
    assert owners.why_doubted(stat_of(STRANGER, STRANGER, 0o644), root_only=True)
    assert owners.why_doubted(stat_of(0, 0, 0o644), root_only=True) == ""


def granted(paths: Paths) -> None:
    with contextlib.closing(connect(paths)) as db:
        publish.change(paths, db, [rules.adding(rule("a1")), rules.adding(rule("d1", "deny"))], build)


@root_only
def test_a_database_of_another_user_is_not_obeyed(paths: Paths) -> None:
    granted(paths)
    os.chown(paths.db, STRANGER, STRANGER)
    with pytest.raises(LostError, match="belongs to"):
        connect(paths)
    with contextlib.closing(opened(paths)) as db:
        assert in_database(db, "allow") == {"a1"}
    assert Path(paths.db).stat().st_uid == 0


@pytest.mark.parametrize("which", ["folder", "file"])
def test_rules_are_not_made_from_a_record_that_others_could_write(paths: Paths, which: str) -> None:
    granted(paths)
    Path(paths.db).unlink()
    Path(paths.audit if which == "folder" else paths.record(record.days(paths)[0])).chmod(0o777)
    with pytest.raises(StoreError, match="everybody may write it"):
        opened(paths)
    assert not Path(paths.db).exists()


@root_only
def test_root_changes_nothing_in_the_home_of_another_user(paths: Paths) -> None:
    granted(paths)
    for file in [Path(paths.home), *Path(paths.home).rglob("*")]:
        os.chown(file, STRANGER, STRANGER)
    before = seen(paths)
    with contextlib.closing(connect(paths, readonly=True)) as db:
        assert in_database(db, "allow") == {"a1"}
    entry = rules.adding(rule("a2"))
    with (
        contextlib.closing(connect(paths)) as db,
        pytest.raises(StoreError, match="belongs to user 54321") as caught,
    ):
        publish.change(paths, db, [entry], build)
    assert "run it as the user 54321" in caught.value.problem.hint
    with pytest.raises(StoreError):
        rebuild(paths)
    assert seen(paths) == before


@root_only
def test_root_adds_to_the_users_record_and_makes_no_file_there(paths: Paths) -> None:
    record.append(paths, {"kind": "event"})
    (day,) = record.days(paths)
    for file in [Path(paths.home), *Path(paths.home).rglob("*")]:
        os.chown(file, STRANGER, STRANGER)
    record.append(paths, {"kind": "event"})
    assert len(list(record.read(paths, day))) == 2
    assert Path(paths.record(day)).stat().st_uid == STRANGER
    with pytest.raises(FileNotFoundError):
        record.append(paths, {"kind": "event", "ts": "2026-01-02T00:00:00.000Z"})


def seen(paths: Paths) -> list[tuple[str, int, int]]:
    files = sorted(Path(paths.home).rglob("*"))
    return [(str(file), file.stat().st_uid, file.stat().st_size) for file in files]
