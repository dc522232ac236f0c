"""Addresses forged after the one that was fetched, and other tools of servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.core.hosts import host_of
from assent.core.tools import SERVER
from assent.learning.mutants.commands import alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from assent.learning.mutants.seed import Seed


def forged(*forms: str) -> Callable[[Seed], Iterable[str]]:
    """Addresses in which the host (HOST) or one that looks like it (ALIKE) stands."""

    def make(seed: Seed) -> Iterable[str]:
        host = host_of(seed.text) if seed.text else None
        for form in forms if host else ():
            yield form.replace("HOST", host or "").replace("ALIKE", alike(host or ""))

    return make


def served(*forms: str) -> Callable[[Seed], Iterable[str]]:
    """Names of tools in which the SERVER and the TOOL stand that were asked for."""

    def make(seed: Seed) -> Iterable[str]:
        server, _, tool = seed.tool.removeprefix(SERVER).partition("__")
        for form in forms if seed.tool.startswith(SERVER) else ():
            yield form.replace("SERVER", server).replace("TOOL", tool)

    return make
