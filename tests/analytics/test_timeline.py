"""How the allow list grew: every change in its place, with who, why, and how many rules allow something after it."""

from assent.analytics.registry import analyses
from assent.store import rules
from tests.analytics.conftest import Record
from tests.analytics.history import EVIDENCE, carry_out, learned, record_the_known_call, rule

DAY = "2026-02-{:02}T10:00:00.000Z"


def grown(record: Record) -> None:
    """Two rules learned and given, one taken back; a denial; a shipped rule switched off and on."""
    db = record.db
    carry_out(db, DAY.format(1), rules.adding(learned("a"), "learned", "12 approvals, 94% sure", EVIDENCE))
    carry_out(db, DAY.format(2), rules.adding(rule("b", project="/p/.git", body={"why": "ours"})))
    carry_out(db, DAY.format(3), rules.adding(rule("c", "deny")))
    carry_out(db, DAY.format(4), rules.undoing(db, 1))
    db.execute("INSERT INTO rules (id, layer, source, verdict, name, body, enabled, origin, created) VALUES "
               "('shipped00000', 'modules', 'defaults', 'ask', 'sending-asks', '{\"ask\": [\"*\"]}', 1, 'shipped', '')")  # fmt: skip
    carry_out(db, DAY.format(5), rules.enabling(db, "shipped00000", on=False))
    carry_out(db, DAY.format(6), rules.enabling(db, "shipped00000", on=True))
    for entry in rules.restoring(db, 1):
        carry_out(db, DAY.format(7), entry)


def test_every_change_says_what_it_did_and_how_many_rules_allow_then(record: Record) -> None:
    grown(record)
    rows = record.answer(analyses()["timeline"]).records()
    assert [(each["action"], each["name"], each["effect"], each["total"]) for each in rows] == [
        ("add", "a", "joined", 1), ("add", "b", "joined", 2), ("add", "c", "joined", 2), ("undo", "a", "left", 1),
        ("disable", "sending-asks", "left", 1), ("enable", "sending-asks", "joined", 1),
        ("restore", "b", "left", 0), ("restore", "c", "left", 0), ("restore", "a", "joined", 1),
        ("restore", "sending-asks", "changed", 1),
    ]  # fmt: skip
    first, second = rows[:2]
    assert (first["by"], first["why"], first["tier"], first["session"], first["approvals"], first["undone"]) == (
        "learned", "12 approvals, 94% sure", 1, "s9", 12, True,
    )  # fmt: skip
    assert (second["by"], second["why"], second["project"], second["patterns"]) == (
        "user", "ours", "/p/.git", ["Bash(make b)"],
    )  # fmt: skip


def test_a_span_is_told_alone_and_still_counts_from_the_beginning(record: Record) -> None:
    grown(record)
    rows = record.answer(analyses()["timeline"], since=DAY.format(2), until=DAY.format(4)).records()
    assert [(each["name"], each["total"]) for each in rows] == [("b", 2), ("c", 2)]


def test_a_project_narrows_it(record: Record) -> None:
    grown(record)
    rows = record.answer(analyses()["timeline"], projects=["/p/.git"]).records()
    assert [each["name"] for each in rows] == ["b", "b"]


def test_the_calls_behind_a_grant_bear_the_ids_of_their_decisions(record: Record) -> None:
    record_the_known_call(record)
    grown(record)
    first = record.answer(analyses()["timeline"]).records()[0]
    assert [(each["decision"], each["text"]) for each in first["calls"]] == [
        ("18ea-2-abc", "make a"),
        (None, None),
    ]
