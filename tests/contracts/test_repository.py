"""The checkout's own promises: pinned requirements, justified exceptions, a whole wheel, plain package roots."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.tree import ROOT, copy

PINS = ("run", "build", "dev")
KINDS = ("feature", "change", "loosened", "fix", "security", "removed")
PIN = re.compile(r"^(?P<name>[a-z0-9.-]+)==(?P<version>\S+)")


def pins(text: str) -> dict[str, str]:
    found = (PIN.match(line) for line in text.splitlines())
    return {match["name"]: match["version"] for match in found if match}


def faults(text: str) -> list[str]:
    """Lines of a requirements file that name an index or address, or a pin without a hash."""
    blocks = re.split(r"\n(?=[a-z])", text)
    bare = [block.splitlines()[0] for block in blocks if PIN.match(block) and "--hash=sha256:" not in block]
    where = [
        line for line in text.splitlines() if re.search(r"://|--(extra-)?index|--find-links|^-[ief]\b", line)
    ]
    loose = [line for line in text.splitlines() if re.match(r"[a-z]", line) and not PIN.match(line)]
    return bare + where + loose


@pytest.mark.parametrize("kind", PINS)
def test_requirements_are_pinned_with_hashes_and_name_no_address(kind: str) -> None:
    text = (ROOT / "requirements" / f"{kind}.txt").read_text()
    assert pins(text)
    assert faults(text) == []


FAULTY = {
    "no-hash": "click==8.5.1\n    # via assent\n",
    "index": "--index-url somewhere\nclick==8.5.1 --hash=sha256:00\n",
    "address": "click @ https://example.org/click.whl --hash=sha256:00\n",
    "range": "click>=8\n",
}


@pytest.mark.parametrize("text", FAULTY.values(), ids=FAULTY.keys())
def test_faulty_requirements_are_seen(text: str) -> None:
    assert faults(text)


def test_development_runs_on_the_versions_that_users_get() -> None:
    run, dev = (pins((ROOT / "requirements" / f"{kind}.txt").read_text()) for kind in ("run", "dev"))
    assert run.items() <= dev.items()


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    named = {re.split(r"[<>=~! ]", entry)[0] for entry in project["project"]["dependencies"]}
    tools = {re.split(r"[<>=~! ]", entry)[0] for entry in project["dependency-groups"]["dev"]}
    assert named <= pins((ROOT / "requirements/run.txt").read_text()).keys()
    assert named | tools <= pins((ROOT / "requirements/dev.txt").read_text()).keys()


def unjustified(settings: str) -> list[str]:
    """Lint exceptions in the settings that carry no reason beside them."""
    lint = settings[settings.index("\nignore = [") : settings.index("[tool.ruff.lint.mccabe]")]
    return [
        line.strip() for line in lint.splitlines() if re.match(r'\s+"[A-Z]+\d*",', line) and "#" not in line
    ]


def test_every_lint_exception_has_its_reason_beside_it() -> None:
    assert unjustified((ROOT / "pyproject.toml").read_text()) == []


def test_lint_exception_without_reason_is_seen() -> None:
    settings = (ROOT / "pyproject.toml").read_text().replace("\nignore = [", '\nignore = [\n  "BLE001",')
    assert unjustified(settings) == ['"BLE001",']


EXCEPTION = re.compile(r"#\s*(noqa|type:\s*ignore)")
CODED = re.compile(r"#\s*(?P<code>noqa:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|type:\s*ignore\[[a-z, -]+\])(?P<why>.*)")


def silent_lines(text: str) -> Iterator[int]:
    """Lines with an in-line exception that has no code, or no reason there or at the same code further up."""
    explained: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        if not EXCEPTION.search(line):
            continue
        coded = CODED.search(line)
        if coded and re.search(r"\w{3}", coded["why"]):
            explained.add(coded["code"])
        elif not coded or coded["code"] not in explained:
            yield number


def silent_exceptions(root: Path) -> list[str]:
    paths = sorted(p for top in ("src", "tests", "tools", "benchmarks") for p in (root / top).rglob("*.py"))
    return [
        f"{path.relative_to(root)}:{number}"
        for path in paths
        if path != Path(__file__)
        for number in silent_lines(path.read_text())
    ]


def test_every_exception_in_the_code_has_a_code_and_a_reason() -> None:
    assert silent_exceptions(ROOT) == []


@pytest.mark.parametrize(
    ("line", "silent"),
    [
        pytest.param("X = f()  # noqa", True, id="bare-noqa"),
        pytest.param("X = f()  # noqa: BLE001", True, id="no-reason"),
        pytest.param("X = f()  # type: ignore", True, id="bare-ignore"),
        pytest.param("X = f()  # type: ignore[arg-type]", True, id="ignore-no-reason"),
        pytest.param("x = 1  # noqa: A001  a word\ny = 1  # noqa: A002", True, id="reason-for-another-code"),
        pytest.param("x = 1  # noqa: A001  a word\ny = 1  # noqa: A001", False, id="reason-further-up"),
        pytest.param("X = f()  # noqa: BLE001 - the one boundary", False, id="reason"),
        pytest.param(
            "X = f()  # type: ignore[arg-type]  # the C scanner has no stub", False, id="ignore-reason"
        ),
    ],
)
def test_silent_exception_is_seen(line: str, *, silent: bool) -> None:
    assert bool(list(silent_lines(line))) is silent


def code_in_roots(root: Path) -> list[str]:
    """Package roots that hold more than a docstring: importing a room must cost nothing."""
    paths = sorted((root / "src" / "assent").rglob("__init__.py"))
    bodies = {path: ast.parse(path.read_text()).body for path in paths}
    plain = {
        path for path, body in bodies.items() if len(body) == 1 and ast.get_docstring(ast.Module(body, []))
    }
    return [str(path.relative_to(root)) for path in paths if path not in plain]


def test_package_roots_hold_a_docstring_and_nothing_else() -> None:
    assert code_in_roots(ROOT) == []


def test_code_in_a_package_root_is_seen(tmp_path: Path) -> None:
    root = copy(tmp_path)
    with (root / "src/assent/core/__init__.py").open("a") as out:
        out.write("import json\n")
    assert code_in_roots(root) == ["src/assent/core/__init__.py"]


def test_changelog_fragments_are_named_for_their_kind() -> None:
    names = [path.name for path in (ROOT / "changelog.d").iterdir() if path.name != "README.md"]
    assert [name for name in names if not re.fullmatch(rf"[+\w.-]+\.({'|'.join(KINDS)})\.md", name)] == []
    readme = (ROOT / "changelog.d" / "README.md").read_text()
    assert [kind for kind in KINDS if f"`{kind}`" not in readme] == []


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


SOURCE = {".py", ".toml", ".md", ".sh", ".txt", ".yaml", ".yml"}


def badly_ended(path: Path) -> bool:
    data = path.read_bytes()
    return bool(data) and (not data.endswith(b"\n") or data.endswith(b"\n\n") or b"\r\n" in data)


def test_text_files_end_with_one_newline() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    skipped = (ROOT / "samples", ROOT / "tests")  # recorded bytes stay as they were seen
    written = [
        p for p in tracked() if p.suffix in SOURCE and (p.suffix == ".py" or not p.is_relative_to(skipped[1]))
    ]
    assert [str(p) for p in written if badly_ended(p) and not p.is_relative_to(skipped[0])] == []


@pytest.mark.parametrize("data", [b"x", b"x\n\n", b"x\r\n"], ids=["none", "two", "carriage-return"])
def test_bad_end_of_file_is_seen(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "sown.py").write_bytes(data)
    assert badly_ended(tmp_path / "sown.py")


def test_wheel_holds_every_source_file_and_no_lint_settings(tmp_path: Path) -> None:
    root = copy(tmp_path / "tree")
    for name in ("README.md", "LICENSE"):
        (root / name).write_bytes((ROOT / name).read_bytes())
    shutil.copytree(ROOT / "samples", root / "samples")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "out")]
    subprocess.run(build, cwd=root, check=True, capture_output=True)
    (wheel,) = (tmp_path / "out").glob("*.whl")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("assent/")}
    files = (p for p in (root / "src" / "assent").rglob("*") if p.is_file() and p.name != "ruff.toml")
    samples = {
        f"assent/{p.relative_to(root).as_posix()}" for p in (root / "samples").rglob("*") if p.is_file()
    }
    assert held == {p.relative_to(root / "src").as_posix() for p in files} | samples


def test_the_version_is_one() -> None:
    given = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert f'VERSION = "{given}"' in (ROOT / "src/assent/core/version.py").read_text()
