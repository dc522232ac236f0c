"""A link whose name looks like a glob is followed on a real disk, quoted or not, by the shell and by the tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from assent.app.observe import facts_of, links_of, matches_behind_links
from assent.core.call import Call
from assent.core.effect import names_of
from assent.shell.reading import read_call, wanted_globs, wanted_paths

if TYPE_CHECKING:
    from pathlib import Path


def observed(folder: Path, tool: str, given: dict[str, Any]) -> list[str]:
    """The effects of a call once the links that it asks for were looked at."""
    home, project = folder / "h", folder / "h/p"
    (home / ".ssh").mkdir(parents=True)
    (home / ".ssh/config").touch()
    (project / "app/[slug]").mkdir(parents=True)
    for name in ("[x]", "d"):
        (project / name).symlink_to(home / ".ssh")
    call = Call(tool, given, str(project), str(project))
    facts = facts_of(str(home), str(project), str(project), [])
    reading = read_call(call, facts)
    facts.links = links_of(wanted_paths(reading)) or {}
    facts.hits = matches_behind_links(wanted_globs(reading))
    return names_of(read_call(call, facts).effects)


BEHIND = [
    pytest.param("Read", {"file_path": "[x]/config"}, "read-secret", id="read"),
    pytest.param("Write", {"file_path": "[x]/config"}, "run-code", id="write"),
    pytest.param("Bash", {"command": "cat '[x]/config'"}, "read-secret", id="quoted"),
    pytest.param("Bash", {"command": "cat [x]/config"}, "read-secret", id="a-glob-that-matches-nothing"),
    pytest.param("Bash", {"command": "cat '[x]'/*"}, "read-secret", id="quoted-and-a-glob"),
    pytest.param("Bash", {"command": "cat '[x]'*/c*"}, "read-secret", id="quoted-in-a-glob"),
    pytest.param("Bash", {"command": "cp a [x]/y"}, "run-code", id="written"),
    pytest.param("Glob", {"pattern": "d/*"}, "read-secret", id="searched"),
    pytest.param("Glob", {"pattern": "d/../*"}, "read-secret", id="left-again"),
]


@pytest.mark.parametrize(("tool", "given", "wanted"), BEHIND)
def test_a_link_is_followed_though_its_name_is_a_glob(
    tmp_path: Path, tool: str, given: dict[str, Any], wanted: str
) -> None:
    assert wanted in observed(tmp_path, tool, given)


ORDINARY = [
    pytest.param("Read", {"file_path": "app/[slug]/page.tsx"}, "read-project", id="read"),
    pytest.param("Write", {"file_path": "app/[slug]/page.tsx"}, "write-project", id="write"),
    pytest.param("Bash", {"command": "cat 'app/[slug]/page.tsx'"}, "read-project", id="quoted"),
    pytest.param("Glob", {"pattern": "app/[slug]/*.tsx"}, "read-project", id="searched"),
]


@pytest.mark.parametrize(("tool", "given", "wanted"), ORDINARY)
def test_a_folder_in_brackets_is_the_projects(
    tmp_path: Path, tool: str, given: dict[str, Any], wanted: str
) -> None:
    assert observed(tmp_path, tool, given) == [wanted]
