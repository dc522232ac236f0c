"""The pinned agents are unpacked safely, also by a Python 3.11 that has no extraction filters yet."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

from tests.contracts.tree import ROOT


@pytest.fixture
def unpack(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, Path], None]:
    """The tool's own function, in an interpreter as it was before 3.11.4."""
    monkeypatch.delattr(tarfile, "data_filter", raising=False)
    monkeypatch.setattr("sys.dont_write_bytecode", True)

    monkeypatch.setattr(tarfile.TarFile, "extractall", None)  # unfiltered there: not to be called at all
    spec = spec_from_loader(
        "fetch_clients", SourceFileLoader("fetch_clients", str(ROOT / "tools/fetch-clients"))
    )
    assert spec
    assert spec.loader
    tool = module_from_spec(spec)
    spec.loader.exec_module(tool)
    found: Callable[[Path, Path], None] = tool.unpack
    return found


def archive(at: Path, *members: tarfile.TarInfo) -> Path:
    """A packed archive; each plain file holds its own name."""
    with tarfile.open(at, "w:gz") as tar:
        for member in members:
            data = member.name.encode() if member.isreg() else b""
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return at


def entry(name: str, kind: bytes = tarfile.REGTYPE, mode: int = 0o644, link: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.mode, made.linkname = kind, mode, link
    return made


def test_files_are_written_with_their_bytes_and_whether_they_run(
    tmp_path: Path, unpack: Callable[[Path, Path], None]
) -> None:
    into = tmp_path / "in"
    into.mkdir()
    packed = archive(
        tmp_path / "a.tgz",
        entry("package", tarfile.DIRTYPE, 0o755),
        entry("package/claude", mode=0o6755),
        entry("package/lib/a.txt"),
    )
    unpack(packed, into)
    found = {str(path.relative_to(into)): path for path in into.rglob("*") if path.is_file()}
    assert {name: path.read_bytes().decode() for name, path in found.items()} == {
        name: name for name in found
    }
    modes = {name: oct(path.stat().st_mode & 0o7777) for name, path in found.items()}
    assert modes == {"package/claude": "0o755", "package/lib/a.txt": "0o644"}


UNSAFE = {
    "above": entry("package/../../out"),
    "absolute": entry("/out"),
    "symbolic-link": entry("package/out", tarfile.SYMTYPE, link="/etc/hosts"),
    "hard-link": entry("package/out", tarfile.LNKTYPE, link="package/claude"),
    "device": entry("package/out", tarfile.CHRTYPE),
    "pipe": entry("package/out", tarfile.FIFOTYPE),
}


@pytest.mark.parametrize("member", UNSAFE.values(), ids=UNSAFE)
def test_an_archive_that_holds_more_than_files_below_it_is_refused(
    tmp_path: Path, unpack: Callable[[Path, Path], None], member: tarfile.TarInfo
) -> None:
    into = tmp_path / "in/work"
    into.mkdir(parents=True)
    with pytest.raises(SystemExit, match="no plain file below it"):
        unpack(archive(tmp_path / "a.tgz", member), into)
    assert [path for path in (tmp_path / "in").rglob("*") if path != into] == []
