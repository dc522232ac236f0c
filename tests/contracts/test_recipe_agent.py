"""The recipe for an agent, followed to the letter on a copy of the checkout; and each step left out, which a gate sees."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assent.app.start import bundle, held
from tests.contracts.tree import ROOT, copy

BLOCK = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = dict(BLOCK.findall((ROOT / "docs/recipes/add-agent.md").read_text()))
FILE, LINE = "src/assent/agents/foo.py", "src/assent/agents/registry.py"
SAMPLES = ("tests/agents/foo/hook/shell.in.json", "tests/agents/foo/hook/shell.out.json")
TABLE = "AGENTS: dict[str, dict[str, str]] = {\n"
GATES = ("tests/agents/test_registry.py", "tests/agents/test_dialects.py", "tests/contracts/test_startup.py")
POLICY = """
[[rule]]
allow = ["Bash(git *)"]
within = ["read-project"]

[[rule]]
deny = ["Bash(curl *)"]
"""


def followed(into: Path, *, without: str = "") -> Path:
    """A copy of the checkout in which every step of the recipe is done, but for one."""
    root = copy(into)
    shutil.copytree(ROOT / "tests", root / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    for path, text in BLOCKS.items():
        if path == without:
            continue
        target = root / path
        if path == LINE:
            assert TABLE in target.read_text()
            target.write_text(target.read_text().replace(TABLE, TABLE + text))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
    return root


def ran(root: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *argv], cwd=root, env=env, capture_output=True, text=True, check=False
    )


def gates(root: Path, *which: str) -> subprocess.CompletedProcess[str]:
    return ran(root, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *which)


class Foo:
    """A home in which foo calls the launcher of the copy."""

    def __init__(self, folder: Path, package: Path) -> None:
        self.home = folder / "home"
        self.package = package
        self.project = self.home / "work/p"
        (self.project / ".git").mkdir(parents=True)
        (self.project / ".git/HEAD").write_text("ref: refs/heads/main\n")
        policy = self.home / ".config/assent/policy.toml"
        policy.parent.mkdir(parents=True)
        policy.write_text(POLICY)

    def payload(self, command: str, **more: object) -> bytes:
        given = {"when": "before-tool", "run": "r", "tool": "shell", "args": {"command": command}}
        return json.dumps(given | {"dir": str(self.project)} | more).encode()

    def hears(self, data: bytes) -> dict[str, str]:
        places = [
            f"{self.home}/{each}" for each in (".config/assent", ".local/share/assent", ".local/state/assent")
        ]
        argv = [
            sys.executable,
            "-I",
            "-S",
            str(self.package / "app/start/launch.py"),
            "foo",
            str(self.home),
            *places,
        ]
        env = {"HOME": str(self.home), "PATH": os.environ["PATH"]}
        done = subprocess.run(
            argv, input=data, env=env, cwd=self.project, capture_output=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        said: dict[str, str] = json.loads(done.stdout or b"{}")
        return said


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy with foo in it, its bundle made."""
    root = followed(tmp_path_factory.mktemp("tree"))
    assert bundle.make(root / "src/assent")
    return root


@pytest.fixture
def foo(tree: Path, tmp_path: Path) -> Foo:
    return Foo(tmp_path, tree / "src/assent")


def test_the_recipe_holds_one_file_one_line_and_one_pair_of_samples() -> None:
    assert set(BLOCKS) == {FILE, LINE, *SAMPLES}


def test_foo_is_answered_from_the_bundle_in_its_own_words(foo: Foo) -> None:
    assert bundle.current(foo.package)
    for command, said in (("git status", "proceed"), ("curl x", "stop"), ("cat ~/.ssh/id_rsa", "stop")):
        assert foo.hears(foo.payload(command))["do"] == said
    assert foo.hears(foo.payload("frobnicate")) == {}


# Input that cannot be judged → what is said of it.
UNFIT = {
    "empty": (b"", "not valid JSON"),
    "no-json": (b"garbage", "not valid JSON"),
    "no-fields": (b'{"when": "before-tool"}', "the call lacks"),
    "relative": (b'{"when": "before-tool", "tool": "shell", "args": {}, "dir": "p"}', "absolute directory"),
}


@pytest.mark.parametrize(("data", "says"), UNFIT.values(), ids=UNFIT.keys())
def test_an_error_speaks_foos_own_words(foo: Foo, data: bytes, says: str) -> None:
    said = foo.hears(data)
    assert said["do"] == "confirm"
    assert says in said["note"]


@pytest.mark.parametrize("damage", ["state-in-the-way", "broken-hook", "broken-hook-and-no-bundle", "late"])
def test_a_broken_store_or_installation_speaks_foos_own_words(
    tree: Path, tmp_path: Path, damage: str
) -> None:
    package = tmp_path / "lib/assent"
    shutil.copytree(tree / "src/assent", package, ignore=shutil.ignore_patterns("__pycache__"))
    assert bundle.make(package)
    foo = Foo(tmp_path, package)
    if damage == "state-in-the-way":
        (foo.home / ".local").write_text("in the way")
        assert foo.hears(foo.payload("cat ~/.ssh/id_rsa"))["do"] == "stop"
        assert foo.hears(foo.payload("git status")).get("do") != "proceed"
        return
    code = "while True: pass\n" if damage == "late" else "raise OSError\n"
    hook = package / "app/hook.py"
    hook.write_text(hook.read_text().replace("LARGEST = ", code + "LARGEST = ", 1))
    if damage == "broken-hook-and-no-bundle":
        held.path_of(package).unlink()
    said = foo.hears(foo.payload("git status"))
    assert (said["do"], "could not start" in said["note"]) == ("confirm", True)


def test_foo_by_the_slow_name_speaks_its_own_words(tree: Path, tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "PYTHONPATH": str(tree / "src")}
    argv = [sys.executable, "-m", "assent", "hook", "foo"]
    done = subprocess.run(argv, input=b"garbage", env=env, cwd=tmp_path, capture_output=True, check=False)
    assert json.loads(done.stdout)["do"] == "confirm", done.stderr


def test_init_says_which_command_foo_is_to_start_and_it_answers(tree: Path, foo: Foo) -> None:
    env = {"HOME": str(foo.home), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(tree / "src")}
    argv = [sys.executable, "-m", "assent", "init", "--agent", "foo"]
    said = subprocess.run(argv, env=env, cwd=foo.project, capture_output=True, text=True, check=False)
    assert (said.returncode, "before-tool" in said.stdout) == (0, True), said
    command = said.stdout.partition("before-tool:\n\n")[2].partition("\n")[0].strip()
    done = subprocess.run(
        ["/bin/sh", "-c", command], input=foo.payload("curl x"), env=env, capture_output=True, check=False
    )
    assert json.loads(done.stdout)["do"] == "stop", done.stderr
    wrong = subprocess.run(
        [*argv, "--fail-open"], env=env, cwd=foo.project, capture_output=True, text=True, check=False
    )
    assert (wrong.returncode, "settings" in wrong.stderr) == (2, True)


@pytest.mark.slow
def test_with_every_step_done_the_gates_are_green(tree: Path) -> None:
    done = gates(tree, *GATES)
    assert done.returncode == 0, done.stdout
    lint = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(cache_dir=None))"
    done = ran(tree, "-c", lint)
    assert done.returncode == 0, done.stdout
    for name in ("check", "format --check"):
        done = ran(tree, "-m", "ruff", *name.split(), "src/assent/agents")
        assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("left_out", "gate"),
    [
        (FILE, "tests/agents/test_registry.py"),
        (LINE, "tests/agents/test_registry.py"),
        (SAMPLES[0], "tests/agents/test_dialects.py"),
        (SAMPLES[1], "tests/agents/test_dialects.py"),
    ],
    ids=["file", "line", "payload", "answers"],
)
def test_a_step_left_out_is_seen(tmp_path: Path, left_out: str, gate: str) -> None:
    done = gates(followed(tmp_path, without=left_out), gate)
    assert done.returncode not in (0, 5), done.stdout
