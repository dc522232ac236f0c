"""Every state a file of ours can be found in, and every place the hook reads."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

from assent.store.paths import Paths


def _cut(path: Path, data: bytes) -> None:
    path.write_bytes(data[: len(data) // 2])


def _flipped(path: Path, data: bytes) -> None:
    at = len(data) // 3
    path.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :] if data else b"\x04")


def _huge(path: Path, _: bytes) -> None:
    path.write_bytes(b"x")
    os.truncate(path, 200 << 20)


def _others(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    path.chmod(0o666)


def _socket(path: Path, _: bytes) -> None:
    made = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's path may not be long
    try:
        made.bind(path.name)
    finally:
        os.chdir(here)
        made.close()


# Name → what makes it, given where and what was there before.
STATES: dict[str, Callable[[Path, bytes], object]] = {
    "absent": lambda *_: None,
    "empty": lambda path, _: path.write_bytes(b""),
    "cut": _cut,
    "flipped": _flipped,
    "garbage": lambda path, _: path.write_bytes(b"\xff\x00{[\n" * 99),
    "pipe": lambda path, _: os.mkfifo(path),
    "directory": lambda path, _: path.mkdir(),
    "loop": lambda path, _: path.symlink_to(path.name),
    "device": lambda path, _: path.symlink_to("/dev/zero"),
    "terminal": lambda path, _: path.symlink_to("/dev/ptmx"),
    "endless": lambda path, _: path.symlink_to("/proc/self/fd/0"),
    "socket": _socket,
    "others": _others,
    "huge": _huge,
}
# What a person's own file may not be read as, without the person having meant it.
UNREADABLE = ("pipe", "directory", "loop", "device", "terminal", "endless", "socket", "huge", "garbage")


def places(at: Paths, project: Path, today: str) -> dict[str, tuple[Path, tuple[str, ...]]]:
    """Name → (where, the states in which no rule may be lost)."""
    every = tuple(STATES)
    ours = {
        "snapshot": at.snapshot(), "denials": at.denials(), "epoch": at.epoch, "lock": at.lock, "database": at.db,
        "log": at.db + "-wal", "index": at.db + "-shm", "record": at.record(today), "seal": at.seal("2026-01-01"), "audit": at.audit,
    }  # fmt: skip
    found = {name: (Path(path), every) for name, path in ours.items()}
    found |= {
        name: (Path(path), UNREADABLE)
        for name, path in {
            "policy": at.user_policy,
            "settings": at.settings,
            "managed": at.managed_policy,
        }.items()
    }
    theirs = {
        "project-policy": ".assent/policy.toml", "project-folder": ".assent", "modules": ".claude/permissions",
        "module": ".claude/permissions/deny.json", "head": ".git/HEAD", "common": ".git/commondir", "config": ".git/config",
    }  # fmt: skip
    return found | {name: (project / path, every) for name, path in theirs.items()}


class Put:
    """A place put into a state, and afterwards what was there before."""

    def __init__(self, path: Path, state: str) -> None:
        self.path = path
        self.state = state
        self.aside = path.with_name(path.name + ".aside")

    def __enter__(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        data = self.path.read_bytes() if self.path.is_file() else b""
        if os.path.lexists(self.path):
            self.path.rename(self.aside)
        STATES[self.state](self.path, data)

    def __exit__(self, *_: object) -> None:
        self._remove()
        if os.path.lexists(self.aside):
            self.aside.rename(self.path)

    def _remove(self) -> None:
        if not os.path.lexists(self.path):
            return
        if self.path.is_dir() and not self.path.is_symlink():
            for each in self.path.iterdir():
                each.unlink()
            self.path.rmdir()
        else:
            self.path.unlink()
