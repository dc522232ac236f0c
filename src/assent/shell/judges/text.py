"""What the programs that print, cut, sort, compare and recode text do.

Flags: GNU coreutils 9.1, diffutils 3.8, binutils 2.40 and util-linux 2.38 `--help`; less 590, xxd 2023.
"""

from __future__ import annotations

from assent.core.effect import RUN_CODE
from assent.shell.judges.trees import deep_read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Arg, Use


def words_from(use: Use) -> None:
    """The GNU binary tools take further words from the file behind an `@`, and show those that are none of theirs."""
    for word in use.words:
        if word.prefix.startswith("@"):
            use.read(word.rest(1))


def diff(use: Use) -> None:
    """diff -r reads whole trees; -N shows whole files of a directory that the other lacks."""
    if use.has("-r", "--recursive", "-N", "--new-file", "-P", "--unidirectional-new-file") and use.words:
        deep_read(use, use.words)


def pager(use: Use) -> None:
    """A word that begins with `+` is a command the pager runs first; only going to a line or a match is inert, and a
    match ends with its line."""
    for word in use.words:
        text = word.prefix
        if text.startswith("+") and not (
            text[1:].isdigit() or text[1:] in ("", "G", "g", "F") or (text[1:2] == "/" and _is_one_line(word))
        ):
            use.note(RUN_CODE, f"gives the pager a command ({text})")
    for flag, value in use.options:
        if flag in ("-p", "--pattern") and value is not None and not _is_one_line(value):
            use.note(RUN_CODE, "gives the pager more than a match")


def _is_one_line(word: Arg) -> bool:
    return word.text is not None and all(char >= " " for char in word.text)
