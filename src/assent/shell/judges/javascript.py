"""What the newer JavaScript programs do: bun, deno and cypress.

Flags: bun 1.1, deno 2.1, cypress 13 `--help` and manuals.
"""

from __future__ import annotations

from assent.core.effect import READ_PROJECT, RUN_CODE
from assent.shell.judges.projects import task_or_program
from assent.shell.judges.scripts import script_words
from assent.shell.judges.tasks import source
from assent.shell.meaning.arg import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use


def bun(use: Use) -> None:
    """`bun X`, `bun run X`: a file, a task of the project, or a program that the project has installed."""
    if use.sub not in ((), ("run",)) or use.has("-e", "--eval", "-p", "--print"):
        return
    if use.words:
        _script_or_program(use)
    elif use.sub:
        use.add(READ_PROJECT, "lists the tasks of the project")


def _script_or_program(use: Use) -> None:
    first = use.words[0]
    text = first.text
    if text is None or text == "-" or "." in text or "/" in text:
        source(use, first if text != "-" else None)
        script_words(use, first, use.words[1:])
    else:
        task_or_program(use)


def deno(use: Use) -> None:
    """The words behind the script are handed to it."""
    if use.sub not in ((), ("run",), ("serve",), ("compile",)):
        return
    if use.words and use.words[0].text == "-":
        use.note(RUN_CODE, "runs what standard input says")
    script_words(use, use.words[0] if use.words else None, use.words[1:])


def cypress(use: Use) -> None:
    """`--spec a,b` names the tests."""
    _sources(use, ("-s", "--spec"), "which tests it runs cannot be known")


def babel(use: Use) -> None:
    """`--plugins a,b` names modules that are loaded."""
    _sources(use, ("--plugins", "--presets"), "which plugins it loads cannot be known")


def _sources(use: Use, flags: tuple[str, ...], hidden: str) -> None:
    """Each of the files that the value of these options lists."""
    for flag, value in use.options:
        if flag not in flags or value is None:
            continue
        if value.text is None:
            use.opaque(hidden)
        for each in (value.text or "").split(","):
            source(use, Arg(each))
