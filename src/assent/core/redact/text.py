"""The one door that text passes before it is stored: secrets by name, form and place are erased."""

from __future__ import annotations

from assent.core.redact.plain import OPENING, is_plain


def mark(kind: str) -> str:
    """What stands where a secret was; one word of a shell, so that a command still reads as it did."""
    return f"{OPENING}{kind}]"


def redact(text: str) -> str:
    """The text with every secret in it replaced by a mark that names its kind; redacting twice changes nothing more."""
    if is_plain(text):
        return text
    from assent.core.redact.scan import spans

    found = spans(text)
    if not found:
        return text
    out: list[str] = []
    last = 0
    for begin, end, kind in found:
        out.append(text[last:begin])
        out.append(mark(kind))
        last = end
    out.append(text[last:])
    return "".join(out)
