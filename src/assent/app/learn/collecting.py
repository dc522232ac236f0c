"""How often memory is swept for cycles while logs are learned from."""

from __future__ import annotations

import contextlib
import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SELDOM = (200_000, 50, 100)


@contextlib.contextmanager
def seldom() -> Iterator[None]:
    """Sweeps seldom. Learning makes a great many small things, keeps them to its end, and ties none in a circle: going
    through all of them again and again was a quarter of its time."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
