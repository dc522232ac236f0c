"""The interpreter of program tables: a closed world in which whatever a row does not describe is `unknown`.

The row format (a dict literal) is described in docs/recipes/add-program.md; `judge` walks one use of a program
over its row. Options that are not listed, abbreviated ones too, and operands without a role are unknown."""

from __future__ import annotations

from assent.core.effect import ALL, BIT, NET_READ, NET_SEND, RUN_CODE, RUN_PROJECT, UNKNOWN
from assent.shell.programs.index import MODULES
from assent.shell.use import Arg, Use

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType
    from typing import Any

    Spec = dict[str, Any]
    # flag → (kind, role or effect mask)
    Options = dict[str, tuple[int, str, int]]

__all__ = ["Arg", "Use", "judge", "lookup", "role", "walk"]

FLAG, ADDS, VALUE, OPTIONAL = range(4)
# Roles that do nothing whatever the word is.
INERT_ROLES = ("data",)
# Roles that take the rest of the command line.
REST_ROLES = ("command", "shell*")
# Roles whose option, smuggled in by a word that cannot be known, could run something.
RUNNING_ROLES = ("code", "command", "shell", "script", "unknown", "write", "edit", "destroy", "send")

_compiled: dict[int, tuple[Spec, Options]] = {}


def lookup(name: str) -> tuple[Spec, ModuleType] | None:
    """The table row of a program and the module it stands in; None for a program in no table."""
    module = MODULES.get(name)
    if module is None:
        return None
    loaded = __import__(f"assent.shell.programs.{module}", None, None, ("PROGRAMS",))
    spec = loaded.PROGRAMS.get(name)
    return None if spec is None else (spec, loaded)


def judge(use: Use, spec: Spec, module: ModuleType) -> None:
    """Adds to `use.part` everything one use of a program can do, by its row."""
    use.part.path = (use.name,)
    args = use.args
    if len(args) == 1 and args[0].text in ("--version", "--help"):
        use.options.append((args[0].text, None))
        return
    if not spec.get("raw"):
        walk(use, spec, args)
    special = _special(use, spec)
    if special:
        getattr(module, special)(use)


def _special(use: Use, spec: Spec) -> str | None:
    """The judgement function of the innermost subcommand that names one."""
    found = spec.get("special")
    for name in use.sub:
        below = _below(spec, name)
        if below is None:
            break
        spec = below
        found = spec.get("special", found)
    return found


def _below(spec: Spec, name: str) -> Spec | None:
    table: dict[str, Spec] = spec.get("subcommands") or {}
    if name in table:
        return table[name]
    for names, below in table.items():
        if " " in names and name in names.split():
            return below
    return None


def walk(use: Use, spec: Spec, args: Sequence[Arg]) -> None:
    """Walks words over one row: its effects, options, then the subcommand or the operands."""
    if "effects" in spec:
        use.add(_mask(spec["effects"]), " ".join((use.name, *use.sub)))
    subcommands = spec.get("subcommands")
    operands, index = _options(use, spec, args, stop=bool(subcommands))
    if subcommands and index < len(args):
        first = args[index]
        below = _below(spec, first.text) if first.text is not None and not first.glob else None
        if below is not None and first.text is not None:
            _hoist(use, spec, args, index)
            use.sub = (*use.sub, first.text)
            use.part.path = (*use.part.path, first.text)
            walk(use, below, args[index + 1 :])
            return
        if "operands" not in spec:
            _lost(use, first)
            return
        operands, index = _options(use, spec, args[index:], stop=False)
        args = args[index:]
        index = 0
    use.words = list(operands)
    if index < len(args):
        use.words.extend(args[index:])
    if not use.words:
        _bare(use, spec)
    _operands(use, spec, use.words)


def _hoist(use: Use, spec: Spec, args: Sequence[Arg], index: int) -> None:
    """Takes the options before a subcommand out of the form that rules may match."""
    if index or use.hoisted is not None:
        use.hoisted = [*(Arg(name) for name in use.sub), *args[index:]]
    if index:
        known = _compile(spec)
        for flag, _ in use.options:
            kind, what, _ = known.get(flag, (ADDS, "", 0))
            use.inert = use.inert and kind != ADDS and (kind == FLAG or what in ("data", "chdir"))


def _lost(use: Use, first: Arg) -> None:
    """The subcommand is not in the table, or cannot be known."""
    name = " ".join((use.name, *use.sub))
    if first.text is None or first.glob:
        use.opaque(f"which subcommand of {name} runs cannot be known")
        use.note(RUN_CODE, f"{name} with a subcommand that cannot be known")
    use.unknown(f"{name} {first.prefix or '…'} is in no table")


def _bare(use: Use, spec: Spec) -> None:
    bare = spec.get("bare")
    if bare is not None:
        use.add(_mask(bare.get("effects", "")), " ".join((use.name, *use.sub, "alone")))
    elif spec.get("subcommands") and not use.options:
        use.unknown(f"{' '.join((use.name, *use.sub))} without a subcommand is in no table")
    elif spec.get("subcommands") and "operands" not in spec:
        use.unknown(f"{use.name} with options alone is in no table")


def _mask(names: str) -> int:
    mask = 0
    for name in names.split():
        mask |= BIT.get(name, ALL)  # a slip in a table is never a hole
    return mask


# -- options ----------------------------------------------------------------------------------------------------


def _compile(spec: Spec) -> Options:
    known = _compiled.get(id(spec))
    if known is not None:
        return known[1]
    options: Options = {}
    for flag in spec.get("flags", "").split():
        options[flag] = (FLAG, "", 0)
    for flags, names in spec.get("adds", {}).items():
        for flag in flags.split():
            options[flag] = (ADDS, "", _mask(names))
    for kind, key in ((VALUE, "values"), (OPTIONAL, "optional")):
        for flags, name in spec.get(key, {}).items():
            for flag in flags.split():
                options[flag] = (kind, name, 0)
    _compiled[id(spec)] = (spec, options)
    return options


def _danger(spec: Spec) -> int:
    """What an option smuggled in by a word that cannot be known could add."""
    mask = UNKNOWN if spec.get("special") else 0
    for kind, name, adds in _compile(spec).values():
        if kind == ADDS:
            mask |= adds
        elif kind != FLAG and name not in INERT_ROLES:
            mask |= RUN_CODE if name in RUNNING_ROLES else UNKNOWN
    return mask


def _options(use: Use, spec: Spec, args: Sequence[Arg], *, stop: bool) -> tuple[list[Arg], int]:
    """Applies the options; returns the operands met among them, and where a command, a subcommand or the rest of
    a `stop` style starts (len(args) when all is used up)."""
    operands: list[Arg] = []
    known = _compile(spec)
    style = spec.get("style", "gnu")
    rest = _rest_at(spec)
    index = 0
    while index < len(args):
        arg = args[index]
        if arg.text == "--" and not stop:
            operands.extend(args[index + 1 :])
            return operands, len(args)
        if not _dashed(arg):
            _smuggled(use, spec, arg)
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


def _smuggled(use: Use, spec: Spec, arg: Arg) -> None:
    """A word before `--` that cannot be known may turn out to be an option."""
    if arg.text is None and not arg.prefix:
        danger = _danger(spec)
        if danger:
            use.opaque("a word that cannot be known may be an option")
    elif arg.glob and arg.prefix[:1] in "*?[":
        danger = _danger(spec)
        if danger:
            use.note(danger, "a file name that begins with a dash may be an option")
            use.part.meaning = use.part.meaning or "a glob may stand for an option"


def _one(use: Use, spec: Spec, known: Options, args: Sequence[Arg], index: int) -> int:
    """Applies the option at `index` with its value; returns where to go on."""
    arg = args[index]
    word = arg.prefix
    if arg.glob or (arg.text is None and "=" not in word):
        use.opaque("an option cannot be known")
        use.unknown(f"option {word}… of {use.name} cannot be known")
        return index + 1
    name, equals, _ = word.partition("=")
    if equals and name in known:
        _glued(use, known[name], name, arg.rest(len(name) + 1))
        return index + 1
    if word in known:
        return _taken(use, known[word], word, args, index)
    if word.startswith("--") or spec.get("style") == "single":
        return _strange(use, spec, word, index)
    return _cluster(use, spec, known, args, index)


def _strange(use: Use, spec: Spec, word: str, index: int) -> int:
    if not (spec.get("numeric") and word[1:].isdigit() and word.isascii()):
        use.options.append((word, None))
        use.unknown(f"option {word} of {' '.join((use.name, *use.sub))} is in no table")
    return index + 1


def _glued(use: Use, entry: tuple[int, str, int], name: str, value: Arg) -> None:
    """An option with `=value`."""
    kind, what, mask = entry
    use.options.append((name, value))
    if kind in (VALUE, OPTIONAL):
        role(use, what, value)
    else:
        use.note(mask, f"{use.name} {name}")
        use.unknown(f"option {name} of {use.name} takes no value")


def _taken(use: Use, entry: tuple[int, str, int], name: str, args: Sequence[Arg], index: int) -> int:
    """An option that stands alone or takes the next word."""
    kind, what, mask = entry
    if kind != VALUE:
        use.options.append((name, None))
        if kind == ADDS:
            use.add(mask, " ".join((use.name, *use.sub, name)))
        return index + 1
    if index + 1 >= len(args):
        use.unknown(f"option {name} of {use.name} lacks its value")
        return index + 1
    value = args[index + 1]
    if value.many:
        use.opaque(f"what option {name} takes as its value cannot be known")
    use.options.append((name, value))
    role(use, what, value)
    return index + 2


def _cluster(use: Use, spec: Spec, known: Options, args: Sequence[Arg], index: int) -> int:
    """Single letters behind one dash; the first that takes a value takes the rest of the word."""
    arg = args[index]
    word = arg.prefix
    for at in range(1, len(word)):
        letter = "-" + word[at]
        entry = known.get(letter)
        if entry is None:
            return _strange(use, spec, word, index)
        if entry[0] in (VALUE, OPTIONAL) and (at + 1 < len(word) or arg.text is None):
            value = arg.rest(at + 1)
            use.options.append((letter, value))
            role(use, entry[1], value)
            return index + 1
        if entry[0] == VALUE:
            return _taken(use, entry, letter, args, index)
        _taken(use, entry, letter, args, index)
    if arg.text is None:
        use.opaque("an option cannot be known")
    return index + 1


# -- operands ---------------------------------------------------------------------------------------------------


def _operands(use: Use, spec: Spec, words: Sequence[Arg]) -> None:
    if "operands" not in spec:
        if words:
            use.unknown(
                f"operand {words[0].prefix or '…'} of {' '.join((use.name, *use.sub))} is in no table"
            )
        return
    roles: list[str] = spec["operands"].split()
    if any(word.many and word.text is None for word in words) and any(
        name.rstrip("*") != "data" for name in roles
    ):
        use.opaque("how many words there are cannot be known")
    star = next((at for at, name in enumerate(roles) if name.endswith("*")), -1)
    for at, word in enumerate(words):
        names = _roles_of(at, word, len(words), roles, star)
        if not names:
            use.unknown(f"operand {word.prefix or '…'} of {' '.join((use.name, *use.sub))} is in no table")
        for name in names:
            if name == "command":
                use.run(words[at:])
            elif name == "shell" and star == len(roles) - 1 and roles[star] == "shell*":
                use.shell(_joined(words[at:]))
            else:
                role(use, name, word)
        if names and names[0] in ("command", "shell") and (names[0] == "command" or roles[-1] == "shell*"):
            return


def _joined(words: Sequence[Arg]) -> str | None:
    texts = [word.text for word in words]
    return None if None in texts else " ".join(text for text in texts if text is not None)


def _roles_of(at: int, word: Arg, count: int, roles: Sequence[str], star: int) -> list[str]:
    """The roles a word may have: one by its place; a glob may spread over its neighbours' places too."""
    if star < 0:
        return [roles[at]] if at < len(roles) else []
    tail = len(roles) - star - 1
    repeated = roles[star][:-1]
    if count < len(roles) - 1:
        plain = [name for name in roles if not name.endswith("*")]
        return [plain[at]]
    if at < star:
        chosen = roles[at]
    elif at >= count - tail:
        chosen = roles[len(roles) - (count - at)]
    else:
        return [repeated]
    return [chosen, repeated] if word.glob and chosen != repeated else [chosen]


def role(use: Use, name: str, arg: Arg) -> None:
    """Gives one word its meaning."""
    if name in INERT_ROLES:
        return
    verb = _PATH_VERBS.get(name)
    if verb is not None:
        verb(use, arg)
    elif name == "url":
        use.url(arg, NET_READ)
    elif name == "send":
        use.url(arg, NET_SEND)
    elif name == "host":
        use.reach(arg.text)
        if arg.text is None:
            use.opaque("which host it reaches cannot be known")
    elif name == "command":
        use.run([arg])
    elif name == "shell":
        use.shell(arg.text)
    elif name == "code":
        use.note(RUN_CODE, f"{use.name} runs the code it is given")
    elif name == "task":
        use.add(RUN_PROJECT, f"runs {arg.prefix or 'a task'}")
        if arg.text is None:
            use.opaque("which task it runs cannot be known")
    else:
        use.unknown(f"what {arg.prefix or '…'} does to {use.name} is in no table")


_PATH_VERBS = {
    "read": Use.read,
    "write": Use.write,
    "edit": Use.edit,
    "destroy": Use.destroy,
    "chdir": Use.chdir,
    "script": Use.script,
    "remote": Use.remote,
    "package": Use.package,
}
