"""HTML made of elements: every text is escaped and every unseen character shown, so that foreign words stay words."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from assent.core.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

_EMPTY = frozenset({"meta", "br", "rect", "path", "line", "circle"})


class Html(str):
    """Text that is markup already; only this module and constants make it."""

    __slots__ = ()


def text(value: object) -> Html:
    """Foreign words as markup that shows them and does nothing else."""
    return value if isinstance(value, Html) else Html(escape(shown(str(value))))


def el(tag: str, *inside: object, **given: object) -> Html:
    """An element. An attribute is named with `_` for `-` and behind Python's own words (`class_`, `data_v`); None and
    False leave it out, True gives it alone."""
    told = "".join(
        [_attribute(name, value) for name, value in given.items() if value is not None and value is not False]
    )
    if tag in _EMPTY:
        return Html(f"<{tag}{told}/>")
    return Html(f"<{tag}{told}>{''.join([text(each) for each in inside])}</{tag}>")


def _attribute(name: str, value: object) -> str:
    word = name.rstrip("_").replace("_", "-")
    return f" {word}" if value is True else f' {word}="{escape(shown(str(value)))}"'


def joined(parts: Iterable[object], *, lines: bool = False) -> Html:
    """Texts and elements one after another, each on its own line if wished."""
    return Html(("\n" if lines else "").join([text(each) for each in parts]))


def document(title: str, body: Html, look: str, script: str = "") -> str:
    """A whole page in one file. Nothing but this very look and script takes effect in it, and it loads nothing: the
    policy in its head names both by their hashes."""
    rules = ["default-src 'none'", f"style-src {_hash(look)}", "base-uri 'none'", "form-action 'none'"]
    rules.append(f"script-src {_hash(script)}" if script else "script-src 'none'")
    head = [
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content="; ".join(rules)),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="referrer", content="no-referrer"),
        el("title", title),
        el("style", Html(look)),
    ]
    told = [body, *([el("script", Html(script))] if script else [])]
    page = el(
        "html", joined([el("head", joined(head, lines=True)), el("body", *told)], lines=True), lang="en"
    )
    return f"<!doctype html>\n{page}\n"


def style() -> str:
    """The one style sheet of our pages, dark and light, for screens and paper."""
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def _hash(source: str) -> str:
    digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
    return f"'sha256-{digest}'"
