"""Compound commands: groups, branches, loops, cases, definitions."""

from __future__ import annotations

from assent.shell.syntax.chars import ENDS, is_name
from assent.shell.syntax.cond import cond
from assent.shell.syntax.dialects import BASH, SH, ZSH
from assent.shell.syntax.expand import arithmetic
from assent.shell.syntax.lex import SHELL_COMMANDS, advance, blanks, line_break, newlines, plain, word
from assent.shell.syntax.nodes import ArithCmd, Case, For, Function, Group, If, List, Subshell, While
from assent.shell.syntax.redirect import redirects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from assent.shell.syntax.cursor import Cursor
    from assent.shell.syntax.nodes import Cond, Word

    Compound = Subshell | Group | If | While | For | Case | Cond | ArithCmd

_RESERVED = SHELL_COMMANDS | frozenset("then else elif fi do done esac in time coproc function".split())
_FUNCTION_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.:+@,/")


def compound(cur: Cursor, name: str) -> Compound | Function:
    """The command whose first word, `name`, has been read."""
    cur.enter()
    if name == "function":
        found: Compound | Function = _function(cur)
    else:
        found = _READERS[name](cur)
        _finish(cur, found)
    cur.depth -= 1
    return found


def _finish(cur: Cursor, found: Compound) -> None:
    """Reads the redirects after the command; a reserved word may follow only where no word would."""
    found.redirects = redirects(cur)
    if (found.redirects or found.kind in ("cond", "arithcmd")) and cur.text[cur.i] not in ENDS:
        cur.fail("a word after a command that is complete")


def parenthesis(cur: Cursor) -> Subshell | ArithCmd:
    """`( … )` or `(( … ))`."""
    cur.enter()
    if cur.text[cur.i + 1] == "(":
        cur.only(BASH | ZSH, "a ((")
    if cur.text[cur.i + 1] == "(" and cur.shells != SH:
        cur.i += 2
        text, subs = arithmetic(cur, "))")
        found: Subshell | ArithCmd = ArithCmd(text, subs, ())
    else:
        advance(cur, 1)
        found = Subshell(_filled(cur), ())
        if cur.text[cur.i] != ")":
            cur.fail("a ( that does not end")
        cur.i += 1
    _finish(cur, found)
    cur.depth -= 1
    return found


def definition(cur: Cursor, name: str) -> Function:
    """`name () …`, from its parentheses on."""
    _parentheses(cur)
    cur.enter()
    found = _defined(cur, name)
    cur.depth -= 1
    return found


def _function(cur: Cursor) -> Function:
    """`function name …`, from the name on."""
    blanks(cur)
    name = plain(word(cur))
    blanks(cur)
    if cur.text[cur.i] == "(":
        _parentheses(cur)
    return _defined(cur, name)


def _parentheses(cur: Cursor) -> None:
    cur.i += 1
    blanks(cur)
    if cur.text[cur.i] != ")":
        cur.fail("a ( after a word")
    cur.i += 1


def _defined(cur: Cursor, name: str) -> Function:
    if not name or not _FUNCTION_NAME.issuperset(name) or name.isdigit() or name in _RESERVED:
        cur.fail("a function whose name is not plain")
    if not is_name(name):
        cur.only(BASH | ZSH, "a function whose name is no plain one")
    newlines(cur)
    if cur.text[cur.i] == "(":
        return Function(name, _opened_early(cur, parenthesis(cur)), ())
    opener = plain(word(cur))
    if opener not in SHELL_COMMANDS:
        cur.fail("a function without a body")
    return Function(name, _opened_early(cur, compound(cur, opener)), ())


def _opened_early(cur: Cursor, body: Compound | Function) -> Compound | Function:
    """The body of a function, whose own redirects zsh opens before it takes over what stands in front of a call."""
    if any(each.target is not None and each.target.literal is None for each in body.redirects):
        cur.only(~ZSH, "a redirect of a function whose target is no plain text")
    return body


def _filled(cur: Cursor) -> List:
    """A list that may not be empty."""
    found = cur.commands(cur)
    if not found.items:
        cur.fail("an empty list of commands")
    return found


def _expect(cur: Cursor, name: str) -> None:
    blanks(cur)
    if plain(word(cur)) != name:
        cur.fail(f"expected {name}")


def _group(cur: Cursor) -> Group:
    body = _filled(cur)
    _expect(cur, "}")
    return Group(body, ())


def _if(cur: Cursor) -> If:
    branches: list[tuple[List, List]] = []
    orelse = None
    while True:
        condition = _filled(cur)
        _expect(cur, "then")
        branches.append((condition, _filled(cur)))
        following = plain(word(cur))
        if following == "else":
            orelse = _filled(cur)
            following = plain(word(cur))
        elif following == "elif":
            continue
        if following != "fi":
            cur.fail("expected fi")
        return If(tuple(branches), orelse, ())


def _while(cur: Cursor) -> While:
    condition = _filled(cur)
    _expect(cur, "do")
    body = _filled(cur)
    _expect(cur, "done")
    return While(condition, body, False, ())


def _until(cur: Cursor) -> While:
    found = _while(cur)
    found.until = True
    return found


def _body(cur: Cursor) -> List:
    """`do … done` or `{ … }`."""
    newlines(cur)
    opener = plain(word(cur))
    if opener not in ("do", "{"):
        cur.fail("expected do")
    if opener == "{":
        cur.only(BASH | ZSH, "a loop without do")
    found = _filled(cur)
    _expect(cur, "done" if opener == "do" else "}")
    return found


def _for(cur: Cursor) -> For | While:
    blanks(cur)
    if cur.text.startswith("((", cur.i):
        return _counted(cur)
    return _select(cur)


def _counted(cur: Cursor) -> While:
    """`for ((a; b; c))`."""
    cur.only(BASH | ZSH, "a for ((")
    cur.i += 2
    text, subs = arithmetic(cur, "))", ";")
    if text.count(";") != 2:
        cur.fail("a for without three expressions")
    blanks(cur)
    if cur.text[cur.i] == ";":
        cur.i += 1
    return While(List(((ArithCmd(text, subs, ()), ""),)), _body(cur), False, ())


def _select(cur: Cursor) -> For:
    """`for` or `select`, from the name on."""
    blanks(cur)
    name = plain(word(cur))
    if not is_name(name):
        cur.fail("a loop without a variable")
    blanks(cur)
    if cur.text[cur.i] == ";":
        cur.i += 1
        return For(name, None, _body(cur), ())
    if cur.text[cur.i] == "{":
        cur.fail("a { right after the variable of a loop")
    newlines(cur)
    start = cur.i
    if plain(word(cur)) == "in":
        words = _words(cur)
        return For(name, words, _body(cur), ())
    cur.i = start
    return For(name, None, _body(cur), ())


def _words(cur: Cursor) -> tuple[Word, ...]:
    """The words after `in`; passes over what ends them."""
    found: list[Word] = []
    while True:
        blanks(cur)
        each = word(cur)
        if each is not None:
            found.append(each)
        elif cur.text[cur.i] == "\n":
            line_break(cur)
            return tuple(found)
        elif cur.text[cur.i] == ";":
            cur.i += 1
            return tuple(found)
        else:
            cur.fail("an operator among the words of a loop")


def _case(cur: Cursor) -> Case:
    blanks(cur)
    subject = word(cur)
    if subject is None:
        return cur.fail("a case without a word")
    newlines(cur)
    _expect(cur, "in")
    items: list[tuple[tuple[Word, ...], List]] = []
    while True:
        newlines(cur)
        start = cur.i
        if plain(word(cur)) == "esac":
            return Case(subject, tuple(items), ())
        cur.i = start
        patterns = _patterns(cur)
        items.append((patterns, cur.commands(cur)))
        end = cur.text[cur.i : cur.i + 2]
        if end == ";&" or cur.text.startswith(";;&", cur.i):
            cur.only(BASH | ZSH if end == ";&" else BASH, "a branch that falls through")
        if end in (";;", ";&"):
            advance(cur, 3 if cur.text.startswith(";;&", cur.i) else 2)
        else:
            _expect(cur, "esac")
            return Case(subject, tuple(items), ())


def _patterns(cur: Cursor) -> tuple[Word, ...]:
    """The patterns of one branch, up to and over the closing parenthesis."""
    found: list[Word] = []
    if cur.text[cur.i] == "(":
        cur.i += 1
    while True:
        blanks(cur)
        each = word(cur)
        if each is None:
            return cur.fail("a case without a pattern")
        found.append(each)
        blanks(cur)
        char = cur.text[cur.i]
        if char not in "|)":
            cur.fail("a case pattern that does not end")
        cur.i += 1
        if char == ")":
            return tuple(found)


_READERS: dict[str, Callable[[Cursor], Compound]] = {
    "{": _group,
    "if": _if,
    "while": _while,
    "until": _until,
    "for": _for,
    "select": _select,
    "case": _case,
    "[[": cond,
}
