"""What stands inside double quotes, and what begins with a dollar sign or a backquote."""

from __future__ import annotations

from assent.core.call import LIMIT
from assent.shell.syntax import unlike
from assent.shell.syntax.ansi import decode, odd
from assent.shell.syntax.chars import BODY_STOPS, DIGITS, NAME, NAME_START, QUOTE_STOPS
from assent.shell.syntax.cursor import END, MAX_WORDS
from assent.shell.syntax.dialects import BASH, SH, ZSH
from assent.shell.syntax.nodes import Arith, Lit, Sub, Var

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from assent.shell.syntax.cursor import Cursor
    from assent.shell.syntax.nodes import Part

_SPECIAL = frozenset("@*#?-$!")
_OPERATORS = frozenset(":-=?+#%/^,[")
# One letter after `@`; `P` is left out: it runs the substitutions found in the variable's value.
_TRANSFORMS = frozenset("UuLQEAKak")
_OPERATOR_STOPS = frozenset("}\\'\"$`<>\0")
# How far plain text is passed over at once.
STRIDE = 24
_ARITH_PLAIN = NAME | frozenset(" \t\n+-*/%<>=!&|^~?:,[]#.")


class Parts:
    """Collects the parts of a word; neighbouring text of the same quoting becomes one Lit."""

    __slots__ = ("_done", "_quoted", "_texts")

    def __init__(self) -> None:
        self._done: list[Part] = []
        self._texts: list[str] = []
        self._quoted = False

    def add_text(self, text: str, quoted: bool) -> None:
        if self._quoted is not quoted and self._texts:
            self._flush()
        self._quoted = quoted
        self._texts.append(text)

    def add(self, part: Part) -> None:
        if self._texts:
            self._flush()
        self._done.append(part)

    @property
    def expands(self) -> bool:
        """True when something in the word so far is more than text."""
        return any(not isinstance(part, Lit) for part in self._done)

    def _flush(self) -> None:
        self._done.append(Lit("".join(self._texts), self._quoted))
        self._texts = []

    def close(self) -> tuple[Part, ...]:
        if self._texts:
            self._flush()
        return tuple(self._done)


def substitutions(parts: tuple[Part, ...]) -> tuple[Sub, ...]:
    """Every substitution in these parts, at any depth of parameters and arithmetic."""
    found: list[Sub] = []
    for part in parts:
        if isinstance(part, Sub):
            found.append(part)
        elif not isinstance(part, Lit):
            found.extend(part.subs)
    return tuple(found)


def double(cur: Cursor, parts: Parts) -> None:
    """The inside of double quotes, from after the opening one; passes over the closing one."""
    parts.add_text("", True)
    _text_until(cur, parts, QUOTE_STOPS, '"')


def body(cur: Cursor, parts: Parts) -> None:
    """The whole text as the body of a heredoc whose delimiter was not quoted."""
    _text_until(cur, parts, BODY_STOPS, END)


def _text_until(cur: Cursor, parts: Parts, stops: frozenset[str], close: str) -> None:
    text, i = cur.text, cur.i
    count = 0
    while True:
        start = i
        while stops.isdisjoint(text[i : i + STRIDE]):
            i += STRIDE
        while text[i] not in stops:
            i += 1
        if i > start:
            parts.add_text(text[start:i], True)
        char = text[i]
        cur.i = i
        if char == close:
            cur.i = i + 1
            return
        if char == END:
            cur.fail("double quotes that do not end")
        if char == "\\":
            i = _escape(cur, parts, close)
        else:
            (dollar if char == "$" else backquote)(cur, parts, True)
            i = cur.i
            count += 1
            if count > MAX_WORDS:
                cur.fail(f"{LIMIT}more than {MAX_WORDS} expansions in one text")


def _escape(cur: Cursor, parts: Parts, close: str) -> int:
    """A backslash inside double quotes; where reading goes on."""
    following = cur.text[cur.i + 1]
    if following == "\n":
        return cur.i + 2
    if following == END:
        parts.add_text("\\", True)
        return cur.i + 1
    parts.add_text(following if following in "$`\\" or following == close else "\\" + following, True)
    return cur.i + 2


def dollar(cur: Cursor, parts: Parts, quoted: bool) -> None:
    """Whatever begins with the dollar sign under the cursor; a lone one is text."""
    text, start = cur.text, cur.i
    char = text[start + 1]
    if char in NAME_START:
        i = start + 2
        while text[i] in NAME:
            i += 1
        cur.i = i
        parts.add(Var(text[start + 1 : i], quoted, bare=True))
        _joined(cur)
        if cur.shells & ~BASH:
            unlike.behind(cur)
    elif char in DIGITS or char in _SPECIAL:
        cur.i = start + 2
        parts.add(Var(char, quoted, bare=char == "@"))
        if cur.shells & ~BASH:
            unlike.behind_special(cur, char)
    else:
        known = _OPENED.get(char)
        if known is not None:
            known(cur, parts, quoted)
        elif char == "'" and not quoted and cur.shells != SH:
            _ansi(cur, parts)
        elif char == '"' and not quoted and cur.shells == BASH:
            cur.i = start + 2
            double(cur, parts)
        else:
            _lone_dollar(cur, parts, quoted)


def _lone_dollar(cur: Cursor, parts: Parts, quoted: bool) -> None:
    """A dollar sign that begins nothing, to bash."""
    char = cur.text[cur.i + 1]
    if cur.text.startswith("\\\n", cur.i + 1):
        cur.fail("a line continuation after $")
    if char in "'\"" and not quoted:
        cur.only(0, f"a ${char}")
    elif char in "~=^+":
        cur.only(~ZSH, f"a ${char}")
    if not quoted and parts.expands:
        cur.doubt("a lone $ behind an expansion, which bash then does not split")
    parts.add_text("$", quoted)
    cur.i += 1


def _joined(cur: Cursor) -> None:
    """The shell joins lines before it reads names."""
    if cur.text.startswith("\\\n", cur.i):
        cur.doubt("a line continuation inside a name")


def _ansi(cur: Cursor, parts: Parts) -> None:
    cur.only(BASH | ZSH, "a $'")
    text = cur.text
    start = i = cur.i + 2
    while text[i] != "'":
        if text[i] == END or text.startswith("\\\0", i):
            cur.fail("a $'…' that does not end")
        i += 2 if text[i] == "\\" else 1
    found = None if "\\\n" in text[start:i] else decode(text[start:i])
    if cur.shells & ZSH and odd(text[start:i]):
        cur.only(~ZSH, "an escape in a $'…'")
    if found is None:
        cur.doubt("a $'…' whose meaning depends on the shell")
    parts.add_text("" if found is None else found, True)
    cur.i = i + 1


def _opened(cur: Cursor, parts: Parts, quoted: bool) -> None:
    text, start = cur.text, cur.i
    if text[start + 2] == "(":
        cur.i = start + 3
        inside, subs = arithmetic(cur, "))")
        parts.add(Arith(inside, subs, quoted))
        return
    cur.i = start + 2
    if text.startswith("\\\n", cur.i):
        cur.doubt("a line continuation inside $(")
    parts.add(Sub(cur.script(")"), quoted, "$("))


def _bracket(cur: Cursor, parts: Parts, quoted: bool) -> None:
    cur.only(BASH | ZSH, "a $[")
    cur.i += 2
    inside, subs = arithmetic(cur, "]")
    parts.add(Arith(inside, subs, quoted))


def process(cur: Cursor, parts: Parts) -> None:
    """`<(…)` or `>(…)`."""
    style = cur.text[cur.i : cur.i + 2]
    cur.only(BASH | ZSH, f"a {style}")
    cur.i += 2
    if cur.text[cur.i] in "(\\":
        cur.fail("a process substitution that may be arithmetic")
    parts.add(Sub(cur.script(")"), False, style))


def backquote(cur: Cursor, parts: Parts, quoted: bool) -> None:
    """A command in backquotes: the inside is unescaped first, whatever quotes it holds, then read."""
    text, start = cur.text, cur.i + 1
    i, pieces = start, []
    while True:
        from_ = i
        while text[i] not in "`\\\0":
            i += 1
        pieces.append(text[from_:i])
        if text[i] != "\\":
            break
        following = text[i + 1]
        if following == END:
            cur.fail("a backquote that does not end")
        if following == "\n" or (following == '"' and quoted):
            cur.doubt("an escape in backquotes that depends on the quotes around them")
        pieces.append(following if following in "$`\\" or (following == '"' and quoted) else "\\" + following)
        i += 2
    if text[i] == END:
        cur.fail("a backquote that does not end")
    if cur.pending and "\n" in text[start:i]:
        cur.doubt("a line break inside backquotes, between a heredoc and its body")
    inner = cur.inner("".join(pieces))
    script = inner.script(END)
    if inner.problem:
        cur.doubt(f"in backquotes: {inner.problem}")
    parts.add(Sub(script, quoted, "`"))
    cur.i = i + 1


def arithmetic(cur: Cursor, close: str, extra: str = "") -> tuple[str, tuple[Sub, ...]]:
    """The raw text up to `close` and the substitutions in it; passes over `close`. `extra`: characters allowed
    besides those of an expression. Fails where a shell might find commands instead of an expression."""
    text, start = cur.text, cur.i
    nested, depth, i = Parts(), 0, start
    cur.enter()
    while True:
        while text[i] in _ARITH_PLAIN and (text[i] not in "[]" or close != "]"):
            i += 1
        char = text[i]
        cur.i = i
        if depth == 0 and text.startswith(close, i):
            break
        if char == "(":
            depth += 1
        elif char == ")" and depth:
            depth -= 1
        elif char in "$`":
            (dollar if char == "$" else backquote)(cur, nested, True)
            i = cur.i
            continue
        elif char not in extra or char == END:
            cur.fail("arithmetic that is not plain")
        i += 1
    cur.depth -= 1
    cur.i = i + len(close)
    return text[start:i], substitutions(nested.close())


def _parameter(cur: Cursor, parts: Parts, quoted: bool) -> None:
    """`${…}`."""
    text, start = cur.text, cur.i + 2
    i = start
    sign = text[i] if text[i] in "#!" and (text[i + 1] in NAME or text[i + 1] in "@*#") else ""
    if sign and text[i + 1] in "@*#" and text[i + 2] != "}":
        cur.fail("a ${…} that can be read in two ways")
    i += len(sign)
    if text[i] in NAME_START:
        while text[i] in NAME:
            i += 1
    elif text[i] in DIGITS:
        while text[i] in DIGITS:
            i += 1
    elif text[i] in _SPECIAL:
        i += 1
    else:
        cur.fail("a ${…} without a name")
    name = text[start:i]
    cur.i = i
    if text[i] == "}":
        if sign == "!":
            cur.only(BASH, "a ${!…}")
        cur.i = i + 1
        parts.add(Var(name, quoted))
        return
    _check_operator(cur, sign, name)
    cur.enter()
    op, subs = _operator(cur, quoted)
    cur.depth -= 1
    parts.add(Var(name, quoted, op, subs))


def _check_operator(cur: Cursor, sign: str, name: str) -> None:
    """Fails unless what follows the name is an operator whose meaning is fixed."""
    text, i = cur.text, cur.i
    char = text[i]
    if cur.shells & ~BASH:
        unlike.operator(cur, sign, char)
    if name == "#" or (char == "[" and name[-1] not in NAME):
        cur.doubt("a ${…} that can be read in two ways")
    if char == "@" and text[i + 2] == "}":
        if text[i + 1] in _TRANSFORMS:
            return
        if text[i + 1] == "P":
            cur.doubt("a ${…@P}, which runs what the value holds")
            return
    if sign == "!" and char in "*@" and text[i + 1] == "}":
        return
    if char not in _OPERATORS or (sign == "#" and char != "["):
        cur.fail("a ${…} with an unknown operator")


def _operator(cur: Cursor, quoted: bool) -> tuple[str, tuple[Sub, ...]]:
    """The raw text up to the closing brace, and the substitutions in it; passes over the brace."""
    text, start = cur.text, cur.i
    nested = Parts()
    i = start
    while True:
        while text[i] not in _OPERATOR_STOPS:
            i += 1
        char = text[i]
        cur.i = i
        if char == "}":
            cur.i = i + 1
            return text[start:i], substitutions(nested.close())
        if char in "$`":
            (dollar if char == "$" else backquote)(cur, nested, quoted)
            i = cur.i
        elif char == '"':
            cur.i += 1
            double(cur, nested)
            i = cur.i
        elif char in "<>":
            i += 1
            if text[i] == "(":
                cur.doubt("a process substitution inside ${…}")
                process(cur, nested)
                i = cur.i
        else:
            i = _operator_quote(cur, quoted)


def _operator_quote(cur: Cursor, quoted: bool) -> int:
    """An escape or a single-quoted stretch inside `${…}`; where reading goes on."""
    text, i = cur.text, cur.i
    if text[i] == "\\" and text[i + 1] != END:
        return i + 2
    if text[i] == "'" and not quoted:
        end = text.find("'", i + 1)
        if end > 0:
            return end + 1
    if text[i] == "'" and quoted:
        cur.fail("a single quote in a ${…} inside double quotes")
    return cur.fail("a ${…} that does not end")


_OPENED: dict[str, Callable[[Cursor, Parts, bool], None]] = {"(": _opened, "{": _parameter, "[": _bracket}
