"""What becomes of each key in a `config.toml` of claude-permit: taken over, another word here, or nothing like it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TAKEN, RENAMED, NOTHING = "taken", "renamed", "nothing like it"
LISTS = ("deny", "ask", "allow", "deny_promote")
# Fields of a rule that become part of ours; others its engine passes over, and so do we.
_FIELDS = {"tool", "fields", "name", "promoted_at", "promoted_tier", "promoted_reasoning", "promoted_session"}
# What a key is about, by words in its name → what says the same here ("" for nothing), and why. The first that fits.
_ABOUT: tuple[tuple[str, str, str], ...] = (
    (r"promot|learn", "learn.floor", "nothing becomes a rule by itself here; this is how sure a suggestion must be"),
    (r"preview|truncate|max_(chars|len|length)", "record.previews", "inputs are kept whole, results if you say so"),
    (r"retention|rotate|rotation|max_(age|days)|keep", "record.keep_days", "how long calls are kept"),
    (r"max_(size|bytes|mb)", "record.keep_mb", "how large the record may grow"),
    (r"redact|mask|scrub|secret", "redact.extra", "secrets are erased anyway; this erases more"),
    (r"model|llm|prompt|timeout|token|api|temperature", "", "no language model is asked: rules alone decide"),
    (r"audit|log", "", "the record has its own place and is always kept: assent log"),
    (r"enabled?|disabled?|bypass|mode", "", "assent runs while its hook is installed: assent init, assent init --undo"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it stands there, what becomes of it, the setting of ours that is meant ("" for none), and why."""

    name: str
    state: str
    ours: str
    why: str


def told(data: Mapping[str, Any]) -> list[Key]:
    """Every key of the file once, in its order; those of rules by their list."""
    found = [_key(name) for name in _settings(data)]
    for listed in LISTS:
        tables = data.get(listed)
        rules = [each for each in tables if isinstance(each, dict)] if isinstance(tables, list) else []
        found += [_of_rule(listed, name) for name in dict.fromkeys(name for rule in rules for name in rule)]
    return found


def _settings(data: Mapping[str, Any], before: str = "") -> Iterator[str]:
    """The dotted names of all that is no rule."""
    for name, value in data.items():
        if before or name not in LISTS:
            whole = f"{before}{name}"
            if isinstance(value, dict) and value:
                yield from _settings(value, f"{whole}.")
            else:
                yield whole


def _key(name: str) -> Key:
    for words, ours, why in _ABOUT:
        if re.search(words, name.lower()):
            return Key(name, RENAMED if ours else NOTHING, ours, why)
    return Key(name, NOTHING, "", "assent knows no such setting: assent config")


def _of_rule(listed: str, name: str) -> Key:
    if listed == "deny_promote":
        return Key(
            f"{listed}.{name}",
            NOTHING,
            "",
            "nothing is promoted by itself here; each rule waits for your yes",
        )
    if name in _FIELDS:
        return Key(f"{listed}.{name}", TAKEN, "", "part of the rule")
    return Key(f"{listed}.{name}", NOTHING, "", "decided nothing there either")
