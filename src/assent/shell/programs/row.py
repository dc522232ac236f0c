"""What is known of a program or a subcommand, as the reader uses it: a row of facts, options, words and rows below."""

from __future__ import annotations

import marshal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    # (kind, a role for each word of the value, effects that the option adds)
    Option = tuple[int, Sequence[str], int]
    # A row as the bundle and the snapshot hold it: the fields of `Row`, in the order of FIELDS. In the bundle those
    # below it are marshalled each for itself, for a call uses one of them.
    Stored = Sequence[Any]

ALONE, VALUE, OPTIONAL = range(3)
# Roles that take the rest of the command line.
REST = ("command", "shell+")
# Words among the facts of a row: `-5` is an option; options with one value of their own, as `--tls=false`; what it
# prints when that is names of files.
NUMBER, LITERALS = "-NUM", "literals"
LISTS, LISTS_WITH, LISTS_FILES, PASSES = "lists", "lists-with", "lists-files", "passes"
# With which words what it prints is no text of a file.
OWN_WORDS, OWN_WORDS_WITH = "own-words", "own-words-with"
# Which file of the project says what its tasks run.
RECIPES = "recipes"
# Which files it obeys.
CONFIG = "config"
FIELDS = ("does", "options", "words", "below", "alone", "judge", "facts", "shows", "style")


class Row:
    """`does` the effects of every use; `options` flag → Option; `words` the roles of operands (`read*` repeats), None
    when none are known; `below` subcommand → stored row; `alone` what it does without words, None when that is not
    known; `judge` family.function, "" for none; `facts` the words of docs/program-files.md; `shows` the words that
    alone print and end, None when any option without effect may; `style` how options are written; `made` those below it
    that were asked for. Nobody changes a row: a process makes each once."""

    __slots__ = ("alone", "below", "does", "facts", "judge", "made", "options", "shows", "style", "words")

    def __init__(self, stored: Stored) -> None:
        self.does: int
        self.options: Mapping[str, Option]
        self.words: Sequence[str] | None
        self.below: Mapping[str, Stored]
        self.alone: int | None
        self.judge: str
        self.facts: Sequence[str]
        self.shows: Sequence[str] | None
        self.style: str
        (
            self.does, self.options, self.words, self.below, self.alone, self.judge, self.facts, self.shows, self.style,
        ) = stored  # fmt: skip
        self.made: dict[str, Row] = {}

    def under(self, name: str) -> Row | None:
        """The row of a subcommand; None when there is none of that name."""
        if name in self.made:
            return self.made[name]
        stored = self.below.get(name)
        if stored is None:
            return None
        if type(stored) is bytes:
            stored = marshal.loads(stored)  # noqa: S302  our own, and proven with the row it stands in
        row = self.made[name] = Row(stored)
        return row

    def stored(self) -> Stored:
        """The row as the bundle holds it."""
        return tuple(getattr(self, field) for field in FIELDS)


# What is known of a program that no file describes.
UNDESCRIBED = Row((0, {}, None, {}, None, "", (), None, ""))


def obeyed(row: Row) -> list[str]:
    """The files that a program and its subcommands obey, as its row says."""
    found = [fact.partition("=")[2] for fact in row.facts if fact.startswith(CONFIG + "=")]
    for name in row.below:
        below = row.under(name)
        found += obeyed(below) if below is not None else []
    return found
