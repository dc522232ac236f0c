"""The kinds of value a rule word holds: how each is read from a policy file, and written back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from assent.core.effect import ALL, names_of
from assent.core.rule import LEARNED
from assent.core.traits import TRAITS

if TYPE_CHECKING:
    from collections.abc import Callable

# Digits of other scripts compare as larger than any day of ours: such a rule would never end.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Kind:
    """`read` gives the value as TOML holds it, or None for one of another kind; `wanted` says what it must be; `write`
    turns what a rule holds into what a file says, None where it says nothing."""

    read: Callable[[object], object]
    wanted: str
    write: Callable[[Any], object]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and _whole(value) else None


def _whole(text: str) -> bool:
    """False for a text with half of a character, which cannot be stored, compared or printed."""
    return text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)


def _texts(value: object) -> list[str] | None:
    listed = [value] if isinstance(value, str) else value
    return listed if isinstance(listed, list) and all(_text(each) is not None for each in listed) else None


def _day(value: object) -> str | None:
    if isinstance(value, date):
        return value.isoformat()[:10]
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _level(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 4 else None


def _table(value: object) -> dict[str, str] | None:
    fits = isinstance(value, dict) and all(_text(each) is not None for item in value.items() for each in item)
    return value if fits else None  # type: ignore[return-value]  # `fits` has just shown the type


def _same(value: Any) -> object:
    return value or None


def _listed(value: Any) -> object:
    return list(value) or None


def _masked(value: int) -> object:
    return names_of(value) or None


def _capped(value: int | None) -> object:
    return None if value is None else ["any"] if value == ALL else names_of(value)


def _patterns(value: Any) -> object:
    return [each.text for each in value] or None


def _traits(value: object) -> list[str] | None:
    listed = _texts(value)
    return listed if listed is not None and set(listed) <= TRAITS.keys() else None


LIST = "a list of texts"
KINDS: dict[str, Kind] = {
    "text": Kind(_text, "a text", _same),
    "texts": Kind(_texts, LIST, _listed),
    "patterns": Kind(_texts, LIST, _patterns),
    "effects": Kind(_texts, LIST, _masked),
    "traits": Kind(_traits, f"a list of {', '.join(TRAITS)}", _listed),
    "cap": Kind(_texts, LIST, _capped),
    "day": Kind(_day, "a day like 2027-02-01, one that the calendar has", _same),
    "flag": Kind(_flag, "true or false", _same),
    "level": Kind(_level, "a level from 0 to 4", lambda value: value),
    "origin": Kind(_text, "a text", lambda value: LEARNED if value == LEARNED else None),
    "table": Kind(_table, "a table of texts", lambda value: dict(value) or None),
}
