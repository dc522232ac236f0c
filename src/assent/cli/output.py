"""How commands speak: data to standard output, everything else to standard error, plain when nobody looks."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click
import msgspec
from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assent.core.problem import Problem

STYLES = {"allow": "green", "ask": "yellow", "deny": "red"}


def console(*, stderr: bool = False) -> Console:
    """A console without decoration when the stream is no terminal or NO_COLOR is set; never breaks long lines then."""
    stream = sys.stderr if stderr else sys.stdout
    plain = not stream.isatty() or bool(os.environ.get("NO_COLOR"))
    return Console(file=stream, no_color=plain, highlight=False, soft_wrap=True, emoji=False)


def say(text: str = "", *, style: str = "") -> None:
    """One line for people; the text is never read as markup."""
    console().print(f"[{style}]{escape(text)}[/{style}]" if style else escape(text))


def error(text: str) -> None:
    """One line about what is wrong or under way, on standard error."""
    console(stderr=True).print(escape(text))


def data(value: Any) -> None:
    """One JSON document on standard output, the same bytes for the same value."""
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")


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
