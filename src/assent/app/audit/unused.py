"""Allows and asks that decided nothing for a while. A denial that never fired is a guard, and is not called unused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assent.app.audit.found import NEVER, UNUSED, Found, Standing
from assent.core.decision import ALLOW, DENY
from assent.core.pattern import ARGV, WORD
from assent.store.rules import GRANTED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from assent.app.audit.replayed import Replay

ENOUGH = 20  # calls in the time looked at: of fewer nothing follows
OFTEN = 3  # near misses that show that a cap holds a rule back
NEAREST = 20_000  # decisions whose near misses are looked at, the newest
TRIED = 200  # calls that a rule may have had a part in
_ALLOWED = (
    "SELECT max(c.decision) FROM calls c JOIN subjects s ON s.id = c.subject WHERE c.verdict = 'allow' AND c.ts >= ?1 "
    "AND c.decision != '' AND instr(s.text, ?2) AND s.text GLOB '*[;|&]*' GROUP BY c.subject, c.project LIMIT ?3"
)
_NEAR = (
    "SELECT value, count(*) FROM (SELECT body FROM decisions WHERE ts >= ? AND verdict = 'ask' ORDER BY ts DESC "
    "LIMIT ?), json_each(body, '$.near') GROUP BY value ORDER BY 2 DESC"
)


@dataclass(frozen=True, slots=True)
class Window:
    """The time looked at: since when, in words, and how many calls assent saw in it."""

    since: str
    words: str
    calls: int


def findings(
    db: sqlite3.Connection,
    standing: Sequence[Standing],
    fired: Mapping[str, int],
    window: Window,
    replay: Replay,
) -> list[Found]:
    """The user's own rules that decided nothing in the time looked at and are older than it."""
    if window.calls < ENOUGH:
        return []
    near = _near(db, window.since)
    found = []
    for each in standing:
        if (
            not each.own
            or each.rule.verdict == DENY
            or fired.get(each.rule.id)
            or not _is_older(db, each, window)
        ):
            continue
        if took_part(db, each, window.since, replay):
            continue
        found.append(_finding(each, window, near))
    return found


def _finding(each: Standing, window: Window, near: Sequence[tuple[str, int]]) -> Found:
    begins = f"{each.rule.label}: "
    missed = [(text.removeprefix(begins), times) for text, times in near if text.startswith(begins)]
    times = sum(many for _, many in missed)
    figures = {"calls": window.calls, "near": times}
    if times >= OFTEN and each.rule.verdict == ALLOW:
        what = f"allowed none of {window.calls} calls {window.words}; {times} that it names did more: {missed[0][0]}"
        mend = f"give it the effects it lacks (`within`), or: {each.end}"
        return Found(NEVER, each.where, what, mend, each.rule.id, figures)
    what = f"decided none of {window.calls} calls {window.words}"
    return Found(UNUSED, each.where, what, each.end, each.rule.id, figures)


def _near(db: sqlite3.Connection, since: str) -> list[tuple[str, int]]:
    """What rules missed by little, in the words of the record, and how often."""
    return [(str(text), int(many)) for text, many in db.execute(_NEAR, (since, NEAREST)).fetchall()]


def _is_older(db: sqlite3.Connection, each: Standing, window: Window) -> bool:
    """True for a rule that stood all the time; of a file this is known since it was read as it is now."""
    if each.listed.layer == GRANTED:
        return bool(each.listed.created) and each.listed.created < window.since
    row = db.execute("SELECT loaded FROM sources WHERE path = ?", (each.listed.source,)).fetchone()
    return row is not None and str(row[0]) < window.since


def took_part(db: sqlite3.Connection, each: Standing, since: str, replay: Replay) -> bool:
    """True when one of several commands of an allowed call was allowed by the rule: the record names only one rule."""
    if each.rule.verdict != ALLOW:
        return False
    for word in _words(each):
        rows = db.execute(_ALLOWED, (since, word, TRIED)).fetchall()
        for call in replay.calls([row[0] for row in rows]):
            if each.rule.id in [rule.id for rule in call.decide().matches]:
                return True
    return False


def _words(each: Standing) -> Iterator[str]:
    for pattern in each.rule.patterns:
        if pattern.kind == ARGV and pattern.tokens[0][0] == WORD:
            yield str(pattern.tokens[0][1])
        elif pattern.kind != ARGV:
            yield ""


def counted(db: sqlite3.Connection, since: str) -> int:
    """How many calls assent decided about since a moment."""
    return int(
        db.execute("SELECT count(*) FROM calls WHERE decision != '' AND ts >= ?", (since,)).fetchone()[0]
    )
