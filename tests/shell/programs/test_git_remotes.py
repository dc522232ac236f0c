"""Which remote a git command reaches that names none, and which branch it pushes once another has been turned to."""

from __future__ import annotations

import pytest

from assent.core.call import Call
from assent.core.decide import decide
from assent.core.effect import HISTORY
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.policy.parse import read_rule
from assent.shell.reading import read_shell
from tests.shell.world import HOME, PROJECT


def facts(
    pulls: str = "origin", pushes: str = "origin", remotes: tuple[str, ...] = ("origin", "fork")
) -> Facts:
    made = Facts(HOME, PROJECT, branch="topic", upstream="origin/topic")
    made.shell = "bash"
    made.pulls, made.pushes, made.remotes = pulls, pushes, remotes
    return made


def targets(text: str, world: Facts) -> list[str | None]:
    return list(dict.fromkeys(each for part in read_shell(text, world).parts for each in part.targets))


# With two remotes, of which the second may be the one that is meant.
NOT_KNOWN = """\
git branch -u fork/x && git pull
git branch --set-upstream-to=fork/x; git fetch
git checkout -t fork/x && git pull
git checkout other && git pull
git switch other && git push
git checkout - && git push
git checkout -b x fork/x && git pull
git rebase main other && git push
git -C ../other pull
cd .. && git fetch
cd /tmp/e && git pull
git -C "$UNSET" pull
git clone https://h.example/a/b && git -C b pull
while true; do git pull; git switch "$x"; done
git remote add x https://h.example/a && git fetch --all
bash -c 'git switch other' && git pull
f() { git switch other; }; f; git pull
(git switch other) && git pull""".split("\n")


@pytest.mark.parametrize("text", NOT_KNOWN)
def test_where_another_branch_or_repository_may_be_meant_the_remote_is_unknown(text: str) -> None:
    assert None in targets(text, facts())


@pytest.mark.parametrize(
    "text", ["git pull", "git fetch", "git push", "git ls-remote", "git fetch --all", "git remote update"]
)
def test_where_the_facts_name_no_remote_it_is_unknown(text: str) -> None:
    assert targets(text, facts("", "", ())) == [None]


KNOWN = [
    ("git pull", ["origin"]),
    ("git pull --rebase", ["origin"]),
    ("git fetch", ["origin"]),
    ("git fetch -p -q", ["origin"]),
    ("git push", ["fork"]),
    ("git push --tags", ["fork", "its tags"]),
    ("git push --follow-tags", ["fork", "its tags"]),
    ("git push origin --tags", ["origin", "its tags"]),
    ("git push origin tag x", ["origin", "its tags"]),
    ("git push origin topic refs/tags/x", ["origin", "its tags"]),
    ("git push origin topic:tags/x", ["origin", "its tags"]),
    ("git push origin v1.2.3", ["origin", "its tags"]),
    ("git push origin 2.0", ["origin", "its tags"]),
    ("git push origin topic", ["origin"]),
    ("git push origin fix-1.2", ["origin"]),
    ("git push -u origin HEAD", ["origin"]),
    ("git ls-remote", ["origin"]),
    ("git ls-remote --heads", ["origin"]),
    ("git fetch --all", ["origin", "fork"]),
    ("git remote update", ["origin", "fork"]),
    ("git -C sub pull", ["origin"]),
    ("cd sub && git pull", ["origin"]),
    ("git branch --show-current && git pull", ["origin"]),
    ("git stash && git pull && git stash pop", ["origin"]),
    ("git checkout -- src/a && git pull", ["origin"]),
    ("git remote -v && git push", ["fork"]),
    ("git pull fork main", ["fork"]),
]


@pytest.mark.parametrize(("text", "wanted"), KNOWN, ids=[row[0] for row in KNOWN])
def test_the_remote_of_no_name_is_that_of_the_facts(text: str, wanted: list[str]) -> None:
    assert targets(text, facts(pushes="fork")) == wanted


def test_a_repository_below_the_project_has_remotes_of_its_own() -> None:
    world = facts()
    world.texts = {f"{PROJECT}/sub/.git/": "HEAD\nconfig", f"{PROJECT}/sub/.git": ""}
    assert targets("git -C sub pull", world) == [None]
    assert targets("git pull", world) == ["origin"]


@pytest.mark.parametrize(
    "text", ["git checkout main && git pull", "git switch -c x && git pull", "git checkout - ; git fetch"]
)
def test_the_only_remote_is_that_of_every_branch(text: str) -> None:
    assert targets(text, facts(remotes=("origin",))) == ["origin"]


@pytest.mark.parametrize("place", ["https://evil.example/r.git", ".", "../other"])
def test_a_branch_may_follow_a_place_instead_of_a_remote(place: str) -> None:
    assert targets("git pull", facts(place)) == ["evil.example" if ":" in place else place]


PROTECTED = """\
git checkout main && git push
git switch main && git push
git switch main; git push origin HEAD
git checkout - && git push
git checkout "$x" && git push
git switch -c release && git push
git checkout -t origin/main && git push
bash -c 'git switch main' && git push
git branch -m main && git push
git branch -u origin/main && git push
git symbolic-ref HEAD refs/heads/main && git push
while true; do git push; git switch main; done""".split("\n")
PLAIN = """\
git push
git push origin HEAD
git switch other && git push
git switch -c x && git push -u origin HEAD
git checkout -b x && git push -u origin x
git branch --show-current && git push
git checkout main -- src/a && git push
git symbolic-ref HEAD && git push""".split("\n")


@pytest.mark.parametrize("text", PROTECTED)
def test_a_push_after_turning_to_a_protected_branch_is_history(text: str) -> None:
    assert read_shell(text, facts()).effects & HISTORY


@pytest.mark.parametrize("text", PLAIN)
def test_a_push_of_an_ordinary_branch_is_none(text: str) -> None:
    assert not read_shell(text, facts()).effects & HISTORY


@pytest.mark.parametrize(
    "text", ["git push --tags", "git push --follow-tags", "git push origin v1.2.3", "git push origin topic --tags", "git push --all", "git push --mirror", "git push --prune origin", "git push --branches origin"]
)  # fmt: skip
def test_a_rule_learned_from_pushes_of_branches_reaches_no_tags_and_not_all_branches(text: str) -> None:
    rule = {"allow": ["Bash(git push *)"], "within": ["read-project", "net-send"], "to": ["origin"]}
    made = read_rule({**rule, "origin": "learned", "level": 3}, "here", "granted", "user", [])
    assert made
    found = {}
    for each in (text, "git push origin topic"):
        call = Call("Bash", {"command": each}, PROJECT, PROJECT)
        found[each] = decide(call, read_shell(each, facts()), from_rules([made.rule]), facts()).verdict
    assert found == {text: "ask", "git push origin topic": "allow"}
