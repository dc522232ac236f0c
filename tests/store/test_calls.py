"""Each call is one row that record and logs agree on, and what is counted of the rows is always their recount."""

from __future__ import annotations

import contextlib
import itertools
import json
import random
import sqlite3
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assent.core import event as labels
from assent.core.event import Event
from assent.store import calls, counts, decisions, events, migrations, record, rollups
from assent.store.counts_schema import COUNTS, TIMES
from assent.store.db import StoreError, transaction
from assent.store.paths import Paths

CALL: dict[str, Any] = {
    "agent": "claude", "session": "s1", "call": "t1", "tool": "Bash", "input": {"command": "git push origin"},
    "subagent": "", "project": "/p/.git", "mode": "default",
}  # fmt: skip
KINDS = {
    "allow": {"verdict": "allow", "tier": "allow", "rule": "r1", "layer": "granted"},
    "silent": {"verdict": "ask", "tier": "none", "rule": "", "layer": ""},
    "ask": {"verdict": "ask", "tier": "ask", "rule": "r2", "layer": "user"},
    "deny": {"verdict": "deny", "tier": "deny", "rule": "r3", "layer": "user"},
}


def decision(ts: str, kind: str = "allow", **more: Any) -> dict[str, Any]:
    about = {"ms": 18.2, "effects": ["net-send"], "coverage": "full", "name": "n", "agent_version": "2.1.328"}
    return {"kind": "decision", "ts": ts, **CALL, **about, **KINDS[kind], **more}


def event(ts: str, what: str, **more: Any) -> dict[str, Any]:
    own = {"call": ""} if what in ("prompted", "prompt", "session-start", "session-end") else {}
    return {"kind": "event", "ts": ts, **CALL, "event": what, **own, **more}


def at(second: float) -> str:
    return f"2026-03-04T05:06:{second:06.3f}Z"


def logged(label: str, by: str, outcome: str, **more: Any) -> Event:
    given: dict[str, Any] = {
        "id": "t1",
        "ts": at(1.5),
        "session": "s1",
        "tool": "Bash",
        "input": CALL["input"],
    }
    found = Event(**(given | more), version="2.1.328", mode="default")
    found.label, found.by, found.outcome, found.project = label, by, outcome, "/p/.git"
    return found


COLUMNS = (
    "verdict", "tier", "rule", "layer", "effects", "coverage", "latency", "decider", "known", "asked", "answer", '"end"',
    "source", "waited", "length", "prompted", "mode", "tool", "project",
)  # fmt: skip


def rows(db: sqlite3.Connection) -> list[dict[str, Any]]:
    found = db.execute(f"SELECT {', '.join(COLUMNS)} FROM calls ORDER BY ts, call, decision").fetchall()  # noqa: S608  fixed names
    return [dict(zip((each.strip('"') for each in COLUMNS), row, strict=True)) for row in found]


def take(
    paths: Paths, db: sqlite3.Connection, entries: list[dict[str, Any]], *logs: Event
) -> list[dict[str, Any]]:
    for each in entries:
        record.append(paths, each)
    decisions.import_record(db, paths)
    events.insert(db, [(each, None) for each in logs])
    recounted(db)
    return rows(db)


def count(db: sqlite3.Connection) -> None:
    db.execute("BEGIN")
    counts.count(db)
    db.execute("COMMIT")


def recounted(db: sqlite3.Connection) -> None:
    """Fails unless every table of counts says what the calls say, once all are counted."""
    count(db)
    for table, (family, width) in COUNTS.items():
        key = ", ".join([f"substr(ts, 1, {width}) AS {TIMES[width]}", "agent", "project", *family.key])
        last = ", max(ts)" if family.last else ""
        where = f"coalesce({family.which}, '') != ''" if family.which else "1"
        groups = ", ".join([TIMES[width], "agent", "project", *family.key])
        sql = f"SELECT {key}, count(*){last} FROM counted WHERE {where} GROUP BY {groups}"  # noqa: S608  fixed names
        found = f"SELECT {groups}, n{', last' if last else ''} FROM {table}"  # noqa: S608  fixed names
        assert sorted(db.execute(found)) == sorted(db.execute(sql)), table


# id: what was decided, what the hook saw then, what the log says; what stands in the row.
PUSH = [event(at(1.1), "prompted"), event(at(9), "ran", took=900, length=120)]
STORIES: dict[str, tuple[str, list[dict[str, Any]], Event | None, dict[str, Any]]] = {
    "ours": ("allow", [event(at(2), "ran", took=5, length=9)], None,
             {"decider": "assent", "known": "recorded", "asked": 0, "end": "ran", "source": "hook", "length": 9}),
    "ours-and-nothing-seen-yet": ("allow", [], None, {"decider": "assent", "end": "?", "source": ""}),
    "ours-refused": ("deny", [], None, {"decider": "assent", "known": "recorded", "asked": 0, "end": "refused"}),
    "allowed-and-asked-all-the-same": ("allow", PUSH, None,
        {"decider": "user", "known": "inferred", "asked": 1, "answer": "yes"}),
    "a-person-by-what-the-hook-saw": ("ask", PUSH, None, {"decider": "user", "known": "inferred", "asked": 1,
        "answer": "yes", "waited": 7000, "prompted": at(1.1), "length": 120, "end": "ran", "latency": 182}),
    "a-person-by-the-log": ("ask", PUSH, logged(labels.APPROVED, labels.USER, "ok"),
        {"decider": "user", "known": "recorded", "asked": 1, "answer": "yes", "waited": 7000, "source": "log"}),
    "a-person-said-no": ("ask", PUSH[:1], logged(labels.REJECTED, labels.USER, "not-run"),
        {"decider": "user", "asked": 1, "answer": "no", "waited": None, "end": "not run"}),
    "prompted-and-the-turn-over": ("silent", [PUSH[0], event(at(5), "prompt")], None,
        {"decider": "user", "known": "inferred", "asked": 1, "answer": "", "end": "not run"}),
    "no-time-of-its-own-no-wait": ("ask", [PUSH[0], event(at(9), "ran")], None, {"answer": "yes", "waited": None}),
    "the-classifier": ("silent", [event(at(2), "refused")], None,
        {"decider": "classifier", "known": "recorded", "asked": 0, "end": "refused"}),
    "the-clients-rule": ("silent", [event(at(2), "ran")], logged(labels.AUTO, labels.RULE, "ok"),
        {"decider": "rule", "known": "recorded", "asked": 0, "end": "ran"}),
    "the-mode": ("silent", [], logged(labels.AUTO, labels.MODE, "ok"), {"decider": "mode"}),
    "the-host": ("ask", [], logged(labels.AUTO, labels.HOST, "ok"), {"decider": "host"}),
    "a-hook-is-ours-where-we-allowed": ("allow", [], logged(labels.AUTO, labels.HOOK, "ok"), {"decider": "assent"}),
    "a-hook-is-ours-where-we-denied": ("deny", [], logged(labels.AUTO, labels.HOOK, "not-run"),
        {"decider": "assent", "end": "refused"}),
    "a-hook-is-anothers-where-we-said-nothing": ("silent", [], logged(labels.AUTO, labels.HOOK, "ok"), {"decider": "hook"}),
    "a-hook-is-anothers-where-it-ran-against-our-denial": ("deny", [], logged(labels.AUTO, labels.HOOK, "ok"),
        {"decider": "hook", "end": "ran"}),
    "an-old-log-does-not-say": ("silent", [], logged(labels.UNLABELLED, "", "ok"), {"decider": "", "known": "", "asked": None}),
    "an-old-log-and-our-allow": ("allow", [], logged(labels.UNLABELLED, "", "ok"), {"decider": "assent", "known": "inferred"}),
    "an-estimate": ("silent", [], logged(labels.INFERRED, "", "ok"), {"decider": "user", "known": "estimated", "asked": None}),
    "an-estimate-against-our-allow": ("allow", [], logged(labels.INFERRED, "", "ok"), {"decider": "assent", "known": "inferred"}),
    "nobody-there": ("ask", [], logged(labels.NOBODY, "", "not-run"), {"decider": "mode", "known": "recorded", "asked": 0, "end": "refused"}),
    "stopped": ("allow", [], logged(labels.INTERRUPTED, "", ""), {"decider": "", "end": "stopped"}),
    "not-known": ("silent", [], None, {"decider": "", "known": "", "asked": None, "end": "?", "length": None}),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "seen", "log", "told"), STORIES.values(), ids=STORIES)
def test_the_row_says_who_decided_how_that_is_known_and_what_came_of_it(
    paths: Paths,
    db: sqlite3.Connection,
    kind: str,
    seen: list[dict[str, Any]],
    log: Event | None,
    told: dict[str, Any],
) -> None:
    (row,) = take(paths, db, [decision(at(1), kind), *seen], *([log] if log else []))
    assert {key: row[key] for key in told} == told


def test_a_call_that_only_the_log_knows_has_its_row(paths: Paths, db: sqlite3.Connection) -> None:
    (row,) = take(paths, db, [], logged(labels.APPROVED, labels.USER, "ok"))
    known = {"verdict": "", "tier": "", "decider": "user", "asked": 1, "latency": None, "project": "/p/.git"}
    assert {key: row[key] for key in known} == known


def test_a_log_read_later_corrects_the_row(paths: Paths, db: sqlite3.Connection) -> None:
    assert take(paths, db, [decision(at(1), "ask"), *PUSH])[0]["known"] == "inferred"
    (row,) = take(paths, db, [], logged(labels.AUTO, labels.HOST, "ok"))
    assert (row["decider"], row["known"], row["asked"]) == ("host", "recorded", 0)


def test_of_two_hooks_on_one_call_the_stricter_counts(paths: Paths, db: sqlite3.Connection) -> None:
    (row,) = take(
        paths, db, [decision(at(1), "allow"), decision(at(1.2), "deny"), decision(at(1.3), "silent")]
    )
    assert (row["verdict"], row["rule"]) == ("deny", "r3")


def test_a_prompt_belongs_to_the_first_call_alike_that_waits_for_one(
    paths: Paths, db: sqlite3.Connection
) -> None:
    calls = [decision(at(n), "silent", call=f"t{n}") for n in (1, 2, 3)]
    ran = event(at(1.5), "ran", call="t1")
    found = take(
        paths, db, [calls[0], ran, calls[1], calls[2], event(at(4), "prompted"), event(at(5), "prompted")]
    )
    assert [row["prompted"] for row in found] == ["", at(4), at(5)]


def test_calls_without_an_id_stay_apart(paths: Paths, db: sqlite3.Connection) -> None:
    found = take(paths, db, [decision(at(n), "silent", call="") for n in (1, 2)] + [event(at(3), "prompted")])
    assert [row["prompted"] for row in found] == [at(3), ""]


def test_a_session_is_as_long_as_what_was_seen_of_it(paths: Paths, db: sqlite3.Connection) -> None:
    def session() -> Any:
        return db.execute("SELECT began, ended, last, mode, version, project FROM sessions").fetchone()

    take(paths, db, [decision(at(10))])
    assert session() == (at(10), "", at(10), "default", "2.1.328", "/p/.git")
    take(paths, db, [event(at(2), "session-start"), event(at(30), "session-end")])
    assert session()[:3] == (at(2), at(30), at(30))
    take(paths, db, [decision(at(40), call="t2", mode="plan")])  # taken up again
    assert session()[:4] == (at(2), "", at(40), "plan")


def drop(db: sqlite3.Connection, day: str) -> None:
    db.execute("DELETE FROM calls WHERE ts < ?", (day + "U",))
    rollups.close(db, day)


def test_dropped_calls_stay_counted_and_no_log_counts_them_again(
    paths: Paths, db: sqlite3.Connection
) -> None:
    take(paths, db, [decision(at(1)), *PUSH])
    drop(db, "2026-03-04")
    events.insert(db, [(logged(labels.APPROVED, labels.USER, "ok"), None)])
    assert rows(db) == []
    assert db.execute("SELECT sum(n) FROM totals").fetchone() == (1,)


def test_the_counts_of_a_day_come_back_as_they_were(paths: Paths, db: sqlite3.Connection) -> None:
    take(paths, db, [decision(at(1), "ask"), *PUSH, decision("2026-03-05T00:00:00.000Z", call="t9")])
    before = [list(db.execute(f"SELECT * FROM {table}")) for table in COUNTS]  # noqa: S608  fixed names
    kept = json.loads(json.dumps(rollups.of_day(db, "2026-03-04")))
    drop(db, "2026-03-04")
    for _ in range(2):
        rollups.put_day(db, "2026-03-04", kept | {"later": [[1]]})
        assert [list(db.execute(f"SELECT * FROM {table}")) for table in COUNTS] == before  # noqa: S608  fixed names


def test_what_an_older_database_holds_becomes_calls(paths: Paths, db: sqlite3.Connection) -> None:
    expected = take(
        paths, db, [decision(at(1), "ask"), *PUSH], logged(labels.APPROVED, labels.USER, "ok", id="t7")
    )
    db.execute("DELETE FROM calls")
    for table in (*COUNTS, "sessions", "subjects"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608  fixed names
    db.execute("INSERT INTO meta VALUES (?, 'due')", (calls.DUE,))
    assert take(paths, db, []) == expected
    assert not db.execute("SELECT 1 FROM meta WHERE key = ?", (calls.DUE,)).fetchone()


# ------------------------------------------------------------------------------------------------ the law

names = st.sampled_from(("t1", "t2", "t3", ""))
seconds = st.integers(0, 12)
common = {
    "session": st.sampled_from(("s1",) * 5 + ("s2",)),
    "tool": st.sampled_from(("Bash",) * 5 + ("Edit",)),
}
happenings = st.lists(
    st.one_of(
        st.fixed_dictionaries({
            "is": st.just("decision"), "kind": st.sampled_from(sorted(KINDS)), "call": names, "second": seconds,
            "subagent": st.sampled_from(("", "", "a")), "ms": st.sampled_from((1.5, 99.99, 123.4, 5000, None)), **common,
        }),
        st.fixed_dictionaries({
            "is": st.sampled_from(("ran", "failed", "refused")), "call": names.filter(bool), "second": seconds,
            "took": st.sampled_from((None, 10, 9000)), **common,
        }),
        st.fixed_dictionaries({
            "is": st.sampled_from(("prompted", "prompt", "session-end", "session-start")), "second": seconds, **common,
        }),
        st.fixed_dictionaries({
            "is": st.just("log"), "call": names.filter(bool), "second": st.just(3),
            "label": st.sampled_from(((labels.APPROVED, "user", "ok"), (labels.AUTO, "hook", "ok"),
                                      (labels.UNLABELLED, "", "ok"), (labels.REJECTED, "user", "not-run"))),
        }),
    ),
    min_size=3,
    max_size=14,
)  # fmt: skip


def entries_of(happened: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[Event]]:
    """Entries with ids, and what the logs tell: one thing of each call."""
    entries, logs = [], {}
    for number, each in enumerate(happened):
        rest = {key: value for key, value in each.items() if key not in ("is", "second", "kind", "label")}
        ts = at(each["second"] + number / 1000)  # no two at once
        if each["is"] == "log":
            label, by, outcome = each["label"]
            logs[each["call"]] = logged(label, by, outcome, id=each["call"], ts=at(3))
        elif each["is"] == "decision":
            entries.append(decision(ts, each["kind"], id=f"id-{number}", **rest))
        else:
            entries.append(event(ts, each["is"], id=f"id-{number}", **rest))
    return entries, list(logs.values())


def told(db: sqlite3.Connection, steps: list[Any]) -> None:
    db.execute("BEGIN")
    for step in steps:
        if isinstance(step, Event):
            events.insert(db, [(step, None)])
        else:
            decisions.apply_entry(db, step)
    db.execute("COMMIT")


def state(db: sqlite3.Connection) -> list[Any]:
    sql = (
        f"SELECT c.agent, call, c.ts, s.session, text, kind, shape, subagent, decision, {', '.join(f'c.{each}' for each in COLUMNS)} "  # noqa: S608  fixed names
        "FROM calls c JOIN sessions s ON s.number = c.session JOIN subjects t ON t.id = c.subject ORDER BY 2, 9"
    )
    kept = db.execute(
        "SELECT agent, session, project, began, ended, last, mode, version FROM sessions ORDER BY 1, 2"
    )
    count(db)
    counted = [sorted(db.execute(f"SELECT * FROM {table}")) for table in COUNTS]  # noqa: S608  fixed names
    return [db.execute(sql).fetchall(), kept.fetchall(), counted]


def fresh() -> contextlib.closing[sqlite3.Connection]:
    db = sqlite3.connect(":memory:", isolation_level=None)
    migrations.migrate(db)
    return contextlib.closing(db)


SHARED: dict[str, list[Any]] = {
    "prompts-of-calls-alike": [
        decision(at(1), "silent", call="t1"), event(at(2), "ran", call="t1"), decision(at(3), "silent", call="t2"),
        decision(at(4), "silent", call="t3"), event(at(5), "prompted"), event(at(6), "prompted"),
    ],
    "two-turns": [
        decision(at(1), "silent", call="t1"), event(at(2), "prompt"), decision(at(3), "silent", call="t2"),
        event(at(4), "prompted"), event(at(5), "session-end"), event(at(6), "prompted"),
    ],
    "a-call-with-two-decisions": [
        decision(at(1), "allow", call="t1"), decision(at(2), "ask", call="t1", session="s2"), event(at(3), "prompted"),
        event(at(4), "ran", call="t1", took=5), decision(at(5), "silent", call=""), event(at(6), "prompt"),
    ],
}  # fmt: skip
ORDERED = SHARED | {
    name: [decision(at(1), kind), *seen, *([log] if log else [])]
    for name, (kind, seen, log, _) in STORIES.items()
}


@pytest.mark.parametrize("happened", ORDERED.values(), ids=ORDERED)
def test_a_story_told_in_another_order_is_the_same_story(happened: list[Any]) -> None:
    named = [each if isinstance(each, Event) else each | {"id": f"id-{n}"} for n, each in enumerate(happened)]
    orders = list(itertools.permutations(named))
    with fresh() as one:
        told(one, named)
        expected = state(one)
    for order in random.Random(1).sample(orders, min(len(orders), 60)):  # noqa: S311  some orders
        with fresh() as other:
            told(other, list(order))
            assert state(other) == expected


@settings(max_examples=120, deadline=None)
@given(happened=happenings, seed=st.integers(0, 99))
def test_whatever_the_order_in_which_it_is_told_the_rows_and_counts_are_the_same(
    happened: list[dict[str, Any]], seed: int
) -> None:
    entries, logs = entries_of(happened)
    in_order: list[Any] = [*entries, *logs]
    shuffled = random.Random(seed).sample(in_order, len(in_order))  # noqa: S311  an order
    with fresh() as one, fresh() as other:
        told(one, in_order)
        told(other, shuffled)
        recounted(one)
        assert state(other) == state(one)
        told(other, in_order)  # told again, nothing changes
        assert state(other) == state(one)
        recounted(other)


@settings(max_examples=60, deadline=None)
@given(happened=happenings)
def test_what_is_imported_at_once_is_as_if_told_one_by_one(happened: list[dict[str, Any]]) -> None:
    entries, logs = entries_of(happened)
    with fresh() as one, fresh() as other:
        told(one, [*entries, *logs])
        other.execute("BEGIN")
        rows_of = calls.Calls(other)
        for each in entries:
            decisions._kept(other, each, rows_of)
        events.insert(other, [(each, None) for each in logs], rows_of)
        rows_of.settle()
        other.execute("COMMIT")
        assert state(other) == state(one)


def many(chance: random.Random, calls: int, at_day: int) -> list[dict[str, Any]]:
    """Decisions of two days, some of them with what became of the call."""
    told: list[dict[str, Any]] = []
    for number in range(calls):
        named = {
            "call": f"m{at_day}-{number}",
            "session": f"s{number % 3}",
            "ms": chance.choice((12.3, 456.7, 9000)),
        }
        ts = f"2026-03-{at_day + number % 2:02d}T{number % 24:02d}:00:{number % 60:02d}.000Z"
        about = {"input": {"command": chance.choice(("git push", "ls -l", "npm test"))}}
        told.append(decision(ts, chance.choice(list(KINDS)), **named, **about))
        told += [event(ts, "ran", **named, took=5, length=9)] if number % 3 else []
    return told


def test_many_calls_at_once_are_counted_like_one_by_one(paths: Paths, db: sqlite3.Connection) -> None:
    chance = random.Random(5)  # noqa: S311  made-up data
    entries = many(chance, 5 * 20, 4)
    assert len(take(paths, db, entries)) == 5 * 20
    # The same hours and days again, so that there are counts to add to; and one alone.
    assert len(take(paths, db, many(chance, 5 * 20, 5))) == 10 * 20
    assert len(take(paths, db, [decision(at(1), "deny", call="alone")])) == 10 * 20 + 1


def waiting(db: sqlite3.Connection) -> tuple[int, int]:
    """How many calls wait to be counted, and how many have changed since they were."""
    found = db.execute("SELECT (SELECT count(*) FROM uncounted), (SELECT count(*) FROM changed)").fetchone()
    return int(found[0]), int(found[1])


def test_calls_wait_to_be_counted_until_they_are_many(
    paths: Paths, db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts, "MOST", 3)
    for number, waits in enumerate((1, 2, 0, 1)):
        record.append(paths, decision(at(number + 1), call=f"t{number}"))
        decisions.import_record(db, paths)
        assert waiting(db) == (waits, 0)
    assert db.execute("SELECT sum(n) FROM totals").fetchone() == (3,)


def test_a_counted_call_that_changes_is_counted_anew_at_once(paths: Paths, db: sqlite3.Connection) -> None:
    take(paths, db, [decision(at(1), "allow"), decision(at(2), "allow", call="t2", rule="r9")])
    for each in (event(at(3), "ran", length=4), decision(at(4), "deny")):
        record.append(paths, each)
        decisions.import_record(db, paths)
        assert waiting(db) == (0, 0)
    fired = "SELECT rule, verdict, n, last FROM rule_months ORDER BY 1"
    assert db.execute(fired).fetchall() == [("r3", "deny", 1, at(4)), ("r9", "allow", 1, at(2))]
    recounted(db)


def test_a_call_that_changes_while_it_waits_costs_nothing(paths: Paths, db: sqlite3.Connection) -> None:
    for each in (decision(at(1), "silent"), event(at(3), "ran")):
        record.append(paths, each)
        decisions.import_record(db, paths)
    assert waiting(db) == (1, 0)
    recounted(db)


def test_calls_of_which_one_fails_leave_nothing_behind(paths: Paths, db: sqlite3.Connection) -> None:
    take(paths, db, many(random.Random(6), 40, 4))  # noqa: S311  made-up data
    rows = db.execute(f"SELECT {', '.join(calls.COLUMNS)} FROM calls").fetchall()  # noqa: S608  fixed names
    fresh = [(row[0], f"{row[1]}-again", *row[2:]) for row in rows]
    with pytest.raises(StoreError), transaction(db):
        db.executemany(calls._INSERT, [*fresh, rows[0]])
    assert waiting(db) == (0, 0)
    recounted(db)


def test_the_last_of_a_rule_is_known_again_when_its_last_call_turns_out_to_be_anothers(
    paths: Paths, db: sqlite3.Connection
) -> None:
    first = decision("2026-03-02T01:00:00.000Z", call="t0")
    take(paths, db, [first, decision(at(1), call="t1"), decision(at(2), call="t2")])
    take(paths, db, [decision(at(3), "deny", call="t2")])
    take(paths, db, [decision(at(4), "deny", call="t1")])
    last = "SELECT n, last FROM rule_months WHERE rule = 'r1'"
    assert db.execute(last).fetchall() == [(1, first["ts"])]


# What the record of dropped days holds from versions before: the rows of a day as they were counted then.
OLDER: dict[str, list[list[Any]]] = {
    "totals": [["2026-03-04T05", "claude", "p", "Bash", "ask", "ask", "user", "recorded", 1, "yes", "ran", 7]],
    "latencies": [["2026-03-04", "claude", "p", 181, 2], ["2026-03-04", "claude", "p", 184, 1], ["2026-03-04", "claude", "p", 1230, 4]],
    "waits": [["2026-03-04", "claude", "p", 70, 7]],
    "rule_days": [["2026-03-04", "claude", "p", "r2", "ask", 7, at(9)]],
    "subject_days": [["2026-03-04", "claude", "p", "Bash", "git push", "ask", 1, 7]],
}  # fmt: skip


def test_what_older_records_keep_of_a_dropped_day_is_put_back_as_it_is_counted_now(
    db: sqlite3.Connection,
) -> None:
    for _ in range(2):
        rollups.put_day(db, "2026-03-04", OLDER)
        rollups.put_day(db, "2026-03-05", {})
        assert db.execute("SELECT tenths, n FROM latencies").fetchall() == [(185, 3), (1230, 4)]
        assert db.execute("SELECT * FROM month_latencies").fetchall() == [
            ("2026-03", "claude", "p", 185, 3), ("2026-03", "claude", "p", 1230, 4),
        ]  # fmt: skip
        assert db.execute("SELECT * FROM subject_years").fetchall() == [
            ("2026", "claude", "p", "Bash", "git push", "ask", 1, "", 7)
        ]
        assert db.execute("SELECT day, n FROM day_totals").fetchall() == [("2026-03-04", 7)]
        assert db.execute("SELECT month, n, last FROM rule_months").fetchall() == [("2026-03", 7, at(9))]
    rollups.put_day(db, "2026-03-04", {})
    assert [list(db.execute(f"SELECT * FROM {table}")) for table in COUNTS] == [[]] * len(COUNTS)  # noqa: S608  fixed names


@pytest.mark.parametrize("rows", [
    {"totals": [["2026-03-05T05", *OLDER["totals"][0][1:]]]}, {"waits": [["2026-03-04", "claude"]]},
    {"totals": [[*OLDER["totals"][0], 1]]}, {"latencies": [[20260304, "claude", "p", 1, 1]]},
], ids=["another-day", "too-few", "too-many", "no-day"])  # fmt: skip
def test_other_rows_are_refused(db: sqlite3.Connection, rows: dict[str, list[list[Any]]]) -> None:
    with pytest.raises(ValueError, match="no row of"):
        rollups.put_day(db, "2026-03-04", rows)


@settings(max_examples=60, deadline=None)
@given(
    happened=happenings,
    seed=st.integers(0, 99),
    most=st.integers(1, 5),
    day=st.sampled_from(("2026-03-04", "2026-03-05")),
)
def test_counts_agree_however_often_they_are_made_and_a_day_comes_back_whole(
    happened: list[dict[str, Any]], seed: int, most: int, day: str
) -> None:
    entries, logs = entries_of(happened)
    steps = random.Random(seed).sample([*entries, *logs], len(entries) + len(logs))  # noqa: S311  an order
    with fresh() as one, fresh() as other, pytest.MonkeyPatch.context() as patch:
        told(one, steps)
        patch.setattr(counts, "MOST", most)
        for step in steps:
            told(other, [step])
            told(other, [decision("2026-03-31T23:59:59.999Z", id="far", call="far")])
        told(one, [decision("2026-03-31T23:59:59.999Z", id="far", call="far")])
        assert state(other) == state(one)
        recounted(other)
        kept = json.loads(json.dumps(rollups.of_day(other, day)))
        other.execute("BEGIN")
        rollups.put_day(other, day, {})
        rollups.put_day(other, day, kept)
        other.execute("COMMIT")
        recounted(other)
