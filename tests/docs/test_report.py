"""The page about the report shows the digest as it is written, and names every field of the JSON."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from assent.documents.digest import facts as digest
from assent.documents.digest.written import markdown
from assent.documents.report import facts as report
from assent.documents.words import Clock
from tests.docs.pages import DOCS, is_current, with_region
from tests.documents import digests

PAGE = DOCS / "report.md"


def test_the_digest_on_the_page_is_what_is_written() -> None:
    made = markdown(digests.digest(), Clock(digests.UNTIL, utc=True))
    assert is_current(PAGE, with_region(PAGE.read_text(), "digest", f"```markdown\n{made}```\n"))


FACTS: list[Any] = [
    report.Report, report.Place, report.Counts, report.RuleRow, report.Day, digest.Digest, digest.Told, digest.News,
    digest.Fired, digest.Record,
]  # fmt: skip


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact.__module__.split('.')[2]}-{fact.__name__}")
def test_every_field_is_documented(fact: Any) -> None:
    names = [each.name for each in dataclasses.fields(fact)]
    assert [name for name in names if f"`{name}`" not in PAGE.read_text()] == []
