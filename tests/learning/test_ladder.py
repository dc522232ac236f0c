"""What a part can teach, worked out once for all parts that teach the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assent.core import effect
from assent.learning.families import pools_of
from assent.learning.ladder import Ladders, told_by
from assent.learning.shapes import NAMED, PartSummary, shapes_of, unsaid
from tests.learning.answers import FETCHES, PUSHES, READS, STRANGE, WRITES, seen

# Those by which levels and families are told apart.
TOLD = (
    effect.READ_PROJECT, effect.WRITE_PROJECT, effect.RUN_PROJECT, effect.READ_ELSEWHERE, effect.NET_READ,
    effect.NET_SEND, effect.INSTALL, effect.UNKNOWN, effect.DESTROY,
)  # fmt: skip
EFFECTS = st.sets(st.sampled_from(TOLD), max_size=2).map(sum)
WORDS = st.sampled_from(
    "git log push npm run test lint deploy ruff -q --all x . README.md requirements.txt".split()
)


@st.composite
def commands(draw: st.DrawFn) -> PartSummary:
    """Any command with any effects, whether it makes sense or not."""
    argv = draw(st.lists(WORDS, min_size=1, max_size=6).map(tuple))
    path = argv[: draw(st.integers(0, len(argv)))]
    to = draw(st.sampled_from(((), ("origin",))))
    return PartSummary("Bash", path, draw(st.sampled_from((argv, argv, None))), draw(EFFECTS), to)


@settings(max_examples=1000)
@given(commands())
def test_words_that_are_left_out_are_in_no_shape(part: PartSummary) -> None:
    told = told_by(part)
    assert list(shapes_of(told)) == list(shapes_of(part))
    assert (unsaid(told), list(pools_of(told))) == (unsaid(part), list(pools_of(part)))


@given(commands())
def test_a_ladder_has_every_shape_of_its_part(part: PartSummary) -> None:
    ladder = Ladders()[part]
    assert ladder.rungs == tuple(shapes_of(part))
    assert ladder.pools == tuple((family.here, pool, member) for family, pool, member in pools_of(part))
    members = {shape for _, *both in ladder.pools for shape in both}
    assert {*ladder.over} == {shape for shape, _ in ladder.rungs} | members | {ladder.bare} - {None}
    assert (ladder.effects, ladder.level) == (part.effects, part.level)


# Two parts that teach the same, and two that do not.
SAME = [
    pytest.param(seen("git", "log", argv=("git", "log", "a")), seen("git", "log", argv=("git", "log", "b", "-c")), True, id="other-words"),
    pytest.param(READS.parts[0], seen("git", "log"), False, id="another-verb"),
    pytest.param(READS.parts[0], seen("git", "status", argv=("git", "status", "-s")), False, id="a-form"),
    pytest.param(READS.parts[0], seen("git", "status", effects=effect.WRITE_PROJECT), False, id="other-effects"),
    pytest.param(STRANGE.parts[0], seen("frob", argv=("frob", "--none"), effects=effect.UNKNOWN), False, id="what-is-not-known"),
    pytest.param(
        PartSummary("mcp__hub__get", ("mcp__hub__get", "hub", "get"), None, effect.NET_READ, ("hub",), fields=(("repo", NAMED),)),
        PartSummary("mcp__hub__get", ("mcp__hub__get", "hub", "get"), None, effect.NET_READ, ("hub",)), False, id="a-place-that-is-only-named"),
    pytest.param(
        seen("Read", "src", "a.py", tool="Read"), seen("Read", "src", "b.py", tool="Read"), False, id="two-files"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "same"), SAME)
def test_parts_that_teach_the_same_have_one_ladder(one: PartSummary, other: PartSummary, same: bool) -> None:
    ladders = Ladders()
    assert (ladders[one] is ladders[other]) is same


def test_a_text_that_never_comes_again_is_not_kept() -> None:
    ladders = Ladders()
    made = [ladders[seen("git", "log", argv=("git", "log", str(number)))] for number in range(9)]
    assert (len({*made}), len(ladders)) == (1, 1)
    assert {ladders[each.parts[0]].level for each in (WRITES, FETCHES, PUSHES)} == {1, 2, 3}
