"""Folders that hold what is assent's own are not moved, closed or removed by a wide rule."""

from __future__ import annotations

from assent.core.effect import RUN_CODE
from tests.shell.world import HOME, read


def test_a_folder_that_holds_what_is_ours_is_not_moved_by_a_wide_rule() -> None:
    ours = (f"{HOME}/.local/share/assent",)
    for text in ("mv ~/.local/share /tmp/x", "chmod -R 000 ~/.local", "rm -rf ~/.local/share"):
        assert read(text, ours=ours).effects & RUN_CODE
    assert not read("cp x ~", ours=ours).effects & RUN_CODE
