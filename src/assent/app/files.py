"""Other programs' files changed with care: read as they are, shown as a diff, written by temp file and rename."""

from __future__ import annotations

import glob
import os
import stat
from pathlib import Path

from assent.core.problem import Problem
from assent.store import regular

# Places whose files are made by a tool and never edited in place.
PRISTINE = ".before"  # ends the name of a copy of what stood there before us
STORES = ("/nix/store", "/gnu/store")


def read_text(path: Path) -> str | Problem | None:
    """The file's text exactly (no newline translation); None when there is none; a Problem when it is no text."""
    try:
        return regular.text(str(path))
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        return Problem(
            str(path), "is not UTF-8 text", "nothing was changed; fix or move the file, then run this again"
        )
    except OSError as error:
        return Problem(str(path), f"cannot be read: {error.strerror}", "check its owner and mode")


def unwritable(path: Path) -> Problem | None:
    """Why a file must not be replaced: a link (a dotfile manager or a read-only store owns it), or no right to."""
    for each in (path, *path.parents):
        if each.is_symlink():
            target = os.path.realpath(each)
            other = "another place, perhaps a dotfile manager's"
            owner = "a read-only store" if target.startswith(STORES) else other
            return Problem(
                str(path),
                f"{'' if each == path else f'{each} '}is a link into {owner} ({target})",
                "add what is shown there yourself",
            )
        if each == Path.home():
            break
    base = path.parent
    while not base.exists():
        base = base.parent
    if not os.access(path if path.exists() else base, os.W_OK):
        return Problem(str(path), "may not be written", "check its owner and mode")
    return None


def diff(path: Path, old: str | None, new: str | None) -> str:
    """A unified diff of a planned change, "" when nothing changes."""
    import difflib

    before = (old or "").splitlines(keepends=True)
    after = (new or "").splitlines(keepends=True)
    gone = "/dev/null"
    lines = difflib.unified_diff(
        before, after, str(path) if old is not None else gone, str(path) if new is not None else gone
    )
    return "".join(
        line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines
    )


def replace(path: Path, text: str, mode: int | None = None) -> None:
    """Write a whole file: complete or not at all; without a mode, with that of the old one (0600 for a new one)."""
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True)
    if mode is None:
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o600
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)  # noqa: PTH101  the temp file has no Path of its own
        os.rename(name, path)  # noqa: PTH104  likewise
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def backup(path: Path, folder: Path, stamp: str, *, pristine: bool = False) -> Path | None:
    """A copy of a file about to change, named by time; the ten newest are kept, and of what stood there before we
    changed anything (`pristine`) every one. None when there is no file."""
    if not path.exists():
        return None
    data = regular.read(str(path))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    label = str(path).strip("/").replace("/", "%")
    copy = _unused(folder / f"{label}.{stamp}{PRISTINE if pristine else ''}", data)
    if not copy.exists():
        copy.write_bytes(data)
        copy.chmod(0o600)
    passing = [each for each in folder.glob(f"{glob.escape(label)}.*") if PRISTINE not in each.name]
    for old in sorted(passing)[:-10]:
        old.unlink()
    return copy


def _unused(wanted: Path, data: bytes) -> Path:
    """A name that no other copy has: two changes within one second are two copies, unless they are the same."""
    name, number = wanted, 1
    while name.exists() and name.read_bytes() != data:
        number += 1
        name = wanted.with_name(f"{wanted.name}-{number}")
    return name
