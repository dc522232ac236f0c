"""Modules and categories are switched in the settings file, and nothing else of it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from assent.app.config.read import read
from assent.app.modules import switched
from assent.app.modules.switched import EXCLUDE, MODULES, switching, unknown
from assent.store.paths import Paths, paths_of

# id: (text before, names in, key, text after)
INTO: dict[str, tuple[str | None, list[str], str, str]] = {
    "no-file": (None, ["python"], MODULES, 'modules = ["python"]\n'),
    "empty": ("", ["python", "go"], MODULES, 'modules = ["python", "go"]\n'),
    "above-tables": (
        "[learn]\nfloor = 0.8\n", ["python"], MODULES, 'modules = ["python"]\n\n[learn]\nfloor = 0.8\n',
    ),
    "below-the-head": (
        "# mine\n\n[learn]\nfloor = 0.8 # sure\n", ["python"], MODULES,
        '# mine\nmodules = ["python"]\n\n[learn]\nfloor = 0.8 # sure\n',
    ),
    "only-a-comment": ("# mine", ["python"], MODULES, '# mine\nmodules = ["python"]\n'),
    "one-more": ('modules = ["go"] # work\n', ["python"], MODULES, 'modules = ["go", "python"] # work\n'),
    "one-is-there": ('modules = ["go"]\n', ["go", "python"], MODULES, 'modules = ["go", "python"]\n'),
    "twice-given": ("", ["go", "go"], MODULES, 'modules = ["go"]\n'),
    "a-category": ('modules = ["go"]\n', ["builds"], EXCLUDE, 'exclude = ["builds"]\n\nmodules = ["go"]\n'),
}  # fmt: skip
# id: (text before, names out, text after)
OUT = {
    "the-last": ('modules = ["go"]\n', ["go"], "modules = []\n"),
    "one-of-three": ('modules = ["go", "rust", "nix"]\n', ["rust"], 'modules = ["go", "nix"]\n'),
    "in-lines-of-their-own": (
        'modules = [\n  "go", # work\n  "rust",\n]\n\n[learn]\nfloor = 0.8\n', ["rust"],
        'modules = [\n  "go", # work\n]\n\n[learn]\nfloor = 0.8\n',
    ),
}  # fmt: skip


@pytest.fixture
def at(tmp_path: Path) -> Paths:
    return paths_of(str(tmp_path / "home"), {}, managed=str(tmp_path / "etc"))


def written(at: Paths, text: str | None) -> Path:
    path = Path(at.settings)
    path.parent.mkdir(parents=True)
    if text is not None:
        path.write_text(text)
    return path


@pytest.mark.parametrize(("before", "names", "key", "after"), INTO.values(), ids=INTO)
def test_names_are_put_in(at: Paths, before: str | None, names: list[str], key: str, after: str) -> None:
    path = written(at, before)
    made, problems = switching(at, names, key, into=True)
    assert not problems
    assert made
    switched.write(at, made)
    assert path.read_text() == after
    assert not read(after, "x").problems


@pytest.mark.parametrize(("before", "names", "after"), OUT.values(), ids=OUT)
def test_names_are_taken_out(at: Paths, before: str, names: list[str], after: str) -> None:
    written(at, before)
    made, problems = switching(at, names, MODULES, into=False)
    assert not problems
    assert made
    assert made.new == after


@pytest.mark.parametrize(
    ("before", "names", "into"),
    [
        pytest.param('modules = ["go"]\n', ["go"], True, id="on-already"),
        pytest.param("", ["go"], False, id="off-already"),
        pytest.param("", ["defaults"], True, id="always-on"),
    ],
)
def test_what_stands_so_already_changes_nothing(at: Paths, before: str, names: list[str], into: bool) -> None:
    written(at, before)
    assert switching(at, names, MODULES, into=into) == (None, [])


def test_a_broken_file_is_left_alone(at: Paths) -> None:
    path = written(at, 'modules = ["go"\n')
    made, problems = switching(at, ["python"], MODULES, into=True)
    assert made is None
    assert "not valid TOML" in str(problems[0])
    assert path.read_text() == 'modules = ["go"\n'


def test_a_file_that_is_a_link_is_left_alone_and_the_line_is_told(at: Paths, tmp_path: Path) -> None:
    store = tmp_path / "dotfiles.toml"
    store.write_text("")
    path = written(at, None)
    path.symlink_to(store)
    made, problems = switching(at, ["python"], MODULES, into=True)
    assert made is None
    assert 'modules = ["python"]' in problems[0].hint


def test_what_was_there_is_kept_as_a_copy(at: Paths) -> None:
    written(at, "# mine\n")
    made, _ = switching(at, ["go"], MODULES, into=True)
    assert made
    switched.write(at, made)
    assert [each.read_text() for each in (Path(at.data) / "backups").iterdir()] == ["# mine\n"]


def test_a_name_that_is_none_is_named_with_what_was_meant() -> None:
    (module,) = unknown(["pythonn"], MODULES, "enable")
    (category,) = unknown(["pytests", "ruff"], EXCLUDE, "exclude")
    assert "did you mean 'python'" in module.hint
    assert "did you mean 'pytest'" in category.hint
    assert "assent modules list --categories" in category.hint
