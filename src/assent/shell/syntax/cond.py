"""`[[ … ]]`: its grammar, and the words after `=~` and `==`, which may hold what ends a word elsewhere."""

from __future__ import annotations

from assent.core.call import LIMIT
from assent.shell.syntax.cursor import MAX_INNER
from assent.shell.syntax.expand import Parts
from assent.shell.syntax.lex import blanks, newlines, piece, plain, word
from assent.shell.syntax.nodes import Cond, Lit, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.syntax.cursor import Cursor

_UNARY = frozenset("-a -b -c -d -e -f -g -h -k -n -o -p -r -s -t -u -v -w -x -z -G -L -N -O -R -S".split())
_BINARY = frozenset("= == != =~ -eq -ne -lt -le -gt -ge -nt -ot -ef".split())
_PATTERN_OPERATORS = frozenset(("=", "==", "!=", "=~"))


def cond(cur: Cursor) -> Cond:
    """From after `[[` to after `]]`."""
    found: list[Word] = []
    _either(cur, found)
    newlines(cur)
    if plain(word(cur)) != "]]":
        cur.fail("expected ]]")
    return Cond(tuple(found), ())


def _operator(cur: Cursor, text: str, into: list[Word]) -> bool:
    """Passes over the operator if it stands here."""
    if not cur.text.startswith(text, cur.i):
        return False
    into.append(Word((Lit(text, False),), cur.i, cur.i + len(text)))
    cur.i += len(text)
    if len(into) > MAX_INNER:
        cur.fail(f"{LIMIT}a [[ ]] of more than {MAX_INNER} words")
    return True


def _either(cur: Cursor, into: list[Word]) -> None:
    """Terms joined by `&&` and `||`: which binds tighter does not matter here."""
    while True:
        newlines(cur)
        _term(cur, into)
        newlines(cur)
        if not _operator(cur, "&&", into) and not _operator(cur, "||", into):
            return


def _term(cur: Cursor, into: list[Word]) -> None:
    while cur.text[cur.i] == "!" and cur.text[cur.i + 1] in " \t\n(":
        _operator(cur, "!", into)
        newlines(cur)
    if _operator(cur, "(", into):
        cur.enter()
        _either(cur, into)
        cur.depth -= 1
        if not _operator(cur, ")", into):
            cur.fail("a ( that does not end in [[ ]]")
        return
    first = _operand(cur, into)
    if plain(first) in _UNARY:
        blanks(cur)
        _operand(cur, into)
        return
    blanks(cur)
    if _operator(cur, "<", into) or _operator(cur, ">", into):
        blanks(cur)
        _operand(cur, into)
        return
    start = cur.i
    op = word(cur)
    if op is None or plain(op) not in _BINARY:
        cur.i = start
        return
    into.append(op)
    blanks(cur)
    if plain(op) in _PATTERN_OPERATORS:
        into.append(_pattern(cur, regex=plain(op) == "=~"))
    else:
        _operand(cur, into)


def _operand(cur: Cursor, into: list[Word]) -> Word:
    found = word(cur)
    if found is None or plain(found) == "]]":
        return cur.fail("nothing to compare in [[ ]]")
    into.append(found)
    return found


def _pattern(cur: Cursor, *, regex: bool) -> Word:
    """The word after `=~` (a regular expression may hold `(`, `)` and `|`; inside parentheses also blanks) or
    after `==` (a pattern may hold groups such as `@(a|b)`)."""
    text, start = cur.text, cur.i
    parts = Parts()
    depth = 0
    while True:
        char = text[cur.i]
        if char == "(" and (regex or depth or (cur.i > start and text[cur.i - 1] in "?*+@!")):
            depth += 1
        elif char == ")" and depth:
            depth -= 1
        elif char != "|" or not (regex or depth):
            if depth and char in " \t":
                if not regex:
                    cur.fail("a blank in a pattern")
            elif char in "<>&;\n" and (depth or (char != "\n" and not text.startswith("&&", cur.i))):
                cur.fail("an operator in a pattern")
            elif piece(cur, parts):
                continue
            else:
                break
        parts.add_text(char, False)
        cur.i += 1
    if depth:
        cur.fail("a ( that does not end in [[ ]]")
    found = parts.close()
    if not found:
        cur.fail("nothing to compare in [[ ]]")
    return Word(found, start, cur.i)
