"""Other programs' files changed with care: read as they are, shown as a diff, written by temp file and rename."""

from __future__ import annotations

import difflib
import os
import stat
import tempfile
from pathlib import Path

from assent.core.problem import Problem

# Places whose files are made by a tool and never edited in place.
STORES = ("/nix/store", "/gnu/store")


def read_text(path: Path) -> str | Problem | None:
    """The file's text exactly (no newline translation); None when there is none; a Problem when it is no text."""
    try:
        return path.read_bytes().decode("utf-8")
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
            owner = (
                "a read-only store"
                if target.startswith(STORES)
                else "another place, perhaps a dotfile manager's"
            )
            return Problem(
                str(path), f"{each} is a link into {owner} ({target})", "add what is shown there yourself"
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
    before = (old or "").splitlines(keepends=True)
    after = (new or "").splitlines(keepends=True)
    gone = "/dev/null"
    lines = difflib.unified_diff(
        before, after, str(path) if old is not None else gone, str(path) if new is not None else gone
    )
    return "".join(
        line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines
    )


def replace(path: Path, text: str) -> None:
    """Write a whole file: complete or not at all, with the mode the old one had (0600 for a new one)."""
    path.parent.mkdir(parents=True, exist_ok=True)
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


def backup(path: Path, folder: Path, stamp: str) -> Path | None:
    """A copy of a file about to change, named by time; the ten newest are kept. None when there is no file."""
    if not path.exists():
        return None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    label = str(path).strip("/").replace("/", "%")
    copy = folder / f"{label}.{stamp}"
    copy.write_bytes(path.read_bytes())
    copy.chmod(0o600)
    for old in sorted(folder.glob(f"{label}.*"))[:-10]:
        old.unlink()
    return copy
