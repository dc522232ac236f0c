"""What programs do that run the command behind `--`, with words of their own before it."""

from __future__ import annotations

from assent.core.effect import NET_READ, RUN_CODE, SYSTEM, WEAKEN, WRITE_ELSEWHERE
from assent.shell.meaning.arg import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

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


def version_named(use: Use) -> None:
    """`n VERSION` fetches and installs that version."""
    if not use.sub and use.words:
        use.note(NET_READ | SYSTEM, "fetches and installs a version")


def with_secrets(use: Use) -> None:
    """`doppler run clean` is no command that it runs: it removes what is kept for a time without network."""
    if use.words and use.words[0].text == "clean":
        use.note(WRITE_ELSEWHERE, "removes its own kept files")
        if any(word.text == "--no-verify-tls" for word in use.words):
            use.note(WEAKEN, "switches off the check of certificates")


def named(use: Use) -> None:
    """`exec NAME [--] COMMAND…`; without a command it starts a shell."""
    command = use.words[1:]
    if command and command[0].text == "--":
        command = command[1:]
    if command:
        use.run(command)
    else:
        use.note(RUN_CODE, "starts a shell")


def _cut(use: Use) -> tuple[Sequence[Arg], Sequence[Arg]]:
    """The words before and behind the first `--`."""
    for index, word in enumerate(use.words):
        if word.text == "--":
            return use.words[:index], use.words[index + 1 :]
    behind = any(arg.text == "--" for arg in use.args)
    return ((), use.words) if behind else (use.words, ())


def of_its_own(use: Use) -> None:
    """`git lfs …`: a subcommand that is a program of its own, called git-lfs."""
    use.run([Arg(f"{use.name}-{use.sub[-1]}"), *use.words])


def bound(use: Use) -> None:
    """bwrap: a place that another is put over holds other programs than its name says; `--bind / /` changes nothing."""
    values = [value for flag, value in use.options if flag in ("--bind", "--ro-bind") and value is not None]
    for source, target in zip(values[::2], values[1::2], strict=False):
        if target.text is None or target.text != source.text:
            use.note(RUN_CODE, "puts other files in the place of programs")
