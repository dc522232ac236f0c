"""PowerShell's expressions: values, operators between them and what is taken from them. Calls of methods are `odd`."""

from __future__ import annotations

from assent.shell.powershell.arguments import redirect
from assent.shell.powershell.cursor import DASHES, DOUBLE, LINE_ENDS, SINGLE
from assent.shell.powershell.tree import Braces, Expression, Lit, Sub, Var, Word
from assent.shell.powershell.words import TABLE, dollar, here_string, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.powershell.cursor import Cursor
    from assent.shell.powershell.words import Inside

# Operators that only compute: about_Operators, with and without the `c` and `i` before them.
_NAMES = (
    "eq", "ne", "gt", "ge", "lt", "le", "like", "notlike", "match", "notmatch", "contains", "notcontains", "in",
    "notin", "replace", "split",
)  # fmt: skip
OPERATORS = frozenset((
    *_NAMES, *("c" + name for name in _NAMES), *("i" + name for name in _NAMES), "and", "or", "xor", "not", "band",
    "bor", "bxor", "bnot", "shl", "shr", "join", "f", "is", "isnot", "as",
))  # fmt: skip
# Types that a value may be turned into without anything else happening.
TYPES = frozenset((
    "int", "int32", "int64", "long", "uint32", "uint64", "byte", "string", "bool", "double", "float", "decimal",
    "char", "datetime", "timespan", "array", "string[]", "int[]", "object[]", "pscustomobject", "ordered", "hashtable",
    "void", "version", "guid", "system.string", "system.int32",
))  # fmt: skip
_SIGNS = frozenset("+-*/%!,=?:")
_ENDING = LINE_ENDS | frozenset(";|)}&\0")


def expression(cur: Cursor, inside: Inside) -> Expression:
    """An expression up to what ends its statement."""
    made = Expression()
    open_ended = True  # after an operator a line goes on
    while True:
        if open_ended:
            cur.gaps()
        else:
            cur.blanks()
        if cur.over() or cur.here in _ENDING:
            return made
        if not open_ended and redirect(cur, inside, made.redirects):
            continue
        before = cur.i
        if open_ended or cur.here in _SIGNS or cur.here in DASHES or cur.starts(".."):
            open_ended = _step(cur, made, inside, wants_value=open_ended)
        else:
            _odd(cur, made, "two values without an operator")
            open_ended = True
            continue
        if cur.i == before:
            _odd(cur, made, "a sign that is not read")
            cur.i += 1


def _odd(cur: Cursor, made: Expression, why: str) -> None:
    made.odd = made.odd or why
    made.plain = False
    cur.fail(why)


def _step(cur: Cursor, made: Expression, inside: Inside, *, wants_value: bool) -> bool:
    """One operator or value; True when a value must follow."""
    char = cur.here
    if char in DASHES and cur.text[cur.i + 1].isalpha():
        return _operator(cur, made)
    if char == ",":
        cur.i += 1
        return True
    if char in DASHES or (char in _SIGNS and not (char == "," or char.isdigit())):
        if char == "=":
            _odd(cur, made, "an assignment inside of an expression")
        if cur.text[cur.i + 1] == char and char in "+-":
            _odd(cur, made, "a variable that is counted up or down")
            cur.i += 2
            return wants_value
        cur.i += 1
        made.plain = False
        return True
    if char == ".":
        cur.i += 1 + (cur.text[cur.i + 1] == ".")
        made.plain = False
        return True
    if char == "[":
        _type(cur, made)
        return cur.here not in _ENDING
    made.values.append(_value(cur, made, inside))
    _taken(cur, made, inside)
    return False


def _operator(cur: Cursor, made: Expression) -> bool:
    at = cur.i + 1
    while cur.text[at].isalpha():
        at += 1
    name = cur.text[cur.i + 1 : at].lower()
    cur.i = at
    made.plain = False
    if name not in OPERATORS:
        _odd(cur, made, "an operator that is not read")
    return True


def _type(cur: Cursor, made: Expression) -> None:
    """`[type]` before a value; one that something is taken from may do anything."""
    depth, at = 0, cur.i
    while at < cur.end:
        depth += (cur.text[at] == "[") - (cur.text[at] == "]")
        at += 1
        if not depth:
            break
    name = cur.text[cur.i + 1 : at - 1].strip().lower()
    cur.i = at
    made.plain = False
    if cur.starts("::"):
        _odd(cur, made, f"something of the type {name[:60]}")
        cur.i += 2
        while cur.here.isalnum() or cur.here == "_":
            cur.i += 1
        if cur.here == "(":
            return
    elif name not in TYPES:
        _odd(cur, made, f"the type {name[:60]}")


def _value(cur: Cursor, made: Expression, inside: Inside) -> Word:
    char = cur.here
    if char in SINGLE or char in DOUBLE:
        return quoted(cur, inside)
    if char == "$":
        piece = dollar(cur, inside)
        if piece is not None:
            return Word([piece])
    elif char == "(" or cur.starts("@("):
        cur.i += 1 + (char == "@")
        return Word([Sub(inside(cur, ")"))])
    elif cur.starts("@{"):
        cur.i += 2
        made.plain = False
        return Word([Sub(inside(cur, TABLE), bare=True)])
    elif char == "{":
        cur.i += 1
        made.plain = False
        return Word([Braces(inside(cur, "}"))])
    elif char == "@":
        pieces = here_string(cur, inside)
        if pieces is not None:
            return Word(pieces, quoted=True)
    return _literal(cur, made)


def _literal(cur: Cursor, made: Expression) -> Word:
    """A number; any other bare word is none of an expression."""
    start = cur.i
    while cur.here.isalnum() or (cur.here == "." and cur.text[cur.i + 1].isalnum()):
        cur.i += 1
    text = cur.text[start : cur.i]
    if not text[:1].isdigit():
        _odd(cur, made, "a bare word inside of an expression")
    return Word([Lit(text, quoted=False)])


def _taken(cur: Cursor, made: Expression, inside: Inside) -> None:
    """What is taken from the value before: properties and elements; a method makes the expression odd."""
    while True:
        if cur.here == "." and (cur.text[cur.i + 1].isalpha() or cur.text[cur.i + 1] in "_'\"$"):
            cur.i += 1
            if not cur.here.isalpha():
                _odd(cur, made, "a property whose name is not read")
                return
            while cur.here.isalnum() or cur.here == "_":
                cur.i += 1
            _mark(made)
            if cur.here in "({":
                _odd(cur, made, "a call of a method")
                _arguments(cur, made, inside)
        elif cur.here == "[":
            _element(cur, made, inside)
        elif cur.starts("::") or cur.starts("?."):
            _odd(cur, made, "something of a type")
            cur.i += 2
        elif cur.here == "(":
            _odd(cur, made, "a call of a method")
            _arguments(cur, made, inside)
        else:
            return


def _element(cur: Cursor, made: Expression, inside: Inside) -> None:
    """`[0]`, `['name']`, `[$index]` behind a value."""
    _mark(made)
    cur.i += 1
    while not cur.over() and cur.here != "]":
        if cur.here in SINGLE or cur.here in DOUBLE:
            made.values.append(quoted(cur, inside))
        elif cur.here == "$" and (piece := dollar(cur, inside)) is not None:
            made.values.append(Word([piece]))
        elif cur.here.isdigit() or cur.here in " -.,":
            cur.i += 1
        else:
            _odd(cur, made, "an element whose index is not read")
            return
    cur.i += 1


def _mark(made: Expression) -> None:
    """Notes that something was taken from the last value, which is then no plain one."""
    pieces = made.values[-1].parts if made.values else ()
    if len(pieces) == 1 and isinstance(pieces[0], Var):
        pieces[0].member = True
    made.plain = False


def _arguments(cur: Cursor, made: Expression, inside: Inside) -> None:
    closer = ")" if cur.here == "(" else "}"
    cur.i += 1
    made.values.append(Word([Sub(inside(cur, closer))]))
