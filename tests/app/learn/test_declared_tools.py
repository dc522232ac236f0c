"""What logged calls of `npx` mean: what the project that they ran in declares today, and nothing for other projects."""

from __future__ import annotations

from pathlib import Path

import pytest

from assent.app.learn.readings import call_of, facts_for, read, spot_of
from assent.app.learn.whereabouts import Whereabouts
from assent.app.verdict import decision_on
from assent.core.effect import RUN_CODE, names_of
from assent.core.policy import from_rules


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    made = tmp_path / "home/work/shop"
    made.mkdir(parents=True)
    (made / "package.json").write_text('{"devDependencies": {"eslint": "^8"}}')
    return made


def effects(command: str, root: Path) -> list[str]:
    where = Whereabouts(str(root), str(root), str(root.parents[1]), str(root))
    spot = spot_of("Bash", {"command": command}, where)
    assert spot is not None
    return names_of(read(spot, str(root), where.home).parts[-1].effects)


@pytest.mark.parametrize(
    "command",
    ["npx eslint src", "bunx eslint src", "npm exec eslint src", "npm x eslint .", "bun x eslint ."],
)
def test_a_declared_tool_is_the_projects_own_there_and_nowhere_else(shop: Path, command: str) -> None:
    other = shop.parent / "other"
    other.mkdir()
    assert effects(command, shop) == ["run-project"]
    assert "run-code" in effects(command, other)
    (other / "package.json").write_text('{"devDependencies": {"eslint": "github:evil/eslint"}}')
    assert "run-code" in effects(command, other)


def test_what_is_not_declared_stays_any_code(shop: Path) -> None:
    assert "run-code" in effects("npx jest", shop)
    assert "run-code" in effects("npx eslint@8 src", shop)


def test_other_commands_mean_the_same_in_every_project(shop: Path) -> None:
    where = Whereabouts(str(shop), str(shop), str(shop.parents[1]), str(shop))
    assert spot_of("Bash", {"command": "eslint src"}, where) == ("Bash", "eslint src", "", "", "")


@pytest.mark.parametrize("disk", [True, False], ids=["hook", "logged"])
def test_the_hook_and_the_learner_see_the_same(shop: Path, disk: bool) -> None:
    call = call_of("Bash", "npx eslint src", "", str(shop))
    found = decision_on(call, from_rules([]), facts_for(call, str(shop.parents[1])), disk=disk)
    assert not found.reading.effects & RUN_CODE
