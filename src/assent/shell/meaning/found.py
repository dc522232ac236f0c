"""What one use of a program is found to do: its effects on the place it runs in, and what nobody can know of it."""

from __future__ import annotations

from assent.core import paths
from assent.core.effect import (
    READ_ELSEWHERE,
    READ_PROJECT,
    RUN_CODE,
    RUN_PROJECT,
    UNKNOWN,
    WEAKEN,
    WRITE_ELSEWHERE,
    WRITE_PROJECT,
    WRITE_TMP,
    names_of,
)
from assent.core.places import is_temporary
from assent.shell.meaning.dependencies import lies_there
from assent.shell.programs.row import UNDESCRIBED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.call import Part
    from assent.core.facts import Facts
    from assent.shell.meaning.arg import Arg, Listed

HERE = READ_PROJECT | WRITE_PROJECT | RUN_PROJECT


class Found:
    """`name` the program (without directory), `args` every word after it, `words` the operands and `options`
    the (flag, value) pairs found by the table walk, `sub` the names of the subcommands, `cwds` the directories
    it may run in (more than one when a `cd` may have failed; empty when unknown). Effects land in `part`."""

    __slots__ = (
        "args",
        "cwds",
        "dashed",
        "facts",
        "fed",
        "heard",
        "hoisted",
        "inert",
        "kept",
        "listed",
        "name",
        "options",
        "part",
        "ran",
        "row",
        "stdin",
        "sub",
        "unsaid",
        "words",
    )

    def __init__(
        self, name: str, args: Sequence[Arg], part: Part, facts: Facts, cwds: tuple[str, ...]
    ) -> None:
        self.name = name
        self.args = args
        self.part = part
        self.facts = facts
        self.cwds = cwds
        self.row = UNDESCRIBED
        self.words: list[Arg] = []
        self.options: list[tuple[str, Arg | None]] = []
        self.sub: tuple[str, ...] = ()
        # The words with global options taken out (None when there were none), and whether all of those are inert.
        self.hoisted: list[Arg] | None = None
        self.inert = True
        # What is fed to its standard input when that is known text; None otherwise, "" when nothing is fed.
        self.stdin: str | None = ""
        # The names of files that are fed to it, when that is all that is.
        self.listed: Listed | None = None
        # The words that are added to its command where its judge knows more of them than `stdin` says.
        self.fed: Sequence[Arg] | None = None
        # True once a word that is mere data to the program cannot be known.
        self.unsaid = False
        # True once a word that cannot be known stands where an option may, though none that is listed does anything.
        self.dashed = False
        # How many words that may hold text of a file are places on this machine, or words of a command inside.
        self.kept = 0
        # True where what it prints is taken in by something.
        self.heard = False
        # The words of each command that it runs, and the part that these make.
        self.ran: list[tuple[Sequence[Arg], Part]] = []

    @property
    def cwd(self) -> str:
        """The directory it runs in; "" when that cannot be known."""
        return self.cwds[0] if self.cwds else ""

    def has(self, *flags: str) -> bool:
        """True when one of the flags was given."""
        return any(flag in flags for flag, _ in self.options)

    def value(self, *flags: str) -> Arg | None:
        """The value of the last of the flags that was given; None when none was."""
        found = None
        for flag, value in self.options:
            if flag in flags:
                found = value
        return found

    def spelled_out(self) -> list[str | None]:
        """Each option, its value and each operand as a word of its own."""
        words: list[str | None] = []
        for flag, value in self.options:
            words.append(flag)
            if value is not None:
                words.append(value.text)
        return [*words, *(word.text for word in self.words)]

    # -- effects ------------------------------------------------------------------------------------------------

    def note(self, mask: int, why: str) -> None:
        """Adds effects exactly as they are."""
        part = self.part
        fresh = mask & ~part.effects
        if fresh:
            part.effects |= fresh
            for name in names_of(fresh):
                part.notes.append((name, why))

    def add(self, mask: int, why: str) -> None:
        """Adds effects on the working directory: what would be `…-project` is `…-elsewhere` outside of it."""
        if mask & HERE and not self.at_home():
            moved = mask & ~HERE
            if mask & READ_PROJECT:
                moved |= READ_ELSEWHERE
            if mask & RUN_PROJECT:
                moved |= RUN_CODE
            if mask & WRITE_PROJECT:
                moved |= WRITE_TMP if self._in_tmp() else WRITE_ELSEWHERE
            mask = moved
        if mask & RUN_PROJECT and any(lies_there(cwd, self.facts) for cwd in self.cwds):
            self.note(RUN_CODE, "runs code of a package that the project depends on, not of the project")
        self.note(mask, why)

    def weaken(self, word: str) -> None:
        """Notes an option that is called like one that switches a check off."""
        from assent.shell.meaning.weakening import flag_weakens

        if flag_weakens(word):
            self.note(WEAKEN, f"is given {word}, which switches off a check that protects you")

    def settle(self, words: Sequence[str | None]) -> None:
        """Notes settings among its words, which are names and values, or `name=value`, that switch a check off."""
        from assent.shell.meaning.weakening import setting_weakens

        name = setting_weakens(words)
        if name:
            self.note(WEAKEN, f"sets {name}, which switches off a check that protects you")

    def mark(self, trait: str) -> None:
        """Notes what effects do not tell."""
        if trait not in self.part.traits:
            self.part.traits.append(trait)

    def at_home(self) -> bool:
        """True when it runs inside the project for sure."""
        project = self.facts.project
        return bool(self.cwds) and all(
            paths.inside(paths.resolved(cwd, self.facts), project) for cwd in self.cwds
        )

    def _in_tmp(self) -> bool:
        return bool(self.cwds) and all(
            is_temporary(paths.resolved(cwd, self.facts) + "/x", self.facts) for cwd in self.cwds
        )

    def unknown(self, why: str) -> None:
        """Something here is in no table: no learned or shipped rule may allow it."""
        self.note(UNKNOWN, why)
        self.part.meaning = self.part.meaning or why

    def opaque(self, why: str) -> None:
        """A word that decides the effect cannot be known: no rule may allow it."""
        self.part.opaque = True
        self.part.meaning = self.part.meaning or why
