"""Text looked for in recorded decisions: in what a call was about, why it was decided so, and the rule that decided."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assent.core.problem import Problem
from assent.store import decisions, searches
from assent.store.db import MOST

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from assent.store.decisions import Wanted


AFTER = "~"  # makes of a moment the first thing behind it


class Search:
    """A text or, between slashes, a regular expression; upper and lower case are the same."""

    __slots__ = ("_holds", "text")

    def __init__(self, text: str) -> None:
        is_regex = len(text) > 2 and text.startswith("/") and text.endswith("/")
        self._holds = re.compile(text[1:-1] if is_regex else re.escape(text), re.IGNORECASE)
        plain = needed(text[1:-1]) if is_regex else text
        self.text = searches.Text(self.stands_in, plain, whole=not is_regex)

    def stands_in(self, text: str) -> bool:
        return self._holds.search(text) is not None

    def finds(self, entry: Mapping[str, Any]) -> bool:
        """True when it stands in the decision."""
        return any(map(self.stands_in, _searched(entry)))


_TOKENS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{[^}]*\}|.", re.DOTALL)
_SIGNS = ".^$*+?{}"
_NUMBERED = tuple("xuU0123456789")  # behind a backslash: what follows are no letters but the number of one


def needed(regex: str) -> str:
    """The longest text that stands in all that a regular expression matches; "" where that is not seen at once."""
    tokens = _TOKENS.findall(regex)
    if "|" in tokens or "(" in tokens or any(token[0] == "\\" and token[1:] in _NUMBERED for token in tokens):
        return ""
    found = [""]
    for token, after in zip(tokens, [*tokens[1:], ""], strict=True):
        escaped = token[0] == "\\" and not token[1:].isalnum()
        letter = token[-1] if escaped or (len(token) == 1 and token not in _SIGNS) else ""
        if not letter or after in ("*", "?") or after[:1] == "{":
            found.append("")
        else:
            found[-1] += letter
    return max(found, key=len)


def search_for(text: str) -> Search | Problem:
    """The search that somebody asked for, or why it is none."""
    try:
        return Search(text)
    except re.error as error:
        hint = "between slashes stands a regular expression; without them a text is looked for as it stands"
        return Problem(f"--grep {text}", f"is no regular expression: {error}", hint)


def latest(db: sqlite3.Connection, wanted: Wanted, search: Search | None, limit: int) -> list[dict[str, Any]]:
    """The latest decisions of a kind in which something stands, newest first. Of older ones than `searches.NEWEST` only
    what they were about and the names of their rules are looked through."""
    limit = min(limit, MOST)
    if search is None:
        return decisions.select(db, wanted, limit)
    found: list[dict[str, Any]] = []
    end = ""
    for end, entry in searches.newest(db, wanted, search.text):  # noqa: B007  where older ones begin
        if entry is not None and search.finds(entry):
            found.append(entry)
            if len(found) == limit:
                return found
    known = {each["id"] for each in found}
    rules = [
        each for each, name in decisions.rule_names(db) if search.stands_in(name) or search.stands_in(each)
    ]
    before = replace(wanted, until=end + AFTER) if end else wanted
    more = searches.older(db, before, search.text, rules, limit)
    return (found + [each for each in more if each["id"] not in known])[:limit]


def found_in(entries: Iterable[dict[str, Any]], search: Search | None) -> Iterator[dict[str, Any]]:
    """Those in which it stands; all without a search."""
    return (each for each in entries if search is None or search.finds(each))


def _searched(entry: Mapping[str, Any]) -> Iterator[str]:
    for key in ("why", "name", "rule"):
        if isinstance(text := entry.get(key), str):
            yield text
    yield from _texts(entry.get("input"))


def _texts(value: object) -> Iterator[str]:
    """Every text in an input, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
