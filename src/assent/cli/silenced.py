"""`assent learn --suppressed` and `--unsuppress`: what was refused, until when it is silent, and a no taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.app.rules import in_force
from assent.cli import lesson as words
from assent.cli.opened import looking, opened
from assent.cli.output import data, refuse, say
from assent.core.problem import Problem
from assent.learning import wording
from assent.learning.candidate import read_key
from assent.store import suppressions
from assent.store.record import now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.store.suppressions import Refused


def run(taken_back: Sequence[str], *, as_json: bool) -> None:
    """Takes these back, or lists what is silent."""
    if taken_back:
        _take_back(taken_back)
        return
    with looking() as (_, db):
        found = suppressions.refused(db, now()[:10])
    if as_json:
        data(
            [{"id": each.id, "text": _text(each), "scope": each.scope, "until": each.until} for each in found]
        )
        return
    for text in words.refused(found, [_text(each) for each in found]):
        say(text, hang=4)


def _text(each: Refused) -> str:
    """The rule in one line; where an earlier version did not keep it, its pattern."""
    candidate = None if each.text else read_key(each.keys[0])
    return wording.title_of(candidate) if candidate else each.text or each.keys[0]


def _take_back(given: Sequence[str]) -> None:
    with opened() as (at, db):
        found = suppressions.refused(db, now()[:10])
        problems: list[Problem] = []
        chosen: list[Refused] = []
        for word in given:
            hits = [
                each for each in found if each.id == word or (len(word) >= 4 and each.id.startswith(word))
            ]
            if len(hits) == 1:
                chosen += [each for each in hits if each not in chosen]
            else:
                what = f"names {len(hits)} of them" if hits else "is nothing you said no to"
                problems.append(Problem(f"--unsuppress {word}", what, "see: assent learn --suppressed"))
        refuse(problems)
        for each in chosen:
            in_force.change(at, db, [suppressions.taking_back(db, each)])
            say(f"No longer silent: {_text(each)}. The next `assent learn` may offer it again.")
