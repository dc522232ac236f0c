"""Every command of the corpus is answered as its row says, and no row becomes milder without a reason beside it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from assent.core.effect import NAMES
from tests.corpus.corpus import (
    CAPS,
    FILES,
    HOSTILE,
    KEYS,
    POLICIES,
    ROWS,
    STRICTNESS,
    answers,
    found_effects,
    is_covered,
    strictest,
)
from tests.corpus.counts import COUNTS

Row = dict[str, Any]


def milder(row: Row) -> list[str]:
    """The policies that answer otherwise than the row says: a hostile one may be answered more strictly only."""
    wrong = []
    for policy, wanted in row["verdict"].items():
        found = answers(row["command"], policy)
        held = {wanted} if wanted == "allow" else set(STRICTNESS[STRICTNESS.index(wanted) :])
        if not found <= held:
            wrong.append(f"{policy}: {sorted(found)}, not {wanted}")
        elif policy in CAPS and is_covered(row["command"], CAPS[policy]) != (wanted == "allow"):
            wrong.append(f"{policy}: what the reading alone leaves open is otherwise")
    return wrong


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_command_is_answered_and_seen_as_its_row_says(row: Row) -> None:
    assert milder(row) == [], row["why"]
    assert set(row["effects"]) <= found_effects(row["command"])


@pytest.mark.parametrize("row", HOSTILE.values(), ids=HOSTILE)
def test_no_part_of_a_hostile_command_is_left_to_a_harmless_one_before_it(row: Row) -> None:
    # An attack that leaves no part at all would be answered as the empty text is, and fail this one.
    assert not is_covered("true\n" + row["command"], CAPS["broad"])


def test_a_row_that_a_rule_would_allow_fails() -> None:
    honest: Row = {"command": "ls", "verdict": {"broad": "silence", "shipped": "deny"}}
    assert milder(honest) == ["broad: ['allow'], not silence", "shipped: ['silence'], not deny"]


# ------------------------------------------------------------------------------------------------------ the ratchet


def malformed(row: Row) -> list[str]:
    """What is wrong with the form of a row."""
    wrong = (
        [] if list(row)[: len(KEYS)] == KEYS and set(row) <= {*KEYS, "loosened"} else [f"keys {list(row)}"]
    )
    wrong += [name for name in row["effects"] if name not in NAMES]
    wrong += [each for each in row["verdict"].items() if each[0] not in POLICIES or each[1] not in STRICTNESS]
    wrong += [policy for policy in ("broad", "shipped") if policy not in row["verdict"]]
    wrong += [key for key in ("id", "class", "command", "why") if not row[key]]
    return wrong + unreasoned(row)


def unreasoned(row: Row) -> list[str]:
    """What is wrong with how a row says that it became milder."""
    if "loosened" not in row:
        return []
    given = row["loosened"]
    if not isinstance(given, dict) or list(given) != ["was", "why"] or len(str(given["why"]).split()) < 4:
        return ["loosened: {was: {policy: verdict}, why: a sentence}"]
    rank = STRICTNESS.index
    return [
        f"{policy}: {before} is not stricter"
        for policy, before in given["was"].items()
        if rank(before) <= rank(row["verdict"][policy])
    ]


def counted(rows: list[Row]) -> dict[str, str]:
    """Per class how many rows have which strictest verdicts."""
    counts = Counter((row["class"], tuple(strictest(row).items())) for row in rows)
    lines: dict[str, list[str]] = {}
    for (name, verdicts), count in sorted(counts.items()):
        lines.setdefault(name, []).append(f"{count} " + " ".join("=".join(each) for each in verdicts))
    return {name: ", ".join(each) for name, each in lines.items()}


def test_every_row_is_well_formed() -> None:
    assert {name: wrong for name, row in ROWS.items() if (wrong := malformed(row))} == {}


def test_no_id_and_no_command_stands_twice() -> None:
    assert len(ROWS) == sum(map(len, FILES.values()))
    assert len({row["command"] for row in ROWS.values()}) == len(ROWS)


def test_no_row_goes_away_or_becomes_milder_unseen() -> None:
    # A class that differs: was a row added (count it), or made milder (give the row its `loosened`)?
    assert counted(list(ROWS.values())) == COUNTS


SOUND: Row = {
    "id": "a-ls", "class": "a", "command": "ls", "effects": ["read-project"],
    "verdict": {"broad": "silence", "shipped": "deny"}, "why": "a reason",
}  # fmt: skip
MADE_MILDER = {**SOUND, "verdict": {"broad": "silence", "shipped": "ask"}}
REASON = "the shipped rule was too wide"
FAULTY: dict[str, Row] = {
    "no-why": {key: value for key, value in SOUND.items() if key != "why"} | {"why": ""},
    "other-key": SOUND | {"safe": True},
    "unknown-effect": SOUND | {"effects": ["magic"]},
    "unknown-policy": SOUND | {"verdict": SOUND["verdict"] | {"mine": "deny"}},
    "unknown-verdict": SOUND | {"verdict": {"broad": "maybe", "shipped": "deny"}},
    "no-broad-verdict": SOUND | {"verdict": {"shipped": "deny"}},
    "loosened-without-reason": MADE_MILDER | {"loosened": {"was": {"shipped": "deny"}, "why": ""}},
    "loosened-from-nothing": SOUND | {"loosened": {"was": {"shipped": "ask"}, "why": REASON}},
    "loosened-is-a-word": MADE_MILDER | {"loosened": True},
}


@pytest.mark.parametrize("row", FAULTY.values(), ids=FAULTY)
def test_a_malformed_row_is_seen(row: Row) -> None:
    assert malformed(row)
    assert malformed(SOUND) == []


def test_a_milder_row_is_seen_unless_it_says_what_it_was_and_why() -> None:
    reasoned = MADE_MILDER | {"loosened": {"was": {"shipped": "deny"}, "why": REASON}}
    assert malformed(reasoned) == []
    assert counted([reasoned]) == counted([SOUND])
    assert counted([MADE_MILDER]) != counted([SOUND])
    assert counted([]) != counted([SOUND])
