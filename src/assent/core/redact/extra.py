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
# Instructions looked at in one text; past it the text is erased whole, which is never less.
MOST_WORK = 3_000_000


def spans(text: str, regexes: Sequence[str]) -> list[Span]:
    """What must be erased beyond the secrets that are known by themselves, in no order; marks are left as they are."""
    found: list[Span] = []
    for regex in regexes:
        machine = automaton(regex)
        if machine.run(text, whole=False):
            found += [(begin, end, KIND) for begin, end in _matches(machine, text)]
    return [span for span in found if not _is_mark(text, span)] if OPENING in text else found


def _is_mark(text: str, span: Span) -> bool:
    """True inside a mark that stands where something was erased."""
    begin = text.rfind(OPENING, 0, span[0] + len(OPENING))
    end = text.find("]", begin)
    return 0 <= begin <= span[0] and span[1] <= end + 1


def _matches(machine: Automaton, text: str) -> list[tuple[int, int]]:
    """For each place where a match ends, the longest one that ends there: no match lies outside of them all."""
    found: list[tuple[int, int]] = []
    at: dict[int, int] = {}  # an instruction → the earliest place from which it was reached
    left = MOST_WORK
    before = BEGIN
    for place in range(len(text) + 1):
        at.setdefault(0, place)
        after = _kind(text, place)
        takes, matched = _closed(machine, at, before, after)
        if matched < place:
            found.append((matched, place))
        left -= len(takes) + 1
        if left < 0:
            return [(0, len(text))]
        char = text[place : place + 1]
        at = {}
        for number, begin in takes:
            if char and has(machine.program[number][1], char):  # type: ignore[arg-type]  # what CHAR holds
                at.setdefault(number + 1, begin)
        before = WORD if after == WORD else OTHER
    return found


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
) -> tuple[list[tuple[int, int]], int]:
    """The instructions that take a character, each with its earliest beginning, those that began first first; and the
    earliest beginning of a match that ends here (beyond every place when there is none)."""
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
    return takes, matched
