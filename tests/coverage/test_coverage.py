"""How much of the collected commands is understood may only rise, and the collection is what it says it is."""

import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.coverage.collection import FOLDER, Collected, floors, held_out, tuned, world
from tests.coverage.measure import Cause, Measured, measure
from tests.coverage.shape import shape

TOOL = str(Path(__file__).parents[2] / "tools" / "coverage")
PARTS = {"tuned": tuned(), "held out": held_out()}
LARGEST = 1_500_000
# What belongs to a person or opens something; `u` and the hosts of examples are nobody's.
PRIVATE = {
    "a home": re.compile(r"/(?:home|Users)/(?!u\b)\w"),
    "an address of mail": re.compile(r"[\w.+-]+@(?!example\.com\b|anthropic\.com\b|github\.com\b|gitlab\.com\b)[\w-]+\.(?:com|org|net|io|dev)\b"),
    "a key": re.compile(r"\b(?:ghp_|github_pat_|xox[abp]-|AKIA|eyJ)\w{8}|PRIVATE KEY|[0-9a-fA-F]{32}"),
    "an address of a private net": re.compile(r"\b(?:10\.\d+|172\.(?:1[6-9]|2\d|3[01])|192\.168)\.\d+\.\d+\b"),
}  # fmt: skip


@cache
def measured(part: str) -> Measured:
    return measure(PARTS[part])


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("share", ["form", "full"])
def test_no_less_is_understood_than_before(part: str, share: str) -> None:
    found = measured(part)
    now = found.form_share if share == "form" else found.full_share
    assert now >= floors()[part][share], "see what is lacking: tools/coverage"


def test_an_unknown_program_counts_as_not_understood() -> None:
    found = measure([Collected("here", "frobnicate --all x"), Collected("here", "git status")])
    assert (found.total, found.form, found.full) == (2, 2, 1)
    assert list(found.lacking) == [Cause("frobnicate", "is in no table")]


def test_a_text_that_cannot_be_read_counts_as_not_read() -> None:
    found = measure([Collected("here", "git log &&")])
    assert (found.form, found.full) == (0, 0)


def test_the_program_that_another_starts_is_the_one_that_lacks() -> None:
    found = measure([Collected("here", "cd src && timeout 5 npx --no-install frobnicate --all")])
    assert list(found.lacking) == [Cause("frobnicate", "is in no table")]


def test_there_are_five_thousand_commands_and_a_fifth_is_held_out() -> None:
    total = sum(map(len, PARTS.values()))
    assert total >= 5000
    assert 0.19 < len(PARTS["held out"]) / total < 0.22
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < LARGEST


def test_each_command_stands_once_and_says_where_it_is_from() -> None:
    rows = [each for part in PARTS.values() for each in part]
    assert [text for text, count in Counter(each.command for each in rows).items() if count > 1] == []
    assert [each for each in rows if not each.source.strip() or each.command != each.command.strip()] == []


def test_no_template_counts_many_times() -> None:
    shapes = Counter(shape(each.command) for part in PARTS.values() for each in part)
    assert shapes.most_common(1)[0][1] <= 8


@pytest.mark.parametrize("what", PRIVATE)
def test_nothing_private_is_in_the_collection(what: str) -> None:
    texts = [each.command for part in PARTS.values() for each in part]
    assert [text for text in texts if PRIVATE[what].search(text)] == []


def test_the_commands_are_read_in_a_world_of_their_own() -> None:
    facts = world()
    assert (facts.home, facts.project) == ("/home/u", "/home/u/proj")


def test_the_tool_never_shows_a_command_that_is_held_out() -> None:
    program = Counter(cause.program.split()[0] for cause in measured("held out").lacking).most_common(1)[0][0]
    done = subprocess.run(
        [sys.executable, TOOL, "--list", program], capture_output=True, text=True, check=True
    )
    hidden = {repr(each.command) for each in PARTS["held out"]}
    shown = {line.strip() for line in done.stdout.splitlines()}
    assert not hidden & shown
    assert len(shown) > 1


def test_the_tool_measures_other_commands_too(tmp_path: Path) -> None:
    file = tmp_path / "more.jsonl"
    file.write_text('{"command": "git status"}\n{"command": "frobnicate"}\n', encoding="utf-8")
    done = subprocess.run([sys.executable, TOOL, file], capture_output=True, text=True, check=True)
    assert "2 commands" in done.stdout
    assert "50.00 % understood" in done.stdout
    assert "frobnicate: is in no table" in done.stdout


def test_a_floor_rises_and_never_falls() -> None:
    found = measure([Collected("here", "frobnicate"), Collected("here", "git status")])
    assert found.raised({"form": 12.0, "full": 12.0}) == {"form": 100.0, "full": 50.0}
    assert found.raised({"form": 100.0, "full": 50.1}) == {"form": 100.0, "full": 50.1}
