"""What bundlers do whose options hold code or are written in a way of their own: rollup, esbuild."""

from __future__ import annotations

from assent.core.effect import RUN_CODE
from assent.shell.judges.suites import sources
from assent.shell.meaning.table import walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.arg import Arg
    from assent.shell.meaning.use import Use

# Options of esbuild with their name or kind behind a colon, that neither read, write nor run anything.
_INERT_COLONS = (
    "--define:", "--external:", "--loader:", "--pure:", "--drop:", "--drop-labels:", "--supported:", "--conditions:",
    "--log-override:", "--out-extension:", "--banner:", "--footer:",
)  # fmt: skip
_INJECT, _ALIAS = "--inject:", "--alias:"
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./@")


def rollup(use: Use) -> None:
    """Entries are bundled, never run, but the word behind -c is; a plugin may be given as code."""
    for flag, value in use.options:
        if flag in ("-p", "--plugin", "--configPlugin"):
            text = None if value is None else value.text
            if text is None or any(char not in _PLAIN for char in text):
                use.note(RUN_CODE, "is given a plugin as code")
        elif flag == "--environment" and (value is None or not _names_only(value.text)):
            use.note(RUN_CODE, "is given variables that may make what it starts run code")
    sources(use)


def _names_only(text: str | None) -> bool:
    """True for `NAME:value,NAME` whose values are words and numbers."""
    return text is not None and ":-" not in text and all(char.isalnum() or char in "_-:," for char in text)


def esbuild(use: Use) -> None:
    """Takes the options with a colon out before the walk."""
    left: list[Arg] = []
    for arg in use.args:
        if arg.text is not None and arg.text.startswith(_INJECT):
            use.read(arg.rest(len(_INJECT)))
        elif arg.text is not None and arg.text.startswith(_ALIAS):
            use.read(arg.rest(arg.text.find("=") + 1))
        elif not arg.prefix.startswith("-") and "=" in arg.prefix:
            _output(use, arg.prefix.partition("=")[0])
            use.read(arg.rest(arg.prefix.find("=") + 1))
        elif not arg.prefix.startswith(_INERT_COLONS):
            left.append(arg)
        elif arg.text is None:
            use.opaque("an option of esbuild cannot be known")
    walk(use, use.row, left)
    for flag, value in use.options:
        if flag in ("--entry-names", "--chunk-names", "--asset-names"):
            _output(use, None if value is None else value.text)


def _output(use: Use, text: str | None) -> None:
    """A name below the output folder: one that climbs, or is hidden, may lead anywhere."""
    if text is None or text.startswith(("/", "~", ".")) or "/." in text:
        use.note(RUN_CODE, "chooses where outputs are written")
