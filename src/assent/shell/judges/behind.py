"""What programs do that run the command behind `--`, with words of their own before it."""

from __future__ import annotations

from assent.core.effect import RUN_CODE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.arg import Arg
    from assent.shell.meaning.use import Use

# Words that name a version as well as they name a program.
_VERSIONS = ("node", "stable", "unstable", "default", "system", "current", "iojs")


def tools(use: Use) -> None:
    """`exec TOOL… -- COMMAND…`: installs the tools, then runs the command."""
    own, command = _cut(use)
    for word in own:
        use.package(word)
    if command:
        use.run(command)
    elif not use.has("-c", "--command"):
        use.unknown(f"{use.name} {' '.join(use.sub)} without a command")


def version(use: Use) -> None:
    """`exec VERSION COMMAND…`; where no version stands first, a file of the project names it."""
    words = use.words
    first = words[0].text if words else None
    if first is None:
        use.opaque("which command it runs cannot be known")
        use.note(RUN_CODE, "runs a command that cannot be known")
    elif first.lstrip("v")[:1].isdigit() or first.startswith("lts/"):
        use.run(words[1:])
    else:
        use.run(words)
        if first in _VERSIONS:
            use.run(words[1:])


def _cut(use: Use) -> tuple[Sequence[Arg], Sequence[Arg]]:
    """The words before and behind the first `--`."""
    for index, word in enumerate(use.words):
        if word.text == "--":
            return use.words[:index], use.words[index + 1 :]
    behind = any(arg.text == "--" for arg in use.args)
    return ((), use.words) if behind else (use.words, ())
