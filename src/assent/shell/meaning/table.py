"""The interpreter of program tables: a closed world in which whatever a row does not describe is `unknown`.

The row format (a dict literal) is described in docs/recipes/add-program.md; `judge` walks one use of a program
over its row. Options that are not listed, abbreviated ones too, and operands without a role are unknown."""

from __future__ import annotations

from assent.core.effect import RUN_CODE
from assent.shell.index import MODULES
from assent.shell.meaning.arg import Arg
from assent.shell.meaning.options import ADDS, FLAG, compiled, take
from assent.shell.meaning.roles import apply_role, mask_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from assent.shell.meaning.roles import Spec as Spec  # noqa: PLC0414  the tables know it by this module
    from assent.shell.meaning.use import Use as Use  # noqa: PLC0414  likewise


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
    use.part.inert = bool(spec.get("inert"))
    args = use.args
    if len(args) == 1 and _only_shows(use, spec, args[0].text):
        return
    if not spec.get("raw"):
        walk(use, spec, args)
    special = _special(use, spec)
    if special:
        getattr(module, special)(use)


def _only_shows(use: Use, spec: Spec, word: str | None) -> bool:
    """True for a lone `--version` or `--help` behind which the row says that nothing else runs: in `shows`, or by
    listing it among its flags (then with the effects of the row). Others load plugins or a project's tool chain."""
    if word is None or word not in ("--version", "--help"):
        return False
    if word not in str(spec.get("shows", spec.get("flags", ""))).split():
        return False
    use.options.append((word, None))
    if "effects" in spec and "shows" not in spec:
        use.add(mask_of(spec["effects"]), f"runs {use.name} {word}")
    return True


def _special(use: Use, spec: Spec) -> str | None:
    """The judgement function of the innermost subcommand that names one."""
    found = spec.get("special")
    for name in use.sub:
        below = _row_of_subcommand(spec, name)
        if below is None:
            break
        spec = below
        found = spec.get("special", found)
    return found


def _row_of_subcommand(spec: Spec, name: str) -> Spec | None:
    table: dict[str, Spec] = spec.get("subcommands") or {}
    if " " in name:
        return None  # an alias list is no name
    if name in table:
        return table[name]
    for names, below in table.items():
        if " " in names and name in names.split():
            return below
    return None


def walk(use: Use, spec: Spec, args: Sequence[Arg]) -> None:
    """Walks words over one row: its effects, options, then the subcommand or the operands."""
    if "effects" in spec:
        use.add(mask_of(spec["effects"]), " ".join(("runs", use.name, *use.sub)))
    subcommands = spec.get("subcommands")
    operands, index = take(use, spec, args, stop=bool(subcommands))
    if subcommands and index < len(args):
        first = args[index]
        below = _row_of_subcommand(spec, first.text) if first.text is not None and not first.glob else None
        if below is not None and first.text is not None:
            _hoist(use, spec, args, index)
            use.sub = (*use.sub, first.text)
            use.part.path = (*use.part.path, first.text)
            walk(use, below, args[index + 1 :])
            return
        if "operands" not in spec:
            _unknown_subcommand(use, first)
            return
        operands, index = take(use, spec, args[index:], stop=False)
        args = args[index:]
        index = 0
    use.words = list(operands)
    if index < len(args):
        use.words.extend(args[index:])
    if not use.words:
        _without_words(use, spec)
    _operands(use, spec, use.words)


def _hoist(use: Use, spec: Spec, args: Sequence[Arg], index: int) -> None:
    """Takes the options before a subcommand out of the form that rules may match."""
    if index or use.hoisted is not None:
        use.hoisted = [*(Arg(name) for name in use.sub), *args[index:]]
    if index:
        known = compiled(spec)
        for flag, _ in use.options:
            kind, what, _ = known.get(flag, (ADDS, "", 0))
            use.inert = use.inert and kind != ADDS and (kind == FLAG or what in ("data", "chdir"))


def _unknown_subcommand(use: Use, first: Arg) -> None:
    """The subcommand is not in the table, or cannot be known."""
    name = " ".join((use.name, *use.sub))
    if first.text is None or first.glob:
        use.opaque(f"which subcommand of {name} runs cannot be known")
        use.note(RUN_CODE, f"runs {name} with a subcommand that cannot be known")
    use.unknown(f"{name} {first.prefix or '…'} is in no table")


def _without_words(use: Use, spec: Spec) -> None:
    bare = spec.get("bare")
    if bare is not None:
        use.add(mask_of(bare.get("effects", "")), " ".join(("runs", use.name, *use.sub)))
    elif spec.get("subcommands") and not use.options:
        use.unknown(f"{' '.join((use.name, *use.sub))} without a subcommand is in no table")
    elif spec.get("subcommands") and "operands" not in spec:
        use.unknown(f"{use.name} with options alone is in no table")


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
            use.given(word.text or "")
        for name in names:
            if name == "command":
                use.run(words[at:])
            elif name == "shell" and star == len(roles) - 1 and roles[star] == "shell*":
                use.shell(_joined(words[at:]))
            else:
                apply_role(use, name, word)
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
