"""Runs a regex over a text in linear time: all its states at once, and each set of states seen remembered."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    # Negated; characters; ranges; kinds (letters of `_KIND`); compared in lower case.
    Chars = tuple[bool, frozenset[str], tuple[tuple[str, str], ...], str, bool]
    Instruction = tuple[int, object, int]
    # A character → the state after it; the numbers below → what is known of the state itself.
    State = dict[object, object]

# Instructions: take a character of a set, go on in two places, go on elsewhere, go on if, done.
CHAR, SPLIT, JUMP, ASSERT, MATCH = range(5)
# Conditions, and what stands before and after a place in the text.
START, END, VERY_END, BOUNDARY = range(4)
BEGIN, WORD, OTHER, LAST_NEWLINE, FINISH = range(5)
# Keys of a state: its instructions as bits, what stands before it; beyond them, what it reaches by what comes next.
_BITS, _BEFORE, _REACHED = 0, 1, 10
# The line feed that ends the text is a character of its own, for `$`; the end is none.
_NEWLINE_AT_END, _NOTHING = "\n$", ""
MOST_STATES = 256
MOST_CHARS = 512
_FOUND: State = {_BITS: -1}
_KIND: dict[str, Callable[[str], bool]] = {
    "d": str.isdecimal,
    "s": str.isspace,
    "w": lambda char: char == "_" or char.isalnum(),
    "D": lambda char: not char.isdecimal(),
    "S": lambda char: not char.isspace(),
    "W": lambda char: not (char == "_" or char.isalnum()),
}


def has(chars: Chars, char: str) -> bool:
    """True when a character belongs to a set."""
    negated, singles, ranges, kinds, fold = chars
    if fold:
        char = char.lower()[0]
    inside = (
        char in singles
        or any(low <= char <= high for low, high in ranges)
        or any(_KIND[kind](char) for kind in kinds)
    )
    return inside != negated


class Automaton:
    """The instructions of a regex and the states met so far. `work` counts instructions looked at: it never exceeds
    a few times the characters read times the instructions."""

    __slots__ = ("minds", "program", "states", "whole", "work")

    def __init__(self, program: Sequence[Instruction]) -> None:
        self.program = program
        self.minds = any(each[0] == ASSERT and each[1] == BOUNDARY for each in program)
        self.states: dict[tuple[int, int], State] = {}
        self.whole = False
        self.work = 0

    def run(self, text: str, *, whole: bool) -> bool:
        """True when the regex matches the whole text, or (without `whole`) some of it."""
        if whole != self.whole:
            self.states = {}
            self.whole = whole
        state = self._state(1, BEGIN)
        newline = text.endswith("\n")
        for char in text[:-1] if newline else text:
            state = state.get(char) or self._step(state, char)  # type: ignore[assignment]  # a character's state
            if state is _FOUND:
                return True
        if newline:
            state = self._step(state, _NEWLINE_AT_END)
        return state is _FOUND or self._step(state, _NOTHING) is _FOUND

    def _state(self, bits: int, before: int) -> State:
        found = self.states.get((bits, before))
        if found is None:
            if len(self.states) >= MOST_STATES:
                self._forget()
            found = self.states[bits, before] = {_BITS: bits, _BEFORE: before}
        return found

    def _forget(self) -> None:
        """Drops what is known of all states: they hold each other, and nothing collects them."""
        for each in self.states.values():
            bits, before = each[_BITS], each[_BEFORE]
            each.clear()
            each[_BITS], each[_BEFORE] = bits, before
        self.states = {}

    def _step(self, state: State, key: str) -> State:
        char = key[:1]
        word = _KIND["w"](char) if char else False
        after = WORD if word else FINISH if not key else LAST_NEWLINE if key == _NEWLINE_AT_END else OTHER
        reached, done = self._reached(state, after)
        if done and (after == FINISH or not self.whole):
            return _FOUND
        bits = 0 if self.whole else 1
        program = self.program
        if char:
            self.work += len(reached)
            for at in reached:
                if has(program[at][1], char):  # type: ignore[arg-type]  # what CHAR holds
                    bits |= 2 << at
        made = self._state(bits, WORD if word and self.minds else OTHER)
        if len(state) > MOST_CHARS:
            for each in [each for each in state if isinstance(each, str)]:
                del state[each]
        if char and key == char:
            state[key] = made
        return made

    def _reached(self, state: State, after: int) -> tuple[list[int], bool]:
        """The instructions that take a character, reached from a state when `after` comes next, and whether the end
        is among what is reached."""
        known = state.get(_REACHED + after)
        if known is None:
            bits, before = state[_BITS], state[_BEFORE]
            known = self._closure(bits, before, after)  # type: ignore[arg-type]  # two numbers
            state[_REACHED + after] = known
        return known  # type: ignore[return-value]  # what `_closure` gave

    def _closure(self, bits: int, before: int, after: int) -> tuple[list[int], bool]:
        todo = [at for at in range(bits.bit_length()) if bits >> at & 1]
        seen = bytearray(len(self.program))
        takes: list[int] = []
        done = False
        while todo:
            at = todo.pop()
            if seen[at]:
                continue
            seen[at] = 1
            self.work += 1
            kind, first, second = self.program[at]
            if kind == CHAR:
                takes.append(at)
            elif kind == MATCH:
                done = True
            elif kind == SPLIT:
                todo += (first, second)  # type: ignore[arg-type]  # two places
            elif kind == JUMP:
                todo.append(first)  # type: ignore[arg-type]  # a place
            elif holds(first, before, after):
                todo.append(at + 1)
        return takes, done


def holds(condition: object, before: int, after: int) -> bool:
    if condition == START:
        return before == BEGIN
    if condition == END:
        return after in (FINISH, LAST_NEWLINE)
    if condition == VERY_END:
        return after == FINISH
    return (before == WORD) != (after == WORD)
