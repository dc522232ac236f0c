"""What `assent digest` tells, gathered: what was refused, asked about, risky and new, and how the record is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.analytics import judge
from assent.analytics.notable import RISKY
from assent.analytics.tally import VERDICTS, share
from assent.app import digest_rules, integrity, moments
from assent.app.report import asked
from assent.core.rule import matched
from assent.core.version import VERSION
from assent.documents.digest.facts import Digest, Fired, News, Record, Told
from assent.store import decisions, rules, verified
from assent.store.db import MOST
from assent.store.erased_documents import FOLDER

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from assent.analytics.scope import Scope
    from assent.store.paths import Paths
    from assent.store.rules import Change, Stored

DAILY, WEEKLY = "daily", "weekly"
SPAN = {DAILY: timedelta(days=1), WEEKLY: timedelta(days=7)}
LONGEST = timedelta(days=60)  # that a saved digest goes back, however long nobody made one
FIRED = 5
_NAMED = re.compile(r"(\d{4}-\d{2}-\d{2}T)(\d{2})-(\d{2})-(\d{2})Z-(daily|weekly)\.md")


def begins(every: str, now: str, last: str = "") -> str:
    """From when on a digest tells: a day or a week back, and a saved one from where the last ended, so that nothing is
    left out when the machine slept."""
    at = datetime.fromisoformat(now)
    usual, earliest = moments.written(at - SPAN[every]), moments.written(at - LONGEST)
    return max(last, earliest) if last and last < now else usual


def last_saved(at: Paths, every: str) -> str:
    """When the last digest of this kind was saved; "" for none."""
    found = [
        match
        for path in Path(at.state, FOLDER).glob("*.md")
        if (match := _NAMED.fullmatch(path.name)) and match[5] == every
    ]
    newest = max(found, key=lambda match: match[0], default=None)
    return f"{newest[1]}{newest[2]}:{newest[3]}:{newest[4]}.000Z" if newest else ""


def saved_as(at: Paths, every: str, now: str) -> Path:
    """Where a digest is kept, by the moment up to which it tells; the page lies beside it."""
    return Path(at.state, FOLDER, f"{now[:19].replace(':', '-')}Z-{every}.md")


def gathered(db: sqlite3.Connection, at: Paths, scope: Scope, *, thorough: bool = False) -> Digest:
    """The digest of a scope, which has a beginning and an end. A `thorough` one is not quiet while a rule of the
    person's own let calls run, or rests."""
    said = {row["verdict"]: row for row in asked(db, "scorecard", scope)}
    counts: dict[str, Any] = {name: said[name]["calls"] if name in said else 0 for name in VERDICTS.values()}
    judged = sum(counts.values()) - counts["unseen"]
    names = _Names(db)
    notable = asked(db, "notable", scope)
    blocked = [_told(row, row["blocked"], names) for row in notable if row["blocked"]]
    open_to = [_told(row, row["asked"], names) for row in notable if row["asked"]]
    open_to.sort(key=lambda each: each.times, reverse=True)
    risky = [_told(row, row["risky_ran"], names, only=RISKY) for row in notable if row["risky_ran"]]
    changed = _news(db, scope)
    fired = asked(db, "rules", scope)
    record = _record(at)
    unasked, resting = digest_rules.unasked(db, scope, fired), digest_rules.at_rest(db)
    own = thorough and bool(resting or any(each.rule_id in names.granted for each in unasked))
    failing = next((judge.in_words(row) for row in asked(db, "judge", scope) if row["alert"]), None)
    return Digest(
        scope.since,
        scope.until,
        VERSION,
        sum(counts.values()),
        **counts,
        silence=share(counts["silent"], judged),
        prompts=sum(row["person_asked"] for row in said.values()),
        prompts_unknown=sum(row["not_known"] for row in said.values()),
        yes=sum(each.yes for each in open_to),
        no=sum(each.no for each in open_to),
        quiet=not (blocked or open_to or risky or changed or failing or own) and record.ok,
        blocked=blocked,
        asked_about=open_to,
        risky=risky,
        rules=changed,
        fired=[_fired(row, names) for row in fired[:FIRED] if row["hits"]],
        record=record,
        judge=failing,
        unasked=unasked,
        joined=digest_rules.joined(db, scope),
        resting=resting,
    )


def from_home(digest: Digest, home: str) -> Digest:
    """The same for people: a path that a call was about begins with `~` where it lies at home."""

    def short(told: Sequence[Told]) -> list[Told]:
        return [replace(each, text=_from(home, each.text)) for each in told]

    return replace(
        digest,
        blocked=short(digest.blocked),
        asked_about=short(digest.asked_about),
        risky=short(digest.risky),
        unasked=[
            replace(each, examples=[_from(home, text) for text in each.examples]) for each in digest.unasked
        ],
    )


def _from(home: str, text: str) -> str:
    return f"~{text[len(home) :]}" if text.startswith(f"{home}/") else text


class _Names:
    """What rules are called: `deny[no-rm-rf]`, also those that are gone."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.known: Mapping[str, Stored] = {each.id: each for each in rules.all_rules(db)}
        self.granted = {each.id for each in self.known.values() if each.layer == rules.GRANTED}
        self.past = dict(decisions.rule_names(db))

    def rule(self, identity: str, verdict: str) -> str:
        stored = self.known.get(identity)
        name = stored.name if stored else self.past.get(identity, "")
        return matched(verdict, name or identity)

    def patterns(self, identity: str) -> list[str]:
        stored = self.known.get(identity)
        return digest_rules.patterns(stored.body, stored.verdict) if stored else []


def _told(row: Mapping[str, Any], times: int, names: _Names, only: Sequence[str] | None = None) -> Told:
    effects = str(row["effects"]).split()
    return Told(
        row["tool"],
        row["text"],
        times,
        row["last"],
        names.rule(row["rule"], row["verdict"]) if row["rule"] else None,
        row["decider"] or None,
        [each for each in effects if only is None or each in only],
        row["yes"],
        row["no"],
        row["risky_ran"],
    )


def _fired(row: Mapping[str, Any], names: _Names) -> Fired:
    identity = row["id"]
    called = names.rule(identity, row["verdict"])
    return Fired(called, identity, names.patterns(identity), row["hits"], row["last_used"])


def _news(db: sqlite3.Connection, scope: Scope) -> list[News]:
    """The changes of rules in the scope, newest first."""
    found = rules.history(db, limit=MOST)
    return [
        _change(each)
        for each in found
        if scope.since <= each.ts and (not scope.until or each.ts < scope.until)
    ]


def _change(each: Change) -> News:
    held = each.after.get("rule") or each.before.get("rule") or {}
    verdict, body = str(held.get("verdict", "")), held.get("body", {})
    named = matched(verdict, held.get("name") or each.rule) if held else each.rule
    return News(
        each.ts,
        each.action,
        named,
        each.rule,
        digest_rules.patterns(body, verdict),
        each.by,
        each.why or None,
        digest_rules.family_of(body),
    )


def _record(at: Paths) -> Record:
    """Whether what is written there is what was written, every line of it."""
    found = verified.whole(at)
    wrong = [
        f"{each.file}:{each.line}: {each.what}" if each.line else f"{each.file}: {each.what}"
        for each in found.faults
    ]
    wrong += [f"{each.where}: {each.what}" for each in integrity.of_record(at)]
    return Record(not wrong, found.lines, list(dict.fromkeys(wrong)))
