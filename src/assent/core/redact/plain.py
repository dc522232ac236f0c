"""Tells texts in which the scan can find nothing, so that most calls are recorded without loading it."""

from __future__ import annotations

from assent.core.redact.names import kind_of
from assent.core.redact.programs import NAMES

# How the mark begins that stands where a secret was.
OPENING = "[erased:"
# What stands between the atoms that names and tokens are made of.
BETWEEN = str.maketrans(dict.fromkeys("\t\r\n\"'`=:,;|&<>(){}[]?\\", " "))
# Signs without which nothing is named, addressed, signed in or enclosed; a colon before a blank only ends a phrase.
_SIGNS = (":", "=", "@", "-----", "bin/")
# Words that lead to a secret without being the name of one.
_LEADS = frozenset(("bearer", "basic", "identified", "key", "erased"))
_LONG, _LONGEST = 16, 40
_WORDS = frozenset("abcdefghijklmnopqrstuvwxyz./")
# Prefixes of keys that go on in letters alone.
_LETTERED = ("dapi", "dose")


def is_plain(text: str) -> bool:
    """True only when the scan would find nothing; False may mean anything."""
    left = text.replace(": ", " ")
    for sign in _SIGNS:
        if sign in left:
            return False
    atoms = text.translate(BETWEEN).split(" ")
    if not NAMES.isdisjoint(atoms):
        return False
    told = len(left) != len(text)
    for atom in atoms:
        if len(atom) >= _LONG and not _is_word(atom):
            return False
        if kind_of(atom) or atom.lower() in _LEADS or (told and atom.isdigit()):
            return False
    return True


def _is_word(atom: str) -> bool:
    """True for plain lower-case words and paths, which no form of a token has."""
    return len(atom) < _LONGEST and _WORDS.issuperset(atom) and not atom.startswith(_LETTERED)
