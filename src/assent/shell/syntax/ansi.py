"""What stands inside `$'…'`."""

from __future__ import annotations

_SIMPLE = {
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "E": "\x1b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "\\": "\\",
    "'": "'",
    '"': '"',
    "?": "?",
}
# Escapes that zsh reads as bash does.
_COMMON = frozenset("abefnrtvxuU01234567\\'\"")
_HEX = frozenset("0123456789abcdefABCDEF")
_OCTAL = frozenset("01234567")
_WIDTHS = {"x": 2, "u": 4, "U": 8}


def decode(raw: str) -> str | None:
    """The text meant by the raw inside of `$'…'`, which ends at a NUL; None where bash's answer hangs on the
    locale or the version (bytes that are no UTF-8, letters by number beyond ASCII, control letters, an `x` or `u`
    without digits)."""
    if "\\" not in raw:
        return raw
    # Bytes first: `\xc3\xa9` is one character made of two escapes.
    out = bytearray()
    at, size = 0, len(raw)
    while at < size:
        stop = raw.find("\\", at)
        if stop < 0:
            stop = size
        out += raw[at:stop].encode("utf-8", "surrogatepass")
        if stop + 1 >= size:
            break
        escaped = _escape(raw, stop + 1)
        if escaped is None:
            return None
        found, at = escaped
        out += found
    try:
        text = out.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text.partition("\0")[0]


def odd(raw: str) -> bool:
    """True where zsh may mean something else: an escape that is not among the simple ones, hexadecimal or octal."""
    at = raw.find("\\")
    while 0 <= at < len(raw) - 1:
        letter = raw[at + 1]
        if letter not in _COMMON:
            return True
        at = raw.find("\\", at + 2)
    return False


def _escape(raw: str, at: int) -> tuple[bytes, int] | None:
    """The bytes of the escape whose letter stands at `at`, and where it ends."""
    letter = raw[at]
    simple = _SIMPLE.get(letter)
    if simple is not None:
        return simple.encode(), at + 1
    if letter in _OCTAL:
        end = _run(raw, at, 3, _OCTAL)
        return bytes((int(raw[at:end], 8) & 0xFF,)), end
    if letter in _WIDTHS:
        end = _run(raw, at + 1, _WIDTHS[letter], _HEX)
        if end == at + 1:
            return None
        code = int(raw[at + 1 : end], 16)
        if letter == "x":
            return bytes((code,)), end
        # Beyond ASCII the locale decides: where it has no such letter, bash leaves the escape as it is written.
        return (chr(code).encode(), end) if code < 0x80 else None
    if letter == "c":
        return None
    return b"\\" + letter.encode("utf-8", "surrogatepass"), at + 1


def _run(raw: str, at: int, most: int, allowed: frozenset[str]) -> int:
    end = at
    while end < len(raw) and end - at < most and raw[end] in allowed:
        end += 1
    return end
