"""The index that leads a call to its rules, and the body that a snapshot keeps: no rule is lost, bent or doubled."""

from __future__ import annotations

from typing import Any

import pytest

from assent.core import effect
from assent.core.policy import SOFT, Policy, from_body, from_rules, merged
from assent.core.rule import LEARNED, SHIPPED, Rule, from_row
from assent.core.wire import decode, encode
from assent.policy.pattern import read_pattern

BROKEN: list[tuple[object, type[Exception]]] = [
    ([], TypeError), ("x", TypeError), (None, TypeError), ({}, KeyError), ({"rows": []}, KeyError), ({"index": {}}, KeyError),
    ({"rows": {}, "index": {}}, TypeError), ({"rows": [], "index": []}, TypeError), ({"rows": "", "index": {}}, TypeError),
]  # fmt: skip


def patterns(*texts: str) -> Any:
    return [read_pattern(text, "deny") for text in texts]


def rule(identity: str, verdict: str, *texts: str, **more: Any) -> Rule:
    return Rule(identity, verdict, patterns(*texts), **more)


RULES = [
    rule("r0", "deny", "Bash(rm *)", "Bash(dd *)"),
    rule("r1", "allow", "Bash(git *)"),
    rule("r2", "ask", "Bash(rm *)", soft=True),
    rule("r3", "deny", "Write(/etc/*)"),
    rule("r4", "deny", "*", effects=effect.HISTORY),
    rule("r5", "deny", tool="Bash", fields={"command": 'it\'s "so"'}),
    rule("r6", "ask", "Bash(rm *)"),
]
SELECTED = [
    ("deny", ["Bash:rm"], ["r0"]), ("deny", ["Bash:dd", "Bash:rm"], ["r0"]), ("deny", ["path", "Bash:rm"], ["r0", "r3"]),
    ("deny", ["*"], ["r4", "r5"]), ("deny", ["*", "path", "Bash:rm"], ["r0", "r3", "r4", "r5"]), ("allow", ["Bash:git"], ["r1"]),
    ("allow", ["Bash:rm"], []), ("ask", ["Bash:rm"], ["r6"]), (SOFT, ["Bash:rm"], ["r2"]), ("deny", [], []), ("none", ["*"], []),
]  # fmt: skip


@pytest.mark.parametrize(("verdict", "keys", "found"), SELECTED, ids=str)
def test_the_keys_of_a_call_lead_to_its_rules_once_and_in_order(
    verdict: str, keys: list[str], found: list[str]
) -> None:
    made = from_rules(RULES)
    kept = from_body(decode(encode(made.body())))
    for policy in (made, kept, made, kept):
        assert [each.id for each in policy.select(verdict, keys)] == found


def rows(policy: Policy) -> list[dict[str, object]]:
    return [each.row() for each in policy.all()]


def test_a_body_brings_every_rule_back_as_it_was() -> None:
    made = from_rules(RULES)
    kept = from_body(decode(encode(made.body())))
    assert rows(kept) == rows(made) == [each.row() for each in RULES]
    assert kept.body() == made.body()
    assert rows(from_body(decode(encode(kept.body())))) == rows(made)


@pytest.mark.parametrize(
    ("said", "wanted"), [(True, True), (False, False), (None, False), (1, False), ("x", False)]
)
def test_contents_are_wanted_only_when_a_body_says_so(said: object, wanted: bool) -> None:
    assert from_body({**from_rules(RULES).body(), "contents": said}).contents is wanted
    assert from_rules(RULES).contents is False


@pytest.mark.parametrize(("body", "error"), BROKEN, ids=str)
def test_what_is_no_body_is_no_policy(body: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        from_body(body)


def test_a_row_that_holds_no_object_is_no_rule() -> None:
    with pytest.raises(TypeError):
        Policy(["[]"], {}).rule(0)


def test_policies_together_hold_the_rules_of_each() -> None:
    together = merged([from_rules(RULES[:2]), from_rules(RULES[2:])])
    assert rows(together) == rows(from_rules(RULES))
    assert [each.id for each in together.select("deny", ["*", "path", "Bash:rm"])] == ["r0", "r3", "r4", "r5"]


# ------------------------------------------------------------------------------------------------------- one rule

WHOLE = {
    "name": "n", "layer": "granted", "origin": LEARNED, "within": effect.READ_PROJECT, "effects": effect.HISTORY, "effects_all": effect.DESTROY,
    "to": ["origin"], "where": ["~/x"], "agents": ["codex"], "expires": "2027-01-01", "soft": True, "why": "w", "tool": "Bash",
    "fields": {"command": "x"}, "level": 3, "excepts": patterns("Write(./x)"),
}  # fmt: skip


@pytest.mark.parametrize("field", WHOLE)
def test_each_field_of_a_rule_survives_its_row(field: str) -> None:
    made = from_row(Rule("i", "deny", patterns("Bash(x *)"), **{field: WHOLE[field]}).row())
    if field == "excepts":
        assert [each.text for each in made.excepts] == ["Write(./x)"]
    else:
        assert getattr(made, field) == WHOLE[field]
    plain = Rule("i", "deny", [])
    others = set(WHOLE) - {field, "excepts"}
    assert {name: getattr(made, name) for name in others} == {name: getattr(plain, name) for name in others}
    assert (made.id, made.verdict, made.patterns[0].text) == ("i", "deny", "Bash(x *)")


# Nothing and none are told apart: a cap that allows no effect is not the cap of a person's wildcard.
@pytest.mark.parametrize(("field", "value"), [("within", 0), ("within", None), ("level", 0), ("level", None)])
def test_nothing_is_not_none(field: str, value: int | None) -> None:
    made = from_row(decode(encode(Rule("i", "allow", [], **{field: value}).row())))  # type: ignore[arg-type]  # a row, and one of its keywords
    assert getattr(made, field) == value
    assert getattr(made, field) is value
    if field == "within":
        assert made.cap == (effect.WILD if value is None else 0)


@pytest.mark.parametrize("field", ["within", "effects", "effects_all"])
def test_a_mask_of_unknown_bits_is_cut_to_the_known(field: str) -> None:
    made = from_row(
        {"id": "i", "verdict": "allow", "patterns": [], field: effect.ALL << 1 | effect.READ_PROJECT}
    )
    assert getattr(made, field) == effect.ALL


LABELS = [
    (Rule("i", "deny", patterns("Bash(x)", "Bash(y)"), name="n"), "n"), (Rule("i", "deny", patterns("Bash(x)", "Bash(y)")), "Bash(x)"),
    (Rule("i", "deny", []), "i"),
]  # fmt: skip


@pytest.mark.parametrize(("made", "label"), LABELS)
def test_a_rule_is_called_by_its_name_or_first_pattern(made: Rule, label: str) -> None:
    assert made.label == label


# An allow of paths is looked for by the tools it speaks of, a denial by every path that is touched.
INDEX = [
    (rule("i", "deny", "Read(./x)"), ["path"]), (rule("i", "allow", "Grep(./x)"), ["Grep"]), (rule("i", "allow", "Write(./x)"), ["Write", "Edit", "MultiEdit", "NotebookEdit"]),
    (rule("i", "deny", "Write(@assent)"), ["path"]), (rule("i", "ask", "Read(@assent)"), ["*"]), (rule("i", "deny", "mcp__a__*"), ["*"]),
    (rule("i", "deny", "mcp__a"), ["mcp__a"]), (rule("i", "deny", "Bash(*)"), ["Bash"]), (rule("i", "deny", "Bash(g* x)"), ["Bash:"]),
    (rule("i", "deny", "Bash(git *)", "Bash(git x)", "Bash(rm x)"), ["Bash:git", "Bash:rm"]), (rule("i", "deny", "*"), ["*"]), (rule("i", "deny"), ["*"]),
    (rule("i", "deny", "WebFetch(domain:x.y)", origin=SHIPPED), ["WebFetch"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("made", "keys"), INDEX, ids=[str([each.text for each in row[0].patterns]) for row in INDEX]
)
def test_a_rule_is_indexed_by_what_it_speaks_of(made: Rule, keys: list[str]) -> None:
    assert sorted(made.index_keys()) == sorted(keys)
