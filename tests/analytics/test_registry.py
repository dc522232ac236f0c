"""Every analysis is registered, whole and tested, reads only, and has words for an empty record."""

from __future__ import annotations

import contextlib
import inspect
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import assent.analytics
from assent.analytics import registry
from assent.analytics.base import Table
from assent.store import counts, counts_schema, migrations
from tests.analytics.conftest import Record

HERE = Path(__file__).parent
ROOM = Path(assent.analytics.__path__[0])
FRAME = {"__init__", "base", "registry", "scope", "tally"}
NAMES = ("NAME", "QUESTION", "SQL", "shape")
CLOCKS = re.compile(r"'now'|\bcurrent_(date|time|timestamp)\b", re.IGNORECASE)
COUNTS = re.compile(rf"\b({'|'.join(counts_schema.COUNTS)}|counted)\b", re.IGNORECASE)


def faults(module: str, analysis: Any, record: Record) -> list[str]:
    """What is wrong with an analysis, in words."""
    absent = [name for name in NAMES if not hasattr(analysis, name)]
    if absent:
        return [f"has no {', '.join(absent)}"]
    wrong = (
        []
        if getattr(analysis, "__doc__", None)
        else ["has no docstring: its question, for who reads the code"]
    )
    if module.replace("_", "-") != analysis.NAME:
        wrong.append(f"NAME is not {module.replace('_', '-')!r}")
    if not str(analysis.QUESTION).endswith("?"):
        wrong.append("QUESTION is no question")
    if CLOCKS.search(analysis.SQL):
        wrong.append("SQL asks the clock; it is given :now")
    if COUNTS.search(analysis.SQL):
        wrong.append("SQL reads the counts past the scope: filters would not hold")
    if list(inspect.signature(analysis.shape).parameters) != ["rows", "now"]:
        wrong.append("shape takes other things than the rows and the time")
    return wrong or unanswered(analysis, record)


def unanswered(analysis: Any, record: Record) -> list[str]:
    """What is wrong with the answer to an empty record."""
    try:
        answer: Any = record.answer(analysis)
    except sqlite3.Error as error:
        return [f"SQL does not run, or does more than read: {error}"]
    if not isinstance(answer, Table) or not answer.columns:
        return ["shape gives no Table with columns"]
    return (
        []
        if not answer.rows and answer.nothing
        else ["shape has no words for an empty record, or rows for it"]
    )


def untested(modules: tuple[str, ...]) -> list[str]:
    """The modules without a test file that holds a test."""
    return [name for name in modules if "\ndef test_" not in _text(HERE / f"test_{name}.py")]


def _text(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def test_every_file_of_the_room_is_registered_once_and_every_line_has_its_file() -> None:
    assert sorted(registry.MODULES) == sorted({path.stem for path in ROOM.glob("*.py")} - FRAME)


def test_every_analysis_is_whole(record: Record) -> None:
    found = dict(zip(registry.MODULES, registry.analyses().values(), strict=True))
    assert {name: wrong for name, each in found.items() if (wrong := faults(name, each, record))} == {}


def test_every_analysis_has_its_test_file() -> None:
    assert untested(registry.MODULES) == []


def shape(rows: Any, now: str) -> Table:  # noqa: ARG001  as the room calls it
    return Table(("verdict",), tuple(map(tuple, rows)), "nothing recorded yet")


SOUND: dict[str, Any] = {
    "__doc__": "What?", "NAME": "sown-one", "QUESTION": "What was decided?", "SQL": "select verdict from scope",
    "shape": shape,
}  # fmt: skip
FAULTY: dict[str, dict[str, Any]] = {
    "no-docstring": {"__doc__": None},
    "other-name": {"NAME": "another"},
    "no-question": {"QUESTION": "Decisions"},
    "wrong-table": {"SQL": "select verdict from nowhere"},
    "writes": {"SQL": "delete from calls"},
    "two-statements": {"SQL": "select 1; select 2"},
    "asks-the-clock": {"SQL": "select verdict from scope where day < datetime('now')"},
    "past-the-scope": {"SQL": "select verdict from totals"},
    "shape-of-one": {"shape": lambda rows: shape(rows, "")},
    "no-table": {"shape": lambda rows, now: [now, *rows]},
    "no-words-for-nothing": {"shape": lambda rows, now: Table((now and "verdict",), tuple(rows), "")},
    "a-zero-for-nothing": {"SQL": "select count(*) from scope"},
}


@pytest.mark.parametrize("change", FAULTY.values(), ids=FAULTY)
def test_a_faulty_analysis_is_seen(record: Record, change: dict[str, Any]) -> None:
    assert faults("sown_one", SimpleNamespace(**SOUND), record) == []
    assert faults("sown_one", SimpleNamespace(**(SOUND | change)), record)


@pytest.mark.parametrize("name", NAMES)
def test_an_analysis_without_one_of_its_names_is_seen(record: Record, name: str) -> None:
    rest = {key: value for key, value in SOUND.items() if key != name}
    assert faults("sown_one", SimpleNamespace(**rest), record) == [f"has no {name}"]


def test_an_analysis_without_a_test_is_seen() -> None:
    assert untested(("sown_one", "registry")) == ["sown_one"]


# Questions about rules, not about calls: they list what there is, whatever was called.
OF_RULES = {"rules", "timeline", "provenance"}
OF_CALLS = [name for name in registry.analyses() if name not in OF_RULES]
NOBODY: dict[str, dict[str, Any]] = {
    "no-such-project": {"projects": ["/nowhere/.git"]}, "no-project-at-all": {"projects": []}, "no-such-agent": {"agent": "nobody"},
    "no-such-session": {"session": "none"}, "before-all": {"until": "2001-01-01T00:00:00.000Z"},
    "after-all": {"since": "2900-01-01T12:00:00.000Z"}, "between": {"since": "2026-01-01T05:00:00.000Z", "until": "2026-01-01T05:30:00.000Z"},
}  # fmt: skip


@pytest.fixture(scope="module")
def busy() -> Iterator[Record]:
    """Something for every question, the last of it not counted yet."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        migrations.migrate(db)
        record = Record(db)
        record.fill(calls=400, days=5)
        record.call("2026-02-28T10:00:00.000Z", "allow", tier="green")
        counts.count(db)
        record.call("2026-02-28T11:00:00.000Z", "allow", tier="green")
        yield record


@pytest.mark.parametrize("name", OF_CALLS)
def test_every_question_about_calls_obeys_the_scope(busy: Record, name: str) -> None:
    asked = registry.analyses()[name]
    assert busy.answer(asked).rows
    assert {
        which: found for which, scope in NOBODY.items() if (found := busy.answer(asked, **scope).rows)
    } == {}
