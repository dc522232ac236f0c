"""What the shell knows at a point of the script: where it is, its variables and its functions."""

from __future__ import annotations

from assent.shell.meaning.arg import ANYTHING, OWN, TEXT, Arg, Listed, Unknown, held
from assent.shell.meaning.secret_names import is_secret_name
from assent.shell.syntax.dialects import BASH, ZSH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.facts import Facts

# More possible directories than this and where we are counts as unknown.
MAX_CWDS = 4
UNKNOWN_VALUE = Arg(None, many=True)
# What is left of the value that a variable had before, with more behind it.
KEPT, KEPT_TEXT = Arg(None, many=True), Unknown(TEXT, many=True)
# A number that cannot be known: what arithmetic leaves in a variable, and harmless in further arithmetic.
NUMBER: Arg = Unknown(OWN)
# Values that cannot be known, by the worst that they may hold.
VALUES = (Unknown(OWN), UNKNOWN_VALUE, Unknown(TEXT))
# Names, which no variable has, of the positional words together, and of every variable that a file may have set.
POSITIONAL, EVERY = "@", "*"
# Variables that the shell itself sets, so that what a script gave them is not what it finds in them.
DYNAMIC = frozenset((
    "PWD", "OLDPWD", "REPLY", "MAPFILE", "OPTARG", "OPTIND", "OPTERR", "RANDOM", "SRANDOM", "SECONDS", "LINENO", "_",
    "PPID", "UID", "EUID", "GROUPS", "EPOCHSECONDS", "EPOCHREALTIME", "DIRSTACK", "PIPESTATUS", "FUNCNAME", "HISTCMD",
    "COPROC", "COLUMNS", "LINES", "SHLVL",
))  # fmt: skip


class Scope:
    """`cwds` the directories the shell may be in, most likely first (empty: unknown). `vars` maps a name to its
    value (text None: assigned, but cannot be known). `functions` maps a name to the bodies it may have; None among
    them when it may also be no function. `args` the positional words, None when unknown. `stdin` what is fed to
    commands: "" nothing, None text that cannot be known, and then `feed` is the worst it may hold. `split` False
    once IFS was touched. `strict` True under `set -e`. `taint` effects that an exported variable gives to
    everything that follows. `frozen` names (shared by all copies) to which an assignment may do nothing, or
    something else than it says. `shared` True where several commands read from the same `stdin`, so that nobody
    knows which gets what of it. `shells` which shells may be the one that runs here. `called` True inside a
    function, and `local` the names (shared by all copies) that some function declared: outside of it they have
    another value. `own` secret names to which the text itself gave a value for sure, so that the environment's is
    not what they hold. `traced` True once `set -x` may print each command. `tallies` the names that arithmetic gave
    a value, `texts` those given something that may be no number (both kept where zsh may read, and shared by all
    copies)."""

    __slots__ = (
        "args",
        "called",
        "cwds",
        "exported",
        "feed",
        "frozen",
        "functions",
        "listed",
        "local",
        "own",
        "shared",
        "shells",
        "split",
        "stdin",
        "strict",
        "taint",
        "tallies",
        "texts",
        "traced",
        "vars",
    )

    def __init__(self, cwds: tuple[str, ...], shells: int = BASH) -> None:
        self.cwds = cwds
        self.shells = shells
        self.called = False
        self.local: set[str] = set()
        self.tallies: set[str] = set()
        self.texts: set[str] = set()
        self.vars: dict[str, Arg] = {}
        self.functions: dict[str, tuple[object, ...]] = {}
        self.args: Sequence[Arg] | None = None
        self.stdin: str | None = ""
        self.feed = ANYTHING
        self.listed: Listed | None = None
        self.split = True
        self.strict = False
        self.exported = False
        self.taint = 0
        self.frozen: set[str] = set()
        self.shared = False
        self.own: frozenset[str] = frozenset()
        self.traced = False

    def fork(self) -> Scope:
        """A copy whose changes do not come back."""
        twin = Scope(self.cwds, self.shells)
        twin.vars = dict(self.vars)
        twin.functions = dict(self.functions)
        twin.args = self.args
        twin.stdin, twin.listed, twin.feed = self.stdin, self.listed, self.feed
        twin.split = self.split
        twin.strict = self.strict
        twin.exported = self.exported
        twin.taint = self.taint
        twin.frozen = self.frozen
        twin.called, twin.local = self.called, self.local
        twin.tallies, twin.texts = self.tallies, self.texts
        twin.shared = self.shared
        twin.own = self.own
        twin.traced = self.traced
        return twin

    def fresh(self) -> Scope:
        """What a new process sees: the place and the input, no functions, and of variables only that the environment
        may hold what they do."""
        twin = Scope(self.cwds, self.shells)
        if self.vars:
            twin.vars = {name: value for name, value in self.vars.items() if value.holds == TEXT}
        twin.tallies, twin.texts = self.tallies, self.texts
        twin.stdin, twin.listed, twin.feed = self.stdin, self.listed, self.feed
        twin.taint = self.taint
        twin.shared = self.shared
        return twin

    def forget(self) -> None:
        """Nothing said so far can be relied on."""
        self.forget_values()
        self.cwds = ()
        self.set_args(None)
        self.split = False
        self.own = frozenset()

    def forget_values(self) -> None:
        """Variables may have any value; those that hold text of a file still may."""
        self.vars = {name: unlike(value, UNKNOWN_VALUE) for name, value in self.vars.items()}

    def set_args(self, args: Sequence[Arg] | None, given: Sequence[Arg] = ()) -> None:
        """Sets the positional words; when they cannot be known, they are among those so far and the `given` ones."""
        if args is None and held(*(self.args or ()), *given) == TEXT:
            self.vars[POSITIONAL] = VALUES[TEXT]
        self.args = args

    def merge(self, other: Scope) -> None:
        """Takes in what also may be: values that differ become unknown, directories add up."""
        self.cwds = joined(self.cwds, other.cwds)
        for name in [*self.vars, *other.vars] if self.vars != other.vars else ():
            mine, theirs = self.vars.get(name), other.vars.get(name)
            if mine is None or theirs is None or not same(mine, theirs):
                numbers = mine is not None and theirs is not None and is_number(mine) and is_number(theirs)
                self.vars[name] = NUMBER if numbers else unlike(mine, theirs)
        for name in [*self.functions, *other.functions] if self.functions != other.functions else ():
            mine_too, theirs_too = self.functions.get(name, (None,)), other.functions.get(name, (None,))
            if mine_too != theirs_too:
                self.functions[name] = (*mine_too, *(body for body in theirs_too if body not in mine_too))
        if self.args != other.args:
            self.set_args(None, other.args or ())
        if self.stdin != other.stdin:
            self.stdin = None
        self.feed = max(self.feed, other.feed)
        if self.listed is not other.listed:
            self.listed = None
        self.shared = self.shared or other.shared
        self.split = self.split and other.split
        self.strict = self.strict and other.strict
        self.exported = self.exported or other.exported
        self.taint |= other.taint
        self.own &= other.own
        self.traced = self.traced or other.traced

    def knows_the_same(self, other: Scope) -> bool:
        """True when both know the same."""
        return (
            self.cwds == other.cwds
            and self.functions == other.functions
            and self.args == other.args
            and self.own == other.own
            and (self.split, self.taint, self.exported) == (other.split, other.taint, other.exported)
            and self.vars.keys() == other.vars.keys()
            and all(same(value, other.vars[name]) for name, value in self.vars.items())
        )

    def value(self, name: str, facts: Facts) -> Arg:
        """The value of a variable; unknown when nothing says what it is."""
        known = self.vars.get(name)
        if known is not None:
            return known
        if name in ("?", "#", "$"):
            return NUMBER
        if name == "PWD":
            return Arg(self.cwds[0]) if len(self.cwds) == 1 else UNKNOWN_VALUE
        if name == "IFS":
            return Arg(" \t\n") if self.split else UNKNOWN_VALUE
        text = facts.env.get(name)
        return self.vars.get(EVERY, UNKNOWN_VALUE) if text is None else Arg(text)

    def assign(self, name: str, value: Arg) -> None:
        """Sets a variable."""
        if self.shells & ZSH and not is_number(value):
            self.texts.add(name)
        if name == "IFS":
            self.split = False
        unsure = name in DYNAMIC or name in self.frozen or is_kept(value)
        self.vars[name] = VALUES[max(value.holds, ANYTHING)] if unsure else value
        if is_secret_name(name):
            self.own -= {name}
            if value not in VALUES and not is_kept(value):
                self.give(name)

    def give(self, name: str) -> None:
        """Notes that the text gave a variable its value, known or not."""
        if is_secret_name(name) and name not in self.frozen:
            self.own |= {name}

    def note_arithmetic(self, text: str) -> None:
        """Notes the names in an arithmetic text that assigns: to zsh they are numbers from then on, and whatever they
        are given later is evaluated."""
        if self.shells & ZSH:
            self.tallies.update(
                "".join([char if char.isalnum() or char == "_" else " " for char in text]).split()
            )

    def forget_what_it_assigns(self, text: str) -> None:
        """Makes unknown what an arithmetic text, or the operators in a `${…}`, may assign to."""
        if "=" in text or "++" in text or "--" in text:
            self.note_arithmetic(text)
            for name in self.vars:
                if name in text:
                    mine = self.vars[name]
                    self.vars[name] = NUMBER if is_number(mine) else unlike(mine, UNKNOWN_VALUE)


def same(one: Arg, two: Arg) -> bool:
    """True when two values say the same."""
    mine = (one.text, one.prefix, one.glob, one is NUMBER, one.below, one.holds)
    return mine == (two.text, two.prefix, two.glob, two is NUMBER, two.below, two.holds)


def unlike(*values: Arg | None) -> Arg:
    """What is known of a value that is one of these; None for that of the environment."""
    return VALUES[held(*values)]


def is_kept(value: Arg) -> bool:
    """True for what may still be, or begin with, the value from before."""
    return value is KEPT or value is KEPT_TEXT


def is_number(value: Arg) -> bool:
    """True for a value that is a whole number, known or not."""
    return value is NUMBER or (value.text is not None and value.text.isascii() and value.text.isdigit())


def joined(one: tuple[str, ...], two: tuple[str, ...]) -> tuple[str, ...]:
    """Both sets of directories; unknown when either is, or when there are too many."""
    if not one or not two:
        return ()
    both = (*one, *(place for place in two if place not in one))
    return both if len(both) <= MAX_CWDS else ()
