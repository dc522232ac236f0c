"""One setting, read only where the file may say something about it: for what cannot wait for the whole reader."""

from __future__ import annotations

from assent.store import regular, snapshot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.store.paths import Paths


def is_on(paths: Paths, key: str, *, default: bool) -> bool:
    """Whether a setting that is on or off is on."""
    try:
        data = regular.read(paths.settings, snapshot.LARGEST_SOURCE)
    except OSError:
        return default
    if key.rpartition(".")[2].encode() not in data and b"\\" not in data:  # a key can be written with escapes
        return default
    from assent.app.config import in_force

    return bool(in_force.settings(paths)[key])
