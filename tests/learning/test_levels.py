"""Which effects each level may hold, and how often a user redirects."""

from __future__ import annotations

import pytest

from assent.core.effect import BIT, NAMES, mask_of
from assent.learning.levels import LEVELS, level_of, noise

# Effect → the level of a part that has it alone; whatever may not be learned is level 5.
ALONE = {
    "read-project": 0,
    "read-elsewhere": 1,
    "write-project": 1,
    "write-tmp": 1,
    "run-project": 1,
    "net-read": 2,
    "net-send": 3,
    "install": 3,
    "unknown": 4,
    "read-secret": 5,
    "write-elsewhere": 5,
    "destroy": 5,
    "run-code": 5,
    "privilege": 5,
    "system": 5,
    "history": 5,
    "weaken": 5,
}


def test_every_effect_has_its_level() -> None:
    assert {name: level_of(BIT[name]) for name in NAMES} == ALONE
    assert level_of(0) == 0


# Effects of one part → its level: the highest of its effects, but for what is unknown.
TOGETHER = [
    ("read-project write-project", 1),
    ("read-project read-elsewhere write-project write-tmp run-project", 1),
    ("read-elsewhere write-tmp net-read", 2),
    ("read-elsewhere write-project run-project net-read install net-send", 3),
    ("write-tmp unknown", 4),
    ("read-project read-elsewhere write-project write-tmp run-project net-read unknown", 4),
    # An unknown program that installs or sends is nothing that an exact line could vouch for.
    ("install unknown", 5),
    ("net-send unknown", 5),
    ("destroy unknown", 5),
    ("read-project destroy", 5),
    ("net-send history", 5),
    ("run-project weaken", 5),
    ("unknown weaken", 5),
]


@pytest.mark.parametrize(("names", "level"), TOGETHER)
def test_effects_together_have_their_level(names: str, level: int) -> None:
    assert level_of(mask_of(names.split())) == level


def test_a_cap_is_cut_at_what_its_level_may_hold() -> None:
    """A level's mask holds the effects of every level below it, but the unknown one, which holds no outward ones."""
    held = [
        {name for name in NAMES if ALONE[name] <= level.number and name != "unknown"} for level in LEVELS[:4]
    ]
    held.append(held[2] | {"unknown"})
    assert [{name for name in NAMES if level.mask & BIT[name]} for level in LEVELS] == held


# Approvals and refusals of calls that only read → ρ.
NOISE = [
    pytest.param(0, 0, 0.5 / 50, id="no-answers"),
    pytest.param(50, 0, 0.5 / 100, id="never-refused"),
    pytest.param(0, 10, 10.5 / 60, id="all-refused"),
    pytest.param(20, 17, 17.5 / 87, id="under-the-most"),
    pytest.param(10, 19, 19.5 / 79, id="just-under-the-most"),
    pytest.param(10, 20, 0.25, id="at-most-a-quarter"),
    pytest.param(0, 1000, 0.25, id="far-above"),
]


@pytest.mark.parametrize(("yes", "no", "rho"), NOISE)
def test_who_refuses_even_harmless_calls_redirects(yes: int, no: int, rho: float) -> None:
    assert noise(yes, no) == pytest.approx(rho, abs=1e-12)
