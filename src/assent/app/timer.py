"""What makes a digest by itself: a timer of the user's systemd, or a line for cron where there is none."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assent.app import files
from assent.core.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.store.paths import Paths

NAME = "assent-digest"
DAILY, WEEKLY = "daily", "weekly"
# When: as systemd and as cron say it.
_WHEN = {DAILY: ("*-*-* 08:00:00", "0 8 * * *"), WEEKLY: ("Mon *-*-* 08:00:00", "0 8 * * 1")}
_PLAIN = re.compile(r"[\w/.=:,@+-]+")
_STARTER = "/usr/bin/env"
_MARK = "# Written by `assent init --digest`; `assent init --digest --undo` takes it out.\n"
# What moves our files; a timer does not start from the person's shell.
_MOVES = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
_SERVICE = """\
{mark}[Unit]
Description=assent: the {every} digest of what the agents did

[Service]
Type=oneshot
{environment}ExecStart={command}
UMask=0077
Nice=10
"""
_TIMER = """\
{mark}[Unit]
Description=assent: a {every} digest of what the agents did

[Timer]
OnCalendar={when}
Persistent=true

[Install]
WantedBy=timers.target
"""


@dataclass(frozen=True, slots=True)
class Unit:
    """A file of the user's systemd as it is (None: not there) and as it is to be; `link` when it is to be a link to
    that place instead."""

    path: Path
    old: str | None
    new: str | None
    link: bool = False

    @property
    def diff(self) -> str:
        """What changes, for people."""
        if self.link:
            return f"{'+' if self.new else '-'}{self.path} -> {self.new or self.old}\n"
        return files.diff(self.path, self.old, self.new)


def program() -> list[str]:
    """How this installation is started: its command where that is how it was called, else by its interpreter."""
    called = Path(sys.argv[0])
    if called.name == "assent" and called.is_absolute() and os.access(called, os.X_OK):
        return [str(called)]
    return [sys.executable, "-P", "-m", "assent"]


def command(every: str) -> list[str]:
    """What makes the digest."""
    return [*program(), "digest", f"--{every}", "--save"]


def folder(at: Paths) -> Path:
    """Where the user's systemd looks for units."""
    return Path(at.config).parent / "systemd/user"


def _places(at: Paths) -> tuple[Path, Path, Path]:
    base = folder(at)
    return base / f"{NAME}.service", base / f"{NAME}.timer", base / f"timers.target.wants/{NAME}.timer"


def has_systemd(environ: Mapping[str, str]) -> bool:
    """True where a systemd of the user's runs: it then has its folder in the user's runtime directory."""
    runtime = environ.get("XDG_RUNTIME_DIR", "")
    return runtime.startswith("/") and Path(runtime, "systemd").is_dir()


def plan(at: Paths, every: str, environ: Mapping[str, str]) -> list[Unit]:
    """What an installation changes; nothing where it is in place."""
    service, timer, wanted = _places(at)
    moved = {name: environ[name] for name in _MOVES if environ.get(name, "").startswith("/")}
    environment = "".join(f"Environment={_quoted(f'{name}={value}')}\n" for name, value in moved.items())
    words = command(every)
    if not _PLAIN.fullmatch(words[0]):  # systemd takes no odd name for a program
        words = [_STARTER, *words]
    line = " ".join(_quoted(word).replace("$", "$$") for word in words)
    texts = {
        service: _SERVICE.format(mark=_MARK, every=every, environment=environment, command=line),
        timer: _TIMER.format(mark=_MARK, every=every, when=_WHEN[every][0]),
    }
    found = [Unit(path, _text(path), text) for path, text in texts.items()]
    return [
        each
        for each in [*found, Unit(wanted, _target(wanted), str(timer), link=True)]
        if each.old != each.new
    ]


def undo_plan(at: Paths) -> list[Unit]:
    """What takes it out: the link first, then what is ours by its first line."""
    service, timer, wanted = _places(at)
    found = [
        Unit(path, text, None) for path in (timer, service) if (text := _text(path) or "").startswith(_MARK)
    ]
    link = [Unit(wanted, str(timer), None, link=True)] if _target(wanted) == str(timer) else []
    return link + found


def problems(units: Sequence[Unit], environ: Mapping[str, str]) -> list[Problem]:
    """Why these files cannot be written: a unit of somebody else's, a place that others keep, a name on two lines."""
    odd = [
        word
        for word in [*command(DAILY), *(environ.get(name, "") for name in _MOVES)]
        if not word.isprintable()
    ]
    found = [
        Problem("--digest", f"a unit cannot hold the path {word!r}", "add a job to cron yourself")
        for word in odd
    ]
    for each in units:
        foreign = (
            each.new is not None and each.old is not None and not each.link and not each.old.startswith(_MARK)
        )
        if foreign:
            found.append(
                Problem(
                    str(each.path),
                    "is there already and is not of assent",
                    "move it away, then run this again",
                )
            )
        elif (fault := files.unwritable(each.path)) and not each.link:
            found.append(fault)
    return found


def carry_out(units: Sequence[Unit]) -> list[Problem]:
    """Does it; what could not be done comes back."""
    left = []
    for each in units:
        try:
            _write(each)
        except OSError as error:
            left.append(
                Problem(str(each.path), f"cannot be written: {error.strerror}", "check its owner and mode")
            )
    return left


def _write(unit: Unit) -> None:
    if unit.link and unit.new:
        unit.path.parent.mkdir(parents=True, exist_ok=True)
        unit.path.unlink(missing_ok=True)
        unit.path.symlink_to(unit.new)
    elif unit.new is None:
        unit.path.unlink(missing_ok=True)
    else:
        files.replace(unit.path, unit.new, 0o644)


def tell(environ: Mapping[str, str], *, on: bool) -> bool:
    """Tells the running systemd; False when it could not be reached, and then its next start does it."""
    systemctl = shutil.which("systemctl")
    if systemctl is None or not has_systemd(environ):
        return False
    again, unit = ["daemon-reload"], f"{NAME}.timer"
    steps = [again, ["start", unit]] if on else [["stop", unit], again]
    return all(_told(systemctl, words) for words in steps)


def _told(systemctl: str, words: Sequence[str]) -> bool:
    try:
        done = subprocess.run([systemctl, "--user", *words], capture_output=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def cron_line(every: str, environ: Mapping[str, str]) -> str:
    """The same for cron, where a percent sign ends the command."""
    moved = [
        f"{name}={shlex.quote(environ[name])}" for name in _MOVES if environ.get(name, "").startswith("/")
    ]
    line = " ".join([*moved, shlex.join(command(every))]).replace("%", "\\%")
    return f"{_WHEN[every][1]} {line}"


def _quoted(word: str) -> str:
    """A word of a unit file, whatever is in it."""
    if _PLAIN.fullmatch(word):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"'


def _text(path: Path) -> str | None:
    found = files.read_text(path)
    return found if isinstance(found, str) or found is None else ""


def _target(path: Path) -> str | None:
    try:
        return str(path.readlink())
    except OSError:
        return None
