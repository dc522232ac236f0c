"""Granted rules that can go without anything being allowed that is not allowed now: each with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assent.app.audit import dead, precedence
from assent.app.audit.everything import in_force_among, spot
from assent.app.audit.found import MODULES, SHADOWED, Found, Standing
from assent.app.rules import in_force, listed, rested
from assent.core.decision import ALLOW
from assent.policy.narrowing import beats
from assent.store import rules
from assent.store.rules import GRANTED, PROJECT

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from typing import Any

    from assent.app.project import Project
    from assent.app.rules.listed import Listed
    from assent.store.paths import Paths

# Why a rule can go, in the order in which it is told.
EXPIRED, DORMANT, DUPLICATE, SUBSUMED, NEVER = "expired", "dormant", "duplicate", "subsumed", "never-matching"
# What a person can switch or what somebody else writes: no denial of the user's own is given up for it.
_NOT_FOR_GOOD = (MODULES, PROJECT)


@dataclass(frozen=True, slots=True)
class Idle:
    """A granted rule that does nothing, what sort of idleness it is, and why in words."""

    listed: Listed
    kind: str
    why: str


def idle(at: Paths, db: sqlite3.Connection, place: Project) -> list[Idle]:
    """The granted rules that can go: of every project those that are over, of this one also those that another rule
    makes idle, or that no call can meet. What a refusal suspended is left to its person."""
    found: dict[str, Idle] = {}
    for each in [*_over(db), *_useless(at, db, place)]:
        found.setdefault(each.listed.id, each)
    return list(found.values())


def removing(db: sqlite3.Connection, given: Sequence[Idle]) -> list[dict[str, Any]]:
    """The entries that take these rules away."""
    return [rules.removing(db, each.listed.id) for each in given]


def _over(db: sqlite3.Connection) -> Iterator[Idle]:
    why = {each.id: each.why for each in rested.all_resting(db)}
    for each in listed.granted(db):
        if each.state in (EXPIRED, DORMANT):
            yield Idle(each, each.state, why.get(each.id, each.note))


def _useless(at: Paths, db: sqlite3.Connection, place: Project) -> Iterator[Idle]:
    standing = in_force_among(listed.listed(at, db, place), place)
    programs = in_force.policy(place, at)[0].programs
    by_id = {each.rule.id: each for each in standing if each.listed.layer == GRANTED}
    for each in _beaten(standing):
        weak = by_id.get(each.rule)
        if weak:
            yield Idle(weak.listed, _sort(each, weak, standing), each.what)
    # A denial of what no call has named yet is a guard: the audit names it, and nobody takes it away for that.
    allows = [each for each in by_id.values() if each.rule.verdict == ALLOW]
    for each in dead.unmet(allows, spot(at, db, place, programs)):
        yield Idle(by_id[each.rule].listed, NEVER, each.what)


def _beaten(standing: Sequence[Standing]) -> Iterator[Found]:
    """Findings about rules that another one makes idle: a strict one only by what stays."""
    lasting = [each for each in standing if each.listed.layer not in _NOT_FOR_GOOD]
    verdicts = {each.rule.id: each.rule.verdict for each in standing}
    for found, strict in ((precedence.findings(standing), False), (precedence.findings(lasting), True)):
        for each in found:
            if each.kind == SHADOWED and (verdicts[each.rule] != ALLOW) == strict:
                yield each


def _sort(found: Found, weak: Standing, standing: Sequence[Standing]) -> str:
    strong = next(each for each in standing if each.rule.id == found.figures["other"])
    twin = beats(weak.rule, strong.rule) and strong.rule.verdict == weak.rule.verdict
    return DUPLICATE if twin else SUBSUMED
