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


# id: (file, text, what must still be denied, what is said; "" for nothing)
KEPT = {
    "in-both-places": ("any.json", '{"allow": [], "permissions": {"deny": ["Bash(a)"]}}', ["Bash(a)"], ""),
    "denials-in-both": ("any.json", '{"deny": ["Bash(b)"], "permissions": {"deny": ["Bash(a)"]}}', ["Bash(b)", "Bash(a)"], ""),
    "key-twice": ("any.json", '{"deny": ["Bash(a)"], "deny": ["Bash(b)"]}', ["Bash(a)", "Bash(b)"], "'deny' stands twice"),
    "table-twice": ("any.json", '{"permissions": {"deny": ["Bash(a)"]}, "permissions": {"allow": []}}', ["Bash(a)"], "stands twice"),
    "other-case": ("any.json", '{"allow": [], "Deny": ["Bash(a)"]}', ["Bash(a)"], "did you mean 'deny'"),
    "nearly-the-word": ("any.json", '{"denied": ["Bash(a)"]}', ["Bash(a)"], "did you mean 'deny'"),
    "number-beside": ("any.json", '{"deny": ["Bash(a)", 7]}', ["Bash(a)"], "list of texts"),
    "half-a-character-beside": ("any.json", '{"deny": ["Bash(a)", "Bash(\\ud800)"]}', ["Bash(a)"], "list of texts"),
    "text-for-a-list": ("any.json", '{"deny": "Bash(a)"}', ["Bash(a)"], "list of texts"),
    "mark-of-byte-order": ("any.json", '\ufeff{"deny": ["Bash(a)"]}', ["Bash(a)"], ""),
    "comment-ends-at-a-return": ("any.json", '{// why\r "deny": ["Bash(a)"],\n "allow": []}', ["Bash(a)"], ""),
    "comment-in-a-comment": ("any.json", '{/* "x": /* */ "deny": ["Bash(a)"]}', ["Bash(a)"], ""),
    "never-it-seems": ("any.json", '{"deny": ["Bash(find * -exec * ;)"]}', ["Bash(find * -exec * ;)"], "joins several"),
    "file-in-another-case": ("Deny.json", '["Bash(a)"]', ["Bash(a)"], ""),
    "file-with-more-words": ("10-deny.local.json", '["Bash(a)"]', ["Bash(a)"], ""),
    "file-of-denials": ("denials.json", '{"rules": ["Bash(a)"]}', ["Bash(a)"], ""),
    "folder-does-not-count": ("allow/deny.json", '["Bash(a)"]', ["Bash(a)"], ""),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text", "wanted", "said"), KEPT.values(), ids=KEPT)
def test_no_denial_of_a_module_is_lost_in_silence(name: str, text: str, wanted: list[str], said: str) -> None:
    found, problems = read_modules({f"/p/{name}": text}, "project", "key")
    assert [each.rule.patterns[0].text for each in found if each.rule.verdict == "deny"] == wanted
    assert said in "\n".join(map(str, problems))
    assert bool(problems) == bool(said)


# id: (file, text): nothing of it may allow
NO_ALLOWS = {
    "nearly-the-word": ("any.json", '{"allowed": ["Bash(a)"]}'),
    "number-beside": ("any.json", '{"allow": ["Bash(a)", 7]}'),
    "text-for-a-list": ("any.json", '{"allow": "Bash(a)"}'),
    "named-for-asking": ("ask-first.json", '["Bash(a)"]'),
    "named-for-both": ("allow-and-deny.json", '["Bash(a)"]'),
}


@pytest.mark.parametrize(("name", "text"), NO_ALLOWS.values(), ids=NO_ALLOWS)
def test_a_doubtful_list_allows_nothing(name: str, text: str) -> None:
    found, _ = read_modules({f"/p/{name}": text}, "project", "key")
    assert [each.rule.verdict for each in found if each.rule.verdict == "allow"] == []


@pytest.mark.parametrize("name", ["predeny.json", "denim.json", "task.json", "mask.json", "deny/git.json"])
def test_a_file_whose_name_only_sounds_so_is_a_module_of_allows(name: str) -> None:
    (found,), problems = read_modules({f"/p/{name}": '["Bash(a)"]'}, "project", "key")
    assert (found.rule.verdict, problems) == ("allow", [])
