"""What PowerShell's text is read into: statements, pipelines, commands and their words."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Lit:
    """Known text; `quoted` when it stood in quotes."""

    __slots__ = ("quoted", "text")

    def __init__(self, text: str, *, quoted: bool) -> None:
        self.text = text
        self.quoted = quoted


class Var:
    """`$name`, in lower case, with its drive or scope (`env:path`); `member` True when something is taken from it."""

    __slots__ = ("member", "name")

    def __init__(self, name: str, *, member: bool = False) -> None:
        self.name = name
        self.member = member


class Sub:
    """Statements whose output is the value: `$(…)`, `@(…)`, `(…)`; `bare` for what is no output, as in a hashtable."""

    __slots__ = ("bare", "body")

    def __init__(self, body: Block, *, bare: bool = False) -> None:
        self.body = body
        self.bare = bare


class Braces:
    """A script block: statements that whoever gets it may run."""

    __slots__ = ("body",)

    def __init__(self, body: Block) -> None:
        self.body = body


class Word:
    """One argument. `parts` make its text together; `quoted` when it began with a quote; `param` the name of a
    parameter (`-Name`, also `-Name:`, then `glued`); `listed` the further elements after commas."""

    __slots__ = ("glued", "listed", "param", "parts", "quoted")

    def __init__(self, parts: Sequence[Piece], *, quoted: bool = False, param: str = "") -> None:
        self.parts = parts
        self.quoted = quoted
        self.param = param
        self.glued = False
        self.listed: list[Word] = []


class Redirect:
    """`target` None for a stream that is led into another one; `reads` for `<`, which PowerShell only reserves."""

    __slots__ = ("target",)

    def __init__(self, target: Word | None) -> None:
        self.target = target


class Command:
    """A command; `call` is `&`, `.` or "" for none of them."""

    __slots__ = ("call", "redirects", "words")

    def __init__(self, call: str) -> None:
        self.call = call
        self.words: list[Word] = []
        self.redirects: list[Redirect] = []


class Expression:
    """Values and what is made of them. `values` all words in it; `plain` when they are its value one after the other
    (`1`, `'a', 'b'`); `odd` what in it nobody can say the effect of, "" for nothing."""

    __slots__ = ("odd", "plain", "redirects", "values")

    def __init__(self) -> None:
        self.values: list[Word] = []
        self.plain = True
        self.odd = ""
        self.redirects: list[Redirect] = []


class Assign:
    """`$name = …`; `name` is "" for a target that is no plain variable."""

    __slots__ = ("adds", "name", "value")

    def __init__(self, name: str, value: Statement, *, adds: bool) -> None:
        self.name = name
        self.value = value
        self.adds = adds


class Pipeline:
    """Commands and expressions, each fed by the one before."""

    __slots__ = ("elements",)

    def __init__(self, elements: Sequence[Command | Expression]) -> None:
        self.elements = elements


class Compound:
    """`if`, `foreach`, `try` and the like: `heads` run before and between, each of `bodies` may run or not, `loops`
    when more than once; `name` the variable of a loop, "" for none."""

    __slots__ = ("bodies", "heads", "loops", "name")

    def __init__(
        self, heads: Sequence[Block], bodies: Sequence[Block], *, loops: bool, name: str = ""
    ) -> None:
        self.heads = heads
        self.bodies = bodies
        self.loops = loops
        self.name = name


class Block:
    """Statements in their order."""

    __slots__ = ("statements",)

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = statements


if TYPE_CHECKING:
    Piece = Lit | Var | Sub | Braces
    Statement = Pipeline | Assign | Compound
