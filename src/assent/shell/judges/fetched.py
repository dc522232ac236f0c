"""What programs do that run another which is any code: fetched when it is not there, or brought by a container."""

from __future__ import annotations

from assent.core.effect import RUN_CODE, UNKNOWN
from assent.shell.meaning.arg import Arg
from assent.shell.programs.shipped import fact, is_known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.use import Use

# What a version or an extra begins with, behind the name of a package.
_CUTS = "@[=<>~!; "


def fetched(use: Use, words: Sequence[Arg]) -> None:
    """Runs a package: one whose name is known does what its program does too. Of any other no more can be said than
    that it is any code; what its words name is still shown to denials."""
    first = words[0].text
    name = "" if first is None or words[0].glob else _name(first)
    if name and is_known(name) and not fact(name, "built-in"):
        use.run([Arg(name), *words[1:]])
        return
    if name:
        any_code(use, words)
    else:
        use.run(words)


def any_code(use: Use, words: Sequence[Arg]) -> None:
    """Runs a program somewhere that makes it any code, whatever its name: that nobody has described it says no more."""
    part = use.part
    effects, meaning, notes = part.effects, part.meaning, len(part.notes)
    use.run(words)
    if is_known((words[0].text or "").rpartition("/")[2]):
        return
    if effects & RUN_CODE and not effects & UNKNOWN and not part.opaque:
        part.effects &= ~UNKNOWN
        part.meaning = meaning
        part.notes[notes:] = [note for note in part.notes[notes:] if note[0] != "unknown"]


def _name(text: str) -> str:
    """The name of a package without its version; "" for a path or an address."""
    if text.startswith((".", "/", "~")) or ":" in text:
        return ""
    name = text.rpartition("/")[2] if text.startswith("@") else text
    for sign in _CUTS:
        name = name.partition(sign)[0]
    return "" if "/" in name else name
