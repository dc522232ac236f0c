"""What people who tried to break in found in the facts: links, long chains of them, and where a project begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.app.observe import real_path
from assent.app.project import NONE, SESSION, find
from assent.app.verdict import decision_on
from assent.core.call import Call
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.policy import shipped

if TYPE_CHECKING:
    from pathlib import Path


def test_the_dots_in_a_link_are_meant_from_where_it_really_stands(tmp_path: Path) -> None:
    (tmp_path / "secret/sub").mkdir(parents=True)
    (tmp_path / "project").mkdir()
    (tmp_path / "project/a").symlink_to(tmp_path / "secret/sub")
    (tmp_path / "project/l").symlink_to("a/../config")
    link = tmp_path / "project/l"
    assert real_path(str(link), {}) == str(link.resolve()) == str(tmp_path.resolve() / "secret/config")


def test_a_path_longer_than_any_kernel_takes_is_not_walked() -> None:
    path = "/" + "a/" * 500_000
    assert real_path(path, {}) == path


def test_a_way_through_more_links_than_are_followed_is_not_allowed(tmp_path: Path) -> None:
    root = tmp_path.resolve() / "project"
    root.mkdir()
    text = ""
    for each in range(12):
        (root / f"t{each}/s").mkdir(parents=True)
        before = root if each == 0 else root / f"t{each - 1}"
        (before / f"l{each}").symlink_to(root / f"t{each}/s")
        text += f"l{each}/../"
    call = Call("Bash", {"command": f"cat {text}x"}, str(root), str(root))
    policy = from_rules([each.rule for each in shipped.module(shipped.DEFAULTS)[0]])
    decision = decision_on(call, policy, Facts(str(tmp_path), str(root), str(root)), disk=True)
    assert decision.reading.form


def test_a_hidden_directory_outside_of_the_session_is_no_project_of_its_own(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "work/src").mkdir(parents=True)
    (home / ".config/fish").mkdir(parents=True)
    session = str(home / "work")
    inside = find(str(home / "work/src"), str(home), session)
    outside = find(str(home / ".config/fish"), str(home), session)
    assert (inside.root, inside.method) == (session, SESSION)
    assert (outside.root, outside.method) == ("", NONE)
