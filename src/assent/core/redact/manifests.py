"""Finds the values of a cluster's secrets: what stands below `data:` and `stringData:` of a manifest of that kind."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.redact.words import Span

_KINDS = ("kind: Secret", 'kind: "Secret"', "kind: 'Secret'")
_FIELDS = ("data:", "stringData:")
_JSON_FIELDS = ('"data"', '"stringData"')
KIND = "secret"


def secrets(text: str) -> list[Span]:
    """Every value of every secret: (begin, end, kind)."""
    if "Secret" not in text or ("ata:" not in text and 'ata"' not in text):
        return []
    found: list[Span] = []
    if any(kind in text for kind in _KINDS) or "stringData:" in text:
        _lines(text, found)
    if '"Secret"' in text:
        for field in _JSON_FIELDS:
            _object(text, text.find(field), found)
    return found


def _lines(text: str, found: list[Span]) -> None:
    """The values below each of the fields, to the next line that stands no deeper."""
    at, below, keys, block = 0, -1, -1, -1
    for line in text.split("\n"):
        begin, at = at, at + len(line) + 1
        bare = line.strip()
        deep = len(line) - len(line.lstrip())
        if not bare:
            continue
        if bare in _FIELDS:
            below, keys, block = deep, -1, -1
        elif below >= 0 and deep <= below:
            below = block = -1
        elif below >= 0:
            keys = deep if keys < 0 else keys
            name, sign, given = bare.partition(":")
            given = given.strip()
            if deep > keys and block >= 0:
                found.append((begin + deep, begin + len(line.rstrip()), KIND))
            elif sign and given[:1] in ("|", ">"):
                block = deep
            elif sign and given and given[0] not in "$<{[":
                first = begin + line.index(given, deep + len(name))
                quoted = given[0] in "'\"" and given[-1] == given[0] and len(given) > 1
                found.append((first + quoted, first + len(given) - quoted, KIND))


def _object(text: str, at: int, found: list[Span]) -> None:
    """The texts that stand as values in the object behind a field of JSON."""
    opened = text.find("{", at, at + 20) if at >= 0 else -1
    closed = text.find("}", opened) if opened >= 0 else -1
    while 0 <= opened < closed:
        sign = text.find(":", opened, closed)
        first = text.find('"', sign, closed) if sign >= 0 else -1
        last = text.find('"', first + 1, closed) if first >= 0 else -1
        if last < 0:
            return
        found.append((first + 1, last, KIND))
        opened = last + 1
