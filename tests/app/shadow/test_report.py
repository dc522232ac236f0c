"""Shadow mode held against what was done: each figure by a history written by hand."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest

from assent.app import state
from assent.app.learn import ingest
from assent.app.shadow import report as app
from assent.app.shadow.report import Figures, Report
from assent.store import decisions
from assent.store.paths import paths_of
from tests.app.shadow.past import History

A, B, C, D = "a" * 12, "b" * 12, "c" * 12, "d" * 12


class Past(History):
    def report(self, since: str = "", projects: list[str] | None = None) -> Report:
        """By the database as the command has it."""
        self.save()
        at = paths_of(str(self.home), {})
        with contextlib.closing(state.opened(at)) as db:
            decisions.import_record(db, at)
            ingest.ingest(db, ingest.log_folders(at.home, {}), at.home)
            return app.report(db, since, projects)


@pytest.fixture
def past(tmp_path: Path) -> Past:
    return Past(tmp_path)


# id: (what would be said, what was done, which figure counts it, prompts spared, prompts added)
ENDS = {
    "allow-approved": ("allow", "yes", "agreed", 1, 0),
    "allow-ran-by-itself": ("allow", "by itself", "agreed", 0, 0),
    "allow-ran-by-the-classifier": ("allow", "classifier", "agreed", 0, 0),
    "allow-refused": ("allow", "no", "false_allows", 0, 0),
    "allow-refused-by-the-classifier": ("allow", "classifier refused", "false_allows", 0, 0),
    "ask-approved": ("ask", "yes", "false_asks", 0, 0),
    "ask-ran-by-the-classifier": ("ask", "classifier", "false_asks", 0, 1),
    "ask-refused": ("ask", "no", "agreed", 0, 0),
    "deny-approved": ("deny", "yes", "false_denials", 0, 0),
    "deny-refused": ("deny", "no", "agreed", 0, 0),
    "deny-refused-by-the-classifier": ("deny", "classifier refused", "agreed", 0, 0),
    "silent-approved": ("silent", "yes", "silent", 0, 0),
    "allow-nobody-knows": ("allow", "never", "unknown", 0, 0),
    "deny-nobody-knows": ("deny", "never", "unknown", 0, 0),
}  # fmt: skip


@pytest.mark.parametrize(("would", "done", "wanted", "spared", "added"), ENDS.values(), ids=ENDS.keys())
def test_a_call_is_counted_once_and_where_it_belongs(
    past: Past, would: str, done: str, wanted: str, spared: int, added: int
) -> None:
    past.shadow("make x", would, done, "" if would == "silent" else A)
    found = past.report()
    total = found.total
    figures = {
        "agreed": total.agreed, "false_allows": total.false_allows, "false_asks": total.false_asks,
        "false_denials": total.false_denials, "silent": found.silent, "unknown": found.unknown,
    }  # fmt: skip
    assert figures == {name: int(name == wanted) for name in figures}
    assert (found.calls, found.spared, found.added) == (1, spared, added)


def test_calls_outside_shadow_mode_are_none_of_its(past: Past) -> None:
    past.call("make x", "yes", verdict="allow")
    past.call('{"shadow":"allow"}', "yes", verdict="allow")
    assert past.report().calls == 0


def test_an_input_that_says_shadow_is_no_decision_in_shadow_mode(past: Past) -> None:
    past.call("make x", "yes", verdict="allow", input={"command": "x", "shadow": "allow"})
    assert past.report().calls == 0


def test_what_a_rule_that_decides_already_said_is_no_evidence(past: Past) -> None:
    past.shadow("make x", "allow", "yes", A, verdict="allow")
    found = past.report()
    assert (found.calls, found.live, found.total) == (1, 1, Figures())


def test_of_two_decisions_about_one_call_the_stricter_counts(past: Past) -> None:
    identity = past.shadow("make x", "allow", "never", A)
    past.call(
        "make x", "never", shadow="deny", shadow_rules=B, shadow_name="b", shadow_layer="user", call=identity
    )
    past.session.result(identity, {"toolDenialKind": "user-rejected", "toolDenialBeforeRun": True})
    found = past.report()
    assert (found.calls, found.total.agreed, found.total.false_allows) == (1, 1, 0)
    assert list(found.rules) == [B]


def test_each_effect_and_each_rule_that_an_allow_needs_bears_it(past: Past) -> None:
    past.shadow("a && b", "allow", "no", f"{A} {B}", effects=["read-project", "net-read"])
    past.shadow("a", "allow", "yes", A)
    found = past.report()
    assert {name: (each.uses, each.false_allows) for name, each in found.effects.items()} == {
        "read-project": (2, 1),
        "net-read": (1, 1),
    }
    assert {each.id: (each.uses, each.false_allows) for each in found.by_uses()} == {A: (2, 1), B: (1, 1)}


def test_only_the_time_and_the_projects_asked_for_count(past: Past) -> None:
    past.shadow("make x", "allow", "yes", A)
    key = f"{past.cwd}/.git"
    assert past.report(since="2026-10-02").calls == 0
    assert past.report(projects=["/elsewhere"]).calls == 0
    assert past.report(projects=[key]).calls == 1


def test_mistakes_are_named_the_latest_first_of_all_kept(past: Past) -> None:
    for number in range(app.EXAMPLES + 3):
        past.shadow(f"make {number}", "allow", "no", A)
    told = past.report().as_json()["examples"]["false_allows"]
    assert [each["input"]["command"] for each in told] == [
        f"make {number}" for number in range(3, app.EXAMPLES + 3)
    ]


# ------------------------------------------------------------------------------------------------ never wrong


def rules(*rows: tuple[str, str, str, int, int]) -> Report:
    """A report of rules by id, layer, source, uses and mistakes."""
    made = Report()
    for identity, layer, source, uses, wrong in rows:
        each = app.OfRule(
            uses=uses, agreed=uses - wrong, false_allows=wrong, id=identity, name=identity, verdict="allow",
            layer=layer, source=source,
        )  # fmt: skip
        made.rules[identity] = each
        made.total.uses += uses
        made.total.agreed += uses - wrong
        made.total.false_allows += wrong
    return made


def commands(found: Report, least: int = 10) -> list[str]:
    return [each.command for each in app.never_wrong(found, least)]


def test_a_rule_with_uses_enough_and_no_mistake_is_named_with_its_command() -> None:
    found = rules((A, "granted", "", 10, 0), (B, "granted", "", 9, 0), (C, "granted", "", 50, 1))
    assert commands(found) == [f"assent shadow off {A}"]
    assert commands(found, 9) == [f"assent shadow off {A}", f"assent shadow off {B}"]


def test_a_module_is_named_whole_when_none_of_its_rules_was_wrong() -> None:
    found = rules(
        (A, "modules", "python", 6, 0), (B, "modules", "python", 5, 0), (C, "modules", "rust", 20, 0),
        (D, "modules", "rust", 1, 1),
    )  # fmt: skip
    assert commands(found) == ["assent shadow off python", f"assent shadow off {C}"]


def test_where_nothing_was_wrong_all_of_it_is_named() -> None:
    assert commands(rules((A, "granted", "", 10, 0))) == ["assent shadow off"]
    assert commands(rules((A, "granted", "", 9, 0))) == []


def test_the_json_has_every_figure_and_no_other_value_for_what_is_not_known(past: Past) -> None:
    past.shadow("make x", "silent", "yes")
    told = past.report().as_json()
    assert told["agreement"] is None
    assert json.loads(json.dumps(told))["silent"] == 1
