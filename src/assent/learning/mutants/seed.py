"""A call that a rule was learned from, taken apart so that it can be bent."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assent.core.call import Call
from assent.core.tools import TOOLS

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Seed:
    """One part of a call. Of a command its `words` as they run and its `path` (program and subcommands); of other
    tools the `text` of the field that their rules speak of: a path, an address, nothing. `to` is what it reaches."""

    tool: str
    words: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    text: str = ""
    to: tuple[str, ...] = ()

    @property
    def command(self) -> str:
        """The words as a shell reads them back."""
        return written(self.words)


def written(words: Sequence[str]) -> str:
    """Words as text that a shell reads as just these."""
    return shlex.join(words)


def call_with(tool: str, text: str, cwd: str, project: str) -> Call:
    """The call of a tool with this text in the field that its rules speak of; the text of a tool without such a field
    is the name of the tool."""
    row = TOOLS.get(tool)
    if row is None or not row["field"]:
        return Call(text or tool, {}, cwd, project)
    return Call(tool, {row["field"]: text}, cwd, project)
