"""Of two rules the one that changes nothing is named once, with the one that beats it."""

from __future__ import annotations

from assent.app.audit import precedence
from assent.app.audit.found import CONTRADICTORY, SHADOWED
from tests.app.audit.rules import paragraph, standing


def found(text: str) -> list[tuple[str, str]]:
    return [(each.kind, each.where.partition(" (")[0]) for each in precedence.findings(standing(text))]


def test_rules_of_their_own_are_left_alone() -> None:
    text = (
        paragraph("allow", "Bash(git log *)", name="a")
        + paragraph("allow", "Bash(git diff *)", name="b")
        + paragraph("deny", "Bash(git push --force *)", name="c")
        + paragraph("ask", "Bash(git push *)", name="d")
        + paragraph("deny", "Read(./secret/**)", name="e")
        + paragraph("allow", "Read(./**)", name="f")
    )
    assert found(text) == []


def test_a_yes_and_a_no_to_one_pattern_contradict() -> None:
    text = paragraph("allow", "Bash(ls)", "Bash(git push:*)", name="a") + paragraph(
        "deny", "Bash(git push *)", name="b"
    )
    assert found(text) == [(CONTRADICTORY, "allow[a]")]


def test_a_no_under_conditions_does_not_contradict() -> None:
    text = paragraph("allow", "Bash(git push *)", name="a")
    text += paragraph("deny", "Bash(git push *)", name="b", effects='["history"]')
    assert found(text) == []


def test_what_a_wider_denial_holds_never_speaks() -> None:
    text = paragraph("deny", "Bash(git *)", name="no") + paragraph("allow", "Bash(git log *)", name="a")
    (one,) = precedence.findings(standing(text))
    assert one.kind == SHADOWED
    assert "never speaks: deny[no] (/etc/p.toml:1) says deny to all of it" in one.what
    assert one.mend == "take it out of /etc/p.toml:4"


def test_of_two_that_say_the_same_the_later_is_named() -> None:
    text = paragraph("allow", "Bash(git log *)", name="first") + paragraph(
        "allow", "Bash(git log:*)", name="second"
    )
    assert found(text) == [(SHADOWED, "allow[second]")]


def test_the_strictest_of_several_is_named() -> None:
    text = (
        paragraph("allow", "Bash(git *)", name="wide")
        + paragraph("ask", "Bash(git l*)", name="asks")
        + paragraph("deny", "Bash(git log *)", "Bash(git ls-files)", name="denies")
        + paragraph("allow", "Bash(git log -5)", name="a")
    )
    (one,) = [each for each in precedence.findings(standing(text)) if each.where.startswith("allow[a]")]
    assert "deny[denies]" in one.what


def test_a_rule_of_one_project_does_not_shadow_one_for_all() -> None:
    wide = standing(paragraph("allow", "Bash(git *)", name="here"), "granted", "/p/.git")
    narrow = standing(paragraph("allow", "Bash(git log *)", name="all"), "granted")
    assert precedence.findings([*wide, *narrow]) == []
    assert len(precedence.findings([*standing(paragraph("allow", "Bash(git *)", name="all")), *narrow])) == 1


def test_what_is_shipped_is_not_for_its_user_to_mend() -> None:
    user = standing(paragraph("deny", "Bash(git *)", name="no"))
    assert (
        precedence.findings([*user, *standing(paragraph("allow", "Bash(git log *)", name="a"), "modules")])
        == []
    )


def test_ten_thousand_rules_are_held_against_each_other() -> None:
    text = "".join(paragraph("allow", f"Bash(tool{n} run *)", name=f"r{n}") for n in range(10_000))
    assert found(text) == []
