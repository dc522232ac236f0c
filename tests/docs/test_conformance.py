"""The table of promises is well formed, counts itself rightly, and names only tests that exist."""

from __future__ import annotations

import ast
import functools
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs/conformance.md"
HEAD = ["id", "promise", "shown by", "state"]
SHOWN, PART, MISSING = "shown", "in part", "not built"
# What is missing stands first in each table.
ORDER = (MISSING, PART, SHOWN)
STATE = re.compile(r"(shown|not built|in part: \S.*)")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NOTHING = "—"
COUNT = re.compile(r"^\d+ promises: .*$", re.MULTILINE)


class Row:
    """One line of a table: where it stands and its cells; `state` without what is missing."""

    def __init__(self, number: int, cells: list[str]) -> None:
        self.number = number
        self.id, self.promise, self.by, self.said = cells
        self.state = self.said.partition(":")[0]


def cells_of(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def tables(text: str) -> list[list[tuple[int, list[str]]]]:
    """Each run of table lines as (line number, cells), the header and its rule first."""
    found: list[list[tuple[int, list[str]]]] = [[]]
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("|"):
            found[-1].append((number, cells_of(line)))
        elif found[-1]:
            found.append([])
    return [each for each in found if each]


@functools.cache
def names_in(path: Path) -> frozenset[str]:
    """The tests a module has, those that it imports among them."""
    names = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            names |= {each.asname or each.name for each in node.names}
    return frozenset(name for name in names if name.startswith("test_"))


def is_test(reference: str) -> bool:
    path = Path(reference.partition("::")[0])
    return path.parts[0] == "tests" and path.name.startswith("test_") and path.suffix == ".py"


def fault_of(reference: str) -> str:
    """What is wrong with one thing that a row names; "" for nothing."""
    name, colons, test = reference.partition("::")
    path = ROOT / name
    if not name or not path.is_file():
        return f"there is no file {name!r}"
    if colons and (not is_test(reference) or test not in names_in(path)):
        return f"{name} has no test {test!r}"
    return ""


def faults_of(row: Row) -> list[str]:
    found = []
    if not ID.fullmatch(row.id):
        found.append(f"{row.id!r} is no id: small letters and digits, joined by hyphens")
    if not row.promise:
        found.append("it promises nothing")
    if not STATE.fullmatch(row.said):
        found.append(f"{row.said!r} is no state: {SHOWN}, {MISSING}, or {PART}: and what is missing")
    if row.state == MISSING:
        return found if row.by == NOTHING else [*found, f"what is {MISSING} is shown by nothing: {NOTHING}"]
    references = [each.strip() for each in row.by.split(",")]
    found += filter(None, map(fault_of, references))
    if row.state == SHOWN and not any(is_test(each) for each in references if each):
        found.append("it names no test, so it is not shown")
    return found


def count_of(rows: list[Row]) -> str:
    """The line at the top."""
    states = Counter(row.state for row in rows)
    return (
        f"{len(rows)} promises: {states[SHOWN]} shown, {states[PART]} in part, {states[MISSING]} not built."
    )


def faults(text: str) -> list[str]:
    """Everything that is wrong with the table, each with its line."""
    found, rows = [], []
    for table in tables(text):
        (number, head), *lines = table
        if head != HEAD or not lines or set("".join(lines[0][1])) != {"-"}:
            found.append(f"line {number}: a table begins with | {' | '.join(HEAD)} |")
        odd = [each for each in lines if len(each[1]) != len(HEAD)]
        found += [f"line {number}: has {len(cells)} cells, not {len(HEAD)}" for number, cells in odd]
        part = [Row(*each) for each in lines[1:] if each not in odd]
        order = [ORDER.index(row.state) for row in part if row.state in ORDER]
        if order != sorted(order):
            found.append(f"line {number}: the rows of a table go {', then '.join(ORDER)}")
        rows += part
    found += [f"line {row.number}, {row.id}: {fault}" for row in rows for fault in faults_of(row)]
    twice = [name for name, times in Counter(row.id for row in rows).items() if times > 1]
    found += [f"{name}: two promises have this id" for name in twice]
    if COUNT.findall(text) != [count_of(rows)]:
        found.append(f"the count at the top should read: {count_of(rows)}")
    return found


def test_the_table_of_promises_holds() -> None:
    assert faults(TABLE.read_text(encoding="utf-8")) == []


# --------------------------------------------------------------------------------------- rows that it must not hold

HERE = "tests/docs/test_conformance.py"
GOOD = f"| good | it holds | {HERE}::test_the_table_of_promises_holds | shown |"
TOP = "| id | promise | shown by | state |\n|---|---|---|---|\n"


def page(*lines: str, count: str = "") -> str:
    """A page with one table of these lines, counted rightly unless said otherwise."""
    body = TOP + "\n".join(lines) + "\n"
    whole = [Row(*each) for table in tables(body) for each in table[2:] if len(each[1]) == len(HEAD)]
    return f"{count or count_of(whole)}\n\n{body}"


SOWN = {
    "too few cells": ("| a | b | shown |", "has 3 cells"),
    "too many cells": (f"| a | b | {HERE} | shown | x |", "has 5 cells"),
    "id with blanks": (f"| a b | c | {HERE} | shown |", "is no id"),
    "id in capitals": (f"| Ab | c | {HERE} | shown |", "is no id"),
    "no id": (f"|  | c | {HERE} | shown |", "is no id"),
    "the same id twice": (GOOD, "two promises have this id"),
    "no promise": (f"| a |  | {HERE} | shown |", "promises nothing"),
    "unknown state": (f"| a | b | {HERE} | later |", "is no state"),
    "no state": (f"| a | b | {HERE} |  |", "is no state"),
    "in part of what": ("| a | b | README.md | in part |", "is no state"),
    "in part of nothing": ("| a | b | README.md | in part: |", "is no state"),
    "shown by nothing": ("| a | b | — | shown |", "names no test"),
    "shown by an empty cell": ("| a | b |  | shown |", "names no test"),
    "shown by a document": ("| a | b | README.md | shown |", "names no test"),
    "shown by what only helps tests": ("| a | b | tests/app/place.py | shown |", "names no test"),
    "shown by the program": ("| a | b | src/assent/__init__.py | shown |", "names no test"),
    "a file that is gone": ("| a | b | tests/docs/test_gone.py | shown |", "there is no file"),
    "a folder": ("| a | b | tests/docs | in part: x |", "there is no file"),
    "a second file that is gone": (f"| a | b | {HERE}, docs/gone.md | shown |", "there is no file"),
    "nothing behind a comma": (f"| a | b | {HERE}, | shown |", "there is no file"),
    "a test that is gone": (f"| a | b | {HERE}::test_gone | shown |", "has no test"),
    "a function that is no test": (f"| a | b | {HERE}::faults | shown |", "has no test"),
    "a test of no module of tests": ("| a | b | README.md::test_x | in part: x |", "has no test"),
    "in part by nothing": ("| a | b | — | in part: x |", "there is no file"),
    "not built by a test": (f"| a | b | {HERE} | not built |", "is shown by nothing"),
    "red behind green": ("| a | b | — | not built |", "the rows of a table go"),
    "part behind green": ("| a | b | README.md | in part: x |", "the rows of a table go"),
}


@pytest.mark.parametrize(("line", "said"), SOWN.values(), ids=SOWN)
def test_a_sown_row_is_seen(line: str, said: str) -> None:
    assert any(said in fault for fault in faults(page(GOOD, line)))


def test_a_good_page_has_no_fault() -> None:
    red = "| red | not yet | — | not built |"
    part = r"| amber | `a \| b` | README.md | in part: the rest |"
    assert faults(page(red, part, GOOD)) == []


def test_a_test_that_a_module_imports_is_its_test() -> None:
    assert fault_of("tests/shell/programs/test_program_files.py::test_a_program_file_has_no_slip") == ""


@pytest.mark.parametrize("count", ["2 promises: 2 shown, 0 in part, 0 not built.", "no count"])
def test_a_wrong_count_is_seen(count: str) -> None:
    assert faults(page(GOOD, count=count)) == [
        "the count at the top should read: 1 promises: 1 shown, 0 in part, 0 not built."
    ]


@pytest.mark.parametrize("head", ["| id | promise | state |", "|---|---|---|---|"])
def test_a_table_without_its_head_is_seen(head: str) -> None:
    broken = page(GOOD).replace("| id | promise | shown by | state |", head)
    assert any("a table begins with" in fault for fault in faults(broken))
