"""What `shadow report`, `replay` and `learn eval` look like at a terminal, 80 and 120 columns wide."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import screens
from tests.app.learn import collections_made
from tests.app.sessions import FIRST_DAY
from tests.app.shadow.past import History
from tests.cli.conftest import Home

TODAY = (datetime.now(UTC) - FIRST_DAY).days - 1
POLICY = '[[rule]]\nname = "makes"\nallow = ["Bash(make *)"]\nwithin = ["any"]\n'


@pytest.fixture
def lived(fresh: Home) -> Home:
    """A home with a week's work in shadow mode: mostly right, wrong twice."""
    for pattern in ("Bash(npm test *)", "Bash(git *)", "Bash(make *)"):
        fresh.run("rules", "add", "--within", "any", f"allow {pattern}")
    rules = {pattern: each["id"] for pattern, each in fresh.rules().items()}
    made = History(fresh.path, day=TODAY)
    at = iter(range(1, 1000))

    def call(command: str, would: str, done: str, pattern: str = "", *effects: str) -> None:
        rule = rules.get(pattern, "")
        named = {"id": f"18ea-2-{next(at):07x}0", "shadow_name": pattern, "effects": list(effects)}
        made.shadow(command, would, done, rule, **named)

    for _ in range(31):
        call("npm test", "allow", "yes", "Bash(npm test *)", "run-project")
    for done in ("yes", "by itself", "classifier"):
        for _ in range(7):
            call("git log -5", "allow", done, "Bash(git *)", "read-project")
    for _ in range(4):
        call("frobnicate --all", "silent", "yes", "", "unknown")
    call("make publish", "allow", "no", "Bash(make *)", "run-project", "net-send")
    call("git push --force", "ask", "no", "ask-history", "history", "net-send")
    call("git push --force origin wip", "ask", "classifier", "ask-history", "history", "net-send")
    call("sleep 600", "allow", "never", "Bash(make *)")
    made.save()
    fresh.write("work/p/new.toml", POLICY)
    return fresh


@pytest.mark.parametrize("columns", screens.WIDTHS)
def test_a_report_fits_the_terminal(lived: Home, columns: int) -> None:
    text = screens.seen(
        screens.raw(lived.path, "shadow", "report", columns=columns, cwd=lived.project), columns
    )
    for pattern, rule in lived.rules().items():
        text = text.replace(str(rule["id"]), f"{len(pattern):012x}")
    assert screens.widest(text) <= columns
    assert screens.keeps(f"shadow-report-{columns}", text), text


@pytest.mark.parametrize("columns", screens.WIDTHS)
def test_a_replay_fits_the_terminal(lived: Home, columns: int) -> None:
    said = screens.raw(lived.path, "replay", "--policy", "new.toml", columns=columns, cwd=lived.project)
    text = screens.seen(said, columns)
    assert screens.widest(text) <= columns
    assert screens.keeps(f"replay-{columns}", text), text


@pytest.mark.parametrize("columns", screens.WIDTHS)
def test_an_evaluation_fits_the_terminal(fresh: Home, tmp_path: Path, columns: int) -> None:
    folder = tmp_path / "collection"
    collections_made.person(folder, "/home/ann", "ann")
    collections_made.person(folder, "/Users/bob", "bob", refused="git push --force")
    collections_made.codex(folder)
    collections_made.table(folder, [{"session_id": "rollout-1", "agent": "Codex"}])
    said = screens.raw(fresh.path, "learn", "eval", str(folder), columns=columns, cwd=fresh.project)
    text = screens.seen(said, columns)
    assert screens.widest(text) <= columns
    # On a slow machine it says how far it is.
    text = "".join(each for each in text.splitlines(keepends=True) if not each.startswith("person "))
    assert screens.keeps(f"learn-eval-{columns}", text), text
