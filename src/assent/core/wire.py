"""JSON in and out for the hook path, where loading the `json` package would cost more than the verdict."""

from __future__ import annotations

try:
    from _json import encode_basestring_ascii as quote
    from _json import make_scanner
except ImportError:  # another Python without the C module: slower to start, the same answers
    from json.encoder import py_encode_basestring_ascii as quote

    make_scanner = None  # type: ignore[assignment,misc]  # stands for its absence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

DEEPEST = 100
BROKEN = "\ufffd"
_BLANK = " \t\n\r"
_BOM = b"\xef\xbb\xbf"
_INFINITE = (float("inf"), float("-inf"))


def decode(given: str | bytes, *, ours: bool = False) -> object:
    """The value of a JSON text; raises ValueError for anything that is not exactly one value.

    Stricter than the `json` package: NaN, infinities, numbers that overflow and more than 100 levels are refused,
    and bytes must be UTF-8 (a byte order mark is skipped). Half a surrogate pair becomes U+FFFD, which is what
    reaches the shell, so every text can be encoded. `ours` skips the walk for depth and surrogates: only for text
    whose digest proves that we wrote it."""
    text = _text(given)
    begin = 0
    while begin < len(text) and text[begin] in _BLANK:
        begin += 1
    try:
        value, end = _scan(text, begin)
    except (StopIteration, SystemError):
        # Without the `json` package loaded, the scanner fails on broken objects and strings with SystemError.
        raise ValueError("not JSON") from None
    except RecursionError:
        raise ValueError("JSON nested too deeply") from None
    if text[end:].strip(_BLANK):
        raise ValueError(f"not JSON: more text after the value at {end}")
    mend = "\\ud" in text or "\\uD" in text
    # Most texts have too few brackets for so many levels, which is quicker to see than the levels themselves.
    shallow = text.count("{") + text.count("[") <= DEEPEST
    return value if ours or (shallow and not mend) else _sound(value, mend=mend)


def encode(value: object) -> str:
    """A value as JSON text in ASCII on one line, without blanks, keys in their order; raises TypeError for what
    JSON has no word for and for keys that are no text, ValueError for NaN and infinities."""
    if isinstance(value, str):
        return quote(value)
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, dict):
        return "{" + ",".join([_key(key) + ":" + encode(each) for key, each in value.items()]) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join([encode(each) for each in value]) + "]"
    if isinstance(value, float):
        if value != value or value in _INFINITE:  # noqa: PLR0124  the one value unequal to itself is NaN
            raise ValueError(f"{value} is not JSON")
        return float.__repr__(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError("a key of a JSON object is a text")
    return quote(key)


def _text(given: str | bytes) -> str:
    if isinstance(given, bytes):
        return given[len(_BOM) :].decode() if given.startswith(_BOM) else given.decode()
    try:
        given.encode()
    except UnicodeEncodeError:
        return _mended(given)
    return given


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _float(text: str) -> float:
    value = float(text)
    if value in _INFINITE:
        raise ValueError(f"number out of range: {text[:40]}")
    return value


class _Options:
    """What the C scanner reads from its maker; the names are the scanner's own."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_constant = staticmethod(_constant)
    parse_float = staticmethod(_float)
    parse_int = int


def _scanner() -> Callable[[str, int], tuple[object, int]]:
    if make_scanner is not None:
        return make_scanner(_Options())  # type: ignore[arg-type]  # it reads these names only
    from json import JSONDecoder

    return JSONDecoder(parse_constant=_constant, parse_float=_float).raw_decode


_scan = _scanner()


def _sound(value: object, *, mend: bool) -> object:
    """The value, if it is not too deep; with `mend`, every half surrogate in it replaced."""
    level: list[object] = [value] if isinstance(value, dict | list) else []
    for _ in range(DEEPEST):
        if not level:
            return _mend(value) if mend else value
        inner: list[object] = []
        for each in level:
            inner += each.values() if isinstance(each, dict) else each  # type: ignore[arg-type]  # a list otherwise
        level = [each for each in inner if isinstance(each, dict | list)]
    if level:
        raise ValueError("JSON nested too deeply")
    return _mend(value) if mend else value


def _mend(value: object) -> object:
    if isinstance(value, str):
        return _mended(value)
    if isinstance(value, dict):
        return {_mended(key): _mend(each) for key, each in value.items()}
    return [_mend(each) for each in value] if isinstance(value, list) else value


def _mended(text: str) -> str:
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return "".join([BROKEN if "\ud800" <= char <= "\udfff" else char for char in text])
