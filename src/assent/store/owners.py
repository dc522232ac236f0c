"""Who may have written a file: what another user owns, or could have written, allows nothing."""

from __future__ import annotations

import grp
import os
import pwd
import stat
from typing import TYPE_CHECKING

from assent.core.problem import Problem

if TYPE_CHECKING:
    from assent.store.paths import Paths

NUMBERED = "user "  # before the number of one who has no name


def visited(paths: Paths) -> str:
    """Whose home this is when root works in the home of another user (`sudo` with HOME kept); "" otherwise."""
    if os.geteuid() != 0:
        return ""
    try:
        owner = os.stat(paths.home).st_uid  # noqa: PTH116  a name no file can bear is no home
    except (OSError, ValueError):
        return ""
    return _name(owner) if owner else ""


def visiting(paths: Paths) -> Problem | None:
    """The problem of changing anything in the home of another user."""
    owner = visited(paths)
    if not owner:
        return None
    what = f"belongs to {owner}, and you are root: what root writes there, {owner} could not change again"
    return Problem(paths.home, what, f"run it as the user {owner.removeprefix(NUMBERED)}, without sudo")


def why_doubted(found: os.stat_result, *, root_only: bool = False) -> str:
    """Why a file must not be believed: another user owns it or could have written it; "" when it may."""
    if found.st_uid != 0 and (root_only or found.st_uid != os.geteuid()):
        return f"belongs to {_name(found.st_uid)}, not to {'root' if root_only else 'you'}"
    mode = stat.S_IMODE(found.st_mode)
    if mode & stat.S_IWOTH:
        return f"everybody may write it (mode {mode:04o})"
    if mode & stat.S_IWGRP and not _private(found.st_gid, found.st_uid):
        return f"its group may write it (mode {mode:04o})"
    return ""


def why_file_doubted(path: str, *, root_only: bool = False) -> str:
    """The same of a path, links followed; "" for what is not there or cannot be looked at."""
    try:
        return why_doubted(os.stat(path), root_only=root_only)  # noqa: PTH116  also for names pathlib refuses
    except (OSError, ValueError):
        return ""


def _private(group: int, owner: int) -> bool:
    """True for a user's own group, which nobody else is in: many systems make one for each user, with umask 002."""
    try:
        user = pwd.getpwuid(owner)
    except KeyError:
        return group == owner  # no entry (a container): such groups bear the user's number
    if user.pw_gid != group:
        return False
    try:
        named = grp.getgrgid(group)
    except KeyError:
        return group == owner
    return named.gr_name == user.pw_name and set(named.gr_mem) <= {user.pw_name}


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"{NUMBERED}{uid}"
