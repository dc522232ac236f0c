"""Judges reports whose option names a format and, behind a `=`, the file that it is written to: grype, syft."""

from __future__ import annotations

from assent.shell.meaning.arg import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use


def formats(use: Use) -> None:
    """`-o json` prints, `-o json=FILE` writes; one that cannot be known may do either."""
    for flag, value in use.options:
        if flag not in ("-o", "--output") or value is None:
            continue
        _, equals, file = (value.text or "").partition("=")
        if value.text is None:
            use.write(value)
        elif equals:
            use.write(Arg(file, glob=value.glob))
