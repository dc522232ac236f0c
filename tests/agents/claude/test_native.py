"""The matcher model against more than a thousand answers of the real client, and its promise to err only towards `runs`.

Those from the stage are made again for a new client: `tools/dev python -m tests.e2e.recorder` with `asked.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.agents.claude.matcher.model import ASKS, RUNS, Settings, read_settings, would_answer
from assent.core.call import Call
from assent.core.facts import Facts
from tests.e2e.recorder import LINKS as STAGED
from tests.jsonl import by_id, rows

HERE = Path(__file__).parent / "native"
CASES = rows(HERE / "observed.jsonl")
# id → (what the model says, why it may)
LISTED = by_id(HERE / "disagreements.jsonl")
SHOP = "/stage/home/src/shop"
STAGE_LINKS = {f"{SHOP}/{name}": str(Path(SHOP, target)) for name, target in STAGED.items()}
LINKS = {"/srv/cc/outside/link_etc": "/etc", "/srv/cc/projs/f_accept/link_dir": "/srv/cc/outside"}


def group(case: dict[str, Any]) -> str:
    return str(case["id"]).rpartition("-")[0]


def answer(case: dict[str, Any]) -> str:
    home, cwd, links = f"/srv/cc/homes/{group(case)}", f"/srv/cc/projs/{group(case)}", LINKS
    if case.get("place") == "stage":
        home, cwd, links = "/stage/home", SHOP, STAGE_LINKS
    facts = Facts(home, cwd, cwd, links=links)
    source = case.get("source", "user")
    rules = case["rules"]
    lists = {name: rules.get(name, []) for name in ("allow", "ask", "deny")}
    found = [
        Settings(source.split("_")[0], **lists, directories=rules.get("additionalDirectories", []), root=cwd)
    ]
    if "cli" in case:
        found.append(Settings("cli", **case["cli"]))
    call = Call(case["tool"], case["input"], cwd, mode=case.get("mode", "default"))
    return would_answer(found, call, facts, trusted=source != "project").verdict


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_model_says_what_the_client_did_or_is_listed(case: dict[str, Any]) -> None:
    said = answer(case)
    listed = LISTED.get(case["id"])
    assert said == (listed["model"] if listed else case["answer"])


def test_no_listed_disagreement_lets_a_run_count_as_asked() -> None:
    wrong = {case["id"]: case["answer"] for case in CASES}
    assert [row["id"] for row in LISTED.values() if row["model"] == ASKS and wrong[row["id"]] == RUNS] == []


def test_no_observed_case_is_lost_and_few_are_listed() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES) >= 1070
    assert len(LISTED) <= 3


def test_every_call_the_recorder_asks_has_its_answer() -> None:
    asked = {
        f"{group['group']}-{number}"
        for group in json.loads((HERE / "asked.json").read_text())
        for number, _ in enumerate(group["calls"])
    }
    assert asked == {case["id"] for case in CASES if case.get("place") == "stage"}


# Answers described in words by the reference, not among the recorded cases the model was built on.
PREFIX, EXACT, GIT, ALL = ["Bash(mytool:*)"], ["Bash(mytool a)"], ["Bash(git:*)"], ["Bash"]
DESCRIBED: list[tuple[list[str], str, str]] = [
    (PREFIX, "`mytool a`", ASKS),
    (PREFIX, 'mytool "$(othertool)"', ASKS),
    (PREFIX, "mytool `othertool`", ASKS),
    (PREFIX, "FOO=1 mytool", ASKS),
    (PREFIX, "env mytool", ASKS),
    (PREFIX, "env A=1 mytool a", ASKS),
    (PREFIX, "ionice mytool a", ASKS),
    (PREFIX, "bash -c 'mytool a'", ASKS),
    (PREFIX, "sh -c 'mytool a'", ASKS),
    (PREFIX, "setsid mytool a", ASKS),
    (PREFIX, "mytool > out.txt", ASKS),
    (PREFIX, "mytool >> out.txt", ASKS),
    (PREFIX, "mytool > ~/x", ASKS),
    (PREFIX, "mytool > $HOME/x", ASKS),
    (PREFIX, "mytool {a,b}", ASKS),
    (PREFIX, "mytool a\\ b", ASKS),
    (PREFIX, "{ mytool; }", ASKS),
    (PREFIX, "for i in 1 2; do mytool $i; done", ASKS),
    (PREFIX, "mytool a || othertool", ASKS),
    (PREFIX, "mytool a & othertool", ASKS),
    (EXACT, "mytool a b", ASKS),
    (EXACT, "mytool", ASKS),
    (EXACT, "mytool a > f", ASKS),
    (["Bash(mytool a && othertool b)"], "mytool a && othertool c", ASKS),
    (["Bash(mytool run test *)"], "mytool run tests", ASKS),
    (["Bash(* --help *)"], "othertool --help", ASKS),
    (["Bash(git * main)"], "git push origin main --force", ASKS),
    (GIT, "git status && rm -rf x", ASKS),
    (GIT, "git status | sh", ASKS),
    (GIT, "GIT_DIR=.. git add", ASKS),
    (GIT, 'git commit -m "$(othertool)"', ASKS),
    (["Bash(git add:*)"], "git --no-pager add .", ASKS),
    (ALL, "rm -rf /toplevel", ASKS),
    (ALL, "echo x > .git/x", ASKS),
    (ALL, "echo x > .claude/x", ASKS),
    (["bash(mytool:*)"], "mytool a", ASKS),
    (["Bash(command:mytool)"], "mytool a", ASKS),
    ([], "printenv", ASKS),
    ([], "uniq a.txt", ASKS),
    ([], "curl https://example.com", ASKS),
    ([], "cat /etc/hostname", ASKS),
    ([], "git -C /outside status", ASKS),
    ([], "git fetch", ASKS),
    ([], "git config user.name x", ASKS),
    ([], "cd sub && echo x > f", ASKS),
    ([], "sort *.txt", ASKS),
    ([], "xargs ls", ASKS),
    ([], "kill 1", ASKS),
    (PREFIX, "mytool <<< hi", RUNS),
    (PREFIX, 'mytool "$HOME"', RUNS),
    (PREFIX, "my\\tool a", RUNS),
    (PREFIX, "mytool 'a; othertool'", RUNS),
    (PREFIX, "LANG=C mytool", RUNS),
    (PREFIX, "stdbuf -o0 mytool a", RUNS),
    (PREFIX, "nohup nice -n 5 timeout 5 mytool", RUNS),
    (PREFIX, "if true; then mytool; fi", RUNS),
    (PREFIX, "while false; do mytool; done", RUNS),
    (PREFIX, "mytool a # othertool", RUNS),
    (PREFIX, "mytool a && echo hi", RUNS),
    (PREFIX, "mytool\ta", RUNS),
    (EXACT, "mytool a && mytool a", RUNS),
    (["Bash(* --help *)"], "othertool --help x", RUNS),
    (["Bash(git * main)"], "git push --force origin main", RUNS),
    (["Bash(* --version)"], "FOO=1 othertool --version", RUNS),
    (["Bash(sudo:*)"], "sudo othertool", RUNS),
    (["Bash(bash:*)"], "bash -c 'othertool'", RUNS),
    (["Bash(mytool run test*)"], "mytool run tests", RUNS),
    (GIT, "git -C /outside add .", RUNS),
    (GIT, "git -c alias.x='!othertool' x", RUNS),
    ([], "git stash list", RUNS),
    ([], "docker ps", RUNS),
    ([], "readlink a", RUNS),
    ([], "[ -f a ]", RUNS),
    ([], "cut -d: -f1 a.txt | sort", RUNS),
]


def told(allow: list[str], command: str, **given: Any) -> str:
    call = Call("Bash", {"command": command}, "/p", mode=given.pop("mode", "default"))
    return would_answer([Settings("user", allow, **given)], call, Facts("/home/u", "/p", "/p")).verdict


@pytest.mark.parametrize(
    ("allow", "command", "expected"), DESCRIBED, ids=[f"{row[0]}-{row[1]}" for row in DESCRIBED]
)
def test_the_model_says_what_the_reference_describes(allow: list[str], command: str, expected: str) -> None:
    assert told(allow, command) == expected


@pytest.mark.parametrize("mode", ["auto", "plan", "bypassPermissions"])
def test_a_mode_without_a_sure_prompt_never_counts_as_asked(mode: str) -> None:
    assert told([], "npm install", mode=mode) == RUNS


@pytest.mark.parametrize("tool", ["Glob", "Grep", "TodoWrite", "Agent", "Skill", "Monitor", "SomethingNew"])
def test_a_tool_the_model_does_not_know_to_ask_never_counts_as_asked(tool: str) -> None:
    assert would_answer([], Call(tool, {"x": 1}, "/p"), Facts("/home/u", "/p")).verdict == RUNS


@pytest.mark.parametrize("value", [{}, {"file_path": 5}, {"file_path": ""}])
def test_a_call_without_a_usable_path_never_counts_as_asked(value: dict[str, object]) -> None:
    for tool in ("Read", "Write", "Edit", "NotebookEdit"):
        assert would_answer([], Call(tool, value, "/p"), Facts("/home/u", "/p")).verdict == RUNS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"permissions": {"allow": "x"}}',
        '{"permissions": {"deny": [1]}}',
        '{"permissions": []}',
    ],
)
def test_settings_the_client_drops_are_dropped(text: str) -> None:
    assert read_settings(text) is None


def test_settings_are_read_with_their_directories_and_mode() -> None:
    text = '{"permissions": {"allow": ["a"], "ask": ["b"], "deny": ["c"], "additionalDirectories": ["/d"], "defaultMode": "plan"}}'
    found = read_settings(text, "project", "/p")
    assert found is not None
    assert (found.allow, found.ask, found.deny, found.directories, found.mode) == (
        ["a"],
        ["b"],
        ["c"],
        ["/d"],
        "plan",
    )


tokens = st.sampled_from(
    [
        "mytool",
        "rm",
        "-rf",
        "/",
        "$(",
        ")",
        "`",
        "'",
        '"',
        ";",
        "&&",
        "|",
        ">",
        "<<EOF\n",
        "{",
        "}",
        "if",
        "then",
        "fi",
        " ",
        "\n",
        "$x",
        "cd",
        "a=b",
        "f()",
        "[[",
        "]]",
        "xargs",
        "timeout",
        "\\",
    ]
)


@given(st.lists(tokens, max_size=14).map(" ".join) | st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    for rules in ([], ["Bash"], ["Bash(mytool *)"]):
        assert told(rules, text, deny=["Bash(rm *)", "Read(./.env)"]) in ("runs", "asks", "denied")
