"""Past calls decided anew: which verdicts change, by calls that were judged or are in the agent's log alone."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from assent.app import check, replay, state
from assent.app.learn import ingest
from assent.app.replay import Replayed
from assent.store import decisions
from assent.store.paths import paths_of
from tests.app.shadow.past import History

POLICY = """
[[rule]]
name = "makes"
allow = ["Bash(make *)"]
within = ["any"]

[[rule]]
name = "no-frob"
deny = ["Bash(frob *)"]

[[rule]]
name = "ask-cargo"
ask = ["Bash(cargo *)"]
"""


class Past(History):
    def replayed(self, policy: str = POLICY, since: str = "", projects: list[str] | None = None) -> Replayed:
        self.save()
        at = paths_of(str(self.home), {})
        file = self.home / "policy.toml"
        file.write_text(policy)
        found, problems = check.policy_of([file])
        assert not problems
        with contextlib.closing(state.opened(at)) as db:
            decisions.import_record(db, at)
            ingest.ingest(db, ingest.log_folders(at.home, {}), at.home)
            under = replay.Replay(db, at.home, lambda _: found)
            return replay.replay(replay.history(db, since, projects), under)


@pytest.fixture
def past(tmp_path: Path) -> Past:
    (tmp_path / "work/p/.git").mkdir(parents=True)
    (tmp_path / "work/p/.git/HEAD").write_text("ref: refs/heads/main\n")
    return Past(tmp_path)


# id: (command, verdict then, what was done, verdict now, way)
CHANGES = {
    "silent-allow": ("make x", "silent", "yes", "allow", -1),
    "ask-allow": ("make x", "ask", "yes", "allow", -1),
    "deny-allow": ("make x", "deny", "never", "allow", -1),
    "allow-allow": ("make x", "allow", "yes", "allow", 0),
    "allow-deny": ("frob x", "allow", "yes", "deny", 1),
    "ask-deny": ("frob x", "ask", "no", "deny", 1),
    "silent-ask": ("cargo x", "silent", "yes", "ask", 1),
    "deny-ask": ("cargo x", "deny", "never", "ask", -1),
    "allow-silent": ("ls", "allow", "yes", "silent", 1),
    "ask-silent": ("ls", "ask", "yes", "silent", -1),
    "silent-silent": ("ls", "silent", "yes", "silent", 0),
}


# Of a call that the hook did not see nothing was said.
JUDGED = [pytest.param(*row, True, id=name) for name, row in CHANGES.items()]
LOGGED = [
    pytest.param(*row, False, id=f"{name}-logged") for name, row in CHANGES.items() if row[1] == "silent"
]


@pytest.mark.parametrize(("command", "then", "done", "now", "way", "judged"), [*JUDGED, *LOGGED])
def test_a_verdict_changes_stricter_or_milder(
    past: Past, command: str, then: str, done: str, now: str, way: int, judged: bool
) -> None:
    past.call(command, done, verdict=then, judged=judged)
    found = past.replayed()
    assert found.verdicts == {(then, now): 1}
    assert (found.total(-1), found.total(0), found.total(1)) == (int(way < 0), int(way == 0), int(way > 0))
    assert [each.now for each in found.milder] == [now] * (way < 0)
    assert [each.now for each in found.stricter] == [now] * (way > 0)


# id: (what was done, who refused it)
REFUSED = {"a-person": ("no", "you"), "the-classifier": ("classifier refused", "the classifier")}


@pytest.mark.parametrize("judged", [True, False], ids=["judged", "in-the-log-alone"])
@pytest.mark.parametrize(("done", "by"), REFUSED.values(), ids=REFUSED.keys())
def test_a_refused_call_that_would_be_allowed_is_named(past: Past, done: str, by: str, judged: bool) -> None:
    past.call("make x", done, judged=judged)
    past.call("ls", done, judged=judged)
    found = past.replayed()
    assert (found.refused, found.refused_allowed) == (2, 1)
    (named,) = found.allowed
    assert (named.past.given, named.past.refused_by, named.rule) == ({"command": "make x"}, by, "makes")


def test_what_nobody_was_there_to_answer_is_no_refusal(past: Past) -> None:
    past.call("make x", "nobody there", judged=False)
    past.call("make x", "no", judged=False)
    found = past.replayed()
    assert found.calls == 2
    assert (found.refused, found.refused_allowed) == (1, 1)


def test_our_own_denials_count_as_refused(past: Past) -> None:
    past.call("make x", "never", verdict="deny")
    found = past.replayed()
    assert [each.past.refused_by for each in found.allowed] == ["assent"]


def test_prompts_that_go_and_calls_that_are_stopped_are_counted(past: Past) -> None:
    past.call("make x", "yes")
    past.call("ls", "yes")
    past.call("frob x", "by itself")
    past.call("cargo x", "classifier")
    past.call("cargo x", "yes")
    found = past.replayed()
    assert (found.prompts, found.spared, found.stopped) == (3, 1, 2)


def test_what_is_not_recorded_whole_is_not_judged(past: Past) -> None:
    past.call("make x --token=ghp_0123456789abcdefghijABCDEFGHIJ012345", "yes")
    found = past.replayed()
    assert (found.calls, found.cut, found.verdicts) == (1, 1, {})


def test_only_the_time_and_the_projects_asked_for_count(past: Past) -> None:
    past.call("make x", "yes")
    assert past.replayed(since="2026-10-02").calls == 0
    assert past.replayed(projects=["/elsewhere"]).calls == 0
    assert past.replayed(projects=[f"{past.cwd}/.git"]).calls == 1


def test_a_project_that_is_gone_is_replayed_where_it_was(tmp_path: Path) -> None:
    gone = Past(tmp_path, cwd="/gone/project")
    gone.call("cat src/x", "yes")
    policy = '[[rule]]\nallow = ["Bash(cat *)"]\nwithin = ["read-project"]\n'
    assert gone.replayed(policy).verdicts == {("silent", "allow"): 1}
