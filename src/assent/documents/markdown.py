"""Foreign words in Markdown: on one line, every unseen character shown, and none of them markup."""

from __future__ import annotations

import re

from assent.core.shown import shown

LONGEST = 160
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!])")


def code(text: str, most: int = LONGEST) -> str:
    """The text as code; no backtick in it ends it, and what is too long is cut with …."""
    line = shown(text)
    line = line if len(line) <= most else line[: most - 1].rstrip() + "…"
    fence = "`" * (max((len(each) for each in re.findall("`+", line)), default=0) + 1)
    pad = " " if len(fence) > 1 or not line.strip() else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def plain(text: str) -> str:
    """The text as words."""
    return _MARKUP.sub(r"\\\1", shown(text))
