"""Words of PowerShell's text: bare, in quotes, here-strings, variables, and the substitutions in them."""

from __future__ import annotations

from assent.shell.powershell.cursor import BLANKS, DASHES, DOUBLE, ENDS, LINE_ENDS, SINGLE
from assent.shell.powershell.tree import Lit, Sub, Var, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from assent.shell.powershell.cursor import Cursor
    from assent.shell.powershell.tree import Block, Piece

    Inside = Callable[[Cursor, str], Block]

# Variables with a name of one sign.
SIGNS = frozenset("$?^_")
# What closes a hashtable, told from other braces because its lines begin with keys.
TABLE = "@}"
# What a run of plain letters ends at: in an expandable text, in one that is not, and in a bare word.
_EXPANDS = DOUBLE | LINE_ENDS | frozenset("`$\0")
_LINE = LINE_ENDS | frozenset("\0")
_PLAIN = ENDS | SINGLE | DOUBLE | frozenset("`$")
# Where a value in an argument may end, so that it is one argument.
_APART = BLANKS | LINE_ENDS | frozenset(";,|&)}\0<>")


def in_single(cur: Cursor) -> str:
    """The text of a `'…'` in which two quotes are one; passes over it."""
    found: list[str] = []
    cur.i += 1
    while not cur.over():
        if cur.here in SINGLE:
            cur.i += 1
            if cur.here not in SINGLE:
                return "".join(found)
        found.append(cur.here)
        cur.i += 1
    cur.fail("a quote without an end")
    return "".join(found)


def in_double(cur: Cursor, inside: Inside) -> list[Piece]:
    """The pieces of a `"…"`; passes over it."""
    found: list[Piece] = []
    cur.i += 1
    while not cur.over():
        char = cur.here
        if char in DOUBLE:
            cur.i += 1
            if cur.here not in DOUBLE:
                return found or [Lit("", quoted=True)]
            cur.i += 1
            _add(found, '"', quoted=True)
        else:
            _expandable(cur, found, inside)
    cur.fail("a quote without an end")
    return found or [Lit("", quoted=True)]


def _expandable(cur: Cursor, found: list[Piece], inside: Inside) -> None:
    """One letter, escape, variable or substitution of an expandable text."""
    if cur.here == "`":
        _add(found, cur.escaped(), quoted=True)
    elif cur.here == "$" and (each := dollar(cur, inside)) is not None:
        found.append(each)
    else:
        _add(found, cur.here, quoted=True)
        cur.i += 1
        _add(found, _run(cur, _EXPANDS), quoted=True)


def _run(cur: Cursor, until: frozenset[str]) -> str:
    """The letters up to one of these, at once."""
    start = cur.i
    while cur.text[cur.i] not in until:
        cur.i += 1
    return cur.text[start : cur.i]


def _add(found: list[Piece], text: str, *, quoted: bool) -> None:
    last = found[-1] if found else None
    if isinstance(last, Lit) and last.quoted == quoted:
        last.text += text
    else:
        found.append(Lit(text, quoted=quoted))


def here_string(cur: Cursor, inside: Inside) -> list[Piece] | None:
    """The pieces of `@'…'@` or `@"…"@`, whose marks stand on lines of their own; None when this is none."""
    quotes = SINGLE if cur.text[cur.i + 1] in SINGLE else DOUBLE
    at = cur.i + 2
    while cur.text[at] in BLANKS:
        at += 1
    if cur.text[at] not in LINE_ENDS:
        return None
    cur.i = at + (2 if cur.text.startswith("\r\n", at) else 1)
    found: list[Piece] = []
    closed = _closes(cur, quotes)
    while not cur.over() and not closed:
        if cur.here in LINE_ENDS:
            size = 2 if cur.starts("\r\n") else 1
            sign = cur.text[cur.i : cur.i + size]
            cur.i += size
            closed = _closes(cur, quotes)
            if not closed:
                _add(found, sign, quoted=True)
        elif quotes is DOUBLE:
            _expandable(cur, found, inside)
        else:
            _add(found, _run(cur, _LINE), quoted=True)
    if not closed:
        cur.fail("a here-string without an end")
        return found or [Lit("", quoted=True)]
    cur.i += 2
    return found or [Lit("", quoted=True)]


def _closes(cur: Cursor, quotes: frozenset[str]) -> bool:
    return cur.here in quotes and cur.text[cur.i + 1] == "@"


def dollar(cur: Cursor, inside: Inside) -> Piece | None:
    """What a `$` begins; None (and nothing passed over) for one that stands for itself."""
    char = cur.text[cur.i + 1]
    if char == "(":
        cur.i += 2
        return Sub(inside(cur, ")"))
    if char == "{":
        end = cur.text.find("}", cur.i)
        name = cur.text[cur.i + 2 : end]
        cur.i = cur.end if end < 0 else end + 1
        if end < 0 or "`" in name or not name:
            cur.fail("a variable whose name is not read")
        return Var(_named(name))
    if not (char.isalnum() or char in SIGNS or char == ":"):
        return None
    if char in "$?^":
        cur.i += 2
        return Var(char)
    start = cur.i = cur.i + 1
    while cur.here.isalnum() or cur.here in "_?" or (cur.here == ":" and _joins(cur)):
        cur.i += 1
    if cur.i == start or cur.here == ":":
        cur.fail("a variable whose name is not read")
        cur.i += cur.i == start
    return Var(_named(cur.text[start : cur.i]))


def _joins(cur: Cursor) -> bool:
    """True for the colon behind a drive or scope, with the name after it."""
    after = cur.text[cur.i + 1]
    return after.isalnum() or after in "_?"


def _named(name: str) -> str:
    name = name.lower()
    for scope in ("global:", "script:", "local:", "private:", "variable:", "using:"):
        name = name.removeprefix(scope)
    return name


def quoted(cur: Cursor, inside: Inside) -> Word:
    """A word that a quote begins and ends."""
    if cur.here in SINGLE:
        return Word([Lit(in_single(cur), quoted=True)], quoted=True)
    return Word(in_double(cur, inside), quoted=True)


def bare(cur: Cursor, inside: Inside, found: list[Piece] | None = None) -> Word:
    """A word without quotes around it, though there may be some in it; goes on behind the pieces given."""
    found = found or []
    start = cur.i
    while cur.here not in ENDS:
        char = cur.here
        if char == "`":
            if cur.text[cur.i + 1] in LINE_ENDS:
                break
            _add(found, cur.escaped(), quoted=True)
        elif char in SINGLE:
            _add(found, in_single(cur), quoted=True)
        elif char in DOUBLE:
            found.extend(in_double(cur, inside))
        elif char == "$" and (each := dollar(cur, inside)) is not None:
            found.append(each)
        else:
            _add(found, "-" if cur.i == start and char in DASHES else char, quoted=False)
            cur.i += 1
            _add(found, _run(cur, _PLAIN), quoted=False)
    if cur.here == "<" and cur.starts("<#"):
        cur.fail("a comment inside of a word")
    return Word(found or [Lit("", quoted=False)])


def parameter(cur: Cursor) -> Word | None:
    """`-Name`, or `-Name:` with its value behind it (`glued`); None for a word that is no parameter's name."""
    if cur.here not in DASHES or not (cur.text[cur.i + 1].isalpha() or cur.text[cur.i + 1] in "_?"):
        return None
    at = cur.i + 1
    while cur.text[at] not in ENDS and cur.text[at] not in ":.[`'\"$":
        at += 1
    if cur.text[at] in ".[`'\"$":
        return None
    name = cur.text[cur.i + 1 : at]
    word = Word([Lit("-" + name, quoted=False)], param=name)
    cur.i = at
    if cur.here == ":":
        cur.i += 1
        word.glued = True
        word.parts = [Lit("-" + name + ":", quoted=False)]
    return word


def ends_apart(cur: Cursor) -> bool:
    """True when nothing clings to what was just read."""
    return cur.here in _APART
