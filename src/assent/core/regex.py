r"""Regular expressions of rules: Python's notation, as far as it can be matched in time linear in the text.

`\d`, `\w` and `\s` mean what they mean in Python for text: digits, word characters and blanks of all scripts."""

from __future__ import annotations

from assent.core.automaton import (
    ASSERT,
    BOUNDARY,
    CHAR,
    END,
    JUMP,
    MATCH,
    SPLIT,
    START,
    VERY_END,
    Automaton,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.automaton import Chars, Instruction

    Node = tuple[str, object, object, object]

# Instructions of one regex at most, so that a step is bounded too; counted repeats are written out.
MOST = 1000
DEEPEST = 40
HINT = "use literals, classes, groups, |, ^ $ \\b, * + ? {m,n}; no back-references, look-arounds, possessive repeats"
_MANY = -1
_CONTROL = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_WIDTH = {"x": 2, "u": 4, "U": 8}
_KINDS = "dDwWsS"
_ANCHORS = {"A": START, "Z": VERY_END, "b": BOUNDARY}
# Letters outside ASCII that Python takes for an ASCII letter when case is ignored, beyond those whose lower case it is.
_ALSO = {"i": "\u0131", "s": "\u017f"}
_known: dict[str, Automaton] = {}


class RefusedError(ValueError):
    """A regex that is not valid, or not one that can be matched in linear time; says why."""


def search(regex: str, text: str) -> bool:
    """True when the regex matches somewhere in the text; raises RefusedError."""
    return automaton(regex).run(text, whole=False)


def full(regex: str, text: str) -> bool:
    """True when the regex matches the whole text; raises RefusedError."""
    return automaton(regex).run(text, whole=True)


def automaton(regex: str) -> Automaton:
    """The machine of a regex, made once; raises RefusedError."""
    made = _known.get(regex)
    if made is None:
        made = _known[regex] = Automaton(_program(_Reader(regex).whole()))
    return made


class _Reader:
    """Reads a regex into a tree of nodes (kind, and up to three values)."""

    __slots__ = ("at", "depth", "dot_all", "fold", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.fold = False
        self.dot_all = False

    def whole(self) -> Node:
        while self.text.startswith("(?", self.at) and self._flags():
            pass
        node = self._either()
        if self.at < len(self.text):
            raise RefusedError("a ) closes nothing")
        return node

    def _flags(self) -> bool:
        """Reads `(?i)`, `(?s)` or both at the beginning."""
        end = self.text.find(")", self.at)
        letters = self.text[self.at + 2 : end] if end > 0 else ""
        if not letters or letters.strip("is"):
            return False
        self.fold = self.fold or "i" in letters
        self.dot_all = self.dot_all or "s" in letters
        self.at = end + 1
        return True

    def _next(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self) -> str:
        char = self._next()
        if not char:
            raise RefusedError("it ends too early")
        self.at += 1
        return char

    def _either(self) -> Node:
        node = self._sequence()
        while self._next() == "|":
            self.at += 1
            node = ("either", node, self._sequence(), None)
        return node

    def _sequence(self) -> Node:
        items: list[Node] = []
        while self._next() not in ("", "|", ")"):
            bounds = self._repeat()
            if bounds is None:
                items.append(self._atom())
            else:
                if not items or items[-1][0] in ("assert", "repeat"):
                    raise RefusedError("a repeat has nothing to repeat")
                items[-1] = ("repeat", items[-1], *bounds)
        return ("all", items, None, None)

    def _repeat(self) -> tuple[int, int] | None:
        """How often the item before is repeated; None where no repeat stands. A lazy one matches the same texts."""
        char = self._next()
        found = {"*": (0, _MANY), "+": (1, _MANY), "?": (0, 1)}.get(char)
        if found is not None:
            self.at += 1
        elif char == "{":
            found = self._counted()
        if found is not None and self._next() == "?":
            self.at += 1
        elif found is not None and self._next() == "+":
            raise RefusedError("possessive repeats are not supported")
        return found

    def _counted(self) -> tuple[int, int] | None:
        end = self.text.find("}", self.at)
        low, comma, high = self.text[self.at + 1 : end].partition(",") if end > 0 else ("x", "", "")
        if not (low + comma) or not all(
            not each or (each.isascii() and each.isdigit()) for each in (low, high)
        ):
            return None  # Python takes such a brace for itself
        if len(low) > 4 or len(high) > 4:
            raise RefusedError(f"it repeats too often, at most {MOST} in all")
        least = int(low or 0)
        most = (int(high) if high else _MANY) if comma else least
        if _MANY < most < least:
            raise RefusedError("a repeat ends below its begin")
        self.at = end + 1
        return least, most

    def _atom(self) -> Node:
        char = self._take()
        if char == "(":
            return self._group()
        if char == "[":
            return self._class()
        if char == ".":
            return (
                "chars",
                (True, frozenset() if self.dot_all else frozenset("\n"), (), "", False),
                None,
                None,
            )
        if char in "^$":
            return ("assert", START if char == "^" else END, None, None)
        if char != "\\":
            return self._literal(char)
        name = self._take()
        if name in _ANCHORS:
            return ("assert", _ANCHORS[name], None, None)
        if name in _KINDS:
            return ("chars", (False, frozenset(), (), name, False), None, None)
        return self._literal(self._escaped(name))

    def _literal(self, char: str) -> Node:
        return ("chars", self._chars([char], [], "", negated=False), None, None)

    def _group(self) -> Node:
        if self._next() == "?":
            if self.text.startswith("?:", self.at):
                self.at += 2
            elif self.text.startswith("?P<", self.at) and self._name():
                pass
            else:
                raise RefusedError(f"(?{self.text[self.at + 1 : self.at + 3]} is not supported")
        self.depth += 1
        if self.depth > DEEPEST:
            raise RefusedError(f"it is nested too deeply, at most {DEEPEST}")
        node = self._either()
        if self._next() != ")":
            raise RefusedError("a ( is not closed")
        self.at += 1
        self.depth -= 1
        return ("all", [node], None, None)

    def _name(self) -> bool:
        end = self.text.find(">", self.at)
        name = self.text[self.at + 3 : end] if end > 0 else ""
        self.at = end + 1
        return name.isascii() and name.isidentifier()

    def _class(self) -> Node:
        negated = self._next() == "^"
        self.at += negated
        singles: list[str] = []
        ranges: list[tuple[str, str]] = []
        kinds = ""
        first = True
        while first or self._next() != "]":
            first = False
            low = self._member()
            if self._next() == "-" and self.text[self.at + 1 : self.at + 2] not in ("]", ""):
                self.at += 1
                high = self._member()
                if len(low) != 1 or len(high) != 1 or high < low:
                    raise RefusedError(f"{low}-{high} is no range")
                ranges.append((low, high))
            elif len(low) == 1:
                singles.append(low)
            else:
                kinds += low[1]
        self.at += 1
        return ("chars", self._chars(singles, ranges, kinds, negated=negated), None, None)

    def _member(self) -> str:
        """A character of a class, or a backslash and the letter of a kind."""
        char = self._take()
        if char != "\\":
            return char
        name = self._take()
        if name in _KINDS:
            return "\\" + name
        return "\b" if name == "b" else self._escaped(name)

    def _escaped(self, name: str) -> str:
        if name in _CONTROL:
            return _CONTROL[name]
        if name in _WIDTH:
            digits = self.text[self.at : self.at + _WIDTH[name]]
            if len(digits) < _WIDTH[name] or digits.strip("0123456789abcdefABCDEF"):
                raise RefusedError(f"\\{name} needs {_WIDTH[name]} hexadecimal digits")
            self.at += len(digits)
            if int(digits, 16) > 0x10FFFF:
                raise RefusedError(f"\\{name}{digits} is no character")
            return chr(int(digits, 16))
        if name.isascii() and name.isalnum():
            raise RefusedError(f"\\{name} is not supported")
        return name

    def _chars(
        self, singles: Sequence[str], ranges: Sequence[tuple[str, str]], kinds: str, *, negated: bool
    ) -> Chars:
        if not self.fold:
            return (negated, frozenset(singles), tuple(ranges), kinds, False)
        every = [*singles]
        for low, high in ranges:
            every += [chr(code) for code in range(ord(low), min(ord(high), 128) + 1)]
        if any(char > "\x7f" for char in every):
            raise RefusedError("(?i) works for ASCII letters only; name both cases of the others without it")
        lower = [char.lower() for char in every]
        also = [_ALSO[char] for char in lower if char in _ALSO]
        return (negated, frozenset([*lower, *also]), (), kinds, lower != [char.upper() for char in every])


def _program(tree: Node) -> list[Instruction]:
    if _size(tree) > MOST:
        raise RefusedError(f"it repeats too much, at most {MOST} steps when written out")
    made: list[Instruction] = []
    _emit(tree, made)
    made.append((MATCH, 0, 0))
    return made


def _size(node: Node) -> int:
    """How many instructions a node takes at most; stops counting past the limit."""
    kind, first, second, third = node
    if kind == "all":
        return sum([_size(each) for each in first])  # type: ignore[attr-defined, misc]  # the items
    if kind == "either":
        return _size(first) + _size(second) + 2  # type: ignore[arg-type]  # two nodes
    if kind == "repeat":
        times = second + 1 if third == _MANY else third  # type: ignore[operator]  # two numbers
        return (_size(first) + 2) * max(times, 1)  # type: ignore[arg-type, call-overload, no-any-return]  # as above
    return 1


def _emit(node: Node, made: list[Instruction]) -> None:
    kind, first, _, _ = node
    if kind == "all":
        for each in first:  # type: ignore[attr-defined]  # the items
            _emit(each, made)
    elif kind == "chars":
        made.append((CHAR, first, 0))
    elif kind == "assert":
        made.append((ASSERT, first, 0))
    elif kind == "either":
        _emit_either(node, made)
    elif kind == "repeat":
        _emit_repeat(node, made)


def _emit_either(node: Node, made: list[Instruction]) -> None:
    split = _placeholder(made)
    _emit(node[1], made)  # type: ignore[arg-type]  # a node
    jump = _placeholder(made)
    made[split] = (SPLIT, split + 1, len(made))
    _emit(node[2], made)  # type: ignore[arg-type]  # likewise
    made[jump] = (JUMP, len(made), 0)


def _emit_repeat(node: Node, made: list[Instruction]) -> None:
    _, inner, least, most = node
    for _ in range(least):  # type: ignore[call-overload]  # a number
        _emit(inner, made)  # type: ignore[arg-type]  # a node
    if most == _MANY:
        split = _placeholder(made)
        _emit(inner, made)  # type: ignore[arg-type]  # likewise
        made.append((JUMP, split, 0))
        made[split] = (SPLIT, split + 1, len(made))
        return
    splits = []
    for _ in range(most - least):  # type: ignore[operator]  # two numbers
        splits.append(_placeholder(made))
        _emit(inner, made)  # type: ignore[arg-type]  # a node
    for split in splits:
        made[split] = (SPLIT, split + 1, len(made))


def _placeholder(made: list[Instruction]) -> int:
    made.append((JUMP, 0, 0))
    return len(made) - 1
