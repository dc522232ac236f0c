"""Options of a program against its table row: known, with a value, or `unknown`; and what a smuggled one could do."""

from __future__ import annotations

from assent.core.effect import DESTROY, READ_PROJECT, RUN_CODE, UNKNOWN, WRITE_PROJECT
from assent.core.paths import glob, widened
from assent.shell.meaning.arg import Arg
from assent.shell.meaning.roles import INERT_ROLES, REST_ROLES, apply_role, mask_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.roles import Spec
    from assent.shell.meaning.use import Use

    # flag → (kind, role, effect mask)
    Options = dict[str, tuple[int, str, int]]

FLAG, ADDS, VALUE, OPTIONAL = range(4)
# What an option smuggled in by a file name could do: file names hold no slash, so they stay where the glob stands.
SMUGGLED = {
    "data": 0,
    "read": READ_PROJECT,
    "names": READ_PROJECT,
    "write": WRITE_PROJECT,
    "edit": READ_PROJECT | WRITE_PROJECT,
    "destroy": DESTROY | WRITE_PROJECT,
    "code": RUN_CODE,
    "command": RUN_CODE,
    "shell": RUN_CODE,
    "script": RUN_CODE,
}
# Programs whose bespoke judgement looks at their operands only, so that no option can change its answer for the worse.
TAME = frozenset((
    "grep", "egrep", "fgrep", "diff", "wc", "ls", "cat", "head", "tail", "file", "stat", "du", "md5sum", "sha256sum",
    "touch", "mkdir", "rm", "cp", "mv", "chmod", "black",
))  # fmt: skip

_compiled: dict[int, tuple[Spec, Options]] = {}


def compiled(spec: Spec) -> Options:
    known = _compiled.get(id(spec))
    if known is not None:
        return known[1]
    options: Options = {}
    for flag in spec.get("flags", "").split():
        options[flag] = (FLAG, "", 0)
    for flags, names in spec.get("adds", {}).items():
        for flag in flags.split():
            options[flag] = (ADDS, "", mask_of(names))
    for kind, key in ((VALUE, "values"), (OPTIONAL, "optional")):
        for flags, name in spec.get(key, {}).items():
            for flag in flags.split():
                options[flag] = (kind, name, 0)
    _compiled[id(spec)] = (spec, options)
    return options


def _worst_effect(spec: Spec) -> int:
    """What an option in the place of a word that cannot be known could do; 0 when all options are inert."""
    mask = UNKNOWN if spec.get("special") else 0
    for kind, name, adds in compiled(spec).values():
        mask |= adds if kind == ADDS else 0
        mask |= UNKNOWN if kind in (VALUE, OPTIONAL) and name not in INERT_ROLES else 0
    return mask


def _named(use: Use, spec: Spec, pattern: str) -> int:
    """What an option could do that is the name of a file matching a glob."""
    pattern = widened(pattern)
    mask = UNKNOWN if spec.get("special") and use.name not in TAME else 0
    for flag, (kind, name, adds) in compiled(spec).items():
        if kind == ADDS and (glob(pattern, flag) or pattern.endswith(("*", "?", "]"))):
            mask |= adds
        elif kind in (VALUE, OPTIONAL):
            mask |= SMUGGLED.get(name, UNKNOWN)
    return mask


def take(use: Use, spec: Spec, args: Sequence[Arg], *, stop: bool) -> tuple[list[Arg], int]:
    """Applies the options; returns the operands met among them, and where a command, a subcommand or the rest of
    a `stop` style starts (len(args) when all is used up)."""
    operands: list[Arg] = []
    known = compiled(spec)
    style = spec.get("style", "gnu")
    rest = _rest_at(spec)
    index = 0
    while index < len(args):
        arg = args[index]
        if arg.text == "--" and not stop:
            operands.extend(args[index + 1 :])
            return operands, len(args)
        if not _dashed(arg):
            _may_be_an_option(use, spec, arg)
            if stop or style == "stop" or len(operands) == rest:
                return operands, index
            operands.append(arg)
            index += 1
        else:
            index = _one(use, spec, known, args, index)
    return operands, index


def _rest_at(spec: Spec) -> int:
    """Before which operand a command starts that takes the rest of the line; -1 when none does."""
    roles = spec.get("operands", "").split()
    for index, name in enumerate(roles):
        if name in REST_ROLES:
            return index
    return -1


def _dashed(arg: Arg) -> bool:
    """True for a word in the place of an option; a lone `-` is an operand."""
    return arg.prefix.startswith("-") and arg.text != "-"


def _may_be_an_option(use: Use, spec: Spec, arg: Arg) -> None:
    """A word before `--` that cannot be known may turn out to be an option."""
    if arg.text is None and not arg.prefix:
        danger = _worst_effect(spec)
        if danger:
            use.opaque("a word that cannot be known may be an option")
    elif arg.glob and arg.prefix[:1] in "*?[":
        danger = _named(use, spec, arg.prefix)
        if danger:
            use.add(danger, "may take a file name that begins with a dash for an option")
        if danger & UNKNOWN:
            use.unknown("a glob may stand for an option")


def _before_glob(arg: Arg) -> str:
    """The beginning of a word that no file name can change."""
    cut = len(arg.prefix)
    for sign in "*?[" if arg.glob else "":
        at = arg.prefix.find(sign)
        cut = at if 0 <= at < cut else cut
    return arg.prefix[:cut]


def _one(use: Use, spec: Spec, known: Options, args: Sequence[Arg], index: int) -> int:
    """Applies the option at `index` with its value; returns where to go on."""
    arg = args[index]
    word = arg.prefix
    named = "=" in _before_glob(arg)
    if not named and (arg.glob or arg.text is None):
        use.opaque("an option cannot be known")
        use.unknown(f"option {word}… of {use.name} cannot be known")
        return index + 1
    name, equals, _ = word.partition("=")
    if equals and name in known:
        _glued(use, known[name], name, arg.rest(len(name) + 1))
        return index + 1
    if word in known:
        return _taken(use, spec, known[word], word, args, index)
    if word.startswith("--") or spec.get("style") == "single":
        return _unknown_option(use, spec, word, index)
    return _cluster(use, spec, known, args, index)


def _unknown_option(use: Use, spec: Spec, word: str, index: int) -> int:
    if not (spec.get("numeric") and word[1:].isdigit() and word.isascii()):
        use.options.append((word, None))
        # Programs take the beginning of an option for all of it; a deny looks for the whole.
        name = word.partition("=")[0]
        meant = (
            [flag for flag in compiled(spec) if flag.startswith(name)]
            if name[:2] == "--" and name[2:]
            else []
        )
        use.options.extend((flag, None) for flag in meant[:4])
        use.unknown(f"option {word} of {' '.join((use.name, *use.sub))} is in no table")
        use.given(word.partition("=")[2])
    return index + 1


def _glued(use: Use, entry: tuple[int, str, int], name: str, value: Arg) -> None:
    """An option with `=value`."""
    kind, what, mask = entry
    use.options.append((name, value))
    if kind in (VALUE, OPTIONAL):
        apply_role(use, what, value)
    else:
        use.note(mask, f"runs {use.name} {name}")
        use.unknown(f"option {name} of {use.name} takes no value")


def _taken(
    use: Use, spec: Spec, entry: tuple[int, str, int], name: str, args: Sequence[Arg], index: int
) -> int:
    """An option that stands alone or takes the next word."""
    kind, what, mask = entry
    if kind != VALUE:
        use.options.append((name, None))
        if kind == ADDS:
            use.add(mask, " ".join(("runs", use.name, *use.sub, name)))
        return index + 1
    if index + 1 >= len(args):
        use.unknown(f"option {name} of {use.name} lacks its value")
        return index + 1
    value = args[index + 1]
    if value.glob:
        _may_be_an_option(use, spec, value)  # it may stand for more names than the one that is taken
    if value.many:
        use.opaque(f"what option {name} takes as its value cannot be known")
    use.options.append((name, value))
    apply_role(use, what, value)
    return index + 2


def _cluster(use: Use, spec: Spec, known: Options, args: Sequence[Arg], index: int) -> int:
    """Single letters behind one dash; the first that takes a value takes the rest of the word."""
    arg = args[index]
    word = arg.prefix
    for at in range(1, len(word)):
        letter = "-" + word[at]
        entry = known.get(letter)
        if entry is None:
            return _unknown_option(use, spec, word, index)
        if entry[0] in (VALUE, OPTIONAL) and (at + 1 < len(word) or arg.text is None):
            value = arg.rest(at + 1)
            use.options.append((letter, value))
            apply_role(use, entry[1], value)
            return index + 1
        if entry[0] == VALUE:
            return _taken(use, spec, entry, letter, args, index)
        _taken(use, spec, entry, letter, args, index)
    if arg.text is None:
        use.opaque("an option cannot be known")
    return index + 1
