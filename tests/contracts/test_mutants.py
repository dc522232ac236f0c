"""The mutants: which changes are made, that each is a source, and that a run finds what a test notices."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.contracts.tree import ROOT
from tools.mutating import mutants

# Source → the sources its mutants are.
CHANGES = [
    ("x = a < b", ["x = a <= b", "x = (not (a < b))"]),
    ("x = a == b", ["x = a != b"]),
    ("x = a in b", ["x = a not in b"]),
    ("x = a is None", ["x = a is not None"]),
    ("x = a and b", ["x = (a or b)"]),
    ("x = a or b", ["x = (a and b)"]),
    ("x = 3", ["x = 4", "x = 2"]),
    ("x = 0", ["x = 1", "x = (-1)"]),
    ("x = 0.5", ["x = 0.55", "x = 0.45"]),
    ("x = 0.0", ["x = 0.1"]),
    ("x = True", ["x = False"]),
    ("x = a + b", ["x = (a - b)"]),
    ("x = a | b", ["x = (a)", "x = (b)"]),
    ("x = a + 'b'", []),
    ("x = {a, b}", ["x = {b}", "x = {a}"]),
    ("x = (a, b)", ["x = (b,)", "x = (a,)"]),
    ("x = [a]", ["x = []"]),
    ("x = {a: b}", ["x = {}"]),
    ("x = 'a b'.split()", ["x = 'b'.split()", "x = 'a'.split()"]),
    ("x, y = a, b", []),
    ("x = a[b, c]", []),
    ("f(a)", ["pass"]),
    ("if a: f", ["if (not (a)): f"]),
    ("if not a: f", ["if (a): f"]),
    ("if a == b: f", ["if a != b: f"]),
    ("x = a if b else c", ["x = a if (not (b)) else c"]),
    ("x = [a for a in b if a]", ["x = [a for a in b if (not (a))]"]),
    ("def f() -> bool: return g()", ["def f() -> bool: return True", "def f() -> bool: return False"]),
    ("def f() -> str: return g()", ["def f() -> str: return ''"]),
    ("def f() -> int: return g()", ["def f() -> int: return 0"]),
    ("def f() -> X: return g()", ["def f() -> X: return None"]),
    ("def f(): return a, b", ["def f(): return None"]),
    ("def f(a: 'x' = 1): pass", ["def f(a: 'x' = 2): pass", "def f(a: 'x' = 0): pass"]),
    # What no test can notice, or whose place is not known.
    ("x: Literal[1]", []),
    ("@d(1)\ndef f(): pass", []),
    ("if TYPE_CHECKING:\n    x = 1", []),
    ("__slots__ = ('a',)", []),
    ("x = f'{a + 1}'", []),
    ("# ü\nx = ['ü', a < b]", ["# ü\nx = [a < b]", "# ü\nx = ['ü']", "# ü\nx = ['ü', a <= b]", "# ü\nx = ['ü', (not (a < b))]"]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "wanted"), CHANGES)
def test_a_source_has_these_mutants(source: str, wanted: list[str]) -> None:
    found = [each.apply(source.encode()).decode() for each in mutants(source.encode(), "x.py")]
    assert sorted(found) == sorted(wanted)


@pytest.mark.parametrize("path", ["src/assent/learning/gates.py", "src/assent/core/decide.py"])
def test_each_mutant_is_another_source_with_a_name_of_its_own(path: str) -> None:
    source = (ROOT / path).read_bytes()
    found = mutants(source, path)
    assert len({each.name for each in found}) == len(found) > 100
    plain = ast.dump(ast.parse(source))
    assert all(ast.dump(ast.parse(each.apply(source))) != plain for each in found)


def test_a_line_more_above_changes_no_name() -> None:
    names = [
        [each.name for each in mutants(source, "x.py")] for source in (b"x = 1\n", b"import y\n\nx = 1\n")
    ]
    assert names[0] == names[1]


def test_every_equivalent_mutant_is_one_that_is_made_and_has_its_reason() -> None:
    listed = tomllib.loads((ROOT / "tools/mutants.toml").read_text()).get("equivalent", [])
    made: dict[str, set[str]] = {}
    for each in listed:
        path = each["name"].split(" | ")[0]
        if path not in made:
            made[path] = {mutant.name for mutant in mutants((ROOT / path).read_bytes(), path)}
    assert [each["name"] for each in listed if each["name"] not in made[each["name"].split(" | ")[0]]] == []
    assert all(len(each["why"]) > 10 for each in listed)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bwrap") is None, reason="broken code runs under bubblewrap")
def test_a_run_kills_what_a_test_notices_and_leaves_the_checkout_alone(tmp_path: Path) -> None:
    path = ROOT / "src/assent/learning/levels.py"
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    results = tmp_path / "results.jsonl"
    words = ["--first", "--named", "MIN_CONFIDENCE = 0.6", "--results", str(results), str(path)]
    argv = [str(ROOT / "tools/mutants"), *words]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "learning: 2 of 2 killed (100%)" in done.stdout
    lines = [json.loads(line) for line in results.read_text().splitlines()]
    assert [line["end"] for line in lines] == ["killed", "killed"]
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
