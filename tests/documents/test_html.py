"""Foreign words stay words: as text, as attributes, in Markdown, whatever they hold."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from assent.documents.html import Html, document, el, joined, text
from assent.documents.markdown import code, plain
from tests.documents.made import HOSTILE


class Elements(HTMLParser):
    """The elements of a text, and what they say."""

    def __init__(self, given: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(given)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("given", HOSTILE.values(), ids=HOSTILE)
def test_no_text_becomes_markup(given: str) -> None:
    found = Elements(el("p", given, title=given))
    assert found.tags == ["p"]
    assert [name for name, _ in found.attributes] == ["title"]
    assert found.words == found.attributes[0][1]
    assert found.words.isprintable()


def test_markup_of_ours_stays_markup() -> None:
    assert el("p", el("b", "<"), "&") == "<p><b>&lt;</b>&amp;</p>"
    assert joined(["a", Html("<br/>")], lines=True) == "a\n<br/>"
    assert text(3) == "3"


def test_attributes_are_left_out_alone_or_given() -> None:
    assert el("td", class_=None, hidden=True, tabindex=0, open=False) == '<td hidden tabindex="0"></td>'


def test_a_page_names_its_own_style_and_script_and_nothing_else_may_run() -> None:
    page = document("t", el("p", "x"), "p{color:red}", "let a;")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy[1].count("sha256-") == 2
    assert "default-src &#x27;none&#x27;" in policy[1]
    assert "unsafe" not in policy[1]
    assert "script-src &#x27;none&#x27;" in document("t", el("p"), "p{}")


# text → how Markdown shows it as code
CODES = {
    "plain": ("git push", "`git push`"),
    "backtick": ("echo `id`", "`` echo `id` ``"),
    "three": ("a```b", "```` a```b ````"),
    "line": ("a\nb", "`a\\nb`"),
    "turned": ("a\u202eb", "`a\\u202eb`"),
    "long": ("x" * 400, "`" + "x" * 159 + "…`"),
}


@pytest.mark.parametrize(("given", "shown"), CODES.values(), ids=CODES)
def test_code_in_markdown_ends_where_it_ends(given: str, shown: str) -> None:
    assert code(given) == shown


def test_words_in_markdown_are_no_markup() -> None:
    assert plain("[a](http://x) <b> `c` *d*") == r"\[a\](http://x) \<b\> \`c\` \*d\*"
