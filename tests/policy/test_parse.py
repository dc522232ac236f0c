"""Mistakes in policy text: every one named with its place and a hint, none let through."""

from __future__ import annotations

import pytest

from assent.core.effect import NET_READ, NEVER_LEARNED, UNKNOWN
from assent.core.problem import Problem
from assent.policy.check import answer, check
from assent.policy.parse import Declared, read_policy, read_rule

BAD = [
    pytest.param("[[rule]\n", "not valid TOML", id="broken-toml"),
    pytest.param("[rule]\nallow = ['Bash']\n", "not a list", id="one-bracket"),
    pytest.param("[[rule]]\n", "neither allow, ask nor deny", id="no-verdict"),
    pytest.param("[[rule]]\nallow=['Bash']\ndeny=['Bash']\n", "allow and deny", id="two-verdicts"),
    pytest.param("[[rule]]\nallow=[]\n", "`allow` is empty", id="empty-allow"),
    pytest.param("[[rule]]\nallow=[]\ntool='Bash'\n", "`allow` is empty", id="allow-by-field-alone"),
    pytest.param("[[rule]]\nallow=['Bash(git *)']\nwithin=['reading']\n", "no effect", id="unknown-effect"),
    pytest.param(
        "[[rule]]\nallow=['Bash(git *)']\nwithni=['read-project']\n", "unknown key", id="typing-slip"
    ),
    pytest.param("[[rule]]\nallow='Bash(git *'\n", "closing bracket", id="bracket"),
    pytest.param("[[rule]]\nallow='bash(git *)'\n", "case-sensitive", id="case"),
    pytest.param("[[rule]]\nallow='git status'\n", "not a permission pattern", id="no-tool"),
    pytest.param("[[rule]]\nallow='Bash(git status && ls)'\n", "joins several", id="joined"),
    pytest.param("[[rule]]\nallow='Bash(ls > x)'\n", "is a redirect", id="redirect"),
    pytest.param("[[rule]]\nallow='Bash(echo \"x)'\n", "not closed", id="quote"),
    pytest.param("[[rule]]\nallow='Read(/etc/x)'\n", "two meanings", id="one-slash"),
    pytest.param("[[rule]]\nallow='Read(../x)'\n", "leave the project", id="dots"),
    pytest.param("[[rule]]\nallow='WebFetch(example.com)'\n", "no domain", id="no-domain"),
    pytest.param("[[rule]]\nallow='WebFetch(domain:https://x.y)'\n", "no scheme", id="scheme"),
    pytest.param(
        "[[rule]]\ndeny='Bash'\nwithin=['read-project']\n",
        "only means something with allow",
        id="cap-on-deny",
    ),
    pytest.param(
        "[[rule]]\nallow='Bash'\neffects=['history']\n",
        "only means something with deny",
        id="effects-on-allow",
    ),
    pytest.param("[[rule]]\nallow='Bash'\nsoft=true\n", "soft", id="soft-allow"),
    pytest.param(
        "[[rule]]\ndeny=[]\ntool='Bash'\nfields={command='a++$'}\n", "possessive", id="possessive-repeat"
    ),
    pytest.param(
        "[[rule]]\ndeny=[]\ntool='Bash'\nfields={command='(a)\\1'}\n", "not supported", id="back-reference"
    ),
    pytest.param("[[rule]]\ndeny=[]\ntool='Bash'\nfields={command='('}\n", "not closed", id="broken-regex"),
    pytest.param("[[rule]]\ndeny=[]\nfields={command='x'}\n", "needs `tool`", id="fields-without-tool"),
    pytest.param("[[rule]]\nallow='Bash'\nexpires='soon'\n", "a day like", id="day"),
    pytest.param(
        "[[rule]]\nallow='Bash'\nexpires=\"\u0662\u0660\u0662\u0667-\u0660\u0662-\u0660\u0661\"\n",
        "a day like",
        id="day-in-other-digits",
    ),
    pytest.param(
        "[[rule]]\nallow='Bash'\nexpires=\"\uff12\uff10\uff12\uff17-02-01\"\n",
        "a day like",
        id="day-in-wide-digits",
    ),
    pytest.param("[[rule]]\nallow='Bash'\nexpires=\"2027-02-30\"\n", "a day like", id="day-that-is-none"),
    pytest.param("[[rule]]\nallow='Bash'\nexpires=\"2027-13-01\"\n", "a day like", id="month-that-is-none"),
    pytest.param("[[rule]]\nallow='Bash'\nexpires=\"2027-2-1\"\n", "a day like", id="day-in-short"),
    pytest.param("[[rule]]\nallow='Bash'\nexpires=\"2027-W05-1\"\n", "a day like", id="week"),
    pytest.param("[[rule]]\nallow='Bash'\nexpires=\"20270201\"\n", "a day like", id="day-without-hyphens"),
    pytest.param("[[rule]]\nallow='Bash'\nexpires=\"2027-02-01\\n\"\n", "a day like", id="day-and-newline"),
    pytest.param(
        "[[rule]]\nallow='Bash'\nexpires=2027-02-30\n", "not valid TOML", id="toml-day-that-is-none"
    ),
    pytest.param("[[rule]]\nallow='Bash'\nlevel='\u0663'\n", "level from 0 to 4", id="level-in-other-digits"),
    pytest.param("[[rule]]\nallow='Bash'\nenabled='yes'\n", "true or false", id="flag"),
    pytest.param("[[rule]]\nallow='Bash'\nlevel=5\n", "level from 0 to 4", id="level-5-is-never-learned"),
    pytest.param("[[rule]]\nallow='Bash'\norigin='god'\n", "not known", id="origin"),
    pytest.param("surprise = 1\n", "unknown key", id="top-level-key"),
]


@pytest.mark.parametrize(("text", "wanted"), BAD)
def test_the_mistake_is_named_with_its_place(text: str, wanted: str) -> None:
    _, problems = read_policy(text, "policy.toml", "user")
    assert any(wanted in str(problem) for problem in problems), [str(problem) for problem in problems]
    assert all(problem.where.startswith("policy.toml") for problem in problems)


# A rule's other words: with which verdict, a value, what the rule then holds, and values of another kind.
WORDS = [
    ("name", "deny", "'x'", "x", ["1", "['x']"]),
    ("why", "deny", "'x'", "x", ["1", "['x']"]),
    ("within", "allow", "['net-read']", NET_READ, ["1", "[1]"]),
    ("to", "allow", "'origin'", ["origin"], ["1", "['x', 1]"]),
    ("in", "deny", "['project']", ["project"], ["true", "{}"]),
    ("agents", "deny", "['claude']", ["claude"], ["true", "{}"]),
    ("expires", "deny", "2027-02-01", "2027-02-01", ["1", "['2027-02-01']"]),
    ("expires", "deny", "'2027-02-01'", "2027-02-01", ["1", "true"]),
    ("effects", "deny", "['net-read']", NET_READ, ["1", "[1]"]),
    ("effects_all", "ask", "['net-read']", NET_READ, ["1", "[1]"]),
    ("soft", "ask", "true", True, ["1", "'true'"]),
    ("tool", "deny", "'Web.*'", "Web.*", ["1", "['Bash']"]),
    ("level", "allow", "0", 0, ["-1", "5", "true", "'1'", "1.0"]),
    ("level", "allow", "4", 4, ["5"]),
]
HELD_AS = {"in": "where"}


@pytest.mark.parametrize(("word", "verdict", "value", "held", "wrong"), WORDS)
def test_each_word_holds_values_of_its_kind_alone(
    word: str, verdict: str, value: str, held: object, wrong: list[str]
) -> None:
    def read(given: str) -> tuple[list[Declared], list[Problem]]:
        return read_policy(f"[[rule]]\n{verdict}=['Bash(x)']\n{word}={given}\n", "p.toml", "user")

    (found,), problems = read(value)
    assert (getattr(found.rule, HELD_AS.get(word, word)), problems) == (held, [])
    for given in wrong:
        assert [f"`{word}` must be" in str(problem) for problem in read(given)[1]] == [True]


@pytest.mark.parametrize("word", ["yes", "no"])
def test_examples_and_the_switch_stay_beside_the_rule(word: str) -> None:
    text = f"[[rule]]\ndeny='Bash(x)'\n{word}=['a', 'b']\nenabled=false\n"
    ((found,), problems) = read_policy(text, "p.toml", "user")
    assert (getattr(found, word), found.enabled, found.line, problems) == (["a", "b"], False, 1, [])


@pytest.mark.parametrize("given", ["{command=1}", "{command=['x']}", "['command']", "'x'"])
def test_fields_are_a_table_of_texts(given: str) -> None:
    text = f"[[rule]]\ndeny=[]\ntool='Bash'\nfields={given}\n"
    found, problems = read_policy(text, "p.toml", "user")
    assert (found, ["must be a table" in str(problem) for problem in problems]) == ([], [True])


# A word beside a verdict that it means nothing to.
@pytest.mark.parametrize(
    ("verdict", "word"),
    [
        ("deny", "within=['any']"), ("ask", "to='x'"), ("deny", "level=1"), ("allow", "effects=['history']"),
        ("allow", "effects_all=['history']"), ("allow", "except='Bash(x)'"), ("deny", "soft=true"),
    ],
)  # fmt: skip
def test_a_word_that_means_nothing_beside_its_verdict_is_a_mistake(verdict: str, word: str) -> None:
    _, problems = read_policy(f"[[rule]]\n{verdict}='Bash'\n{word}\n", "p.toml", "user")
    assert ["only means something with" in str(problem) for problem in problems] == [True]


# Layer, what the file says its origin is → the origin the rule has.
ORIGINS = [
    ("user", "", "person"), ("managed", "", "person"), ("project", "", "person"), ("granted", "learned", "learned"),
    ("user", "shipped", "shipped"), ("user", "person", "person"), ("modules", "", "shipped"),
    ("modules", "person", "shipped"), ("built-in", "", "shipped"), ("built-in", "person", "shipped"),
]  # fmt: skip


@pytest.mark.parametrize(("layer", "said", "origin"), ORIGINS)
def test_a_rule_has_the_origin_of_its_layer_or_a_stricter_one(layer: str, said: str, origin: str) -> None:
    text = "[[rule]]\nallow='Bash(x *)'\nwithin=['any']\n" + (f"origin='{said}'\n" if said else "")
    ((found,), problems) = read_policy(text, "p.toml", layer)
    assert (found.rule.origin, problems) == (origin, [])
    assert bool((found.rule.within or 0) & NEVER_LEARNED) == (origin == "person")


@pytest.mark.parametrize(("length", "fits"), [(500, True), (501, False)], ids=str)
def test_a_regex_has_at_most_five_hundred_characters(length: int, fits: bool) -> None:
    text = f"[[rule]]\ndeny=[]\ntool='Bash'\nfields={{command='{'x' * length}'}}\n"
    assert bool(read_policy(text, "p.toml", "user")[0]) == fits


def test_a_file_may_say_its_version_and_module() -> None:
    assert read_policy("version = 1\n[module]\nname = 'x'\n", "p.toml", "user") == ([], [])


def test_broken_toml_is_named_with_its_line() -> None:
    _, problems = read_policy("\n\nx = [\n= 3\n", "p.toml", "user")
    assert problems[0].where == "p.toml:4"


def test_half_of_a_character_is_no_text() -> None:
    problems: list[Problem] = []
    assert read_rule({"deny": ["Bash(x)"], "name": "\udc00"}, "p", "user", "user", problems) is None
    assert ["must be a text" in str(problem) for problem in problems] == [True]


def test_every_problem_is_shown_at_once_with_its_line() -> None:
    text = "[[rule]]\nallow='bash(x)'\n\n[[rule]]\nname='second'\nallow='Bash(x)'\nwithin=['nope']\n"
    _, problems = read_policy(text, "p.toml", "user")
    assert [problem.where for problem in problems] == ["p.toml:2", "p.toml:7 rule second"]
    assert all(problem.hint for problem in problems)


PLACED = [
    pytest.param("[[rule]]\nallow='Bash(x *)'\nlevel=9\n", [3], id="key"),
    pytest.param("# a\n\n[[rule]]\n# b\nname='n'\nallow='bash(x)'\n", [6], id="comments-before"),
    pytest.param("[[rule]]\nallow=[\n 'Bash(a)',\n 'bash(b)',\n 'gerp',\n]\n", [4, 5], id="texts-of-a-list"),
    pytest.param("[[rule]]\nallow=['Bash(a)', 'bash(b)']\n", [2], id="texts-on-one-line"),
    pytest.param("[[rule]]\nallow='Bash(x)'\n\n[[rule]]\n\nallow='Bash(y)'\nsoft=true\n", [7], id="second-rule"),
    pytest.param("[[rule]]\nallow='bash(x)'\n[[rule]]\nallow='bash(y)'\n", [2, 4], id="two-rules"),
    pytest.param("[[rule]]\nwhy=\"\"\"\n[[rule]]\nlevel=7\n\"\"\"\nallow='Bash(x)'\nlevel=9\n", [7], id="header-in-a-text"),
    pytest.param("[[rule]]\nask=[]\ntool='B.*'\n[rule.fields]\ncommand='x'\nother='('\n", [6], id="nested-key"),
    pytest.param("[[rule]]\nask=[]\ntool='B.*'\nfields.command='x'\nfields.other='('\n", [5], id="dotted-key"),
    pytest.param("[[rule]]\nask=[]\ntool='B.*'\nfields={command='x', other='('}\n", [4], id="inline-table"),
    pytest.param("[[rule]]\nask=[]\nfields={command='x'}\ntool='('\n", [4], id="regex-of-the-tool"),
    pytest.param("[[rule]]\nallow='Bash(x)'\n'withni'=['a']\n", [3], id="quoted-unknown-key"),
    pytest.param("[[rule]]\nallow='Bash(x)'\nwithin=[\n 'read-project', # [[rule]]\n 'nope']\n", [5], id="effect-in-a-list"),
    pytest.param("version=1\nsurprise=1\n", [2], id="top-level-key"),
    pytest.param("version=1\n\n[surprise]\na=1\n[[rule]]\nallow='Bash(x)'\n", [3], id="unknown-header"),
    pytest.param("\n\nrule=3\n", [3], id="no-list"),
    pytest.param("\nrule=[{allow='bash(x)'}]\n", [2], id="rules-in-one-line"),
    pytest.param("[[rule]]\nname='n'\n\n[[rule]]\nname='m'\n", [1, 4], id="nothing-said"),
    pytest.param("[[rule]]\nallow='Bash(x)'\n\nallow='Bash(y)'\n", [4], id="broken-toml"),
    pytest.param("[[rule]]\nallow=['Bash(x)'\n\n", [4], id="broken-toml-at-the-end"),
    pytest.param("[[rule]]\r\nallow='Bash(x)'\r\nlevel=9\r\n", [3], id="line-ends-of-another-system"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), PLACED)
def test_a_problem_names_the_line_it_stands_on(text: str, lines: list[int]) -> None:
    _, problems = read_policy(text, "p.toml", "user")
    assert [problem.where.split()[0] for problem in problems] == [f"p.toml:{line}" for line in lines]


def test_a_failed_example_is_named_with_its_own_line() -> None:
    text = "[[rule]]\nallow='Bash(git status)'\nyes=[\n 'git status',\n 'git log',\n]\nno='git status'\n"
    found, _ = read_policy(text, "p.toml", "user")
    assert [problem.where for problem in check(found, "p.toml")] == ["p.toml:5", "p.toml:7"]


def test_origin_in_a_file_only_makes_a_rule_stricter() -> None:
    text = "[[rule]]\nallow='Bash(x *)'\nwithin=['any']\norigin='learned'\n"
    found, problems = read_policy(text, "p.toml", "user")
    assert not problems
    assert found[0].rule.within is not None
    assert not found[0].rule.within & NEVER_LEARNED
    assert found[0].rule.within & UNKNOWN  # which an exact pattern of level 4 alone can use


def test_a_failed_example_is_a_problem_with_its_rule() -> None:
    text = "[[rule]]\nname='r'\nallow='Bash(git status)'\nyes=['git log']\nno=['git status']\n"
    found, _ = read_policy(text, "p.toml", "user")
    problems = [str(problem) for problem in check(found, "p.toml")]
    assert len(problems) == 2
    assert all("rule r" in problem for problem in problems)


def test_the_same_rule_twice_is_a_problem() -> None:
    text = "[[rule]]\nallow='Bash(x)'\n[[rule]]\nname='again'\nallow='Bash(x)'\n"
    found, _ = read_policy(text, "p.toml", "user")
    assert any("says the same as line 1" in str(problem) for problem in check(found, "p.toml"))


@pytest.mark.parametrize("slip", ["'Bash(['", "3", "''"], ids=["unreadable", "no-text", "empty"])
@pytest.mark.parametrize("verdict", ["deny", "ask"])
def test_a_slip_in_a_list_of_refusals_leaves_those_beside_it(verdict: str, slip: str) -> None:
    found, problems = read_policy(f"[[rule]]\n{verdict}=['Bash(x *)', {slip}]\n", "p.toml", "user")
    assert problems
    assert [[each.text for each in made.rule.patterns] for made in found] == [["Bash(x *)"]]


def test_a_slip_in_a_list_of_allows_leaves_nothing_of_it() -> None:
    found, problems = read_policy("[[rule]]\nallow=['Bash(x *)', 'Bash([']\n", "p.toml", "user")
    assert problems
    assert not found


# id: a paragraph with a slip, in which `Bash(x *)` is denied all the same.
SLIPS = {
    "why-no-text": "deny=['Bash(x *)']\nwhy=5\n",
    "name-no-text": "deny=['Bash(x *)']\nname=5\n",
    "examples-no-texts": "deny=['Bash(x *)']\nyes=[5]\nno=5\n",
    "level": "deny=['Bash(x *)']\nlevel=9\n",
    "an-allow-beside": "deny=['Bash(x *)']\nallow=['Bash(y)']\n",
    "an-ask-beside": "ask=['Bash(y)']\ndeny=['Bash(x *)']\n",
    "never-it-seems": "deny=['Bash(x *)', 'Bash(make; ls)']\n",
    "condition-is-kept": "deny=['Bash(x *)']\nwhy=5\nin='~/p'\n",
}


@pytest.mark.parametrize("text", SLIPS.values(), ids=SLIPS)
def test_a_slip_in_a_word_that_decides_nothing_costs_no_denial(text: str) -> None:
    found, problems = read_policy(f"[[rule]]\n{text}", "p.toml", "user")
    assert problems
    assert [(each.rule.verdict, each.rule.patterns[0].text) for each in found] == [("deny", "Bash(x *)")]
    assert found[0].rule.where == (["~/p"] if "in=" in text else ())


# id: a paragraph of which nobody knows how far it was meant to reach.
UNSURE = {
    "effects": "deny=['*']\neffects=['destory']\n",
    "unknown-word": "deny=['*']\neffect=['destroy']\n",
    "cap-of-a-denial": "deny=['*']\nwithin=['destroy']\n",
    "place": "deny=['*']\nin=5\n",
    "place-of-no-name": "deny=['*']\nin=''\n",
    "agent-of-no-name": "deny=['*']\nagents=['claude', '']\n",
    "switch": "deny=['*']\nenabled=0\n",
    "allow": "allow=['Bash(x *)']\nwhy=5\n",
}


@pytest.mark.parametrize("text", UNSURE.values(), ids=UNSURE)
def test_a_slip_in_a_condition_leaves_nothing_of_the_rule(text: str) -> None:
    found, problems = read_policy(f"[[rule]]\n{text}", "p.toml", "user")
    assert problems
    assert found == []


# id: a denial that is refused when written, since it seems to match nothing → a call that it matches.
DOUBTED = {
    "semicolon-as-a-word": ("Bash(find * -exec * ;)", "find . -exec cat x \\;"),
    "ampersand-as-a-word": ("Bash(zap a & b)", "zap a '&' b"),
    "pipe-as-a-word": ("Bash(zap a | b)", "zap a '|' b"),
    "arrow-as-a-word": ("Bash(zap > *)", "zap '>' b"),
    "hash-as-a-word": ("Bash(zap # b)", "zap '#' b"),
    "bracket-as-a-word": ("Bash(zap (b)", "zap '(b'"),
}


@pytest.mark.parametrize(("pattern", "command"), DOUBTED.values(), ids=DOUBTED)
def test_a_denial_that_is_in_force_does_not_end_by_our_doubts(pattern: str, command: str) -> None:
    (found,), (problem,) = read_policy(f'[[rule]]\ndeny = ["{pattern}"]\n', "p.toml", "user")
    assert pattern in str(problem)
    assert answer(found, command).verdict == "deny"
