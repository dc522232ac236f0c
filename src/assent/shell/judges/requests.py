"""Judges where data goes: requests written as words (http, xh, curlie, vault), and reports (semgrep, scrapy, trivy)."""

from __future__ import annotations

from assent.core.effect import NET_SEND, RUN_CODE
from assent.shell.meaning.arg import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use


def request(use: Use) -> None:
    """The address, and what the items behind it read: `field=@file`, `field:=@file` and `field@file`."""
    words = list(use.words)
    if len(words) > 1 and (words[0].text or "").isalpha() and (words[0].text or "").isupper():
        del words[0]
    for at, word in enumerate(words):
        text = word.text
        if text is None:
            use.opaque("what is sent where cannot be known")
            use.unknown("what is sent where cannot be known")
        elif at == 0:
            use.url(Arg("localhost" + text) if text.startswith(":") else word, NET_SEND)
        elif "@" in text:
            use.read(Arg(text.partition("@")[2]))


def fields(use: Use) -> None:
    """What the fields of a request read: `field=@file`, or `@file` for all of them: vault."""
    for word in use.words:
        if "@" in (word.text or ""):
            use.read(Arg((word.text or "").partition("@")[2]))


# Options that name where a report goes.
_REPORTS = ("-o", "--output", "--json-output", "--sarif-output", "-O", "--overwrite-output")


def report(use: Use) -> None:
    """A report may go to an address or a plugin; a file of it may bear its format behind a colon."""
    for flag, value in use.options:
        if flag in _REPORTS and value is not None and value.text is not None:
            if value.text.startswith("plugin="):
                use.note(RUN_CODE, "runs a plugin with the report")
            elif "://" in value.text:
                use.url(value, NET_SEND)
            elif ":" in value.text:
                use.write(Arg(value.text.rpartition(":")[0]))


def reports(use: Use) -> None:
    """Reports may go to a list of files: checkov."""
    for flag, value in use.options:
        if flag == "--output-file-path" and value is not None and "," in (value.text or ""):
            for each in (value.text or "").split(","):
                use.write(Arg(each))
