"""Laws of the reader: total on any text, never hanging, never claiming what bash refuses."""

import gc
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.shell.syntax.braces import braces
from assent.shell.syntax.cursor import MAX_DEPTH
from assent.shell.syntax.parse import parse
from tests.shell import oracle
from tests.shell.scripts import FULL
from tests.shell.syntax.test_parse import simple_commands

TOKENS = [
    *"ls a rm x=1 x+=2 a=( ; ;; ;& & && || | |& ( ) (( )) { } [[ ]] ! time if then else elif fi for while do done".split(),
    *"case in esac select function f() \" ' 'q' $ $x ${x} ${x:- $( ` $(( 1 2 > < >> << <<- <<E <<< >& &> <( >( * [a]".split(),
    *"{a,b} ~ = == =~ -f $'a' \\a \\$ declare x[1]= \"$x\" \"$(ls)\" $[1] -p % ^ \u00e9 coproc until -eq {fd}> 2>&1".split(),
    " ", " ", "\t", "\n", "\n", "\\\n", "# c", "\nE\n", '"a b"', "\r", "\0", "\u200b",
]  # fmt: skip

token_soup = st.lists(st.sampled_from(TOKENS), max_size=14).map("".join)
spaced_soup = st.lists(st.sampled_from(TOKENS), max_size=14).map(" ".join)
script_soup = st.lists(st.sampled_from([*FULL.values(), *TOKENS]), max_size=5).map(" ".join)


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Breaks into what takes more of the processor: a hang fails instead of blocking the suite. Garbage is
    left alone meanwhile, because collecting the suite's own takes longer than any reading."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"longer than {seconds} s")

    before = signal.signal(signal.SIGVTALRM, ring)
    gc.disable()
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        gc.enable()
        signal.signal(signal.SIGVTALRM, before)


def read(text: str) -> None:
    with alarm(0.05):
        found = parse(text)
        for each in simple_commands(found.body):
            for word in each.words:
                _ = (word.literal, word.bare, braces(word))


@given(st.text(max_size=4096))
def test_any_text_is_read(text: str) -> None:
    read(text)


@given(st.binary(max_size=4096))
def test_any_bytes_are_read(data: bytes) -> None:
    read(data.decode("utf-8", "surrogateescape"))


@given(st.one_of(token_soup, spaced_soup, script_soup))
def test_any_tokens_are_read(text: str) -> None:
    read(text)


@given(st.text(alphabet="({[$`\"'\\)}]<> \n#=;&|!a1", max_size=600))
def test_any_openers_are_read(text: str) -> None:
    read(text)


@pytest.mark.skipif(oracle.BASH is None, reason="bash is not installed")
@given(st.one_of(token_soup, spaced_soup, script_soup))
def test_bash_accepts_what_is_read_in_full(text: str) -> None:
    if parse(text).problem == "":
        assert oracle.bash_says(text) == ""


@given(script_soup, st.integers(min_value=0))
def test_cut_text_never_shows_a_command_it_does_not_hold(text: str, at: int) -> None:
    cut = text[: at % (len(text) + 1)]
    for each in simple_commands(parse(cut).body):
        for word in each.words:
            assert 0 <= word.start <= word.end <= len(cut)


REPEATED = ["a ", "'a' ", "a'b'", "\\a", "$a", "$(a) ", "`a` ", "${a:-b}", "a;", "a|", "a&&", "a\n", ">f ", "a=(b) ", "<<E\nE\n", "# c\n", "a\\\n", "{a,b}", "$((1))", "[[ a ]];", '"$a"', "{}", "case a in b) ;; esac;", "\u00e9", "cat <<E;", "! ", "((1));"]  # fmt: skip


@pytest.mark.parametrize("unit", REPEATED)
def test_long_repetition_is_read_in_the_time_it_deserves(unit: str) -> None:
    with alarm(2.0):
        parse(unit * (60_000 // len(unit)))


NESTS = {"sub": ("a $(", ")"), "parameter": ("${a:-", "}"), "quoted": ('a "$(', ')"'), "subshell": ("( ", "a )"), "group": ("{ ", "a; }; "), "process": ("a <(", ")"), "if": ("if ", "a; then b; fi;")}  # fmt: skip


@pytest.mark.parametrize(("opening", "closing"), NESTS.values(), ids=NESTS.keys())
def test_nesting_closed_again_is_read_up_to_the_cap(opening: str, closing: str) -> None:
    with alarm(1.0):
        assert parse(opening * (MAX_DEPTH * 2) + closing * (MAX_DEPTH * 2)).problem
