"""Modules of other versions are found: in the releases kept, a file, a folder, a package; what cannot be read is said."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from assent.app.modules import earlier
from assent.core.version import VERSION
from assent.policy import shipped
from assent.policy.compared import compared

SHIPPED = Path(shipped.__file__).parent / "modules"


@pytest.fixture
def released(tmp_path: Path) -> Path:
    base = tmp_path / "released"
    for version in ("0.9.0", "0.10.0"):
        shutil.copytree(SHIPPED, base / version)
    (base / "0.10.0/rust.toml").unlink()
    (base / "__pycache__").mkdir()
    return base


def ways(found: earlier.Compared | None) -> dict[str, set[str]]:
    assert found
    changes = {
        name: compared(found.old.get(name, []), found.new.get(name, [])) for name in {*found.old, *found.new}
    }
    return {name: {each.way for each in held} for name, held in changes.items() if held}


def test_releases_are_in_their_order_and_the_latest_is_meant_without_a_word(released: Path) -> None:
    assert earlier.releases(released) == ["0.9.0", "0.10.0"]
    found, problems = earlier.between(None, released)
    assert not problems
    assert found
    assert (found.before, found.after) == ("0.10.0", VERSION)
    assert ways(found) == {"rust": {"wider"}}
    assert ways(earlier.between("0.9.0", released)[0]) == {}


def test_the_releases_that_ship_can_be_read() -> None:
    for version in earlier.releases():
        assert earlier.between(version)[1] == []


def test_without_a_release_it_says_so() -> None:
    found, problems = earlier.between(None, Path("/nowhere"))
    assert found is None
    assert "is the first release" in problems[0].what


def test_a_file_stands_for_the_module_of_its_name(tmp_path: Path) -> None:
    path = tmp_path / "orb.toml"
    path.write_text("")
    found, _ = earlier.between(str(path))
    assert ways(found) == {"orb": {"narrower"}}


def test_a_file_of_another_name_is_a_module_more(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[[rule]]\nname = "x"\nallow = ["Bash(make docs)"]\nwithin = ["run-project"]\n')
    assert ways(earlier.between(str(path))[0]) == {"mine": {"wider"}}


def test_a_json_module_with_comments_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text('{\n  // ours\n  "allow": ["Bash(make docs)"] /* all */\n}\n')
    assert ways(earlier.between(str(path))[0]) == {"mine": {"wider"}}


def test_a_folder_stands_for_all_modules(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "there")
    (tmp_path / "there/go.toml").unlink()
    assert ways(earlier.between(str(tmp_path / "there"))[0]) == {"go": {"narrower"}}


def test_a_package_is_read_without_being_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "assent-9.9.9-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as packed:
        for each in SHIPPED.glob("*.toml"):
            if each.stem != "nix":
                packed.writestr(f"assent/policy/modules/{each.name}", each.read_text())
        packed.writestr("assent/policy/modules/ruby.py", "raise SystemExit")
    before = sorted(tmp_path.rglob("*"))
    assert ways(earlier.between(str(path))[0]) == {"nix": {"narrower"}}
    assert sorted(tmp_path.rglob("*")) == before


# id: (name, content; None for no file, what is said)
UNREADABLE = {
    "gone": ("x.toml", None, "is no earlier release and no file"),
    "no-toml": ("x.toml", b"[[rule", "not valid TOML"),
    "no-text": ("x.toml", b"\xff\xfe", "is not UTF-8"),
    "no-package": ("x.whl", b"PK", "is no package that can be read"),
    "bad-rule": ("x.toml", b'[[rule]]\nallow = ["bash(x)"]\n', "case-sensitive"),
}


@pytest.mark.parametrize(("name", "content", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str, content: bytes | None, said: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    found, problems = earlier.between(str(path))
    assert found is None
    assert said in str(problems[0])


def test_a_package_with_a_huge_module_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("assent/policy/modules/x.toml", "#" * (earlier.LARGEST + 1))
    assert "larger than 1 MB" in earlier.between(str(path))[1][0].what


def test_an_empty_folder_holds_no_modules(tmp_path: Path) -> None:
    assert "holds no modules" in earlier.between(str(tmp_path))[1][0].what
