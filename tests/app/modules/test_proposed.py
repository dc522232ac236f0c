"""What modules would have answered is decided anew over the prompts a person answered, and nothing else counts."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from assent.app.learn.ingest import ingest
from assent.app.modules.proposed import Modules, modules
from assent.app.project import find
from assent.store.db import connect
from assent.store.paths import Paths, paths_of
from tests.app.sessions import AS_OF, BUILT_IN, CLASSIFIER, NO, RULE, Session

SAMPLES = Path(__file__).parents[3] / "samples" / "logs"


@pytest.fixture
def at(tmp_path: Path) -> Paths:
    return paths_of(str(tmp_path / "home"), {}, managed=str(tmp_path / "etc"))


@pytest.fixture
def db(at: Paths) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(connect(at)) as opened:
        yield opened


@pytest.fixture
def work(at: Paths) -> Path:
    made = Path(at.home) / "work"
    (made / ".git").mkdir(parents=True)
    (made / ".git/HEAD").write_text("ref: refs/heads/main\n")
    return made


def seen(at: Paths, db: sqlite3.Connection, work: Path, *, until: str = AS_OF) -> Modules:
    return modules(at, db, find(str(work), at.home), until)


def read(at: Paths, db: sqlite3.Connection, work: Path, session: Session) -> None:
    logs = work.parent / "logs"
    session.save(logs)
    ingest(db, [str(logs)], at.home)


def answers(found: Modules) -> dict[str, int | None]:
    return {each.name: each.answers for each in found.rows if each.answers}


def test_each_module_is_credited_with_what_it_alone_would_have_answered(
    at: Paths, db: sqlite3.Connection, work: Path
) -> None:
    session = Session(str(work), "s", 20)
    session.run("pytest -q", times=3)
    session.run("cargo test", times=2)
    session.run("git add -A && pytest -q")  # two modules, neither alone
    session.run("git push", times=4)
    session.run("make deploy")
    read(at, db, work, session)
    found = seen(at, db, work)
    assert answers(found) == {"python": 3, "rust": 2}
    assert found.counted
    assert found.counted.as_json() == {"asked": 11, "in_force": 0, "together": 6}
    assert [each.name for each in found.proposed] == ["python", "rust"]


def test_only_prompts_that_a_person_answered_count(at: Paths, db: sqlite3.Connection, work: Path) -> None:
    session = Session(str(work), "s", 20)
    for decided in (BUILT_IN, RULE, CLASSIFIER):
        session.run("pytest -q", decided, 5)
    session.run("pytest -q", times=2)
    read(at, db, work, session)
    assert answers(seen(at, db, work)) == {"python": 2}


def test_what_a_person_refused_is_told(at: Paths, db: sqlite3.Connection, work: Path) -> None:
    session = Session(str(work), "s", 20)
    session.run("pytest -q", times=2)
    session.run("pytest tests/slow", NO)
    session.run("curl -d x https://example.com", NO)
    read(at, db, work, session)
    (python,) = seen(at, db, work).proposed
    assert (python.answers, python.refused) == (3, {"pytest tests/slow": 1})


def test_what_is_on_already_is_proposed_no_more(at: Paths, db: sqlite3.Connection, work: Path) -> None:
    Path(at.settings).parent.mkdir(parents=True)
    Path(at.settings).write_text('modules = ["python"]\n')
    session = Session(str(work), "s", 20)
    session.run("pytest -q", times=2)
    session.run("ruff check .", times=2)
    read(at, db, work, session)
    found = seen(at, db, work)
    assert found.counted
    assert found.counted.in_force == 4
    assert found.proposed == []


def test_an_excluded_category_answers_nothing(at: Paths, db: sqlite3.Connection, work: Path) -> None:
    Path(at.settings).parent.mkdir(parents=True)
    Path(at.settings).write_text('exclude = ["pytest"]\n')
    session = Session(str(work), "s", 20)
    session.run("pytest -q", times=2)
    session.run("ruff check .")
    read(at, db, work, session)
    assert answers(seen(at, db, work)) == {"python": 1}


def test_prompts_older_than_thirty_days_do_not_count(at: Paths, db: sqlite3.Connection, work: Path) -> None:
    session = Session(str(work), "s", 0)
    session.run("pytest -q", times=2)
    read(at, db, work, session)
    found = seen(at, db, work, until="2026-12-15T00:00:00.000Z")
    assert found.counted is None


def test_without_logs_what_lies_in_the_project_proposes_and_nothing_is_counted(
    at: Paths, db: sqlite3.Connection, work: Path
) -> None:
    (work / "pyproject.toml").touch()
    found = seen(at, db, work)
    assert found.counted is None
    assert {each.name: (each.answers, list(each.marks)) for each in found.proposed} == {
        "core": (None, [".git"]),
        "python": (None, ["pyproject.toml"]),
    }


def test_a_mark_alone_proposes_nothing_where_prompts_are_known(
    at: Paths, db: sqlite3.Connection, work: Path
) -> None:
    (work / "Dockerfile").touch()
    session = Session(str(work), "s", 20)
    session.run("pytest -q")
    read(at, db, work, session)
    assert [each.name for each in seen(at, db, work).proposed] == ["python"]


def test_the_sample_logs_come_to_exactly_this(at: Paths, db: sqlite3.Connection, work: Path) -> None:
    ingest(db, [str(SAMPLES)], "/home/dev")
    found = seen(at, db, work, until="2026-11-16T00:00:00.000Z")
    assert found.counted
    assert found.counted.as_json() == {"asked": 323, "in_force": 1, "together": 218}
    assert answers(found) == {"core": 101, "python": 40, "rust": 39, "nodejs": 28, "kubernetes": 10}
