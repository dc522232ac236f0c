"""Where an interpreter looks for modules first: the project's own folders bring its own code, any other place any code."""

from __future__ import annotations

import pytest

from assent.core.call import Call
from assent.core.effect import names_of
from assent.core.facts import Facts
from assent.shell.reading import read_call

ROOT = "/home/u/proj"
OWN = [
    "PYTHONPATH=src pytest -q",
    "PYTHONPATH=src:tests python -m pytest",
    "PYTHONPATH=. python scripts/x.py",
    "MYPYPATH=stubs mypy src",
    "PYTHONPATH=/home/u/proj/src pytest",
]
OTHERS = [
    "NODE_PATH=lib node scripts/x.js",
    "PYTHONPATH=/tmp pytest",
    "PYTHONPATH=../x pytest",
    "PYTHONPATH=src/../../x pytest",
    "PYTHONPATH=src:/tmp pytest",
    "PYTHONPATH=src: pytest",
    "PYTHONPATH= pytest",
    "PYTHONPATH=~/x pytest",
    "PYTHONPATH=$HOME/x pytest",
    "PYTHONPATH=$X pytest",
    "PYTHONPATH=s* pytest",
    "PYTHONPATH=src ls",
    "PYTHONPATH=src sudo pytest",
    "PYTHONPATH=src python -c 'x'",
    "PYTHONPATH=src pip install x",
    "cd /tmp && PYTHONPATH=src pytest",
    "cd $X && PYTHONPATH=src pytest",
    "export PYTHONPATH=src; pytest",
    "RUBYLIB=lib rspec",
]


def effects(text: str, links: dict[str, str] | None = None) -> list[str]:
    facts = Facts("/home/u", ROOT, ROOT, links=links or {})
    parts = read_call(Call("Bash", {"command": text}, ROOT, ROOT), facts).parts
    return names_of(parts[-1].effects)


@pytest.mark.parametrize("text", OWN)
def test_the_projects_own_folders_run_its_own_code(text: str) -> None:
    assert "run-project" in effects(text)
    assert not {"run-code", "unknown"} & set(effects(text))


@pytest.mark.parametrize("text", OTHERS)
def test_any_other_place_and_any_other_program_is_any_code(text: str) -> None:
    assert {"run-code", "unknown"} & set(effects(text))


def test_a_folder_that_leads_out_of_the_project_is_any_code() -> None:
    assert "run-code" in effects("PYTHONPATH=src pytest", {f"{ROOT}/src": "/srv/x"})
