"""The policy in force: built when it is stale, published for the hook, changed in one way only."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.app import ours as guarded
from assent.app.config import in_force as config
from assent.app.rules.compiler import STAMP_NOW, Compiler
from assent.core.decision import ALLOW
from assent.core.policy import Policy, from_body, from_rules, merged
from assent.core.problem import Problem
from assent.core.redact.text import also
from assent.policy import shipped
from assent.store import (
    clock,
    keys,
    owners,
    publish,
    rebuild,
    record,
    replay,
    retention,
    rewriting,
    seal,
    snapshot,
)
from assent.store.db import LostError, StoreError, failure, rebuilding, used
from assent.store.paths import Paths, paths_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.app.project import Project
    from assent.policy.parse import Declared


def paths() -> Paths:
    """Where this user's things lie."""
    return paths_of(str(Path.home()), os.environ)


def ours() -> list[str]:
    """What nobody but us and people may write."""
    return guarded.ours(paths(), os.environ)


def build(at: Paths) -> publish.Build:
    """The compiler as the store wants it."""
    return lambda db, key, root: Compiler(at, db, writes=True).built(key, root)


def opened(at: Paths) -> sqlite3.Connection:
    """The database; made again from the record when it is lost and the record is whole. From here on what the settings
    erase is erased from all that is stored. Raises StoreError."""
    db = rebuild.opened(at)
    try:
        also(config.settings(at, db)["redact.extra"])
    except sqlite3.Error as error:
        db.close()
        raise failure(error, at.db) from error
    return db


def untouched(at: Paths) -> bool:
    """True where assent has made nothing yet that it could lose: whoever only looks makes nothing there either."""
    return not os.path.lexists(at.db) and not os.path.lexists(rebuilding(at)) and not used(at)


def looked(at: Paths, place: Project | None = None) -> sqlite3.Connection:
    """The database for whoever only looks: where there is none yet, one in memory, so that looking leaves no trace;
    it then mirrors what is declared at a place. Raises StoreError."""
    if not untouched(at):
        return opened(at)
    db = replay.in_memory()
    if place:
        Compiler(at, db, writes=True).built(place.key, place.root)
    return db


def seal_old(at: Paths) -> None:
    """Seal the record of every day that no hook can still be writing to: all before yesterday."""
    if owners.visited(at):
        return
    with contextlib.suppress(OSError, StoreError):
        rewriting.settle(at)
    with contextlib.suppress(OSError, ValueError, StoreError):
        if Path(at.next_key).exists():  # a change of keys was cut short
            with publish.locked(at):
                keys.settle(at, seal.all_of(at))
        for day in clock.over(record.days(at), clock.today()):
            seal.seal(at, day)


def tidy_record(at: Paths) -> str:
    """Seal what is over, compress it, and drop the calls that the settings say are no longer kept; returns what that
    freed, in words ("" for nothing worth a word). Settings with a mistake drop nothing."""
    seal_old(at)
    if owners.visited(at):
        return ""
    chosen = config.settings(at)
    days, size = chosen["record.keep_days"], chosen["record.keep_mb"]
    found = retention.Dropped()
    with contextlib.suppress(OSError, StoreError):
        retention.limit(at, chosen["record.file_mb"])
        if days or size:
            now = clock.believed(record.days(at), clock.today())
            oldest = clock.days_before(now, days) if days else ""
            found = retention.drop(at, oldest, size)
        retention.pack(at)
    return _freed(found)


def _freed(found: retention.Dropped) -> str:
    if not found.days:
        return ""
    spans = f"{found.days[0]} to {found.days[-1]}" if len(found.days) > 1 else found.days[0]
    size = f"{found.freed / 1e6:.1f} MB" if found.freed >= 100_000 else f"{found.freed / 1e3:.1f} kB"
    return f"The calls of {spans} are older or more than config.toml keeps: dropped, {size} freed. Their counts stay."


def fresh(at: Paths, place: Project, stale: snapshot.Stale) -> snapshot.Snapshot | snapshot.Stale:
    """A sound snapshot for a project, built now; the stale one with the reason and with every denial that can still
    be read when that cannot be."""
    try:
        try:
            return _built(at, place)
        except LostError:  # damage that shows only on reading
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
    with contextlib.closing(opened(at)) as db:
        return publish.ensure(at, db, build(at), place.key, place.root, STAMP_NOW)


def without_store(at: Paths, place: Project) -> list[object]:
    """The denials and asks of every source and of the record, compiled in memory: what holds while the database or
    the snapshots cannot be used. Never raises."""
    for read in (replay.read_changes, lambda _at: None):
        try:
            known = read(at)
            with contextlib.closing(replay.in_memory(known)) as db:
                if known and replay.record_problems(
                    at, known
                ):  # what is missing may have switched a rule on again
                    db.execute("DELETE FROM overrides")
                return [Compiler(at, db).built(place.key, place.root).denials]
        except Exception:  # noqa: BLE001, S112  then without the record, and at last what is shipped
            continue
    return [from_rules([each.rule for each in _shipped_denials()]).body()]


def _shipped_denials() -> list[Declared]:
    """What holds when nothing could ever be built here: the strict half of the defaults."""
    return [each for each in shipped.module(shipped.DEFAULTS)[0] if each.rule.verdict != ALLOW]


def policy(place: Project, at: Paths | None = None) -> tuple[Policy, str]:
    """The policy that the hook would use in a project, and why it is only the last good denials ("" when it is
    whole)."""
    at = at or paths()
    if untouched(at):
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
    try:
        with contextlib.closing(replay.in_memory()) as db:
            return from_body(Compiler(at, db).built(place.key, place.root).policy), ""
    except Exception as error:  # noqa: BLE001  what fails here must not take the denials with it
        why = f"the policy cannot be compiled ({type(error).__name__}: {str(error)[:200]})"
        return merged([from_body(each) for each in without_store(at, place)]), why


def change(at: Paths, db: sqlite3.Connection, entries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Carry out changes of rules and publish what follows; raises StoreError when nothing was changed."""
    return publish.change(at, db, entries, build(at), STAMP_NOW)


def problems(at: Paths, place: Project) -> list[Problem]:
    """Everything that is wrong with the sources in force here."""
    with contextlib.closing(looked(at)) as db:
        compiler = Compiler(at, db)
        compiler.built(place.key, place.root)
        return compiler.problems


def refresh(at: Paths) -> None:
    """Make the user's snapshot anew; raises StoreError."""
    with contextlib.closing(opened(at)) as db:
        publish.refresh(at, db, build(at), STAMP_NOW)
