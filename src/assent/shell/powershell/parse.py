"""From PowerShell's text to statements. Total on any text; what is not read exactly is a `problem`, never a guess."""

from __future__ import annotations

from assent.core.call import LIMIT
from assent.shell.powershell.arguments import argument, elements, redirect
from assent.shell.powershell.compound import KEYWORDS, compound
from assent.shell.powershell.cursor import BLANKS, DASHES, DEEPEST, DOUBLE, ENDS, LINE_ENDS, SINGLE, Cursor
from assent.shell.powershell.expression import expression
from assent.shell.powershell.tree import (
    Assign,
    Block,
    Braces,
    Command,
    Expression,
    Pipeline,
    Sub,
)
from assent.shell.powershell.words import TABLE, dollar, ends_apart, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.powershell.tree import Statement

# What only an expression begins with.
_VALUES = SINGLE | DOUBLE | DASHES | frozenset("$@([{!+,")
_ASSIGNS = ("=", "+=", "-=", "*=", "/=", "%=", "??=")
_NUMBER = frozenset("0123456789abcdefABCDEFxXlLkKmMgGtTpPbB._+")


def parse(text: str) -> tuple[Block, str]:
    """The statements, and why the text could not be read in full ("" when it was)."""
    cur = Cursor(text)
    body = block(cur, "")
    return body, cur.problem


def block(cur: Cursor, closer: str) -> Block:
    """Statements up to the closing sign, which is passed over; "" for the end of the text, TABLE for a hashtable."""
    found: list[Statement] = []
    cur.depth += 1
    if cur.depth > DEEPEST:
        cur.fail(f"{LIMIT}it is nested too deeply")
        cur.i = cur.end
    keyed, closer = closer == TABLE, closer[-1:]
    while True:
        cur.gaps()
        if cur.over():
            if closer:
                cur.fail(f"a missing {closer}")
            break
        if cur.here == closer:
            cur.i += 1
            break
        if cur.here == ";":
            cur.i += 1
            continue
        before = cur.i
        if cur.here in ")}<>|&" and not _calls(cur):
            cur.fail(f"a {cur.here} that nothing began")
            cur.i += 1
            continue
        if keyed:
            _key(cur)
        found.append(statement(cur))
        if cur.i == before:
            cur.fail("a sign that is not read")
            cur.i += 1
    cur.depth -= 1
    return Block(found)


def _key(cur: Cursor) -> None:
    """Passes over `name =` in a hashtable."""
    if cur.here in SINGLE or cur.here in DOUBLE:
        quoted(cur, block)
    else:
        while cur.here.isalnum() or cur.here in "_$.-":
            cur.i += 1
    cur.blanks()
    if cur.here != "=":
        cur.fail("a key of a hashtable that is not read")
        return
    cur.i += 1
    cur.gaps()


def statement(cur: Cursor) -> Statement:
    """One statement up to what ends it."""
    cur.step()
    if cur.here.isalpha():
        end = cur.i
        while cur.text[end].isalpha():
            end += 1
        word = cur.text[cur.i : end].lower()
        if word in KEYWORDS and (cur.text[end] in ENDS or cur.text[end] == "\0"):
            cur.i = end
            return compound(cur, word, block, statement)
    if cur.here in "$[":
        made = _assignment(cur)
        if made is not None:
            return made
    return pipeline(cur)


def _assignment(cur: Cursor) -> Assign | None:
    """`$name = …`, also behind a type; None, and nothing passed over, for anything else."""
    start, problem = cur.i, cur.problem
    if cur.here == "[":
        end = cur.text.find("]", cur.i)
        if end < 0 or not cur.text[cur.i + 1 : end].replace(".", "").isalnum():
            return None
        cur.i = end + 1
    name = dollar(cur, block) if cur.here == "$" and cur.text[cur.i + 1] != "(" else None
    cur.blanks()
    sign = next((each for each in _ASSIGNS if cur.starts(each)), "")
    if name is None or isinstance(name, (Sub, Braces)) or not sign or cur.starts("=="):
        cur.i, cur.problem = start, problem
        return None
    cur.i += len(sign)
    cur.gaps()
    return Assign(getattr(name, "name", ""), statement(cur), adds=sign != "=")


def pipeline(cur: Cursor) -> Pipeline:
    """Commands joined by `|`; `&&` and `||` end it as a line end does."""
    elements: list[Command | Expression] = []
    while True:
        cur.gaps()
        if cur.over() or (cur.here in ENDS and not _calls(cur) and cur.here not in "({"):
            cur.fail("a pipe that leads nowhere")
            break
        elements.append(_element(cur))
        cur.step()
        cur.blanks()
        if cur.starts("||") or cur.starts("&&"):
            cur.i += 2
            break
        if cur.here == "&":
            cur.i += 1  # in the background
            break
        if cur.here != "|" and not _goes_on(cur):
            break
        cur.i += 1
    return Pipeline(elements)


def _goes_on(cur: Cursor) -> bool:
    """True, and at it, when the next line begins with a `|`."""
    at = cur.i
    while cur.text[at] in LINE_ENDS or cur.text[at] in BLANKS:
        at += 1
    if at == cur.i or cur.text[at] != "|" or cur.text[at + 1] == "|":
        return False
    cur.fail("a line that begins with a pipe, which only newer versions join")
    cur.i = at
    return True


def _calls(cur: Cursor) -> bool:
    return cur.here == "&" and cur.text[cur.i + 1] != "&"


def _element(cur: Cursor) -> Command | Expression:
    if _calls(cur) or (cur.here == "." and cur.text[cur.i + 1] in " \t'\"$({"):
        made = Command(cur.here)
        cur.i += 1
        cur.blanks()
        return _command(cur, made)
    if cur.here in _VALUES or _is_number(cur):
        return expression(cur, block)
    return _command(cur, Command(""))


def _is_number(cur: Cursor) -> bool:
    """True for a word of digits, which is a value; `7z` is a name."""
    at = cur.i + (cur.here == ".")
    if not cur.text[at].isdigit():
        return False
    while cur.text[at] in _NUMBER:
        at += 1
    return cur.text[at] in ENDS or cur.text[at] in "-*/%"


def _command(cur: Cursor, made: Command) -> Command:
    while True:
        cur.blanks()
        if cur.over() or cur.here in LINE_ENDS or cur.here in ";|)}&":
            return made
        if redirect(cur, block, made.redirects):
            continue
        before = cur.i
        if cur.here == ",":
            cur.fail("a comma without a value before it")
            cur.i += 1
            continue
        word = argument(cur, block)
        if made.words and word.glued and not ends_apart(cur):
            word.listed.append(elements(cur, block, argument(cur, block)))
        elif not word.param:
            word = elements(cur, block, word)
        made.words.append(word)
        if cur.i == before:
            cur.fail("a sign that is not read")
            cur.i += 1
