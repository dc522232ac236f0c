"""The digest in words: one line on a quiet day, and no foreign word is markup in Markdown or on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from assent.documents.digest.facts import Record
from assent.documents.digest.text import MOST
from assent.documents.digest.written import markdown, page
from assent.documents.words import Clock
from tests.browser import Browser, browser
from tests.documents import digests
from tests.documents.test_html import Elements
from tests.documents.test_report_page import FAINT, loaded

CLOCK = Clock(digests.UNTIL, utc=True)


def test_a_quiet_day_is_one_line() -> None:
    assert markdown(digests.quiet(), CLOCK) == (
        "assent: 2026-11-21 08:00 to 2026-11-22 08:00: Quiet: 118 calls: 118 allowed, 0 asked about, 0 denied, "
        "0 passed through (0% without a rule). The record is whole: 1,204 lines verified.\n"
    )
    assert "Quiet: no call was recorded. The record is whole: 1,204 lines verified." in markdown(
        digests.quiet(0), CLOCK
    )


def test_a_record_that_is_not_whole_is_said_first_thing() -> None:
    broken = replace(
        digests.quiet(),
        quiet=False,
        record=Record(False, 9, ["2026-11-20.jsonl: does not agree with its seal"]),
    )
    assert "THE RECORD IS NOT WHOLE: 2026-11-20.jsonl: does not agree with its seal." in markdown(
        broken, CLOCK
    )


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("classifier", "the agent's classifier"),
        ("hook", "another hook"),
        ("assent", "assent"),
        ("claude-permit", "claude-permit"),
    ],
)
def test_who_refused_is_said_as_people_say_it(who: str, said: str) -> None:
    refused = replace(digests.digest().blocked[1], decider=who)
    assert f": refused by {said}, 2026" in markdown(replace(digests.digest(), blocked=[refused]), CLOCK)


# id: what differs from an ordinary day → what the first lines say of it.
FIRST: dict[str, tuple[dict[str, Any], str]] = {
    "prompts-without-an-answer": (
        {"prompts": 9},
        "You were asked 9 times: 3 yes, 1 no, 5 without a known answer.",
    ),
    "every-prompt-answered": ({"prompts": 4}, "You were asked 4 times: 3 yes, 1 no.\n"),
    "nothing-came-to-the-hook": (
        {"calls": 77, "silent": 0, "unseen": 77},
        "0 passed through, 77 only in the agent",
    ),
    "something-came-to-it": (
        {"calls": 78, "silent": 1, "unseen": 77},
        "1 passed through (100% without a rule), 77 only",
    ),
}


@pytest.mark.parametrize(("more", "said"), FIRST.values(), ids=FIRST)
def test_the_first_lines_add_up(more: dict[str, Any], said: str) -> None:
    assert said in markdown(replace(digests.digest(), **more), CLOCK)


def test_a_judge_that_fails_is_said() -> None:
    failing = replace(digests.digest(), judge="the judge failed in 2 of 12 calls")
    assert "The judge failed in 2 of 12 calls. Look: assent stats judge." in markdown(failing, CLOCK)
    assert "judge" not in markdown(digests.digest(), CLOCK)


def test_a_long_list_is_cut_and_says_so() -> None:
    many = [replace(digests.digest().blocked[0], text=f"rm -rf {at}") for at in range(MOST + 7)]
    text = markdown(replace(digests.digest(), blocked=many), CLOCK)
    assert len(re.findall(r"^- `Bash rm", text, re.MULTILINE)) == MOST
    assert "- and 7 more\n" in text


def test_no_foreign_word_is_markup_in_markdown() -> None:
    """As a reader of Markdown takes it: only our headings, lists and code are there."""
    tokens = MarkdownIt("commonmark", {"html": True}).parse(markdown(digests.hostile(), CLOCK))
    kinds = {each.type for each in tokens} | {each.type for token in tokens for each in token.children or []}
    assert kinds <= {
        "heading_open", "heading_close", "paragraph_open", "paragraph_close", "bullet_list_open", "bullet_list_close",
        "list_item_open", "list_item_close", "inline", "text", "code_inline", "text_special",
    }  # fmt: skip
    assert sum(each.type == "heading_open" for each in tokens) == 8


def test_no_foreign_word_is_markup_on_the_page() -> None:
    text = page(digests.hostile(), CLOCK)
    assert loaded(text) == []
    assert set(Elements(text).tags) == {
        "html", "head", "meta", "title", "style", "body", "main", "header", "h1", "h2", "p", "section", "div", "ul", "li",
        "span", "code", "small", "footer",
    }  # fmt: skip


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_page_can_be_read_and_does_nothing(tab: Browser, tmp_path: Path, width: int, dark: bool) -> None:
    path = tmp_path / "digest.html"
    path.write_text(page(digests.hostile(), CLOCK), encoding="utf-8")
    tab.asked.clear()
    tab.open(path, width=width, dark=dark)
    assert tab.value("document.title").startswith("assent: 2026-11-21")
    assert tab.value("document.documentElement.scrollWidth") <= width
    assert tab.value(FAINT) == []
    assert tab.asked == [path.as_uri()]
