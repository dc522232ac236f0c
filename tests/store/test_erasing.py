"""What slipped through is gone from record and database, in compressed files too, and the record still verifies."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from pathlib import Path

import pytest

from assent.store import (
    counts,
    counts_schema,
    decisions,
    erased,
    erasing,
    heads,
    packed,
    proof,
    record,
    rules,
    seal,
    verified,
)
from assent.store.db import connect
from assent.store.paths import Paths
from assent.store.sought import Sought
from tests.store.test_calls import decision, event
from tests.store.world import build, rule

DAYS = ("2026-03-01", "2026-03-02", "2026-03-03")
SECRET = "zebra crossing"
PATTERN = Sought(SECRET, regex=False)


def tell(paths: Paths, day: str, identity: str, command: str) -> None:
    entry = {
        "kind": "decision",
        "ts": f"{day}T00:00:00.000Z",
        "id": identity,
        "session": "s",
        "verdict": "ask",
    }
    record.append(
        paths, {**entry, "input": {"command": command, SECRET: [command]} if SECRET in command else {}}
    )


@pytest.fixture
def told(paths: Paths) -> Paths:
    """Three days with the secret in each: one sealed and compressed, one sealed as older versions did, one open."""
    for day in DAYS:
        for n in range(3):
            tell(paths, day, f"{day}-{n}", f"echo {SECRET} {n}" if n == 1 else "ls")
        if day == DAYS[0]:
            seal.seal(paths, day)
            packed.pack(paths.record(day))
    data = Path(paths.record(DAYS[1])).read_bytes()
    own, before = hashlib.sha256(data).hexdigest(), seal.chain(paths, DAYS[0])
    chain = hashlib.sha256(f"{before} {DAYS[1]} {len(data)} {own}".encode()).hexdigest()
    stated = {"day": DAYS[1], "bytes": len(data), "sha256": own, "previous": before, "chain": chain}
    Path(paths.seal(DAYS[1])).write_text(json.dumps(stated) + "\n")
    with contextlib.closing(connect(paths)) as db:
        decisions.import_record(db, paths)
    return paths


def everything(paths: Paths) -> bytes:
    """All that stands in the files of state and data, uncompressed."""
    held = b"".join(b"".join(record.blocks(path)) for files in record.parts(paths).values() for path in files)
    with contextlib.closing(sqlite3.connect(paths.db)) as db:
        return held + "\n".join(db.iterdump()).encode() + Path(paths.db).read_bytes()


def sound(paths: Paths) -> list[str]:
    with contextlib.closing(connect(paths)) as db:
        found = [each.what for each in verified.whole(paths).faults]
        return found + [each.what for each in heads.verify(db, paths)]


def test_it_is_gone_everywhere_and_all_that_holds_the_record_still_does(told: Paths) -> None:
    assert SECRET.encode() in everything(told)
    assert sound(told) == []
    done = erasing.erase(told, PATTERN, "user")
    assert (done.count, len(done.lines), done.rows) == (3, 3, {"decisions": 3})
    assert SECRET.encode() not in everything(told)
    assert sound(told) == []
    assert verified.whole(told).erased == 3
    assert erasing.look(told, PATTERN).count == 0


def test_a_marked_line_says_what_was_erased_when_and_by_whom_and_keeps_the_rest(told: Paths) -> None:
    before = next(each for each in record.read(told, DAYS[2]) if each["id"] == f"{DAYS[2]}-1")
    erasing.erase(told, PATTERN, "user")
    line = next(each for each in record.read(told, DAYS[2]) if each["id"] == f"{DAYS[2]}-1")
    assert line["input"] == {"command": "echo [erased] 1", "[erased]": ["echo [erased] 1"]}
    stated = line["erased"]
    assert isinstance(stated, dict)
    assert (stated["what"], stated["by"]) == (["input"], "user")
    assert stated["at"] >= "2026"
    assert {key: line[key] for key in ("verdict", "session", "prev", "n")} == {
        key: before[key] for key in ("verdict", "session", "prev", "n")
    }


def test_the_record_tells_of_it_without_the_words(told: Paths) -> None:
    erasing.erase(told, PATTERN, "user")
    entries = list(erased.entries(told))
    assert sum(each["count"] for each in entries) == 3
    assert SECRET not in json.dumps(entries)


def test_a_line_that_is_altered_once_more_is_named(told: Paths) -> None:
    erasing.erase(told, PATTERN, "user")
    file = Path(told.record(DAYS[2]))
    file.write_bytes(file.read_bytes().replace(b"echo [erased] 1", b"echo nothing 1"))
    fault = verified.whole(told).faults[0]
    assert (fault.file, fault.line) == (str(file), 2)


def test_it_can_be_done_again_with_another_pattern(told: Paths) -> None:
    erasing.erase(told, PATTERN, "user")
    done = erasing.erase(told, Sought(r"echo \[erased\]", regex=True), "user")
    assert done.count == 3
    assert sound(told) == []


def test_reading_goes_on_where_it_was_and_nothing_is_taken_over_twice(told: Paths) -> None:
    erasing.erase(told, PATTERN, "user")
    tell(told, DAYS[2], "later", "ls")
    with contextlib.closing(connect(told)) as db:
        assert decisions.import_record(db, told) == 1
        assert decisions.total(db) == 10


def test_an_input_that_looks_like_a_mark_is_none(paths: Paths) -> None:
    entry = {"kind": "decision", "ts": f"{DAYS[0]}T00:00:00.000Z", "erased": {"hash": "0" * 64, "leaf": "00"}}
    record.append(paths, {**entry, "input": {"erased": {"hash": "0" * 64, "leaf": "00"}}})
    tell(paths, DAYS[0], "next", "ls")
    assert (verified.whole(paths).faults, verified.whole(paths).erased) == ([], 0)


def test_changes_of_rules_stay_and_are_named(told: Paths) -> None:
    from assent.store import publish

    with contextlib.closing(connect(told)) as db:
        publish.change(told, db, [rules.adding(rule(SECRET))], build)
    found = erasing.erase(told, PATTERN, "user")
    assert len(found.rules) == 1
    assert sound(told) == []


def test_a_proof_of_an_erased_line_still_leads_to_the_root(told: Paths) -> None:
    before = proof.of(told, f"{DAYS[0]}-1", DAYS[0])
    erasing.erase(told, PATTERN, "user")
    after = proof.of(told, f"{DAYS[0]}-1", DAYS[0])
    assert before
    assert after
    assert (after.line.leaf, after.root, after.text) == (before.line.leaf, before.root, None)


@pytest.mark.parametrize("text", ["", "x*", "("])
def test_a_pattern_that_is_none_or_matches_everything_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"matches an empty text|cannot be used"):
        Sought(text, regex=True)


@pytest.mark.parametrize("text", ["e", "decision", "ask", "2026", "user", "[erased]"])
def test_words_of_ours_stay_so_that_all_of_it_can_still_be_read(told: Paths, text: str) -> None:
    erasing.erase(told, PATTERN, "user")
    erasing.erase(told, Sought(text, regex=False), "user")
    assert sound(told) == []
    with contextlib.closing(connect(told)) as db:
        assert db.execute("SELECT DISTINCT verdict, tier FROM decisions").fetchall() == [("ask", "")]
        assert db.execute("SELECT count(DISTINCT day) FROM decisions").fetchone() == (3,)


def counted(db: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """What is told in numbers and words of ours: all columns of the counts but those that hold the calls' own texts."""
    found = {}
    for table in counts_schema.COUNTS:
        words = [
            each for each in counts_schema.columns(table) if each not in ("project", "tool", "shape", "rule")
        ]
        found[table] = sorted(db.execute(f"SELECT {', '.join(words)}, n FROM {table}"))  # noqa: S608  fixed names
    return found


@pytest.mark.parametrize("text", ["20", "2026", "2026-03", "prompt", "ask", "claude", "gap"])
def test_counts_stay_under_their_hours_days_months_and_years(
    told: Paths, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts, "MOST", 0)
    asked = decision(f"{DAYS[2]}T00:00:01.000Z", "ask", rule="r", call="c")
    for each in (
        asked,
        event(f"{DAYS[2]}T00:00:02.000Z", "prompted"),
        event(f"{DAYS[2]}T00:00:09.000Z", "ran", call="c", took=5, length=9),
    ):
        record.append(told, each)
    with contextlib.closing(connect(told)) as db:
        decisions.import_record(db, told)
        before = counted(db)
        assert all(before.values()), before
    erasing.erase(told, Sought(text, regex=False), "user")
    with contextlib.closing(connect(told)) as db:
        assert counted(db) == before


@pytest.mark.parametrize("next_one", [True, False], ids=["ended-by-the-next-writer", "last-of-all"])
def test_a_line_that_was_never_finished_is_erased_too(told: Paths, next_one: bool) -> None:
    with Path(told.record(DAYS[2])).open("ab") as out:
        out.write(
            b'{"v":1,"ts":"2026-03-03T00:00:00.000Z","kind":"decision","input":{"command":"echo '
            + SECRET.encode()
        )
    if next_one:
        tell(told, DAYS[2], "next", "ls")
    erasing.erase(told, PATTERN, "user")
    assert SECRET.encode() not in everything(told)
    assert [each["id"] for each in record.read(told, DAYS[2])][:3] == [f"{DAYS[2]}-{n}" for n in range(3)]
    assert erasing.look(told, PATTERN).count == 0
    assert sound(told) == []


@pytest.mark.parametrize("regex", ["(a+)+$", "(.*)*b", ".*.*.*Z", "(a|a)*c"])
def test_a_regex_that_others_would_think_about_for_ever_is_done_at_once(regex: str) -> None:
    assert not Sought(regex + "Q", regex=True).found("a" * 60_000 + "!")


MADE = {
    "a-text": ("sk-1", False, "x sk-1 sk-1y", "x # #y"),
    "a-regex": ("sk-[0-9]+", True, "x sk-12 sk-3y", "x # #y"),
    "longest": ("a+", True, "baaac", "b#c"),
    "beside-one-another": ("ab", True, "abab", "##"),
    "nothing": ("zz", True, "abab", "abab"),
}


@pytest.mark.parametrize(("text", "regex", "given", "wanted"), MADE.values(), ids=MADE)
def test_what_is_sought_is_taken_out_and_nothing_else(
    text: str, regex: bool, given: str, wanted: str
) -> None:
    assert Sought(text, regex=regex).without(given, "#") == wanted


def test_a_folder_with_the_name_of_a_file_in_the_making_is_in_nobodys_way(told: Paths) -> None:
    Path(told.audit, "x.erasing").mkdir()
    assert erasing.erase(told, PATTERN, "user").count == 3
    Path(told.audit, "x.erasing").rmdir()
    assert SECRET.encode() not in everything(told)
