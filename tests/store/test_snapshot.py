"""A snapshot is used only while it is whole, ours, and as new as every source it was made from."""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assent.store import publish, snapshot
from assent.store.paths import Paths
from assent.store.rules import adding
from assent.store.snapshot import Snapshot, Stale, load, seen, take, unchanged
from tests.store.world import allowed, build, denied, rule

KEY, AFTER_YOUTH = "/p/.git", 3 * 10**9


@pytest.fixture
def made(paths: Paths, db: sqlite3.Connection) -> Paths:
    Path(paths.config).mkdir(parents=True)
    Path(paths.user_policy).write_text("# first\n")
    publish.change(paths, db, [adding(rule("a1")), adding(rule("d1", "deny"))], build)
    return paths


def test_fresh_snapshot_is_used(made: Paths) -> None:
    found = load(made)
    assert isinstance(found, Snapshot)
    assert allowed(found) == {"a1"}
    assert denied(found) == {"d1"}


def edit(paths: Paths) -> None:
    Path(paths.user_policy).write_text("# other\n")


def edit_keeping_size_and_mtime(paths: Paths) -> None:
    file = Path(paths.user_policy)
    before = file.stat()
    file.write_text("# forst\n")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def replace(paths: Paths) -> None:
    new = Path(paths.user_policy + "x")
    new.write_text("# first\n")
    new.rename(paths.user_policy)


def remove(paths: Paths) -> None:
    Path(paths.user_policy).unlink()


def appear(paths: Paths) -> None:
    Path(paths.managed).mkdir()
    Path(paths.managed_policy).write_text("")


def relink(paths: Paths) -> None:
    file = Path(paths.user_policy)
    file.rename(paths.user_policy + "x")
    file.symlink_to("/dev/zero")


def lock_up(paths: Paths) -> None:
    Path(paths.config).rename(paths.config + "x")
    Path(paths.config).write_text("no directory")


def move_epoch(paths: Paths) -> None:
    Path(paths.epoch).write_text("1-ff\n")


def lose_epoch(paths: Paths) -> None:
    Path(paths.epoch).unlink()


def lose_snapshot(paths: Paths) -> None:
    Path(paths.snapshot()).unlink()


def empty(paths: Paths) -> None:
    Path(paths.snapshot()).write_bytes(b"")


def cut(paths: Paths) -> None:
    file = Path(paths.snapshot())
    file.write_bytes(file.read_bytes()[:-1])


def flip(paths: Paths) -> None:
    file = Path(paths.snapshot())
    file.write_bytes(file.read_bytes().replace(b'"a1"', b'"a2"'))


def reframe(body: bytes) -> Callable[[Paths], None]:
    def act(paths: Paths) -> None:
        Path(paths.snapshot()).write_bytes(snapshot.framed(body))

    return act


def open_to_others(paths: Paths) -> None:
    Path(paths.snapshot()).chmod(0o620)


def link(paths: Paths) -> None:
    file = Path(paths.snapshot())
    file.rename(str(file) + "x")
    file.symlink_to(str(file) + "x")


def folder(paths: Paths) -> None:
    Path(paths.snapshot()).unlink()
    Path(paths.snapshot()).mkdir()


def foreign(paths: Paths) -> None:
    os.chown(paths.snapshot(), 12345, -1)


SPOILED = {
    "policy-edited": edit,
    "policy-edited-keeping-size-and-mtime": edit_keeping_size_and_mtime,
    "policy-replaced-by-an-equal-file": replace,
    "policy-removed": remove,
    "absent-policy-appears": appear,
    "policy-becomes-a-link-to-a-device": relink,
    "policy-behind-a-file": lock_up,
    "epoch-moved": move_epoch,
    "epoch-lost": lose_epoch,
    "snapshot-lost": lose_snapshot,
    "snapshot-empty": empty,
    "snapshot-cut": cut,
    "snapshot-changed": flip,
    "snapshot-of-nothing": reframe(b"{}"),
    "snapshot-no-object": reframe(b"[]"),
    "snapshot-no-json": reframe(b"{"),
    "snapshot-writable-by-others": open_to_others,
    "snapshot-a-link": link,
    "snapshot-a-folder": folder,
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED.keys())
def test_spoiled_snapshot_allows_nothing_and_keeps_the_last_denials(
    made: Paths, spoil: Callable[[Paths], None]
) -> None:
    spoil(made)
    found = load(made)
    assert isinstance(found, Stale)
    assert found.reason
    assert denied(found) == {"d1"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_snapshot_of_another_user_is_refused(made: Paths) -> None:
    foreign(made)
    assert isinstance(load(made), Stale)


def test_denials_that_cannot_be_trusted_are_left_out(made: Paths) -> None:
    lose_snapshot(made)
    Path(made.denials()).chmod(0o622)
    assert denied(load(made)) == set()


def test_denials_file_cannot_serve_as_a_snapshot(made: Paths) -> None:
    Path(made.denials()).rename(made.snapshot())
    assert isinstance(load(made), Stale)


def test_another_stamp_makes_it_stale(made: Paths) -> None:
    assert isinstance(load(made, stamp="next"), Stale)


def test_touch_of_a_young_source_that_changes_nothing_is_seen_by_its_times(made: Paths) -> None:
    os.utime(made.user_policy, ns=(1, 1))
    assert isinstance(load(made), Stale)


# ------------------------------------------------------------------------------------------------ sources


def test_young_source_with_the_same_times_is_told_by_its_contents(tmp_path: Path) -> None:
    file = tmp_path / "policy"
    file.write_text("one")
    row, data = take(str(file))
    assert data == b"one"
    began = time.time_ns()
    assert unchanged(row, began)
    forged = [*row[:6], "0" * 64]
    assert not unchanged(forged, began)
    assert unchanged(forged, began + AFTER_YOUTH), "an old source is known by its times alone"


def test_directory_is_known_by_its_names(tmp_path: Path) -> None:
    (tmp_path / "b").touch()
    (tmp_path / "a").touch()
    row, data = take(str(tmp_path))
    assert data == b"a\0b"
    assert unchanged(row, time.time_ns())
    (tmp_path / "c").touch()
    assert not unchanged(row, time.time_ns())


def test_absent_source_is_a_source(tmp_path: Path) -> None:
    row, data = take(str(tmp_path / "none" / "policy"))
    assert data is None
    assert unchanged(row, 0)
    (tmp_path / "none").write_text("a file where a folder would be: still absent")
    assert unchanged(row, 0)
    (tmp_path / "none").unlink()
    (tmp_path / "none").mkdir()
    assert unchanged(row, 0)
    (tmp_path / "none" / "policy").touch()
    assert not unchanged(row, 0)


@pytest.mark.parametrize("kind", ["fifo", "device", "too-large"])
def test_source_that_is_no_proper_file_is_not_read(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "policy"
    if kind == "fifo":
        os.mkfifo(file)
    elif kind == "device":
        file.symlink_to("/dev/zero")
    else:
        file.touch()
        os.truncate(file, snapshot.LARGEST_SOURCE + 1)
    row, data = take(str(file))
    assert data is None
    assert len(row) == 2
    assert unchanged(row, 0), "what cannot be read the same way is the same"


def test_name_that_no_file_can_bear_is_an_unreadable_source() -> None:
    row, data = take("/p/\0/policy")
    assert data is None
    assert unchanged(row, 0)


def test_a_source_too_large_to_look_into_is_told_by_its_times_and_size(tmp_path: Path) -> None:
    file = tmp_path / "policy"
    file.write_text("x" * 7)
    row, size = seen(str(file))
    assert (size, unchanged(row, 0)) == (7, True)
    file.write_text("x" * 8)
    assert not unchanged(row, 0)


@pytest.mark.parametrize(("name", "number"), [("none", errno.ENOENT), ("a\0b", errno.EINVAL)], ids=ascii)
def test_a_source_that_is_not_there_has_no_size_and_its_reason(
    tmp_path: Path, name: str, number: int
) -> None:
    row, size = seen(f"{tmp_path}/{name}")
    assert (row, size, unchanged(row, 0)) == ([f"{tmp_path}/{name}", number], 0, True)


@pytest.mark.parametrize(
    "row", [[], ["x"], [1, 2], ["/x", 1, 2], [None] * 7, ["/x", 2, 3, 4, 5, 6, 7, 8]], ids=str
)
def test_row_of_no_known_shape_counts_as_changed(row: list[object]) -> None:
    assert not unchanged(row, 0)


# ------------------------------------------------------------------------------------------------ projects


def test_project_with_nothing_of_its_own_is_served_by_the_users_snapshot(made: Paths, tmp_path: Path) -> None:
    assert allowed(load(made, KEY, str(tmp_path / "p"))) == {"a1"}
    assert not Path(made.snapshot(KEY, str(tmp_path / "p"))).exists()


@pytest.mark.parametrize("file", [".assent/policy.toml", ".claude/permissions"])
def test_project_file_that_appears_asks_for_a_snapshot_of_its_own(
    made: Paths, tmp_path: Path, file: str
) -> None:
    root = tmp_path / "p"
    (root / file).parent.mkdir(parents=True)
    (root / file).touch()
    found = load(made, KEY, str(root))
    assert isinstance(found, Stale)
    assert (found.key, found.root) == (KEY, str(root))
    assert denied(found) == {"d1"}


def test_project_with_granted_rules_asks_for_a_snapshot_of_its_own(
    made: Paths, db: sqlite3.Connection
) -> None:
    publish.change(made, db, [adding(rule("a2", project=KEY))], build)
    assert allowed(load(made)) == {"a1"}
    found = load(made, KEY, "/p")
    assert isinstance(found, Stale)
    assert allowed(publish.ensure(made, db, build, KEY, "/p")) == {"a1", "a2"}
    assert allowed(load(made, KEY, "/p")) == {"a1", "a2"}
    assert allowed(load(made, "/q/.git", "/q")) == {"a1"}


@pytest.mark.parametrize(
    "root", ["/p\0q", "/p\ud800", "/" + "x" * 5000], ids=["nul", "half-pair", "too-long"]
)
def test_project_at_an_impossible_place_is_never_served_by_the_users_snapshot(made: Paths, root: str) -> None:
    found = load(made, root, root)
    assert isinstance(found, Stale)
    assert denied(found) == {"d1"}


def test_stale_user_snapshot_is_what_a_plain_project_asks_to_be_built(made: Paths) -> None:
    move_epoch(made)
    found = load(made, KEY, "/p")
    assert isinstance(found, Stale)
    assert (found.key, found.root) == ("", "")


def test_two_worktrees_of_a_project_have_two_snapshots(
    made: Paths, db: sqlite3.Connection, tmp_path: Path
) -> None:
    for name in "ab":
        (tmp_path / name / ".assent").mkdir(parents=True)
        (tmp_path / name / ".assent" / "policy.toml").write_text(name)
        publish.ensure(made, db, build, KEY, str(tmp_path / name))
    (tmp_path / "a" / ".assent" / "policy.toml").write_text("longer")
    assert isinstance(load(made, KEY, str(tmp_path / "a")), Stale)
    assert isinstance(load(made, KEY, str(tmp_path / "b")), Snapshot)


def test_snapshot_under_another_projects_name_is_refused(made: Paths, db: sqlite3.Connection) -> None:
    publish.change(made, db, [adding(rule("a2", project=KEY))], build)
    publish.ensure(made, db, build, KEY, "/p")
    Path(made.snapshot(KEY, "/p")).rename(made.snapshot("/q/.git", "/q"))
    assert isinstance(load(made, "/q/.git", "/q"), Stale)


def test_stale_project_keeps_its_own_denials_and_newer_ones_of_the_user(
    made: Paths, db: sqlite3.Connection
) -> None:
    publish.change(made, db, [adding(rule("d2", "deny", KEY))], build)
    publish.ensure(made, db, build, KEY, "/p")
    publish.change(made, db, [adding(rule("d3", "deny"))], build)
    assert denied(load(made, KEY, "/p")) == {"d1", "d2", "d3"}
