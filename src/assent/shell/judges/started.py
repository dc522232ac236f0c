"""Judges the words behind a program that a tool chain builds and starts: `dart run`, `swift run`, `torchrun`."""

from __future__ import annotations

from assent.shell.judges.tasks import task_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# Subcommands that start what they are given; others have words of their own.
_STARTS = ("run", "v2-run", "c", "cpp", "js", "compile", "r", "e", "test", "dev")


def after_first(use: Use) -> None:
    """The first word is what is started, the others are its own."""
    if not use.sub or use.sub[-1] in _STARTS:
        task_words(use, use.words[1:])


def every(use: Use) -> None:
    """All words go to what is started."""
    if use.sub and use.sub[-1] in _STARTS:
        task_words(use, use.words)
