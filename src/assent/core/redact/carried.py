"""What an address, or words that are sent to be looked for, would carry out: a secret by its name or its form."""

from __future__ import annotations

from itertools import pairwise

from assent.core.redact.plain import is_plain

# What stands between the pieces of an address, each of which is a name, a word or a value by itself.
_JOINTS = str.maketrans(dict.fromkeys("/#&?+~", " "))
_DECODED = 2  # times that an address is decoded: a server may do it once more than the client
# Longer values of a query in base 16 than any digest has.
_LONGEST_DIGEST = 64
_SHORTEST_PACKED = 32
_BASE_64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=")
_LONGEST = 16_384
_HEX = frozenset("0123456789abcdefABCDEF")
# Kinds that a token's own form tells, whatever name it stands behind.
_SHORTEST = 16
_FORMED = ("jwt", "private-key", "webhook")
_OF_VENDORS = ("-token", "-key", "-secret")


def carried(text: str) -> str:
    """The kind of the first secret in an address or a search, decoded or not; "" for none. Digests, commits and the
    words of documentation are none."""
    if len(text) > _LONGEST:
        return "long text"
    for _ in range(_DECODED + 1):
        kind = _kind_in(text)
        further = _decoded(text)
        if kind or further == text:
            return kind
        text = further
    return _kind_in(text)


def token_in(text: str) -> str:
    """Whose token a text holds, told by the token's own form; "" for none, and for what only chance may have written:
    a page of a list has such a name too."""
    if is_plain(text):
        return ""
    from assent.core.redact.scan import spans

    kinds = [kind for begin, end, kind in spans(text) if end - begin >= _SHORTEST]
    return next((kind for kind in kinds if kind in _FORMED or kind.endswith(_OF_VENDORS)), "")


def _kind_in(text: str) -> str:
    behind = text.partition("://")[2] or text
    if not is_plain(behind.translate(_JOINTS)) or "@" in behind:
        from assent.core.redact.forms import kind_of
        from assent.core.redact.scan import spans

        found = spans(text)
        if found:
            return found[0][2]
        kinds = [kind_of(value) for value in _values(text)]
        if any(kinds):
            return next(kind for kind in kinds if kind)
    return "random" if any(map(_is_packed, _values(text))) else ""


def _values(address: str) -> list[str]:
    """The values of an address's query and fragment."""
    mark = min([at for at in map(address.find, "?#") if at >= 0], default=len(address))
    pieces = address[mark + 1 :].replace("#", "&").replace(";", "&").split("&") if mark < len(address) else []
    return [piece.partition("=")[2] or piece for piece in pieces]


def _is_packed(value: str) -> bool:
    """True for what is longer than any digest in base 16, or written in base 64 as chance would: no words in it."""
    if len(value) > _LONGEST_DIGEST and _HEX.issuperset(value):
        return True
    if len(value) < _SHORTEST_PACKED or not _BASE_64.issuperset(value):
        return False
    kinds = [0 if char.isdigit() else 1 if char.isupper() else 2 for char in value if char.isalnum()]
    turns = sum([before != after for before, after in pairwise(kinds)])
    return len(set(kinds)) > 2 and turns * 10 >= len(value) * 3


def _decoded(text: str) -> str:
    """The text with its percent escapes of ASCII undone, once."""
    head, *pieces = text.split("%")
    for piece in pieces:
        digits = piece[:2]
        plain = len(digits) == 2 and _HEX.issuperset(digits) and int(digits, 16) < 128
        head += chr(int(digits, 16)) + piece[2:] if plain else "%" + piece
    return head
