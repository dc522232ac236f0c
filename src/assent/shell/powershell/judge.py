"""What a cmdlet does: its parameters turned into the words of the shell command that does the same, which is judged."""

from __future__ import annotations

from assent.core import places
from assent.core.effect import READ_SECRET, mask_of
from assent.core.filters import aims_at_secrets
from assent.shell.meaning.arg import Arg, argv_of
from assent.shell.meaning.scope import Scope
from assent.shell.meaning.wrappers import absorb
from assent.shell.powershell.places import bared, doubt, place, touch
from assent.shell.powershell.special import BEFORE, OWN
from assent.shell.powershell.state import ANY, Files, Text
from assent.shell.powershell.table import parameters
from assent.shell.syntax.dialects import BASH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.call import Part
    from assent.shell.meaning.use import Use
    from assent.shell.powershell.state import State, Walking
    from assent.shell.powershell.table import Bound, Parameter, Row

# What touches the contents of the files that it names, so that a filter of names says which.
_TOUCHING = ("cat", "grep", "sha256sum", "rm", "tee", "cp", "mv", "touch")
_READING = ("ls", "cat", "grep", "sha256sum", "xxd")
# What is looked for as text by some and as files by others: only files that come through a pipe are opened.
_SEARCHING = ("select-string", "format-hex")
# Names of the same thing that denials also speak of.
_ALSO = {"curl": ("wget",)}


def judge(walk: Walking, use: Use, row: Row, bound: Bound, state: State) -> None:
    """Adds to the use's part what the cmdlet does with what its parameters were given."""
    _feed(use, row, bound, state)
    like = row[0].split() if not row[0].startswith("!") else []
    if row[0].startswith("!"):
        use.add(mask_of(row[0][1:].split("+")), f"runs {use.name}")
    before = BEFORE.get(use.name)
    if before is not None:
        like = before(walk, use, bound, state) or like
    flags, operands = _words(walk, use, row, bound, state, like)
    own = OWN.get(use.name)
    if own is not None:
        own(walk, use, bound, state)
    if like and (operands or not _only_drives(bound)):
        _like(walk, use, [*map(Arg, like), *flags, *operands], state)
    elif not use.part.effects:
        use.part.inert = True


def _only_drives(bound: Bound) -> bool:
    """True when paths were given; without one among the operands, all of them lead to what is no file."""
    return any(
        parameter.role == "word" and not parameter.flag and values for parameter, values in bound.given
    )


def _feed(use: Use, row: Row, bound: Bound, state: State) -> None:
    """Gives what comes through the pipe to the parameter that takes it, when it has nothing else."""
    taker = next((each for each in parameters(row) if each.fed), None)
    if taker is None or state.fed is None or bound.has(taker.name) or bound.has("literalpath"):
        return
    if use.name in _SEARCHING and not isinstance(state.fed, Files):
        if isinstance(state.fed, Text) or state.fed is not ANY:
            return
        use.opaque("whether text or files are searched cannot be known")
        return
    bound.given.append((taker, state.fed))


def _words(
    walk: Walking, use: Use, row: Row, bound: Bound, state: State, like: Sequence[str]
) -> tuple[list[Arg], list[Arg]]:
    """(the flags, the operands) for the command that does the same, in the order of the row's parameters."""
    order = {parameter.name: at for at, parameter in enumerate(parameters(row))}
    flags: list[Arg] = []
    operands: list[Arg] = []
    filters: list[Arg] = []
    for parameter, values in sorted(bound.given, key=lambda each: order.get(each[0].name, 99)):
        if parameter.effects:
            use.add(mask_of(parameter.effects), f"runs {use.name} -{parameter.name}")
        if parameter.role == "filter":
            filters.extend(values)
            continue
        if not parameter.role and parameter.flag:
            flags.append(Arg(parameter.flag))
        for arg in values if parameter.role else ():
            made = _given(walk, use, parameter, arg, state, like)
            if made is not None and parameter.flag:
                flags.extend((Arg(parameter.flag), made))
            elif made is not None:
                operands.append(made)
    return flags, _filtered(use, operands, filters, like)


def _given(
    walk: Walking, use: Use, parameter: Parameter, arg: Arg, state: State, like: Sequence[str]
) -> Arg | None:
    """One value of a parameter as a word of the command that does the same; None when it is none of it."""
    role = parameter.role
    if role == "text":
        return arg
    if role == "word":
        return _path(use, arg, writes=bool(like) and like[0] not in _READING)
    if role == "var":
        name = (arg.text or "").lstrip("+").lower()
        if name:
            state.vars[name] = ANY
        else:
            state.forget()
    elif role == "host":
        use.reach(arg.text)
    elif role == "script":
        use.script(place(arg, walk.facts).arg)
    elif role in ("written", "source"):
        touch(use, place(arg, walk.facts), writes=role == "written")
    elif role in ("unknown", "extra"):
        use.unknown(f"what -{parameter.name} does to {use.name} is in no table")
        use.given(place(arg, walk.facts).arg.text or "")
    return None


def _path(use: Use, arg: Arg, *, writes: bool) -> Arg | None:
    """A path as other commands take it; None when it is none of the file system."""
    found = place(arg, use.facts)
    if found.drive:
        touch(use, found, writes=writes)
        return None
    doubt(use, found)
    text = found.arg.text
    if text is None:
        return found.arg
    plain = bared(text)
    if plain != text:
        touch(use, type(found)(Arg(plain, glob=found.arg.glob)), writes=writes)
    return Arg("./" + text, glob=found.arg.glob) if text[:1] == "-" else found.arg


def _filtered(use: Use, operands: list[Arg], filters: Sequence[Arg], like: Sequence[str]) -> list[Arg]:
    """The operands, with what a filter of names picks among them."""
    for each in filters:
        if each.text is None:
            continue
        if like and like[0] in _TOUCHING:
            base = operands[0].text if operands else "."
            folder = (base or ".").rstrip("*").rstrip("/") or "/"
            operands = [Arg(f"{folder}/{each.text}", glob=True), *operands]
        if aims_at_secrets(each.text):
            use.note(READ_SECRET, f"picks files like {each.text}")
    return operands


def _like(walk: Walking, use: Use, args: Sequence[Arg], state: State) -> None:
    """Judges the command that does the same, and lets denials of it speak."""
    part = use.part
    inner = walk.part(argv_of(args), state)
    scope = Scope(state.cwds, BASH)
    walk.flow.depth += 1
    walk.flow.command(inner, args, scope)
    walk.flow.depth -= 1
    absorb(part, inner)
    part.inert = inner.inert
    _joined_flags(part, args)
    for name in _ALSO.get(args[0].text or "", ()):
        part.seen.append((name, *argv_of(args[1:])))
    if args[0].text in ("cat", "grep", "cp", "ls") and any(arg.glob for arg in args):
        _deep(use, args)


def _joined_flags(part: Part, args: Sequence[Arg]) -> None:
    """`rm -r -f x` as `rm -rf x` too, the way people deny it."""
    argv = argv_of(args)
    letters = [word[1] for word in argv[1:] if word is not None and len(word) == 2 and word[0] == "-"]
    if len(letters) > 1:
        rest = [word for word in argv[1:] if word is None or len(word) != 2 or word[0] != "-"]
        for joined in ("".join(letters), "".join(reversed(letters))):
            part.seen.append((argv[0], "-" + joined, *rest))


def _deep(use: Use, args: Sequence[Arg]) -> None:
    """A wildcard of PowerShell stands for hidden names too, and what a listing hands on may lie anywhere below."""
    for arg in args[1:]:
        if arg.glob and arg.text is not None and arg.text.rpartition("/")[2] == "*" and args[0].text != "ls":
            for found in use.places(Arg(arg.text.rpartition("/")[0] or ".")):
                use.note(places.deep_effect(found, use.facts), f"reads all of {found}, secrets too")
        elif arg.glob and arg.text is not None and aims_at_secrets(arg.text.rpartition("/")[2]):
            use.note(READ_SECRET, f"reads files like {arg.text}")
