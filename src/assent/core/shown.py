"""How foreign text is shown: whatever could move a cursor, hide or turn round other words stands as its escape."""

from __future__ import annotations

# Printable by the book, and nothing to be seen: fillers, joiners, blanks of other scripts, variation selectors.
_UNSEEN = frozenset(
    [
        chr(each)
        for each in (
            0x34F,
            0x115F,
            0x1160,
            0x17B4,
            0x17B5,
            0x180B,
            0x180C,
            0x180D,
            0x180F,
            0x2800,
            0x3164,
            0xFFA0,
        )
    ]
    + [chr(each) for each in range(0xFE00, 0xFE10)]
    + [chr(each) for each in range(0xE0100, 0xE01F0)]
)
_PLAIN = "-_./:@%+=,"  # mean nothing to a shell, wherever they stand in a word
_NAMED = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}


def shown(text: str) -> str:
    r"""The text on one line with every control, format, bidirectional and unseen character as `\x1b`, `\u202e`."""
    if text.isprintable() and _UNSEEN.isdisjoint(text):
        return text
    return "".join([char if is_seen(char) else _escaped(char) for char in text])


def as_word(text: str) -> str:
    """The text as one word of a command that somebody may copy into a shell."""
    told = shown(text)
    if told and told.isascii() and all(char.isalnum() or char in _PLAIN for char in told):
        return told
    return "'" + told.replace("'", "'\\''") + "'"


def is_seen(char: str) -> bool:
    """True for a character that shows itself and nothing else."""
    return char.isprintable() and char not in _UNSEEN


def in_json(text: str) -> str:
    """JSON text in ASCII: every other character stands as JSON's own escape, so that none acts on a terminal or parts a
    line. It means the same."""
    if text.isascii() and text.isprintable():
        return text
    return "".join([char if char.isascii() and char.isprintable() else _unit(char) for char in text])


def _escaped(char: str) -> str:
    number = ord(char)
    if char in _NAMED:
        return _NAMED[char]
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _unit(char: str) -> str:
    number = ord(char)
    if number < 0x10000:
        return f"\\u{number:04x}"
    number -= 0x10000
    return f"\\u{0xD800 + (number >> 10):04x}\\u{0xDC00 + (number & 0x3FF):04x}"
