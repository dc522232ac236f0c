"""Trust is in contents and ends with an edit; a refusal is in the path and survives edits."""

from __future__ import annotations

import sqlite3

import pytest

from assent.store import changes, trust
from assent.store.db import transaction

PATH = "/p/.assent/policy.toml"
STATES = {
    "nothing": ([], "unknown", "unknown"),
    "trusted": ([trust.trusting(PATH, "h1")], "trusted", "unknown"),
    "refused": ([trust.refusing(PATH)], "refused", "refused"),
    "refused-after-trust": ([trust.trusting(PATH, "h1"), trust.refusing(PATH)], "refused", "refused"),
    "trusted-after-refusal": ([trust.refusing(PATH), trust.trusting(PATH, "h1")], "trusted", "unknown"),
    "both-contents": ([trust.trusting(PATH, "h1"), trust.trusting(PATH, "h2")], "trusted", "trusted"),
    "forgotten": ([trust.trusting(PATH, "h1"), trust.forgetting(PATH)], "unknown", "unknown"),
    "refusal-forgotten": ([trust.refusing(PATH), trust.forgetting(PATH)], "unknown", "unknown"),
    "another-path": ([trust.trusting("/q", "h1"), trust.refusing("/r")], "unknown", "unknown"),
}


@pytest.mark.parametrize(("entries", "first", "second"), STATES.values(), ids=STATES.keys())
def test_trust_follows_contents_and_refusal_the_path(
    db: sqlite3.Connection, entries: list[trust.Entry], first: str, second: str
) -> None:
    with transaction(db):
        for entry in entries:
            changes.apply_entry(db, entry)
    assert (trust.state(db, PATH, "h1"), trust.state(db, PATH, "h2")) == (first, second)


def test_trust_without_contents_is_refused() -> None:
    with pytest.raises(ValueError, match="digest"):
        trust.trusting(PATH, "")


def test_refusal_row_does_not_make_empty_contents_trusted(db: sqlite3.Connection) -> None:
    with transaction(db):
        changes.apply_entry(db, trust.refusing(PATH))
    assert trust.state(db, PATH, "") == "refused"
