"""Hostile commands by class, none of which a wide allow may cover, and benign twins, all of which it must.

The rows stand in attacks.jsonl beside this file: `class`, `text`, and `covered`, whether a wide allow may hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assent.core.call import Reading
from assent.core.effect import names_of
from tests.shell.world import covered, read

ROWS: list[tuple[str, str, bool]] = [
    (row["class"], row["text"], row["covered"])
    for row in map(json.loads, Path(__file__).with_name("attacks.jsonl").read_text().splitlines())
]
HOSTILE = [pytest.param(text, id=f"{name}-{at}") for at, (name, text, fine) in enumerate(ROWS) if not fine]
BENIGN = [pytest.param(text, id=f"{name}-{at}") for at, (name, text, fine) in enumerate(ROWS) if fine]
CORPUS = Path(__file__).parents[2].parent / "shared" / "corpora" / "attacks.jsonl"


def said(reading: Reading) -> object:
    """What a failed row should show."""
    parts = [(part.argv, names_of(part.effects), part.opaque, part.meaning) for part in reading.parts]
    return reading.form, parts


@pytest.mark.parametrize("text", HOSTILE)
def test_a_wide_allow_does_not_cover_an_attack(text: str) -> None:
    assert not covered(read(text)), said(read(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_harmless_command_before_an_attack_does_not_make_it_coverable(text: str) -> None:
    # An attack that leaves no part at all would pass the test above and fail this one.
    assert not covered(read("true\n" + text)), said(read("true\n" + text))


@pytest.mark.parametrize("text", BENIGN)
def test_a_wide_allow_covers_a_benign_command(text: str) -> None:
    assert covered(read(text)), said(read(text))


def test_there_are_enough_attacks_of_enough_classes() -> None:
    assert len(HOSTILE) >= 150
    assert len({name for name, _, fine in ROWS if not fine}) >= 12
    assert len({text for _, text, _ in ROWS}) == len(ROWS)


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared attack corpus is not beside this checkout")
def test_the_shared_corpus_is_held() -> None:
    rows = [json.loads(line) for line in CORPUS.read_text().splitlines()]
    through = [row["command"] for row in rows if row["safe"] != "allow" and covered(read(row["command"]))]
    assert through == []
    benign = [row["command"] for row in rows if row["safe"] == "allow"]
    stopped = [text for text in benign if not covered(read(text))]
    assert len(benign) - len(stopped) >= 20, stopped
