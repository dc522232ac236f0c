"""The one line that says a declared file does not count as it is written, whatever else a command has to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.app.rules import in_force
from assent.cli.output import error
from assent.store.db import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.app.project import Project
    from assent.core.problem import Problem
    from assent.store.paths import Paths


def tell(problems: Sequence[Problem]) -> None:
    """Where the first mistake lies, how many more there are, and the command that shows them all."""
    if not problems:
        return
    first, *others = problems
    more = f" (and {len(others)} more)" if others else ""
    error(f"{first.where}: {first.what}{more}; not in force as written. To see everything: assent validate")


def look(at: Paths, place: Project) -> None:
    """The same of what is declared at a place; a store that cannot be read says so elsewhere."""
    try:
        tell(in_force.problems(at, place))
    except StoreError:
        return
