"""What commands say where there is nothing to show: nothing yet and how it comes, or nothing of the kind asked for."""

from __future__ import annotations

HOW = "It comes once an agent runs with the hook (assent init); is it there: assent status"


def yet(kind: str) -> str:
    """Where no call, decision or session is recorded at all."""
    return f"No {kind} is recorded yet. {HOW}"


def like_that(kind: str, words: str) -> str:
    """Where some are recorded, but none as somebody asked for in these words."""
    return f"No recorded {kind} is like that: {words}"


def none(kind: str, words: str, *, any_known: bool) -> str:
    """Which of the two it is."""
    return like_that(kind, words) if words and any_known else yet(kind)
