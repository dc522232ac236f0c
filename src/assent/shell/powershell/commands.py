"""One command of PowerShell: a cmdlet by its row, a program by the tables of all shells, what may be either by both."""

from __future__ import annotations

from assent.core.effect import DESTROY, RUN_CODE, UNKNOWN
from assent.core.filters import aims_at_secrets
from assent.core.places import is_secret
from assent.shell.meaning.arg import Arg, argv_of
from assent.shell.meaning.table import lookup
from assent.shell.meaning.wrappers import absorb
from assent.shell.powershell.aliases import PROGRAM_ENDINGS
from assent.shell.powershell.cmdlets import LISTING, PASSING, PICKING, REMAKERS, meant, row_of, titled
from assent.shell.powershell.judge import judge
from assent.shell.powershell.places import place
from assent.shell.powershell.state import ANY, LINES, Files
from assent.shell.powershell.table import Word, bind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.call import Part
    from assent.shell.powershell.state import State, Values, Walking
    from assent.shell.powershell.table import Bound

# Modules whose name may stand before that of a cmdlet.
_MODULES = "microsoft.powershell."
# What bash has of itself: no program of that name need be there, so that its table says nothing.
_BUILT_IN = frozenset((
    ".", ":", "alias", "bg", "bind", "builtin", "caller", "command", "compgen", "complete", "declare", "dirs", "disown",
    "enable", "eval", "exec", "export", "fg", "getopts", "hash", "jobs", "let", "local", "logout", "mapfile", "read",
    "readarray", "readonly", "shift", "shopt", "source", "suspend", "times", "trap", "typeset", "ulimit", "umask",
    "unalias", "unset", "wait",
))  # fmt: skip

_DESTROYING = (
    "remove",
    "clear",
    "format",
    "reset",
    "uninstall",
    "initialize",
    "dismount",
    "disable",
    "revoke",
)
_RUNNING = ("invoke", "start", "enter", "add", "import", "register", "debug", "trace")


def run(walk: Walking, call: str, words: Sequence[Word], state: State) -> Values:
    """Judges a command given as words, as a part; what it puts out."""
    if not words or not words[0].values:
        return ()
    head = words[0].values[0]
    if call == "." and head.text is not None:
        walk.flow.fail("a script that is read into this one")
    if head.text is None or len(words[0].values) > 1 or not head.text:
        walk.flow.parts.append(_program(walk, words, state))
        return ANY
    name, either = meant(_unqualified(head.text), windows=walk.windows)
    if not name and not _is_program(head.text) and row_of(f"get-{head.text.lower()}") is not None:
        name = f"get-{head.text.lower()}"  # PowerShell tries this verb for a name without one
    if not name:
        walk.flow.parts.append(_program(walk, words, state))
        return LINES
    part, bound = _cmdlet(walk, name, words, state)
    out = _output(name, bound, state)
    if either:
        twin = _program(walk, words, state)
        if bound is not None and bound.refused and _is_program(head.text):
            part, out = twin, LINES  # the cmdlet would not run with these words
        else:
            absorb(part, twin)
            out = ANY
    walk.flow.parts.append(part)
    return out


def _unqualified(name: str) -> str:
    module, slash, rest = name.rpartition("\\")
    return rest if slash and module.lower().startswith(_MODULES) and "\\" not in module else name


# -- programs -------------------------------------------------------------------------------------------------------


def _bared(name: str) -> str:
    """A program's name as the tables know it."""
    name = name.replace("\\", "/")
    for ending in PROGRAM_ENDINGS:
        if name.lower().endswith(ending) and len(name) > len(ending):
            name = name[: -len(ending)]
            break
    return name.lower() if "/" not in name and lookup(name) is None else name


def _is_program(name: str) -> bool:
    bare = _bared(name)
    return lookup(bare) is not None and bare not in _BUILT_IN


def _program(walk: Walking, words: Sequence[Word], state: State) -> Part:
    args = [arg for word in words for arg in _handed(word, walk)]
    name = args[0].text if args else None
    if name is not None:
        found = place(Arg(_bared(name)), walk.facts) if "/" in name or "\\" in name else None
        args[0] = Arg(_bared(name)) if found is None or found.drive else found.arg
    part = _judged(walk, args, state)
    slashed = [
        arg if arg.text is None or "\\" not in arg.text else place(arg, walk.facts).arg for arg in args[1:]
    ]
    if any(one is not two for one, two in zip(args[1:], slashed, strict=True)):
        absorb(part, _judged(walk, [args[0], *slashed], state))
    if name is not None and _may_be_of_a_module(name):
        use = walk.use("", part, state)
        use.unknown(f"{name} may be a command of a module")
        use.note(
            RUN_CODE | _by_verb(name.rpartition("\\")[2]), f"runs {name}, which may be a command of a module"
        )
    name = args[0].text or ""
    if name in _BUILT_IN:
        walk.use("", part, state).unknown(f"{name} is no command of PowerShell")
    elif part.effects & UNKNOWN and (mask := _by_verb(name)):
        walk.use("", part, state).note(mask, f"runs {name}, of which only the verb is known")
    return part


def _may_be_of_a_module(name: str) -> bool:
    r"""True for `Module\Verb-Noun`, which looks like a path."""
    module, slash, rest = name.partition("\\")
    return bool(slash) and module[:1].isalpha() and "-" in rest and not set(rest) & set("\\/.:")


def _by_verb(name: str) -> int:
    """What the verb of a cmdlet in no table makes of it: it never makes an answer milder."""
    verb, dash, _ = name.lower().rpartition("/")[2].partition("-")
    if not dash:
        return 0
    return (
        DESTROY
        if verb in _DESTROYING
        else RUN_CODE
        if verb in _RUNNING or name.lower() == "new-object"
        else 0
    )


def _judged(walk: Walking, args: Sequence[Arg], state: State) -> Part:
    part = walk.part(argv_of(args), state)
    walk.flow.command(part, args, walk.scope(state))
    return part


def _handed(word: Word, walk: Walking) -> list[Arg]:
    """The words that a program gets for one of PowerShell's: `-p:x` stays one, `~` is the home, a list is several."""
    if word.param:
        if not word.glued:
            return [Arg("-" + word.param)]
        first = word.values[0] if len(word.values) == 1 else Arg(None)
        text = None if first.text is None else f"-{word.param}:{first.text}"
        return [Arg(text, prefix=f"-{word.param}:{first.prefix}")]
    if word.quoted:
        return [Arg(arg.text, prefix=arg.prefix, many=arg.many) for arg in word.values]
    return [
        Arg(walk.facts.home + arg.text[1:], glob=arg.glob)
        if arg.text is not None and (arg.text == "~" or arg.text.startswith("~/"))
        else arg
        for arg in word.values
    ]


# -- cmdlets --------------------------------------------------------------------------------------------------------


def _shown(words: Sequence[Word]) -> list[str | None]:
    found: list[str | None] = []
    for word in words:
        if word.param:
            found.append("-" + word.param + (":" if word.glued else ""))
        if not word.param or word.glued:
            found.extend(arg.text for arg in word.values)
    return found


def _cmdlet(walk: Walking, name: str, words: Sequence[Word], state: State) -> tuple[Part, Bound | None]:
    argv = _shown(words)
    part = walk.part(argv, state)
    use = walk.use(name, part, state)
    for form in ((titled(name), *argv[1:]), (name, *argv[1:])):
        if form not in part.seen:
            part.seen.append(form)
    row = row_of(name)
    if row is None:
        use.unknown(f"what {titled(name)} changes is not followed")
        use.note(RUN_CODE, f"runs {titled(name)}, which may change what commands mean")
        walk.flow.fail(f"{titled(name)} may change what the words after it mean")
        return part, None
    part.path = (titled(name),)
    bound = bind(row, words[1:])
    judge(walk, use, row, bound, state)
    if bound.refused or bound.unsure:
        use.unknown(f"{titled(name)}: {bound.refused or bound.unsure}")
    if name in REMAKERS:
        walk.flow.fail(f"{titled(name)} may change what the words after it mean")
    return part, bound


def _output(name: str, bound: Bound | None, state: State) -> Values:
    """What a cmdlet hands on, where that is known."""
    fed = state.fed if state.fed is not None else ANY
    if bound is None:
        return ANY
    if name == "where-object" and isinstance(fed, Files) and _picks(bound):
        return ANY
    if name in PASSING or (name in PICKING and not bound.has("property") and not bound.has("expandproperty")):
        return fed
    if name == "get-childitem" and bound.has("hidden"):
        return ANY
    if name == "get-childitem":
        return Files(_below(arg) for arg in bound.of("path", "literalpath") or [Arg(".")])
    if name in LISTING:
        return Files(bound.of("path", "literalpath"))
    if name == "write-output":
        return tuple(bound.of("inputobject"))
    if name == "join-path":
        texts = [arg.text for arg in bound.of("path", "childpath", "additionalchildpath")]
        known = [text.strip("/\\") if index else text for index, text in enumerate(texts) if text is not None]
        return (Arg("/".join(known)),) if known and len(known) == len(texts) else ANY
    return LINES if name in ("get-content", "out-string", "convertto-json", "convertto-csv") else ANY


def _picks(bound: Bound) -> bool:
    """True when a filter of files may pick the secrets among them: by a value that names one, or by a block."""
    values = bound.of("value")
    return not values or any(
        arg.text is None or aims_at_secrets(arg.text) or is_secret(f"/{arg.text}") for arg in values
    )


def _below(arg: Arg) -> Arg:
    if arg.text is None:
        return arg
    text = arg.text.replace("\\", "/").rstrip("/") or "/"
    return Arg(f"{text.rstrip('/')}/*", glob=True)
