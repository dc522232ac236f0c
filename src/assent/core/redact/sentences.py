"""Finds a secret that is told in words: `the password is …`, `credentials: name / …`, and `password …` on its own line
beside a line that names who signs in."""

from __future__ import annotations

from assent.core.redact.genuine import is_placeholder
from assent.core.redact.names import PASSWORD, SECRET
from assent.core.redact.plain import OPENING
from assent.core.redact.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.redact.values import Text

_LINKS = (" is: ", " is now ", " is ", " was ", " to ", " as ", ": ", " ")
_QUOTES = "\"'`*"
_MARKS = frozenset("!@#$%^&*+?~")
# What is written with digits and is no secret: ways to keep or encode one.
_METHODS = (
    "base", "sha", "md5", "utf", "bcrypt", "argon", "pbkdf", "oauth", "2fa", "mfa", "http", "v1", "v2", "aes",
    "rsa",
)  # fmt: skip
_SIGNED_IN = ("user", "login", "username", "host", "account", "machine", "masteruser", "email")
_DEVICES = ("username", "enable", "neighbor", "tacacs-server", "radius-server")
_FAR = 300


def value(text: Text, begin: int, end: int, kind: str) -> Value | None:
    """The secret that the words behind a telling name tell; None when they tell none."""
    whole = text.text
    if kind == SECRET and whole[end : end + 1] == ":":
        return _pair(whole, end + 1)
    if whole[end : end + 2] == ' "' and kind == PASSWORD and not whole[begin:end].islower():
        return Value(end + 2, text.next('"', end + 2), "=", quoted=True, spaced=False)
    if kind in (PASSWORD, SECRET) and whole[end : end + 1] == " ":
        level = end + 2 * (whole[end + 1 : end + 2].isdigit() and whole[end + 2 : end + 3] == " ")
        if whole[level + 1 : level + 4].isalnum() and _first_word(whole, begin) in _DEVICES:
            return Value(level + 1, text.word_end(level + 1), "blank", quoted=False, spaced=True)
    for link in _LINKS:
        if whole.startswith(link, end):
            return _linked(text, begin, end + len(link), link, kind)
    return None


def _linked(text: Text, begin: int, at: int, link: str, kind: str) -> Value | None:
    whole = text.text
    first = at
    while at < first + 3 and whole[at : at + 1] and whole[at] in _QUOTES:
        at += 1
    end = text.word_end(at)
    given = whole[at : min(end, at + _FAR)]
    closed = at > first and whole[end : end + 1] == whole[at - 1]
    given = given.rstrip(".,;:!?*") if not closed else given
    end = at + len(given)
    if len(given) < 4 or given.startswith(OPENING) or is_placeholder(given):
        return None
    if kind == PASSWORD and closed and link not in (" ", ": "):
        return Value(at, end, "=", quoted=True, spaced=True)
    if _is_strong(given, kind) or (link == " " and kind == PASSWORD and _is_line(whole, begin, end)):
        return Value(at, end, "blank", quoted=False, spaced=True)
    return None


def _is_strong(given: str, kind: str) -> bool:
    """No word of a language, number, path, date or name of a method: what people and machines make up as a secret."""
    if (
        len(given) < (8 if kind == PASSWORD else 12)
        or given.lower().startswith(_METHODS)
        or given[0] in "-/.$<{[(@~%"
    ):
        return False
    if "/" in given or "=" in given or "_" in given or "(" in given:
        return False
    digits = sum([char.isdigit() for char in given])
    letters = sum([char.isalpha() for char in given])
    if digits < 2 or letters < 3:
        return False
    return given.isalnum() or not _MARKS.isdisjoint(given)


def _first_word(whole: str, begin: int) -> str:
    start = whole.rfind("\n", max(0, begin - _FAR), begin)
    words = whole[start + 1 : begin].split(None, 1)
    return words[0] if words and (start >= 0 or begin <= _FAR) else ""


def _is_line(whole: str, begin: int, end: int) -> bool:
    """The name and its value are a line of their own, and the one before or behind says who signs in."""
    start = whole.rfind("\n", max(0, begin - _FAR), begin)
    if whole[start + 1 : begin].strip() or (start < 0 and begin > _FAR):
        return False
    if whole[begin:end].startswith(("requirepass", "masterauth")):
        return True
    stop = whole.find("\n", end, end + _FAR)
    if whole[end : stop if stop >= 0 else end + _FAR].strip():
        return False
    above = whole[max(0, start - _FAR) : max(0, start)].rpartition("\n")[2]
    below = whole[stop + 1 : stop + _FAR].partition("\n")[0] if stop >= 0 else ""
    return any(
        line.split(None, 1)[:1] and line.split(None, 1)[0].rstrip(":") in _SIGNED_IN
        for line in (above, below)
    )


def _pair(whole: str, at: int) -> Value | None:
    """`name / value` or `name:value` behind a word for both."""
    stop = whole.find("\n", at, at + 120)
    line = whole[at : stop if stop >= 0 else at + 120]
    for sign in (" / ", "/", ":"):
        name, found, rest = line.partition(sign)
        words = rest.split(None, 1)
        if not found or not words or len(name.split()) != 1 or rest[:1] == " ":
            continue
        given = words[0].rstrip(".,;")
        if (
            len(given) >= 6
            and any(char.isdigit() for char in given)
            and not given.startswith(OPENING)
            and given[0] not in "/$<{"
        ):
            begin = at + len(name) + len(sign) + rest.index(words[0])
            return Value(begin, begin + len(given), "blank", quoted=False, spaced=True)
    return None
