"""What a person took away or switched off is not granted again by the answers that it was learned from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assent.app import moments
from tests.app.sessions import AS_OF, NO, days_of
from tests.cli.conftest import Home

# What a person does to a learned rule → the words of why it is not offered.
TAKEN_AWAY = {
    "removed": (("rules", "remove"), "you took it away on"),
    "undone": (("rules", "undo"), "you took it away on"),
    "switched-off": (("rules", "disable"), "you switched it off on"),
}


@pytest.mark.parametrize(("words", "why"), TAKEN_AWAY.values(), ids=TAKEN_AWAY.keys())
def test_what_a_person_took_away_is_not_granted_again_by_the_same_answers(
    fresh: Home, words: tuple[str, ...], why: str
) -> None:
    fresh.keeps_old_days()
    days_of(fresh.path / ".claude/projects", str(fresh.project), "make check", 12)
    again = ("learn", "--as-of", AS_OF, "--apply", "all", "--json")
    (identity,) = fresh.run(*again).data["applied"]["rules"]
    fresh.run(*words, identity)
    done = fresh.run(*again).data
    assert done["applied"]["rules"] == []
    assert [each["why"] for each in done["suppressed"] if why in each["why"]] != []
    assert fresh.verdict("make check") == ""


def test_a_month_after_it_was_taken_away_it_is_offered_again(fresh: Home) -> None:
    fresh.keeps_old_days()
    days_of(fresh.path / ".claude/projects", str(fresh.project), "make check", 20)
    (identity,) = fresh.run("learn", "--as-of", AS_OF, "--apply", "all", "--json").data["applied"]["rules"]
    fresh.run("rules", "remove", identity)
    later = moments.written(datetime.now(UTC) + timedelta(days=31))
    found = fresh.run("learn", "--as-of", later, "--json").data
    assert not any("took it away" in each["why"] for each in found["suppressed"])


@pytest.mark.parametrize("words", [("rules", "remove"), ("rules", "undo")], ids=" ".join)
def test_a_denial_that_a_person_took_away_is_not_granted_again(fresh: Home, words: tuple[str, ...]) -> None:
    fresh.keeps_old_days()
    days_of(fresh.path / ".claude/projects", str(fresh.project), "frob --now", 6, decided=NO)
    again = ("learn", "--as-of", AS_OF, "--apply", "all", "--json")
    (identity,) = fresh.run(*again).data["applied"]["rules"]
    assert fresh.verdict("frob --now") == "deny"
    fresh.run(*words, identity)
    assert fresh.run(*again).data["applied"]["rules"] == []


def test_a_rule_for_all_projects_that_a_person_took_away_is_not_granted_again(fresh: Home) -> None:
    fresh.keeps_old_days()
    again = ("learn", "--as-of", AS_OF, "--apply", "all", "--json")
    for name in ("a", "b", "c"):
        root = fresh.path / "work" / name
        (root / ".git").mkdir(parents=True)
        (root / ".git/HEAD").write_text("ref: refs/heads/main\n")
        days_of(fresh.path / ".claude/projects", str(root), "make check", 12)
        fresh.run(*again)
    fresh.run(*again)
    held = [each["id"] for each in fresh.rules("--layer", "granted").values() if not each["project"]]
    assert held != []
    for each in held:
        fresh.run("rules", "remove", each)
    assert not set(held) & set(fresh.run(*again).data["applied"]["rules"])
