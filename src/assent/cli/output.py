"""The one door to the terminal: data to standard output, the rest to standard error, foreign text never raw."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from assent.cli.screen import Screen
from assent.core.shown import in_json, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assent.core.problem import Problem

STYLES = {"allow": "green", "ask": "yellow", "deny": "red"}


def console(*, stderr: bool = False) -> Screen:
    """Standard output, or standard error, as people see it."""
    stream = sys.stderr if stderr else sys.stdout
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")  # a terminal that knows fewer letters is no bug of ours
    return Screen(stream)


def say(text: str = "", *, style: str = "", hang: int | None = None) -> None:
    r"""One line for people: a line break in the text is shown as `\n`, like every character that is not seen. Where a
    terminal is too narrow it goes on below, `hang` columns in."""
    _print(console(), text, style, hang)


def rewrite(text: str, above: int, *, style: str = "") -> None:
    """Writes a line of a terminal anew that stands so many lines above the cursor, and comes back."""
    screen = console()
    screen.file.write(f"\x1b[{above}A\r\x1b[2K")
    screen.print(shown(text), style, end="\r")
    screen.file.write(f"\x1b[{above}B")


def block(text: str) -> None:
    """Lines of a layout that is ours or a file's, each said for itself and as long as it is."""
    for line in text.rstrip("\n").split("\n"):
        console().print(shown(line.expandtabs(4)))


def error(text: str) -> None:
    """One line about what is wrong or under way, on standard error; shown as `say` does."""
    _print(console(stderr=True), text)


def _print(to: Screen, text: str, style: str = "", hang: int | None = None) -> None:
    for line in _folded(shown(text), to, hang):
        to.print(line, style)


def _folded(text: str, to: Screen, hang: int | None) -> list[str]:
    """Broken between words at a terminal, which would break within them; whole for a program and for a pipe. A word
    longer than a line stays whole, so that a path can be copied."""
    if not to.is_terminal or len(text) <= to.width:
        return [text]
    import textwrap

    indent = len(text) - len(text.lstrip()) + 2 if hang is None else hang
    return textwrap.wrap(
        text,
        to.width,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
        expand_tabs=False,
    )


def mistake(wrong: click.ClickException) -> None:
    """What the words of the command line got wrong, with their usage. They are shown as `error` shows them."""
    if isinstance(wrong, click.exceptions.NoArgsIsHelpError):
        usage, told = wrong.format_message(), ""
    else:
        context = wrong.ctx if isinstance(wrong, click.UsageError) else None
        usage, told = (
            context.get_usage() if context else "",
            f"Error: {' '.join(wrong.format_message().split())}",
        )
        if context and context.command.get_help_option(context):
            usage += f"\nTry '{context.command_path} {context.help_option_names[-1]}' for help.\n"
    for line in (*usage.split("\n"), told) if usage else (told,):
        error(line)


def data(value: Any) -> None:
    """One JSON document on standard output, the same bytes for the same value."""
    sys.stdout.write(document(value) + "\n")


def lines(values: Iterable[Any]) -> None:
    """JSON Lines on standard output: one value a line, out as soon as it is there."""
    for value in values:
        data(value)
    sys.stdout.flush()


def page(made: Iterable[tuple[str, str]]) -> None:
    """(text, style) lines through the person's pager, in colour where it shows colours."""
    os.environ.setdefault("LESS", "-RS")  # click leaves alone what somebody has chosen
    screen = console()

    def rendered() -> Iterator[str]:
        between = ""
        for text, style in made:
            yield between + screen.styled(shown(text), style)
            between = "\n"

    click.echo_via_pager(rendered(), color=None)


def document(value: Any) -> str:
    """A value as JSON on one line in which nothing can reach a terminal raw."""
    import msgspec

    try:
        return in_json(msgspec.json.encode(value).decode())
    except UnicodeEncodeError:  # half a surrogate pair, as names of files that are no UTF-8 have
        import json

        return json.dumps(msgspec.to_builtins(value), separators=(",", ":"))


def verdict_style(verdict: str) -> str:
    """The colour of a verdict."""
    return STYLES.get(verdict, "")


def refuse(problems: Iterable[Problem]) -> None:
    """Every mistake of the user's with where it is and a hint, then exit 2; nothing when there is none."""
    found = list(problems)
    if not found:
        return
    for problem in found:
        error(f"{problem.where}: {problem.what}")
        if problem.hint:
            error(f"  {problem.hint}")
    raise click.exceptions.Exit(2)
