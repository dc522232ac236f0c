"""What PowerShell knows at a point of its text: where it is, and what its variables hold."""

from __future__ import annotations

from assent.shell.meaning.arg import Arg
from assent.shell.meaning.scope import UNKNOWN_VALUE, joined, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from assent.core.call import Part
    from assent.core.facts import Facts
    from assent.shell.meaning.flow import Flow
    from assent.shell.meaning.scope import Scope
    from assent.shell.meaning.use import Use
    from assent.shell.powershell.table import Word

    Values = tuple[Arg, ...]

    class Walking(Protocol):
        """What follows PowerShell's statements: the walk, as the judgements of single commands know it."""

        flow: Flow
        windows: bool

        @property
        def facts(self) -> Facts: ...
        def text(self, text: str, state: State) -> Values: ...
        def run(self, call: str, words: Sequence[Word], state: State) -> Values: ...
        def part(self, argv: Sequence[str | None], state: State) -> Part: ...
        def scope(self, state: State) -> Scope: ...
        def use(self, name: str, part: Part, state: State) -> Use: ...


class Files(tuple[Arg, ...]):
    """Values that are files and folders."""

    __slots__ = ()


class Text(tuple[Arg, ...]):
    """Values that are lines of text, and never files."""

    __slots__ = ()


ANY: Values = (UNKNOWN_VALUE,)
LINES: Values = Text((UNKNOWN_VALUE,))
# A value of which nobody knows the text, but that is one and no option.
OBJECT: Values = (Arg(None),)
# Variables that are always there, and what they hold.
FIXED = {"true": "True", "false": "False", "null": ""}
# Those of the place where things are, in the words of either system.
HOMES = ("home", "env:home", "env:userprofile")
TEMPORARY = ("env:tmpdir", "env:temp", "env:tmp")
# What a text may set without changing what later words mean: PowerShell's own switches for looks and errors.
PREFERENCES = frozenset((
    "erroractionpreference", "progresspreference", "verbosepreference", "warningpreference", "informationpreference",
    "debugpreference", "confirmpreference", "whatifpreference", "psnativecommanduseerroractionpreference",
))  # fmt: skip
# What else its own variables are: to set one changes how commands or later words are read.
OBEYED = frozenset((
    "psdefaultparametervalues", "home", "pwd", "pshome", "executioncontext", "psmoduleautoloadingpreference", "profile",
    "psscriptroot", "pscommandpath", "args", "input", "_", "psitem", "this", "matches", "host", "true", "false",
    "psnativecommandargumentpassing", "outputencoding", "psstyle", "ofs", "psemailserver", "lastexitcode",
))  # fmt: skip


class State:
    """`cwds` the directories it may be in, most likely first (empty: unknown); `vars` what a name holds, by its name in
    lower case; `stack` the places that `Pop-Location` returns to, None once that cannot be known; `fed` what comes out
    of the command before, None for nothing."""

    __slots__ = ("cwds", "fed", "stack", "vars")

    def __init__(self, cwds: tuple[str, ...]) -> None:
        self.cwds = cwds
        self.vars: dict[str, Values] = {}
        self.stack: list[tuple[str, ...]] | None = []
        self.fed: Values | None = None

    def fork(self) -> State:
        """A copy whose changes do not come back."""
        twin = State(self.cwds)
        twin.vars = dict(self.vars)
        twin.stack = None if self.stack is None else list(self.stack)
        twin.fed = self.fed
        return twin

    def forget(self) -> None:
        """No variable can be relied on."""
        self.vars = dict.fromkeys(self.vars, ANY)

    def merge(self, other: State) -> None:
        """Takes in what also may be."""
        self.cwds = joined(self.cwds, other.cwds)
        for name in [*self.vars, *other.vars]:
            mine, theirs = self.vars.get(name, ANY), other.vars.get(name, ANY)
            if len(mine) != len(theirs) or not all(map(same, mine, theirs)):
                self.vars[name] = ANY
        if self.stack != other.stack:
            self.stack = None

    def value(self, name: str, facts: Facts) -> Values:
        """What a variable holds; unknown when nothing says so."""
        known = self.vars.get(name)
        if known is not None:
            return known
        if name in FIXED:
            return (Arg(FIXED[name]),)
        if name in HOMES:
            return (Arg(facts.home),)
        if name == "pwd":
            return (Arg(self.cwds[0]),) if len(self.cwds) == 1 else ANY
        if name == "profile":
            return (Arg(f"{facts.home}/.config/powershell/Microsoft.PowerShell_profile.ps1"),)
        if name in TEMPORARY and "TMPDIR" in facts.env:
            return (Arg(facts.env["TMPDIR"]),)
        return ANY
