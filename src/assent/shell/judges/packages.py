"""Where package managers fetch from: the channels that everybody watches, and the others."""

from __future__ import annotations

from assent.core.effect import RUN_CODE, WEAKEN

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
