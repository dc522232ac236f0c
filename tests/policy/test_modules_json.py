"""A project's JSON modules in every shape people write them, and their mistakes."""

from __future__ import annotations

import pytest

from assent.policy.modules_json import read_modules

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
