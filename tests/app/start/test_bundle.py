"""The hook starts from proven bytecode or from its modules, and from nothing that lies beside them."""

from __future__ import annotations

import marshal
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from assent.app.start import bundle, held
from assent.app.start.row_tables import PACKAGE, program_files
from assent.shell.programs.row import Row
from assent.shell.programs.rows import compiled
from tests.app.states import STATES, Put
from tests.app.test_hook import Home, package_copy

# FLIPS=400 tries as many; each is a process.
FLIPS = int(os.environ.get("FLIPS", "40"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home where a copy of ours is installed and compiled."""
    made = Home(tmp_path_factory.mktemp("bundle"))
    package = package_copy(made.home.parent)
    made.command = made.command.replace(str(PACKAGE), str(package))
    assert made.ask("curl x") == "deny"
    return made


def package_of(home: Home) -> Path:
    return home.home.parent / "lib/assent"


def flips(size: int) -> list[tuple[int, int]]:
    """(byte, bit) pairs: the first bytes, which say how much follows, then anywhere."""
    chance = random.Random(5)  # noqa: S311  a repeatable sample
    return [(at, 7) for at in (0, 2, 4, 7, 8, 15, 16)] + [
        (chance.randrange(size), chance.randrange(8)) for _ in range(FLIPS)
    ]


def test_no_flipped_bit_crashes_the_hook_or_changes_an_answer(home: Home) -> None:
    path = held.path_of(package_of(home))
    data = path.read_bytes()
    try:
        for at, bit in flips(len(data)):
            path.write_bytes(data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :])
            assert not bundle.current(package_of(home)), (at, bit)
            assert home.ask("curl x") == "deny", (at, bit)
    finally:
        path.write_bytes(data)
    assert bundle.current(package_of(home))


@pytest.mark.parametrize("state", sorted(set(STATES) - {"others"}))
def test_the_hook_answers_whatever_lies_in_its_bundles_place(home: Home, state: str) -> None:
    with Put(held.path_of(package_of(home)), state):
        assert not bundle.current(package_of(home))
        assert home.ask("curl x") == "deny"
        assert home.ask("git status") == "allow"


def test_a_module_that_another_version_made_a_package_is_found_there(tmp_path: Path) -> None:
    made = Home(tmp_path)
    package = package_copy(tmp_path)
    made.command = made.command.replace(str(PACKAGE), str(package))
    (package / "core/effect").mkdir()
    (package / "core/effect.py").rename(package / "core/effect/__init__.py")
    assert made.ask("curl x") == "deny"


def test_a_module_that_breaks_while_the_bundle_is_loaded_is_an_ask(tmp_path: Path) -> None:
    made = Home(tmp_path)
    package = package_copy(tmp_path)
    made.command = made.command.replace(str(PACKAGE), str(package))
    path = package / "core/secrecy.py"
    path.write_text(
        path.read_text()
        + "\nimport sys\nif 'marshal' in sys.modules and sys.meta_path[0].__name__ == 'Bundle':\n    raise RuntimeError\n"
    )
    assert bundle.make(package)
    assert made.ask("curl x") == "ask"


def test_a_row_comes_from_the_bundle_until_its_file_changes(home: Home) -> None:
    file = package_of(home) / "shell/programs/git.prog"
    text = file.read_text()
    assert home.ask("git status") == "allow"
    try:
        file.write_text(
            text.replace("git status\n", "git status\n  does   destroy\n", 1).replace(
                "  does   read-project\n", "", 1
            )
        )
        assert not bundle.current(package_of(home))
        assert home.ask("git status") != "allow"
    finally:
        file.write_text(text)
    bundle.make(package_of(home))
    assert home.ask("git status") == "allow"


def test_the_bundle_holds_the_row_of_every_program_file(home: Home) -> None:
    rows = held.held(package_of(home))
    assert rows is not None
    wanted = {name: row for file in program_files() for name, row in compiled(file.read_text()).items()}
    found = {name: Row(marshal.loads(rows.row(name) or b"")) for name in wanted}  # noqa: S302  our own
    assert {name: row.does for name, row in found.items()} == {
        name: Row(row).does for name, row in wanted.items()
    }
    push = Row(wanted["git"]).under("push")
    assert push is not None
    served = found["git"].under("push")
    assert served is not None
    assert served.options == push.options
    assert rows.row("unheardof") is None


def test_rows_are_served_only_whole_and_of_files_as_they_are(home: Home) -> None:
    path, file = held.path_of(package_of(home)), package_of(home) / "shell/programs/git.prog"
    data, text = path.read_bytes(), file.read_text()
    rows = held.held(package_of(home))
    assert rows is not None
    try:
        file.write_text(text + "\n")
        assert rows.row("git") == b""
        added = file.with_name("acme.prog")
        added.write_text("# x\nacme\n")
        assert held.held(package_of(home)) is None
        added.unlink()
        path.write_bytes(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
        damaged = held.held(package_of(home))
        assert damaged is None or all(
            damaged.row(name) in {b"", rows.row(name)} for name in ("zstd", "git", "ls")
        )
    finally:
        file.write_text(text)
        path.write_bytes(data)
        bundle.make(package_of(home))


def test_status_names_bytecode_that_is_not_whole(home: Home) -> None:
    given = {"HOME": str(home.home), "PATH": os.environ["PATH"], "PYTHONPATH": str(package_of(home).parent)}
    argv = [sys.executable, "-m", "assent", "status"]

    def said() -> str:
        return subprocess.run(
            argv, env=given, cwd=home.home, capture_output=True, text=True, check=False
        ).stdout

    assert "bytecode" not in said()
    with Put(held.path_of(package_of(home)), "cut"):
        assert "bytecode is damaged" in said()


BESIDE = (
    "_json",
    "json",
    "time",
    "errno",
    "sqlite3",
    "tomllib",
    "contextlib",
    "_blake2",
    "sitecustomize",
    "re",
    "os",
)


@pytest.mark.parametrize("bundled", [True, False], ids=["bundle", "modules"])
def test_nothing_that_lies_beside_the_package_is_imported(home: Home, bundled: bool) -> None:
    beside = package_of(home).parent
    mark = home.home / "imported"
    for name in BESIDE:
        (beside / f"{name}.py").write_text(f"open({str(mark)!r}, 'a').write({name!r})\n")
    path = held.path_of(package_of(home))
    data = path.read_bytes()
    try:
        if not bundled:
            path.unlink()
        home.policy.write_text(home.policy.read_text() + "\n")  # built anew: this loads most
        os.utime(home.policy, (1, 1))
        assert home.ask("curl x") == "deny"
        assert home.ask("git status") == "allow"
        assert not mark.exists()
    finally:
        path.write_bytes(data)
        for name in BESIDE:
            (beside / f"{name}.py").unlink()
