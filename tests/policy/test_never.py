"""Patterns that can never match are refused with a hint, and their neighbours that can are not."""

from __future__ import annotations

import pytest

from assent.core.pattern import Pattern
from assent.core.problem import Problem
from assent.core.tools import TOOLS
from assent.policy.pattern import read_pattern

# id → (pattern, what its problem must say)
NEVER = {
    "semicolon": ("Bash(git status; ls)", "joins several"),
    "semicolon-without-blanks": ("Bash(git status;ls)", "joins several"),
    "semicolon-at-the-end": ("Bash(make test;)", "joins several"),
    "and": ("Bash(make && make test)", "joins several"),
    "and-without-blanks": ("Bash(make&&make test)", "joins several"),
    "or": ("Bash(make || true)", "joins several"),
    "pipe": ("Bash(git log | head)", "joins several"),
    "pipe-without-blanks": ("Bash(git log|head *)", "joins several"),
    "pipe-of-both": ("Bash(make |& tee x)", "joins several"),
    "background": ("Bash(npm start &)", "joins several"),
    "background-and-another": ("Bash(npm start & ls)", "joins several"),
    "background-behind-a-field": ("Bash(make x=1&)", "joins several"),
    "and-behind-a-field": ("Bash(make x=1&&make)", "joins several"),
    "redirect": ("Bash(ls > x)", "is a redirect"),
    "redirect-without-blanks": ("Bash(ls >x)", "is a redirect"),
    "redirect-of-errors": ("Bash(make 2>&1)", "is a redirect"),
    "redirect-of-both": ("Bash(make &> log)", "is a redirect"),
    "input": ("Bash(wc -l < x)", "is a redirect"),
    "heredoc": ("Bash(cat << EOF)", "heredoc"),
    "heredoc-quoted": ("Bash(cat <<'EOF' *)", "heredoc"),
    "here-string": ("Bash(cat <<< x)", "heredoc"),
    "heredoc-with-its-body": ("Bash(cat <<EOF\nx\nEOF)", "line break"),
    "two-lines": ("Bash(make\nmake test)", "line break"),
    "two-lines-of-another-system": ("Bash(make\rmake test)", "line break"),
    "tab-is-no-line": ("Bash(make\x07)", "control characters"),
    "subshell": ("Bash((git status))", "one plain command"),
    "group": ("Bash({ git status; })", "one plain command"),
    "loop": ("Bash(for x in a b; do ls; done)", "one plain command"),
    "condition": ("Bash(if true; then ls; fi)", "one plain command"),
    "half-a-loop": ("Bash(for x in *; do)", "no shell reads it"),
    "comment": ("Bash(# all tests)", "comment"),
    "comment-behind": ("Bash(make test # all)", "comment"),
    "output-of-a-command": ("Bash(echo $(date))", "cannot be known"),
    "output-in-double-quotes": ('Bash(echo "today $(date)")', "cannot be known"),
    "output-in-backquotes": ("Bash(echo `date` *)", "cannot be known"),
    "output-as-a-file": ("Bash(diff <(ls) x)", "cannot be known"),
    "one-bracket-more": ("Bash(git status))", "brackets"),
    "one-bracket-less": ("Bash(echo (x)", "brackets"),
    "no-closing-bracket": ("Bash(git status", "no closing bracket"),
    "text-behind": ("Bash(git status) *", "text after"),
    "path-bracket-more": ("Read(./x))", "balance"),
    "path-bracket-less": ("Read(./(x)", "balance"),
    "lower-case": ("bash(git status)", "did you mean Bash(git status)?"),
    "upper-case": ("READ(./x)", "did you mean Read(./x)?"),
    "lower-case-web": ("webfetch(domain:example.com)", "did you mean WebFetch("),
    "snake-case": ("web_fetch", "did you mean WebFetch?"),
    "kebab-case": ("notebook-edit(./x)", "did you mean NotebookEdit("),
    "letters-swapped": ("Gerp(./x)", "did you mean Grep(./x)?"),
    "letter-missing": ("Bsh(git status)", "did you mean Bash(git status)?"),
    "letter-too-many": ("Wrrite(./x)", "did you mean Write(./x)?"),
    "letter-another": ("Skull(x)", "did you mean Skill(x)?"),
    "plural": ("Reads", "did you mean Read?"),
    "category": ("Git_read_only", "kind of work"),
    "category-lower": ("git_read_only", "kind of work"),
    "category-kebab": ("Shell-utilities", "kind of work"),
    "category-one-word": ("Pytest", "kind of work"),
    "category-with-brackets": ("Dangerous_operations(rm)", "kind of work"),
    "category-as-a-command": ("Bash(Git_read_only)", "no command"),
    "effect": ("read-project", "an effect and no tool"),
    "effect-with-brackets": ("read-project(x)", "an effect and no tool"),
    "effect-one-word": ("destroy", "an effect and no tool"),
    "effect-as-a-command": ("Bash(read-project)", "no command"),
    "effect-as-a-command-with-star": ("Bash(net-send *)", "no command"),
    "server-lower-case": ("MCP__github__get_x", "mcp__github__get_x"),
    "server-and-a-command": ("mcp__github; ls", "no name"),
    "server-with-brackets": ("mcp__github__get_x(y)", "takes no brackets"),
    "unknown-tool-with-brackets": ("Frobnicate(x)", "takes no brackets"),
}  # fmt: skip
STAY = [
    "Bash", "Bash(git status)", "Bash(git log *)", "Bash(npm test:*)", "Bash(grep 'a|b' *)", 'Bash(grep "a;b" *)',
    "Bash(find . -name x -exec ls {} \\;)", "Bash(find . -exec ls {} +)", "Bash(npm run {a,b})", "Bash(ls [a-z]*)",
    "Bash(pip install x>=1)", "Bash(pip install x>=*)", "Bash(curl http://localhost/x?a=1&b=2)",
    "Bash(gh api repos/*/pulls?x=y&z=*)", "Bash(awk '{print $1}' *)", "Bash(git show 'HEAD#1')", "Bash(make a#b)",
    "Bash(echo '(x)')", "Bash(echo \\(x\\))", "Bash([ -f x ])", "Bash(time make)", "Bash(install *)", "Bash(history)",
    "Bash(FOO=1 make)", "Bash(echo '$(x)')", "Read(./app/(group)/page.tsx)", "Read(~/.ssh/**)", "Write(@tmp/**)",
    "mcp__github__get_x", "mcp__github__*", "mcp__plugin_a-b_c__d", "Agent(Explore)", "TaskStop", "LSP", "Workflow",
    "TodoRead", "ToolSearch", "KillBash", "Frobnicate", "*",
]  # fmt: skip


@pytest.mark.parametrize("verdict", ["allow", "ask", "deny"])
@pytest.mark.parametrize("case", NEVER)
def test_it_is_refused_with_what_and_a_hint(case: str, verdict: str) -> None:
    text, wanted = NEVER[case]
    problem = read_pattern(text, verdict, "policy.toml:3")
    assert isinstance(problem, Problem)
    assert wanted in str(problem)
    assert problem.where == "policy.toml:3"
    assert problem.hint


@pytest.mark.parametrize("verdict", ["allow", "ask", "deny"])
@pytest.mark.parametrize("text", STAY)
def test_what_some_call_can_match_is_read(text: str, verdict: str) -> None:
    if text.startswith("Write(@"):
        verdict = "deny"
    assert isinstance(read_pattern(text, verdict), Pattern)


def test_an_allow_of_250_characters_is_read_and_one_more_is_not_and_a_denial_may_be_longer() -> None:
    longest = f"Bash(echo {'x' * 239})"
    assert len(longest) == 250
    assert isinstance(read_pattern(longest, "allow"), Pattern)
    over = longest.replace("x)", "xx)")
    assert "251 characters" in str(read_pattern(over, "allow"))
    assert isinstance(read_pattern(over, "deny"), Pattern)


@pytest.mark.parametrize("tool", TOOLS)
def test_no_tool_is_taken_for_a_slip_of_another(tool: str) -> None:
    assert isinstance(read_pattern(tool, "deny"), Pattern)
