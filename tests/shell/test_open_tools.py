"""Denials look into every tool's input: commands, paths and hosts in any field; none of it makes anything allowed."""

from __future__ import annotations

from typing import Any

import pytest

from assent.core.call import Call
from assent.core.decide import decide
from assent.core.decision import Decision
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.policy import shipped
from assent.policy.parse import read_rule
from assent.shell.reading import read_call

HOME, PROJECT = "/home/u", "/home/u/p"
FACTS = Facts(HOME, PROJECT, links={"/home/u/p/keys": "/home/u/.ssh"})
SHIPPED = [each.rule for each in shipped.module("defaults")[0]]


def rule(fields: dict[str, Any]) -> Any:
    problems: list[Any] = []
    made = read_rule(fields, "here", "user", "user", problems)
    assert made, problems
    return made.rule


def decided(tool: str, given: dict[str, Any], *rules: dict[str, Any], cwd: str = PROJECT) -> Decision:
    call = Call(tool, given, cwd, PROJECT)
    return decide(call, read_call(call, FACTS), from_rules([*map(rule, rules), *SHIPPED]), FACTS)


MINE = {
    "deny": [
        "Bash(frob *)",
        "Read(./private/**)",
        "WebFetch(domain:evil.example)",
        "WebFetch(domain:*.evil.example)",
    ]
}
KEY = "/home/u/.ssh/id_rsa"
DENIED = [
    pytest.param("Monitor", {"command": "frob x"}, id="monitor"),
    pytest.param("Monitor", {"command": "tail -f log | frob x", "description": "x"}, id="monitor-pipe"),
    pytest.param("Monitor", {"command": "while true; do frob x; sleep 1; done"}, id="monitor-loop"),
    pytest.param("PowerShell", {"command": "frob x"}, id="powershell"),
    pytest.param("PowerShell", {"command": "Get-Item x; frob x"}, id="powershell-second"),
    pytest.param("mcp__shell__run", {"command": "frob x"}, id="mcp-command"),
    pytest.param("mcp__shell__run", {"cmd": "cd src && frob x"}, id="mcp-cmd"),
    pytest.param("mcp__shell__run", {"Command": "frob x"}, id="upper-case-field"),
    pytest.param("mcp__shell__run", {"shell_command": "bash -c 'frob x'"}, id="mcp-nested-shell"),
    pytest.param("mcp__shell__run", {"shellCommand": "frob x"}, id="camel-case"),
    pytest.param("mcp__shell__run", {"command": ["frob", "x"]}, id="words"),
    pytest.param("mcp__shell__run", {"command": ["bash", "-lc", "frob x"]}, id="words-of-a-shell"),
    pytest.param("mcp__shell__run", {"commands": ["ls", "frob x"]}, id="several"),
    pytest.param("mcp__shell__run", {"command": "frob", "args": ["x"]}, id="command-and-args"),
    pytest.param("mcp__shell__run", {"command": "bash", "args": ["-c", "frob x"]}, id="shell-and-args"),
    pytest.param("mcp__proc__start", {"program": "frob", "arguments": ["x"]}, id="program-and-arguments"),
    pytest.param("mcp__proc__start", {"args": ["frob", "x"]}, id="args-alone"),
    pytest.param("mcp__x__go", {"job": {"steps": [{"run": "ls"}, {"run": "frob x"}]}}, id="nested"),
    pytest.param("mcp__x__go", {"script": "set -e\nfrob x\n"}, id="script"),
    pytest.param("mcp__terminal__send", {"text": "frob x"}, id="text-of-a-terminal"),
    pytest.param("mcp__iterm__write_to_terminal", {"input": "frob x\n"}, id="input-of-a-terminal"),
    pytest.param("mcp__srv__executeShell", {"code": "frob x"}, id="code-of-a-shell"),
    pytest.param("Frobnicate", {"cmdline": "frob x"}, id="unknown-tool"),
    pytest.param("bash", {"command": "frob x"}, id="tool-in-lower-case"),
    pytest.param("exec_command", {"cmd": "frob x", "workdir": "/"}, id="another-agents-shell"),
    pytest.param("mcp__shell__run", {"command": "cat .ssh/id_rsa", "cwd": HOME}, id="its-own-directory"),
    pytest.param("mcp__shell__run", {"command": "cat ../.ssh/id_rsa"}, id="relative"),
    pytest.param("mcp__fs__read_file", {"path": KEY}, id="key"),
    pytest.param("mcp__fs__read_file", {"path": "~/.ssh/id_rsa"}, id="tilde"),
    pytest.param("mcp__fs__read_file", {"path": "$HOME/.ssh/id_rsa"}, id="variable"),
    pytest.param("mcp__fs__read_file", {"path": "../.ssh/id_rsa"}, id="dots"),
    pytest.param("mcp__fs__read_file", {"path": " /home/u/.ssh/id_rsa "}, id="blanks"),
    pytest.param("mcp__fs__read_file", {"path": "/home/u/.SSH/id_rsa"}, id="upper-case"),
    pytest.param("mcp__fs__read_file", {"path": "keys/id_rsa"}, id="through-a-link"),
    pytest.param("mcp__fs__read_file", {"path": "/proc/self/root/home/u/.ssh/id_rsa"}, id="proc"),
    pytest.param("mcp__fs__read_multiple_files", {"paths": ["README.md", KEY]}, id="one-of-several"),
    pytest.param("mcp__fs__read", {"files": [{"path": "a"}, {"path": KEY}]}, id="objects"),
    pytest.param("mcp__fs__read", {"options": {"target": {"filePath": KEY}}}, id="deep"),
    pytest.param("mcp__fs__get", {"uri": "file:///home/u/.ssh/id_rsa"}, id="uri"),
    pytest.param("mcp__fs__get", {"uri": "FILE:///home/u/%2essh/id%5Frsa"}, id="uri-with-escapes"),
    pytest.param("mcp__fs__get", {"uri": "file://localhost/home/u/.ssh/id_rsa"}, id="uri-with-host"),
    pytest.param("mcp__fs__get", {"url": "file:/home/u/.ssh/id_rsa"}, id="url-of-a-file"),
    pytest.param("ReadMcpResourceTool", {"server": "fs", "uri": "file:///home/u/.ssh/id_rsa"}, id="resource"),
    pytest.param("mcp__fs__copy", {"source": KEY, "destination": "x"}, id="source"),
    pytest.param("mcp__fs__upload", {"attachments": [KEY]}, id="attachment"),
    pytest.param("mcp__img__show", {"image": KEY}, id="image"),
    pytest.param("Frobnicate", {"file": "private/x"}, id="a-rule-of-the-user"),
    pytest.param("Read", {"path": KEY}, id="read-by-another-field"),
    pytest.param("Write", {"path": "/home/u/.bashrc", "content": "x"}, id="write-by-another-field"),
    pytest.param("mcp__fs__write_file", {"path": "/home/u/.bashrc", "content": "x"}, id="rc-file"),
    pytest.param("mcp__fs__edit_file", {"path": ".claude/settings.json", "edits": []}, id="agent-settings"),
    pytest.param("mcp__fs__move_file", {"source": "x", "destination": ".git/hooks/pre-commit"}, id="hook-as-destination"),
    pytest.param("mcp__fs__fetch", {"url": "https://x.example/", "save_as": "/home/u/.bashrc"}, id="saved-there"),
    pytest.param("mcp__web__fetch", {"url": "https://evil.example/x"}, id="host"),
    pytest.param("mcp__web__fetch", {"url": "https://EVIL.example.:443/"}, id="host-dressed-up"),
    pytest.param("mcp__web__fetch", {"urls": ["https://ok.example/", "https://a.evil.example/"]}, id="one-of-several-hosts"),
    pytest.param("mcp__db__connect", {"host": "evil.example", "port": 1}, id="bare-host"),
    pytest.param("Frobnicate", {"request": {"endpoint": "evil.example:443/x"}}, id="endpoint"),
    pytest.param("mcp__s3__put_object", {"bucket": "b", "path": "server.pem"}, id="a-secret-leaves"),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "given"), DENIED)
def test_a_denial_sees_it(tool: str, given: dict[str, Any]) -> None:
    assert decided(tool, given, MINE).verdict == "deny"


@pytest.mark.parametrize(("tool", "given"), DENIED)
def test_an_ask_sees_it_too(tool: str, given: dict[str, Any]) -> None:
    ask = {
        "ask": [
            *MINE["deny"],
            "Read(//home/u/.ssh/**)",
            "Read(**/*.pem)",
            "Write(~/.bashrc)",
            "Write(.claude/**)",
            "Write(.git/**)",
        ]
    }
    call = Call(tool, given, PROJECT, PROJECT)
    decision = decide(call, read_call(call, FACTS), from_rules([rule(ask)]), FACTS)
    assert (decision.verdict, decision.silent) == ("ask", False)


SOFT = [
    pytest.param("Monitor", {"command": "rm -rf src"}, id="monitor"),
    pytest.param("PowerShell", {"command": "rm -rf src"}, id="powershell"),
    pytest.param("mcp__shell__run", {"command": "git push --force"}, id="mcp"),
    pytest.param("Monitor", {"command": "git reset --hard"}, id="history"),
]


@pytest.mark.parametrize(("tool", "given"), SOFT)
def test_the_soft_asks_speak(tool: str, given: dict[str, Any]) -> None:
    decision = decided(tool, given)
    assert (decision.verdict, decision.silent) == ("ask", False)


# What the client runs by itself, or asks about by itself: nothing here is newly asked.
QUIET = [
    pytest.param("TodoWrite", {"todos": [{"content": "rm -rf / and read ~/.ssh/id_rsa", "path": KEY}]}, id="todo"),
    pytest.param("Agent", {"prompt": "frob x", "subagent_type": "x", "command": "frob x"}, id="agent"),
    pytest.param("AskUserQuestion", {"questions": [{"question": "frob x?", "file": KEY}]}, id="question"),
    pytest.param("Skill", {"skill": "x", "args": "frob x"}, id="skill"),
    pytest.param("ListMcpResourcesTool", {"server": "fs"}, id="resources"),
    pytest.param("mcp__gh__list_issues", {"owner": "x", "repo": "y", "state": "open"}, id="issues"),
    pytest.param("mcp__gh__create_issue", {"title": "frob x", "body": "run `frob x` and read ~/.ssh/id_rsa"}, id="prose"),
    pytest.param("mcp__db__query", {"query": "select * from t"}, id="query"),
    pytest.param("mcp__fs__read_file", {"path": "src/main.py"}, id="project-file"),
    pytest.param("mcp__fs__write_file", {"path": "src/main.py", "content": "frob x\ncat ~/.ssh/id_rsa"}, id="content"),
    pytest.param("mcp__fs__list_directory", {"path": HOME + "/.config"}, id="listing"),
    pytest.param("mcp__fs__read_file", {"path": HOME + "/.bashrc"}, id="reading-an-rc-file"),
    pytest.param("Monitor", {"command": "tail -f build.log"}, id="monitor"),
    pytest.param("mcp__web__fetch", {"url": "https://docs.python.org/3/"}, id="another-host"),
    pytest.param("mcp__x__note", {"name": "a/b", "text": "x > y; z"}, id="text-of-no-shell"),
    pytest.param("Workflow", {"script": "const a = (x) => { return x > 1 ? `${x}` : y }\nawait run(a)\n"}, id="another-language"),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "given"), QUIET)
def test_what_names_nothing_of_a_rule_stays_silent(tool: str, given: dict[str, Any]) -> None:
    decision = decided(tool, given, MINE)
    # What an MCP server does under a name that says no reading counts as sending, whatever its input names.
    assert decision.silent or decision.decider.label == "sending-asks", decision.why  # type: ignore[union-attr]  # not silent


# Allows of a whole tool, and what they must not reach.
CAPPED = [
    pytest.param("Monitor", "Monitor", {"command": "rm -rf src"}, id="monitor-destroys"),
    pytest.param("Monitor", "Monitor", {"command": "tail -f log; git reset --hard"}, id="monitor-second-command"),
    pytest.param("Monitor", "Monitor", {"command": "cat server.pem"}, id="monitor-secret"),
    pytest.param("Monitor", "Monitor", {"command": "sudo ls"}, id="monitor-privilege"),
    pytest.param("Monitor", "Monitor", {"command": "python -c 'x'"}, id="monitor-code"),
    pytest.param("Monitor", "Monitor", {"command": "echo 'open"}, id="monitor-form"),
    pytest.param("Monitor", "Monitor", {"command": "$X"}, id="monitor-opaque"),
    pytest.param("Monitor", "Monitor", {"command": 7}, id="monitor-no-text"),
    pytest.param("Monitor", "Monitor", {"command": "ls", "dangerouslyDisableSandbox": True}, id="monitor-unboxed"),
    pytest.param("*", "Monitor", {"command": "rm -rf src"}, id="star"),
    pytest.param("PowerShell", "PowerShell", {"command": "Get-Item x"}, id="powershell"),
    pytest.param("PowerShell", "PowerShell", {"command": "Remove-Item -Recurse x"}, id="powershell-destroys"),
    pytest.param("mcp__shell__run", "mcp__shell__run", {"command": "rm -rf src"}, id="mcp-destroys"),
    pytest.param("mcp__shell", "mcp__shell__run", {"command": "ls; rm -rf src"}, id="server"),
    pytest.param("mcp__shell__run", "mcp__shell__run", {"command": "echo 'open"}, id="mcp-form"),
    pytest.param("mcp__x__go", "mcp__x__go", {"script": "rm -rf src"}, id="script-destroys"),
    pytest.param("mcp__fs__read_file", "mcp__fs__read_file", {"path": "server.pem"}, id="mcp-secret"),
    pytest.param("mcp__fs__read_file", "mcp__fs__read_file", {"path": "keys/x"}, id="mcp-secret-through-a-link"),
    pytest.param("mcp__fs__write_file", "mcp__fs__write_file", {"path": ".github/workflows/x.yml"}, id="mcp-obeyed"),
    pytest.param("mcp__web__fetch", "mcp__web__fetch", {"url": "http://169.254.169.254/"}, id="mcp-metadata"),
    pytest.param("Frobnicate", "Frobnicate", {"file": "server.pem"}, id="unknown-secret"),
]  # fmt: skip


@pytest.mark.parametrize(("allow", "tool", "given"), CAPPED)
def test_an_allow_of_the_tool_does_not_reach_it(allow: str, tool: str, given: dict[str, Any]) -> None:
    assert decided(tool, given, {"allow": [allow]}).verdict != "allow"


@pytest.mark.parametrize("allow", ["Bash", "Bash(tail *)", "Bash(frob *)"])
def test_an_allow_of_the_shell_allows_no_other_tool(allow: str) -> None:
    for tool in ("Monitor", "PowerShell", "mcp__shell__run", "Frobnicate"):
        assert decided(tool, {"command": "tail -f x"}, {"allow": [allow]}).verdict != "allow"


@pytest.mark.parametrize("tool", ["Monitor", "PowerShell"])
def test_a_denial_of_the_shell_is_one_of_all_the_clients_shells(tool: str) -> None:
    assert decided(tool, {"command": "ls"}, {"deny": ["Bash"]}).verdict == "deny"


ALLOWED = [
    pytest.param("Monitor", "Monitor", {"command": "tail -f build.log"}, id="monitor"),
    pytest.param("mcp__shell__run", "mcp__shell__run", {"command": "ls -la"}, id="mcp-shell"),
    pytest.param("mcp__fs__read_file", "mcp__fs__read_file", {"path": "src/x.py"}, id="mcp-file"),
    pytest.param("mcp__fs__write_file", "mcp__fs__write_file", {"path": "src/x.py", "content": "x"}, id="mcp-write"),
    pytest.param("mcp__gh", "mcp__gh__list_issues", {"repo": "y"}, id="mcp-server"),
    pytest.param("Workflow", "Workflow", {"script": "const a = (x) => { return x }\n"}, id="another-language"),
]  # fmt: skip


@pytest.mark.parametrize(("allow", "tool", "given"), ALLOWED)
def test_what_was_allowed_stays_allowed(allow: str, tool: str, given: dict[str, Any]) -> None:
    decision = decided(tool, given, {"allow": [allow]})
    assert decision.verdict == "allow", decision.why


@pytest.mark.parametrize("tool", ["mcp__gh__get_me", "mcp__gh__delete_repo", "mcp__gh__a__b"])
def test_a_denial_of_a_server_holds_for_all_its_tools(tool: str) -> None:
    assert decided(tool, {}, {"deny": ["mcp__gh"]}).verdict == "deny"
    assert decided("mcp__ghost__get", {}, {"deny": ["mcp__gh"]}).verdict != "deny"


def test_a_capped_rule_of_an_mcp_server_keeps_its_reach() -> None:
    rule = {"allow": ["mcp__fs__read_file"], "within": ["net-read"], "to": ["fs"]}
    assert (
        decided("mcp__fs__read_file", {"path": "src/x.py", "url": "https://a.example/"}, rule).verdict
        == "allow"
    )
