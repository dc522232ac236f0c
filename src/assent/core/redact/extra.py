"""What the user's own regexes find in a text: the union of all their matches, in time linear in the text."""

from __future__ import annotations

from assent.core.automaton import (
    ASSERT,
    BEGIN,
    CHAR,
    FINISH,
    JUMP,
    LAST_NEWLINE,
    MATCH,
    OTHER,
    SPLIT,
    WORD,
    has,
    holds,
)
from assent.core.redact.plain import OPENING
from assent.core.regex import automaton

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.automaton import Automaton
    from assent.core.redact.words import Span

KIND = "extra"
# Instructions looked at in one text by all regexes together; past it the text is erased whole, which is never less. The
# record of a call must be written within the time of its hook.
MOST_WORK = 400_000


def spans(text: str, regexes: Sequence[str]) -> list[Span]:
    """What must be erased beyond the secrets that are known by themselves, in no order; marks are left as they are."""
    found: list[Span] = []
    left = MOST_WORK
    for regex in regexes:
        machine = automaton(regex)
        if machine.run(text, whole=False):
            matches, left = _matches(machine, text, left)
            found += [(begin, end, KIND) for begin, end in matches]
            if left < 0:
                return [(0, len(text), KIND)]
    return [span for span in found if not _is_mark(text, span)] if OPENING in text else found


def _is_mark(text: str, span: Span) -> bool:
    """True inside a mark that stands where something was erased."""
    begin = text.rfind(OPENING, 0, span[0] + len(OPENING))
    end = text.find("]", begin)
    return 0 <= begin <= span[0] and span[1] <= end + 1


def _matches(machine: Automaton, text: str, left: int) -> tuple[list[tuple[int, int]], int]:
    """For each place where a match ends, the longest one that ends there: no match lies outside of them all; and what
    is left of the work that may be done, below zero when it was not enough."""
    found: list[tuple[int, int]] = []
    at: dict[int, int] = {}  # an instruction → the earliest place from which it was reached
    begins: dict[str, bool] = {}  # a character → whether a match can begin with it
    before = BEGIN
    for place in range(len(text) + 1):
        char = text[place : place + 1]
        after = _kind(text, place)
        if not at:
            if char not in begins:
                begins[char] = _begins(machine, char)
            if not begins[char]:
                before = WORD if after == WORD else OTHER
                continue
        at.setdefault(0, place)
        takes, matched, looked = _closed(machine, at, before, after)
        if matched < place:
            found.append((matched, place))
        left -= looked
        if left < 0:
            break
        at = {}
        for number, begin in takes:
            if char and has(machine.program[number][1], char):  # type: ignore[arg-type]  # what CHAR holds
                at.setdefault(number + 1, begin)
        before = WORD if after == WORD else OTHER
    return found, left


def _begins(machine: Automaton, char: str) -> bool:
    """Whether a match that is not empty can begin with a character, whatever stands around it."""
    todo, seen = [0], set()
    while todo:
        number = todo.pop()
        if number in seen:
            continue
        seen.add(number)
        kind, one, other = machine.program[number]
        if kind == CHAR and char and has(one, char):  # type: ignore[arg-type]  # what CHAR holds
            return True
        if kind in (SPLIT, JUMP):
            todo += (one, other) if kind == SPLIT else (one,)  # type: ignore[arg-type]  # places
        elif kind == ASSERT:
            todo.append(number + 1)
    return False


def _kind(text: str, place: int) -> int:
    """What stands at a place, as conditions ask."""
    if place == len(text):
        return FINISH
    char = text[place]
    if char == "\n" and place == len(text) - 1:
        return LAST_NEWLINE
    return WORD if char == "_" or char.isalnum() else OTHER


def _closed(
    machine: Automaton, at: dict[int, int], before: int, after: int
) -> tuple[list[tuple[int, int]], int, int]:
    """The instructions that take a character, each with its earliest beginning, those that began first first; the
    earliest beginning of a match that ends here (beyond every place when there is none); and how many were looked
    at."""
    takes: list[tuple[int, int]] = []
    seen: set[int] = set()
    matched = 1 << 62
    for first, begin in sorted(at.items(), key=lambda item: item[1]):
        todo = [first]
        while todo:
            number = todo.pop()
            if number in seen:
                continue
            seen.add(number)
            kind, one, other = machine.program[number]
            if kind == CHAR:
                takes.append((number, begin))
            elif kind == MATCH:
                matched = min(matched, begin)
            elif kind == SPLIT:
                todo += (one, other)  # type: ignore[arg-type]  # two places
            elif kind == JUMP:
                todo.append(one)  # type: ignore[arg-type]  # a place
            elif kind == ASSERT and holds(one, before, after):
                todo.append(number + 1)
    return takes, matched, len(seen)
