"""What our own command does: looking is reading, and whatever changes rules, settings or the installation is as bad as
any code, for it decides what runs later without a question.

Flags: src/assent/cli.
"""

from __future__ import annotations

from assent.core.effect import RUN_CODE, UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use


def assent(use: Use) -> None:
    """Whatever is not in the table may change the rules; so may an answer fed to a question."""
    if use.part.effects & UNKNOWN or use.part.opaque:
        use.note(RUN_CODE, "may change what assent allows")
    if "learn" in use.sub and use.stdin != "":
        use.note(RUN_CODE, "may answer what assent asks")
