"""The policy in force: built when it is stale, published for the hook, changed in one way only."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from assent.app import state
from assent.app.rules.stamp import STAMP_NOW
from assent.core.decision import ALLOW
from assent.core.policy import Policy, from_body, from_rules, merged
from assent.core.problem import Problem
from assent.store import snapshot
from assent.store.db import LostError, StoreError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from assent.app.project import Project
    from assent.app.rules.compiler import Compiler
    from assent.policy.parse import Declared
    from assent.store import publish
    from assent.store.paths import Paths


def _compiler(at: Paths, db: sqlite3.Connection, *, writes: bool = False) -> Compiler:
    """Loaded when something has to be compiled: most times the snapshot is good."""
    from assent.app.rules.compiler import Compiler

    return Compiler(at, db, writes=writes)


def build(at: Paths) -> publish.Build:
    """The compiler as the store wants it."""
    return lambda db, key, root: _compiler(at, db, writes=True).built(key, root)


def looked(at: Paths, place: Project) -> sqlite3.Connection:
    """The database for whoever only looks at what is in force at a place: where there is none yet, one in memory that
    mirrors what is declared there. Raises StoreError."""
    db = state.looked(at)
    if state.untouched(at):
        _compiler(at, db, writes=True).built(place.key, place.root)
    return db


def fresh(at: Paths, place: Project, stale: snapshot.Stale) -> snapshot.Snapshot | snapshot.Stale:
    """A sound snapshot for a project, built now; the stale one with the reason and with every denial that can still
    be read when that cannot be."""
    try:
        try:
            return _built(at, place)
        except LostError:  # damage that shows only on reading
            from assent.store import rebuild

            rebuild.rebuild_if_lost(at)
            return _built(at, place)
    except StoreError as error:
        why = str(error.problem)
    except Exception as error:  # noqa: BLE001  what fails here must not take the denials with it
        why = f"the policy cannot be compiled ({type(error).__name__}: {str(error)[:200]})"
    return snapshot.Stale(
        f"{stale.reason}; {why}", [*stale.denials, *without_store(at, place)], stale.key, stale.root
    )


def _built(at: Paths, place: Project) -> snapshot.Snapshot | snapshot.Stale:
    from assent.store import publish

    with contextlib.closing(state.opened(at)) as db:
        return publish.ensure(at, db, build(at), place.key, place.root, STAMP_NOW)


def without_store(at: Paths, place: Project) -> list[object]:
    """The denials and asks of every source and of the record, compiled in memory: what holds while the database or
    the snapshots cannot be used. Never raises."""
    from assent.store import replay

    for read in (replay.read_changes, lambda _at: None):
        try:
            known = read(at)
            with contextlib.closing(replay.in_memory(known)) as db:
                # What is missing may have switched a rule on again.
                if known and replay.record_problems(at, known):
                    db.execute("DELETE FROM overrides")
                return [_compiler(at, db).built(place.key, place.root).denials]
        except Exception:  # noqa: BLE001, S112  then without the record, and at last what is shipped
            continue
    return [from_rules([each.rule for each in _shipped_denials()]).body()]


def _shipped_denials() -> list[Declared]:
    """What holds when nothing could ever be built here: the strict half of the defaults."""
    from assent.policy import shipped

    return [each for each in shipped.module(shipped.DEFAULTS)[0] if each.rule.verdict != ALLOW]


def policy(place: Project, at: Paths | None = None) -> tuple[Policy, str]:
    """The policy that the hook would use in a project, and why it is only the last good denials ("" when it is
    whole)."""
    at = at or state.paths()
    if state.untouched(at):
        return _in_memory(at, place)
    loaded = snapshot.load(at, place.key, place.root, STAMP_NOW)
    if not isinstance(loaded, snapshot.Snapshot):
        loaded = fresh(at, place, loaded)
    if isinstance(loaded, snapshot.Snapshot):
        try:
            return from_body(loaded.policy), ""
        except (KeyError, TypeError, ValueError, IndexError, AttributeError):
            # Proven whole, and yet no policy: somebody else wrote it.
            held = from_body(without_store(at, place)[0])
            return held, "the snapshot is not what the compiler makes; run: assent rebuild"
    return merged([from_body(each) for each in loaded.denials]), loaded.reason


def _in_memory(at: Paths, place: Project) -> tuple[Policy, str]:
    """The policy where assent has made nothing yet: no snapshot is left behind."""
    from assent.store import replay

    try:
        with contextlib.closing(replay.in_memory()) as db:
            return from_body(_compiler(at, db).built(place.key, place.root).policy), ""
    except Exception as error:  # noqa: BLE001  what fails here must not take the denials with it
        why = f"the policy cannot be compiled ({type(error).__name__}: {str(error)[:200]})"
        return merged([from_body(each) for each in without_store(at, place)]), why


def change(
    at: Paths, db: sqlite3.Connection, entries: Sequence[Mapping[str, Any]], after: int | None = None
) -> list[dict[str, Any]]:
    """Carry out changes of rules and publish what follows; raises StoreError when nothing was changed."""
    from assent.store import publish

    return publish.change(at, db, entries, build(at), STAMP_NOW, after)


def problems(at: Paths, place: Project) -> list[Problem]:
    """Everything that is wrong with the sources in force here."""
    with contextlib.closing(state.looked(at)) as db:
        compiler = _compiler(at, db)
        compiler.built(place.key, place.root)
        return compiler.problems


def refresh(at: Paths) -> None:
    """Make the user's snapshot anew; raises StoreError."""
    from assent.store import publish

    with contextlib.closing(state.opened(at)) as db:
        publish.refresh(at, db, build(at), STAMP_NOW)
