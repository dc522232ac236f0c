"""Learned rules out of force by themselves: unused, at the end of their time, refused; and only a yes brings one back."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from assent.app import amend, observe, state
from assent.app.learn.answers import Window
from assent.app.learn.ingest import ingest
from assent.app.learn.lesson import learn
from assent.app.rules import compiler, in_force, listed, rested
from assent.app.upkeep import due
from assent.core.call import Call
from assent.core.decide import decide
from assent.core.facts import Facts
from assent.policy.parse import read_rule
from assent.shell.reading import read_call
from assent.store import rebuild, record, rules
from assent.store.db import StoreError
from tests.app.place import Place
from tests.app.sessions import AS_OF, NO, YES, Session, days_of
from tests.app.upkeep import granted
from tests.app.upkeep.granted import READS, ago
from tests.recorded import decision

RUNS: dict[str, Any] = {"within": ["run-project"], "level": 1}
SENDS: dict[str, Any] = {"within": ["read-project", "net-read", "net-send"], "level": 3, "to": ["origin"]}
LEARNED = "2026-10-10T12:00:00.000Z"  # day 9 of the session logs


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def db(place: Place) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(state.opened(place.at)) as opened:
        yield opened


def learned(place: Place, ts: str, **given: Any) -> str:
    return granted.learned(place.at, place.root, ts, **given)


def used(place: Place, rule: str, days: int, command: str = "git log -3") -> None:
    """A call that the rule allowed so many days ago."""
    ts = ago(days)
    said = decision(
        ts=ts, verdict="allow", tier="allow", rule=rule, input={"command": command}, cwd=str(place.root),
        project=place.project.key, call=f"toolu_{ts}", effects=["read-project"],
    )  # fmt: skip
    record.append(place.at, said)
    record.append(place.at, {"kind": "event", "event": "ran", "ok": True, "ts": ts, **{
        each: said[each] for each in ("agent", "session", "call", "tool", "subagent")
    }})  # fmt: skip


def states(db: sqlite3.Connection) -> dict[str, str]:
    return {each.id: each.state for each in listed.granted(db)}


def verdict(place: Place, command: str) -> str:
    """As the hook decides it today."""
    policy, trouble = in_force.policy(place.project, place.at)
    assert not trouble
    facts = Facts(str(place.home), str(place.root), today=observe.today())
    call = Call("Bash", {"command": command}, str(place.root), str(place.root))
    found = decide(call, read_call(call, facts), policy, facts)
    return "" if found.silent else found.verdict


# Days since the yes, days since each use → whether the rule rests.
UNUSED = [
    pytest.param(61, [], True, id="never-used-for-sixty-days"),
    pytest.param(59, [], False, id="granted-less-than-sixty-days-ago"),
    pytest.param(200, [61], True, id="last-used-before-sixty-days"),
    pytest.param(200, [150, 59], False, id="used-within-sixty-days"),
]


@pytest.mark.parametrize(("since", "uses", "rests"), UNUSED)
def test_a_rule_unused_for_sixty_days_asks_again(
    place: Place, db: sqlite3.Connection, since: int, uses: list[int], rests: bool
) -> None:
    identity = learned(place, ago(since), allow=["Bash(git *)"])
    for each in uses:
        used(place, identity, each)
    assert verdict(place, "git log") == "allow"
    assert due.carry_out(place.at, db) == ([identity] if rests else [])
    assert states(db) == {identity: "dormant" if rests else "on"}
    assert verdict(place, "git log") == ("" if rests else "allow")
    assert due.carry_out(place.at, db) == []


def test_a_part_in_a_joined_command_is_a_use(place: Place, db: sqlite3.Connection) -> None:
    git = learned(place, ago(100), allow=["Bash(git log *)"])
    make = learned(place, ago(100), allow=["Bash(make test *)"], **RUNS)
    other = learned(place, ago(100), allow=["Bash(make lint *)"], **RUNS)
    used(place, git, 3, "git log -3 && make test")
    due.carry_out(place.at, db)
    assert states(db) == {git: "on", make: "on", other: "dormant"}


# What is never put to rest, however long it was not used.
LEFT_ALONE = [
    pytest.param({"allow": ["Bash(git *)"], "by": "user", "level": None}, id="given-by-hand"),
    pytest.param({"deny": ["Bash(git push *)"]}, id="a-learned-denial"),
    pytest.param({"ask": ["Bash(git push *)"]}, id="a-learned-ask"),
]


@pytest.mark.parametrize("given", LEFT_ALONE)
def test_what_a_person_gave_and_what_is_strict_never_rests(
    place: Place, db: sqlite3.Connection, given: dict[str, Any]
) -> None:
    identity = learned(place, ago(500), **{key: value for key, value in given.items() if value is not None})
    assert due.carry_out(place.at, db) == []
    assert states(db) == {identity: "on"}


@pytest.mark.parametrize(
    ("level", "days", "holds"), [(3, 91, False), (3, 89, True), (2, 91, True), (4, 91, False)]
)
def test_a_rule_of_a_high_level_ends_after_ninety_days_used_or_not(
    place: Place, db: sqlite3.Connection, level: int, days: int, holds: bool
) -> None:
    fields = {"allow": ["Bash(git push *)"], **SENDS, "level": level}
    identity = learned(place, ago(days), here=True, **fields)
    used(place, identity, 1, "git push origin topic")
    # The hook knows the day by itself: nobody need have written anything.
    assert verdict(place, "git push origin topic") == ("allow" if holds else "ask")
    assert states(db) == {identity: "on" if holds else "expired"}
    assert due.carry_out(place.at, db) == ([] if holds else [identity])
    assert states(db) == {identity: "on" if holds else "expired"}


def back(place: Place, db: sqlite3.Connection, identity: str) -> None:
    entries, problems = amend.switching(db, [identity], on=True)
    assert (len(entries), problems) == (1, [])
    amend.carry_out(place.at, db, entries)


def test_one_command_is_the_yes_that_brings_a_rule_back(place: Place, db: sqlite3.Connection) -> None:
    dormant = learned(place, ago(100), allow=["Bash(git *)"])
    ended = learned(place, ago(100), here=True, allow=["Bash(git push *)"], **SENDS)
    due.carry_out(place.at, db)
    assert states(db) == {dormant: "dormant", ended: "expired"}
    for each in (dormant, ended):
        back(place, db, each)
    assert (verdict(place, "git log"), verdict(place, "git push origin topic")) == ("allow", "allow")
    assert due.carry_out(place.at, db) == []  # its time begins anew
    assert states(db) == {dormant: "on", ended: "on"}
    assert rested.all_resting(db) == []


def test_an_undo_of_the_rest_lasts_and_is_no_yes_to_what_is_over(
    place: Place, db: sqlite3.Connection
) -> None:
    dormant = learned(place, ago(100), allow=["Bash(git *)"])
    ended = learned(place, ago(100), here=True, allow=["Bash(git push *)"], **SENDS)
    due.carry_out(place.at, db)
    for each in (dormant, ended):
        entry, problems = amend.undoing(db, each)
        assert entry is not None, problems
        amend.carry_out(place.at, db, [entry])
    due.carry_out(place.at, db)
    assert states(db) == {dormant: "on", ended: "expired"}
    assert verdict(place, "git push origin topic") == "ask"


def test_a_rebuild_from_the_record_gives_the_same_state(place: Place, db: sqlite3.Connection) -> None:
    dormant = learned(place, ago(100), allow=["Bash(git *)"])
    ended = learned(place, ago(100), here=True, allow=["Bash(git push *)"], **SENDS)
    again = learned(place, ago(100), allow=["Bash(make test *)"], **RUNS)
    due.carry_out(place.at, db)
    back(place, db, again)

    def told(opened: sqlite3.Connection) -> list[Any]:
        changes = [(each.rule, each.action, each.by, each.why, each.after) for each in rules.history(opened)]
        return [*rested.all_resting(opened), *changes]

    before = told(db)
    db.close()
    rebuild.rebuild(place.at)
    with contextlib.closing(state.opened(place.at)) as fresh:
        assert told(fresh) == before
        assert states(fresh) == {dormant: "dormant", ended: "expired", again: "on"}
    assert (verdict(place, "git log"), verdict(place, "make test")) == ("", "allow")


def test_a_clock_that_leapt_puts_nothing_to_rest(
    place: Place, db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = learned(place, ago(1), allow=["Bash(git *)"])
    monkeypatch.setattr("assent.store.clock.today", lambda: "2099-01-01")
    assert due.carry_out(place.at, db) == []
    assert states(db) == {identity: "on"}


# ------------------------------------------------------------------------------------------------ refusals

GIT: dict[str, Any] = {"allow": ["Bash(git *)"]}
# Rule, (day of the logs, command, what was answered) of each call → whether the rule is suspended.
REFUSED: list[Any] = [
    pytest.param(GIT, [(12, "git log -3", NO)], True, id="the-call-itself"),
    pytest.param(GIT, [(3, "git log -3", NO)], False, id="before-the-yes"),
    pytest.param(GIT, [(12, "git push origin main", NO)], False, id="beyond-its-cap"),
    pytest.param(GIT, [(12, "cargo tree", NO)], False, id="another-program"),
    pytest.param(GIT, [(12, "git log -3 && cargo publish", NO)], False, id="the-other-part-is-to-blame"),
    pytest.param(GIT, [(12, "git log -3 && cat README.md", NO)], True, id="both-parts-are-to-blame"),
    pytest.param(GIT, [(12, "echo done && cat README.md", NO)], False, id="parts-it-has-nothing-to-do-with"),
    pytest.param(GIT, [(12, "git log -3", YES), (13, "git log", YES)], False, id="only-approvals"),
    pytest.param({**GIT, "by": "user"}, [(12, "git log -3", NO)], False, id="a-rule-given-by-hand"),
    pytest.param({"deny": ["Bash(git log *)"]}, [(12, "git log -3", NO)], False, id="a-learned-denial"),
]  # fmt: skip


def logged(place: Place, db: sqlite3.Connection, calls: list[Any]) -> None:
    for number, (day, command, answered) in enumerate(calls):
        session = Session(str(place.root), f"s{number}", day)
        session.run(command, answered)
        session.save(place.home / "logs")
    ingest(db, [str(place.home / "logs")], place.at.home)


@pytest.mark.parametrize(("given", "calls", "suspended"), REFUSED)
def test_a_later_refusal_of_what_it_covers_suspends_a_rule(
    place: Place, db: sqlite3.Connection, given: dict[str, Any], calls: list[Any], suspended: bool
) -> None:
    identity = learned(place, LEARNED, **given)
    other = learned(place, LEARNED, allow=["Bash(make test)"], **RUNS)
    logged(place, db, calls)
    due.carry_out(place.at, db, AS_OF, aging=False)
    assert states(db) == {identity: "suspended" if suspended else "on", other: "on"}
    if suspended:
        (rest,) = rested.all_resting(db)
        assert rest.why == f"you refused `{calls[0][1]}` on 2026-10-13"
        assert verdict(place, "git log") == ""


@pytest.mark.parametrize(
    ("label", "times", "suspended"),
    [
        ("undone", 1, True),
        ("redirected", 1, False),
        ("redirected", 2, True),
        ("interrupted", 5, False),
        ("auto", 5, False),
    ],
)
def test_what_is_taken_back_counts_and_a_redirect_is_half_a_refusal(
    place: Place, db: sqlite3.Connection, label: str, times: int, suspended: bool
) -> None:
    identity = learned(place, LEARNED, **GIT)
    logged(place, db, [(12 + number, "git log -3", YES) for number in range(times)])
    db.execute("UPDATE events SET label = ?", (label,))
    due.carry_out(place.at, db, AS_OF, aging=False)
    assert states(db) == {identity: "suspended" if suspended else "on"}
    if label == "undone":
        assert rested.all_resting(db)[0].why == "you took back `git log -3` on 2026-10-13"


def test_a_refusal_in_another_project_is_none_of_this_one(place: Place, db: sqlite3.Connection) -> None:
    identity = learned(place, LEARNED, here=True, **GIT)
    session = Session("/home/u/other", "s", 12)
    session.run("git log -3", NO)
    session.save(place.home / "logs")
    ingest(db, [str(place.home / "logs")], place.at.home)
    due.carry_out(place.at, db, AS_OF, aging=False)
    assert states(db) == {identity: "on"}


def test_a_rule_brought_back_is_not_suspended_by_the_same_refusal(
    place: Place, db: sqlite3.Connection
) -> None:
    identity = learned(place, LEARNED, **GIT)
    logged(place, db, [(12, "git log -3", NO)])
    due.carry_out(place.at, db, AS_OF, aging=False)
    back(place, db, identity)
    assert due.carry_out(place.at, db, AS_OF, aging=False) == []
    assert verdict(place, "git log") == "allow"


def test_a_refusal_that_the_yes_knew_of_does_not_suspend(place: Place, db: sqlite3.Connection) -> None:
    """A rule learned as of an earlier moment: what came after that moment is news, what came before is not."""
    declared = read_rule({**GIT, **READS, "origin": "learned"}, "test", "granted", "user", [])
    assert declared is not None
    stored = compiler.stored(declared, "granted", "", "")
    in_force.change(place.at, db, [rules.adding(stored, "learned", "", {"until": LEARNED})])
    logged(place, db, [(3, "git log -3", NO)])
    assert due.carry_out(place.at, db, AS_OF, aging=False) == []
    logged(place, db, [(3, "git log -3", NO), (12, "git log -5", NO)])
    assert due.carry_out(place.at, db, AS_OF, aging=False) == [stored.id]


def test_each_rule_is_held_against_what_came_after_its_own_yes(place: Place, db: sqlite3.Connection) -> None:
    early = learned(place, LEARNED, **GIT)
    late = learned(place, "2026-10-20T12:00:00.000Z", allow=["Bash(git log *)"])
    logged(place, db, [(12, "git log -3", NO)])
    due.carry_out(place.at, db, AS_OF, aging=False)
    assert states(db) == {early: "suspended", late: "on"}


def test_a_member_of_a_family_is_suspended_alone_and_not_offered_again_with_it(
    place: Place, db: sqlite3.Connection
) -> None:
    logs = place.home / "logs"
    for command in ("pytest -q", "ruff check src", "mypy src"):
        days_of(logs, str(place.root), command, 9)
    ingest(db, [str(logs)], place.at.home)

    def offered() -> dict[str, str]:
        found = learn(db, place.at, Window(AS_OF)).learned
        return {one.title: one.id for each in found.suggestions for one in each.members}

    before = offered()
    assert len(before) >= 3
    title = next(each for each in before if "mypy" in each)
    (each,) = [
        one
        for made in learn(db, place.at, Window(AS_OF)).learned.suggestions
        for one in made.members
        if one.title == title
    ]
    scope = each.candidate.scope
    stored = compiler.stored(each.declared, "granted", "", "" if scope == "user" else scope)
    in_force.change(place.at, db, [rules.adding(stored, "learned")])
    in_force.change(place.at, db, [rules.taking_out(each.id, "suspend", "you refused `mypy src`")])
    assert verdict(place, "mypy src") == ""
    assert offered() == {key: value for key, value in before.items() if key != title}
    back(place, db, each.id)
    assert verdict(place, "mypy src") == "allow"


def test_a_yes_that_was_taken_back_renews_nothing(place: Place, db: sqlite3.Connection) -> None:
    ended = learned(place, ago(100), here=True, allow=["Bash(git push *)"], **SENDS)
    due.carry_out(place.at, db)
    back(place, db, ended)
    for _ in ("the yes", "the end"):
        entry, problems = amend.undoing(db, ended)
        assert entry is not None, problems
        amend.carry_out(place.at, db, [entry])
    assert states(db) == {ended: "expired"}
    assert verdict(place, "git push origin topic") == "ask"


# ------------------------------------------------------------------------------------------------ clocks that jumped


def refused_on(place: Place, db: sqlite3.Connection, ts: str, command: str = "git log -3") -> None:
    session = Session(str(place.root), f"s{ts[:10]}")
    session.now = datetime.fromisoformat(ts)
    session.run(command, NO)
    session.save(place.home / "logs")
    ingest(db, [str(place.home / "logs")], place.at.home)


# Days before now of the yes and of the no (ahead where less than 0), in the order in which they were given.
JUMPED = [
    pytest.param(10, -365, True, id="a-no-from-a-clock-a-year-ahead"),
    pytest.param(10, -36500, True, id="a-no-from-a-clock-a-century-ahead"),
    pytest.param(-365, 5, True, id="a-yes-from-a-clock-a-year-ahead"),
    pytest.param(-365, -366, True, id="both"),
    pytest.param(5, 10, False, id="a-no-before-the-yes"),
    pytest.param(-1, 10, False, id="clocks-differ-by-a-day"),
]


@pytest.mark.parametrize(("yes", "no", "suspended"), JUMPED)
def test_no_jump_of_the_clock_loses_a_no(
    place: Place, db: sqlite3.Connection, yes: int, no: int, suspended: bool
) -> None:
    identity = learned(place, ago(yes), **GIT)
    refused_on(place, db, ago(no))
    assert due.carry_out(place.at, db) == ([identity] if suspended else [])
    assert verdict(place, "git log") == ("" if suspended else "allow")


@pytest.mark.parametrize(("yes", "ends"), [(-365, True), (-181, True), (-80, False), (0, False)])
def test_a_yes_of_days_to_come_does_not_hold_for_longer(
    place: Place, db: sqlite3.Connection, yes: int, ends: bool
) -> None:
    identity = learned(place, ago(yes), here=True, allow=["Bash(git push *)"], **SENDS)
    assert due.carry_out(place.at, db) == ([identity] if ends else [])


def test_answers_of_days_to_come_grant_nothing_and_refuse_all_the_same(
    place: Place, db: sqlite3.Connection
) -> None:
    logs = place.home / "logs"

    def days(command: str, ahead: int, decided: dict[str, Any], count: int) -> None:
        for each in range(count):
            session = Session(str(place.root), f"{command[5:]}{ahead}{each}")
            session.now = datetime.fromisoformat(ago(each - ahead))
            session.run(command, decided, 2)
            session.save(logs)

    days("make check", 365, YES, 12)
    days("make lint", -1, YES, 12)
    days("make test", -1, YES, 12)
    days("make test", 365, NO, 2)
    ingest(db, [str(logs)], place.at.home)
    now = record.now()
    found = learn(db, place.at, Window(now, is_now=True)).learned
    assert [each.text for each in found.suggestions if "check" in each.text or "test" in each.text] == []
    assert "make lint" in str([each.text for each in found.suggestions])


# ------------------------------------------------------------------------------------------------ undone


def test_an_undo_that_names_nothing_takes_back_the_yes_and_not_the_suspension(
    place: Place, db: sqlite3.Connection
) -> None:
    other = learned(place, LEARNED, allow=["Bash(make test)"], **RUNS)
    identity = learned(place, LEARNED, **GIT)
    in_force.change(place.at, db, [rules.taking_out(other, "suspend", "you refused `make test`")])
    for left in ({other: "suspended"}, {}):
        entry, problems = amend.undoing(db, None)
        assert entry is not None, problems
        amend.carry_out(place.at, db, [entry])
        assert states(db) == left
        assert (verdict(place, "git log"), verdict(place, "make test")) == ("", "")
    assert identity not in states(db)


def test_an_undo_does_not_bring_back_what_was_suspended_since_as_it_was_before(
    place: Place, db: sqlite3.Connection
) -> None:
    identity = learned(place, LEARNED, **GIT)
    in_force.change(place.at, db, [rules.enabling(db, identity, on=False)])
    back(place, db, identity)
    in_force.change(place.at, db, [rules.taking_out(identity, "suspend", "you refused `git log`")])
    before = [each.number for each in rules.history(db) if each.action == "disable"]
    with pytest.raises(StoreError, match="came after"):
        rules.undoing(db, before[0])
    entry, problems = amend.undoing(db, None)  # of the yes by which it came back
    assert entry is not None, problems
    amend.carry_out(place.at, db, [entry])
    assert verdict(place, "git log") == ""


def test_an_undo_of_a_suspended_rule_by_its_name_takes_it_away_and_by_its_number_brings_it_back(
    place: Place, db: sqlite3.Connection
) -> None:
    for by_number, left in ((True, "on"), (False, None)):
        identity = learned(place, LEARNED, **GIT)
        in_force.change(place.at, db, [rules.taking_out(identity, "suspend", "you refused `git log`")])
        (latest, *_) = rules.history(db)
        entry, problems = amend.undoing(db, str(latest.number) if by_number else identity)
        assert entry is not None, problems
        amend.carry_out(place.at, db, [entry])
        assert states(db).get(identity) == left
        if left:
            in_force.change(place.at, db, [rules.removing(db, identity)])


def test_going_back_to_a_point_does_not_lift_a_suspension(place: Place, db: sqlite3.Connection) -> None:
    identity = learned(place, LEARNED, **GIT)
    point = rules.number_at(db, "9")
    in_force.change(place.at, db, [rules.taking_out(identity, "suspend", "you refused `git log`")])
    other = learned(place, LEARNED, allow=["Bash(make test)"], **RUNS)
    amend.carry_out(place.at, db, rules.restoring(db, point))
    assert states(db) == {identity: "suspended"}
    assert other not in states(db)
    assert verdict(place, "git log") == ""
