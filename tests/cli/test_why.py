"""`assent why`: one recorded decision explained."""

from __future__ import annotations

from tests.cli.conftest import Home


def test_the_last_decision_is_explained(fresh: Home) -> None:
    fresh.run("init", "--yes")
    fresh.hook("cat ~/.aws/credentials")
    shown = fresh.run("why").out
    for text in ("deny", "no-secret-files", "credentials", "read-secret", str(fresh.project), "session s1"):
        assert text in shown, text
    identity = fresh.run("why", "--json").data["id"]
    assert fresh.run("why", identity[:12]).out == shown


def test_a_near_miss_names_the_rule_and_its_reason(fresh: Home) -> None:
    fresh.run("init", "--yes")
    fresh.run("rules", "add", "Bash(git *)", "--within", "read-project", "--name", "looks")
    fresh.hook("git checkout -b x")
    assert "near     looks" in fresh.run("why").out


def test_nothing_recorded_and_an_unknown_id_are_mistakes(fresh: Home) -> None:
    assert "no decision is recorded yet" in fresh.run("why", code=2).err
    assert "no decision has the id 'zzz'" in fresh.run("why", "zzz", code=2).err
