"""Decisions in which a text may stand, found without reading all of them: the newest one by one, older ones by what
their calls were about and by their rules."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from assent.store.decisions import Wanted

NEWEST = 20_000  # decisions that are read one by one
FARTHEST = 100_000  # the newest, among which those of a kind are looked for
# A text looked for as SQL has it: the condition on a column `{}`, and its value.
_CONTAINS = "{} LIKE ? ESCAPE '\\'"
_HOLDS = "holds({})"


class Text:
    """What is looked for: a `plain` text, or whatever `holds` says; upper and lower case are the same. Where the plain
    text is not the `whole`, it only stands in everything that holds."""

    __slots__ = ("holds", "plain", "whole")

    def __init__(self, holds: Callable[[str], bool], plain: str, *, whole: bool = True) -> None:
        self.holds = holds
        self.whole = whole
        # Of other letters SQLite does not know which are the same.
        self.plain = plain if plain.isascii() else ""

    def condition(
        self, db: sqlite3.Connection, column: str, *, in_json: bool = False
    ) -> tuple[str, list[str]]:
        """The condition that a column must meet, with its values."""
        told, values = ["1"], []
        if self.plain:
            text = json.dumps(self.plain)[1:-1] if in_json else self.plain
            for sign in "\\%_":
                text = text.replace(sign, f"\\{sign}")
            told.append(_CONTAINS.format(column))
            values.append(f"%{text}%")
        if not in_json and not (self.plain and self.whole):
            db.create_function("holds", 1, self.holds, deterministic=True)
            told.append(_HOLDS.format(column))
        return " AND ".join(told), values


def newest(db: sqlite3.Connection, wanted: Wanted, text: Text) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Those of the newest of a kind in which the text may stand anywhere, newest first, each with its moment; None for
    one of the kind in which it does not."""
    found, values = wanted.condition(found=True)
    rest, more = wanted.condition(found=False)
    holds, sought = text.condition(db, "body", in_json=True)
    by = "+ts" if wanted.session else "ts"  # the few of a session are sorted, not looked for in all
    rows = db.execute(
        f"SELECT ts, CASE WHEN {holds} THEN body END FROM (SELECT * FROM decisions WHERE {found} "  # noqa: S608  fixed names
        f"ORDER BY {by} DESC, number DESC LIMIT {FARTHEST}) WHERE {rest} LIMIT {NEWEST}",
        [*sought, *values, *more],
    )
    return ((ts, json.loads(body) if body is not None else None) for ts, body in rows)


def older(
    db: sqlite3.Connection, wanted: Wanted, text: Text, rules: Sequence[str], limit: int
) -> list[dict[str, Any]]:
    """The latest of a kind whose call was about something in which the text stands, or that one of these rules decided,
    newest first."""
    where, values = wanted.condition()
    of_call, same = wanted.condition(of_call=True)
    holds, more = text.condition(db, "text")
    # Of each subject and of each rule the newest alone, so that it does not matter how often they came.
    calls = (
        "SELECT decision FROM subjects CROSS JOIN calls ON number IN (SELECT number FROM calls "  # noqa: S608  fixed names
        f"WHERE subject = subjects.id AND decision != '' AND {of_call} ORDER BY ts DESC LIMIT ?) WHERE {holds}"
    )
    by_rule = (
        "SELECT decisions.id FROM json_each(?) named CROSS JOIN decisions ON number IN (SELECT number FROM decisions "  # noqa: S608  fixed names
        f"WHERE rule = named.value AND rule != '' AND {where} ORDER BY ts DESC LIMIT ?)"
    )
    rows = db.execute(
        f"SELECT body FROM (SELECT decision FROM ({calls} UNION {by_rule})) JOIN decisions ON id = decision "  # noqa: S608  fixed names
        f"WHERE {where} ORDER BY +ts DESC, number DESC LIMIT ?",
        [*same, limit, *more, json.dumps(list(rules)), *values, limit, *values, limit],
    )
    return [json.loads(row[0]) for row in rows]
