"""The analyses there are: the names of their modules, one line each, in the order they are listed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from assent.analytics.base import Analysis

MODULES: tuple[str, ...] = (
    "scorecard",
    "tools",
    "commands",
    "paths",
    "rules",
    "silence",
    "friction",
    "waits",
    "savings",
    "latency",
    "latency_days",
    "judge",
    "judge_days",
    "trends",
    "sessions",
    "session",
    "timeline",
    "provenance",
    "notable",
    "passed",
)


def analyses() -> dict[str, Analysis]:
    """Every analysis by its name."""
    return {
        module.replace("_", "-"): cast("Analysis", import_module(f"{__package__}.{module}"))
        for module in MODULES
    }
