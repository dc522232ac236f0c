"""Our places follow XDG and the home, and nothing relative moves them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assent.store.paths import Paths, make_folder, paths_of, project_files

PLACES = {
    "home": (
        "/home/u",
        {},
        "/home/u/.config/assent",
        "/home/u/.local/share/assent",
        "/home/u/.local/state/assent",
    ),
    "trailing": (
        "/home/u/",
        {},
        "/home/u/.config/assent",
        "/home/u/.local/share/assent",
        "/home/u/.local/state/assent",
    ),
    "root": ("/", {}, "/.config/assent", "/.local/share/assent", "/.local/state/assent"),
    "xdg": (
        "/home/u",
        {"XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d/", "XDG_STATE_HOME": "/s"},
        "/c/assent",
        "/d/assent",
        "/s/assent",
    ),
    "relative-xdg-is-ignored": (
        "/home/u",
        {"XDG_CONFIG_HOME": "c", "XDG_DATA_HOME": "", "XDG_STATE_HOME": "./s"},
        "/home/u/.config/assent",
        "/home/u/.local/share/assent",
        "/home/u/.local/state/assent",
    ),
    "nul-in-xdg-is-ignored": (
        "/home/u",
        {"XDG_CONFIG_HOME": "/c\0d"},
        "/home/u/.config/assent",
        "/home/u/.local/share/assent",
        "/home/u/.local/state/assent",
    ),
}


@pytest.mark.parametrize(("home", "env", "config", "data", "state"), PLACES.values(), ids=PLACES.keys())
def test_places_follow_home_and_xdg(
    home: str, env: dict[str, str], config: str, data: str, state: str
) -> None:
    found = paths_of(home, env)
    assert (found.config, found.data, found.state) == (config, data, state)


@pytest.mark.parametrize("home", ["", "relative", ".", "/a\0b"])
def test_home_that_is_not_absolute_is_refused(home: str) -> None:
    with pytest.raises(ValueError, match="not an absolute path"):
        Paths(home, "/c", "/d", "/s")


def test_snapshots_of_two_roots_of_one_project_are_two_files() -> None:
    found = paths_of("/home/u", {})
    names = {
        found.snapshot(),
        found.snapshot("/k"),
        found.snapshot("/k", "/a"),
        found.snapshot("/k", "/b"),
        found.snapshot("", "/k"),
    }
    assert len(names) == 5
    assert len({found.denials(), found.denials("/k", "/a"), found.denials("/k", "/b")}) == 3


def test_project_without_root_has_no_files() -> None:
    assert project_files("") == ()
    assert project_files("/p") == (
        "/p/.assent/policy.toml",
        "/p/.claude/permissions",
        "/p/.assent/programs",
    )


def test_folders_are_made_for_us_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        make_folder(str(tmp_path / "a" / "b"))
        make_folder(str(tmp_path / "a" / "b"))
    finally:
        os.umask(old)
    assert [(tmp_path / each).stat().st_mode & 0o777 for each in ("a", "a/b")] == [0o700, 0o700]
