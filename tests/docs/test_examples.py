"""Every terminal session on the pages for users is what a person sees who types it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.examples import Refused, rerun
from tests.docs.pages import DOCS, ROOT, is_current
from tests.docs.world import world

PAGES = (
    DOCS / "export.md",
    DOCS / "first-hour.md",
    DOCS / "log.md",
    DOCS / "modules.md",
    DOCS / "program-files.md",
    DOCS / "record.md",
    DOCS / "report.md",
    DOCS / "sessions.md",
    DOCS / "tasks.md",
    DOCS / "troubleshooting.md",
    ROOT / "README.md",
)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_session_on_a_page_is_what_a_person_sees(path: Path) -> None:
    with world() as here:
        assert is_current(path, rerun(path.read_text(), here)), (
            "UPDATE_DOCS=1 tools/test tests/docs writes it"
        )


def test_every_page_with_a_session_is_tried() -> None:
    found = [path for path in (*DOCS.rglob("*.md"), *ROOT.glob("*.md")) if "```console\n" in path.read_text()]
    assert sorted(found) == sorted(PAGES)


def page(*lines: str) -> str:
    return "\n".join(("```console", *lines, "```", ""))


def test_a_session_that_is_no_longer_true_is_seen() -> None:
    with world() as here:
        wrong = page("$ assent --version", "assent 9.9")
        assert rerun(wrong, here) != wrong
        right = rerun(wrong, here)
        assert rerun(right, here) == right


def test_lines_left_out_are_left_out() -> None:
    with world() as here:
        cut = page("$ assent --version", "…")
        assert rerun(cut, here) == cut


def test_nothing_but_our_command_is_run_from_a_page() -> None:
    with world() as here, pytest.raises(Refused):
        rerun(page("$ ls /"), here)
