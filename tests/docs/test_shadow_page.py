"""The screens on the page about shadow mode, replay and evaluation are those that are kept."""

from __future__ import annotations

import pytest

from tests import screens
from tests.docs.pages import DOCS, is_current, with_region

PAGE = DOCS / "shadow.md"
TYPED = {
    "shadow-report": "assent shadow report",
    "replay": "assent replay --policy new.toml",
    "learn-eval": "assent learn eval collection",
}


@pytest.mark.parametrize("name", TYPED)
def test_the_page_shows_the_screen(name: str) -> None:
    kept = (screens.KEPT / f"{name}-80.txt").read_text(encoding="utf-8").rstrip("\n")
    page = with_region(PAGE.read_text(), name, f"```text\n$ {TYPED[name]}\n{kept}\n```\n")
    assert is_current(PAGE, page), "UPDATE_DOCS=1 tools/test tests/docs"
