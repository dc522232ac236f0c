"""What the values of dotnet's options hide: loggers of tests that write where they are told."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

_LOGGERS = ("console", "trx", "html", "junit", "nunit", "xunit", "GitHubActions")


def loggers(use: Use) -> None:
    """`--logger NAME;KEY=VALUE`: an unlisted one may be a library, and a path may lead anywhere."""
    for flag, value in use.options:
        if flag in ("-l", "--logger"):
            text = "" if value is None or value.text is None else value.text
            if text.partition(";")[0] not in _LOGGERS or "/" in text or "\\" in text or ".." in text:
                use.unknown("a logger that is in no table, or one with a path")
