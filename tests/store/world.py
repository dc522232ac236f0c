"""A home of its own for each test, and a compiler simple enough to see what a reader would answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.store import rules
from assent.store.paths import Paths, paths_of
from assent.store.publish import Built
from assent.store.rules import Stored
from assent.store.snapshot import Snapshot, Stale, load, take

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def home(folder: Path) -> Paths:
    """Paths of an empty home, with a managed directory inside it."""
    return paths_of(str(folder), {}, managed=str(folder / "etc"))


def rule(identity: str, verdict: str = "allow", project: str = "") -> Stored:
    """A granted rule as the store sees it."""
    return Stored(identity, verdict, {verdict: [f"Bash({identity})"]}, name=identity, project=project)


def build(db: sqlite3.Connection, key: str, root: str) -> Built:
    """What is in force as lists of ids, with the files a compiler would look at."""
    paths = _paths_of(db)
    held = [[each.verdict, each.id] for each in rules.in_force(db, key)]
    files = [
        paths.managed_policy,
        paths.user_policy,
        paths.settings,
        *([f"{root}/.assent/policy.toml"] if root else []),
    ]
    return Built(held, [each for each in held if each[0] == "deny"], [take(file)[0] for file in files])


def _paths_of(db: sqlite3.Connection) -> Paths:
    file = db.execute("PRAGMA database_list").fetchone()[2]
    folder = file.removesuffix("/.local/share/assent/assent.db")
    return paths_of(folder, {}, managed=folder + "/etc")


def allowed(found: Snapshot | Stale) -> set[str]:
    """What a reader would allow."""
    return _ids(found.policy, "allow") if isinstance(found, Snapshot) else set()


def denied(found: Snapshot | Stale) -> set[str]:
    """What a reader would deny."""
    if isinstance(found, Snapshot):
        return _ids(found.policy, "deny")
    return {identity for body in found.denials for identity in _ids(body, "deny")}


def _ids(body: object, verdict: str) -> set[str]:
    assert isinstance(body, list)
    return {identity for kind, identity in body if kind == verdict}


def in_database(db: sqlite3.Connection, verdict: str, project: str = "") -> set[str]:
    """What the committed rules say."""
    return {each.id for each in rules.in_force(db, project) if each.verdict == verdict}


def looser(paths: Paths, db: sqlite3.Connection, denied_before: set[str]) -> list[str]:
    """What a reader would let through now that the database does not; empty when the promise holds. Denials must
    hold when they stood before and still stand, and all of them where anything is allowed."""
    found = load(paths)
    deny = in_database(db, "deny")
    bad = [f"allows {each}" for each in sorted(allowed(found) - in_database(db, "allow"))]
    needed = deny if isinstance(found, Snapshot) else deny & denied_before
    return bad + [f"does not deny {each}" for each in sorted(needed - denied(found))]
