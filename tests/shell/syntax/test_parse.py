"""The tree: every structure that can hide a command shows it, or the text is not read in full."""

from collections.abc import Iterator

import pytest

from assent.shell.syntax.cursor import MAX_CHARS, MAX_DEPTH
from assent.shell.syntax.nodes import ArithCmd, Case, For, Function, If, List, Node, Pipeline, Simple, While
from assent.shell.syntax.parse import parse

# Each runs, or under some reading might run, `rm -rf /x`.
HIDDEN = {
    "semicolon": "ls;rm -rf /x",
    "newline": "ls\nrm -rf /x",
    "background": "ls&rm -rf /x",
    "and": "ls&&rm -rf /x",
    "or": "ls||rm -rf /x",
    "pipe": "ls|rm -rf /x",
    "pipe-both": "ls|&rm -rf /x",
    "subshell": "(rm -rf /x)",
    "subshell-deep": "((ls);(rm -rf /x))",
    "group": "{ rm -rf /x; }",
    "sub": "echo $(rm -rf /x)",
    "sub-in-double": 'echo "$(rm -rf /x)"',
    "sub-in-double-deep": 'echo "$(echo "$(rm -rf /x)")"',
    "backquotes": "echo `rm -rf /x`",
    "backquotes-double": 'echo "`rm -rf /x`"',
    "backquotes-nested": "echo `echo \\`rm -rf /x\\``",
    "process-in": "cat <(rm -rf /x)",
    "process-out": "ls > >(rm -rf /x)",
    "process-in-word": "echo a<(rm -rf /x)",
    "default": "echo ${a:-$(rm -rf /x)}",
    "default-quoted": 'echo "${a:-$(rm -rf /x)}"',
    "default-backquotes": "echo ${a:-`rm -rf /x`}",
    "default-deep": "echo ${a:-${b:-$(rm -rf /x)}}",
    "default-process": "echo ${a:-<(rm -rf /x)}",
    "replace": "echo ${a/x/$(rm -rf /x)}",
    "slice": "echo ${a:$(rm -rf /x)}",
    "element": "echo ${a[$(rm -rf /x)]}",
    "arith": "echo $((1+$(rm -rf /x)))",
    "arith-backquotes": "echo $((`rm -rf /x`))",
    "arith-single-quotes": "echo $(('$(rm -rf /x)'))",
    "arith-bracket": "echo $[$(rm -rf /x)]",
    "arith-or-commands": "echo $((ls);rm -rf /x)",
    "arith-command": "(($(rm -rf /x)))",
    "arith-or-subshells": "((ls);rm -rf /x)",
    "for-arith": "for ((i=$(rm -rf /x);;)); do ls; done",
    "heredoc": "cat <<E\n$(rm -rf /x)\nE",
    "heredoc-backquotes": "cat <<E\n`rm -rf /x`\nE",
    "heredoc-single-quotes": "cat <<E\n'$(rm -rf /x)'\nE",
    "heredoc-lines": "cat <<E\n$(ls\nrm -rf /x)\nE",
    "after-heredoc": "cat <<E\nE\nrm -rf /x",
    "after-two-heredocs": "cat <<A <<B\nA\nB\nrm -rf /x",
    "after-heredoc-mark": "cat <<E; rm -rf /x\nE",
    "heredoc-pipe": "cat <<E | rm -rf /x\nE",
    "heredoc-quoted-end": "cat <<'E F'\nE\nE F\nrm -rf /x",
    "heredoc-tabs": "cat <<-E\n\tE\nrm -rf /x",
    "heredoc-not-tabs": "cat <<E\n\tE\nE\nrm -rf /x",
    "heredoc-joined": "cat <<E\na\\\nE\nE\nrm -rf /x",
    "heredoc-joined-end": "cat <<E\nE\\\n\nrm -rf /x",
    "heredoc-cr": "cat <<E\nE\r\nrm -rf /x\nE",
    "here-string": "cat <<<$(rm -rf /x)",
    "redirect-target": "ls > $(rm -rf /x)",
    "assignment": "a=$(rm -rf /x)",
    "assignment-prefix": "a=1 rm -rf /x",
    "array": "a=($(rm -rf /x))",
    "declare-array": "declare a=($(rm -rf /x))",
    "array-subscript": "a=([$(rm -rf /x)]=1)",
    "element-subscript": "a[$(rm -rf /x)]=1",
    "continuation-word": "r\\\nm -rf /x",
    "continuation-operator": "ls &\\\n& rm -rf /x",
    "continuation-dollar": "echo $\\\n(rm -rf /x)",
    "continuation-dollar-quoted": 'echo "$\\\n(rm -rf /x)"',
    "continuation-backquotes": "echo `r\\\nm -rf /x`",
    "quotes-in-name": "r'm' -rf /x",
    "ansi-name": "$'\\x72m' -rf /x",
    "escape-name": "\\rm -rf /x",
    "time": "time rm -rf /x",
    "time-p": "time -p rm -rf /x",
    "time-not": "time ! rm -rf /x",
    "not": "! rm -rf /x",
    "coproc": "coproc rm -rf /x",
    "coproc-named": "coproc C { rm -rf /x; }",
    "if-condition": "if rm -rf /x; then ls; fi",
    "if-body": "if ls; then rm -rf /x; fi",
    "elif": "if a; then b; elif rm -rf /x; then c; fi",
    "else": "if a; then b; else rm -rf /x; fi",
    "while": "while rm -rf /x; do ls; done",
    "while-body": "until ls; do rm -rf /x; done",
    "for-words": "for a in $(rm -rf /x); do ls; done",
    "for-body": "for a in b; do rm -rf /x; done",
    "for-braces": "for a in b; { rm -rf /x; }",
    "select": "select a in b; do rm -rf /x; done",
    "case-word": "case $(rm -rf /x) in a) ls;; esac",
    "case-pattern": "case a in $(rm -rf /x)) ls;; esac",
    "case-body": "case a in a) rm -rf /x;; esac",
    "case-last": "case a in a) ls;; b) rm -rf /x; esac",
    "case-in-sub": "echo $(case a in a) rm -rf /x;; esac)",
    "function": "f() { rm -rf /x; }; f",
    "function-subshell": "f() ( rm -rf /x ); f",
    "function-keyword": "function f { rm -rf /x; }",
    "cond": "[[ -n $(rm -rf /x) ]]",
    "cond-regex": "[[ a =~ $(rm -rf /x) ]]",
    "cond-regex-parens": "[[ a =~ ($(rm -rf /x)) ]]",
    "after-comment": "ls # '\nrm -rf /x",
    "after-comment-backslash": "ls # \\\nrm -rf /x",
    "after-hash-word": "echo a#b;rm -rf /x",
    "after-sub-comment": "echo $(ls # )\nrm -rf /x)",
    "after-quoted-hash": "echo '#';rm -rf /x",
    "after-open-quote": "rm -rf /x; echo 'a",
    "inside-open-quote": "echo 'a; rm -rf /x",
    "inside-open-sub": "echo $(rm -rf /x",
    "after-cr": "ls\rrm -rf /x",
    "after-nul": "ls\0;rm -rf /x",
    "nul-in-name": "r\0m -rf /x",
    "zero-width": "r\u200bm -rf /x",
    "bidi": "ls \u202e;rm -rf /x",
    "no-break-space": "rm\u00a0-rf\u00a0/x",
    "redirect-first": ">f rm -rf /x",
    "redirect-both": "ls &>f rm;rm -rf /x",
    "extglob": "ls !(a);rm -rf /x",
    "trap-less": "{ ls; } 2>&1 | { rm -rf /x; }",
}  # fmt: skip


def simple_commands(node: object) -> Iterator[Simple]:
    """Every simple command of a tree, at any depth."""
    if isinstance(node, Simple):
        yield node
    if isinstance(node, Node):
        for name in node.__slots__:
            yield from simple_commands(getattr(node, name))
    elif isinstance(node, tuple):
        for each in node:
            yield from simple_commands(each)


def names(text: str) -> list[str | None]:
    return [each.words[0].literal for each in simple_commands(parse(text).body) if each.words]


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN.keys())
def test_hidden_command_is_shown_or_the_text_is_not_read_in_full(text: str) -> None:
    assert parse(text).problem or "rm" in names(text)


# What stands before, around or after a doubt is still there for a denial to see.
SALVAGED = {
    "before-open-quote": "rm -rf /x; echo 'a",
    "same-command": "rm -rf /x 'a",
    "in-pipe": "ls | rm -rf /x | 'a",
    "in-sub": "echo $(rm -rf /x; 'a",
    "in-group": "{ rm -rf /x; 'a",
    "in-if": "if rm -rf /x; then 'a",
    "before-stray": "rm -rf /x )",
    "after-coproc": "coproc rm -rf /x",
    "after-element": "a[0]=1; rm -rf /x",
    "after-unseen": "ls \u200b; rm -rf /x",
    "around-nul": "r\0m -rf /x",
    "after-comment-backslash": "ls # \\\nrm -rf /x",
}


@pytest.mark.parametrize("text", SALVAGED.values(), ids=SALVAGED.keys())
def test_doubtful_text_still_shows_what_was_read(text: str) -> None:
    assert parse(text).problem
    assert "rm" in names(text)


UNSEEN = {
    "nul": "\0", "bell": "\a", "escape": "\x1b", "delete": "\x7f", "c1": "\x85", "form-feed": "\f", "zero-width-space": "\u200b",
    "zero-width-non-joiner": "\u200c", "left-to-right": "\u200e", "override": "\u202e", "isolate": "\u2066", "line-separator": "\u2028",
    "word-joiner": "\u2060", "byte-order": "\ufeff", "soft-hyphen": "\u00ad", "tag": "\U000e0041", "filler": "\u3164", "surrogate": "\ud800",
}  # fmt: skip


@pytest.mark.parametrize("char", UNSEEN.values(), ids=UNSEEN.keys())
@pytest.mark.parametrize("form", ["ls {}", "ls '{}'", 'ls "{}"', "ls # {}", "cat <<'E'\n{}\nE"])
def test_character_nobody_sees_is_never_read_in_full(char: str, form: str) -> None:
    assert parse(form.format(char)).problem


@pytest.mark.parametrize(
    "text", ["ls\r", "ls\r\n", "ls \r -l", "ls\\\r", "ls # \r", "cat <<E\n\r\nE", "if\r\nls; then ls; fi"]
)
def test_carriage_return_outside_quotes_is_never_read_in_full(text: str) -> None:
    assert parse(text).problem


@pytest.mark.parametrize(
    "text",
    ["printf 'a\r\n'", 'printf "\r"', "git commit -m '\u200d'", "echo '\u00a0\u3000'", "echo caf\u00e9"],
)
def test_odd_character_in_quotes_is_read(text: str) -> None:
    assert parse(text).problem == ""


# Opened more often than the cap allows; each must come back at once, not read in full.
DEEP = ["(", "( ", "{ ", "$(", "$((", "`", '"$(', "${a:-", '"${a:-', "<(", "if ", "while ", "f() ", "coproc ", "function f ", "! ", "time ", "$[", "[[ ( ", "a=(", "$(`", "case x in a) ", "cat <<E\n$("]  # fmt: skip


@pytest.mark.parametrize("opener", DEEP)
@pytest.mark.parametrize("count", [51, 5001])
def test_deep_nesting_is_not_read_in_full(opener: str, count: int) -> None:
    assert parse(opener * count).problem
    if opener[0] in '($`"<':
        assert parse("echo " + opener * count).problem


def test_depth_up_to_the_cap_is_read() -> None:
    depth = MAX_DEPTH
    assert parse("echo " + "$(" * depth + ")" * depth).problem == ""
    assert parse("echo " + "$(" * (depth + 1) + ")" * (depth + 1)).problem != ""


def test_long_text_is_not_read_in_full() -> None:
    assert parse("a" * MAX_CHARS).problem == ""
    assert parse("a" * (MAX_CHARS + 1)).problem != ""


def test_ten_thousand_words_are_read() -> None:
    found = parse("ls " + "a " * 10_000).body.items[0][0]
    assert isinstance(found, Simple)
    assert len(found.words) == 10_001


def test_list_keeps_what_follows_each_command() -> None:
    assert [sep for _, sep in parse("a; b & c && d || e\nf").body.items] == [";", "&", "&&", "||", "\n", ""]


def test_pipeline_keeps_operators_and_prefixes() -> None:
    found = parse("! time a | b |& c").body.items[0][0]
    assert isinstance(found, Pipeline)
    assert (found.negated, found.timed, found.ops, len(found.commands)) == (True, True, ("|", "|&"), 3)


def test_two_negations_are_none() -> None:
    found = parse("! ! a").body.items[0][0]
    assert isinstance(found, Simple)


def test_if_keeps_branches_in_order() -> None:
    found = parse("if a; then b; elif c; then d; else e; fi > f").body.items[0][0]
    assert isinstance(found, If)
    assert (len(found.branches), len(found.redirects)) == (2, 1)
    assert isinstance(found.orelse, List)


@pytest.mark.parametrize(("text", "until"), [("while a; do b; done", False), ("until a; do b; done", True)])
def test_while_and_until_are_told_apart(text: str, until: bool) -> None:
    found = parse(text).body.items[0][0]
    assert isinstance(found, While)
    assert found.until is until


def test_counted_for_is_a_while_over_its_expressions() -> None:
    found = parse("for ((i=0; i<3; i++)); do a; done").body.items[0][0]
    assert isinstance(found, While)
    condition = found.cond.items[0][0]
    assert isinstance(condition, ArithCmd)
    assert condition.text == "i=0; i<3; i++"


@pytest.mark.parametrize(
    ("text", "words"),
    [("for x in a b; do c; done", 2), ("for x in; do c; done", 0), ("for x; do c; done", None)],
)
def test_for_tells_no_words_from_the_arguments(text: str, words: int | None) -> None:
    found = parse(text).body.items[0][0]
    assert isinstance(found, For)
    assert (None if found.words is None else len(found.words)) == words


def test_case_keeps_patterns_and_bodies() -> None:
    found = parse("case x in a|b) c;; *) d;& e) esac").body.items[0][0]
    assert isinstance(found, Case)
    assert [(len(patterns), len(body.items)) for patterns, body in found.items] == [(2, 1), (1, 1), (1, 0)]


def test_function_keeps_its_name_and_body() -> None:
    found = parse("f() { a; }").body.items[0][0]
    assert isinstance(found, Function)
    assert (found.name, found.body.kind) == ("f", "group")


def test_problem_says_where() -> None:
    assert parse("ls; echo 'a").problem == "single quotes that do not end, at character 9"
