"""The shell's own commands: what they do, and how they change what later commands of the same text mean.

Source: bash 5.2 reference manual, "Shell Builtin Commands"."""

from __future__ import annotations

from assent.core.effect import READ_SECRET, RUN_CODE
from assent.core.paths import resolved
from assent.shell.meaning.arg import ELEMENTS, READ_PIPE, STDIN, TEXT, Arg, Listed
from assent.shell.meaning.arith import arithmetic
from assent.shell.meaning.assigns import LASTING, assign, keep
from assent.shell.meaning.evaluating import counts, printed
from assent.shell.meaning.fields import BLANKS
from assent.shell.meaning.scope import (
    EVERY,
    KEPT,
    KEPT_TEXT,
    NUMBER,
    POSITIONAL,
    UNKNOWN_VALUE,
    VALUES,
    is_kept,
    unlike,
)
from assent.shell.meaning.wrappers import reached
from assent.shell.programs.shipped import fact
from assent.shell.syntax.chars import is_name
from assent.shell.syntax.dialects import SH, ZSH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.scope import Scope
    from assent.shell.meaning.use import Use

# Options that leave alone how later text is read, split and expanded. Every other one makes it another text.
INERT_SHOPTS = ("inherit_errexit", "checkwinsize", "cmdhist", "histappend", "lithist")
INERT_SETS = (
    "errexit",
    "nounset",
    "xtrace",
    "verbose",
    "pipefail",
    "noclobber",
    "errtrace",
    "monitor",
    "notify",
    "allexport",
)
_COMPARES = ("-eq", "-ne", "-lt", "-le", "-gt", "-ge")
INERT_LETTERS = "euxvCEmbh"
_OF_ARRAYS = ("-a", "-A", "-ga", "-gA", "-ax")


def _scope(use: Use) -> Scope | None:
    return use.walker.scope


def _set(use: Use, name: str, value: Arg) -> None:
    """A shell variable gets a value."""
    scope = _scope(use)
    if scope is not None:
        (assign if scope.exported else keep)(use, name, value)
        scope.assign(name.partition("[")[0], value)
        if not is_kept(value):
            scope.give(name)


def _unread(use: Use, why: str) -> None:
    """The same words may mean something else from here on."""
    use.unknown(why)
    use.walker.unread(why)


def _names(use: Use, args: Sequence[Arg], value: Arg = UNKNOWN_VALUE) -> None:
    """Variables that get values which cannot be known."""
    for arg in args:
        if arg.text is None:
            use.opaque("sets a variable that cannot be known")
            use.unknown("sets a variable that cannot be known")
        else:
            _set(use, arg.text, value)


def inert(_: Use) -> None:
    """Does nothing but print its words or end something."""


def printf(use: Use) -> None:
    """Prints, or with `-v` sets a variable."""
    first = use.args[0] if use.args else None
    if first is not None and first.text == "-v":
        _names(use, use.args[1:2], unlike(*use.args[2:], UNKNOWN_VALUE))
    elif first is not None and first.text is None and not first.prefix and (first.many or len(use.args) > 1):
        use.unknown("whether printf prints cannot be known")
    elif first is not None and first.prefix.startswith("-v"):
        use.unknown("printf -v with its name glued on")
    skipped = (
        2
        if first is not None and first.text == "-v"
        else 1
        if first is not None and first.text == "--"
        else 0
    )
    printed(use, use.args[skipped:])


def test(use: Use) -> None:
    """Compares; only `-v` (and a word that may be it) evaluates a subscript."""
    for index, arg in enumerate(use.args):
        if arg.text == "-v":
            following = use.args[index + 1] if index + 1 < len(use.args) else None
            if following is None or following.text is None or not is_name(following.text):
                use.note(RUN_CODE, "evaluates a subscript, which may run as code")
        elif arg.text is None and "-v".startswith(arg.prefix):
            _may_evaluate(use, index)
        if arg.text == "-t":
            counts(use, [each for each in use.args[index + 1 : index + 2] if each.text != "]"])
        elif arg.text in _COMPARES:
            _compared(use, use.args[max(index - 1, 0) : index + 2 : 2])


def _compared(use: Use, sides: Sequence[Arg]) -> None:
    """What some `sh` evaluates on both sides of a comparison of numbers; zsh and bash do not."""
    scope = _scope(use)
    if scope is not None and scope.shells & SH:
        counts(use, [arg for arg in sides if arg.text is not None and "[" in arg.text])


def _may_evaluate(use: Use, index: int) -> None:
    """A word that cannot be known may be `-v`, or several words with `-v` among them."""
    rest = [word.text for word in use.args[index + 1 : index + 2]]
    subscript = None in rest or any(text and "[" in text for text in rest)
    if use.args[index].many or (subscript and use.args[index + 1 :]):
        use.unknown(f"a word of {use.name} that cannot be known may be -v, which evaluates a subscript")


def cd(use: Use) -> None:
    """Moves the shell; a target or an option that cannot be known leaves it nowhere."""
    scope = _scope(use)
    if scope is None:
        return
    target = use.words[0] if use.words else scope.value("HOME", use.facts)
    text = target.text
    if (
        use.part.meaning
        or text is None
        or text[:1] in ("-", "+")
        or target.glob
        or "CDPATH" in scope.vars
        or len(use.words) > 1
    ):
        scope.cwds = ()
        return
    found: list[str] = []
    for place in use.places(target) if text else list(scope.cwds):
        for each in (place, resolved(place, use.facts)):
            if each not in found:
                found.append(each)
    scope.cwds = tuple(found)


def popd(use: Use) -> None:
    """Moves the shell to where nobody noted."""
    scope = _scope(use)
    if scope is not None:
        scope.cwds = ()


def pushd(use: Use) -> None:
    """Moves the shell as `cd` does; without a directory it swaps, with `-n` it stays."""
    if use.has("-n"):
        return
    if use.words and not use.words[0].prefix.startswith(("+", "-")):
        cd(use)
    else:
        popd(use)


def export(use: Use) -> None:
    """Hands variables to all that follows; alone it prints them."""
    if not use.words and not use.has("-f"):
        use.note(READ_SECRET, "prints the whole environment")
    if use.has("-f"):
        use.note(RUN_CODE, "exports a function, which takes the place of a program in what runs later")
        return
    scope = _scope(use)
    for arg in use.words:
        name, equals, value = _binding(arg)
        if name is not None and use.has("-n"):
            if equals:
                _set(use, name, value)
            continue
        if name is None:
            use.opaque("exports a variable that cannot be known")
            use.note(RUN_CODE, "exports a variable that cannot be known")
            continue
        assign(use, name, value if equals else NUMBER)
        if scope is not None:
            scope.taint |= use.part.extra & LASTING
            if equals:
                scope.assign(name, value)
                if not is_kept(value):
                    scope.give(name)


def _binding(arg: Arg) -> tuple[str | None, bool, Arg]:
    """The name of `name=value`, whether it has a value, and that value."""
    name, equals, rest = arg.prefix.partition("=")
    if arg.text is None and not equals:
        return None, False, UNKNOWN_VALUE
    if name.endswith("+"):
        return name[:-1], True, KEPT_TEXT if arg.holds == TEXT else KEPT
    return (
        name,
        bool(equals),
        unlike(arg, UNKNOWN_VALUE) if arg.text is None or rest[:1] == "(" else Arg(rest),
    )


def declare(use: Use) -> None:
    """Sets shell variables; with `-x` it is `export`. Attributes make later assignments do other than they say."""
    scope = _scope(use)
    odd = use.has("-i", "-l", "-u", "-n")
    if odd:
        use.unknown(f"an attribute of {use.name} changes what assignments mean")
        use.walker.unread(f"an attribute of {use.name}, which changes what assignments mean")
    if scope is not None and scope.called:
        scope.local.update(arg.prefix.partition("=")[0].removesuffix("+") for arg in use.words)
    _arrays(use)
    if use.has("-x"):
        export(use)
        return
    if use.has("-p") or (not use.words and not use.has("-f", "-F")):
        use.note(READ_SECRET, "prints every variable")
        return
    for arg in use.words:
        name, equals, value = _binding(arg)
        if scope is not None and use.name == "local" and not scope.called:
            value = unlike(value, UNKNOWN_VALUE)  # outside of a function it may do nothing
        if name is None:
            use.opaque("sets a variable that cannot be known")
            use.note(RUN_CODE, "sets a variable that cannot be known")
        elif equals or odd or not is_name(name):
            _set(use, name, unlike(value, UNKNOWN_VALUE) if odd else value)
        elif scope is not None and use.name != "readonly" and not use.has("-f", "-F"):
            scope.assign(name, UNKNOWN_VALUE)  # inside a function it starts empty
        if scope is not None and name is not None and (odd or use.name == "readonly" or use.has("-r")):
            scope.frozen.add(name)


def _arrays(use: Use) -> None:
    """bash takes a value in parentheses, quoted or not, as the elements of an array, and expands them once more."""
    for arg in use.words:
        _, equals, value = arg.prefix.partition("=")
        if arg.text is not None and value.startswith("(") and value.endswith(")") and value != ELEMENTS:
            use.shell(f"array={value}")
        elif arg.text is None and equals and value[:1] in ("", "(") and use.has(*_OF_ARRAYS):
            use.unknown(f"{arg.prefix} may be expanded once more")
            use.note(RUN_CODE, "sets a value that may be expanded once more")


def read(use: Use) -> None:
    """Sets variables to what it is fed."""
    value = use.value("-a")
    counts(use, [arg for flag, arg in use.options if flag in ("-t", "-u", "-k") and arg is not None])
    scope = _scope(use)
    zsh = scope is not None and scope.shells & ZSH and use.name == "read"
    names = [arg for flag, arg in use.options if zsh and flag in ("-n", "-p") and arg is not None]
    filled = [*names, *use.words, *([value] if value is not None else [])] or [Arg("REPLY")]
    _names(use, filled, VALUES[reached(use)])
    if scope is not None and scope.listed is not None and scope.stdin is None:
        _read_name(use, scope, scope.listed)


def _read_name(use: Use, scope: Scope, listed: Listed) -> None:
    """A line that is the name of a file, when it is read as a whole into one variable."""
    whole = all(flag == "-r" or (flag == "-d" and value and not value.prefix) for flag, value in use.options)
    name = use.words[0].text if len(use.words) == 1 else None
    if whole and name and name.isidentifier() and scope.value("IFS", use.facts).text in ("", BLANKS, "\n"):
        scope.assign(name, listed.cut(whole=False))


def getopts(use: Use) -> None:
    """Sets the variable that its second word names."""
    scope = _scope(use)
    given = None if scope is None else scope.vars.get(POSITIONAL)
    _names(use, use.words[1:2], unlike(*use.words[2:], given))


def end(use: Use) -> None:
    """Ends the shell."""
    counts(use, use.args)


def leave(use: Use) -> None:
    """Leaves a loop or a function in the state of this moment."""
    counts(use, use.args)
    use.walker.leave()


def shift(use: Use) -> None:
    """Drops the first positional words."""
    counts(use, use.args)
    scope = _scope(use)
    if scope is None:
        return
    text = use.args[0].text if use.args else "1"
    sure = scope.args is not None and not any(arg.many or arg.glob for arg in scope.args)
    if sure and scope.args is not None and text and text.isdigit() and len(text) < 4 and len(use.args) < 2:
        scope.args = scope.args[int(text) :] if int(text) <= len(scope.args) else scope.args
    else:
        scope.set_args(None)


def unset(use: Use) -> None:
    """Forgets variables or functions."""
    scope = _scope(use)
    for arg in use.words:
        if arg.text is None:
            use.opaque("what is unset cannot be known")
            use.unknown("what is unset cannot be known")
        elif scope is not None:
            bodies = scope.functions.get(arg.text)
            if use.has("-f"):
                scope.functions.pop(arg.text, None)
            elif bodies is not None and not use.has("-v"):
                scope.functions[arg.text] = (*bodies, None)  # a variable of that name is unset in its place
            keep(use, arg.text, NUMBER)
            scope.vars[arg.text] = UNKNOWN_VALUE


def let(use: Use) -> None:
    """Evaluates arithmetic."""
    scope = _scope(use)
    for arg in use.args:
        if arg.text is None or "[" in arg.text or (scope is not None and arithmetic(arg.text, scope)):
            use.unknown("let evaluates what it is given")
    if scope is not None:
        scope.note_arithmetic(" ".join(arg.text or "" for arg in use.args))
        scope.forget_values()


def set_(use: Use) -> None:
    """Options of the shell, or its positional words; alone it prints every variable."""
    scope = _scope(use)
    if not use.args:
        use.note(READ_SECRET, "prints every variable")
    index = 0
    while index < len(use.args):
        word = use.args[index].text
        if word is None:
            _unread(use, "what set changes cannot be known")
        if word is None or word in ("--", "-") or word[:1] not in "-+" or not word:
            break
        index += 1
        for letter in word[1:]:
            if letter == "o":
                _option(use, scope, word[0], use.args[index].text if index < len(use.args) else "")
                index += 1
            else:
                _letter(use, scope, word[0], letter)
    if scope is not None and index < len(use.args):
        scope.set_args(None, use.args)


def _letter(use: Use, scope: Scope | None, sign: str, letter: str) -> None:
    if scope is not None and letter == "e":
        scope.strict = sign == "-"
    elif scope is not None and letter == "x":
        scope.traced = True
    elif scope is not None and letter == "a":
        scope.exported = scope.exported or sign == "-"
        if sign == "-":
            use.unknown("set -a hands every variable set from here on to what runs")
    elif letter not in INERT_LETTERS:
        _unread(use, f"set {sign}{letter} changes how later text is read")


def _option(use: Use, scope: Scope | None, sign: str, name: str | None) -> None:
    if name == "errexit" and scope is not None:
        scope.strict = sign == "-"
    elif name in ("allexport", "xtrace"):
        _letter(use, scope, sign, name[0] if name[0] == "a" else "x")
    elif name and name not in INERT_SETS:
        _unread(use, f"set {sign}o {name} changes how later text is read")
    elif name is None:
        _unread(use, "what set changes cannot be known")


def shopt(use: Use) -> None:
    """Options of the shell; those that change what a word runs are not in the list."""
    if use.has("-s", "-u"):
        known = INERT_SETS if use.has("-o") else INERT_SHOPTS
        for arg in use.words:
            if arg.text not in known:
                _unread(use, f"shopt {arg.prefix} changes how later text is read")


def command(use: Use) -> None:
    """Runs a program past functions; with `-v` or `-V` it only says what that is."""
    args = list(use.args)
    while args and args[0].prefix.startswith("-"):
        word = args.pop(0).text
        if word in ("-v", "-V", "-pv", "-pV", "-vp", "-Vp"):
            use.part.inert = True
            return
        if word == "--":
            break
        if word != "-p":
            use.unknown(f"option {word} of command is in no table")
    scope = _scope(use)
    name = args[0].text if args else ""
    if (
        scope is not None
        and scope.shells & ZSH
        and (name is None or (fact(name, "built-in") and name not in _BOTH))
    ):
        use.walker.unread("command, which takes no built-ins in zsh")
    use.run(args)


def builtin(use: Use) -> None:
    """Runs a command of the shell itself."""
    use.run(use.args)


def eval_(use: Use) -> None:
    """Runs its words as shell text."""
    args = use.args[1:] if use.args and use.args[0].text == "--" else use.args
    texts = [arg.text for arg in args]
    if texts:
        use.shell(None if None in texts else " ".join(text for text in texts if text is not None))


def source(use: Use) -> None:
    """Runs a file in the shell itself: what it leaves behind cannot be known."""
    if use.words:
        use.script(use.words[0])
        if use.words[0].text == READ_PIPE:
            use.note(RUN_CODE, "runs what a command prints")
        if use.words[0].text in STDIN:
            use.shell(use.stdin)
    scope = _scope(use)
    if scope is not None:
        scope.forget_values()
        scope.vars[EVERY] = VALUES[TEXT]  # what it sets may be anything that it says
        scope.taint |= use.part.effects & RUN_CODE


def exec_(use: Use) -> None:
    """Becomes another program; alone it only redirects."""
    args = list(use.args)
    while args and args[0].prefix.startswith("-"):
        word = args.pop(0).text
        if word == "-a" and args:
            args.pop(0)
            use.unknown("under another name a program may do something else")
        elif word not in ("-c", "-l", "-cl", "--"):
            use.unknown(f"option {word} of exec is in no table")
    use.run(args)


def trap(use: Use) -> None:
    """Runs shell text later."""
    args = [arg for arg in use.args if arg.text != "--"]
    if not args or args[0].text in ("-p", "-l", "-", "") or (len(args) == 1 and args[0].text is not None):
        return
    use.shell(args[0].text)


def hash_(use: Use) -> None:
    """Remembers where programs lie; to zsh `name=path` says where."""
    if any(arg.text is None or "=" in arg.text for arg in use.words):
        use.note(RUN_CODE, "says which program a name runs")


def alias(use: Use) -> None:
    """Gives a word another meaning for the lines that follow."""
    for arg in use.words:
        name, equals, value = _binding(arg)
        if name is None or equals:
            use.note(RUN_CODE, "sets an alias, which changes what a word runs")
            use.walker.unread("sets an alias, which changes what a word runs")
            use.shell(value.text if name is not None else None)


# Built-ins that are programs too and leave the shell as it is.
_BOTH = ("echo", "printf", "true", "false", "test", "[", "pwd", "type")
