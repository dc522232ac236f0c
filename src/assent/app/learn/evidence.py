"""What a learned rule stands on, kept with its grant: the answers that taught it, counted and the latest by name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from assent.app.learn import readings
from assent.learning.answer import NO, YES
from assent.learning.denied import Denial
from assent.learning.levels import USER

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from assent.learning.candidate import Candidate
    from assent.learning.suggestion import Member, Suggestion

NAMED = 8  # calls kept by name: the latest, each text once while there are several
_ROWS = (
    "SELECT e.agent, e.call, e.ts, e.session, r.parts FROM events e JOIN readings r ON r.id = e.reading "
    "WHERE e.label IN (SELECT value FROM json_each(:labels)) AND e.session IN (SELECT value FROM json_each(:sessions)) "
    "AND e.ts <= :until AND :project IN ('', e.project) ORDER BY e.ts DESC, e.call"
)


def behind(db: sqlite3.Connection, given: Suggestion, member: Member, until: str) -> dict[str, Any]:
    """The evidence of a rule of a suggestion as the record keeps it: ids and numbers, no text of a call."""
    candidate, shown = member.candidate, given.of(member)
    counted = ("level", "confidence", "approvals", "denials", "sessions", "days", "projects", "last_used")
    calls = list(_calls(db, given, candidate, until))
    fresh = dict(reversed(calls))
    rest = [call for text, call in calls if fresh[text] is not call]
    named = sorted([*fresh.values(), *rest][:NAMED], key=lambda call: call["ts"], reverse=True)
    return {
        "scope": candidate.scope,
        **({"family": given.family} if given.family else {}),
        "until": until,
        **{key: shown[key] for key in counted},
        "session": named[0]["session"] if named else "",
        "calls": named,
    }


def _calls(
    db: sqlite3.Connection, given: Suggestion, candidate: Candidate, until: str
) -> Iterator[tuple[str, dict[str, str]]]:
    """(text, call) of the answers that a candidate was learned from, newest first."""
    texts = {text for _, text in given.stopped} if isinstance(given, Denial) else candidate.yes_texts
    asked = {
        "labels": json.dumps(list(NO if isinstance(given, Denial) else YES)),
        "sessions": json.dumps(sorted(candidate.tally.sessions)),
        "until": until,
        "project": "" if candidate.scope == USER else candidate.scope,
    }
    for agent, call, ts, session, parts in db.execute(_ROWS, asked):
        kept = readings.load(parts)
        if kept is not None and kept.text in texts:
            yield kept.text, {"agent": agent, "call": call, "ts": ts, "session": session}
