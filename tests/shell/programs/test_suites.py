"""The files that a test runner is given: a glob is the project's own only while all it matches lies inside."""

from __future__ import annotations

import pytest

from assent.core.effect import RUN_CODE
from assent.shell.reading import read_shell
from tests.shell.world import PROJECT, facts

GLOB = f"{PROJECT}/test/*.js"


@pytest.mark.parametrize(
    ("hits", "runs_code"),
    [
        pytest.param({}, False, id="nothing behind a link"),
        pytest.param({GLOB: (f"{PROJECT}/lib/a.js",)}, False, id="a link inside the project"),
        pytest.param({GLOB: ("/tmp/a.js",)}, True, id="a link out of it"),
        pytest.param({GLOB: None}, True, id="too many to look at"),
    ],
)
def test_what_a_glob_matches_behind_links_decides_whose_code_runs(
    hits: dict[str, tuple[str, ...] | None], runs_code: bool
) -> None:
    world = facts()
    world.hits = hits
    effects = read_shell("mocha test/*.js", world).effects
    assert bool(effects & RUN_CODE) is runs_code


def test_what_a_glob_may_match_behind_links_is_asked_for() -> None:
    (part,) = read_shell("mocha test/*.js", facts()).parts
    assert GLOB in part.reads
