"""What TeX programs do whose first word may be TeX instead of the name of a document."""

from __future__ import annotations

from assent.core.effect import RUN_CODE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use


def document(use: Use) -> None:
    r"""`\input{x}` and `&format` are no documents: they are TeX, which reads and writes what it likes."""
    for word in use.words:
        if (word.text or "\\")[:1] in ("\\", "&"):
            use.note(RUN_CODE, f"runs the TeX that {use.name} is given")
