"""Which keys of a review do something for the rule that is asked about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assent.app.project import find
from assent.learning.levels import USER
from assent.learning.review import KEYS, NARROWER, PROJECT

if TYPE_CHECKING:
    from assent.app.learn.lesson import Lesson
    from assent.app.project import Project
    from assent.learning.suggestion import Suggestion


def here(home: str) -> Project:
    """The project that the person is in."""
    return find(str(Path.cwd()), home)


def in_project(each: Suggestion, lesson: Lesson, place: Project) -> Suggestion | None:
    """What the key for one project accepts; None where it does nothing: for a rule that is of one project already, and
    outside of projects whose answers support it."""
    if each.judged.candidate.scope != USER or not place.root:
        return None
    return lesson.in_project(each, place.key)


def keys(each: Suggestion, lesson: Lesson, home: str) -> dict[str, str]:
    """The keys with what they do, without those that would do nothing."""
    idle = set()
    if lesson.narrower(each) is None:
        idle.add(NARROWER)
    if in_project(each, lesson, here(home)) is None:
        idle.add(PROJECT)
    return {key: does for key, does in KEYS.items() if key not in idle}
