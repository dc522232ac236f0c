"""Tells texts in which the scan can find nothing, so that most calls are recorded without loading it."""

from __future__ import annotations

from assent.core.redact.names import STEMS, kind_of
from assent.core.redact.programs import LEADERS

# How the mark begins that stands where a secret was.
OPENING = "[erased:"
# What stands between the atoms that names and tokens are made of.
BETWEEN = str.maketrans(dict.fromkeys("\t\r\n\"'`=:,;|&<>(){}[]?\\", " "))
# Telling enough to be a token in the middle of a word too, and whose it is.
INSIDE = (
    ("ghp_", "github-token"), ("github_pat_", "github-token"), ("glpat-", "gitlab-token"), ("sk-ant-", "api-key"),
    ("sk_live_", "stripe-key"),
    ("xoxb-", "slack-token"), (".atlasv1.", "terraform-token"), ("8Q~", "azure-secret"), ("7Q~", "azure-secret"),
    ("AGE-SECRET-KEY-", "age-key"),
)  # fmt: skip
# Signs without which nothing is addressed, signed in or enclosed.
_SIGNS = ("://", "@", "-----", "bin/", "ogin(")
# Words that lead to a secret without being the name of one.
_LEADS = frozenset(("bearer", "basic", "identified", "key", "erased"))
_TELLING = (*STEMS, *_LEADS)
_LONG, _LONGEST = 16, 40
_ROOTS = ("", "~", ".", "..")
_WORDS = frozenset("abcdefghijklmnopqrstuvwxyz./-_")
# Prefixes of keys that are letters alone.
_LETTERED = ("dapi", "dose", "cio")


def is_plain(text: str) -> bool:
    """True only when the scan would find nothing; False may mean anything."""
    for sign in _SIGNS:
        if sign in text:
            return False
    atoms = text.translate(BETWEEN).split(" ")
    if not LEADERS.isdisjoint(atoms):
        return False
    if " -u" in text and (" -p " in text or " -P " in text):
        return False
    told = ":" in text
    telling = _is_telling(text.lower())
    for atom in atoms:
        if len(atom) >= _LONG and not _is_word(atom) and not _is_path(atom):
            return False
        if telling and (kind_of(atom) or atom.lower() in _LEADS):
            return False
        if told and atom[-1:].isdigit() and f"{atom}:" in text:
            return False
    return True


def _is_telling(lowered: str) -> bool:
    """Whether any atom can tell a secret by its name: asked once of a whole text, as it mostly is none."""
    for word in _TELLING:  # noqa: SIM110 - `any` over a generator takes twice as long
        if word in lowered:
            return True
    return False


def _is_word(atom: str) -> bool:
    """True for plain lower-case words and paths, which no form of a token has unless it stands in their middle."""
    if len(atom) >= _LONGEST or not _WORDS.issuperset(atom) or atom.startswith(_LETTERED):
        return False
    if "_" in atom or "-" in atom:
        for mark, _ in INSIDE:
            if mark in atom:
                return False
    return True


def _is_path(atom: str) -> bool:
    """True for a path of short names and plain words: no name in it is a token, nor the whole one that may hold
    slashes, as those begin otherwise or are longer."""
    if "/" not in atom:
        return False
    names = atom.split("/")
    for name in names:
        if len(name) >= _LONG and not _is_word(name.lstrip("-")):
            return False
    for mark, _ in INSIDE:
        if mark in atom:
            return False
    first = names[0]
    return first in _ROOTS or (
        len(atom) < _LONGEST and first.isalpha() and first.islower() and not first.startswith(_LETTERED)
    )
