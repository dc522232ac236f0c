"""The page on learning tells the figures that the learner uses."""

from __future__ import annotations

import re
from pathlib import Path

from assent.app.learn import transfer
from assent.core.effect import NAMES, NEVER_LEARNED, mask_of, names_of
from assent.learning import denials, gates
from assent.learning.confidence import DAY_CAP, DENIAL_CAP, SESSION_CAP, lower_bound
from assent.learning.levels import LEVELS, NEVER, UNFAMILIAR
from assent.store.suppressions import DAYS

PAGE = (Path(__file__).parents[2] / "docs/learning.md").read_text()
WORDS = " ".join(PAGE.split())


def rows() -> list[list[str]]:
    """The cells of the table of levels, one list per level."""
    lines = [line for line in PAGE.splitlines() if line[:3] in {f"| {number}" for number in range(6)}]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_each_level_stands_in_the_table_with_its_figures() -> None:
    held = 0
    for level, cells in zip(LEVELS, rows(), strict=False):
        named = mask_of(name for name in NAMES if f"`{name}`" in cells[1])
        before = LEVELS[2].mask if level.number == UNFAMILIAR else held
        assert names_of(named | before) == names_of(level.mask)
        held |= named
        figures = [
            f"{level.bound:.0%}".replace("%", " %"),
            f"{level.sessions}, {level.days}",
            f"{level.projects} projects" if level.projects else "never",
            f"{level.veto:.0%}".replace("%", " %") if level.veto else "none",
        ]
        assert cells[3:] == figures


def test_what_is_never_learned_is_named_whole() -> None:
    cells = rows()[NEVER]
    assert mask_of(name for name in NAMES if f"`{name}`" in cells[1]) == NEVER_LEARNED


def test_the_text_tells_the_same_bounds_and_caps() -> None:
    for count in (4, 7, 9, 12):
        share = f"{lower_bound(count, 0):.0%}".replace("%", " %")
        assert re.search(rf"\b{count}\b[a-z ]* to {share}", WORDS), share
    assert f"at most {SESSION_CAP:g} approvals to a day" in WORDS
    assert f"a day at most {DAY_CAP:g} approvals and {DENIAL_CAP:g} denials" in WORDS
    assert f"(from {gates.CLASS_PROGRAMS} programs)" in WORDS
    first, *later = DAYS
    assert f"for {first} days, the next ones for {' and '.join(map(str, later))}" in WORDS


def test_the_text_tells_what_a_denial_needs() -> None:
    spread = f"on {denials.LEAST_DAYS} days and in {denials.LEAST_SESSIONS} sessions"
    assert f"at least {denials.LEAST} times, {spread}" in WORDS
    assert f"from {denials.PROJECTS} projects on, everywhere" in WORDS
    assert denials.SURE == 0.5
    assert "more often than not with 19 chances in 20" in WORDS
    assert f"fewer than {transfer.NEW} answers is new" in WORDS
