"""The options by which recorded decisions are chosen, the same wherever they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from assent.core.decision import ALLOW, ASK, DENY
from assent.store.decisions import SILENT

if TYPE_CHECKING:
    from collections.abc import Callable


def options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds them; the command hands what they say to `decided.Asked`."""
    for option in reversed(
        (
            click.option("--since", default="", metavar="30d|DAY|TIME", help="Only from then on."),
            click.option("--until", default="", metavar="30d|DAY|TIME", help="Only up to then."),
            click.option("--project", default="", metavar="DIR|NAME", help="Only calls of this project."),
            click.option(
                "--tool", default="", metavar="NAME", help="Only calls of this tool; * stands for anything."
            ),
            click.option(
                "--verdict",
                type=click.Choice((ALLOW, ASK, DENY, SILENT)),
                callback=lambda _context, _option, value: value or "",
                metavar="allow|ask|deny|silent",
                help="Only these; silent: no rule spoke.",
            ),
            click.option("--rule", default="", metavar="NAME|ID", help="Only what this rule decided."),
            click.option("--session", default="", metavar="PREFIX", help="Only sessions whose id begins so."),
            click.option("--agent", default="", metavar="NAME", help="Only calls of this agent."),
            click.option(
                "--grep",
                default="",
                metavar="TEXT|/REGEX/",
                help="Only where this stands in the call, the reason or the rule's name, in any case.",
            ),
        )
    ):
        function = option(function)
    return function
