"""Nothing is undocumented: every rule word, effect, command, option and page has its place in docs/."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from assent.app.config.keys import KEYS
from assent.core.effect import NAMES
from assent.policy.words import WORDS
from tests.docs.commands import tree
from tests.docs.pages import DOCS, ROOT


def rule_words(page: str) -> list[str]:
    """The words without a section of their own that has an example."""
    sections = re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL)
    shown = {
        key
        for key, text in sections
        for example in re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
        if re.search(rf"^{key} *= ", example, re.MULTILINE)
    }
    return [word.key for word in WORDS if word.key not in shown]


def effects(page: str) -> list[str]:
    """The effects without a line in the table."""
    return [name for name in NAMES if not re.search(rf"^\| `{name}` \| \w+", page, re.MULTILINE)]


def keys(page: str) -> list[str]:
    """The settings without a section of their own."""
    return [key.name for key in KEYS if f"### `{key.name}`\n" not in page]


def commands(page: str) -> list[str]:
    """The commands without a heading, and the options without a line below it."""
    sections = dict(re.findall(r"^##+ assent ([^\n]+)\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL))
    found = []
    for each in tree():
        if each.words not in sections:
            found.append(each.words)
        elif not each.same:
            typed = [option.typed.replace("|", "\\|") for option in each.options]
            found += [
                f"{each.words} {option}" for option in typed if f"| `{option}` | " not in sections[each.words]
            ]
    return found


def manual(page: str) -> list[str]:
    """The commands that the manual page does not have."""
    told = page.replace("\\-", "-")
    return [
        each.words for each in tree() if not re.search(rf'^\.SS "assent {each.words}[ "]', told, re.MULTILINE)
    ]


def pages(page: str) -> list[str]:
    """The pages for users that the index does not link."""
    names = [
        path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md") if path.parent != DOCS / "recipes"
    ]
    return [name for name in names if f"({name})" not in page and name != "README.md"]


def seen(page: str) -> list[str]:
    """The kept screens that the index does not link."""
    return [path.name for path in (DOCS / "screens").glob("*-80.txt") if f"(screens/{path.name})" not in page]


# What must be documented → the page, and what it lacks.
DOCUMENTED: dict[str, tuple[Path, Callable[[str], list[str]]]] = {
    "rule words": (DOCS / "rules.md", rule_words),
    "effects": (DOCS / "effects.md", effects),
    "settings": (DOCS / "configuration.md", keys),
    "commands": (DOCS / "commands.md", commands),
    "manual": (DOCS / "man/assent.1", manual),
    "pages": (DOCS / "README.md", pages),
    "screens": (DOCS / "README.md", seen),
}
# A line taken out → what is then said to be missing.
SEEDED = {
    "rule words": ("### `within`\n", "within"),
    "effects": ("| `net-send` |", "net-send"),
    "settings": ("### `learn.floor`\n", "learn.floor"),
    "commands": ("| `--undo` |", "init --undo"),
    "manual": ('.SS "assent status', "status"),
    "pages": ("(effects.md)", "effects.md"),
    "screens": ("(screens/log-80.txt)", "log-80.txt"),
}


@pytest.mark.parametrize(("path", "missing"), DOCUMENTED.values(), ids=DOCUMENTED)
def test_nothing_is_undocumented(path: Path, missing: Callable[[str], list[str]]) -> None:
    assert missing(path.read_text()) == []


@pytest.mark.parametrize("kind", DOCUMENTED)
def test_what_is_taken_out_is_missed(kind: str) -> None:
    path, missing = DOCUMENTED[kind]
    gone, said = SEEDED[kind]
    text = path.read_text()
    assert gone in text
    assert said in missing(text.replace(gone, ""))


def headings(text: str) -> set[str]:
    """The places of a page that a link can name."""
    found = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower().strip()).replace(" ", "-") for title in found}


def broken(path: Path, text: str) -> Iterable[str]:
    """The links of a page to a file or a heading that is not there."""
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        name, _, place = target.partition("#")
        if "://" in target:
            continue
        to = (path.parent / name).resolve() if name else path
        if not to.exists() or (place and place not in headings(to.read_text())):
            yield target


PAGES = [ROOT / "README.md", ROOT / "SECURITY.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path: Path) -> None:
    assert list(broken(path, path.read_text())) == []


def test_a_link_that_leads_nowhere_is_seen() -> None:
    text = "[a](no.md) [b](rules.md#within) [c](rules.md#nowhere) [d](#no)"
    assert list(broken(DOCS / "effects.md", text)) == ["no.md", "rules.md#nowhere", "#no"]
