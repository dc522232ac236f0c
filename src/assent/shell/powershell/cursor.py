"""A place in PowerShell's text, the characters that mean something there, and why the text could not be read in full.

Sources: about_Parsing, about_Quoting_Rules, about_Special_Characters, about_Comments of PowerShell 7.4 and 5.1."""

from __future__ import annotations

from assent.core.call import LIMIT, graver

# PowerShell takes the quotes and dashes of typesetting for the plain ones.
SINGLE = frozenset("'\u2018\u2019\u201a\u201b")
DOUBLE = frozenset('"\u201c\u201d\u201e')
DASHES = frozenset("-\u2013\u2014\u2015")
BLANKS = frozenset(" \t\v\f\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028"
                   "\u2029\u202f\u205f\u3000")  # fmt: skip
LINE_ENDS = frozenset("\r\n")
# What ends a bare word.
ENDS = BLANKS | LINE_ENDS | frozenset(";,|&(){}<>\0")
# What a backtick makes of a letter.
ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
# Letters that a backtick makes something else of in one version than in the other.
DISPUTED = frozenset("eu")
DEEPEST = 24
LONGEST = 1 << 18
# Statements and commands of a text that are read; reading and judging more would take too long for one call.
MOST = 400


class Cursor:
    """`text` ends in NULs so that looking at the next letter is always safe; `i` is where it is read, `end` its
    length without that."""

    __slots__ = ("count", "depth", "end", "i", "problem", "text")

    def __init__(self, text: str) -> None:
        self.problem = ""
        if len(text) > LONGEST:
            self.fail(f"{LIMIT}the text is too long")
            text = text[:LONGEST]
        if "\0" in text:
            self.fail("a NUL character")
            text = text.replace("\0", " ")
        self.text = text + "\0\0\0\0"
        self.end = len(text)
        self.i = 0
        self.depth = 0
        self.count = 0

    def step(self) -> None:
        """Counts what is read; past the bound the rest of the text is not looked at."""
        self.count += 1
        if self.count > MOST:
            self.fail(f"{LIMIT}it has too many commands")
            self.i = self.end

    def fail(self, why: str) -> None:
        """The text cannot be read in full; what can be is still looked at, for denials."""
        self.problem = graver(self.problem, why)

    @property
    def here(self) -> str:
        """The next letter; NUL at the end."""
        return self.text[self.i]

    def starts(self, sign: str) -> bool:
        """True when the text goes on with these letters."""
        return self.text.startswith(sign, self.i)

    def over(self) -> bool:
        """True at the end."""
        return self.i >= self.end

    def blanks(self) -> bool:
        """Passes over blanks, joined lines and comments; True when there were any."""
        start = self.i
        while not self.over():
            if self.here in BLANKS:
                self.i += 1
            elif self.here == "`" and self.text[self.i + 1] in LINE_ENDS:
                self.i += 2
                if self.text[self.i - 1] == "\r" and self.here == "\n":
                    self.i += 1
            elif self.starts("<#"):
                end = self.text.find("#>", self.i + 2)
                if end < 0:
                    self.fail("a comment without an end")
                self.i = self.end if end < 0 else end + 2
            elif self.here == "#":
                while self.here not in LINE_ENDS and not self.over():
                    self.i += 1
            else:
                break
        return self.i > start

    def gaps(self) -> None:
        """Passes over blanks, comments and ends of lines."""
        while self.blanks() or self.here in LINE_ENDS:
            if self.here in LINE_ENDS:
                self.i += 1

    def escaped(self) -> str:
        """The letter behind a backtick; passes over both."""
        char = self.text[self.i + 1]
        if self.i + 1 >= self.end:
            self.fail("a backtick at the end")
            self.i = self.end
            return ""
        self.i += 2
        if char == "\r" and self.here == "\n":
            self.i += 1
        if char in LINE_ENDS:
            return ""
        if char in DISPUTED:
            self.fail("an escape that versions of PowerShell read differently")
        return ESCAPES.get(char, char)
