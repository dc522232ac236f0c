"""Learning tried on people's logs: learned from the first two thirds of each person's sessions, tried on the rest."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.app import state
from assent.app.learn import answers, ingest
from assent.app.learn.answers import Window
from assent.app.learn.calls import Calls
from assent.app.learn.described import described
from assent.app.learn.lesson import learn
from assent.app.learn.prompts import ANSWERED, together
from assent.app.rules import in_force
from assent.core import event as labels
from assent.core.decision import ALLOW
from assent.core.effect import names_of
from assent.learning.answer import NO
from assent.learning.levels import NEVER, level_of
from assent.store.paths import paths_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from assent.app.learn.collection import Collection, Transcript
    from assent.app.learn.readings import Kept
    from assent.core.decision import Decision
    from assent.core.policy import Policy
    from assent.core.problem import Problem
    from assent.learning.suggestion import Suggestion

TAUGHT, OF = 2, 3  # so many of so many sessions are learned from
FEWEST = 3  # sessions that can be split so
PROMPTED = (*ANSWERED, labels.INFERRED)
EXAMPLES = 20  # refused or dangerous calls that are named
# (persons done, persons in all, share of this person's bytes that are read, in percent)
Progress = Callable[[int, int, int], None]


@dataclass(slots=True)
class OfEffect:
    """Held-out calls that have an effect, and how many of them the learned rules would have allowed."""

    calls: int = 0
    allowed: int = 0


@dataclass(slots=True)
class Evaluation:
    """What came of it. Of the `held_out` calls: `prompts` that a person answered (of these `inferred`: probably) and
    `spared`, those the person `refused` and how many of these would have been `refused_allowed`, and the `hazards`,
    calls with an effect that is never learned, with `hazards_allowed`. `short` are the people with too few sessions to
    split."""

    people: int = 0
    short: int = 0
    sessions: int = 0
    taught: int = 0
    held_out: int = 0
    prompts: int = 0
    inferred: int = 0
    spared: int = 0
    refused: int = 0
    refused_allowed: int = 0
    hazards: int = 0
    hazards_allowed: int = 0
    effects: dict[str, OfEffect] = field(default_factory=dict)
    rules: int = 0
    groups: list[int] = field(default_factory=list)  # of rules, of each person
    levels: dict[int, int] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    broken: int = 0
    problems: list[Problem] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "people": {"tried": self.people, "too_few_sessions": self.short},
            "sessions": self.sessions,
            "labels": dict(sorted(self.labels.items())),
            "learned_from": self.taught,
            "held_out": {
                "calls": self.held_out,
                "prompts": self.prompts,
                "prompts_inferred": self.inferred,
                "prompts_saved": self.spared,
                "refused": self.refused,
                "refused_allowed": self.refused_allowed,
                "hazards": self.hazards,
                "hazards_allowed": self.hazards_allowed,
            },
            "rules": {
                "total": self.rules,
                "groups": sum(self.groups),
                "groups_per_person": sorted(self.groups),
                "groups_by_level": {str(level): number for level, number in sorted(self.levels.items())},
            },
            "effects": [
                {"effect": name, "calls": each.calls, "allowed": each.allowed}
                for name, each in sorted(self.effects.items())
            ],
            "wrong": self.wrong,
            "broken_lines": self.broken,
        }


def evaluate(given: Collection, progress: Progress | None = None) -> Evaluation:
    """Everybody in a collection, each in a database of their own that is thrown away. Raises StoreError."""
    made = Evaluation(problems=list(given.problems))
    people = given.people()
    for done, logs in enumerate(people.values()):
        said = _told(progress, done, len(people))
        with tempfile.TemporaryDirectory(prefix="assent-eval-") as folder:
            _one(made, str(Path(folder).resolve()), logs, said)
    return made


def _told(progress: Progress | None, done: int, people: int) -> ingest.Progress | None:
    if progress is None:
        return None
    progress(done, people, 0)
    return lambda read, total: progress(done, people, read * 100 // max(total, 1))


def _one(made: Evaluation, home: str, logs: list[Transcript], progress: ingest.Progress | None) -> None:
    """One person, in a home that holds nothing else."""
    at = paths_of(home, {}, managed=f"{home}/managed")
    with contextlib.closing(state.opened(at)) as db:
        report = ingest.ingest(db, [each.path for each in logs], home, progress, described(at, db))
        made.problems += report.problems
        made.broken += sum(number for number, _ in report.broken.values())
        begun = _sessions(db)
        made.sessions += len(begun)
        if begun:
            for label, number in answers.counts(db, Window(_LAST)).labels.items():
                made.labels[label] = made.labels.get(label, 0) + number
        if len(begun) < FEWEST:
            made.short += 1
            return
        made.people += 1
        split = begun[len(begun) * TAUGHT // OF]
        lesson = learn(db, at, Window(_before(split)), environ={})
        suggestions = lesson.learned.suggestions
        made.taught += lesson.counts.calls
        made.groups.append(len(suggestions))
        made.rules += sum(len(each.rules) for each in suggestions)
        for each in suggestions:
            level = each.judged.candidate.level
            made.levels[level] = made.levels.get(level, 0) + 1
        _try(made, Calls(db, lambda place: in_force.policy(place, at)[0]), suggestions, split)


_LAST = "9999-12-31T23:59:59.999Z"


def _sessions(db: sqlite3.Connection) -> list[str]:
    """When each session began, in order."""
    rows = db.execute("SELECT min(ts) AS began FROM events WHERE ts != '' GROUP BY session ORDER BY began")
    return [row[0] for row in rows]


def _before(moment: str) -> str:
    """A text that sorts right before a moment: what is learned from ends there."""
    return moment.removesuffix("Z")


def _try(made: Evaluation, calls: Calls, suggestions: list[Suggestion], since: str) -> None:
    """What the learned rules would have said to the calls from a moment on."""
    policies: dict[str, Policy] = {}
    known: dict[tuple[int, str], Decision] = {}
    for reading, label, project, number in _held_out(calls.db, since):
        made.held_out += number
        prompted = label in PROMPTED
        made.prompts += number * prompted
        made.inferred += number * (label == labels.INFERRED)
        made.refused += number * (label in NO)
        kept = calls.kept(reading) if reading is not None else None
        if reading is None or kept is None:
            continue
        if project not in policies:
            policies[project] = together(calls.policy(project), suggestions, project)
        if (reading, project) not in known:
            known[reading, project] = calls.decided(kept, project, policies[project])
        allowed = known[reading, project].verdict == ALLOW
        made.spared += number * (prompted and allowed and label not in NO)
        _by_effect(made, kept, number, allowed=allowed)
        if label in NO and allowed:
            made.refused_allowed += number
            _name(made, f"refused: {kept.text}")


def _held_out(db: sqlite3.Connection, since: str) -> Iterator[tuple[int | None, str, str, int]]:
    """(reading, label, project, how many) of the calls from a moment on."""
    query = (
        "SELECT reading, label, project, count(*) FROM events WHERE ts >= ? GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    yield from db.execute(query, (since,)).fetchall()


def _by_effect(made: Evaluation, kept: Kept, number: int, *, allowed: bool) -> None:
    effects = 0
    for part in kept.parts:
        effects |= part.effects
    for name in names_of(effects):
        found = made.effects.setdefault(name, OfEffect())
        found.calls += number
        found.allowed += number * allowed
    if level_of(effects) == NEVER:
        made.hazards += number
        if allowed:
            made.hazards_allowed += number
            _name(made, f"hazard: {kept.text}")


def _name(made: Evaluation, text: str) -> None:
    if len(made.wrong) < EXAMPLES and text not in made.wrong:
        made.wrong.append(text)
