"""Wherever we claim to have read a text in full, bash accepts it and shfmt finds the same words."""

import os
from pathlib import Path

import pytest

from assent.shell.programs.shipped import files
from assent.shell.programs.shipped import text as program
from assent.shell.programs.source import read_source
from assent.shell.syntax.parse import parse
from tests.shell import oracle
from tests.shell.generating import script
from tests.shell.scripts import FORM, FULL

# Real one-liners, one a line (NL2Bash's all.cm): a file too large and too foreign for this repository, named by who has it.
NL2BASH = Path(os.environ.get("NL2BASH") or "/dev/null")
LISTED = (Path(__file__).parent / "oracle_disagreements.txt").read_text()
# One line in so many; NL2BASH_STRIDE=1 holds the reader to all of them.
STRIDE = int(os.environ.get("NL2BASH_STRIDE", "25"))

pytestmark = pytest.mark.skipif(
    oracle.BASH is None or oracle.SHFMT is None, reason="bash or shfmt (shfmt-py) is not installed"
)
needs_one_liners = pytest.mark.skipif(not NL2BASH.is_file(), reason="NL2BASH names no file of one-liners")


def listed(kind: str) -> dict[str, str]:
    """Text and reason of the listed disagreements of a kind."""
    lines = [line.split("\t") for line in LISTED.splitlines() if line and not line.startswith("#")]
    return {text.encode().decode("unicode_escape"): why for found, text, why in lines if found == kind}


@pytest.mark.parametrize("text", FULL.values(), ids=FULL.keys())
def test_full_script_reads_as_bash_and_shfmt_read_it(text: str) -> None:
    assert (parse(text).problem, oracle.disagreement(text)) == ("", "")


@pytest.mark.parametrize("text", FORM.values(), ids=FORM.keys())
def test_doubtful_script_is_not_read_in_full(text: str) -> None:
    assert parse(text).problem != ""


@needs_one_liners
def test_real_one_liners_read_as_bash_and_shfmt_read_them() -> None:
    lines = NL2BASH.read_text().splitlines()[::STRIDE]
    assert [(line, said) for line in lines if (said := oracle.disagreement(line))] == []


@needs_one_liners
def test_real_one_liners_are_nearly_all_read_in_full() -> None:
    lines = NL2BASH.read_text().splitlines()
    assert sum(not parse(line).problem for line in lines) / len(lines) >= 0.99


@pytest.mark.parametrize("text", listed("shfmt"))
def test_listed_disagreement_with_shfmt_is_still_one_and_bash_accepts(text: str) -> None:
    assert oracle.bash_says(text) == ""
    assert oracle.disagreement(text) != ""


@pytest.mark.parametrize("text", listed("form"))
def test_listed_disagreement_with_bash_is_form(text: str) -> None:
    assert parse(text).problem != ""


# A reading that is wrong, as the oracle must see it: text of ours, text given to the others.
WRONG = {
    "word": ("ls a", "ls b"),
    "quoting": ("ls 'a*'", "ls a*"),
    "extra-command": ("ls", "ls; rm x"),
    "nested-command": ("echo $(ls)", "echo $(ls; rm x)"),
    "redirect": ("ls > a", "ls >> a"),
    "assignment": ("a=1 ls", "a=2 ls"),
    "parameter": ("ls $a", "ls $b"),
    "heredoc": ("cat <<E\n$a\nE", "cat <<'E'\n$a\nE"),
    "parameter-inside": ("ls ${a:-$(ls)}", "ls ${a:-$(rm)}"),
}


@pytest.mark.parametrize(("ours", "theirs"), WRONG.values(), ids=WRONG.keys())
def test_oracle_sees_a_wrong_reading(ours: str, theirs: str) -> None:
    tree = oracle.shfmt_tree(theirs)
    assert isinstance(tree, dict)
    assert oracle.our_lines(ours) != oracle.their_lines(tree)


def test_oracle_hears_bash_refuse() -> None:
    assert oracle.bash_says("ls )") != ""


# `tools/fuzz-reader oracle` tries as many as are asked for.
MADE = 600


def test_made_scripts_read_as_bash_and_shfmt_read_them() -> None:
    found = oracle.disagreements(script(seed) for seed in range(MADE))
    assert [(text, said) for text, said in found if not oracle.refused(said)] == []


def test_rows_of_proof_read_as_bash_and_shfmt_read_them() -> None:
    calls = [proof.call for file in set(files().values()) for proof in read_source(program(file)).proofs]
    assert list(oracle.disagreements(calls)) == []


def test_many_texts_at_once_are_told_apart() -> None:
    texts = ["ls a\nls b", "cat <<E\nx\nE", "echo $((1 + * 2))", "ls c # d", "x=1"]
    assert [text for text, _ in oracle.disagreements(texts)] == ["echo $((1 + * 2))"]
    wrong = oracle._by_text(texts[:2], {"Stmts": [{"Pos": {"Line": 1}}, {"Pos": {"Line": 3}}]})
    assert sorted(wrong) == [0, 1]


REFUSED = {
    "negated-twice": "! ! ls",
    "half-a-sum": "echo $((1 +))",
    "comment-behind-let": "let x=1 # y",
    "array-in-arithmetic": "echo ${x:a[1](2)}",
    "subscript-of-a-number": 'wc "${1[0]}"',
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_what_shfmt_alone_refuses_is_known(text: str) -> None:
    said = oracle.disagreement(text)
    assert said == "" or oracle.refused(said)


def test_a_word_read_otherwise_is_never_taken_for_a_refusal() -> None:
    assert not oracle.refused("ours: [] theirs: []")
    assert not oracle.refused("bash: syntax error, a name is not a valid arithmetic operator")
