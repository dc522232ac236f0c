"""Options of a program against its table row: known, with a value, or `unknown`; and what a smuggled one could do."""

from __future__ import annotations

from assent.core.call import LIMIT
from assent.core.effect import DESTROY, READ_ELSEWHERE, READ_PROJECT, RUN_CODE, UNKNOWN, WRITE_PROJECT
from assent.core.paths import glob, widened
from assent.shell.meaning.arg import OWN, Arg, Listed
from assent.shell.meaning.roles import INERT_ROLES, apply_role
from assent.shell.programs.row import ALONE, LITERALS, NUMBER, REST, VALUE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.use import Use
    from assent.shell.programs.row import Row

MAY_BE_AN_OPTION = "a word that cannot be known may be an option"
# Behind so many options nobody looks for what an unknown one is short for.
MOST_OPTIONS = 2048
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


def _worst_effect(row: Row) -> int:
    """What an option in the place of a word that cannot be known could do; 0 when all options are inert."""
    mask = UNKNOWN if row.judge and "operands-only" not in row.facts else 0
    for _, roles, adds in row.options.values():
        mask |= adds
        if any(role not in INERT_ROLES for role in roles):
            mask |= UNKNOWN
    return mask


def _named(row: Row, pattern: str) -> int:
    """What an option could do that is the name of a file matching a glob."""
    pattern = widened(pattern)
    mask = UNKNOWN if row.judge and "operands-only" not in row.facts else 0
    for flag, (_, roles, adds) in row.options.items():
        if adds and (glob(pattern, flag) or pattern.endswith(("*", "?", "]"))):
            mask |= adds
        for role in roles:
            mask |= SMUGGLED.get(role, UNKNOWN)
    return mask


def take(use: Use, row: Row, args: Sequence[Arg], *, stop: bool) -> tuple[list[Arg], int]:
    """Applies the options; returns the operands met among them, and where a command, a subcommand or the rest of
    a `stop` style starts (len(args) when all is used up)."""
    operands: list[Arg] = []
    stops = stop or row.style == "stop"
    rest = _rest_at(row)
    index = 0
    while index < len(args):
        arg = args[index]
        if arg.text == "--" and not stop:
            operands.extend(args[index + 1 :])
            return operands, len(args)
        if not _dashed(arg):
            if arg.text is None or arg.glob:
                _may_be_an_option(use, row, arg)
            if stops or len(operands) == rest:
                return operands, index
            operands.append(arg)
            index += 1
        else:
            index = _one(use, row, args, index)
    return operands, index


def _rest_at(row: Row) -> int:
    """Before which operand a command starts that takes the rest of the line; -1 when none does."""
    for index, name in enumerate(row.words or ()):
        if name in REST:
            return index
    return -1


def _dashed(arg: Arg) -> bool:
    """True for a word in the place of an option; a lone `-` is an operand."""
    return arg.prefix.startswith("-") and arg.text != "-"


def _may_be_an_option(use: Use, row: Row, arg: Arg) -> None:
    """A word before `--` that cannot be known may turn out to be an option."""
    if isinstance(arg, Listed):
        danger = 0 if arg.prefix and arg.whole else _named(row, "*")
        use.add(danger, "may take a file name that begins with a dash for an option")
        use.note(
            READ_ELSEWHERE if danger and not arg.whole else 0, "may take a piece of a name for an option"
        )
        if danger & ~(READ_PROJECT | READ_ELSEWHERE):
            use.opaque("the name of a file may be an option")
    elif arg.text is None and not arg.prefix:
        if _worst_effect(row):
            use.opaque(MAY_BE_AN_OPTION)
        elif arg.holds != OWN and not use.part.inert and "closed" not in row.facts:
            use.dashed = True
    elif arg.glob and arg.prefix[:1] in "*?[":
        danger = _named(row, arg.prefix)
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


def _one(use: Use, row: Row, args: Sequence[Arg], index: int) -> int:
    """Applies the option at `index` with its value; returns where to go on."""
    arg = args[index]
    word = arg.prefix
    named = "=" in _before_glob(arg)
    if not named and (arg.glob or arg.text is None) and not _glues(row, arg):
        use.opaque("an option cannot be known")
        use.unknown(f"option {word}… of {use.name} cannot be known")
        return index + 1
    options = row.options
    if word in options and arg.text is not None and not arg.glob:
        return _taken(use, row, word, args, index)
    name, equals, _ = word.partition("=")
    if equals and name in options:
        _glued(use, row, name, arg.rest(len(name) + 1))
        return index + 1
    if word.startswith("--") or row.style == "single":
        return _unknown_option(use, row, word, index)
    return _cluster(use, row, args, index)


def _glues(row: Row, arg: Arg) -> bool:
    """True for one word of which a letter is known that takes the rest for its value: `-j$(nproc)`."""
    option = None if arg.glob or arg.many or row.style == "single" else row.options.get(arg.prefix[:2])
    return option is not None and option[0] != ALONE and arg.prefix[:2] != "--"


def _unknown_option(use: Use, row: Row, word: str, index: int) -> int:
    if not (NUMBER in row.facts and word[1:].isdigit() and word.isascii()):
        use.options.append((word, None))
        # Programs take the beginning of an option for all of it; a deny looks for the whole.
        name = word.partition("=")[0]
        if len(use.options) > MOST_OPTIONS:
            use.walker.unread(f"{LIMIT}more options than are looked at")
            return index + 1
        meant = (
            [flag for flag in row.options if flag.startswith(name)] if name[:2] == "--" and name[2:] else []
        )
        use.options.extend((flag, None) for flag in meant[:4])
        use.unknown(f"option {word} of {' '.join((use.name, *use.sub))} is in no table")
        use.weaken(word)
        use.given(word.partition("=")[2], expanded=False)
    return index + 1


def _glued(use: Use, row: Row, name: str, value: Arg) -> None:
    """An option with `=value`."""
    _, roles, mask = row.options[name]
    use.options.append((name, value))
    if len(roles) != 1:
        use.note(mask, f"runs {use.name} {name}")
        use.unknown(f"option {name} of {use.name} takes no value")
    else:
        _valued(use, row, name, value, roles[0])
        if mask:
            use.add(mask, f"runs {use.name} {name}")


def _taken(use: Use, row: Row, name: str, args: Sequence[Arg], index: int) -> int:
    """An option that stands alone or takes the next words."""
    kind, roles, mask = row.options[name]
    if mask:
        use.add(mask, " ".join(("runs", use.name, *use.sub, name)))
    if kind != VALUE:
        use.options.append((name, None))
        return index + 1
    for role in roles:
        index += 1
        if index >= len(args):
            use.unknown(f"option {name} of {use.name} lacks its value")
            break
        value = args[index]
        if value.glob:
            _may_be_an_option(use, row, value)  # it may stand for more names than the one that is taken
        if value.many:
            use.opaque(f"what option {name} takes as its value cannot be known")
        use.options.append((name, value))
        _valued(use, row, name, value, role)
        if _dashed(value) and row.style != "single":
            _may_be_read_as_one(use, row, args, index)
    return index + 1


def _may_be_read_as_one(use: Use, row: Row, args: Sequence[Arg], index: int) -> None:
    """A value that begins like an option: programs whose options may go without a value take it for the option, so
    what that one does is found as well."""
    arg = args[index]
    name, equals, _ = arg.prefix.partition("=")
    option = row.options.get(name)
    if option is None and name[:2] != "--" and len(arg.prefix) > 2:
        name, equals = name[:2], ""
        option = row.options.get(name)
        values: Sequence[Arg] = (arg.rest(2),)
    else:
        values = (arg.rest(len(name) + 1),) if equals else args[index + 1 :]
    if option is None:
        if name[:2] == "--" and name[2:3].isalpha() and " " not in name:
            use.unknown(f"value {name} of an option of {use.name} may be an option itself")
        return
    _, roles, mask = option
    if mask:
        use.add(mask, f"may run {use.name} {name}")
    for role, value in zip(roles, values, strict=False):
        apply_role(use, role, value)


def _valued(use: Use, row: Row, name: str, value: Arg, role: str) -> None:
    """The value of an option: its role, and what one value of its own does."""
    apply_role(use, role, value)
    if LITERALS not in row.facts:
        return
    begin = f"{name}="
    for flag, (_, _, mask) in row.options.items():
        if flag.startswith(begin) and (value.text is None or value.glob or flag == begin + value.text):
            use.add(mask, f"runs {use.name} {flag}")


def _cluster(use: Use, row: Row, args: Sequence[Arg], index: int) -> int:
    """Single letters behind one dash; the first that takes a value takes the rest of the word."""
    arg = args[index]
    word = arg.prefix
    for at in range(1, len(word)):
        letter = "-" + word[at]
        option = row.options.get(letter)
        if option is None:
            return _unknown_option(use, row, word, index)
        if option[0] != ALONE and (at + 1 < len(word) or arg.text is None):
            _glued(use, row, letter, arg.rest(at + 1))
            return index + 1
        if option[0] == VALUE:
            return _taken(use, row, letter, args, index)
        _taken(use, row, letter, args, index)
    if arg.text is None:
        use.opaque("an option cannot be known")
    return index + 1
