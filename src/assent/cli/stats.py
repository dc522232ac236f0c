"""`assent stats`: what was decided and how often, or the answer to one question about it."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any

import click

from assent.analytics.base import ask
from assent.analytics.registry import analyses
from assent.app import state
from assent.cli import answers, counting, filters, scorecard
from assent.cli.output import console, data, refuse, say
from assent.core.problem import Problem
from assent.store.db import StoreError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from assent.analytics.base import Table
    from assent.cli.counting import Counted

# What is read together, under the first of them; and a value that a question needs beside which calls count.
_MORE = re.compile(r":(?!(?:now|since|until|session|agent|projects)\b)[a-z]")
JUDGE = "judge"  # says that none is in use, whatever was recorded
PAGES = {
    "friction": ("friction", "waits", "savings"),
    "latency": ("latency", "latency-days"),
    "judge": ("judge", "judge-days"),
}


@click.command(name="stats")
@click.argument("question", default="", metavar="[QUESTION]")
@filters.options(*filters.CALLS, utc=filters.COUNTED)
@click.option(
    "-n", "--limit", default=answers.MOST, show_default=True, type=click.IntRange(1), help="Rows of a table."
)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def command(question: str, limit: int, as_json: bool, **given: Any) -> None:
    """Count what was decided: today, in the last 7 days and in all, or as the options say.

    QUESTION asks for more: tools, commands, paths, rules, silence, friction, savings, waits, latency, judge, trends.
    """
    refuse(_unknown(question))
    at = state.paths()
    try:
        with contextlib.closing(counting.known(at)) as db:
            counted = counting.counted(db, at, given)
            refuse(counted.asked.problems)
            if question:
                _answer(db, counted, PAGES.get(question, (question,)), limit, as_json=as_json)
            elif as_json:
                data(scorecard.as_json(db, counted))
            else:
                scorecard.show(db, counted, limit)
    except StoreError as error:
        refuse([error.problem])


def questions() -> list[str]:
    """What can be asked here: the analyses that need no more than to know which calls count."""
    return [name for name, each in analyses().items() if not _MORE.search(each.SQL)]


def _unknown(question: str) -> list[Problem]:
    names = questions()
    if not question or question in names:
        return []
    import difflib

    near = difflib.get_close_matches(question, names, 3, 0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(names)}"
    return [Problem(f"stats {question}", "there is no such question", hint)]


def _answer(
    db: sqlite3.Connection, counted: Counted, names: Sequence[str], limit: int, *, as_json: bool
) -> None:
    """The answers to questions that belong together."""
    found: dict[str, Table] = {name: ask(db, analyses()[name], counted.scope) for name in names}
    if as_json:
        data(counted.bounds() | {"answers": {name: each.records() for name, each in found.items()}})
        return
    screen = console()
    width = screen.cut_at
    if names[0] != JUDGE and not scorecard.asked(db, "tools", counted).rows:
        say(scorecard.none(db, counted))
        return
    for at, (name, each) in enumerate(found.items()):
        if at and not each.rows:
            continue
        say() if at else None
        say(f"{analyses()[name].QUESTION}{counted.words()}", style="bold")
        for line in answers.told(name, each, width, limit):
            say(line)
