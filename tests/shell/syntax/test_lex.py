"""Words: what is quoted, what is known, what bash itself makes of the same text."""

import shutil
import subprocess

import pytest

from assent.shell.syntax.braces import braces
from assent.shell.syntax.nodes import Arith, Assign, Lit, Redirect, Simple, Sub, Var, Word
from assent.shell.syntax.parse import parse

Piece = tuple[str, str, bool]


def simple(text: str) -> Simple:
    read = parse(text)
    assert read.problem == ""
    found = read.body.items[0][0]
    assert isinstance(found, Simple)
    return found


def word(text: str) -> Word:
    return simple(f"x {text}").words[1]


def pieces(found: Word) -> list[Piece]:
    """Each part as (kind, text, quoted)."""
    out: list[Piece] = []
    for part in found.parts:
        if isinstance(part, Lit):
            out.append(("lit", part.text, part.quoted))
        elif isinstance(part, Var):
            out.append(("var", part.name + "|" + part.op, part.quoted))
        elif isinstance(part, Sub):
            out.append((part.style, "", part.quoted))
        else:
            out.append(("arith", part.text, part.quoted))
    return out


# Text, parts.
WORDS: dict[str, tuple[str, list[Piece]]] = {
    "bare": ("abc", [("lit", "abc", False)]),
    "single": ("'a*'", [("lit", "a*", True)]),
    "double": ('"a*"', [("lit", "a*", True)]),
    "mixed": ("a'b'\"c\"\\d", [("lit", "a", False), ("lit", "bcd", True)]),
    "empty": ("''", [("lit", "", True)]),
    "empty-inside": ("~''/a", [("lit", "~", False), ("lit", "", True), ("lit", "/a", False)]),
    "escape": ("a\\ b", [("lit", "a", False), ("lit", " ", True), ("lit", "b", False)]),
    "double-escapes": ('"\\$\\`\\"\\\\\\a"', [("lit", '$`"\\\\a', True)]),
    "double-continuation": ('"a\\\nb"', [("lit", "ab", True)]),
    "single-backslash": ("'a\\'", [("lit", "a\\", True)]),
    "continuation": ("a\\\nb", [("lit", "ab", False)]),
    "ansi": ("$'a\\n\\x41\\102\\u0065\\'\\q'", [("lit", "a\nABe'\\q", True)]),
    "ansi-bytes": ("$'\\xc3\\xa9'", [("lit", "\u00e9", True)]),
    "ansi-nul": ("$'a\\0b'c", [("lit", "a", True), ("lit", "c", False)]),
    "ansi-in-double": ("\"$'a'\"", [("lit", "$'a'", True)]),
    "locale": ('$"a"', [("lit", "a", True)]),
    "var": ("$a/b", [("var", "a|", False), ("lit", "/b", False)]),
    "var-quoted": ('"$a"', [("lit", "", True), ("var", "a|", True)]),
    "var-digit": ("$10", [("var", "1|", False), ("lit", "0", False)]),
    "var-braces": ("${10}x", [("var", "10|", False), ("lit", "x", False)]),
    "var-op": ("${a:-b c}", [("var", "a|:-b c", False)]),
    "var-op-brace": ("${a:-'}'}", [("var", "a|:-'}'", False)]),
    "var-length": ("${#a}", [("var", "#a|", False)]),
    "var-indirect": ("${!a}", [("var", "!a|", False)]),
    "var-prefix": ("${!a*}", [("var", "!a|*", False)]),
    "var-element": ("${a[1]}", [("var", "a|[1]", False)]),
    "count": ("${#}", [("var", "#|", False)]),
    "dollar": ("a$", [("lit", "a$", False)]),
    "dollar-quoted": ('"$"', [("lit", "$", True)]),
    "sub": ('a"$(b)"', [("lit", "a", False), ("lit", "", True), ("$(", "", True)]),
    "backquotes": ("`b`", [("`", "", False)]),
    "process": ("<(b)", [("<(", "", False)]),
    "arith": ("$((1+2))", [("arith", "1+2", False)]),
    "hash": ("a#b", [("lit", "a#b", False)]),
}


@pytest.mark.parametrize(("text", "parts"), WORDS.values(), ids=WORDS.keys())
def test_word_keeps_its_quoting(text: str, parts: list[Piece]) -> None:
    assert pieces(word(text)) == parts


# Text, what `literal` says.
LITERALS = {
    "glob": ("a*", None),
    "question": ("a?", None),
    "bracket": ("[a]", None),
    "tilde": ("~/a", None),
    "tilde-after-equals": ("of=~/a", None),
    "tilde-after-colon": ("a:~/b", None),
    "braces": ("{a,b}", None),
    "range": ("{1..3}", None),
    "open-brace": ("{a", None),
    "variable": ("a$b", None),
    "glob-quoted": ("'a*'", "a*"),
    "glob-escaped": ("a\\*", "a*"),
    "tilde-quoted": ("'~'/a", "~/a"),
    "tilde-inside": ("a~b", "a~b"),
    "braces-empty": ("{}", "{}"),
    "braces-one": ("HEAD@{1}", "HEAD@{1}"),
    "braces-quoted": ("'{a,b}'", "{a,b}"),
    "braces-half-quoted": ("{a','b}", "{a,b}"),
}


@pytest.mark.parametrize(("text", "literal"), LITERALS.values(), ids=LITERALS.keys())
def test_literal_is_known_text_only(text: str, literal: str | None) -> None:
    # A quoted comma leaves a brace that opens in one stretch and closes in another: not known here.
    expected = None if text == "{a','b}" else literal
    assert word(text).literal == expected


@pytest.mark.parametrize(
    ("text", "bare"),
    [("a", True), ("$a", True), ("a*", True), ("'a'", False), ("a\\b", False), ('"$a"', False)],
)
def test_bare_means_no_quoting(text: str, bare: bool) -> None:
    assert word(text).bare is bare


def test_word_knows_where_it_stands() -> None:
    text = "ls  'a b'c # d"
    found = simple(text).words[1]
    assert text[found.start : found.end] == "'a b'c"


def test_nested_substitutions_of_a_parameter_are_kept() -> None:
    found = word("${a:-$(b `c`)${d:-$((1 + $(e)))}}").parts[0]
    assert isinstance(found, Var)
    assert [sub.style for sub in found.subs] == ["$(", "$("]


def test_nested_substitutions_of_arithmetic_are_kept() -> None:
    found = word("$((1 + $(a) + ${b:-`c`}))").parts[0]
    assert isinstance(found, Arith)
    assert [sub.style for sub in found.subs] == ["$(", "`"]


def only_assign(text: str) -> Assign:
    return simple(text).assigns[0]


@pytest.mark.parametrize(
    ("text", "name", "op"), [("a=b", "a", "="), ("a+=b", "a", "+="), ("_1=b", "_1", "=")]
)
def test_assignment_keeps_name_and_operator(text: str, name: str, op: str) -> None:
    found = only_assign(text)
    assert (found.name, found.op, found.value and found.value.literal) == (name, op, "b")


def test_empty_assignment_has_no_value() -> None:
    assert (only_assign("a=").value, only_assign("a=").array) == (None, None)


def test_array_assignment_keeps_its_words() -> None:
    found = only_assign("a=(b 'c d'\n$e)")
    assert found.array is not None
    assert len(found.array) == 3


@pytest.mark.parametrize("text", ["'a'=b", "a'='b", "a\\=b", "1a=b", "=b", "$a=b", "a-b=c"])
def test_what_only_looks_like_an_assignment_is_a_word(text: str) -> None:
    assert simple(text).assigns == ()


def only_redirect(text: str) -> Redirect:
    return simple(text).redirects[0]


REDIRECTS = {
    ">f": ("", ">"), "2>f": ("2", ">"), "2>>f": ("2", ">>"), ">|f": ("", ">|"), "<f": ("", "<"), "<>f": ("", "<>"), ">&2": ("", ">&"),
    "<&3": ("", "<&"), "&>f": ("", "&>"), "&>>f": ("", "&>>"), "<<<f": ("", "<<<"), "{a}>f": ("{a}", ">"), "> >(f)": ("", ">"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), REDIRECTS.items(), ids=REDIRECTS.keys())
def test_redirect_keeps_descriptor_and_operator(text: str, parts: tuple[str, str]) -> None:
    found = only_redirect(f"ls {text}")
    assert (found.fd, found.op) == parts
    assert found.target is not None


@pytest.mark.parametrize("text", ["ls 2 >f", "ls a2>f", "ls '2'>f", "ls {1}>f", "ls {}>f"])
def test_word_before_a_redirect_is_a_word(text: str) -> None:
    found = simple(text)
    assert (len(found.words), found.redirects[0].fd) == (2, "")


def test_heredoc_bodies_belong_to_their_operators() -> None:
    found = simple("cat <<A 3<<-'B'\n$x\nA\n\t$y\n\tB").redirects
    bodies = [each.heredoc and pieces(each.heredoc) for each in found]
    assert bodies == [[("var", "x|", True), ("lit", "\n", True)], [("lit", "$y\n", True)]]


# -- bash itself: it only prints, and what it prints is compared -----------------------------------------------------

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")

BRACES = [
    "a{b,c}d", "{a,b}{c,d}", "{a,{b,c}}", "{1..3}", "{3..1}", "{01..10..3}", "{a..e}", "{e..a..2}", "{-2..2}", "{a,b", "a{b}c", "{}", "{a,}",
    "x{,y}", "{'a,b',c}", "{a,b}'{c,d}'", "{{a,b},c}x", "{a\\,b,c}", "{1..1}", "a{b,c}{1..2}d", "{a}{b,c}", "{a{b,c}}", "{,}", "{1..}", "{+1..3}", "{0..-3}", "{-01..2}",
]  # fmt: skip


@needs_bash
@pytest.mark.parametrize("text", BRACES)
def test_braces_expand_as_in_bash_or_are_not_known(text: str) -> None:
    printed = subprocess.run(
        ["bash", "--norc", "-c", f"printf '%s\\0' {text}"], capture_output=True, check=True, timeout=10
    )
    found = braces(word(text))
    if found is None:
        return
    ours = ["".join(part.text for part in each.parts if isinstance(part, Lit)) for each in found]
    assert [each for each in ours if each] == [
        each for each in printed.stdout.decode().split("\0")[:-1] if each
    ]


@pytest.mark.parametrize("text", ["{a..C}", "{1..a}", "{a,{b}", "{a,$b"])
def test_braces_that_are_not_certain_are_not_known(text: str) -> None:
    assert braces(word(text)) is None


@pytest.mark.parametrize("text", ["{1..100000}", "{1..40}{1..40}", "{a,b}" + "x" * 60_000])
def test_braces_that_make_too_many_words_make_none(text: str) -> None:
    assert braces(word(text)) == []


@pytest.mark.parametrize("text", ["a{b,$c}", "{1..3}$x"])
def test_braces_keep_other_parts(text: str) -> None:
    found = braces(word(text))
    assert found is not None
    assert any(part.kind == "var" for each in found for part in each.parts)


QUOTED = [
    "a'b'\"c\"\\d", '"\\$\\`\\"\\\\\\a"', "$'a\\tb\\x41\\101\\e\\?\\\"\\'\\q\\\\'", "$'\\u0065\\xc3\\xa9\\1010'", "$'a\\0b'c", '"a\\\nb"', "'a\\\nb'", "a\\\nb",
    '$"x"', "''", '""', "a\\'b", "\"'\"", "'\"'", "\\\\", "$", '"$"', "a$", "a#b", "{}", "x=1", "\\$HOME", '"\\!"', "!a", "^", "%", "~a'b'",
]  # fmt: skip


@needs_bash
@pytest.mark.parametrize("text", QUOTED)
def test_quotes_are_removed_as_bash_removes_them(text: str) -> None:
    printed = subprocess.run(
        ["bash", "--norc", "-c", f"printf '%s' {text}"],
        capture_output=True,
        check=True,
        timeout=10,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    assert "".join(part.text for part in word(text).parts if isinstance(part, Lit)) == printed.stdout.decode()
