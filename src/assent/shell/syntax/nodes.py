"""The tree a shell text is read into: words made of parts, commands made of words, lists made of commands.

Nothing here interprets: quotes are gone but remembered, tildes, globs and braces stand as written.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    Part: TypeAlias = "Lit | Var | Sub | Arith"
    Command: TypeAlias = (
        "Simple | Pipeline | Subshell | Group | If | While | For | Case | Cond | ArithCmd | Function"
    )


class Node:
    """What all nodes share: a `kind` to dispatch on, and a form to read in a failed test."""

    __slots__: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(repr(getattr(self, name)) for name in self.__slots__)})"


class Lit(Node):
    """Known text, escapes removed. `quoted`: no character of it means a glob, a brace, a tilde or a blank."""

    __slots__ = ("quoted", "text")
    kind: Literal["lit"] = "lit"

    def __init__(self, text: str, quoted: bool) -> None:
        self.text = text
        self.quoted = quoted


class Elements(Lit):
    """The `(…)` of an array in a declaration, as written."""

    __slots__ = ()


class Var(Node):
    """A parameter: `$x`, `${x}`, `$1`, `$@`. `op` is the raw text after the name in `${…}`, "" for the plain
    form; `${#x}` and `${!x}` carry their sign in the name. `subs`: every substitution nested in `op`. `bare`: a
    `$x` without braces, whose name goes on with whatever letters come to stand behind it."""

    __slots__ = ("bare", "name", "op", "quoted", "subs")
    kind: Literal["var"] = "var"

    def __init__(
        self, name: str, quoted: bool, op: str = "", subs: tuple[Sub, ...] = (), *, bare: bool = False
    ) -> None:
        self.bare = bare
        self.name = name
        self.quoted = quoted
        self.op = op
        self.subs = subs


class Sub(Node):
    """A command whose output, or whose pipe, becomes part of the word. `style` is its opening: `$(`, a
    backquote, `<(` or `>(`."""

    __slots__ = ("quoted", "script", "style")
    kind: Literal["sub"] = "sub"

    def __init__(self, script: Script, quoted: bool, style: str) -> None:
        self.script = script
        self.quoted = quoted
        self.style = style


class Arith(Node):
    """`$((…))`: its raw text, and the substitutions nested in it."""

    __slots__ = ("quoted", "subs", "text")
    kind: Literal["arith"] = "arith"

    def __init__(self, text: str, subs: tuple[Sub, ...], quoted: bool) -> None:
        self.text = text
        self.subs = subs
        self.quoted = quoted


class Word(Node):
    """One word: its parts in order, and where it stands, `[start, end)`, in the text it was read from (inside
    backquotes and heredocs: in the unescaped inner text)."""

    __slots__ = ("end", "parts", "start")
    kind: Literal["word"] = "word"

    def __init__(self, parts: tuple[Part, ...], start: int, end: int) -> None:
        self.parts = parts
        self.start = start
        self.end = end

    @property
    def literal(self) -> str | None:
        """Its text when that is all known and nothing unquoted in it is a glob, a brace list or a tilde."""
        text = ""
        for part in self.parts:
            if part.kind != "lit":
                return None
            if not part.quoted and special(part.text, text):
                return None
            text += part.text
        return text

    @property
    def bare(self) -> bool:
        """True when no part of it is quoted or escaped."""
        return not any(part.quoted for part in self.parts)


def special(text: str, before: str = "") -> bool:
    """True when unquoted `text`, standing after `before` in its word, may mean other text than itself."""
    if "*" in text or "?" in text or "[" in text:
        return True
    if text[:1] == "~" and (not before or before[-1] in "=:"):
        return True
    if "=~" in text or ":~" in text:
        return True
    return "{" in text and ("," in text or ".." in text or not _closed(text))


def _closed(text: str) -> bool:
    """True when each brace that opens in this stretch also closes in it, so none reaches over other parts."""
    depth = 0
    for char in text:
        if char == "{":
            depth += 1
        elif char == "}" and depth:
            depth -= 1
    return depth == 0


class Assign(Node):
    """`name=value`, `name+=value` or `name=(…)`. `value` None and `array` None: the empty value."""

    __slots__ = ("array", "name", "op", "value")
    kind: Literal["assign"] = "assign"

    def __init__(
        self, name: str, op: str, value: Word | None = None, array: tuple[Word, ...] | None = None
    ) -> None:
        self.name = name
        self.op = op
        self.value = value
        self.array = array


class Redirect(Node):
    """`fd`: "" for the default, digits, or `{name}`. `op`: < > >> >| <> <& >& &> &>> << <<- <<<. `target`: the
    word after it, None for heredocs, whose body is `heredoc` (a quoted delimiter: one quoted Lit)."""

    __slots__ = ("fd", "heredoc", "op", "target")
    kind: Literal["redirect"] = "redirect"

    def __init__(self, fd: str, op: str, target: Word | None, heredoc: Word | None = None) -> None:
        self.fd = fd
        self.op = op
        self.target = target
        self.heredoc = heredoc


class Simple(Node):
    """Assignments, then words (none: the assignments stay in force), with redirects from anywhere in it."""

    __slots__ = ("assigns", "redirects", "words")
    kind: Literal["simple"] = "simple"

    def __init__(
        self, assigns: tuple[Assign, ...], words: tuple[Word, ...], redirects: tuple[Redirect, ...]
    ) -> None:
        self.assigns = assigns
        self.words = words
        self.redirects = redirects


class Pipeline(Node):
    """Commands joined by `ops` (`|` or `|&`, one fewer than commands); also one command under `!` or `time`.
    A lone command without either stands in its list as it is."""

    __slots__ = ("commands", "negated", "ops", "timed")
    kind: Literal["pipeline"] = "pipeline"

    def __init__(
        self, commands: tuple[Command, ...], negated: bool, timed: bool, ops: tuple[str, ...]
    ) -> None:
        self.commands = commands
        self.negated = negated
        self.timed = timed
        self.ops = ops


class List(Node):
    """Commands in order, each with what follows it: "" (the end), ";", "&", "&&", "||" or a newline."""

    __slots__ = ("items",)
    kind: Literal["list"] = "list"

    def __init__(self, items: tuple[tuple[Command, str], ...]) -> None:
        self.items = items


class Subshell(Node):
    """`( … )`."""

    __slots__ = ("body", "redirects")
    kind: Literal["subshell"] = "subshell"

    def __init__(self, body: List, redirects: tuple[Redirect, ...]) -> None:
        self.body = body
        self.redirects = redirects


class Group(Node):
    """`{ …; }`."""

    __slots__ = ("body", "redirects")
    kind: Literal["group"] = "group"

    def __init__(self, body: List, redirects: tuple[Redirect, ...]) -> None:
        self.body = body
        self.redirects = redirects


class If(Node):
    """`branches`: (condition, body) for `if` and each `elif`; `orelse` None without an `else`."""

    __slots__ = ("branches", "orelse", "redirects")
    kind: Literal["if"] = "if"

    def __init__(
        self, branches: tuple[tuple[List, List], ...], orelse: List | None, redirects: tuple[Redirect, ...]
    ) -> None:
        self.branches = branches
        self.orelse = orelse
        self.redirects = redirects


class While(Node):
    """`while` or `until`; also `for ((a; b; c))`, whose condition is then the ArithCmd of all three."""

    __slots__ = ("body", "cond", "redirects", "until")
    kind: Literal["while"] = "while"

    def __init__(self, cond: List, body: List, until: bool, redirects: tuple[Redirect, ...]) -> None:
        self.cond = cond
        self.body = body
        self.until = until
        self.redirects = redirects


class For(Node):
    """`for` or `select` over `words`; None stands for "$@"."""

    __slots__ = ("body", "name", "redirects", "words")
    kind: Literal["for"] = "for"

    def __init__(
        self, name: str, words: tuple[Word, ...] | None, body: List, redirects: tuple[Redirect, ...]
    ) -> None:
        self.name = name
        self.words = words
        self.body = body
        self.redirects = redirects


class Case(Node):
    """`items`: (patterns, body) of each branch; a branch may fall through into the next."""

    __slots__ = ("items", "redirects", "word")
    kind: Literal["case"] = "case"

    def __init__(
        self,
        word: Word,
        items: tuple[tuple[tuple[Word, ...], List], ...],
        redirects: tuple[Redirect, ...],
    ) -> None:
        self.word = word
        self.items = items
        self.redirects = redirects


class Cond(Node):
    """`[[ … ]]`: every word between the brackets, operators and parentheses included."""

    __slots__ = ("redirects", "words")
    kind: Literal["cond"] = "cond"

    def __init__(self, words: tuple[Word, ...], redirects: tuple[Redirect, ...]) -> None:
        self.words = words
        self.redirects = redirects


class ArithCmd(Node):
    """`(( … ))`: its raw text, and the substitutions nested in it."""

    __slots__ = ("redirects", "subs", "text")
    kind: Literal["arithcmd"] = "arithcmd"

    def __init__(self, text: str, subs: tuple[Sub, ...], redirects: tuple[Redirect, ...]) -> None:
        self.text = text
        self.subs = subs
        self.redirects = redirects


class Function(Node):
    """A definition: `body` is the compound command that a later call of `name` runs."""

    __slots__ = ("body", "name", "redirects")
    kind: Literal["function"] = "function"

    def __init__(self, name: str, body: Command, redirects: tuple[Redirect, ...]) -> None:
        self.name = name
        self.body = body
        self.redirects = redirects


class Script(Node):
    """A text as read. `problem` is "" when all of it was read exactly as bash reads it; otherwise it says why
    not, and `body` holds what could be read, which may be partial and may be out of place."""

    __slots__ = ("body", "problem")
    kind: Literal["script"] = "script"

    def __init__(self, body: List, problem: str = "") -> None:
        self.body = body
        self.problem = problem
