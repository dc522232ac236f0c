"""The learner's rungs: what each level may hold, how sure one must be, and from how many sessions and days."""

from __future__ import annotations

from dataclasses import dataclass

from assent.core import effect

READ_ONLY, LOCAL, NETWORK, OUTWARD, UNFAMILIAR, NEVER = 0, 1, 2, 3, 4, 5
MIN_CONFIDENCE = 0.6
USER = "user"  # the scope of what holds in every project; else it is the key of one


@dataclass(frozen=True, slots=True)
class Level:
    """`mask` effects it may hold; `bound` least confidence; `sessions`, `days` least spread; `projects` how many
    projects make it hold for the user (0: never wider than one project); `veto` highest raw denial rate."""

    number: int
    mask: int
    bound: float
    sessions: int
    days: int
    projects: int
    veto: float


_LOCAL = (
    effect.READ_PROJECT | effect.READ_ELSEWHERE | effect.WRITE_PROJECT | effect.WRITE_TMP | effect.RUN_PROJECT
)
LEVELS = (
    Level(READ_ONLY, effect.READ_PROJECT, 0.60, 2, 2, 2, 0.20),
    Level(LOCAL, _LOCAL, 0.75, 3, 3, 3, 0.06),
    Level(NETWORK, _LOCAL | effect.NET_READ, 0.80, 4, 3, 3, 0.05),
    Level(OUTWARD, _LOCAL | effect.NET_READ | effect.INSTALL | effect.NET_SEND, 0.85, 5, 4, 0, 0.03),
    Level(UNFAMILIAR, _LOCAL | effect.NET_READ | effect.UNKNOWN, 0.85, 5, 4, 0, 0.0),
)
# What installs and sends nothing is bound less, and may hold everywhere.
_INSTALLING = Level(OUTWARD, LEVELS[OUTWARD].mask & ~effect.NET_SEND, 0.80, 5, 4, 3, 0.03)
# What a rule of each level is about, for people.
WORDS = ("reading", "work in the project", "the network", "sending and installing", "an unfamiliar command")
# The denial rate of recent refusals that kills a candidate even below its level's own limit.
RECENT_DENIALS, RECENT_DAYS, RECENT_RATE = 2, 60, 0.03
CHILD_DENIALS, CHILD_RATE = 2, 0.20
LARGEST_NOISE = 0.25


def level_of(effects: int) -> int:
    """The lowest level whose mask holds all the effects; 5 when none does."""
    if effects & effect.UNKNOWN:
        return UNFAMILIAR if not effects & ~LEVELS[UNFAMILIAR].mask else NEVER
    for level in LEVELS[:UNFAMILIAR]:
        if not effects & ~level.mask:
            return level.number
    return NEVER


def asked_of(level: int, effects: int) -> Level:
    """What is asked of a rule of a level with these effects."""
    if level == OUTWARD and not effects & effect.NET_SEND:
        return _INSTALLING
    return LEVELS[level]


def noise(yes: float, no: float) -> float:
    """ρ: how often this user refuses even harmless calls, that is, redirects rather than refuses."""
    return min(LARGEST_NOISE, (no + 0.5) / (yes + no + 50))
