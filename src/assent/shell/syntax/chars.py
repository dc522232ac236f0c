"""Characters: which end a word, which mean nothing to the shell, which a person cannot see."""

from __future__ import annotations

LOWER = "abcdefghijklmnopqrstuvwxyz"
LETTERS = LOWER + LOWER.upper()
DIGITS = frozenset("0123456789")
NAME_START = frozenset(LETTERS + "_")
NAME = frozenset(LETTERS + "_0123456789")

# What ends an unquoted word: blanks, operators, the end.
ENDS = frozenset(" \t\n;&|<>()\0")
# ASCII that stands for itself in an unquoted word, as far as splitting the text into words goes.
PLAIN = frozenset(LETTERS + "0123456789_-./=:,@%+~#*?[]{}!^")
NOT_PLAIN = frozenset(map(chr, range(128))) - PLAIN
# What ends a stretch of plain text in double quotes, and in the body of a heredoc.
QUOTE_STOPS = frozenset('"\\$`\0')
BODY_STOPS = frozenset("\\$`\0")

# First and last code point of what prints as nothing or turns the text around: a reader sees another command.
_UNSEEN = (
    (0x00, 0x08),
    (0x0B, 0x0C),
    (0x0E, 0x1F),
    (0x7F, 0x9F),
    (0xAD, 0xAD),
    (0x034F, 0x034F),
    (0x0600, 0x0605),
    (0x061C, 0x061C),
    (0x06DD, 0x06DD),
    (0x070F, 0x070F),
    (0x0890, 0x0891),
    (0x08E2, 0x08E2),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200C),  # not the joiner U+200D, which holds emoji together: it may stand in quotes
    (0x200E, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x206F),
    (0x2800, 0x2800),
    (0x3164, 0x3164),
    (0xD800, 0xDFFF),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFF),
    (0x110BD, 0x110BD),
    (0x110CD, 0x110CD),
    (0x13430, 0x1345F),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)


def is_name(text: str) -> bool:
    """True for what may name a variable."""
    return bool(text) and text[0] in NAME_START and NAME.issuperset(text)


def unseen(text: str) -> str:
    """The first character of the text (in code point order) that nobody can see, as `U+200B`; "" for none."""
    if text.isprintable() and text.isascii():
        return ""
    for char in sorted(set(text)):
        if char.isascii() and char.isprintable():
            continue
        code = ord(char)
        if any(first <= code <= last for first, last in _UNSEEN):
            return f"U+{code:04X}"
    return ""
