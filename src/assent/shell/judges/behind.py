"""What programs do that run the command behind `--`, with words of their own before it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.shell.meaning.arg import Arg
    from assent.shell.meaning.use import Use


def tools(use: Use) -> None:
    """`exec TOOL… -- COMMAND…`: installs the tools, then runs the command."""
    own, command = _cut(use)
    for word in own:
        use.package(word)
    if command:
        use.run(command)
    elif not use.has("-c", "--command"):
        use.unknown(f"{use.name} {' '.join(use.sub)} without a command")


def _cut(use: Use) -> tuple[Sequence[Arg], Sequence[Arg]]:
    """The words before and behind the first `--`."""
    for index, word in enumerate(use.words):
        if word.text == "--":
            return use.words[:index], use.words[index + 1 :]
    behind = any(arg.text == "--" for arg in use.args)
    return ((), use.words) if behind else (use.words, ())
