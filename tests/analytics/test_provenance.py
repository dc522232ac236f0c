"""Where granted rules come from, the latest first."""

from assent.analytics.registry import analyses
from assent.store import rules
from tests.analytics.conftest import Record
from tests.analytics.history import EVIDENCE, carry_out, learned, record_the_known_call, rule


def test_a_grant_says_who_when_why_and_from_what(record: Record) -> None:
    record_the_known_call(record)
    grant = rules.adding(learned("a"), "learned", "12 approvals, 94% sure", EVIDENCE)
    carry_out(record.db, "2026-02-20T10:00:00.000Z", grant)
    carry_out(record.db, "2026-02-21T10:00:00.000Z", rules.adding(rule("b", "deny", body={"why": "never"})))
    carry_out(record.db, "2026-02-22T10:00:00.000Z", rules.undoing(record.db, 2))
    given, found = record.answer(analyses()["provenance"]).records()
    assert {key: found[key] for key in ("promoted_at", "promoted_by", "promoted_tier", "promoted_reasoning")} == {
        "promoted_at": "2026-02-20T10:00:00.000Z", "promoted_by": "learned", "promoted_tier": 1,
        "promoted_reasoning": "12 approvals, 94% sure",
    }  # fmt: skip
    assert (found["promoted_session"], found["approvals"], found["confidence"]) == ("s9", 12, 0.94)
    assert [each["decision"] for each in found["calls"]] == ["18ea-2-abc", None]
    assert (found["granted"], found["undone"]) == (True, False)
    assert (given["promoted_by"], given["promoted_reasoning"], given["promoted_tier"], given["calls"]) == (
        "user", "never", None, [],
    )  # fmt: skip
    assert (given["granted"], given["undone"]) == (False, True)
