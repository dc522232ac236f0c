"""PowerShell's statements that hold others: branches, loops and blocks. What they define for later is not followed."""

from __future__ import annotations

from assent.shell.powershell.cursor import ENDS
from assent.shell.powershell.tree import Block, Compound, Pipeline
from assent.shell.powershell.words import dollar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from assent.shell.powershell.cursor import Cursor
    from assent.shell.powershell.tree import Statement
    from assent.shell.powershell.words import Inside

BRANCHES = ("if", "elseif", "else")
TRIES = ("try", "catch", "finally")
LEAVES = ("return", "throw", "exit", "break", "continue")
# Read only for denials: what follows may mean something else, or when it runs is not followed.
UNREAD = (
    "function", "filter", "workflow", "configuration", "class", "enum", "using", "param",
    "dynamicparam", "trap", "data",
    "switch", "do", "for", "begin", "process", "end", "clean", "parallel", "sequence", "inlinescript",
    "define", "from", "var",
)  # fmt: skip
KEYWORDS = frozenset(
    (*BRANCHES, *TRIES, *LEAVES, *UNREAD, "foreach", "while", "until", "in", "hidden", "static")
)


def compound(cur: Cursor, word: str, inside: Inside, statement: Callable[[Cursor], Statement]) -> Statement:
    """The statement that a keyword begins, which has been passed over."""
    cur.blanks()
    if word in LEAVES:
        return _leaves(cur, word, statement)
    if word == "if":
        return _chain(cur, inside, BRANCHES)
    if word == "try":
        return _chain(cur, inside, TRIES)
    if word == "while":
        return _loop(cur, inside, "")
    if word == "foreach":
        return _foreach(cur, inside)
    cur.fail(f"the keyword {word}")
    return _scraped(cur, inside)


def _leaves(cur: Cursor, word: str, statement: Callable[[Cursor], Statement]) -> Statement:
    if cur.over() or cur.here in ENDS - frozenset("({"):
        return Compound((), (), loops=False)
    value = statement(cur)
    if word in ("break", "continue"):
        cur.fail(f"{word} with a label")
    return Compound((Block((value,)),), (), loops=False)


def _head(cur: Cursor, inside: Inside) -> Block:
    cur.gaps()
    if cur.here != "(":
        cur.fail("a statement without its condition")
        return Block(())
    cur.i += 1
    return inside(cur, ")")


def _body(cur: Cursor, inside: Inside) -> Block:
    cur.gaps()
    if cur.here != "{":
        cur.fail("a statement without its block")
        return Block(())
    cur.i += 1
    return inside(cur, "}")


def _chain(cur: Cursor, inside: Inside, words: tuple[str, str, str]) -> Compound:
    """`if` with its `elseif` and `else`, or `try` with its `catch` and `finally`."""
    heads = [_head(cur, inside)] if words is BRANCHES else []
    bodies = [_body(cur, inside)]
    while True:
        spot = cur.i
        cur.gaps()
        end = cur.i
        while cur.text[end].isalpha():
            end += 1
        word = cur.text[cur.i : end].lower()
        if word not in words[1:]:
            cur.i = spot
            return Compound(heads, bodies, loops=False)
        cur.i = end
        if word == "elseif":
            heads.append(_head(cur, inside))
        elif word == "catch":
            _types(cur)
        bodies.append(_body(cur, inside))


def _types(cur: Cursor) -> None:
    """The kinds of error that a `catch` is for."""
    cur.gaps()
    while cur.here == "[":
        end = cur.text.find("]", cur.i)
        cur.i = cur.end if end < 0 else end + 1
        cur.gaps()
        if cur.here == ",":
            cur.i += 1
            cur.gaps()


def _loop(cur: Cursor, inside: Inside, name: str) -> Compound:
    head = _head(cur, inside)
    return Compound((head,), (_body(cur, inside),), loops=True, name=name)


def _foreach(cur: Cursor, inside: Inside) -> Statement:
    """`foreach ($name in …) {…}`."""
    cur.gaps()
    if cur.here != "(":
        cur.fail("a foreach that is not read")
        return _scraped(cur, inside)
    cur.i += 1
    cur.gaps()
    name = dollar(cur, inside) if cur.here == "$" else None
    cur.gaps()
    if name is None or cur.text[cur.i : cur.i + 2].lower() != "in" or cur.text[cur.i + 2].isalnum():
        cur.fail("a foreach that is not read")
        return _scraped(cur, inside)
    cur.i += 2
    head = inside(cur, ")")
    return Compound((head,), (_body(cur, inside),), loops=True, name=getattr(name, "name", ""))


def _scraped(cur: Cursor, inside: Inside) -> Statement:
    """Whatever stands in brackets and braces behind a keyword, for denials."""
    heads: list[Block] = []
    while not cur.over() and cur.here not in ";\r\n|)}":
        if cur.here in "({":
            closer = ")" if cur.here == "(" else "}"
            cur.i += 1
            heads.append(inside(cur, closer))
            spot = cur.i
            cur.gaps()
            if cur.here not in "({":
                cur.i = spot
        else:
            cur.i += 1
    return Compound((), heads, loops=True) if heads else Pipeline(())
