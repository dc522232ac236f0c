"""What `assent learn` says of rules that rest, and asks in a review: whether one shall count again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.app import amend
from assent.app.rules import rested
from assent.cli import dialogue
from assent.cli.give import tell as tell_outcome
from assent.cli.output import error, say
from assent.cli.sources import project
from assent.core.amounts import counted
from assent.learning.review import NO, YES

if TYPE_CHECKING:
    import sqlite3

    from assent.app.rules.rested import Resting
    from assent.store.paths import Paths

BACK = {YES: "let it count again", NO: "leave it; assent rules prune takes it away"}
HANG = 4


def tell(at: Paths, db: sqlite3.Connection, *, review: bool) -> None:
    """Names the rules that rest with the command for each; in a review at a terminal each is asked about. Raises
    StoreError."""
    found = rested.all_resting(db)
    if not found:
        return
    say()
    say(f"{counted(len(found), 'learned rule rests', 'learned rules rest')}, and such calls are asked about:")
    asks = review and dialogue.at_terminal()
    for each in found:
        say(f"  {each.text}{_where(each)}: {each.state}, {each.why}", hang=HANG)
        if not asks:
            say(f"    to bring it back: {each.back}", hang=HANG + 2)
            continue
        key = dialogue.ask("  Bring it back? [y/n]", BACK)
        if key == YES:
            _bring_back(at, db, each)
        elif not key:
            return  # the end of input, or Ctrl-C: what was brought back stays so


def _bring_back(at: Paths, db: sqlite3.Connection, each: Resting) -> None:
    entries, problems = amend.switching(db, [each.id], on=True)
    for problem in problems:
        error(str(problem))
    if entries:
        outcome = amend.carry_out(at, db, entries)
        say(f"  It counts again. To take that back: assent rules disable {each.id}", hang=HANG)
        tell_outcome(outcome)


def _where(each: Resting) -> str:
    return f" in {project(each.project)}" if each.project else ""
