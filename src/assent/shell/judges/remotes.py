"""What a place on another storage may hide: rclone takes a whole backend, with the programs it runs, as a name."""

from __future__ import annotations

from assent.core.effect import RUN_CODE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use


def inline(use: Use) -> None:
    """`:sftp,ssh="…":x` and `name,ssh="…":x` bring settings of their own, and some name a program."""
    for word in use.words:
        place = word.text
        if place is None:
            use.opaque("which storage it reaches cannot be known")
        elif place.startswith(":") or ("," in place.partition(":")[0] and ":" in place):
            use.note(RUN_CODE, f"{place} brings settings that may name a program")
