"""What the programs of a file can do at most, in few words: its effects, and those that its roles may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.core.effect import (
    DESTROY,
    INSTALL,
    NET_READ,
    NET_SEND,
    READ_PROJECT,
    RUN_CODE,
    RUN_PROJECT,
    UNKNOWN,
    WRITE_PROJECT,
    names_of,
)
from assent.core.reason import MEANS
from assent.shell.programs.words import ALONE, DOES, JUDGE, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assent.shell.programs.rows import Rows

# What a word of each role can bring about where it lies in the project; what is elsewhere is judged call by call.
OF_ROLES = {
    "data": 0,
    "read": READ_PROJECT,
    "names": READ_PROJECT,
    "write": WRITE_PROJECT,
    "edit": READ_PROJECT | WRITE_PROJECT,
    "destroy": DESTROY | WRITE_PROJECT,
    "chdir": 0,
    "url": NET_READ,
    "send": NET_SEND,
    "host": 0,
    "remote": 0,
    "command": 0,
    "shell": 0,
    "code": RUN_CODE,
    "script": RUN_PROJECT,
    "task": RUN_PROJECT,
    "package": INSTALL,
    "unknown": UNKNOWN,
}
RUNS = "runs"  # what it is given: whatever that does
JUDGED = "judged"  # by code of ours, from its words


def able(rows: Rows) -> tuple[int, tuple[str, ...]]:
    """The effects that a file knows its programs to have, and what else decides about them."""
    mask = 0
    more: set[str] = set()
    for block in rows.source.blocks:
        roles = set(_plain(block.lists.get(WORDS, ())))
        mask |= block.effects.get(DOES, 0) | block.effects.get(ALONE, 0)
        for _, of_value, adds in rows.options[block].values():
            mask |= adds
            roles |= set(of_value)
        for role in roles:
            mask |= OF_ROLES[role]
        if "runs" in block.facts or not roles.isdisjoint(("command", "shell")):
            more.add(RUNS)
        if JUDGE in block.texts:
            more.add(JUDGED)
    return mask, tuple(sorted(more))


def _plain(roles: Iterable[str]) -> Iterable[str]:
    return (role.rstrip("*+") for role in roles)


def told(mask: int, more: Iterable[str]) -> str:
    """The same for people: `reads the project; sends data out; runs what it is given`."""
    parts = [MEANS[name] for name in names_of(mask & ~UNKNOWN)]
    parts += ["runs what it is given"] * (RUNS in more)
    parts += ["more, by its words (judged by code)"] * (JUDGED in more)
    parts += ["what nobody has judged"] * bool(mask & UNKNOWN)
    return "; ".join(parts) or "changes nothing and shows what it is given"


def short(mask: int, more: Iterable[str]) -> str:
    """The same in one line of a table, the gravest first: `runs net-send read-project`."""
    return " ".join([*more, *reversed(names_of(mask))]) or "-"
