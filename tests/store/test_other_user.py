"""Another user of the machine neither writes into our record nor reads it, and what he leaves there is named."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assent.app import untouched
from assent.app.finding import BAD
from assent.store import placed, record, retention, seal, signing, turned, verified  # noqa: F401  a child loads nothing
from assent.store.paths import Paths
from tests.store.tampered import DAYS, file, tell, written
from tests.store.world import home

NOBODY = 65_534
pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user can reach; that of other tests is closed."""
    made = Path(tempfile.mkdtemp(prefix="assent-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def told(folder: Path) -> Paths:
    return written(home(folder))


def as_nobody(act: Callable[[], object]) -> str:
    """What becomes of an act of another user: what it returns, or the name of what it raises."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            said = str(act())
        except BaseException as error:  # noqa: BLE001  whatever it is, the parent must hear of it
            said = type(error).__name__
        os.write(writing, said.encode()[:4000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as out:
        said = out.read()
    os.waitpid(child, 0)
    return said


def own(paths: Paths, uid: int = NOBODY) -> None:
    """Gives a home away."""
    for path in [Path(paths.home), *Path(paths.home).rglob("*")]:
        os.chown(path, uid, uid)


def add(paths: Paths) -> object:
    return "linked" if "prev" in record.append(paths, {"kind": "decision", "id": "other"}) else "alone"


ACTS: dict[str, Callable[[Paths], object]] = {
    "adds-a-line": add,
    "reads": lambda paths: Path(paths.record(DAYS[3])).read_bytes(),
    "reads-the-key": lambda paths: Path(paths.key).read_bytes(),
    "makes-a-file": lambda paths: Path(paths.audit, "2026-03-09.jsonl").write_text("x\n"),
    "removes-a-day": lambda paths: Path(paths.record(DAYS[0])).unlink(),
    "puts-another-head": lambda paths: placed.put(paths.head, b"x"),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_he_comes_to_nothing_of_ours(told: Paths, act: Callable[[Paths], object]) -> None:
    before = {path.name: path.read_bytes() for path in Path(told.audit).iterdir()}
    assert as_nobody(lambda: act(told)) == "PermissionError"
    assert {path.name: path.read_bytes() for path in Path(told.audit).iterdir()} == before
    assert verified.whole(told).faults == []


def test_he_has_a_record_of_his_own_in_his_home(folder: Path) -> None:
    paths = home(folder)
    own(paths)
    assert as_nobody(lambda: add(paths)) == "linked"
    assert {path.stat().st_uid for path in Path(paths.state).rglob("*")} == {NOBODY}
    assert as_nobody(lambda: verified.whole(paths).faults) == "[]"


def test_a_folder_that_is_not_his_costs_him_the_line_and_nothing_else(told: Paths) -> None:
    own(told)
    os.chown(told.audit, 0, 0)
    assert as_nobody(lambda: add(told)) == "PermissionError"
    os.chown(told.audit, NOBODY, NOBODY)
    assert as_nobody(lambda: add(told)) == "linked"


def test_a_file_of_somebody_else_in_his_folder_costs_him_the_line(told: Paths) -> None:
    own(told)
    os.chown(told.record(DAYS[3]), 0, 0)
    assert as_nobody(lambda: tell(told, DAYS[3], 1)) == "PermissionError"
    assert as_nobody(lambda: [each.what for each in verified.whole(told).faults]) == (
        "['cannot be read: Permission denied', 'was altered: the head knows another last line']"
    )


def test_root_in_his_home_adds_lines_to_his_files_and_makes_none(folder: Path) -> None:
    paths = home(folder)
    own(paths)
    with pytest.raises(FileNotFoundError):
        add(paths)
    assert not Path(paths.state).exists()
    assert as_nobody(lambda: add(paths)) == "linked"
    assert add(paths) == "linked"
    assert {path.stat().st_uid for path in Path(paths.state).rglob("*")} == {NOBODY}
    assert as_nobody(lambda: verified.whole(paths).faults) == "[]"


def test_root_remembers_nothing_in_his_home(told: Paths) -> None:
    Path(told.data).mkdir(parents=True)
    own(told)
    before = sorted(Path(told.home).rglob("*"))
    verified.quick(told)
    assert sorted(Path(told.home).rglob("*")) == before


# What is open to others → how it is named.
OPEN: dict[str, tuple[Callable[[Paths], object], str, str]] = {
    "folder-of-another": (lambda paths: os.chown(paths.audit, NOBODY, NOBODY), "audit: belongs to nobody, not to you", "chown"),
    "folder-open": (lambda paths: Path(paths.audit).chmod(0o777), "audit: everybody may write it", "chmod go-w"),
    "state-open": (lambda paths: Path(paths.state).chmod(0o1777), "assent: everybody may write it", "chmod go-w"),
    "file-of-another": (lambda paths: os.chown(file(paths, 2), NOBODY, NOBODY), f"{DAYS[2]}.jsonl: belongs to nobody", "chown"),
    "head-open": (lambda paths: Path(paths.head).chmod(0o666), "head: everybody may write it", "chmod go-w"),
}  # fmt: skip


@pytest.mark.parametrize(("act", "said", "mend"), OPEN.values(), ids=OPEN.keys())
def test_what_others_may_write_is_bad_and_names_what_closes_it(
    told: Paths, act: Callable[[Paths], object], said: str, mend: str
) -> None:
    assert untouched.findings(told) == []
    act(told)
    (found,) = untouched.findings(told)
    assert (found.state, said in found.text, mend in found.hint) == (BAD, True, True), found
