"""In which folders did the agents read and write most, and what was said about it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.base import Table
from assent.analytics.tally import COUNTS, PROMPTS, about, with_prompts
from assent.core.tools import READERS, WRITERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "paths"
QUESTION = "In which folders did the agents read and write most, and what was said about it?"
SQL = about((*READERS, *WRITERS))


def shape(rows: Sequence[Row], now: str) -> Table:
    """Each folder with its calls by verdict, the busiest first; `prompts` of them cost a person a prompt."""
    del now
    return Table(("shape", *COUNTS, *PROMPTS), with_prompts(rows), "no file was read or written yet")
