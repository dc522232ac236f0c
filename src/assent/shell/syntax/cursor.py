"""A place in a shell text, with what reading has met so far; and the two ways of not being sure."""

from __future__ import annotations

from assent.core.call import LIMIT, graver
from assent.shell.syntax.dialects import BASH
from assent.shell.syntax.nodes import List, Script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    from assent.shell.syntax.nodes import Redirect, Simple

    Pending = list[tuple[Redirect, str, bool]]

# Compound commands and expansions inside each other; each level costs a handful of interpreter frames.
MAX_DEPTH = 40
MAX_CHARS = 256 * 1024
# More commands, substitutions, or words of one command than these are not read: nobody writes them, and reading them
# would take longer than an answer may.
MAX_COMMANDS = 2048
MAX_INNER = 4096
MAX_WORDS = 12 * 1024
# Stands after the last character of every text, so often that no look-ahead runs out; no text holds one.
END = "\0"
_PADDING = END * 4


class Unreadable(Exception):  # noqa: N818  it names a fact about the text, not a fault of ours
    """Reading cannot go on."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Cursor:
    """`text` has `size` characters, then END; `i` is the next one. `pending`: heredocs whose bodies begin after
    the coming newline, each with its delimiter and whether that was quoted. `problem`: the first doubt met, ""
    for none. `shells`: which of them may read the text."""

    __slots__ = ("commands", "depth", "entered", "i", "pending", "problem", "seen", "shells", "size", "text")

    def __init__(
        self, text: str, commands: Callable[[Cursor], List], depth: int = 0, shells: int = BASH
    ) -> None:
        self.text = text + _PADDING
        self.size = len(text)
        self.i = 0
        self.depth = depth
        self.shells = shells
        self.pending: Pending = []
        self.problem = ""
        # Every simple command begun so far, at any depth: what is left to look at when reading cannot go on.
        self.seen: list[Simple] = []
        # How many levels have been gone into, in this text and all unwrapped from it.
        self.entered = [0]
        # Reads a list of commands; it is handed down because words hold commands and commands hold words.
        self.commands = commands

    def fail(self, why: str) -> NoReturn:
        """Gives up: what follows cannot be told apart."""
        raise Unreadable(f"{why}, at character {self.i}")

    def doubt(self, why: str) -> None:
        """Goes on reading, so that denials see what follows, but the text is not read in full."""
        self.problem = graver(self.problem, f"{why}, at character {self.i}")

    def only(self, alike: int, what: str) -> None:
        """Doubts what a shell besides `alike` reads otherwise, when such a one may read this text."""
        if self.shells & ~alike:
            self.doubt(f"{what}, which not every shell that may read this takes as bash does")

    def enter(self) -> None:
        """One level deeper; the caller takes it back with `depth -= 1`."""
        self.depth += 1
        self.entered[0] += 1
        if self.depth > MAX_DEPTH:
            self.fail(f"{LIMIT}nested more than {MAX_DEPTH} deep")
        if self.entered[0] > MAX_INNER:
            self.fail(f"{LIMIT}more than {MAX_INNER} commands and lists inside others")

    def inner(self, text: str) -> Cursor:
        """A cursor over text unwrapped from this one."""
        self.enter()
        self.depth -= 1
        inner = Cursor(text, self.commands, self.depth + 1, self.shells)
        inner.seen, inner.entered = self.seen, self.entered
        return inner

    def script(self, close: str) -> Script:
        """The commands up to `close`, which is passed over: the body of a substitution."""
        outer, self.pending = self.pending, []
        start = self.i
        self.enter()
        body = self.commands(self)
        self.depth -= 1
        if self.text[self.i] != close:
            self.fail(f"expected {'the end' if close == END else close}")
        if self.pending:
            self.fail("a heredoc whose body is not inside its substitution")
        if outer and "\n" in self.text[start : self.i]:
            self.doubt("a line break inside a substitution, between a heredoc and its body")
        self.pending = outer
        self.i += 1
        return Script(body)
