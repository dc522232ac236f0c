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
# A text looked for as SQL has it: the condition on a column `{}`, and its value.
_CONTAINS = "{} LIKE ? ESCAPE '\\'"
_HOLDS = "holds({})"


class Text:
    """What is looked for: a `plain` text, or whatever `holds` says; upper and lower case are the same."""

    __slots__ = ("holds", "plain")

    def __init__(self, holds: Callable[[str], bool], plain: str = "") -> None:
        self.holds = holds
        self.plain = (
            plain if plain.isascii() else ""
        )  # of other letters SQLite does not know which are the same

    def condition(
        self, db: sqlite3.Connection, column: str, *, in_json: bool = False
    ) -> tuple[str, list[str]]:
        """The condition that a column must meet, with its values."""
        if self.plain:
            text = json.dumps(self.plain)[1:-1] if in_json else self.plain
            for sign in "\\%_":
                text = text.replace(sign, f"\\{sign}")
            return _CONTAINS.format(column), [f"%{text}%"]
        if in_json:
            return "1", []
        db.create_function("holds", 1, self.holds, deterministic=True)
        return _HOLDS.format(column), []


def newest(db: sqlite3.Connection, wanted: Wanted, text: Text) -> Iterator[dict[str, Any]]:
    """Those of the newest of a kind in which the text may stand anywhere, newest first."""
    where, values = wanted.condition()
    holds, more = text.condition(db, "body", in_json=True)
    rows = db.execute(
        f"SELECT body FROM (SELECT body FROM decisions WHERE {where} ORDER BY ts DESC, number DESC LIMIT {NEWEST}) "  # noqa: S608  fixed names
        f"WHERE {holds}",
        [*values, *more],
    )
    return (json.loads(row[0]) for row in rows)


def beyond(db: sqlite3.Connection, wanted: Wanted) -> str:
    """The moment of the oldest decision that `newest` reads; "" when it reads them all."""
    where, values = wanted.condition()
    row = db.execute(
        f"SELECT ts FROM decisions WHERE {where} ORDER BY ts DESC, number DESC LIMIT 1 OFFSET {NEWEST - 1}",  # noqa: S608  fixed names
        values,
    ).fetchone()
    return str(row[0]) if row else ""


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
