"""The shell reader: text to tree. What it does not read exactly as bash 5 does is a problem, never a guess."""

from __future__ import annotations

from assent.core.call import LIMIT
from assent.shell.syntax import unlike
from assent.shell.syntax.chars import ENDS, is_name, unseen
from assent.shell.syntax.cursor import END, MAX_CHARS, MAX_COMMANDS, MAX_INNER, MAX_WORDS, Cursor, Unreadable
from assent.shell.syntax.dialects import BASH, SH, ZSH
from assent.shell.syntax.lex import SHELL_COMMANDS, advance, blanks, descriptor, newlines, plain, word
from assent.shell.syntax.nodes import Assign, Elements, List, Lit, Pipeline, Redirect, Script, Simple, Word
from assent.shell.syntax.redirect import redirect

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.syntax.nodes import Command

    Items = list[tuple[Command, str]]

# Words that end the list before them where a command might begin.
_CLOSERS = frozenset("then else elif fi do done esac }".split())
_MISPLACED = frozenset("! time in ]]".split())
_RESERVED = _CLOSERS | _MISPLACED | SHELL_COMMANDS | {"coproc", "function"}
# For how many words a redirection counts where the words of a command are.
REDIRECT = 15
# Words that begin a construct of bash and are the name of a program to some `sh`.
_NOT_SH = frozenset("select function [[ coproc".split())
# Built-ins after which `name=(…)` is one word.
_DECLARERS = frozenset("declare typeset local export readonly".split())


def parse(text: str, shells: int = BASH) -> Script:
    """Reads a whole text as bash does (as `sh` where nothing else may read it); never raises. What one of `shells`
    reads otherwise is a problem; see `Script` for what that means for the tree."""
    if len(text) > MAX_CHARS:
        return Script(List(()), f"{LIMIT}longer than {MAX_CHARS} characters")
    # Bash drops NULs; reading on without them shows a denial what may run.
    cur = Cursor(text.replace(END, ""), commands, shells=shells)
    hidden = unseen(text)
    if hidden:
        cur.problem = f"a character that cannot be seen ({hidden})"
    try:
        body = commands(cur)
    except Unreadable as stop:
        return Script(List(tuple((each, ";") for each in cur.seen)), stop.why)
    except RecursionError:
        return Script(List(tuple((each, ";") for each in cur.seen)), f"{LIMIT}nested too deep")
    if cur.i < cur.size:
        cur.problem = f"{cur.text[cur.i]!r} where a command should begin, at character {cur.i}"
    elif cur.pending:
        cur.problem = "a heredoc without a body"
    return Script(body, cur.problem)


def commands(cur: Cursor) -> List:
    """Commands up to what cannot begin one; the caller judges whether that may stand there."""
    items: Items = []
    joined = False
    while True:
        newlines(cur)
        node = _pipeline(cur)
        if node is None:
            if joined:
                cur.fail("nothing after && or ||")
            break
        sep = _separator(cur)
        items.append((node, sep))
        if not sep:
            break
        joined = sep in ("&&", "||")
    return List(tuple(items))


def _separator(cur: Cursor) -> str:
    """Passes over what joins this command to the next one; "" when the list ends here."""
    blanks(cur)
    text, i = cur.text, cur.i
    char = text[i]
    if char == "\n":
        return "\n"  # passed over by the loop, which knows of heredocs
    two = text[i : i + 2]
    if two in ("&&", "||"):
        advance(cur, 2)
        return two
    if char == "&" and text[i + 1] == "!":
        cur.only(~ZSH, "a &!")
    if char == "&" or (char == ";" and two not in (";;", ";&")):
        advance(cur, 1)
        return char
    return ""


def _pipeline(cur: Cursor) -> Command | None:
    negated, timed = _prefixes(cur)
    node = _command(cur, piped=False)
    if node is None:
        if negated or timed:
            cur.fail("nothing after ! or time")
        return None
    if cur.text[cur.i] != "|":
        blanks(cur)
        if cur.text[cur.i] != "|":
            return Pipeline((node,), negated, timed, ()) if negated or timed else node
    found, ops = [node], []
    while cur.text[cur.i] == "|" and cur.text[cur.i + 1] != "|":
        op = "|&" if cur.text[cur.i + 1] == "&" else "|"
        if op == "|&":
            cur.only(BASH | ZSH, "a |&")
        advance(cur, len(op))
        newlines(cur)
        node = _command(cur, piped=True)
        if node is None:
            cur.fail("nothing after a pipe")
        found.append(node)
        ops.append(op)
        blanks(cur)
    if not ops and not negated and not timed:
        return node
    return Pipeline(tuple(found), negated, timed, tuple(ops))


def _prefixes(cur: Cursor) -> tuple[bool, bool]:
    """Passes over `!` and `time` with its options; whether an odd number of `!`, whether any `time`."""
    negated = timed = False
    text = cur.text
    while True:
        blanks(cur)
        i = cur.i
        if text[i] == "!" and text[i + 1] in ENDS:
            _check_prefix(cur, i + 1)
            if negated:
                cur.only(BASH, "a second !")
            negated = not negated
            cur.i += 1
        elif text[i] == "t" and text.startswith("time", i) and text[i + 4] in ENDS:
            _check_prefix(cur, i + 4)
            if _opens_substitution(cur, i):
                cur.doubt("a time that is a program to some versions of bash")
            timed = True
            cur.only(BASH | ZSH, "a time")
            cur.i += 4
            for option in ("-p", "--"):
                blanks(cur)
                if text.startswith(option, cur.i) and text[cur.i + 2] in ENDS:
                    cur.only(BASH, "an option of time")
                    cur.i += 2
        else:
            return negated, timed


def _opens_substitution(cur: Cursor, i: int) -> bool:
    """True when only blanks stand between the opening of a substitution and `i`."""
    i -= 1
    while i > 0 and cur.text[i] in " \t":
        i -= 1
    return i > 0 and cur.text[i] == "(" and cur.text[i - 1] in "$<>"


def _check_prefix(cur: Cursor, end: int) -> None:
    """Doubts `!(`, which may be a pattern, and `!<(` and `time<(`, which are one word."""
    if cur.text.startswith(("<(", ">("), end) or (cur.text[end] == "(" and cur.text[end - 1] == "!"):
        cur.doubt("a prefix that may be part of a word")


def _command(cur: Cursor, *, piped: bool) -> Command | None:
    """One command; None, with the cursor unmoved, where none begins."""
    blanks(cur)
    start = cur.i
    char = cur.text[start]
    if char == "(":
        from assent.shell.syntax.compound import parenthesis  # most commands need none of it

        return parenthesis(cur)
    first = word(cur)
    if first is None:
        return simple(cur, None) if char in "<>" or cur.text.startswith("&>", start) else None
    name = plain(first)
    if piped and name == "time":
        cur.doubt("a time that is a program or a keyword")
    elif name in _RESERVED:
        return _reserved(cur, name, start)
    return simple(cur, first)


def _reserved(cur: Cursor, name: str, start: int) -> Command | None:
    """The command that begins with a reserved word, which has been read; None where it ends a list."""
    if name in _CLOSERS:
        cur.i = start
        return None
    if name == "coproc":
        cur.doubt("a coproc")
        cur.enter()
        found = _command(cur, piped=False)
        cur.depth -= 1
        return found
    if name in _MISPLACED:
        cur.fail(f"a misplaced {name}")
    if name in _NOT_SH:
        cur.only(BASH | ZSH, f"a {name}")
        if cur.shells == SH:
            return simple(cur, Word((Lit(name, False),), start, cur.i))
    from assent.shell.syntax.compound import compound

    return compound(cur, name)


def simple(cur: Cursor, first: Word | None) -> Command:
    """A simple command, or the definition of a function, whose first word has been read (None: a redirect
    stands first)."""
    assigns: list[Assign] = []
    words: list[Word] = []
    redirects: list[Redirect] = []
    try:
        _gather(cur, first, assigns, words, redirects)
        if cur.text[cur.i] == "(":
            if len(words) == 1 and not assigns and not redirects:
                from assent.shell.syntax.compound import definition

                return definition(cur, plain(words[0]))
            cur.fail("a ( that no word can have before it")
    except Unreadable:
        cur.seen.append(Simple(tuple(assigns), tuple(words), tuple(redirects)))
        raise
    found = Simple(tuple(assigns), tuple(words), tuple(redirects))
    cur.seen.append(found)
    if len(cur.seen) > MAX_COMMANDS:
        cur.fail(f"{LIMIT}more than {MAX_COMMANDS} commands")
    return found


def _gather(
    cur: Cursor, first: Word | None, assigns: list[Assign], words: list[Word], redirects: list[Redirect]
) -> None:
    """Reads the assignments, words and redirects of a simple command, in whatever order they stand."""
    text = cur.text
    each = first
    count = 0
    while True:
        count += 1
        if count > MAX_WORDS:
            cur.fail(f"{LIMIT}a command of more than {MAX_WORDS} words")
        if each is None:
            blanks(cur)
            each = word(cur)
        if each is None:
            if not _redirect_here(cur):
                return
            redirects.append(redirect(cur, ""))
            count += REDIRECT
            continue
        char = text[cur.i]
        if char in "<>" and descriptor(each):
            redirects.append(redirect(cur, descriptor(each)))
            count += REDIRECT
        elif not words and _assignment(cur, each, assigns):
            count += 1
            if redirects and assigns[-1].array is not None:
                cur.fail("an array after a redirect")
        else:
            if not words and (assigns or redirects):
                _check_name(cur, each, assigns)
            if cur.shells & ZSH:
                unlike.word(cur, each, first=not words)
            words.append(_declared(cur, words, each) if char == "(" and not redirects else each)
        each = None


def _check_name(cur: Cursor, each: Word, assigns: list[Assign]) -> None:
    """Doubts the name of a command that something unusual stands before."""
    if plain(each) in _RESERVED:
        cur.doubt("a reserved word as the name of a command")
    if any(assign.array is not None for assign in assigns):
        cur.doubt("an array before a command")


def _redirect_here(cur: Cursor) -> bool:
    char = cur.text[cur.i]
    return char in "<>" or (char == "&" and cur.text[cur.i + 1] == ">")


def _assignment(cur: Cursor, found: Word, into: list[Assign]) -> bool:
    """Appends the assignment that the word is; False when it is none."""
    part = found.parts[0]
    if not isinstance(part, Lit) or part.quoted:
        return False
    name, equals, rest = part.text.partition("=")
    if not equals and "[" not in name:
        return False
    op = "+=" if name[-1:] == "+" else "="
    name = name.removesuffix("+")
    if not is_name(name):
        before, bracket, _ = part.text.partition("[")
        if bracket and is_name(before):
            cur.doubt("a word that may be the element of an array")
        if not (equals and bracket and is_name(before) and "]" in name):
            return False
    elif not equals:
        return False
    parts = (Lit(rest, False), *found.parts[1:]) if rest else found.parts[1:]
    start = found.start + len(part.text) - len(rest)
    array = None
    if not parts and cur.text[cur.i] == "(":
        cur.only(BASH | ZSH, "an array")
        array = _array(cur)
    if op == "+=" or "[" in name:
        cur.only(BASH | ZSH, "an assignment that adds or has a subscript")
    if cur.shells & ZSH and (rest.startswith("=") or ":=" in rest):
        cur.only(~ZSH, "a value that begins with =")
    into.append(Assign(name, op, Word(parts, start, found.end) if parts else None, array))
    return True


def _array(cur: Cursor) -> tuple[Word, ...]:
    """The words of `(…)` in an array assignment; passes over the closing parenthesis."""
    found: list[Word] = []
    cur.i += 1
    while True:
        newlines(cur)
        each = word(cur)
        if each is None:
            if cur.text[cur.i] != ")":
                cur.fail("an operator inside an array")
            cur.i += 1
            if cur.text[cur.i] not in ENDS:
                cur.fail("text right after an array")
            return tuple(found)
        _check_element(cur, each)
        found.append(each)
        if len(found) > MAX_INNER:
            cur.fail(f"{LIMIT}an array of more than {MAX_INNER} elements")


def _check_element(cur: Cursor, each: Word) -> None:
    """`[a b]=c` is one element: doubts a word that begins as a subscript and does not end as one."""
    first = each.parts[0]
    if isinstance(first, Lit) and not first.quoted and first.text.startswith("["):
        known = "".join(part.text for part in each.parts if isinstance(part, Lit) and not part.quoted)
        if known.count("[") != known.count("]"):
            cur.doubt("a subscript with blanks")


def _declared(cur: Cursor, words: list[Word], each: Word) -> Word:
    """`declare name=(…)` as one word of quoted text and the substitutions in it; anything else as it is."""
    last = plain(each)
    name = last.removesuffix("=").removesuffix("+")
    if not words or plain(words[0]) not in _DECLARERS or last[-1:] != "=" or not is_name(name):
        return each
    cur.only(BASH, "an array in a declaration")
    start = cur.i
    inside = [part for element in _array(cur) for part in element.parts if not isinstance(part, Lit)]
    parts = (Lit(last, False), Elements(cur.text[start : cur.i], True), *inside)
    return Word(parts, each.start, cur.i)
