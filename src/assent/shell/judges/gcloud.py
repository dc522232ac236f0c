"""What gcloud copies to and from its storage.

Commands: gcloud 500 reference of `gcloud storage`.
"""

from __future__ import annotations

from assent.core.effect import DESTROY, NET_READ, NET_SEND

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use


def copy(use: Use) -> None:
    """All words but the last are read, the last is written; `gs://` is the storage."""
    for word in use.words[:-1]:
        if _remote(word.text):
            use.note(NET_READ, f"fetches {word.text}")
        else:
            use.read(word)
    if not use.words:
        return
    last = use.words[-1]
    if _remote(last.text):
        use.note(NET_SEND, f"sends to {last.text}")
    else:
        use.write(last)
    if use.sub[-1:] == ("mv",) or use.has("--delete-unmatched-destination-objects"):
        use.note(DESTROY, "deletes what it moved, or what the source lacks")


def _remote(text: str | None) -> bool:
    return text is not None and text.startswith("gs://")
