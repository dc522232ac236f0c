"""The screens on the page about what is counted are those that are kept."""

from __future__ import annotations

import re

import pytest

from assent.cli.answers import TELL
from tests import screens
from tests.cli import days
from tests.cli.test_stats import SCREENS
from tests.docs.pages import DOCS, is_current, with_region

PAGE = DOCS / "stats.md"


@pytest.mark.parametrize("name", ["stats", "stats-friction", "stats-silence", "trends"])
def test_the_page_shows_the_screen(name: str) -> None:
    kept = (screens.KEPT / f"{name}-80.txt").read_text(encoding="utf-8")
    typed = " ".join(("$ assent", *SCREENS[name], *days.SPAN))
    page = with_region(PAGE.read_text(), name, f"```text\n{typed}\n{kept}```\n")
    assert is_current(PAGE, page), "UPDATE_DOCS=1 tools/test tests/docs"


def test_every_question_is_on_the_page() -> None:
    told = set(re.findall(r"`([\w-]+)`", PAGE.read_text().partition("## Questions")[2].partition("###")[0]))
    assert set(TELL) - told == set()
