"""What one written word turns into while it is expanded: the words that its pieces make, split at blanks."""

from __future__ import annotations

from assent.core.paths import class_end, starry
from assent.shell.meaning.arg import ANYTHING, OWN, Arg, unknown
from assent.shell.meaning.scope import NUMBER, UNKNOWN_VALUE

BLANKS = " \t\n"
# Longer values than these count as unknown: doubling them needs few letters.
MAX_TEXT = 1 << 16
MAX_SPLIT = 4096
# What means something in a class of a glob, and stands for itself there when it is quoted.
_SIGNS = frozenset("[]!^-\\")


def _in_class(text: str) -> bool:
    """True when a class of a glob is still open where the text ends."""
    _, bracket, rest = text.rpartition("/")[2].rpartition("[")
    return bool(bracket) and class_end(rest, 0) < 0


class Fields:
    """Builds the words that one written word turns into."""

    __slots__ = ("blurred", "bracket", "globbed", "holds", "known", "long", "many", "out", "started", "text")

    def __init__(self) -> None:
        self.out: list[Arg] = []
        self.long = False
        self._reset()

    def _reset(self) -> None:
        self.text = ""
        self.holds = OWN
        self.known = True
        self.globbed = False
        self.bracket = False
        self.blurred = False
        self.many = False
        self.started = False

    def literal(self, text: str, *, glob: bool) -> None:
        self.started = True
        if self.bracket and not glob and not _SIGNS.isdisjoint(text) and _in_class(self.text):
            self.blurred = True
        if self.known:
            self.text += text
            if len(self.text) > MAX_TEXT:
                self.long = True
                self.unknown(many=False)
        if glob and ("*" in text or "?" in text):
            self.globbed = True
        if glob and "[" in text:
            self.bracket = True

    def unknown(self, *, many: bool, holds: int = ANYTHING) -> None:
        self.started = True
        self.holds = max(self.holds, holds)
        self.known = False
        self.many = self.many or many

    def value(self, value: Arg, *, split: bool) -> None:
        if value.text is None:
            if self.known and value.prefix and not (split and any(sign in value.prefix for sign in BLANKS)):
                self.text += value.prefix
            many = (split and value is not NUMBER) or (value.many and value is not UNKNOWN_VALUE)
            self.unknown(many=many, holds=value.holds)
        elif not split:
            self.literal(value.text, glob=value.glob)
        elif len(value.text) > MAX_SPLIT:
            self.unknown(many=True)
            self.long = True
        else:
            self._split(value.text)

    def _split(self, text: str) -> None:
        for index, piece in enumerate(text.replace("\t", " ").replace("\n", " ").split(" ")):
            if index:
                self.cut()
            if piece:
                self.literal(piece, glob=True)

    def cut(self) -> None:
        """Ends the word; nothing that began is no word."""
        if self.blurred:
            self.text = "/".join([starry(name) for name in self.text.split("/")])
            self.globbed = True
        if self.bracket and ("]" in self.text.partition("[")[2] or not self.known):
            self.globbed = True
        if self.started:
            self.out.append(
                Arg(self.text, glob=self.globbed)
                if self.known
                else unknown(self.holds, self.text, many=self.many, glob=self.globbed)
            )
        self._reset()

    def done(self) -> list[Arg]:
        self.cut()
        return self.out
