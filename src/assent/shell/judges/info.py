"""What the programs that tell about the machine, the clock and the user do.

Flags: GNU coreutils 9.1, procps 4.0, util-linux 2.38 and debianutils `--help` and manuals.
"""

from __future__ import annotations

from assent.core.effect import READ_ELSEWHERE, READ_SECRET, SYSTEM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

_PS_LETTERS = frozenset("aAcfghjklmnrsTuvwxXeEfFHLMNSyZdV")


def date(use: Use) -> None:
    """`date +FORMAT` prints; an operand of digits sets the clock."""
    for word in use.words:
        if not word.prefix.startswith("+"):
            use.note(SYSTEM, "sets the clock")


def hostname(use: Use) -> None:
    """An operand sets the name of the machine."""
    if use.words:
        use.note(SYSTEM, "sets the name of the machine")


def ps(use: Use) -> None:
    """BSD letters come without a dash; among them `e` shows every process's environment."""
    use.note(READ_ELSEWHERE, "lists processes")
    for word in use.words:
        text = word.text
        if text is None:
            use.opaque("what ps shows cannot be known")
        elif text.isdigit() or text.replace(",", "").isdigit():
            continue
        elif not all(letter in _PS_LETTERS for letter in text):
            use.unknown(f"ps operand {text}")
        elif "e" in text:
            use.note(READ_SECRET, "shows the environment of processes")
    for flag, value in use.options:
        if flag in ("-o", "-O", "--format") and (value is None or value.text is None):
            use.opaque("what ps shows cannot be known")
        elif flag in ("-o", "-O", "--format") and value is not None and "env" in (value.text or "").lower():
            use.note(READ_SECRET, "shows the environment of processes")
