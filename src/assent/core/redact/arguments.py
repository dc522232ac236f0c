"""Finds the value of a telling name that stands apart from it: as another argument of a call, as `value=` beside
`name=`, behind a type, or on the line below."""

from __future__ import annotations

from assent.core.redact.names import PASSWORD
from assent.core.redact.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.redact.values import Text

_QUOTES = ("'", '"')
_LINES = " \t\n\r"
_BETWEEN = _LINES + ","
_HELD = ("value", "Value", "val", "default", "ParameterValue", "--value", "--body", "<string>")
_TYPE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_&<>[]|?.,:' ")
# What is called with a name and a password behind one another.
_SIGN_INS = ("login", "auth", "authenticate", "credential", "credentials", "basic_auth", "setbasicauth")
# Characters between a name and what belongs to it.
_NEAR = 60


def value(text: Text, begin: int, end: int, kind: str) -> Value | None:
    """The value that belongs to the name between two places; None without one."""
    whole = text.text
    if whole[end : end + 1] == ":":
        return _typed(text, end) or _below(text, begin, end)
    if kind == PASSWORD and whole.startswith((" FOR ", " for "), end):
        return _given(text, whole.find("= ", end, end + 90) + 2)
    at = end
    while at < end + 3 and whole[at : at + 1] in ("]", ")"):
        at += 1
    quote = whole[at : at + 1]
    if quote in _QUOTES:
        opened = whole.rfind(quote, max(0, begin - _NEAR), begin)
        if _is_first(whole, opened):
            behind = _past(whole, at + 1, _LINES)
            return _called_on(text, at + 1) if whole[behind : behind + 1] == ")" else _next(text, behind)
        at += 1
    return _beside(text, at)


def _is_first(whole: str, opened: int) -> bool:
    """Whether the quote at a place opens the first argument of a call."""
    before = whole[max(0, opened - _NEAR) : max(0, opened)].rstrip()
    return before[-1:] == "(" and (before[-2:-1].isalnum() or before[-2:-1] in ("_", "]", ")"))


def signed_in(text: Text, begin: int, end: int) -> Value | None:
    """The second of two quoted arguments where what is called signs somebody in; None for every other call."""
    whole = text.text
    name = whole[begin:end].lower().rstrip("]")
    if not name.endswith(_SIGN_INS):
        return None
    at = end + (whole[end : end + 1] == "]")
    if whole.startswith("::new(", at):
        at += 5
    elif whole[at : at + 1] == "=":
        at += 1
    elif whole.startswith(" -ArgumentList ", at):
        at += 14
    if whole[at : at + 1] not in ("(", " "):
        return None
    quote = whole[at + 1 : at + 2]
    close = whole.find(quote, at + 2, at + _NEAR) if quote in _QUOTES else -1
    return _next(text, _past(whole, close + 1, " ")) if close > 0 else None


def _past(whole: str, at: int, signs: str) -> int:
    most = min(len(whole), at + _NEAR)
    while at < most and whole[at] in signs:
        at += 1
    return at


def _given(text: Text, at: int) -> Value | None:
    """What is quoted at a place."""
    whole = text.text
    at += whole[at : at + 1] == "@"
    quote = whole[at : at + 1]
    if at < 2 or quote not in _QUOTES or whole[at + 1 : at + 2] in ("", "-", quote):
        return None
    return Value(at + 1, min(text.next(quote, at + 1), text.next("\n", at)), "=", quoted=True, spaced=False)


def _next(text: Text, at: int) -> Value | None:
    """What is quoted behind the comma at a place."""
    return _given(text, _past(text.text, at + 1, _LINES)) if text.text[at : at + 1] == "," else None


def _called_on(text: Text, at: int) -> Value | None:
    """What a field that is named is filled with: `…("#password").fill("…")`, `….value = "…"`."""
    whole = text.text
    at = _past(whole, at, ")")
    if whole[at : at + 1] != ".":
        return None
    for sign in ("(", "= "):
        found = whole.find(sign, at, at + 24)
        if found > 0 and whole[at + 1 : found].strip().isalpha():
            return _given(text, found + len(sign))
    return None


def _typed(text: Text, end: int) -> Value | None:
    """`name: type = "…"`."""
    whole = text.text
    sign = whole.find("= ", end, end + _NEAR)
    if sign < 0 or not _TYPE.issuperset(whole[end:sign]):
        return None
    return _given(text, sign + 2)


def _below(text: Text, begin: int, end: int) -> Value | None:
    """The one line below `name:` that stands deeper and is no name itself."""
    whole = text.text
    stop = whole.find("\n", end, end + 6)
    if stop < 0 or whole[end + 1 : stop].strip() not in ("", "|", ">", "|-", ">-"):
        return None
    start = whole.rfind("\n", max(0, begin - _NEAR), begin) + 1
    if whole[start:begin].strip(" \t-\"'"):
        return None
    first = _past(whole, stop + 1, " \t")
    last = text.next("\n", first)
    line = whole[first : min(last, first + 400)]
    if first - stop - 1 <= begin - start or not line or ": " in line or line[-1] == ":" or line[0] in "-#{[":
        return None
    quoted = line[0] in "\"'" and len(line) > 2
    return Value(first + quoted, first + quoted + len(line.strip("\"', ")), "=", quoted=True, spaced=False)


def _beside(text: Text, at: int) -> Value | None:
    """The value of `value=` or `value:` behind nothing but blanks, line breaks and a comma."""
    whole = text.text
    if whole.startswith("</", at):
        at = whole.find(">", at, at + _NEAR) + 1
    word = _past(whole, at, _BETWEEN)
    if word == at and not whole.startswith("<string>", at):
        return None
    word += whole[word : word + 1] in _QUOTES
    for held in _HELD:
        if whole.startswith(held, word):
            behind = word + len(held)
            if held[-1] == ">":
                return Value(behind, text.next("<", behind), "<", quoted=True, spaced=False)
            sign = _past(whole, _past(whole, behind, "'\""), " ")
            if whole[sign : sign + 1] not in ("=", ":") and held[0] != "-":
                return None
            at = _past(whole, sign + (whole[sign : sign + 1] in ("=", ":")), " ")
            end = text.word_end(at)
            return _given(text, at) or (
                Value(at, end, "=", quoted=True, spaced=False) if end - at >= 3 else None
            )
    return None
