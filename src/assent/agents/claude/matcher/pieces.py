"""Shell text as the matcher model sees it: its simple commands, and whether the client would read it at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assent.agents.claude.matcher.paths import Match
from assent.agents.claude.matcher.tables import SAFE_ENV, WRAPPERS
from assent.core.facts import Facts
from assent.shell.syntax.nodes import (
    Assign,
    Cond,
    Group,
    If,
    List,
    Pipeline,
    Redirect,
    Script,
    Simple,
    Sub,
    While,
    Word,
)

# The fields of tree nodes in which other nodes stand.
HOLDERS = (
    "cond", "body", "words", "word", "items", "redirects", "subs", "target", "heredoc", "parts", "script", "value",
)  # fmt: skip


class Piece:
    """One simple command on its own: its words without wrappers and assignments, as written (`raw`) and with quotes
    gone (`argv`, None for a word only the shell knows), and `full` with them; `odd` an assignment the client
    minds; `deep` True inside a substitution, a function or a loop; `cwd` where it stands, "" when that is unknown."""

    __slots__ = ("argv", "bare", "cwd", "deep", "full", "odd", "raw", "redirects", "wrapped")

    def __init__(
        self, argv: list[str | None], raw: str, redirects: Sequence[Redirect], *, deep: bool
    ) -> None:
        self.argv = argv
        self.raw = raw
        self.full = raw
        self.redirects = redirects
        self.deep = deep
        self.odd = False
        self.wrapped = ""
        self.bare = False
        self.cwd = ""


class Shell:
    """The rules and the place a shell call is judged in. `known` are variables whose value the text itself sets."""

    __slots__ = ("allow", "ask", "cwd", "deny", "directories", "facts", "known", "mode", "text")

    def __init__(
        self,
        text: str,
        cwd: str,
        rules: Sequence[Sequence[Match]],
        directories: Sequence[str],
        facts: Facts,
        mode: str,
    ) -> None:
        self.text = text
        self.cwd = cwd
        self.allow, self.ask, self.deny = rules
        self.directories = directories
        self.facts = facts
        self.mode = mode
        self.known = {"HOME": facts.home, "PWD": cwd}


def pieces_of(node: object, shell: Shell, *, deep: bool) -> Iterator[Piece]:
    """Every simple command in the tree, also in substitutions, functions and heredocs."""
    if isinstance(node, Simple):
        yield from _simple(node, shell, deep=deep)
        return
    if isinstance(node, Script):
        yield from pieces_of(node.body, shell, deep=deep)
        return
    if isinstance(node, List):
        for item, _ in node.items:
            yield from pieces_of(item, shell, deep=deep)
        return
    if isinstance(node, Pipeline):
        for command in node.commands:
            for piece in pieces_of(command, shell, deep=deep):
                piece.wrapped = piece.wrapped or ("time" if node.timed else "")
                yield piece
        return
    for inner in _inside(node):
        yield from pieces_of(inner, shell, deep=deep or not isinstance(node, If | While | Group))


def _inside(node: object) -> Iterator[object]:
    """The lists, words and redirects a compound command holds."""
    if isinstance(node, If):
        for cond, body in node.branches:
            yield cond
            yield body
        if node.orelse is not None:
            yield node.orelse
        return
    for name in HOLDERS:
        value = getattr(node, name, None)
        if isinstance(value, tuple):
            yield from _flat(value)
        elif value is not None and not isinstance(value, str):
            yield value


def _flat(values: tuple[object, ...]) -> Iterator[object]:
    for value in values:
        if isinstance(value, tuple):
            yield from _flat(value)
        else:
            yield value


def _simple(node: Simple, shell: Shell, *, deep: bool) -> Iterator[Piece]:
    for held in (*node.assigns, *node.words, *node.redirects):
        for inner in _inside(held):
            yield from pieces_of(inner, shell, deep=True)
    if not node.words:
        _remember(node.assigns, shell)
        if node.redirects:
            yield Piece([], "", node.redirects, deep=deep)
        return
    argv = [text_of(word, shell) for word in node.words]
    start, odd = 0, any(assign.name not in SAFE_ENV or _subs(assign) for assign in node.assigns)
    wrapped = ""
    while (size := _wrapper(argv[start:])) > 0:
        wrapped = wrapped or str(argv[start])
        start += size
    raw = shell.text[node.words[start].start : node.words[-1].end] if not deep else ""
    piece = Piece(argv[start:], raw, node.redirects, deep=deep)
    piece.odd, piece.wrapped, piece.bare = odd, wrapped, not node.assigns
    piece.full = "" if deep else _full(node, shell)
    yield piece


def _full(node: Simple, shell: Shell) -> str:
    """The command with its assignments and wrappers, as near to the text as the tree tells."""
    values = [
        (assign.name, text_of(assign.value, shell) if assign.value is not None else "")
        for assign in node.assigns
    ]
    front = "".join(f"{name}={value} " for name, value in values)
    return front + shell.text[node.words[0].start : node.words[-1].end]


def _remember(assigns: Sequence[Assign], shell: Shell) -> None:
    for assign in assigns:
        value = assign.value.literal if assign.value is not None else ""
        if value is not None and assign.op == "=":
            shell.known[assign.name] = value


def _subs(assign: Assign) -> bool:
    return assign.value is not None and any(isinstance(part, Sub) for part in assign.value.parts)


def text_of(word: Word, shell: Shell) -> str | None:
    """The word's text, variables of known value filled in; None when only the shell can tell."""
    text = ""
    for part in word.parts:
        if part.kind == "lit":
            text += part.text
        elif part.kind == "var" and not part.op and part.name in shell.known:
            text += shell.known[part.name]
        else:
            return None
    return text


def _wrapper(argv: Sequence[str | None]) -> int:
    """How many words the wrapper at the front takes up; 0 when there is none or nothing follows it."""
    if not argv or argv[0] not in WRAPPERS:
        return 0
    if argv[0] == "command" and argv[1:2] in (["-v"], ["-V"]):
        return 0
    values = WRAPPERS[argv[0] or ""]
    at = 1
    while at < len(argv) and (argv[at] or "").startswith("-") and argv[0] != "xargs":
        at += 2 if argv[at] in values else 1
    if argv[0] == "timeout":
        at += 1
    if argv[0] == "nice" and any((word or "").startswith("-n") and word != "-n" for word in argv[1:at]):
        return 0
    if argv[0] == "xargs" and at < len(argv) and (argv[at] or "-").startswith("-"):
        return 0
    return at if at < len(argv) else 0


def splits_word(text: str) -> bool:
    """True for a backslash at the end of a line with a word before it: the client does not join the lines."""
    ends = (line for line in (text + "\n").split("\n")[:-1] if line.endswith("\\"))
    return any((len(line) - len(line.rstrip("\\"))) % 2 and line.rstrip("\\")[-1:].strip() for line in ends)


def is_complex(node: object, shell: Shell) -> bool:
    """True when the client gives the text up: it reads lists, pipes, `if`, `while`, `!`, plain words and `[[ ]]`."""
    if isinstance(node, List):
        return any(sep == "&" or is_complex(item, shell) for item, sep in node.items)
    if isinstance(node, Pipeline):
        return any(is_complex(command, shell) for command in node.commands)
    if isinstance(node, If):
        return any(is_complex(inner, shell) for inner in _inside(node))
    if isinstance(node, While):
        return is_complex(node.cond, shell) or is_complex(node.body, shell)
    if isinstance(node, Simple):
        held = [
            *node.words,
            *(assign.value for assign in node.assigns if assign.value is not None and node.words),
        ]
        held += [redirect.target for redirect in node.redirects if redirect.target is not None]
        return any(_odd_word(word, shell) for word in held) or any(
            each.op == "<>" or _open_heredoc(each, shell.text) for each in node.redirects
        )
    return not isinstance(node, Cond)


def _open_heredoc(redirect: Redirect, text: str) -> bool:
    """An unquoted heredoc: the client does not read it, even where nothing in it expands."""
    body = redirect.heredoc
    if body is None or redirect.op == "<<<":
        return False
    known = len(body.parts) == 1 and body.parts[0].kind == "lit"
    return (not known and bool(body.parts)) or not any(
        _quotes_delimiter(text, at) for at in _finds(text, "<<")
    )


def _finds(text: str, what: str) -> Iterator[int]:
    at = text.find(what)
    while at >= 0:
        yield at
        at = text.find(what, at + len(what))


def _quotes_delimiter(text: str, at: int) -> bool:
    rest = text[at + 2 : at + 40].removeprefix("-").lstrip(" \t")
    return rest[:1] in ("'", '"', "\\")


def _odd_word(word: Word, shell: Shell) -> bool:
    raw = shell.text[word.start : word.end]
    if "\\ " in raw or "$'" in raw:
        return True
    for part in word.parts:
        if part.kind == "sub":
            return not _message(part, shell.text)
        if part.kind == "var" and (part.op or part.name != "HOME" or "${" in raw):
            return True
        if (
            part.kind == "lit"
            and not part.quoted
            and "{" in part.text
            and ("," in part.text or ".." in part.text)
        ):
            return True
    return False


def _message(part: Sub, text: str) -> bool:
    """`$(cat <<'EOF' …)`, the way the agent writes commit messages: read as plain text."""
    items = part.script.body.items
    if part.script.problem or len(items) != 1 or not isinstance(items[0][0], Simple):
        return False
    command = items[0][0]
    plain = len(command.words) == 1 and command.words[0].literal == "cat" and len(command.redirects) == 1
    return (
        plain and command.redirects[0].op.startswith("<<") and not _open_heredoc(command.redirects[0], text)
    )
