"""The page on exports names every field and every form."""

from __future__ import annotations

from assent.app.exported.fields import NAMES
from assent.app.exported.registry import FORMS
from tests.docs.pages import DOCS


def test_every_name_and_form_has_its_line_in_order() -> None:
    page = (DOCS / "export.md").read_text().partition("## From claude-permit")[0]
    first = [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")]
    assert sorted(first[: len(FORMS)]) == sorted(FORMS)
    assert tuple(first[len(FORMS) :]) == NAMES
