"""Judges compilers of style sheets, whose operands are a source and a target, or pairs `source:target`: sass."""

from __future__ import annotations

from assent.shell.meaning.arg import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use


def sass(use: Use) -> None:
    """`sass IN`, `sass IN OUT` and `sass IN:OUT IN:OUT…`."""
    pairs = any(word.text is None or ":" in word.text for word in use.words)
    for at, word in enumerate(use.words):
        if word.text is None:
            use.opaque("what sass writes cannot be known")
            use.unknown("what sass writes cannot be known")
        elif pairs:
            source, colon, target = word.text.partition(":")
            use.read(Arg(source))
            if colon:
                use.write(Arg(target))
        elif at > 1:
            use.unknown("sass takes a source and a target")
        elif at:
            use.write(word)
        else:
            use.read(word)
