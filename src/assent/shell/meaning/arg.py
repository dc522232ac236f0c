"""A word as a program gets it: its text, or what is known of it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# Words that name standard input.
STDIN = ("-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0")
# What a word that cannot be known may hold: words that a program makes up itself (a number, a date, a revision),
# nobody knows what, or text of a file.
OWN, ANYTHING, TEXT = range(3)
# What stands for the elements of an array in a declaration, which are followed where they are written.
ELEMENTS = "()"
# What stands for a process substitution: a file that is neither in the project nor a place to keep things.
READ_PIPE, WRITE_PIPE = "/dev/fd/63", "/dev/stdout"


class Arg:
    """One word after expansion. `text` None: it cannot be known, and then `prefix` is what is known of its
    beginning; `glob` True when it holds an unquoted glob; `many` True when it may stand for any number of words."""

    __slots__ = ("glob", "many", "prefix", "text")

    # Where the names of files lie that it stands for, as `Listed` says.
    below: tuple[str, ...] = ()
    # What it may hold when it cannot be known.
    holds = ANYTHING

    def __init__(self, text: str | None, *, glob: bool = False, prefix: str = "", many: bool = False) -> None:
        self.text = text
        self.glob = glob
        self.prefix = prefix if text is None else text
        self.many = many

    def __repr__(self) -> str:
        return f"Arg({self.text!r}, glob={self.glob}, prefix={self.prefix!r}, many={self.many})"

    def rest(self, start: int) -> Arg:
        """The word without its first `start` characters."""
        if self.text is None:
            return unknown(self.holds, self.prefix[start:], glob=self.glob)
        return Arg(self.text[start:], glob=self.glob)

    def behind(self, text: str) -> Arg:
        """A word in which it stands behind a text."""
        return unknown(self.holds if self.text is None else ANYTHING, text)


class Unknown(Arg):
    """A word that cannot be known, and of which is known what it may hold."""

    __slots__ = ("holds",)

    def __init__(self, holds: int, prefix: str = "", *, glob: bool = False, many: bool = False) -> None:
        super().__init__(None, glob=glob, prefix=prefix, many=many)
        self.holds = holds


def unknown(holds: int, prefix: str = "", *, glob: bool = False, many: bool = False) -> Arg:
    """A word that cannot be known."""
    if holds == ANYTHING:
        return Arg(None, glob=glob, prefix=prefix, many=many)
    return Unknown(holds, prefix, glob=glob, many=many)


def held(*args: Arg | None) -> int:
    """The worst that any of these may hold; None for one that is not there, and so is what the environment says."""
    worst = OWN
    for arg in args:
        holds = ANYTHING if arg is None else OWN if arg.text is not None else arg.holds
        worst = max(holds, worst)
    return worst


class Listed(Arg):
    """Names of files that a command printed: any number of words, each of them a path `below` these places.
    `whole` when nothing cuts a name into several words, which could lead elsewhere; `files` when no link is among
    them, which could too; `secret` when a filter picks names that are those of secrets."""

    __slots__ = ("below", "files", "secret", "whole")

    def __init__(
        self,
        below: tuple[str, ...],
        prefix: str,
        *,
        files: bool = False,
        secret: bool = False,
        whole: bool = False,
    ) -> None:
        super().__init__(None, prefix=prefix, many=True)
        self.below = below
        self.files = files
        self.secret = secret
        self.whole = whole

    def cut(self, *, whole: bool) -> Listed:
        """The same names as words; a piece of a name has nothing of its beginning."""
        return Listed(
            self.below, self.prefix if whole else "", files=self.files, secret=self.secret, whole=whole
        )

    def inside(self, below: tuple[str, ...], folder: str) -> Listed:
        """The same names behind the name of a folder, below which they then lie."""
        return Listed(below, folder, secret=self.secret)

    def picked(self, below: tuple[str, ...], *, secret: bool) -> Listed:
        """Some of the names, and what lies in more places."""
        return Listed(
            tuple(dict.fromkeys((*self.below, *below))),
            self.prefix,
            files=self.files,
            secret=self.secret or secret,
        )


def argv_of(args: Sequence[Arg]) -> tuple[str | None, ...]:
    """The words as shown and matched: None for one that cannot be known."""
    argv = [None if arg.text is None or arg.text.startswith(READ_PIPE) else arg.text for arg in args]
    if argv and args[0].glob:
        argv[0] = None
    return tuple(argv)
