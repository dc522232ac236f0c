"""The file that agents start: in the data folder, with our places as constants; it goes on with the package."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assent.app import files
from assent.store import regular

if TYPE_CHECKING:
    from assent.store.paths import Paths

PACKAGE = Path(__file__).resolve().parent.parent
NAME = "hook"
MODE = 0o700
# Bytes of a first line that every kernel reads whole, and what it may hold there.
FIRST_LINE = 127
OPTIONS = "-IS"
GONE = (
    "assent cannot run here: {script} is gone. Where a failing hook blocks, this call is blocked. Find out why: "
    "assent status. Put it right: assent init"
)
# Compiled anew at every call, so it does no more than must be: launch.py goes on. `exec` of text, since `compile` would
# first make the types of syntax trees: a sixth of the whole call.
TEXT = """\
#!{interpreter} {options}
# Starts assent: hook AGENT. Written by `assent init`, looked after by `assent status`.
import posix
import sys

sys.argv[2:] = {places}
__file__ = {script}
try:
    code = posix.read(posix.open(__file__, posix.O_RDONLY | posix.O_CLOEXEC), 1 << 20)
except OSError:
    sys.exit({gone})
exec(code)
"""


def interpreter() -> str:
    """The real interpreter, absolute: a shim costs ten times the whole hook, a project's venv may disappear."""
    return os.path.realpath(getattr(sys, "_base_executable", "") or sys.executable)


def script() -> str:
    """What of the package the hook starts with."""
    return str(PACKAGE / "app/start/launch.py")


def path(at: Paths) -> Path:
    """Where the file lies."""
    return Path(at.data) / NAME


def text(at: Paths) -> str:
    """What it must say: every path absolute, so that nothing in a project can move it."""
    return TEXT.format(
        interpreter=interpreter(),
        options=OPTIONS,
        places=ascii([at.home, at.config, at.data, at.state]),
        script=ascii(script()),
        gone=ascii(GONE.format(script=script())),
    )


def unfit(at: Paths) -> str:
    """Why no such file can be started here; "" when one can."""
    program = interpreter()
    if not program.isascii() or not program.isprintable() or " " in program:
        return f"a first line cannot name the interpreter {program}"
    if len(f"#!{program} {OPTIONS}") > FIRST_LINE:
        return f"the path of the interpreter {program} is too long for a first line"
    if os.statvfs(_there(Path(at.data))).f_flag & os.ST_NOEXEC:
        return f"no program may be started from {at.data}"
    return ""


def _there(folder: Path) -> Path:
    """The folder, or what of it is there already."""
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return folder


def trouble(at: Paths) -> str:
    """What is wrong with the file; "" when it is what it must be."""
    try:
        held = regular.text(str(path(at)))
        found = path(at).lstat()
    except FileNotFoundError:
        return "is gone"
    except (OSError, UnicodeDecodeError):
        return "cannot be read"
    if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
        return "is not a file of yours"
    if found.st_mode & 0o022 or not os.access(path(at), os.X_OK):
        return f"may not be run, or others may write it: its mode is {stat.S_IMODE(found.st_mode):o}"
    return "" if held == text(at) else "was changed, or belongs to another installation of assent"


def write(at: Paths) -> None:
    """Put it there, whole or not at all."""
    path(at).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    files.replace(path(at), text(at), mode=MODE)
