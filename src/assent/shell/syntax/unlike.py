"""Constructs that not every shell reads as bash does, found at a place in the text."""

from __future__ import annotations

from assent.shell.syntax.chars import DIGITS, NAME, is_name
from assent.shell.syntax.dialects import BASH, ZSH, ZSH_MODIFIERS, ZSH_WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.syntax.cursor import Cursor
    from assent.shell.syntax.nodes import Word


def behind(cur: Cursor) -> None:
    """Doubts what zsh takes as a subscript or a modifier of the variable before it."""
    text, i = cur.text, cur.i
    if text[i] == "[" or (text[i] == ":" and text[i + 1] in ZSH_MODIFIERS):
        cur.only(~ZSH, "a subscript or modifier behind a variable")


def behind_special(cur: Cursor, char: str) -> None:
    """Doubts `$12`, `$#x` and their kin, which are one parameter to some shells."""
    text, i = cur.text, cur.i
    if char in DIGITS and text[i] in DIGITS:
        cur.only(BASH, "a parameter of two digits without braces")
    elif char == "#" and (text[i] in NAME or text[i] in "@*#?$!-{~=^+"):
        cur.only(~ZSH, "a $# right before a name")
    elif text[i] == "{" and char in "!$":
        cur.only(BASH, "braces behind a special parameter")
    else:
        behind(cur)


def operator(cur: Cursor, sign: str, char: str) -> None:
    """Doubts the operators that some shells lack or read otherwise."""
    following = cur.text[cur.i + 1]
    if sign == "!" or char in "^,@":
        cur.only(BASH, "a ${…} of bash")
    elif char in "[/":
        cur.only(BASH | ZSH, "a ${…} with a subscript or a replacement")
        if char == "[" and following == "(":
            cur.only(BASH, "a subscript with flags")
    elif char == ":" and following not in "-=?+":
        cur.only(BASH | ZSH, "a slice")
        if following not in " 0123456789$(":
            cur.only(BASH, "a slice that may be a modifier")


def word(cur: Cursor, each: Word, *, first: bool) -> None:
    """Doubts words that mean something of their own to zsh."""
    text = cur.text[each.start : each.end]
    if text[0] == "{" and is_name(text[1:-1]):
        _braces(cur)
    if (first and text in ZSH_WORDS) or (not first and text[0] == "}"):
        cur.only(~ZSH, f"the word {text}")
    elif text[0] == "=" and text not in ("=", "==", "=~"):
        cur.only(~ZSH, "a word that begins with =")


def _braces(cur: Cursor) -> None:
    """Doubts `{name} >`, a redirection to zsh also with a blank in it."""
    at = cur.i
    while cur.text[at] in " \t":
        at += 1
    if at > cur.i and cur.text[at] in "<>&":
        cur.only(~ZSH, "a word in braces before a redirection")


def redirect(cur: Cursor, op: str, fd: str) -> None:
    """Doubts a redirection that another shell reads otherwise."""
    after = cur.text[cur.i + len(op)]
    if op in ("&>", "&>>", "<<<") or fd[:1] == "{":
        cur.only(BASH | ZSH, f"the redirection {fd}{op}")
    if len(fd) > 1 and fd[0] != "{":
        cur.only(BASH, "a descriptor of two digits")
    if after == "!" and op not in ("<", "<<", "<&", "<<-", "<<<"):
        cur.only(~ZSH, f"the redirection {op}!")
    if op == "<" and cur.shells & ZSH and _is_range(cur.text, cur.i + 1):
        cur.only(~ZSH, "a glob of numbers")


def _is_range(text: str, at: int) -> bool:
    """True for `1-5>` and its kin: behind `<`, a glob to zsh."""
    while text[at] in DIGITS:
        at += 1
    at += text[at] == "-"
    while text[at] in DIGITS:
        at += 1
    return text[at] == ">" and text[at - 1] in "0123456789-"
