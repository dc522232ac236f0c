"""What people described themselves is known where their answers are learned from, as it is where calls are judged."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from assent.app.learn import readings
from assent.app.learn.answers import Window
from assent.app.learn.described import described
from assent.app.learn.ingest import ingest
from assent.app.learn.lesson import Lesson, learn
from assent.app.project import find
from assent.app.rules import in_force
from assent.core.effect import names_of
from assent.store import trust
from assent.store.db import connect, transaction
from assent.store.paths import Paths, digest, paths_of
from tests.app.sessions import AS_OF, days_of
from tests.cli.test_programs import ACME

LOOKS = ACME.replace("read-project net-read", "read-project")
SENDS = LOOKS.replace("does   read-project", "does   net-send").replace(
    "--json                read-project", "--json   net-send"
)


@pytest.fixture
def at(tmp_path: Path) -> Paths:
    (tmp_path / "home").mkdir()
    return paths_of(str(tmp_path / "home"), {}, managed=str(tmp_path / "etc"))


@pytest.fixture
def db(at: Paths) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(connect(at)) as opened:
        yield opened


class World:
    """Two projects below a home, in which the same calls were answered, and the database of what was read of them."""

    def __init__(self, at: Paths, db: sqlite3.Connection, logs: Path) -> None:
        self.at, self.db, self.logs = at, db, logs
        self.shop, self.bank = (self._project(name) for name in ("shop", "bank"))

    def _project(self, name: str) -> str:
        root = Path(self.at.home) / name
        (root / ".git").mkdir(parents=True)
        (root / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
        return str(root)

    def answered(self) -> None:
        for root in (self.shop, self.bank):
            for command in ("acme list --json", "acme list"):
                days_of(self.logs, root, command, 25)

    def read(self) -> None:
        ingest(self.db, [str(self.logs)], self.at.home, None, described(self.at, self.db))

    def learn(self) -> Lesson:
        self.read()
        return learn(self.db, self.at, Window(AS_OF))

    def describe(self, text: str) -> None:
        path = Path(self.at.programs) / "acme.prog"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def describe_in(self, root: str, text: str, *, trusted: bool) -> None:
        folder = Path(root) / ".assent" / "programs"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "acme.prog").write_text(text)
        if trusted:
            with transaction(self.db):
                trust.apply_entry(self.db, trust.trusting(str(folder), digest(text.encode())))

    def effects(self, root: str) -> set[tuple[str, ...]]:
        """What the calls of a project were read to do."""
        rows = self.db.execute(
            "SELECT DISTINCT r.parts FROM events e JOIN readings r ON r.id = e.reading WHERE e.cwd = ?",
            (root,),
        )
        found = [readings.load(text) for (text,) in rows]
        return {
            tuple(sorted(names_of(part.effects))) for kept in found if kept is not None for part in kept.parts
        }


@pytest.fixture
def world(at: Paths, db: sqlite3.Connection, tmp_path: Path) -> World:
    return World(at, db, tmp_path / "logs")


def texts(lesson: Lesson) -> list[str]:
    return [each.text for each in lesson.learned.suggestions]


def test_what_nobody_described_teaches_its_exact_words_at_most(world: World) -> None:
    world.answered()
    assert not [text for text in texts(world.learn()) if "*" in text or ":" in text.partition(" within")[0]]
    assert world.effects(world.shop) == {("unknown",)}


def test_a_program_of_the_user_is_learned_within_what_it_does(world: World) -> None:
    world.describe(LOOKS)
    world.answered()
    assert texts(world.learn()) == ["Bash(acme list:*) within read-project"]


def test_answers_given_before_it_was_described_count_too(world: World) -> None:
    world.answered()
    world.learn()
    world.describe(LOOKS)
    assert texts(world.learn()) == ["Bash(acme list:*) within read-project"]
    assert world.effects(world.shop) == world.effects(world.bank) == {("read-project",)}


def test_a_description_that_is_gone_teaches_no_more(world: World) -> None:
    world.describe(LOOKS)
    world.answered()
    world.learn()
    (Path(world.at.programs) / "acme.prog").unlink()
    world.read()
    assert world.effects(world.shop) == {("unknown",)}


def test_a_project_s_file_that_nobody_trusts_teaches_nothing(world: World) -> None:
    world.describe_in(world.shop, LOOKS, trusted=False)
    world.answered()
    world.read()
    assert world.effects(world.shop) == {("unknown",)}


def test_a_trusted_project_s_file_counts_in_that_project_alone(world: World) -> None:
    world.answered()
    world.read()
    world.describe_in(world.shop, LOOKS, trusted=True)
    lesson = world.learn()
    assert world.effects(world.shop) == {("read-project",)}
    assert world.effects(world.bank) == {("unknown",)}
    found = [(each.text, each.judged.candidate.scope) for each in lesson.learned.suggestions]
    assert [each for each in found if ":" in each[0]] == [
        ("Bash(acme list:*) within read-project", lesson_key(world, world.shop))
    ]


def lesson_key(world: World, root: str) -> str:
    return str(world.db.execute("SELECT key FROM projects WHERE root = ?", (root,)).fetchone()[0])


def test_trust_that_is_taken_back_takes_the_reading_back(world: World) -> None:
    world.describe_in(world.shop, LOOKS, trusted=True)
    world.answered()
    world.read()
    folder = Path(world.shop) / ".assent" / "programs"
    with transaction(world.db):
        trust.apply_entry(world.db, trust.forgetting(str(folder)))
    world.read()
    assert world.effects(world.shop) == {("unknown",)}


def test_a_project_s_stricter_words_hold_there_beside_the_user_s(world: World) -> None:
    world.describe(LOOKS)
    world.describe_in(world.bank, SENDS, trusted=False)
    world.answered()
    world.read()
    assert world.effects(world.shop) == {("read-project",)}
    assert world.effects(world.bank) == {("net-send", "read-project")}


def test_reading_again_changes_nothing_when_nothing_changed(world: World) -> None:
    world.describe(LOOKS)
    world.describe_in(world.shop, LOOKS, trusted=True)
    world.answered()
    world.read()
    world.read()
    before = list(world.db.iterdump())
    world.read()
    assert list(world.db.iterdump()) == before


def test_what_was_granted_from_it_stays_granted(world: World) -> None:
    """The rule's examples are calls of a program that nobody but its user knows."""
    world.describe(LOOKS)
    world.answered()
    lesson = world.learn()
    assert lesson.prompts.with_these == lesson.prompts.asked
    assert in_force.problems(world.at, find(world.shop, world.at.home)) == []
