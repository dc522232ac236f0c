"""What the record holds of each call of the real client, in every mode: who decided, what was answered, how it ended."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from assent.store.paths import paths_of
from tests.e2e.client import ABSENT, RISKY, SAFE, bash, fresh_world, program
from tests.e2e.product import Product
from tests.e2e.terminal import NO, YES, Terminal

pytestmark = [pytest.mark.client, pytest.mark.slow]

VERSION = program().parent.name.rpartition("-")[2]
POLICY = """
[[rule]]
allow = ["Bash(git count-objects)"]

[[rule]]
deny = ["Bash(git log -1)"]

[[rule]]
ask = ["Bash(git describe --all)"]
"""
FREE, ASKS = "git status", "git show-ref"  # the client runs the first unasked and asks about the second
FAILS = "cat nothing-of-that-name"
CALLS = ("git count-objects", "git log -1", "git describe --all", FREE, ASKS, FAILS)
ROWS = (
    'SELECT subjects.text, verdict, decider, asked, answer, calls."end", calls.source, calls.mode, latency, length, waited, '
    "sessions.version, sessions.ended FROM calls JOIN subjects ON subjects.id = subject "
    "JOIN sessions ON sessions.number = calls.session"
)


def recorded(product: Product) -> list[dict[str, Any]]:
    """Every call as a row, once record and logs are taken over."""
    product.run("learn", "--json", codes=(0, 1))
    product.run("log", "--json")
    paths = paths_of(str(product.world.home), {})
    with contextlib.closing(sqlite3.connect(paths.db)) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(ROWS)]


@pytest.fixture
def product(client_at_hand: None) -> Iterator[Product]:
    del client_at_hand
    with fresh_world() as world:
        made = Product(world)
        made.install()
        made.run("init", "--yes")
        policy = world.home / ".config/assent/policy.toml"
        policy.parent.mkdir(parents=True, exist_ok=True)
        policy.write_text(POLICY)
        yield made


# Mode and what its classifier says → what is recorded of each of CALLS: our verdict, who decided, the end.
OURS = ["allow assent ran", "deny assent refused"]
WANTED = {
    ("default", ABSENT): [*OURS, "ask mode refused", "silent rule ran", "silent mode refused", "silent rule failed"],
    ("acceptEdits", ABSENT): [*OURS, "ask mode refused", "silent rule ran", "silent mode refused", "silent rule failed"],
    ("bypassPermissions", ABSENT):
        [*OURS, "ask mode refused", "silent mode ran", "silent mode ran", "silent mode failed"],
    ("dontAsk", ABSENT):
        [*OURS, "ask mode refused", "silent rule ran", "silent mode refused", "silent rule failed"],
    ("plan", ABSENT): [
        "allow classifier refused", "deny assent refused", "ask mode refused", "silent rule ran",
        "silent classifier refused", "silent rule failed",
    ],
    ("auto", SAFE): [
        *OURS, "ask mode refused", "silent classifier ran", "silent classifier ran", "silent classifier failed",
    ],
    ("auto", RISKY): [
        *OURS, "ask mode refused", "silent classifier refused", "silent classifier refused", "silent mode refused",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("mode", "judge"), WANTED)
def test_each_call_is_recorded_with_who_decided_and_how_it_ended(
    product: Product, mode: str, judge: str
) -> None:
    calls = [replace(bash(call), judged=judge) for call in CALLS]
    product.world.print_on(*calls, flags=("--permission-mode", mode))
    rows = {row["text"]: row for row in recorded(product)}
    told = [" ".join(rows[call][key] for key in ("verdict", "decider", "end")) for call in CALLS]
    assert told == WANTED[mode, judge]
    assert {row["mode"] for row in rows.values()} == {mode}
    assert {row["version"] for row in rows.values()} == {VERSION}
    assert {row["asked"] for row in rows.values()} == {0}
    assert [call for call in CALLS if rows[call]["latency"] is None or not rows[call]["ended"]] == []
    measured = [call for call in CALLS if rows[call]["length"] is not None]
    assert measured == [call for call in CALLS if rows[call]["end"] in ("ran", "failed")]


def test_what_a_person_answered_is_recorded(product: Product) -> None:
    with Terminal(product.world) as terminal:
        terminal.play(bash("git describe --all"), YES)
        terminal.play(bash(ASKS), NO)
        terminal.play(bash("git ls-tree HEAD"), comment="do it otherwise")
        terminal.play(bash(FREE))
    rows = {row["text"]: row for row in recorded(product)}
    told = {
        text: tuple(row[key] for key in ("verdict", "decider", "asked", "answer", "end"))
        for text, row in rows.items()
    }
    assert told == {
        "git describe --all": ("ask", "user", 1, "yes", "ran"),
        ASKS: ("silent", "user", 1, "no", "not run"),
        "git ls-tree HEAD": ("silent", "user", 1, "no", "not run"),
        FREE: ("silent", "rule", 0, "", "ran"),
    }
    assert rows["git describe --all"]["waited"] > 0
    assert {row["ended"][:2] for row in rows.values()} == {"20"}
