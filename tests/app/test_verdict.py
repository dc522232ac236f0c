"""A call is answered whatever the place it is made in looks like."""

from __future__ import annotations

from typing import Any

import pytest

from assent.app.verdict import decision_on
from assent.core.call import Call
from assent.core.decision import Decision
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.policy import shipped

HOME = "/home/u"
POLICY = from_rules([each.rule for each in shipped.module("defaults")[0]])
DEEP = "/".join(["a" * 200] * 30)
LONG = {
    "deep": f"{HOME}/p/{DEEP}",
    "dots": f"{HOME}/p" + "/." * 3000,
    "slashes": f"{HOME}/p" + "/" * 5000,
    "up-and-down": f"{HOME}/p" + "/x/.." * 2000,
    "one-name": f"{HOME}/" + "a" * 9000,
    "above-the-home": f"/{DEEP}",
}


def decided(tool: str, given: dict[str, Any], cwd: str, project: str) -> Decision:
    facts = Facts(HOME, project, cwd, env={"HOME": HOME, "PWD": cwd})
    return decision_on(Call(tool, given, cwd, project), POLICY, facts, disk=False)


@pytest.mark.parametrize("cwd", LONG.values(), ids=LONG.keys())
@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("Bash", {"command": "cat .env"}),
        ("Bash", {"command": "cat $PWD/.env"}),
        ("Bash", {"command": "cat ~/.ssh/id_rsa"}),
        ("Bash", {"command": "cd sub && echo x > .git/hooks/pre-commit"}),
        ("Read", {"file_path": ".env"}),
        ("Write", {"file_path": ".claude/settings.json"}),
        ("mcp__fs__read_file", {"path": ".env"}),
    ],
    ids=str,
)
@pytest.mark.parametrize("rooted", [True, False], ids=["project-above", "its-own-project"])
def test_a_denial_holds_in_a_directory_of_any_length(
    tool: str, given: dict[str, Any], cwd: str, rooted: bool
) -> None:
    assert decided(tool, given, cwd, f"{HOME}/p" if rooted else cwd).verdict == "deny"


@pytest.mark.parametrize("cwd", LONG.values(), ids=LONG.keys())
def test_what_no_rule_denies_there_is_asked(cwd: str) -> None:
    decision = decided("Bash", {"command": "ls"}, cwd, f"{HOME}/p")
    assert (decision.verdict, decision.silent) == ("ask", False)
    assert "too long" in decision.why


def test_at_the_bound_it_is_an_ordinary_place() -> None:
    cwd = f"{HOME}/p/" + "/".join(["a" * 100] * 40)
    assert decided("Bash", {"command": "ls"}, cwd, f"{HOME}/p").silent
