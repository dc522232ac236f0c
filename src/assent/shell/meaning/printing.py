"""What a part hands on by printing it: words of its own, text of a file, or what it is fed."""

from __future__ import annotations

from assent.core.effect import (
    PRIVILEGE,
    READ_ELSEWHERE,
    READ_PROJECT,
    READ_SECRET,
    RUN_CODE,
    RUN_PROJECT,
    UNKNOWN,
)
from assent.shell.meaning.arg import ANYTHING, OWN, TEXT, held
from assent.shell.programs.row import OWN_WORDS, OWN_WORDS_WITH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assent.core.call import Part
    from assent.shell.meaning.arg import Arg
    from assent.shell.meaning.scope import Scope
    from assent.shell.meaning.use import Use
    from assent.shell.programs.row import Row

ALWAYS = "always"
# Beside what words may hold: a part prints what it is fed; only its effects tell; its output goes elsewhere.
FED, UNTOLD, SILENT = -1, -2, -3
# What may do anything, whatever its name says; and what may print text of a file.
OTHER = RUN_PROJECT | RUN_CODE | PRIVILEGE | UNKNOWN
TELLING = READ_PROJECT | READ_ELSEWHERE | READ_SECRET | OTHER
# Roles of options by which a file is read, so that it may show in a message.
READING = frozenset(("read", "edit", "script", "code", "unknown"))


def prints(parts: Iterable[Part], feed: int) -> int:
    """The worst that parts which are all fed the same may print."""
    return max((_prints(part, feed) for part in parts), default=OWN)


def reaches(scope: Scope) -> int:
    """The worst that standard input may hold here."""
    return OWN if scope.stdin is not None else scope.feed


def _prints(part: Part, feed: int) -> int:
    if part.prints == SILENT:
        return OWN
    if part.prints >= 0 and not part.effects & OTHER:
        return part.prints
    if part.effects & TELLING or feed == TEXT:
        return TEXT
    return feed if part.prints == FED else ANYTHING


def told(use: Use, row: Row, args: Sequence[Arg]) -> int:
    """What is known, by its row and its words, of what a use prints."""
    worst = held(*args)
    if worst == TEXT:
        return TEXT
    if row.facts and _speaks_for_itself(use, row):
        return worst
    return FED if use.part.inert and worst == OWN else UNTOLD


def _speaks_for_itself(use: Use, row: Row) -> bool:
    """True when its options leave a program nothing to print but words of its own."""
    begin = f"{OWN_WORDS}="
    own = [fact[len(begin) :] for fact in row.facts if fact.startswith(begin)]
    if not own:
        return False
    if ALWAYS in own:
        return not any(role in READING for flag, _ in use.options for role in _roles(row, flag))
    begin = f"{OWN_WORDS_WITH}="
    known = [*own, *(fact[len(begin) :] for fact in row.facts if fact.startswith(begin))]
    given = [_told(flag, value, known) for flag, value in use.options]
    if not all(word.startswith("-") for word in own):
        given += [word.prefix for word in use.words]
    return any(word in own for word in given) and all(word in known for word in given)


def _roles(row: Row, flag: str) -> Sequence[str]:
    listed = row.options.get(flag)
    return ("unknown",) if listed is None else listed[1]


def _told(flag: str, value: Arg | None, known: Sequence[str]) -> str:
    """An option as a row names it: with its value where only that one is meant."""
    whole = flag if value is None else f"{flag}={value.prefix}"
    return whole if whole in known else flag
