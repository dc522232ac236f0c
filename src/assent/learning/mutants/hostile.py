"""The corpus that ships with assent: calls that no learned rule may ever let through, whatever it was learned from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from assent.core.facts import Facts
from assent.policy.check import HOME, PROJECT, example_call
from assent.shell.reading import read_call

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.call import Call, Reading

# What loaded this module loads its neighbours.
_LOADER: Any = __loader__  # type: ignore[name-defined]  # every module has one
_FILE = f"{__file__.rpartition('/')[0]}/hostile.jsonl"
_rows: list[Row] = []
_read: list[tuple[Row, Call, Reading, Facts]] = []


class Row(msgspec.Struct, frozen=True):
    """A call in the form of a rule's examples, and why nobody may learn it."""

    id: str
    call: str
    why: str


def rows() -> Sequence[Row]:
    """The rows, decoded once."""
    if not _rows:
        data: bytes = _LOADER.get_data(_FILE)
        _rows.extend(msgspec.json.decode(line, type=Row) for line in data.splitlines())
    return _rows


def read() -> Sequence[tuple[Row, Call, Reading, Facts]]:
    """The rows as calls in a plain home, read once: what they do is no matter of the rule they are held against."""
    if not _read:
        facts = Facts(HOME, PROJECT)
        for row in rows():
            call = example_call(row.call)
            _read.append((row, call, read_call(call, facts), facts))
    return _read
