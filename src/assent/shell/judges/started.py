"""Judges the words behind a program that a tool chain builds and starts: `dart run`, `swift run`, `torchrun`."""

from __future__ import annotations

from assent.shell.judges.scripts import own_words, script_words
from assent.shell.judges.tasks import task_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# Subcommands that start what they are given; others have words of their own.
_STARTS = ("run", "v2-run", "c", "cpp", "js", "compile", "r", "e", "test", "dev")
# Tool chains whose first word names a target of the project; a word without an ending is a package to others.
_TARGETS = ("swift", "cabal")
# Those that start nothing but programs of the project.
_OWN = ("stack", "dotnet")
_SOURCES = (".py", ".dart", ".nim", ".cr", ".kts", ".ipy", ".rkt", ".swift")


def after_first(use: Use) -> None:
    """The first word is what is started, the others are its own."""
    if not use.sub or use.sub[-1] in _STARTS:
        first = use.words[0] if use.words else None
        if first is not None and (use.name in _TARGETS or (first.text or "").endswith(_SOURCES)):
            script_words(use, first, use.words[1:])
        else:
            task_words(use, use.words[1:])


def every(use: Use) -> None:
    """All words go to what is started: a program of the project where the tool chain has no other."""
    if use.sub and use.sub[-1] in _STARTS:
        hand = own_words if use.name in _OWN else task_words
        hand(use, use.words)
