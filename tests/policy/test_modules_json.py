"""A project's JSON modules in every shape people write them, and their mistakes."""

from __future__ import annotations

import pytest

from assent.policy.modules_json import read_modules, without_comments

SHAPES = [
    pytest.param("deny.json", '["Read(./x)"]', [("deny", "Read(./x)")], id="bare-list-named-by-its-file"),
    pytest.param("ask.json", '{"permissions": ["Bash(x:*)"]}', [("ask", "Bash(x:*)")], id="list-under-permissions"),
    pytest.param("deny.json", '{"commands": ["Bash(x)"]}', [("deny", "Bash(x)")], id="list-under-commands"),
    pytest.param("any.json", '{"allow": ["Bash(a)"], "deny": ["Bash(b)"]}', [("allow", "Bash(a)"), ("deny", "Bash(b)")], id="verdicts"),
    pytest.param("any.json", '{"permissions": {"ask": ["Bash(c)"]}}', [("ask", "Bash(c)")], id="verdicts-inside-permissions"),
    pytest.param("git.json", '["Bash(git status)"]', [("allow", "Bash(git status)")], id="a-module-of-allows"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "wanted"), SHAPES)
def test_the_shape_is_read(name: str, text: str, wanted: list[tuple[str, str]]) -> None:
    found, problems = read_modules({f"/p/{name}": text}, "project", "key")
    assert not problems
    assert [(each.rule.verdict, each.rule.patterns[0].text) for each in found] == wanted
    assert {each.rule.layer for each in found} == {"project"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("{", "not valid JSON", id="broken"),
        pytest.param("7", "no allow, ask or deny list", id="number"),
        pytest.param('{"deny": "Bash(x)"}', "list of texts", id="text-for-a-list"),
        pytest.param('{"deny": [7]}', "list of texts", id="number-in-a-list"),
        pytest.param('{"deny": ["bash(x)"]}', "case-sensitive", id="pattern"),
        pytest.param("[" * 100_000, "not valid JSON", id="deep"),
    ],
)
def test_the_mistake_is_named_with_its_file(text: str, wanted: str) -> None:
    _, problems = read_modules({"/p/deny.json": text}, "project", "key")
    assert [wanted in str(problem) and str(problem).startswith("/p/deny.json") for problem in problems] == [
        True
    ]


COMMENTED = [
    pytest.param('// all\n{"deny": ["Bash(a)"]}', ["Bash(a)"], id="line-before"),
    pytest.param('{"deny": [ // why\n"Bash(a)", // "Bash(c)",\n"Bash(b)"]} // end', ["Bash(a)", "Bash(b)"], id="behind"),
    pytest.param('{"deny": [/* one\n two "x" */ "Bash(a)"]}', ["Bash(a)"], id="block"),
    pytest.param('{"deny": ["Read(//etc/**)"]}', ["Read(//etc/**)"], id="slashes-in-a-text"),
    pytest.param('{"deny": ["Bash(a \\"// b\\")"]}', ['Bash(a "// b")'], id="quotes-in-a-text"),
    pytest.param('{"deny": ["Read(//a/*)", "Read(//*/b)"]}', ["Read(//a/*)", "Read(//*/b)"], id="stars-in-texts"),
    pytest.param('{"deny": ["Bash(a)"]} //', ["Bash(a)"], id="nothing-behind"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), COMMENTED)
def test_comments_are_read_over_and_no_denial_beside_them_is_lost(text: str, wanted: list[str]) -> None:
    found, problems = read_modules({"/p/any.json": text}, "project", "key")
    assert not problems
    assert [each.rule.patterns[0].text for each in found] == wanted


@pytest.mark.parametrize(
    ("text", "where"),
    [
        pytest.param('{"deny": ["Bash(a)"] /* never ends', "/p/any.json:1", id="comment-without-an-end"),
        pytest.param('{\n"deny": ["Bash(a)",]\n}', "/p/any.json:2", id="comma-at-the-end"),
        pytest.param('// x\n{"deny": ["Bash(a)",\n"bash(b)"]}', "/p/any.json:3", id="pattern"),
        pytest.param('{"deny": ["Bash(a)]}', "/p/any.json:1", id="text-without-an-end"),
    ],
)
def test_a_mistake_names_its_line(text: str, where: str) -> None:
    _, problems = read_modules({"/p/any.json": text}, "project", "key")
    assert [problem.where for problem in problems] == [where]


@pytest.mark.parametrize(
    "text", ["/*" * 100_000, '"\\' * 100_000, "/" * 200_000, '["' * 100_000, "// \n" * 50_000]
)
def test_a_text_of_signs_is_left_behind_in_one_pass(text: str) -> None:
    assert len(without_comments(text)) == len(text)
