"""The one door that text passes before it is stored: secrets by name, form and place are erased."""

from __future__ import annotations

from assent.core.redact.plain import OPENING, is_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.redact.words import Span


def mark(kind: str) -> str:
    """What stands where a secret was; one word of a shell, so that a command still reads as it did."""
    return f"{OPENING}{kind}]"


# The user's own regexes, set once by whoever knows the settings, for everything this process stores.
_also: list[str] = []


def also(regexes: Sequence[str]) -> None:
    """From here on what these match is erased too."""
    _also[:] = regexes


def extra() -> tuple[str, ...]:
    """The regexes of the user's that are erased now."""
    return tuple(_also)


def redact(text: str) -> str:
    """The text with every secret in it replaced by a mark that names its kind; redacting twice changes nothing more."""
    found = _found(text)
    return _marked(text, found) if found else text


def redact_words(words: Sequence[str]) -> Sequence[str]:
    """The words of one command, each redacted as it stands among the others."""
    found = _found(" ".join(words))
    if not found:
        return words
    out: list[str] = []
    at = 0
    for word in words:
        stop = at + len(word)
        own = [
            (max(begin, at) - at, min(end, stop) - at, kind)
            for begin, end, kind in found
            if begin < stop and end > at
        ]
        out.append(_marked(word, own) if own else word)
        at = stop + 1
    return out


def _marked(text: str, found: Sequence[Span]) -> str:
    out: list[str] = []
    last = 0
    for begin, end, kind in found:
        out.append(text[last:begin])
        out.append(mark(kind))
        last = end
    out.append(text[last:])
    return "".join(out)


def _found(text: str) -> Sequence[Span]:
    """What must be erased. Both readings are of the text as it is: what one erases hides nothing from the other."""
    plain = is_plain(text)
    if plain and not _also:
        return ()
    from assent.core.redact.scan import apart, spans

    known = [] if plain else spans(text)
    if not _also:
        return known
    from assent.core.redact.extra import spans as matched

    return apart(known + matched(text, _also))
