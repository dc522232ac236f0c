"""The page on the rule language names every word of the one table, with what that table says of it."""

from __future__ import annotations

from assent.policy.kinds import KINDS
from assent.policy.words import VERDICTS, WORDS
from tests.docs.pages import DOCS, is_current, table, with_region

PAGE = DOCS / "rules.md"
HELD = {
    "patterns": "patterns",
    "effects": "effects",
    "cap": "effects, or `any`",
    "origin": "`learned`",
}


def words() -> str:
    rows = [
        (
            f"[`{word.key}`](#{word.key})",
            HELD.get(word.kind, KINDS[word.kind].wanted),
            "all" if word.verdicts == VERDICTS else ", ".join(word.verdicts),
            "yes" if word.decides else "no",
        )
        for word in WORDS
    ]
    return table(("word", "holds", "used with", "makes another rule"), rows)


def test_the_table_of_words_is_that_of_the_code() -> None:
    assert is_current(PAGE, with_region(PAGE.read_text(), "words", words())), (
        "UPDATE_DOCS=1 tools/test tests/docs"
    )
