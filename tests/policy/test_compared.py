"""Two sets of rules beside each other: what a difference does is told by a call that shows it, else proven, else open."""

from __future__ import annotations

import pytest

from assent.policy import shipped
from assent.policy.compared import Witness, compared
from assent.policy.parse import Declared, read_policy

READS = 'name = "r"\nallow = ["Bash(git *)"]\nwithin = ["read-project"]\n'
LOG = 'name = "r"\nallow = ["Bash(git log *)"]\nwithin = ["read-project"]\n'
WRITES = 'name = "r"\nallow = ["Bash(git *)"]\nwithin = ["read-project", "write-project"]\n'
DENIES = 'name = "d"\ndeny = ["Bash(git push *)"]\n'
ASKS = 'name = "d"\nask = ["Bash(git push *)"]\n'
OTHER = 'name = "o"\nallow = ["Bash(make test)"]\nwithin = ["run-project"]\n'
FETCHES = 'name = "w"\nallow = ["WebFetch(domain:docs.rs)"]\nwithin = ["net-read"]\n'


def rules(*paragraphs: str) -> list[Declared]:
    found, problems = read_policy("".join(f"[[rule]]\n{each}\n" for each in paragraphs), "here", "modules")
    assert not problems
    return found


# id: (before, after, [(rule, kind, way, looser call, stricter call)])
DIFFERENCES = {
    "the-same": ([READS], [READS], []),
    "another-order": ([READS, DENIES], [DENIES, READS], []),
    "an-allow-more": ([], [OTHER], [("o", "added", "wider", "make test", "")]),
    "an-allow-less": ([OTHER], [], [("o", "removed", "narrower", "", "make test")]),
    "a-host-more": ([], [FETCHES], [("w", "added", "wider", "WebFetch(https://docs.rs/)", "")]),
    "a-denial-more": ([], [DENIES], [("d", "added", "narrower", "", "git push")]),
    "a-denial-less": ([DENIES], [], [("d", "removed", "wider", "git push", "")]),
    "deny-becomes-ask": ([DENIES], [ASKS], [("d", "changed", "wider", "git push", "")]),
    "ask-becomes-deny": ([ASKS], [DENIES], [("d", "changed", "narrower", "", "git push")]),
    "a-narrower-pattern": ([READS + 'yes = ["git diff"]\n'], [LOG], [("r", "changed", "narrower", "", "git diff")]),
    "a-wider-pattern": ([LOG], [READS + 'yes = ["git diff"]\n'], [("r", "changed", "wider", "git diff", "")]),
    "a-wider-cap": ([READS], [WRITES + 'yes = ["git add x"]\n'], [("r", "changed", "wider", "git add x", "")]),
    "a-narrower-cap": ([WRITES + 'no = ["git push"]\nyes = ["git add x"]\n'], [READS], [("r", "changed", "narrower", "", "git add x")]),
    "wider-without-an-example": ([READS], [WRITES], [("r", "changed", "wider", "", "")]),
    "narrower-without-an-example": ([READS], [LOG], [("r", "changed", "narrower", "", "")]),
    "more-here-less-there": (
        ['name = "m"\nallow = ["Bash(make test)"]\nwithin = ["run-project"]\n'],
        ['name = "m"\nallow = ["Bash(make check)"]\nwithin = ["run-project"]\n'],
        [("m", "changed", "both", "make check", "make test")],
    ),
    "added-and-covered": ([READS], [READS, LOG.replace('"r"', '"l"')], [("l", "added", "same", "", "")]),
    "removed-and-covered": ([READS, LOG.replace('"r"', '"l"')], [READS], [("l", "removed", "same", "", "")]),
    "shown-by-another-rules-example": (
        [OTHER.replace("test", "docs") + 'no = ["make docs-all"]\n', 'name = "x"\ndeny = ["Bash(make docs-all)"]\nyes = ["make docs-all"]\n'],
        [OTHER.replace("test", "docs") + 'no = ["make docs-all"]\n'],
        [("x", "removed", "wider", "make docs-all", "")],
    ),
    "unproven": (
        ['name = "u"\ndeny = ["Write(./a/**)"]\n'],
        ['name = "u"\ndeny = ["Write(./b/**)"]\n'],
        [("u", "changed", "unproven", "", "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "wanted"), DIFFERENCES.values(), ids=DIFFERENCES)
def test_a_difference_is_told_with_what_it_does(
    before: list[str], after: list[str], wanted: list[tuple[str, str, str, str, str]]
) -> None:
    found = compared(rules(*before), rules(*after))
    assert [
        (each.name, each.kind, each.way, call(each.looser), call(each.stricter)) for each in found
    ] == wanted


def call(witness: Witness | None) -> str:
    return witness.call if witness else ""


def test_a_witness_says_both_answers() -> None:
    (found,) = compared(rules(DENIES), rules(ASKS))
    assert found.as_json() == {
        "rule": "d",
        "kind": "changed",
        "verdict": "ask",
        "way": "wider",
        "witnesses": {"looser": {"call": "git push", "before": "deny", "after": "ask"}},
    }


@pytest.mark.parametrize("name", shipped.names())
def test_a_module_beside_itself_does_not_differ(name: str) -> None:
    assert compared(shipped.module(name)[0], shipped.module(name)[0]) == []


def test_every_allow_of_a_module_that_goes_is_shown_by_a_call() -> None:
    found = shipped.module("python")[0]
    changes = compared(found, [])
    assert len(changes) == len(found)
    assert {each.way for each in changes} == {"narrower"}
    assert all(each.stricter and each.stricter.before == "allow" for each in changes)
