"""`assent permissions`: every word of `rules`, and `learn`, under the other name; policy files are copied before a change."""

from __future__ import annotations

from tests.app.sessions import days_of
from tests.cli.conftest import Home


def test_the_list_is_the_same_under_the_other_name(fresh: Home) -> None:
    fresh.run("rules", "add", "Bash(npm test:*)", "--name", "tests")
    listed = fresh.run("permissions", "list").out
    assert "Bash(npm test:*)" in listed
    assert listed == fresh.run("rules", "list").out
    assert fresh.run("permissions", "list", "--json").data == fresh.run("rules", "list", "--json").data


def test_learn_under_the_other_name_suggests_and_adds_what_is_accepted(fresh: Home) -> None:
    days_of(fresh.path / ".claude/projects", str(fresh.project), "make check", 25)
    words = ("permissions", "learn", "--as-of", "2026-11-01T00:00:00Z")
    assert "Bash(make check) - Approved 50 times" in fresh.run(*words).out
    assert fresh.verdict("make check") == ""
    fresh.run(*words, "--apply", "all")
    assert fresh.verdict("make check") == "allow"


def test_a_policy_file_is_copied_before_a_rule_is_declared_in_it(fresh: Home) -> None:
    before = '# mine\n[[rule]]\nallow = ["Bash(make a)"]\n'
    fresh.write(".config/assent/policy.toml", before)
    fresh.run("rules", "deny", "Bash(make ship)", "--declare")
    assert fresh.policy.read_text() != before
    (copy,) = (fresh.path / ".local/share/assent/backups").iterdir()
    assert copy.read_text() == before
