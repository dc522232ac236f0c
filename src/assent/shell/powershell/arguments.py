"""Arguments of PowerShell's commands: words, values in brackets, variables, lists of them, and redirections."""

from __future__ import annotations

from assent.shell.powershell.cursor import DASHES, DOUBLE, ENDS, SINGLE
from assent.shell.powershell.tree import Braces, Lit, Redirect, Sub, Var, Word
from assent.shell.powershell.words import TABLE, bare, dollar, ends_apart, here_string, parameter, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.powershell.cursor import Cursor
    from assent.shell.powershell.tree import Piece
    from assent.shell.powershell.words import Inside


def elements(cur: Cursor, inside: Inside, first: Word) -> Word:
    """The word with what follows behind commas."""
    while True:
        spot = cur.i
        cur.blanks()
        if cur.here != ",":
            cur.i = spot
            return first
        cur.i += 1
        cur.gaps()
        if cur.over() or cur.here in ENDS - frozenset("({"):
            cur.fail("a comma that leads nowhere")
            return first
        first.listed.append(argument(cur, inside))


def argument(cur: Cursor, inside: Inside) -> Word:
    """One word of a command, without what follows behind a comma."""
    char = cur.here
    if char in SINGLE or char in DOUBLE:
        word = quoted(cur, inside)
        if not ends_apart(cur):
            cur.fail("text right behind a quoted word")
        return word
    if char == "(":
        cur.i += 1
        return _apart(cur, Sub(inside(cur, ")")))
    if char == "{":
        cur.i += 1
        return _apart(cur, Braces(inside(cur, "}")))
    if char == "@":
        return _at(cur, inside)
    if char == "$":
        return _variable(cur, inside)
    if char in DASHES:
        if cur.starts("--%"):
            cur.fail("text that is handed on as it stands (--%)")
        found = parameter(cur)
        if found is not None:
            return found
        word = bare(cur, inside)
        first = word.parts[0]
        if isinstance(first, Lit) and first.text[1:2].isalpha():
            cur.fail("a parameter with more than a name")
        return word
    return bare(cur, inside)


def _apart(cur: Cursor, piece: Piece) -> Word:
    """A value in brackets; what clings to it takes something from it."""
    if not ends_apart(cur):
        if cur.here == "." and cur.text[cur.i + 1].isalpha() and _members(cur):
            return Word([piece])
        cur.fail("text right behind a bracket")
    return Word([piece])


def _members(cur: Cursor) -> bool:
    """Passes over `.Name.Name`; False when something else follows, as the brackets of a method."""
    while cur.here == "." and cur.text[cur.i + 1].isalpha():
        cur.i += 1
        while cur.here.isalnum() or cur.here == "_":
            cur.i += 1
    return ends_apart(cur)


def _at(cur: Cursor, inside: Inside) -> Word:
    after = cur.text[cur.i + 1]
    if after == "(":
        cur.i += 2
        return _apart(cur, Sub(inside(cur, ")")))
    if after == "{":
        cur.i += 2
        return _apart(cur, Sub(inside(cur, TABLE), bare=True))
    if after in SINGLE or after in DOUBLE:
        pieces = here_string(cur, inside)
        if pieces is not None:
            if not ends_apart(cur):
                cur.fail("text right behind a quoted word")
            return Word(pieces, quoted=True)
    if after.isalpha() or after == "_":
        cur.fail("words that a variable holds (@name)")
    return bare(cur, inside)


def _variable(cur: Cursor, inside: Inside) -> Word:
    """A word that begins with a variable: alone, with something taken from it, or with text behind it."""
    piece = dollar(cur, inside)
    if piece is None:
        return bare(cur, inside)
    if ends_apart(cur):
        return Word([piece])
    if cur.here == "." and cur.text[cur.i + 1].isalpha():
        if not _members(cur):
            cur.fail("something taken from a variable")
        if isinstance(piece, Var):
            piece.member = True
        return Word([piece])
    if cur.here in SINGLE or cur.here in DOUBLE or cur.here in "[.":
        cur.fail("text right behind a variable")
    return bare(cur, inside, [piece])


def redirect(cur: Cursor, inside: Inside, into: list[Redirect]) -> bool:
    """Appends the redirection that stands here; False when none does."""
    at = cur.i
    if cur.text[at] in "123456*" and cur.text[at + 1] == ">":
        at += 1
    if cur.text[at] == "<":
        cur.fail("a redirection of input")
        cur.i = at + 1
        return True
    if cur.text[at] != ">":
        return False
    at += 1
    if cur.text[at] == "&" and cur.text[at + 1] in "12":
        cur.i = at + 2
        into.append(Redirect(None))
        return True
    cur.i = at + (cur.text[at] == ">")
    cur.blanks()
    if cur.over() or cur.here in ENDS - frozenset("("):
        cur.fail("a redirection that leads nowhere")
        return True
    into.append(Redirect(argument(cur, inside)))
    return True
