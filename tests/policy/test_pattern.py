"""Each form of a permission string: what it becomes, or why it is none."""

from __future__ import annotations

import pytest

from assent.core.pattern import (
    AGENT_HOME,
    ANY,
    ARGV,
    EITHER,
    HOME,
    HOST,
    MANY,
    NAME,
    OWN,
    PATH,
    PROJECT,
    ROOT,
    TMP,
    TOOL,
    WILD,
    WORD,
    Pattern,
)
from assent.core.problem import Problem
from assent.policy.pattern import read_pattern, words_of

# Text, verdict → kind, tool, value, anchor.
FORMS = [
    ("*", "deny", ANY, "*", "", None),
    ("Bash", "allow", TOOL, "Bash", "", None),
    ("  Bash ", "allow", TOOL, "Bash", "", None),
    ("Bash()", "deny", TOOL, "Bash", "", None),
    ("Bash(*)", "deny", TOOL, "Bash", "", None),
    ("Bash(**)", "deny", TOOL, "Bash", "", None),
    ("Bash( )", "deny", TOOL, "Bash", "", None),
    ("Bash(* *)", "deny", TOOL, "Bash", "", None),
    ("Agent(*)", "deny", TOOL, "Agent", "", None),
    ("WebSearch", "allow", TOOL, "WebSearch", "", None),
    ("mcp__a__b", "allow", TOOL, "mcp__a__b", "", None),
    ("Newtool", "ask", TOOL, "Newtool", "", None),
    ("Read(*)", "allow", PATH, "Read", "*", PROJECT),
    ("Glob(**)", "allow", PATH, "Glob", "**", PROJECT),
    ("Grep(**)", "allow", PATH, "Grep", "**", PROJECT),
    ("Read(x/y)", "allow", PATH, "Read", "x/y", PROJECT),
    ("Read(./x)", "allow", PATH, "Read", "x", PROJECT),
    ("Read(//etc/x)", "allow", PATH, "Read", "/etc/x", ROOT),
    ("Read(/etc/x)", "deny", PATH, "Read", "etc/x", EITHER),
    ("Read(/etc/x)", "ask", PATH, "Read", "etc/x", EITHER),
    ("Read(~/x)", "allow", PATH, "Read", "x", HOME),
    ("Read(~//x)", "allow", PATH, "Read", "x", HOME),
    ("Read(~)", "allow", PATH, "Read", "", HOME),
    ("Write(@agent/x)", "deny", PATH, "Write", "x", AGENT_HOME),
    ("Write(@tmp/x)", "allow", PATH, "Write", "x", TMP),
    ("Write(@assent)", "deny", OWN, "Write", "", None),
    ("Read(@assent)", "ask", OWN, "Read", "", None),
    ("Read(..x)", "allow", PATH, "Read", "..x", PROJECT),
    ("WebFetch(domain:Docs.RS.)", "allow", HOST, "WebFetch", "docs.rs", None),
    ("Agent(x)", "allow", NAME, "Agent", "x", None),
    ("Task(x)", "allow", NAME, "Task", "x", None),
    ("Skill(a:b)", "allow", NAME, "Skill", "a:b", None),
]


@pytest.mark.parametrize(("text", "verdict", "kind", "tool", "value", "anchor"), FORMS)
def test_a_form_becomes_its_pattern(
    text: str, verdict: str, kind: str, tool: str, value: str, anchor: str | None
) -> None:
    found = read_pattern(text, verdict)
    assert isinstance(found, Pattern)
    assert (found.text, found.kind, found.tool, found.value) == (text.strip(), kind, tool, value)
    assert anchor is None or found.anchor == anchor


# Body of `Bash(…)` → its tokens; exact when every one of them is a word.
COMMANDS = [
    ("git status", [(WORD, "git"), (WORD, "status")]),
    ("git:*", [(WORD, "git"), (MANY, "")]),
    ("git *", [(WORD, "git"), (MANY, "")]),
    ("git ** x", [(WORD, "git"), (MANY, ""), (WORD, "x")]),
    ("git log*", [(WORD, "git"), (WILD, "log*")]),
    ("ls ?", [(WORD, "ls"), (WILD, "?")]),
    ("ls [ab]", [(WORD, "ls"), (WILD, "[ab]")]),
    ("[ -f x", [(WORD, "["), (WORD, "-f"), (WORD, "x")]),
    ("[[ x", [(WORD, "[["), (WORD, "x")]),
    ("ls '*'", [(WORD, "ls"), (WORD, "*")]),
    ('ls "a b"', [(WORD, "ls"), (WORD, "a b")]),
    ("ls a\\ b", [(WORD, "ls"), (WORD, "a b")]),
    ("ls \\*", [(WORD, "ls"), (WORD, "*")]),
    ("ls x\\", [(WORD, "ls"), (WORD, "x\\")]),
    ("ls ''", [(WORD, "ls"), (WORD, "")]),
    ("ls 'x>y'", [(WORD, "ls"), (WORD, "x>y")]),
    ("ls ';'", [(WORD, "ls"), (WORD, ";")]),
]


@pytest.mark.parametrize(("body", "tokens"), COMMANDS)
def test_a_command_is_read_word_by_word(body: str, tokens: list[tuple[int, str]]) -> None:
    found = read_pattern(f"Bash({body})", "allow")
    assert isinstance(found, Pattern)
    assert (found.kind, list(found.tokens)) == (ARGV, tokens)
    assert found.exact == all(kind == WORD for kind, _ in tokens)


# Text, verdict → what is wrong, and the hint's beginning.
MISTAKES = [
    ("", "allow", "is empty", "write a tool"),
    ("x" * 251, "allow", "too many", "at most 250 characters"),
    ("Bash(a\tb)", "allow", "control characters", "write it with plain"),
    ("Bash(x", "allow", "no closing bracket", "write Bash(x)"),
    ("(x)", "allow", "names no tool", 'for a shell command write "Bash(x)"'),
    ("read(x)", "allow", "case-sensitive", "did you mean Read(x)?"),
    ("git", "allow", "not a permission pattern", 'for a shell command write "Bash(git)"'),
    ("A b(x)", "allow", "not a permission pattern", ""),
    ("Bash('x)", "allow", "not closed", ""),
    ("Bash(a:* b)", "allow", "only means something at the end", "Bash(a * b)"),
    ("WebFetch(x.y)", "allow", "no domain", "WebFetch(domain:"),
    ("WebFetch(domain:)", "allow", "no domain", "WebFetch(domain:"),
    ("WebFetch(domain:x.y/z)", "allow", "no scheme", "WebFetch(domain:"),
    ("WebFetch(domain:x.y:1)", "allow", "no scheme", "WebFetch(domain:"),
    ("WebSearch(x)", "allow", "takes no brackets", "WebSearch"),
    ("Read(~root/x)", "deny", "another user", "Read(//home"),
    ("Read(/x)", "allow", "two meanings", "Read(//x) for the file system, Read(./x)"),
    ("Read(a/../b)", "deny", "leave the project", "Read(//absolute"),
    ("Write(@assent)", "allow", "only ever denied", "deny ="),
    ("Glob(@assent)", "deny", "only ever denied", "deny ="),
    ("Write(@assent/x)", "deny", "begins a place", "Write(./@assent/x)"),
    ("Write(@tmp)", "deny", "begins a place", "Write(./@tmp)"),
    ("Write(@tmp/../x)", "deny", "begins a place", "Write(./@tmp/../x)"),
    ("Write(@other/x)", "deny", "begins a place", "Write(./@other/x)"),
    *((f"Bash(a {sign} b)", "allow", "matches one command", "name each command") for sign in ("&&", "||", ";", "|")),
    *((f"Bash(a {sign} b)", "allow", "matches one command", "leave it out") for sign in (">", "<")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "verdict", "what", "hint"), MISTAKES)
def test_a_form_that_cannot_mean_what_it_says_is_a_problem(
    text: str, verdict: str, what: str, hint: str
) -> None:
    found = read_pattern(text, verdict, "p.toml:1")
    assert isinstance(found, Problem)
    assert found.where == "p.toml:1"
    assert what in found.what
    assert found.hint.startswith(hint)


LONGEST = [("allow", 250), ("ask", 2000), ("deny", 2000)]


@pytest.mark.parametrize(("verdict", "most"), LONGEST)
def test_a_pattern_has_so_many_characters_at_most(verdict: str, most: int) -> None:
    texts = ["Bash(" + "x" * (length - 6) + ")" for length in (most, most + 1)]
    assert [type(read_pattern(text, verdict)) for text in texts] == [Pattern, Problem]


@pytest.mark.parametrize("text", ["a 'b", 'a "b', "'"])
def test_an_open_quote_makes_no_words(text: str) -> None:
    assert words_of(text) is None


KNOWN = """Read Write Edit NotebookEdit MultiEdit Glob Grep Agent Task Skill Bash WebFetch WebSearch LS NotebookRead
TodoWrite BashOutput KillShell Monitor PowerShell""".split()


@pytest.mark.parametrize("tool", KNOWN)
def test_a_known_tool_in_other_letters_is_a_slip(tool: str) -> None:
    assert isinstance(read_pattern(tool, "allow"), Pattern)
    found = read_pattern(tool.swapcase(), "allow")
    assert isinstance(found, Problem)
    assert found.hint == f"did you mean {tool}?"


NAMELESS = "mcp__* mcp__ mcp__** mcp__*__* mcp__*__get mcp__git* mcp__git*__get mcp__? mcp__[a-z]* mcp__*a mcp__*__".split()


@pytest.mark.parametrize("text", NAMELESS)
def test_an_allow_names_the_server_whose_tools_it_allows(text: str) -> None:
    found = read_pattern(text, "allow")
    assert isinstance(found, Problem)
    assert "name the server" in found.hint
    for verdict in ("deny", "ask"):
        assert isinstance(read_pattern(text, verdict), Pattern), verdict


@pytest.mark.parametrize(
    "text", ["mcp__git", "mcp__git__*", "mcp__git__get", "mcp__git__get_*", "mcp__git__"]
)
def test_an_allow_of_a_server_by_its_name_is_one(text: str) -> None:
    assert isinstance(read_pattern(text, "allow"), Pattern)
