"""Which commands came most often, and what was said about them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.base import Table
from assent.analytics.tally import COUNTS, PROMPTS, about, with_prompts
from assent.core.tools import SHELLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "commands"
QUESTION = "Which commands came most often, and what was said about them?"
SQL = about(SHELLS)


def shape(rows: Sequence[Row], now: str) -> Table:
    """Each shape of a command (a program and its subcommand) with its calls by verdict, the busiest first; `prompts`
    of them cost a person a prompt."""
    del now
    return Table(("shape", *COUNTS, *PROMPTS), with_prompts(rows), "no command was recorded yet")
