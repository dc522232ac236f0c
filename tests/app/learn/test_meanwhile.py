"""What a script chose is granted only while no other change of the rules came in between."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest

from assent.app import state
from assent.app.learn import adopt
from assent.app.learn.adopt import grants_of
from assent.app.learn.answers import Window
from assent.app.learn.ingest import ingest
from assent.app.learn.lesson import learn
from assent.app.rules import in_force
from assent.store import rules, suppressions
from assent.store.db import StoreError
from assent.store.rules import Stored
from tests.app.place import Place
from tests.app.sessions import AS_OF, days_of

# What another command did while the suggestions were worked out.
MEANWHILE = {
    "a-no": lambda each: suppressions.rejecting({each.keys[0]: 24.0}),
    "a-denial": lambda _each: rules.adding(Stored("d", "deny", {"deny": ["Bash(make *)"]})),
}


@pytest.mark.parametrize("other", MEANWHILE.values(), ids=MEANWHILE.keys())
def test_a_script_grants_nothing_over_a_change_it_did_not_know_of(tmp_path: Path, other: Any) -> None:
    place = Place(tmp_path)
    days_of(tmp_path / "logs", str(place.root), "make check", 12)
    with (
        contextlib.closing(state.opened(place.at)) as db,
        contextlib.closing(state.opened(place.at)) as second,
    ):
        ingest(db, [str(tmp_path / "logs")], place.at.home)
        lesson = learn(db, place.at, Window(AS_OF))
        (each,) = lesson.learned.suggestions
        grants = grants_of(each)

        def apply() -> adopt.Adopted:
            return adopt.adopt(db, place.at, grants, [], lesson.roots, "2026-11-01", after=lesson.number)

        in_force.change(place.at, second, [other(each)])
        with pytest.raises(StoreError, match="another command"):
            apply()
        assert [one.id for one in rules.in_force(db, place.project.key) if one.id == each.id] == []
        lesson = learn(db, place.at, Window(AS_OF))
        assert [one for one in lesson.learned.suggestions if one.id == each.id] == []
