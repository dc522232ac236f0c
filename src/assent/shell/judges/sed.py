"""What a sed call does: its script is read command by command, so that `e`, `w`, `r` and `s///e` are seen.

GNU sed 4.9; where the script is not understood to the letter, the call is unknown.
"""

from __future__ import annotations

from assent.core.effect import RUN_CODE
from assent.shell.meaning.use import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

_PLAIN = "=dDgGhHnNpPxzF"
_NUMBERED = "lLqQ"
_LABELS = ":btT"
_TEXTS = "aic"


class _Script:
    """A cursor over a sed script; `bad` once something is not understood."""

    __slots__ = ("at", "bad", "text", "use")

    def __init__(self, use: Use, text: str) -> None:
        self.use = use
        self.text = text
        self.at = 0
        self.bad = False

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self) -> str:
        char = self.peek()
        self.at += 1
        return char

    def skip(self, chars: str) -> None:
        while self.at < len(self.text) and self.text[self.at] in chars:
            self.at += 1

    def line(self) -> str:
        """The rest of the line, which a file name or a label takes whole."""
        end = self.text.find("\n", self.at)
        end = len(self.text) if end < 0 else end
        found = self.text[self.at : end]
        self.at = end
        return found

    def delimited(self, mark: str, *, pattern: bool) -> None:
        """Skips to behind the next unescaped `mark`; within a pattern, one in brackets is an ordinary character."""
        while self.at < len(self.text) and not self.bad:
            char = self.take()
            if char == "\\":
                self.at += 1
            elif char == mark:
                return
            elif char == "\n":
                break
            elif char == "[" and pattern:
                self.bracket()
        self.bad = True

    def bracket(self) -> None:
        """Skips a bracket expression; where versions of sed disagree about its end, the script is not understood."""
        self.skip("^")
        if self.peek() == "]":
            self.at += 1
        while self.at < len(self.text):
            char = self.take()
            if char == "]":
                return
            if char == "\n" or (char == "\\" and self.peek() == "]"):
                break
            if char == "[" and self.peek() in (":", ".", "="):
                end = self.text.find(self.take() + "]", self.at)
                if end < 0:
                    break
                self.at = end + 2
            elif char == "\\":
                self.at += 1
        self.bad = True


def judge_script(use: Use, text: str) -> None:
    """Adds what a sed script can do."""
    script = _Script(use, text)
    while script.at < len(script.text) and not script.bad:
        before = script.at
        script.skip(" \t\n;")
        if script.peek() == "#":
            script.line()
        elif script.peek():
            _addresses(script)
            _command(script)
        if script.at == before:
            script.bad = True
    if script.bad:
        use.unknown("the sed script is not understood")
        use.note(RUN_CODE, "runs a sed script that is not understood, which may run commands")


def _addresses(script: _Script) -> None:
    _address(script)
    script.skip(" \t")
    if script.peek() == ",":
        script.take()
        script.skip(" \t")
        _address(script)
        script.skip(" \t")
    while script.peek() in ("!", " ", "\t"):
        script.take()


def _address(script: _Script) -> None:
    char = script.peek()
    if char.isdigit() or (char and char in "$+~"):
        script.skip("0123456789$+~")
    elif char in ("/", "\\"):
        script.take()
        script.delimited(script.take() if char == "\\" else "/", pattern=True)
        script.skip("IM")


def _command(script: _Script) -> None:
    name = script.take()
    if not name:
        script.bad = True
    elif name in "{}":
        pass
    elif name in _PLAIN:
        _end(script)
    elif name in _NUMBERED:
        script.skip(" \t0123456789")
        _end(script)
    elif name in _LABELS:
        _label(script)
    elif name in _TEXTS:
        _text(script)
    elif name == "s":
        _substitute(script)
    elif name == "y":
        mark = script.take()
        script.delimited(mark, pattern=False)
        script.delimited(mark, pattern=False)
        _end(script)
    elif name in "rRwW":
        _file(script, name)
    elif name == "e":
        _execute(script)
    else:
        script.bad = True


def _end(script: _Script) -> None:
    """After a command only an end may follow."""
    script.skip(" \t")
    if script.peek() not in ("", "\n", ";", "}", "#"):
        script.bad = True


def _label(script: _Script) -> None:
    """A label ends at a blank, `;` or `}`, and the next command may follow at once."""
    script.skip(" \t")
    while script.peek() not in ("", " ", "\t", "\n", ";", "}"):
        script.take()


def _text(script: _Script) -> None:
    """a, i and c: the text goes on over lines that end in a backslash."""
    while True:
        line = script.line()
        if (len(line) - len(line.rstrip("\\"))) % 2 == 0 or not script.peek():
            return
        script.take()


def _substitute(script: _Script) -> None:
    mark = script.take()
    if mark in ("", "\n", "\\"):
        script.bad = True
        return
    script.delimited(mark, pattern=True)
    script.delimited(mark, pattern=False)
    while script.peek() and script.peek() in "gpiImMe0123456789":
        if script.take() == "e":
            script.use.note(RUN_CODE, "runs the text that s///e makes")
    if script.peek() == "w":
        script.take()
        _file(script, "w")
    else:
        _end(script)


def _file(script: _Script, name: str) -> None:
    script.skip(" \t")
    path = script.line()
    path = "./-" if path == "-" else path  # here it is a file like any other
    if not path:
        script.bad = True
    elif name in "rR":
        script.use.read(Arg(path))
    else:
        script.use.write(Arg(path))


def _execute(script: _Script) -> None:
    script.skip(" \t")
    command = script.line()
    script.use.note(RUN_CODE, "runs text with the e command of sed")
    script.use.shell(command or None)


def sed(use: Use) -> None:
    """The first operand is the script unless -e or -f gave one; with -i the files are rewritten."""
    words = list(use.words)
    texts = [value for flag, value in use.options if flag in ("-e", "--expression") and value is not None]
    if not texts and not use.has("-f", "--file"):
        if not words:
            use.unknown("sed without a script")
            return
        texts = [words.pop(0)]
    if any(text.text is None for text in texts):
        use.opaque("the sed script cannot be known")
        use.note(RUN_CODE, "runs a sed script that cannot be known, which may run commands")
    else:
        judge_script(use, "\n".join(text.text or "" for text in texts))
        if len(texts) > 1:
            for text in texts:
                _read_pieces_apart(use, text.text or "")
    _files(use, words)


def _read_pieces_apart(use: Use, text: str) -> None:
    """Each -e piece also read for itself, unless a text command of the piece before swallows it."""
    if not text.endswith("\\") and text[:1] not in "aic{}":
        judge_script(use, text)


def _files(use: Use, words: list[Arg]) -> None:
    suffixes = [value for flag, value in use.options if flag in ("-i", "--in-place")]
    for word in words:
        if not suffixes:
            use.read(word)
            continue
        use.edit(word)
        for suffix in suffixes:
            if suffix is None or (not suffix.prefix and suffix.text is not None):
                continue
            if suffix.text is None or "/" in suffix.text or "*" in suffix.text or word.text is None:
                use.unknown("where sed -i keeps its copies is not plain")
            else:
                use.write(Arg(word.text + suffix.text, glob=word.glob))
