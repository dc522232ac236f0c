"""What the digest tells of rules: what each let run unasked, which joined a family, which rest, and the way back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from assent.app import moments
from assent.app.rules import rested
from assent.core.decision import ALLOW
from assent.core.redact.text import redact
from assent.core.rule import matched
from assent.documents.digest.facts import Joined, Ran, Resting
from assent.store import rules
from assent.store.db import MOST
from assent.store.rules import GRANTED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from assent.analytics.scope import Scope
    from assent.store.rules import Change, Stored

FAMILY = "family"  # the word of a rule that was learned with others of its kind
EXAMPLES = 3
ONE_REVIEW = timedelta(minutes=1)  # what is granted within it was granted together
_TEXTS = """SELECT s.text FROM calls c JOIN subjects s ON s.id = c.subject WHERE c.rule = ?1 AND c.rule != ''
  AND c.verdict = 'allow' AND c.ts >= ?2 AND (?3 = '' OR c.ts < ?3)
  GROUP BY s.text ORDER BY count(*) DESC, s.text LIMIT ?4"""


def patterns(body: Mapping[str, Any], verdict: str) -> list[str]:
    """What a rule speaks about, as people are told it."""
    given = body.get(verdict)
    return [redact(str(each)) for each in given] if isinstance(given, list) else []


def unasked(db: sqlite3.Connection, scope: Scope, fired: Sequence[Mapping[str, Any]]) -> list[Ran]:
    """What each rule let run in the scope, the busiest first; `fired` says of every rule how often it decided."""
    known = {each.id: each for each in rules.all_rules(db)}
    return [
        _ran(db, scope, row, known.get(str(row["id"])))
        for row in fired
        if row["hits"] and row["verdict"] == ALLOW
    ]


def _ran(db: sqlite3.Connection, scope: Scope, row: Mapping[str, Any], stored: Stored | None) -> Ran:
    identity = str(row["id"])
    rows = db.execute(_TEXTS, (identity, scope.since, scope.until, EXAMPLES)).fetchall()
    name = stored.name if stored else str(row["name"] or "")
    body: Mapping[str, Any] = stored.body if stored else {}
    return Ran(
        matched(ALLOW, name or identity),
        identity,
        patterns(body, ALLOW),
        family_of(body),
        row["hits"],
        row["last_used"],
        [str(text) for (text,) in rows],
        _end(stored),
    )


def _end(stored: Stored | None) -> str | None:
    """The command that ends a rule; None for one that is gone, or that is not this user's to end."""
    if stored is None or stored.layer == rules.MANAGED or not stored.enabled:
        return None
    return f"assent rules {'remove' if stored.layer == GRANTED else 'disable'} {stored.id}"


def family_of(body: Mapping[str, Any]) -> str | None:
    """The family that a rule was learned with; None for a rule of its own."""
    return str(body[FAMILY]) if body.get(FAMILY) else None


def joined(db: sqlite3.Connection, scope: Scope) -> list[Joined]:
    """The rules that joined a family in the scope and still stand, newest first, with those that were there before.
    Those that came in one review joined nothing: they are told among the changes."""
    found = [each for each in rules.history(db, limit=MOST) if _in(scope, each.ts)]
    standing = rules.all_rules(db) if found else []
    return [made for each in found if (made := _joined(each, standing)) is not None]


def _joined(each: Change, standing: Sequence[Stored]) -> Joined | None:
    held = each.after.get("rule")
    if each.action != "add" or each.undone or each.before.get("rule") or not held:
        return None
    family = family_of(held["body"])
    beside = [*_members(standing, family, held, _before(each.ts))] if family else []
    if not family or not beside:
        return None  # the first of its kind is a rule of its own, told among the changes
    return Joined(
        each.ts,
        each.rule,
        patterns(held["body"], str(held["verdict"])),
        family,
        beside,
        f"assent rules undo {each.rule}",
    )


def _before(ts: str) -> str:
    """The moment up to which a rule was granted before another and not with it."""
    return moments.written(datetime.fromisoformat(ts) - ONE_REVIEW)


def _members(standing: Sequence[Stored], family: str, held: Mapping[str, Any], until: str) -> Iterator[str]:
    """What stood in a family in the same scope before."""
    for each in standing:
        alike = each.layer == GRANTED and each.enabled and each.project == held["project"]
        earlier = each.id != held["id"] and each.created < until
        if alike and earlier and family_of(each.body) == family:
            yield from patterns(each.body, each.verdict)


def _in(scope: Scope, ts: str) -> bool:
    return scope.since <= ts and (not scope.until or ts < scope.until)


def at_rest(db: sqlite3.Connection) -> list[Resting]:
    """The rules that are out of force by themselves, and the command that brings each back."""
    return [
        Resting(
            each.id,
            [redact(text) for text in each.patterns],
            each.state,
            redact(each.why),
            each.back,
            each.family or None,
        )
        for each in rested.all_resting(db)
    ]
