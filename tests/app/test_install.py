"""What an installation changes is kept first; what cannot be kept is not changed."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from assent.app import install
from assent.store.paths import Paths, paths_of

BEFORE = '{"model": "mine"}\n'


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    home = tmp_path / "home"
    (home / ".claude").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("CLAUDE_CONFIG_DIR", raising=False)
    (home / ".claude/settings.json").write_text(BEFORE)
    return paths_of(str(home), {}, managed=str(tmp_path / "etc"))


def settings(at: Paths) -> Path:
    return Path(at.home) / ".claude/settings.json"


def kept(at: Paths) -> dict[str, str]:
    """What was kept, by the end of its name after the time."""
    return {path.name.rpartition(".")[2]: path.read_text() for path in (Path(at.data) / "backups").iterdir()}


def test_what_stood_there_is_kept_for_the_user_alone_before_it_is_changed(at: Paths) -> None:
    assert install.write_plan(install.plan(at, ()), at) == []
    assert settings(at).read_text() != BEFORE
    assert kept(at) == {"before": BEFORE}
    folder = Path(at.data) / "backups"
    assert [stat.S_IMODE(each.stat().st_mode) for each in (folder, *folder.iterdir())] == [0o700, 0o600]


def test_the_undoing_keeps_what_it_takes_away_too(at: Paths) -> None:
    install.write_plan(install.plan(at, ()), at)
    installed = settings(at).read_text()
    install.write_plan(install.undo_plan(at), at)
    assert settings(at).read_text() == BEFORE
    assert sorted(kept(at).values()) == sorted([BEFORE, installed])


@pytest.mark.parametrize("installed", [False, True], ids=["install", "undo"])
def test_what_cannot_be_kept_is_not_changed(at: Paths, installed: bool) -> None:
    if installed:
        install.write_plan(install.plan(at, ()), at)
        folder = Path(at.data) / "backups"
        for each in folder.iterdir():
            each.unlink()
        folder.rmdir()
    Path(at.data).mkdir(parents=True, exist_ok=True)
    (Path(at.data) / "backups").write_text("in the way")
    now = settings(at).read_text()
    (left,) = install.write_plan(install.undo_plan(at) if installed else install.plan(at, ()), at)
    assert (left.where, left.hint) == (str(settings(at)), "nothing was changed there")
    assert settings(at).read_text() == now
