"""The digest as Markdown, and as one HTML page that loads nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.documents.digest import text
from assent.documents.html import Html, document, el, style
from assent.documents.markdown import code, plain

if TYPE_CHECKING:
    from assent.documents.digest.facts import Digest
    from assent.documents.digest.of_rules import Line
    from assent.documents.digest.text import Section
    from assent.documents.words import Clock


def markdown(digest: Digest, clock: Clock) -> str:
    """The digest for a mail, a pager or a note; one line for a quiet day."""
    summary = text.summary(digest)
    if digest.quiet:
        return f"{text.title(digest, clock)}: {plain(summary[0])}\n"
    parts = [f"# {text.title(digest, clock)}", *(plain(each) for each in summary)]
    for each in text.sections(digest, clock):
        parts += [f"## {each.title}", "\n".join(_lines(each))]
    return "\n\n".join(parts) + "\n"


def _lines(section: Section) -> list[str]:
    lines = [_line(each) for each in section.lines]
    return [*lines, f"- and {section.more:,} more"] if section.more else lines


def _line(each: Line) -> str:
    rule = f"{code(each.rule)}, " if each.rule else ""
    return f"- {plain(each.before)}{code(each.code)}{each.often}: {rule}{plain(each.after)}"


def page(digest: Digest, clock: Clock) -> str:
    """The same as a page."""
    body = el(
        "main",
        el("header", el("h1", text.span(digest, clock)), *[el("p", each) for each in text.summary(digest)]),
        *[_section(each) for each in text.sections(digest, clock)],
        el("footer", "Made by assent ", digest.version, ": ", el("code", "assent digest")),
        class_="digest",
    )
    return document(text.title(digest, clock), body, style())


def _section(section: Section) -> Html:
    lines = [
        el(
            "li",
            el("span", each.before),
            el("code", each.code),
            el("span", each.often),
            el("small", el("code", each.rule) if each.rule else "", ", " if each.rule else "", each.after),
        )
        for each in section.lines
    ]
    more = [el("li", f"and {section.more} more")] if section.more else []
    head = el("div", el("h2", section.title), el("p", section.says), class_="head")
    return el("section", head, el("ul", *lines, *more, class_="told"))
