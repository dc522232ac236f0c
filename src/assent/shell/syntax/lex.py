"""Blanks, comments, line breaks and words."""

from __future__ import annotations

from assent.shell.syntax.chars import DIGITS, ENDS, NOT_PLAIN, PLAIN, is_name
from assent.shell.syntax.cursor import END
from assent.shell.syntax.expand import Parts, backquote, dollar, double, process
from assent.shell.syntax.heredoc import bodies
from assent.shell.syntax.nodes import Lit, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.syntax.cursor import Cursor

# Words that begin a compound command where a command may begin.
SHELL_COMMANDS = frozenset("{ if while until for select case [[".split())
# Words are seldom longer.
USUAL = 24
# A line continuation right before one of these may hide a longer operator.
_OPERATOR_CHARS = frozenset(";&|<>(-\\")


def blanks(cur: Cursor) -> None:
    """Passes over blanks, line continuations and a comment. Only to be called where a word may begin."""
    text, i = cur.text, cur.i
    while True:
        char = text[i]
        if char in " \t":
            i += 1
        elif char == "\\" and text[i + 1] == "\n":
            i += 2
        elif char == "#":
            end = text.find("\n", i)
            end = cur.size if end < 0 else end
            if text.find("\r", i, end) >= 0:
                cur.doubt("a carriage return")
            if text[end - 1] == "\\":
                cur.doubt("a comment that ends in a backslash")
            i = end
        else:
            cur.i = i
            return


def newlines(cur: Cursor) -> None:
    """Passes over blanks and line breaks, and with a line break over the heredocs that begin after it."""
    while True:
        blanks(cur)
        if cur.text[cur.i] != "\n":
            return
        line_break(cur)


def line_break(cur: Cursor) -> None:
    """Passes over the line break under the cursor and the heredocs that begin after it."""
    cur.i += 1
    if cur.pending:
        bodies(cur)


def advance(cur: Cursor, size: int) -> None:
    """Passes over an operator."""
    cur.i += size
    if cur.text.startswith("\\\n", cur.i) and cur.text[cur.i + 2] in _OPERATOR_CHARS:
        cur.doubt("a line continuation inside an operator")


def word(cur: Cursor) -> Word | None:
    """The word under the cursor; None when none begins here."""
    text = cur.text
    start = cur.i
    i = text.find(" ", start, start + USUAL)
    if i > start:
        whole = text[start:i]
        if NOT_PLAIN.isdisjoint(whole) and whole.isascii():
            cur.i = i
            return Word((Lit(whole, False),), start, i)
    i = start
    while text[i] in PLAIN:
        i += 1
    char = text[i]
    if char in ENDS and not (text[i + 1 : i + 2] == "(" and char in "<>"):
        if i == start:
            return None
        cur.i = i
        return Word((Lit(text[start:i], False),), start, i)
    parts = Parts()
    if i > start:
        parts.add_text(text[start:i], False)
    cur.i = i
    while piece(cur, parts):
        pass
    return Word(parts.close(), start, cur.i)


def piece(cur: Cursor, parts: Parts) -> bool:
    """Reads one more piece of a word; False where the word ends."""
    text, start = cur.text, cur.i
    char = text[start]
    if char == "$":
        dollar(cur, parts, False)
    elif char == '"':
        cur.i += 1
        double(cur, parts)
    elif char == "'":
        end = text.find("'", start + 1)
        if end < 0:
            cur.fail("single quotes that do not end")
        parts.add_text(text[start + 1 : end], True)
        cur.i = end + 1
    elif char == "\\":
        _backslash(cur, parts)
    elif char == "`":
        backquote(cur, parts, False)
    elif char in ENDS:
        if char not in "<>" or text[start + 1] != "(":
            return False
        process(cur, parts)
    else:
        _plain(cur, parts)
    return True


def _backslash(cur: Cursor, parts: Parts) -> None:
    escaped = cur.text[cur.i + 1]
    if escaped == END:
        cur.fail("a backslash at the end")
    if escaped != "\n":
        if not escaped.isprintable():
            cur.doubt("an escaped character that cannot be seen")
        parts.add_text(escaped, True)
    cur.i += 2


def _plain(cur: Cursor, parts: Parts) -> None:
    """A stretch of unquoted text; what is not printable there may or may not be a blank."""
    text = cur.text
    start = i = cur.i
    while text[i] in PLAIN or text[i] > "~":
        i += 1
    if i == start:
        i += 1
    if not text[start:i].isprintable():
        cur.doubt("a carriage return" if text[start] == "\r" else "an unquoted character that cannot be seen")
    parts.add_text(text[start:i], False)
    cur.i = i


def plain(found: Word | None) -> str:
    """The text of a word without any quoting, of one part; "" for all others. What reserved words must be."""
    if found is None or len(found.parts) != 1:
        return ""
    part = found.parts[0]
    return part.text if isinstance(part, Lit) and not part.quoted else ""


def descriptor(found: Word) -> str:
    """What the word says when it stands right before `<` or `>`: digits or `{name}`; "" when it is a word."""
    text = plain(found)
    if DIGITS.issuperset(text):
        return text
    return text if text[0] == "{" and text[-1] == "}" and is_name(text[1:-1]) else ""
