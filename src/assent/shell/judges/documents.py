"""What programs do that make one document of others, or change a document only when they are asked to."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# How they are asked to write what they read.
_CHANGES = ("-m", "-modify", "-w", "-i", "-b", "--fix", "--in-place", "--inplace", "--replace-input", "--overwrite", "-I")


def made(use: Use) -> None:
    """Every word but the last is read, the last is written; a lone one is read."""
    for word in use.words[:-1]:
        use.read(word)
    for word in use.words[-1:]:
        if len(use.words) > 1:
            use.write(word)
        else:
            use.read(word)


def changed(use: Use) -> None:
    """Every word is read; with an option that says so, it is written too."""
    writes = use.has(*_CHANGES)
    for word in use.words:
        use.read(word)
        if writes:
            use.write(word)
