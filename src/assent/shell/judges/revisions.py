"""What programs do with revisions that they hand on to git: one that begins with a dash is an option of git there."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

_REVISIONS = ("-f", "--from", "-t", "--to", "--diff")


def plain(use: Use) -> None:
    """Names revisions, and no option."""
    for flag, value in use.options:
        if flag in _REVISIONS and value is not None:
            if value.text is None:
                use.opaque("which revision it reads cannot be known")
            elif any(word.startswith("-") for word in value.text.split()):
                use.unknown(f"{value.text} is handed to git as an option")
