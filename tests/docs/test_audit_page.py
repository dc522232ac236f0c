"""What the page about audit and status shows is what they say."""

from __future__ import annotations

from tests.docs.pages import DOCS, is_current, with_region

PAGE = DOCS / "audit.md"


def screen(name: str) -> str:
    """A kept screen as a block of the page; its own test holds it against what is seen."""
    return f"```text\n{(DOCS / 'screens' / name).read_text(encoding='utf-8')}```\n"


def test_the_page_shows_what_the_screens_do() -> None:
    text = with_region(PAGE.read_text(encoding="utf-8"), "audit", screen("audit-80.txt"))
    text = with_region(text, "status", screen("status-broken-80.txt"))
    assert is_current(PAGE, text)
