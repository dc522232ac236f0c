"""`assent check`: beside every other option each one says something, or the two are refused by name; values are held
against what there is. In one process: the pairs are many."""

from __future__ import annotations

import functools
import itertools
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from assent.agents.registry import AGENTS
from assent.cli.check import command
from assent.cli.check_options import spelled

OPTIONS = [str(option.name) for option in command.params]
POLICY = """
[[rule]]
allow = ["Bash(cat *)"]
within = ["read-project"]

[[rule]]
deny = ["Bash(touch *)"]
agents = ["other"]
"""
OTHERS = '[[rule]]\ndeny = ["Bash(cat *)", "Read(**)"]\n'

# Pairs that mean nothing together. Every other pair must say something.
REFUSED = {
    frozenset(pair.split())
    for pair in (
        "cmd tool", "cmd input_", "cmd batch", "tool batch", "input_ batch", "cwd batch", "explain batch",
        "agent native", "policies native", "explain native", "policies settings", "agent settings", "explain settings",
    )
}  # fmt: skip
# A pair of which the second adds nothing, and why that is no mistake.
SAME = {("batch", "as_json"): "the answers to a file are JSON anyway, and a script may always ask for it"}
NEEDED = {"input_": "tool", "settings": "native"}
Run = Callable[[frozenset[str]], tuple[int, str, str]]


def values(home: Path, options: frozenset[str]) -> dict[str, list[str]]:
    """How each option is typed here, so that it makes a difference."""
    work = home / "work/p"
    return {
        "cmd": ["cat out/f"],
        "tool": ["--tool", "Read"],
        "input_": ["--input", json.dumps({"file_path": str(work / "out/f")})],
        "cwd": ["--cwd", str(work / "sub")],
        "project_dir": ["--project", str(home / "work/q")],
        "agent": ["--agent", "other"],
        "mode": ["--mode", "acceptEdits"],
        "policies": ["--policy", str(home / "only.toml")],
        "facts_from": ["--facts", "disk" if "batch" in options else "line"],
        "batch": ["--batch", str(home / "calls.jsonl")],
        "native": ["--native", "claude"],
        "settings": ["--settings", str(home / "settings.json")],
        "explain": ["--explain"],
        "as_json": ["--json"],
    }


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a policy, two projects, one of them with rules of its own, and a link out of the other."""
    made = tmp_path_factory.mktemp("check").resolve() / "home"
    for name in ("work/p/.git", "work/q/.git", "work/p/sub", ".ssh"):
        (made / name).mkdir(parents=True)
    for name in ("p", "q"):
        (made / "work" / name / ".git/HEAD").write_text("ref: refs/heads/main\n")
    for link in ("work/p/out", "work/p/sub/out"):
        (made / link).symlink_to(made / ".ssh")
    lines = [
        {"tool": "Bash", "input": {"command": text}, "cwd": str(made / "work/p")}
        for text in ("cat out/f", "touch new")
    ]
    texts = {
        ".config/assent/policy.toml": POLICY,
        "work/q/.assent/policy.toml": OTHERS,
        "only.toml": OTHERS + POLICY,
        "settings.json": json.dumps(
            {"permissions": {"ask": ["Bash(cat:*)"], "deny": ["Read", "Read(~/.ssh/**)"]}}
        ),
        "calls.jsonl": "".join(json.dumps(each) + "\n" for each in lines),
    }
    for name, text in texts.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(text)
    return made


@pytest.fixture(scope="module")
def run(home: Path) -> Iterator[Run]:
    """Types options with their values; two agents are known."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "environ", {"HOME": str(home), "PATH": "/usr/bin:/bin"})
        patch.setitem(AGENTS, "other", AGENTS["claude"])
        patch.chdir(home / "work/p")

        @functools.cache
        def typed(options: frozenset[str]) -> tuple[int, str, str]:
            known = values(home, options)
            done = CliRunner().invoke(command, [word for name in sorted(options) for word in known[name]])
            assert done.exit_code in (0, 2), done
            return done.exit_code, done.stdout, done.stderr

        yield typed


def whole(pair: tuple[str, str]) -> frozenset[str]:
    """A pair with what it cannot do without."""
    found = {*pair, *(NEEDED[name] for name in pair if name in NEEDED)}
    found |= {"input_"} if "tool" in pair and not found & {"cmd", "batch"} else set()
    return frozenset(found if found & {"cmd", "tool", "batch"} else {*found, "cmd"})


def seen(run: Run, options: frozenset[str], *, text_only: bool) -> list[tuple[int, str, str]]:
    return [run(options)] if text_only else [run(options), run(options | {"as_json"})]


@pytest.mark.parametrize("pair", list(itertools.combinations(OPTIONS, 2)), ids="+".join)
def test_two_options_both_say_something_or_are_refused_together(run: Run, pair: tuple[str, str]) -> None:
    options = whole(pair)
    code, out, err = run(options)
    if frozenset(pair) in REFUSED:
        assert (code, out) == (2, "")
        refusals = [line for line in err.splitlines() if "cannot be given together" in line]
        assert any(all(spelled(name) in line for name in pair) for line in refusals)
        return
    assert code == 0, err
    if pair in SAME:
        assert run(options) == run(options - {pair[1]})
        return
    text_only = "as_json" in pair
    for name in pair:
        assert seen(run, options, text_only=text_only) != seen(run, options - {name}, text_only=text_only), (
            name
        )


@pytest.mark.parametrize(("name", "other"), NEEDED.items())
def test_an_option_that_says_nothing_alone_is_refused(run: Run, name: str, other: str) -> None:
    code, out, err = run(frozenset((name,)) if name == "input_" else frozenset((name, "cmd")))
    assert (code, out) == (2, "")
    assert f"{spelled(name)}: says nothing without {spelled(other)}" in err


# words → what is said about them; each is a mistake
VALUES = {
    "mode": (["ls", "--mode", "foo"], "--mode: 'foo' is no permission mode of claude"),
    "mode, near one": (["ls", "--mode", "acceptEdit"], "did you mean acceptEdits?"),
    "agent": (["ls", "--agent", "foo"], "--agent: 'foo' is not an agent"),
    "native": (["ls", "--native", "cluade"], "did you mean claude?"),
    "cwd": (["ls", "--cwd", "/nope"], "--cwd /nope: there is no such directory"),
    "cwd, a file": (["ls", "--cwd", "/etc/passwd"], "there is no such directory"),
    "project": (["ls", "--project", "/nope"], "--project /nope: there is no such directory"),
    "project of a file": (["--batch", "-", "--project", "/nope"], "there is no such directory"),
    "tool": (["--tool", "Reed"], "did you mean Read?"),
    "tool, by case": (["--tool", "bash"], "did you mean Bash?"),
    "tool, empty": (["--tool", " "], "is no tool of claude"),
    "facts": (["ls", "--facts", "disc"], "disc"),
    "no input": (["--tool", "Read"], "--tool Read: needs --input with its file_path"),
    "no input of a shell": (["--tool", "Bash"], "--tool Bash: needs --input with its command"),
    "no command": ([""], "there is nothing to check"),
    "a blank command": (["  "], "there is nothing to check"),
}


@pytest.fixture
def inside(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"HOME": str(home), "PATH": "/usr/bin:/bin"})
    monkeypatch.chdir(home / "work/p")


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(("words", "said"), VALUES.values(), ids=VALUES)
def test_a_value_that_is_none_is_a_mistake(words: list[str], said: str) -> None:
    done = CliRunner().invoke(command, words)
    assert done.exit_code == 2
    assert said in done.stderr.replace("\n", " ")
    assert done.stdout == ""


@pytest.mark.usefixtures("inside")
def test_every_mistake_is_named_at_once() -> None:
    done = CliRunner().invoke(
        command, ["ls", "--mode", "foo", "--agent", "bar", "--cwd", "/nope", "--tool", "Reed"]
    )
    for said in ("--tool and CMD", "'foo'", "'bar'", "/nope", "Reed"):
        assert said in done.stderr, said


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize("tool", ["mcp__files__read", "TaskStop", "SomethingNew"])
def test_a_tool_of_a_server_or_a_new_one_is_judged_and_a_new_one_said(tool: str) -> None:
    done = CliRunner().invoke(command, ["--tool", tool, "--json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout)["verdict"] == "ask"
    assert ("is no tool of claude that assent knows" in done.stderr) == (tool == "SomethingNew")


@pytest.mark.usefixtures("inside")
def test_a_place_that_is_not_here_can_be_asked_about_with_facts_of_the_line() -> None:
    done = CliRunner().invoke(
        command, ["ls", "--cwd", "/nope", "--project", "/nope", "--facts", "line", "--json"]
    )
    assert done.exit_code == 0
    assert json.loads(done.stdout)["call"]["cwd"] == "/nope"


# tool, its input → whether it is said that the input lacks what the tool works on
LACKING = {
    "no path": ("Read", "{}", True),
    "another field": ("Read", '{"path": "x"}', True),
    "no command": ("Bash", "{}", True),
    "a path": ("Read", '{"file_path": "x"}', False),
    "a search may lack its folder": ("Grep", '{"pattern": "x"}', False),
    "a server's tool": ("mcp__a__b", "{}", False),
}


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(("tool", "given", "said"), LACKING.values(), ids=LACKING)
def test_an_input_that_lacks_what_the_tool_works_on_is_said(tool: str, given: str, said: bool) -> None:
    done = CliRunner().invoke(command, ["--tool", tool, "--input", given])
    assert done.exit_code == 0
    assert ("which this input does not name" in done.stderr.replace("\n", " ")) == said
