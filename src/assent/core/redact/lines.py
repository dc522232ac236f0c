"""Where an unquoted value ends that is no word of a shell: in a line of settings, or between others of a connection."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.redact.values import Text

# What ends a word of a shell, and may stand within a value elsewhere.
SIGNS = frozenset("&;|<>()[]{}")
_EACH = "".join(SIGNS)
_STOPS = ("\n", "\r", '"', "'", "`", " ", "\t", "\\n", "\\r", "\\t", '\\"')
_QUOTES = frozenset("\"'`")
_OPENING = {"(": ")", "[": "]", "{": "}"}
_CLOSING = {")": "(", "]": "[", "}": "{"}
# Characters of a line that are looked at before the name and behind the value.
_FAR = 400
# How long the name of a further setting may be.
_NAME = 40
_NAMED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")
_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.")


def value_end(text: Text, name: int, begin: int, end: int) -> int:
    """The end of the value that a shell would end at a sign; `name` is where its name begins. The same end where the
    sign ends it here too: before a further setting, another command, or the bracket that its line opened."""
    whole = text.text
    stop = min([text.next(sign, end) for sign in _STOPS] + [end + _FAR])
    while end < stop and whole[end] in SIGNS:
        if _ends(whole, name, begin, end, stop):
            return end
        end += 1
        while end < stop and whole[end] not in SIGNS:
            end += 1
    return end


def _ends(whole: str, name: int, begin: int, at: int, stop: int) -> bool:
    """Whether a sign within a run of characters ends the value before it."""
    sign, behind = whole[at], whole[at + 1 : stop]
    if sign in _OPENING and whole[at - 1] != "$":
        return _is_call(whole, begin, at, stop)
    if not behind.strip(_EACH) or whole[at - 1] == "$":
        return True
    if sign in "&;|" and behind[0] == sign:
        return True
    if sign in "&;":
        return _is_setting(whole, at + 1, blank=sign == ";")
    if sign == "<":
        return behind[0] in "/(!"
    if sign == ">":
        return behind[0] in "&("
    if sign in _CLOSING:
        start, _, _ = _field(whole, name, stop)
        opened = whole.count(_CLOSING[sign], start, begin) - whole.count(sign, start, begin)
        return opened > 0 or not behind.lstrip(_EACH)[0].isalnum()
    return False


def _field(whole: str, at: int, stop: int) -> tuple[int, int, bool]:
    """Where that begins and ends which a value is a part of: the quotes around it, else its line; True for quotes."""
    start = max(whole.rfind("\n", 0, at), at - _FAR) + 1
    if _is_quote(whole, stop) and whole.count(whole[stop], start, at) % 2:
        return whole.rfind(whole[stop], start, at) + 1, stop, True
    end = whole.find("\n", stop, stop + _FAR)
    return start, end if end >= 0 else min(len(whole), stop + _FAR), False


def _is_quote(whole: str, at: int) -> bool:
    return whole[at : at + 1] in _QUOTES


def _is_setting(whole: str, at: int, *, blank: bool) -> bool:
    """True for a further `name=` behind a sign that stands between settings; with `blank` for one of several words."""
    equals = whole.find("=", at, at + _NAME)
    name = whole[at:equals] if equals > at else ""
    if blank and " " in name:
        return name.replace(" ", "").replace("_", "").isalpha()
    return bool(name) and _NAMED.issuperset(name)


def _is_call(whole: str, begin: int, at: int, stop: int) -> bool:
    """True for a bracket behind a name that closes on its line, as a call's or an index's does, or that is followed by
    a quote or by nothing."""
    if not _WORD.issuperset(whole[begin:at]):
        return False
    _, last, quoted = _field(whole, begin, stop)
    close = whole.find(_OPENING[whole[at]], at, last)
    if close < 0:
        return not quoted and (at + 1 == stop or _is_quote(whole, stop))
    return not whole[close + 1 : close + 2].isalnum()
