"""The page on rules tells each trait that a rule may speak of."""

from __future__ import annotations

from assent.core.traits import TRAITS
from tests.docs.pages import DOCS, is_current, table, with_region

PAGE = DOCS / "rules.md"


def test_the_table_of_traits_is_that_of_the_code() -> None:
    rows = [(f"`{name}`", told) for name, told in TRAITS.items()]
    made = table(("trait", "what a command with it does"), rows)
    assert is_current(PAGE, with_region(PAGE.read_text(), "traits", made)), (
        "UPDATE_DOCS=1 tools/test tests/docs"
    )
