"""Pure rooms call no built-in that reaches the world, and nothing the lint settings ban there."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.tree import PURE, ROOT, add_violation, copy, modules

# Neither the import contract nor ruff sees these: they need no import. `__import__` stays: tables load on demand.
WORLDLY = frozenset({"open", "print", "input", "exec", "eval", "compile", "breakpoint", "globals"})


def own_names(node: ast.AST) -> set[str]:
    """Parameters and local variables of a function: they hide a built-in of that name."""
    names = {arg.arg for arg in ast.walk(node) if isinstance(arg, ast.arg)}
    return names | {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def worldly_names(node: ast.AST, hidden: set[str]) -> Iterator[ast.Name]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        hidden = hidden | own_names(node)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in WORLDLY - hidden:
        yield node
    for child in ast.iter_child_nodes(node):
        yield from worldly_names(child, hidden)


def worldly_calls(root: Path) -> list[str]:
    """`file:line name` of every use of a worldly built-in in a pure room, called or passed on."""
    return [
        f"{name}:{node.lineno} {node.id}"
        for name, tree in modules(root, *PURE)
        for node in worldly_names(tree, set())
    ]


def test_pure_rooms_use_no_worldly_builtin() -> None:
    assert worldly_calls(ROOT) == []


@pytest.mark.parametrize("room", PURE)
@pytest.mark.parametrize("builtin", sorted(WORLDLY))
def test_sown_builtin_is_seen(tmp_path: Path, room: str, builtin: str) -> None:
    add_violation(
        tmp_path, f"src/assent/{room}/sown.py", f"def f(x: str) -> object:\n    return {builtin}(x)"
    )
    assert worldly_calls(tmp_path) == [f"{room}/sown.py:3 {builtin}"]


def test_sown_builtin_passed_as_a_value_is_seen(tmp_path: Path) -> None:
    add_violation(tmp_path, "src/assent/core/sown.py", "READ = open")
    assert worldly_calls(tmp_path) == ["core/sown.py:2 open"]


def test_field_named_like_a_builtin_is_no_use_of_it(tmp_path: Path) -> None:
    add_violation(tmp_path, "src/assent/core/sown.py", "def f(input: str) -> str:\n    return input")
    assert worldly_calls(tmp_path) == []


def lint(root: Path, path: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=concise", str(path)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


# Rule expected, file sown, text sown.
BANNED = {
    "clock": ("TID251", "core/sown.py", "import datetime\n\nNOW = datetime.datetime.now(tz=datetime.UTC)"),
    "disk": ("TID251", "policy/sown.py", "from pathlib import Path\n\nHERE = Path()"),
    "links": ("TID251", "shell/sown.py", "import posixpath\n\nHERE = posixpath.realpath('x')"),
    "network": ("TID251", "agents/claude/sown.py", "import urllib.request\n\nX = urllib.request"),
    "print-outside-cli": ("T201", "app/sown.py", "print()"),
    "print-in-pure-room": ("T201", "learning/sown.py", "print()"),
    "shell-string": ("S602", "app/sown.py", "import subprocess\n\nsubprocess.run('x', shell=True, check=True)"),
    "broad-except": ("BLE001", "app/sown.py", "try:\n    X = 1\nexcept Exception:\n    X = 2"),
    "left-over": ("FIX002", "app/sown.py", "# " + "TODO: later"),
    "dead-code": ("ERA001", "app/sown.py", "# x = compute(1)"),
    "tangle": ("C901", "app/sown.py", "def f(x: int) -> int:\n" + "".join(f"    if x == {n}:\n        x += 1\n" for n in range(13)) + "    return x"),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "path", "text"), BANNED.values(), ids=BANNED.keys())
def test_sown_banned_text_is_seen_by_lint(tmp_path: Path, rule: str, path: str, text: str) -> None:
    root = copy(tmp_path)
    assert f" {rule} " in lint(root, add_violation(root, f"src/assent/{path}", text))


def test_commands_may_print(tmp_path: Path) -> None:
    root = copy(tmp_path)
    assert " T201 " not in lint(root, add_violation(root, "src/assent/cli/sown.py", "print()"))


def test_every_pure_room_has_the_ban() -> None:
    expected = 'extend = "../../../tools/pure-room.toml"'
    assert [
        room for room in PURE if expected not in (ROOT / "src/assent" / room / "ruff.toml").read_text()
    ] == []
