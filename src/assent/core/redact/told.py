"""Rules and entries of settings as people and tools are told of them: every text within without its secrets."""

from __future__ import annotations

from assent.core.redact.text import redact


def told(value: object) -> object:
    """The same value with each text in it redacted; keys stay as they are."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {key: told(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [told(each) for each in value]
    return value
