"""What becomes of learned rules by themselves: the unused rest, those of high levels end, the refused are suspended."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING, Any

from assent.analytics.base import ask
from assent.analytics.registry import analyses
from assent.analytics.scope import Scope
from assent.app import state
from assent.app.rules import terms
from assent.store import clock, decisions, owners, record, resting, rules
from assent.store.db import StoreError, connect
from assent.store.rules import GRANTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from assent.store.paths import Paths
    from assent.store.rules import Stored

    Entry = dict[str, Any]


def carry_out(at: Paths, db: sqlite3.Connection, until: str = "", *, aging: bool = True) -> list[str]:
    """Takes out of force what is due, in the record first; the agents' own lists follow. Returns the ids. `until` is
    the last moment whose answers count; without `aging` the calendar is left alone, with it a no counts whatever its
    date. Nothing here ever loosens, and root in another user's home changes nothing. Raises StoreError when nothing
    was changed."""
    if state.untouched(at) or owners.visited(at):
        return []
    entries = list(_due(at, db, until, aging=aging))
    if not entries and not os.path.lexists(f"{at.data}/installed.json"):
        return []  # no list of an agent's is to follow
    from assent.app import amend

    if not entries:
        amend.catch_up(at, db)
        return []
    return amend.carry_out(at, db, entries).changed


def quietly(at: Paths) -> None:
    """The same for whoever only looks: what cannot be done now is done by the next, and a database that is not whole is
    left for them to say so."""
    if state.untouched(at) or owners.visited(at) or not os.path.lexists(at.db):
        return
    with contextlib.suppress(StoreError, OSError, sqlite3.Error), contextlib.closing(connect(at)) as db:
        carry_out(at, db)


def _due(at: Paths, db: sqlite3.Connection, until: str, *, aging: bool) -> Iterator[Entry]:
    """One entry for each rule that something is due for, the gravest."""
    standing = [
        each
        for each in rules.all_rules(db)
        if each.layer == GRANTED and terms.is_kept(each) and each.enabled and not each.suspended
    ]
    if not standing:
        return
    from assent.app.upkeep import refused as refusals

    refused = refusals.reasons(at, db, standing, until or record.now(), is_now=aging)
    today = clock.believed(record.days(at), clock.today()) if aging else ""
    aged = _aged(at, db, [each for each in standing if each.id not in refused], today) if aging else {}
    for each in standing:
        if each.id in refused:
            yield rules.taking_out(each.id, "suspend", refused[each.id])
        elif each.id in aged:
            yield rules.taking_out(each.id, *aged[each.id])


def _aged(
    at: Paths, db: sqlite3.Connection, standing: Sequence[Stored], today: str
) -> Mapping[str, tuple[str, str]]:
    """Id → (action, why) of the rules whose time is over."""
    found: dict[str, tuple[str, str]] = {}
    waiting: dict[str, tuple[Stored, str]] = {}
    for each in standing:
        last = terms.ends(db, each)
        if last and today >= last:
            found[each.id] = ("expire", f"{terms.HOLDS} days are over since you said yes")
            continue
        if last and last > terms.later(today, 2 * terms.HOLDS):
            found[each.id] = (
                "expire",
                f"the day of your yes, {terms.HOLDS} days before {last}, is far ahead",
            )
            continue
        # A yes of today counts from today, also to what was learned from answers of long ago.
        since = max(resting.wanted(db, each.id, each.created), resting.said_yes(db, each.id, each.created))
        if _is_over(since, today):
            waiting[each.id] = each, since
    if waiting:
        decisions.import_record(db, at)
        last_used = _last_used(db)
        for identity, (each, since) in waiting.items():
            used = max(since, last_used.get(identity, ""))
            if _is_over(used, today) and not _took_part(at, db, each, today):
                found[identity] = ("dormant", f"not used since {used[:10]}")
    return found


def _is_over(since: str, today: str) -> bool:
    last = terms.later(since, terms.UNUSED)
    return bool(last) and today >= last


def _last_used(db: sqlite3.Connection) -> dict[str, str]:
    """When each rule last decided a call."""
    rows = ask(db, analyses()["rules"], Scope(record.now())).records()
    return {str(row["id"]): str(row["last_used"] or "") for row in rows}


def _took_part(at: Paths, db: sqlite3.Connection, rule: Stored, today: str) -> bool:
    """True when a joined command of the last days was allowed by it among others: the record names one rule a call."""
    from assent.app.audit import unused
    from assent.app.audit.found import Standing
    from assent.app.audit.replayed import Replay
    from assent.app.rules import listed

    (each,) = (one for one in listed.granted(db) if one.id == rule.id)
    if each.declared is None:
        return False
    since = clock.days_before(today, terms.UNUSED)
    return unused.took_part(db, Standing(each.declared.rule, each, rule.project), since, Replay(at, db))
