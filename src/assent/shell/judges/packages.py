"""Where package managers fetch from: the channels that everybody watches, and the others; remote bases of kustomize."""

from __future__ import annotations

from assent.core.effect import RUN_CODE, WEAKEN
from assent.shell.meaning.arg import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

# Channels of conda that are run by those whose name they bear.
_CHANNELS = frozenset(
    (
        "defaults",
        "main",
        "r",
        "anaconda",
        "conda-forge",
        "bioconda",
        "nvidia",
        "pytorch",
        "rapidsai",
        "intel",
        "huggingface",
    )
)


def conda(use: Use) -> None:
    """Anybody may fill a channel: what comes from an unlisted one is any code."""
    for flag, value in use.options:
        if flag in ("-c", "--channel") and (value is None or value.text not in _CHANNELS):
            use.note(RUN_CODE | WEAKEN, "installs from a channel that anybody may have filled")


def gem(use: Use) -> None:
    """`NAME:VERSION` is a plain name too."""
    for word in use.words:
        name, colon, version = (word.text or "").partition(":")
        plain = colon and version[:1].isdigit() and version.replace(".", "").isalnum()
        use.package(Arg(name, glob=word.glob) if plain else word)


def kustomize(use: Use) -> None:
    """What begins with the name of a host, or names a revision, is fetched from there."""
    for word in use.words:
        text = word.text or ""
        first = text.partition("/")[0]
        host = "." in first and first.strip(".") != ""
        if host or "?" in text or "//" in text or "@" in text or ":" in text:
            use.note(RUN_CODE, f"builds what {text} holds")


def pub(use: Use) -> None:
    """A description in braces says where a package comes from: `name:{git: …}`."""
    for word in use.words:
        if "{" in (word.text or ""):
            use.note(RUN_CODE, "adds a package from where its description says")
