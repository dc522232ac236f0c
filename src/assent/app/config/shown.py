"""The settings in words: what holds now with its origin, and the table that the documentation shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assent.app.config.keys import FLAG, KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assent.app.config.keys import Key
    from assent.app.config.read import Settings


def rows(settings: Settings) -> list[dict[str, Any]]:
    """Every key with its value, whether the file sets it, its default and what it does."""
    return [
        {
            "key": key.name,
            "value": settings[key.name],
            "set": key.name in settings.given,
            "default": key.default,
            "wanted": key.wanted,
            "does": key.does,
        }
        for key in KEYS
    ]


def as_toml(value: Any) -> str:
    """A value as it is written in the file; "(not set)" for none."""
    if value is None:
        return "(not set)"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return f"[{', '.join(_quoted(each) for each in value)}]"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _quoted(text: str) -> str:
    if "'" not in text and text.isprintable():
        return f"'{text}'" if "\\" in text or '"' in text else f'"{text}"'
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in escaped) + '"'


def table() -> str:
    """Every key as a Markdown section: what it does, what it may be, who reads it."""
    return "".join(f"{line}\n" for key in KEYS for line in _section(key))


def _section(key: Key) -> Iterator[str]:
    yield f"### `{key.name}`"
    yield ""
    yield f"{key.does}"
    yield ""
    wanted = key.wanted if key.kind != FLAG else "`true` or `false`"
    default = "nothing is set" if key.default is None else f"`{as_toml(key.default)}`"
    yield f"- value: {wanted}; default: {default}"
    yield f"- read by {key.readers}"
    yield ""
