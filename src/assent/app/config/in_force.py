"""Which settings hold: those of the file, or the defaults and what is stricter while it cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.app.config.read import Settings, read
from assent.app.taken import take
from assent.core.problem import Problem
from assent.store import sources

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from assent.app.taken import Taken
    from assent.store.paths import Paths

LAYER = "settings"
# What only ever makes calls stricter or the record tell less: kept from the last good text, taken from a broken one.
STRICT = ("modules", "redact.extra")


def settings(at: Paths, db: sqlite3.Connection | None = None) -> Settings:
    """What holds now; with `problems` when the file cannot be used. Without a database nothing is known of an earlier
    text."""
    return of(take(at.settings, []), db)


def problems(at: Paths) -> Sequence[Problem]:
    """Why the file cannot be used, as commands say it before they refuse to run."""
    return settings(at).problems


def of(found: Taken, db: sqlite3.Connection | None) -> Settings:
    """What holds by a file as it was taken. A broken one sets nothing but what is stricter, its own and that of
    the last good one (a module's rules that allow do not count then)."""
    if found.absent:
        return Settings({})
    made = read(found.text or "", found.shown)
    wrong = [*found.problems, *made.problems]
    if not wrong:
        return made
    good = sources.good(db, found.shown) if db is not None else None
    last = read(good.text, found.shown) if good else Settings({})
    strict = {name: tuple(dict.fromkeys([*last[name], *made[name]])) for name in STRICT}
    return Settings(strict, wrong)
