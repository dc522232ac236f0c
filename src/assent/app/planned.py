"""What an installation or its undoing will do, before it is done; and what a person chose about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assent.agents.base import Added
from assent.app import files
from assent.core.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

LONG = 40  # lines of a diff


@dataclass(slots=True)
class Change:
    """One file of an agent: its text now (None: no such file), the text it will have (None: removed), and what the
    installation put in. `by_hand` holds what a person must do instead when the file may not be replaced."""

    path: Path
    old: str | None
    new: str | None
    added: Added | None = None
    by_hand: Problem | None = None

    @property
    def diff(self) -> str:
        """What changes, for people."""
        return files.diff(self.path, self.old, self.new)

    def by_hand_instead(self, by_hand: Problem) -> Problem:
        """What a person must do instead, with the lines of a change short enough to read twice."""
        lines = self.diff.rstrip("\n").splitlines()[2:]
        if len(lines) > LONG:
            return Problem(by_hand.where, by_hand.what, "make the change shown above there yourself")
        return Problem(by_hand.where, by_hand.what, "\n".join(["make this change there yourself:", *lines]))


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose: `native` every denial in the client's own list whatever it costs, `closed` a hook whose
    failure blocks the call, `open` that it never does."""

    native: bool = False
    closed: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person says when installing: `native` and `open` as in Choice, None for as it was; `able` the
    agents that can block where their hook fails."""

    native: bool | None = None
    open: bool | None = None
    able: Collection[str] = ()

    def choice(self, agent: str, previous: Added | None) -> Choice:
        """The choice this makes of an earlier one."""
        before = previous or Added()
        is_open = before.open if self.open is None else self.open
        return Choice(
            before.native if self.native is None else self.native, agent in self.able and not is_open, is_open
        )


@dataclass(slots=True)
class Plan:
    """What an installation or its undoing will do. `launcher` when the file that the agents start is to be written;
    `noted` what is only to be remembered of a settings file; `choices` by agent."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    losses: list[Problem] = field(default_factory=list)
    launcher: bool = False
    noted: dict[str, Added] = field(default_factory=dict)
    choices: dict[str, Choice] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """True when everything is in place."""
        return not self.changes and not self.launcher
