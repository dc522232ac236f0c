"""The bodies of heredocs."""

from __future__ import annotations

from assent.shell.syntax.expand import Parts, body
from assent.shell.syntax.nodes import Lit, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.syntax.cursor import Cursor


def bodies(cur: Cursor) -> None:
    """Reads the bodies that begin here, in the order of their operators, and passes over them."""
    pending, cur.pending = cur.pending, []
    for redirect, delimiter, quoted in pending:
        start = cur.i
        text = _lines(cur, delimiter, quoted, redirect.op == "<<-")
        if "\r" in text:
            cur.doubt("a carriage return in a heredoc")
        if quoted:
            redirect.heredoc = Word((Lit(text, True),), start, cur.i)
            continue
        inner = cur.inner(text)
        parts = Parts()
        body(inner, parts)
        if inner.problem:
            cur.doubt(f"in a heredoc: {inner.problem}")
        redirect.heredoc = Word(parts.close(), start, cur.i)


def _lines(cur: Cursor, delimiter: str, quoted: bool, strip: bool) -> str:
    """The text up to the line that is the delimiter; passes over that line."""
    size = cur.size
    lines: list[str] = []
    while cur.i < size:
        start = cur.i
        line = _line(cur, joining=not quoted)
        if strip:
            line = line.lstrip("\t")
        if line == delimiter:
            if "\\\n" in cur.text[start : cur.i]:
                cur.doubt("a line continuation in the end of a heredoc")
            return "".join(lines)
        if line.startswith(delimiter) and (")" in line or "}" in line):
            # Inside a substitution bash ends the body here, in the middle of the line, and runs the rest.
            cur.doubt("a line of a heredoc that begins like its end")
        lines.append(line + "\n")
    return cur.fail(f"a heredoc without its end {delimiter!r}")


def _line(cur: Cursor, *, joining: bool) -> str:
    """One line without its line break; with `joining`, lines that end in a continuation count as one."""
    text, size = cur.text, cur.size
    pieces: list[str] = []
    while True:
        end = text.find("\n", cur.i)
        if end < 0:
            end = size
        line = text[cur.i : end]
        cur.i = min(end + 1, size)
        slashes = len(line) - len(line.rstrip("\\"))
        if not joining or slashes % 2 == 0 or end == size:
            pieces.append(line)
            return "".join(pieces)
        pieces.append(line[:-1])
