"""The hook path stays light: what its modules import is a closed list, in the text and in the running process."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assent.agents.registry import AGENTS
from assent.app.start import bundle, loads
from assent.app.start.row_tables import PACKAGE
from tests.contracts.tree import ROOT, add_violation, copy, modules

HOOK = "src/assent/app/hook.py"
FILES = frozenset({
    *bundle.of_agents(),  # each agent's dialect, as the registry names it
    "app/deadline.py", "app/entries.py", "store/chained.py", "store/reach.py", "store/regular.py",
    "agents/__init__.py", "agents/payload.py", "agents/registry.py", "app/__init__.py", "app/start/boot.py", "app/hook.py", "app/start/launch.py", "app/verdict.py",
    "app/observe.py", "app/ours.py", "app/project.py", "__init__.py", "store/__init__.py", "store/paths.py", "store/record.py", "store/snapshot.py",
})  # fmt: skip
ROOMS = ("core/", "shell/")
# C modules that cost next to nothing, and `__future__`. Anything else is a measured decision made here.
CHEAP = frozenset({
    "__future__", "_blake2", "_codecs", "_imp", "_json", "_sha2", "_sha256", "_signal", "_stat", "_struct", "_thread", "builtins", "errno", "fcntl", "gc",
    "itertools", "marshal", "posix", "sys", "time",
})  # fmt: skip
OWN = ("assent", "assent.")
# A whole call as the installed hook makes it.
CALL = "sys.argv[1:] = ['claude']; from assent.app.hook import main; main()"


def is_light(name: str) -> bool:
    return name in FILES or name.startswith(ROOMS)


def guarded(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def at_import(statements: list[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    """Imports that run when the module is loaded: those in functions and for the type checker do not."""
    for node in statements:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        elif isinstance(node, ast.If) and guarded(node):
            yield from at_import(node.orelse)
        elif isinstance(node, ast.Try) and all(
            ast.unparse(each.type or node) == "ImportError" for each in node.handlers
        ):
            yield from at_import(
                [*node.body, *node.orelse]
            )  # the fallback is for interpreters without the C module
        else:
            inner = [child for child in ast.walk(node) if isinstance(child, ast.Import | ast.ImportFrom)]
            yield from inner


def loaded(base: Path, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """Dotted names of the modules an import statement loads."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    module = node.module or ""
    if not module.startswith("assent"):
        yield module
        return
    for alias in node.names:
        path = base.joinpath(*module.split(".")[1:], alias.name)
        known = path.with_suffix(".py").exists() or path.is_dir()
        yield f"{module}.{alias.name}" if known else module


def heavy_imports(root: Path) -> list[str]:
    """`file:line module` of each import at load time in a hook-path module that is neither light nor cheap."""
    base = root / "src" / "assent"
    found = []
    for name, tree in modules(root):
        for node in at_import(tree.body) if is_light(name) else ():
            for module in loaded(base, node):
                inside = "/".join(module.split(".")[1:])
                ours = module.startswith("assent.") and (
                    is_light(f"{inside}.py") or is_light(f"{inside}/__init__.py")
                )
                if not ours and module not in CHEAP and module != "assent":
                    found.append(f"{name}:{node.lineno} {module}")
    return found


def run_light(root: Path, code: str, given: bytes, home: Path) -> subprocess.CompletedProcess[bytes]:
    """The code in an interpreter as the installed hook starts it, naming every import on standard error."""
    env = {"HOME": str(home), "PATH": os.environ["PATH"]}
    argv = [sys.executable, "-I", "-S", "-X", "importtime", "-c", code, str(root / "src")]
    return subprocess.run(argv, input=given, env=env, cwd=home, capture_output=True, check=False, timeout=60)


def imported(done: subprocess.CompletedProcess[bytes]) -> set[str]:
    lines = done.stderr.decode().splitlines()
    return {line.rpartition("|")[2].strip() for line in lines if line.startswith("import time:")}


def extra_modules(root: Path, home: Path, code: str, given: bytes = b"") -> set[str]:
    """What the code loads beyond a bare interpreter, our own modules, and the cheap list."""
    done = run_light(root, f"import sys; sys.path.insert(0, sys.argv.pop(1)); {code}", given, home)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    bare = imported(run_light(root, "pass", b"", home))
    assert bare, "the interpreter no longer reports its imports"
    return {name for name in imported(done) - bare - CHEAP if not name.startswith(OWN)}


needs_hook = pytest.mark.skipif(not (ROOT / HOOK).exists(), reason="assent.app.hook does not exist yet")


def test_hook_path_imports_nothing_heavy() -> None:
    assert heavy_imports(ROOT) == []


@needs_hook
def test_importing_the_hook_loads_only_the_allow_list(tmp_path: Path) -> None:
    assert extra_modules(ROOT, tmp_path, "import assent.app.hook") == set()


def payload(cwd: Path, command: str) -> bytes:
    asked = {
        "hook_event_name": "PreToolUse",
        "session_id": "s",
        "cwd": str(cwd),
        "permission_mode": "default",
        "tool_name": "Bash",
        "tool_use_id": "t",
        "tool_input": {"command": command},
    }
    return json.dumps(asked).encode()


@needs_hook
@pytest.mark.parametrize("command", ["git status", "rm -rf /", "some-unknown-program --x"])
def test_whole_call_loads_only_the_allow_list(tmp_path: Path, command: str) -> None:
    given = payload(tmp_path, command)
    run_light(ROOT, f"import sys; sys.path.insert(0, sys.argv.pop(1)); {CALL}", given, tmp_path)  # may build
    assert extra_modules(ROOT, tmp_path, CALL, given) == set()


def test_a_call_loads_one_dialect_and_nothing_else_of_any_agent(tmp_path: Path) -> None:
    given = payload(tmp_path, "git status")
    code = f"import sys; sys.path.insert(0, sys.argv.pop(1)); {CALL}"
    run_light(ROOT, code, given, tmp_path)  # may build
    seen = {
        name for name in imported(run_light(ROOT, code, given, tmp_path)) if name.startswith("assent.agents.")
    }
    own = {AGENTS["claude"][kind] for kind in loads.OF_AN_AGENT}
    assert seen == own | {"assent.agents.claude", "assent.agents.payload", "assent.agents.registry"}


def test_what_the_hook_loads_is_in_the_bundle(tmp_path: Path) -> None:
    given = payload(tmp_path, "rm -rf /")
    code = f"import sys; sys.path.insert(0, sys.argv.pop(1)); {CALL}"
    run_light(ROOT, code, given, tmp_path)  # may build
    seen = {name for name in imported(run_light(ROOT, code, given, tmp_path)) if name.startswith("assent.")}
    there = {path.relative_to(PACKAGE).with_suffix("").as_posix() for path in bundle.sources()}
    assert {name.partition(".")[2].replace(".", "/") for name in seen} <= there | {
        name.removesuffix("/__init__") for name in there
    }


# File sown, text sown, module that must be named.
HEAVY = {
    "json-in-core": ("core/sown.py", "import json", "json"),
    "regex-in-shell": ("shell/sown.py", "import re", "re"),
    "regex-in-judge": ("shell/judges/sown.py", "import re", "re"),
    "enum-in-hook": ("agents/claude/hook.py", "from enum import Enum", "enum"),
    "typing-unguarded": ("core/sown.py", "from typing import TYPE_CHECKING", "typing"),
    "pathlib-in-paths": ("store/paths.py", "from pathlib import PurePosixPath", "pathlib"),
    "database-in-snapshot": ("store/snapshot.py", "import sqlite3", "sqlite3"),
    "inside-try": ("store/record.py", "try:\n    import hashlib\nexcept ImportError:\n    pass", "hashlib"),
    "inside-class": ("core/sown.py", "class C:\n    import functools", "functools"),
    "else-of-guard": (
        "core/sown.py",
        "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    pass\nelse:\n    import re",
        "re",
    ),
    "our-own-heavy-module": ("app/observe.py", "import assent.store.db", "assent.store.db"),
    "our-own-heavy-from": (
        "app/observe.py",
        "from assent.learning import mine",
        "assent.learning",
    ),
}


@pytest.mark.parametrize(("path", "text", "module"), HEAVY.values(), ids=HEAVY.keys())
def test_sown_heavy_import_is_seen(tmp_path: Path, path: str, text: str, module: str) -> None:
    add_violation(tmp_path, f"src/assent/{path}", text)
    found = heavy_imports(tmp_path)
    assert len(found) == 1
    assert found[0].endswith(f" {module}")


def test_guarded_and_late_imports_are_no_load(tmp_path: Path) -> None:
    text = "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    import re\n\n\ndef f() -> None:\n    import json"
    add_violation(tmp_path, "src/assent/core/sown.py", text)
    assert heavy_imports(tmp_path) == []


def test_sown_heavy_import_is_seen_in_the_running_process(tmp_path: Path) -> None:
    root = copy(tmp_path / "tree")
    add_violation(root, "src/assent/core/sown.py", "def f() -> None:\n    import json")
    assert extra_modules(root, tmp_path, "import assent.core.sown") == set()
    seen = extra_modules(root, tmp_path, "import assent.core.sown; assent.core.sown.f()")
    assert {"json", "re", "enum", "functools"} <= seen
