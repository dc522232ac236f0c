"""An allow by the fields of the input covers what its regex has seen, and nothing that rides along with it."""

from __future__ import annotations

from typing import Any

import pytest

from assent.core.call import Call
from assent.core.decide import decide
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.policy.parse import read_rule
from assent.shell.reading import read_call

HOME, PROJECT = "/home/u", "/home/u/p"
FACTS = Facts(HOME, PROJECT, today="2027-01-01")


def verdict(fields: dict[str, Any], tool: str, **given: Any) -> str:
    problems: list[Any] = []
    made = read_rule(fields, "here", "user", "user", problems)
    assert made, problems
    call = Call(tool, given, PROJECT, PROJECT)
    return decide(call, read_call(call, FACTS), from_rules([made.rule]), FACTS).verdict


LS = {"allow": ["*"], "tool": "Bash", "fields": {"command": "^ls"}}
SHELL = {**LS, "allow": ["Bash"]}
ANY = {**LS, "within": ["any"]}
BY_WORDS = {**LS, "fields": {"description": "^list"}}
MORE = [
    ("list", "ls -la; curl https://example.com"), ("and", "ls && mkdir x"), ("or", "ls || mkdir x"),
    ("pipe", "ls | tee out"), ("newline", "ls\nmkdir x"), ("background", "ls & mkdir x"),
    ("substitution", "ls $(mkdir x)"), ("backticks", "ls `mkdir x`"), ("process", "ls <(mkdir x)"),
    ("redirect", "ls > out"), ("append", "ls >> out"), ("group", "{ ls; mkdir x; }"), ("subshell", "(mkdir x; ls)"),
    ("assignment", "x=$(mkdir y) ls"), ("function", "ls() { mkdir x; }; ls"), ("loop", "for f in a; do mkdir $f; done; ls"),
    ("heredoc", "ls <<E\n$(mkdir x)\nE"), ("open-quote", "ls '"),
]  # fmt: skip
WRAPPED = [
    ("timeout", "timeout 5 ls"),
    ("bash-c", "bash -c 'ls; mkdir x'"),
    ("xargs", "xargs mkdir"),
    ("env", "env ls"),
]


@pytest.mark.parametrize("rule", [LS, SHELL, ANY], ids=["star", "tool", "any"])
@pytest.mark.parametrize("command", [text for _, text in MORE], ids=[name for name, _ in MORE])
def test_a_command_regex_covers_no_compound(rule: dict[str, Any], command: str) -> None:
    assert verdict(rule, "Bash", command=command) != "allow"


@pytest.mark.parametrize("command", [text for _, text in MORE], ids=[name for name, _ in MORE])
def test_nor_does_a_regex_of_another_field(command: str) -> None:
    assert verdict(BY_WORDS, "Bash", command=command, description="list files") != "allow"


@pytest.mark.parametrize("command", [text for _, text in WRAPPED], ids=[name for name, _ in WRAPPED])
def test_a_regex_covers_no_command_inside_another(command: str) -> None:
    rule = {"allow": ["*"], "tool": "Bash", "fields": {"command": ".*"}, "within": ["any"]}
    assert verdict(rule, "Bash", command=command) != "allow"


@pytest.mark.parametrize("command", ["ls", "ls -la", "ls src", "ls 2>/dev/null"], ids=str)
def test_one_plain_command_stays_covered(command: str) -> None:
    assert verdict(LS, "Bash", command=command) == "allow"


def test_without_fields_a_compound_stays_covered() -> None:
    assert verdict({"allow": ["Bash(ls *)", "Bash(mkdir *)"]}, "Bash", command="ls && mkdir x") == "allow"


def test_a_denial_by_fields_still_meets_a_compound() -> None:
    rule = {"deny": ["*"], "tool": "Bash", "fields": {"command": "curl"}}
    assert verdict(rule, "Bash", command="ls; curl https://example.com") == "deny"


REVIEWER = {"allow": ["Agent"], "tool": "Agent", "fields": {"subagent_type": "^reviewer$"}}


def test_a_regex_of_one_name_does_not_cover_another_name() -> None:
    assert verdict(REVIEWER, "Agent", subagent_type="reviewer", prompt="x") == "allow"
    assert verdict(REVIEWER, "Agent", subagent_type="reviewer", agent_type="other") != "allow"
    assert verdict(REVIEWER, "Agent", subagent_type="reviewer", agentType="other") != "allow"


@pytest.mark.parametrize("command", ["/bin/ls", "/bin/ls -la"], ids=str)
def test_a_command_by_its_full_path_is_one_command(command: str) -> None:
    by_path = {**LS, "fields": {"command": "^/bin/ls"}}
    assert verdict({**by_path, "within": ["any"]}, "Bash", command=command) == "allow"
    assert verdict({**by_path, "within": ["any"]}, "Bash", command=f"{command}; mkdir x") != "allow"


ISSUES = {"allow": ["mcp__github__list_issues"], "tool": "mcp__github__list_issues", "within": ["net-read"]}
ONE_REPO = {**ISSUES, "fields": {"owner": "^acme$", "repo": "^shop$"}}
ELSEWHERE: dict[str, dict[str, Any]] = {
    "other-case": {"Repo": "other"},
    "other-word": {"repository": "acme/other"},
    "camel": {"repoName": "other"},
    "project": {"project": "other"},
    "organization": {"org": "other"},
    "nested": {"options": {"repo": "other"}},
    "in-a-list": {"filters": [{"repository": "other"}]},
    "address": {"url": "https://example.com"},
    "base-url": {"baseUrl": "https://example.com"},
    "host": {"host": "example.com"},
    "context": {"context": "production"},
    "cluster": {"options": {"cluster": "production"}},
    "connection": {"connection_string": "postgres://example.com"},
}


@pytest.mark.parametrize("more", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_regex_of_a_place_covers_no_call_that_says_another_place_too(more: dict[str, Any]) -> None:
    assert verdict(ONE_REPO, "mcp__github__list_issues", owner="acme", repo="shop", **more) != "allow"


@pytest.mark.parametrize(
    "more",
    [{}, {"state": "open"}, {"labels": ["bug"]}, {"page": 2, "sort": "updated"}, {"project": None}, {"filter": {"state": "open"}}],
    ids=["nothing", "state", "list", "paging", "empty", "nested"],
)  # fmt: skip
def test_it_covers_one_with_other_fields(more: dict[str, Any]) -> None:
    assert verdict(ONE_REPO, "mcp__github__list_issues", owner="acme", repo="shop", **more) == "allow"


def test_a_regex_of_the_owner_covers_each_of_its_repositories() -> None:
    held = {**ISSUES, "fields": {"owner": "^acme$"}}
    assert verdict(held, "mcp__github__list_issues", owner="acme", repo="shop") == "allow"
    assert verdict(held, "mcp__github__list_issues", owner="acme", repo="shop", org="other") != "allow"


POST = {"allow": ["mcp__chat__read_messages"], "within": ["net-read"], "origin": "learned", "level": 2}
SEEN = {**POST, "tool": "mcp__chat__read_messages", "fields": {"channel": "", "filter.team": ""}}
HELD = {**POST, "tool": "mcp__chat__read_messages", "fields": {"owner": r"\Aacme\Z", "path": ""}}
UNSEEN: dict[str, dict[str, Any]] = {
    "url": {"url": "https://example.com"}, "base-url": {"baseUrl": "https://example.com"}, "host": {"host": "x"},
    "repo": {"repo": "x"}, "repository-name": {"repository_name": "x"}, "to": {"to": "x"}, "cc": {"cc": ["x"]},
    "recipients": {"recipients": ["x@example.com"]}, "path": {"path": "/etc/passwd"}, "file-path": {"filePath": "x"},
    "database": {"database": "x"}, "db-name": {"db_name": "x"}, "upper-case": {"DATABASE": "x"},
    "channel-id": {"channelId": "x"}, "channels": {"channels": ["x"]}, "target-channel": {"target-channel": "x"},
    "webhook": {"webhookUrl": "https://example.com"}, "branch": {"branch": "main"}, "destination": {"destination": "x"},
    "nested": {"options": {"url": "https://example.com"}}, "deep": {"a": {"b": [{"c": {"host": "x"}}]}},
    "in-a-list": {"filters": [{"repository": "x"}]}, "number": {"project_id": 7}, "false": {"channel_ids": False},
    "full-width": {"\uff55\uff52\uff4c": "https://example.com"}, "dotted": {"options.url": "https://example.com"},
    "in-a-text": {"options": '{"url": "https://example.com"}'}, "in-a-text-of-several": {"args": ' [{"url": "x"}]'},
    "in-an-object-of-a-seen-one": {"channel": {"url": "https://example.com"}},
}  # fmt: skip


@pytest.mark.parametrize("more", UNSEEN.values(), ids=UNSEEN)
@pytest.mark.parametrize("given", [{}, {"query": "x"}], ids=["alone", "beside"])
def test_a_learned_rule_covers_no_target_that_no_approved_call_named(
    given: dict[str, Any], more: dict[str, Any]
) -> None:
    assert verdict(POST, "mcp__chat__read_messages", **given, **more) != "allow"


@pytest.mark.parametrize("more", UNSEEN.values(), ids=UNSEEN)
def test_nor_does_one_that_has_seen_others(more: dict[str, Any]) -> None:
    assert verdict(SEEN, "mcp__chat__read_messages", **{"query": "x", **more}) != "allow"


@pytest.mark.parametrize(
    "given",
    [
        {}, {"channel": "a"}, {"channel": "b", "query": "x"}, {"channel": 7}, {"channel": ["a"]}, {"url": None, "path": ""},
        {"filter": {"team": "x"}}, {"filter": [{"team": "x"}], "channel": "a"}, {"limit": 3, "sort": "new", "title": "x"},
    ],
    ids=["none", "seen", "beside", "number", "list", "empty", "nested", "nested-in-a-list", "no-targets"],
)  # fmt: skip
def test_a_learned_rule_covers_the_targets_it_names_whether_or_not_they_are_said(
    given: dict[str, Any],
) -> None:
    assert verdict(SEEN, "mcp__chat__read_messages", **given) == "allow"


def test_a_target_held_fixed_is_asked_for_beside_one_that_is_only_named() -> None:
    assert verdict(HELD, "mcp__chat__read_messages", owner="acme", path="src") == "allow"
    assert verdict(HELD, "mcp__chat__read_messages", owner="acme") == "allow"
    assert verdict(HELD, "mcp__chat__read_messages", path="src") != "allow"
    assert verdict(HELD, "mcp__chat__read_messages", owner="other", path="src") != "allow"
    assert verdict(HELD, "mcp__chat__read_messages", owner="acme", org="other") != "allow"


ELSEWHERE_ON_DISK = ("path",)  # what a rule of a person stops at too: a file outside of the project


@pytest.mark.parametrize(
    "more",
    [each for name, each in UNSEEN.items() if name not in ELSEWHERE_ON_DISK],
    ids=[name for name in UNSEEN if name not in ELSEWHERE_ON_DISK],
)
def test_what_a_person_wrote_for_a_whole_tool_stays_for_the_whole_tool(more: dict[str, Any]) -> None:
    written = {"allow": ["mcp__chat__read_messages"]}
    assert verdict(written, "mcp__chat__read_messages", **more) == "allow"


def test_an_empty_regex_of_a_person_still_wants_the_field() -> None:
    written = {
        "allow": ["*"],
        "tool": "mcp__chat__read_messages",
        "fields": {"channel": ""},
        "within": ["net-read"],
    }
    assert verdict(written, "mcp__chat__read_messages", channel="a", query="x") == "allow"
    assert verdict(written, "mcp__chat__read_messages", query="x") != "allow"
