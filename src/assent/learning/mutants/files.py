"""Files beside the one that was touched, and files elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from assent.learning.mutants.seed import Seed


def beside(*names: str) -> Callable[[Seed], Iterable[str]]:
    """These names in the folder of the file."""

    def make(seed: Seed) -> Iterable[str]:
        folder, slash, _ = seed.text.rpartition("/")
        for name in names if seed.text else ():
            yield f"{folder}{slash}{name}"

    return make


def elsewhere(*paths: str) -> Callable[[Seed], Iterable[str]]:
    """These paths, whatever the file was."""

    def make(seed: Seed) -> Iterable[str]:
        return paths if seed.text else ()

    return make
