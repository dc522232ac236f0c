"""Redirections."""

from __future__ import annotations

from assent.shell.syntax import unlike
from assent.shell.syntax.chars import DIGITS, ENDS
from assent.shell.syntax.dialects import BASH, ZSH
from assent.shell.syntax.lex import advance, blanks, descriptor, plain, word
from assent.shell.syntax.nodes import Lit, Redirect, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.syntax.cursor import Cursor

_THREE = frozenset(("&>>", "<<<", "<<-"))
_TWO = frozenset((">>", ">|", ">&", "<&", "<>", "<<", "&>"))


def redirect(cur: Cursor, fd: str) -> Redirect:
    """The redirection whose operator is under the cursor."""
    three = cur.text[cur.i : cur.i + 3]
    op = three if three in _THREE else three[:2] if three[:2] in _TWO else three[:1]
    if len(fd) > 3 and fd[0] != "{":
        cur.fail("a descriptor that is too large")
    unlike.redirect(cur, op, fd)
    advance(cur, len(op))
    if cur.shells == ZSH and op[-1] != "<" and cur.text[cur.i] == "!":
        cur.i += 1
    blanks(cur)
    target = _closing(cur) if op in (">&", "<&") and cur.text[cur.i] == "-" else word(cur)
    if target is None:
        return cur.fail(f"nothing after {op}")
    if op == ">&" and not DIGITS.issuperset(plain(target).removesuffix("-") or "-"):
        cur.only(BASH | ZSH, "a >& with a file name")
    found = descriptor(target) if cur.text[cur.i] in "<>" else ""
    if found and (found[0] == "{" or op not in (">&", "<&")):
        cur.fail("a descriptor where a file name should be")
    if op == "&>>" and "=" in cur.text[target.start : target.end]:
        cur.doubt("a file name that may be an assignment")  # bash 5.2 refuses some of these
    if op not in ("<<", "<<-"):
        return Redirect(fd, op, target)
    heredoc = Redirect(fd, op, None)
    cur.pending.append((heredoc, *_delimiter(cur, target)))
    return heredoc


def _closing(cur: Cursor) -> Word:
    """The `-` of `>&-`, which is a token by itself."""
    cur.i += 1
    if cur.text[cur.i] not in ENDS:
        cur.doubt("text right after >&-")
    return Word((Lit("-", False),), cur.i - 1, cur.i)


def redirects(cur: Cursor) -> tuple[Redirect, ...]:
    """The redirections after a compound command."""
    found: list[Redirect] = []
    while True:
        blanks(cur)
        char = cur.text[cur.i]
        if char in "<>" or (char == "&" and cur.text[cur.i + 1] == ">"):
            found.append(redirect(cur, ""))
            continue
        start = cur.i
        if char not in "0123456789{":
            return tuple(found)
        each = word(cur)
        if each is None or cur.text[cur.i] not in "<>" or not descriptor(each):
            cur.i = start
            return tuple(found)
        found.append(redirect(cur, descriptor(each)))


def _delimiter(cur: Cursor, target: Word) -> tuple[str, bool]:
    """What ends the heredoc, and whether any of it was quoted."""
    raw = cur.text[target.start : target.end]
    text = "".join(part.text for part in target.parts if isinstance(part, Lit))
    if "$" in raw or "`" in raw or "\n" in text or any(not isinstance(part, Lit) for part in target.parts):
        cur.fail("a heredoc whose end is not plain")
    return text, any(part.quoted for part in target.parts)
