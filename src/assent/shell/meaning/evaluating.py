"""Which words of a built-in other shells than bash evaluate as arithmetic, and what that can run."""

from __future__ import annotations

from assent.core.effect import RUN_CODE
from assent.shell.meaning.arith import arithmetic
from assent.shell.meaning.scope import NUMBER
from assent.shell.syntax.dialects import SH, ZSH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assent.shell.meaning.arg import Arg
    from assent.shell.meaning.use import Use

# Conversions of printf that print their word as it is; every other one counts.
_PLAIN = "sbqc"
_FLAGS = "-+ #0'.hlLqjzt123456789"


def evaluates(use: Use) -> bool:
    """True where the shell that runs this may evaluate what bash only reads as a number."""
    scope = use.walker.scope
    return scope is not None and bool(scope.shells & (ZSH | SH))


def counts(use: Use, args: Iterable[Arg]) -> None:
    """Words that must be a number: a subscript in one, or in the variable it names, runs substitutions."""
    scope = use.walker.scope
    if scope is None or not evaluates(use):
        return
    for arg in args:
        if arg is NUMBER or (arg.text is not None and arg.text.lstrip("+-").isdigit()):
            continue
        if arg.text is None or arg.many:
            use.unknown(f"{use.name} may evaluate a word that cannot be known")
        elif "[" in arg.text and ("$" in arg.text or "`" in arg.text):
            use.note(RUN_CODE, f"evaluates a subscript, which {use.name} may run as code")
        elif arithmetic(arg.text, scope):
            use.unknown(f"{use.name} evaluates a variable whose value may run code")


def printed(use: Use, words: Sequence[Arg]) -> None:
    """The words that a format turns into numbers: those of its counting conversions, round after round."""
    if not evaluates(use) or len(words) < 2:
        return
    kinds = _conversions(words[0].text)
    given = words[1:]
    if "$" in kinds or any(arg.many for arg in given):
        counts(use, given if kinds.strip(_PLAIN) else ())
    elif kinds:
        counts(use, [arg for at, arg in enumerate(given) if kinds[at % len(kinds)] not in _PLAIN])


def _conversions(form: str | None) -> str:
    """One letter for each word that a format takes; `*` for a width, `$` where words are named by number."""
    if form is None:
        return "$d"
    kinds = ""
    for piece in form.replace("%%", "").split("%")[1:]:
        spec = piece[: len(piece) - len(piece.lstrip(_FLAGS + "*$"))]
        kinds += "$" if "$" in spec else "*" * spec.count("*")
        kinds += piece[len(spec) : len(spec) + 1]
    return kinds
