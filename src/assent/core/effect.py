"""The seventeen effects a part can have, as bits of one integer and as the names people read and write."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# Masks are kept in files: a bit never changes what it stands for, and a new effect takes the next free one.
READ_PROJECT = 1 << 0
READ_ELSEWHERE = 1 << 1
READ_SECRET = 1 << 2
WRITE_PROJECT = 1 << 3
WRITE_TMP = 1 << 4
WRITE_ELSEWHERE = 1 << 5
DESTROY = 1 << 6
NET_READ = 1 << 7
NET_SEND = 1 << 8
RUN_PROJECT = 1 << 9
INSTALL = 1 << 10
RUN_CODE = 1 << 11
PRIVILEGE = 1 << 12
SYSTEM = 1 << 13
HISTORY = 1 << 14
UNKNOWN = 1 << 15
WEAKEN = 1 << 16
ALL = (1 << 17) - 1

# In the order in which people read them.
BIT = {
    "read-project": READ_PROJECT,
    "read-elsewhere": READ_ELSEWHERE,
    "read-secret": READ_SECRET,
    "write-project": WRITE_PROJECT,
    "write-tmp": WRITE_TMP,
    "write-elsewhere": WRITE_ELSEWHERE,
    "destroy": DESTROY,
    "net-read": NET_READ,
    "net-send": NET_SEND,
    "run-project": RUN_PROJECT,
    "install": INSTALL,
    "run-code": RUN_CODE,
    "privilege": PRIVILEGE,
    "system": SYSTEM,
    "history": HISTORY,
    "weaken": WEAKEN,
    "unknown": UNKNOWN,
}
NAMES = tuple(BIT)

# What a wildcard allow written by a person without `within` does not reach.
NOT_WILD = DESTROY | HISTORY | READ_SECRET | PRIVILEGE | RUN_CODE | WEAKEN
WILD = ALL & ~NOT_WILD

# What no amount of answers can teach (level 5 in docs/learning.md): no learned or shipped allow may hold these.
NEVER_LEARNED = READ_SECRET | DESTROY | RUN_CODE | PRIVILEGE | SYSTEM | HISTORY | WEAKEN | WRITE_ELSEWHERE

# What redirects, assignments and standard input may add to a part whose every word a rule names: it vouches for the
# words, not for what comes from beside them.
EXACT_REACH = READ_PROJECT | READ_ELSEWHERE


def mask_of(names: Iterable[str]) -> int:
    """The mask of effect names; raises KeyError on a word that is no effect."""
    mask = 0
    for name in names:
        mask |= BIT[name]
    return mask


_ALONE = {bit: name for name, bit in BIT.items()}


def names_of(mask: int) -> list[str]:
    """The effect names in a mask, in their fixed order."""
    alone = _ALONE.get(mask)  # most often there is one
    if alone is not None:
        return [alone]
    return [name for name in NAMES if mask & BIT[name]]
