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
DENIED = {
    "monitor": ("Monitor", {"command": "frob x"}),
    "monitor-pipe": ("Monitor", {"command": "tail -f log | frob x", "description": "x"}),
    "monitor-loop": ("Monitor", {"command": "while true; do frob x; sleep 1; done"}),
    "powershell": ("PowerShell", {"command": "frob x"}),
    "powershell-second": ("PowerShell", {"command": "Get-Item x; frob x"}),
    "mcp-command": ("mcp__shell__run", {"command": "frob x"}),
    "mcp-cmd": ("mcp__shell__run", {"cmd": "cd src && frob x"}),
    "upper-case-field": ("mcp__shell__run", {"Command": "frob x"}),
    "mcp-nested-shell": ("mcp__shell__run", {"shell_command": "bash -c 'frob x'"}),
    "camel-case": ("mcp__shell__run", {"shellCommand": "frob x"}),
    "words": ("mcp__shell__run", {"command": ["frob", "x"]}),
    "words-of-a-shell": ("mcp__shell__run", {"command": ["bash", "-lc", "frob x"]}),
    "several": ("mcp__shell__run", {"commands": ["ls", "frob x"]}),
    "command-and-args": ("mcp__shell__run", {"command": "frob", "args": ["x"]}),
    "shell-and-args": ("mcp__shell__run", {"command": "bash", "args": ["-c", "frob x"]}),
    "program-and-arguments": ("mcp__proc__start", {"program": "frob", "arguments": ["x"]}),
    "args-alone": ("mcp__proc__start", {"args": ["frob", "x"]}),
    "nested": ("mcp__x__go", {"job": {"steps": [{"run": "ls"}, {"run": "frob x"}]}}),
    "script": ("mcp__x__go", {"script": "set -e\nfrob x\n"}),
    "text-of-a-terminal": ("mcp__terminal__send", {"text": "frob x"}),
    "input-of-a-terminal": ("mcp__iterm__write_to_terminal", {"input": "frob x\n"}),
    "code-of-a-shell": ("mcp__srv__executeShell", {"code": "frob x"}),
    "unknown-tool": ("Frobnicate", {"cmdline": "frob x"}),
    "tool-in-lower-case": ("bash", {"command": "frob x"}),
    "another-agents-shell": ("exec_command", {"cmd": "frob x", "workdir": "/"}),
    "its-own-directory": ("mcp__shell__run", {"command": "cat .ssh/id_rsa", "cwd": HOME}),
    "relative": ("mcp__shell__run", {"command": "cat ../.ssh/id_rsa"}),
    "key": ("mcp__fs__read_file", {"path": KEY}),
    "tilde": ("mcp__fs__read_file", {"path": "~/.ssh/id_rsa"}),
    "variable": ("mcp__fs__read_file", {"path": "$HOME/.ssh/id_rsa"}),
    "dots": ("mcp__fs__read_file", {"path": "../.ssh/id_rsa"}),
    "blanks": ("mcp__fs__read_file", {"path": " /home/u/.ssh/id_rsa "}),
    "upper-case": ("mcp__fs__read_file", {"path": "/home/u/.SSH/id_rsa"}),
    "through-a-link": ("mcp__fs__read_file", {"path": "keys/id_rsa"}),
    "proc": ("mcp__fs__read_file", {"path": "/proc/self/root/home/u/.ssh/id_rsa"}),
    "one-of-several": ("mcp__fs__read_multiple_files", {"paths": ["README.md", KEY]}),
    "objects": ("mcp__fs__read", {"files": [{"path": "a"}, {"path": KEY}]}),
    "deep": ("mcp__fs__read", {"options": {"target": {"filePath": KEY}}}),
    "uri": ("mcp__fs__get", {"uri": "file:///home/u/.ssh/id_rsa"}),
    "uri-with-escapes": ("mcp__fs__get", {"uri": "FILE:///home/u/%2essh/id%5Frsa"}),
    "uri-with-host": ("mcp__fs__get", {"uri": "file://localhost/home/u/.ssh/id_rsa"}),
    "url-of-a-file": ("mcp__fs__get", {"url": "file:/home/u/.ssh/id_rsa"}),
    "resource": ("ReadMcpResourceTool", {"server": "fs", "uri": "file:///home/u/.ssh/id_rsa"}),
    "source": ("mcp__fs__copy", {"source": KEY, "destination": "x"}),
    "attachment": ("mcp__fs__upload", {"attachments": [KEY]}),
    "image": ("mcp__img__show", {"image": KEY}),
    "a-rule-of-the-user": ("Frobnicate", {"file": "private/x"}),
    "read-by-another-field": ("Read", {"path": KEY}),
    "read-of-several": ("Read", {"file_path": [KEY]}),
    "write-of-several": ("Write", {"file_path": {"path": "/home/u/.bashrc"}, "content": "x"}),
    "write-by-another-field": ("Write", {"path": "/home/u/.bashrc", "content": "x"}),
    "rc-file": ("mcp__fs__write_file", {"path": "/home/u/.bashrc", "content": "x"}),
    "agent-settings": ("mcp__fs__edit_file", {"path": ".claude/settings.json", "edits": []}),
    "hook-as-destination": ("mcp__fs__move_file", {"source": "x", "destination": ".git/hooks/pre-commit"}),
    "saved-there": ("mcp__fs__fetch", {"url": "https://x.example/", "save_as": "/home/u/.bashrc"}),
    "host": ("mcp__web__fetch", {"url": "https://evil.example/x"}),
    "host-dressed-up": ("mcp__web__fetch", {"url": "https://EVIL.example.:443/"}),
    "one-of-several-hosts": ("mcp__web__fetch", {"urls": ["https://ok.example/", "https://a.evil.example/"]}),
    "bare-host": ("mcp__db__connect", {"host": "evil.example", "port": 1}),
    "endpoint": ("Frobnicate", {"request": {"endpoint": "evil.example:443/x"}}),
    "a-secret-leaves": ("mcp__s3__put_object", {"bucket": "b", "path": "server.pem"}),
}  # fmt: skip


@pytest.mark.parametrize(("tool", "given"), DENIED.values(), ids=DENIED)
def test_a_denial_sees_it(tool: str, given: dict[str, Any]) -> None:
    assert decided(tool, given, MINE).verdict == "deny"


@pytest.mark.parametrize(("tool", "given"), DENIED.values(), ids=DENIED)
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


SOFT = {
    "monitor": ("Monitor", {"command": "rm -rf src"}),
    "powershell": ("PowerShell", {"command": "rm -rf src"}),
    "mcp": ("mcp__shell__run", {"command": "git push --force"}),
    "history": ("Monitor", {"command": "git reset --hard"}),
}


@pytest.mark.parametrize(("tool", "given"), SOFT.values(), ids=SOFT)
def test_the_soft_asks_speak(tool: str, given: dict[str, Any]) -> None:
    decision = decided(tool, given)
    assert (decision.verdict, decision.silent) == ("ask", False)


# What the client runs by itself, or asks about by itself: nothing here is newly asked.
QUIET = {
    "todo": ("TodoWrite", {"todos": [{"content": "rm -rf / and read ~/.ssh/id_rsa", "path": KEY}]}),
    "agent": ("Agent", {"prompt": "frob x", "subagent_type": "x", "command": "frob x"}),
    "question": ("AskUserQuestion", {"questions": [{"question": "frob x?", "file": KEY}]}),
    "skill": ("Skill", {"skill": "x", "args": "frob x"}),
    "resources": ("ListMcpResourcesTool", {"server": "fs"}),
    "issues": ("mcp__gh__list_issues", {"owner": "x", "repo": "y", "state": "open"}),
    "prose": ("mcp__gh__create_issue", {"title": "frob x", "body": "run `frob x` and read ~/.ssh/id_rsa"}),
    "query": ("mcp__db__query", {"query": "select * from t"}),
    "project-file": ("mcp__fs__read_file", {"path": "src/main.py"}),
    "content": ("mcp__fs__write_file", {"path": "src/main.py", "content": "frob x\ncat ~/.ssh/id_rsa"}),
    "listing": ("mcp__fs__list_directory", {"path": HOME + "/.config"}),
    "reading-an-rc-file": ("mcp__fs__read_file", {"path": HOME + "/.bashrc"}),
    "monitor": ("Monitor", {"command": "tail -f build.log"}),
    "another-host": ("mcp__web__fetch", {"url": "https://docs.python.org/3/"}),
    "text-of-no-shell": ("mcp__x__note", {"name": "a/b", "text": "x > y; z"}),
    "another-language": ("Workflow", {"script": "const a = (x) => { return x > 1 ? `${x}` : y }\nawait run(a)\n"}),
}  # fmt: skip


@pytest.mark.parametrize(("tool", "given"), QUIET.values(), ids=QUIET)
def test_what_names_nothing_of_a_rule_stays_silent(tool: str, given: dict[str, Any]) -> None:
    decision = decided(tool, given, MINE)
    # What an MCP server does under a name that says no reading counts as sending, whatever its input names.
    assert decision.silent or decision.decider.label == "sending-asks", decision.why  # type: ignore[union-attr]  # not silent


# Allows of a whole tool, and what they must not reach.
CAPPED = {
    "monitor-destroys": ("Monitor", "Monitor", {"command": "rm -rf src"}),
    "monitor-second-command": ("Monitor", "Monitor", {"command": "tail -f log; git reset --hard"}),
    "monitor-secret": ("Monitor", "Monitor", {"command": "cat server.pem"}),
    "monitor-privilege": ("Monitor", "Monitor", {"command": "sudo ls"}),
    "monitor-code": ("Monitor", "Monitor", {"command": "python -c 'x'"}),
    "monitor-form": ("Monitor", "Monitor", {"command": "echo 'open"}),
    "monitor-opaque": ("Monitor", "Monitor", {"command": "$X"}),
    "monitor-no-text": ("Monitor", "Monitor", {"command": 7}),
    "monitor-unboxed": ("Monitor", "Monitor", {"command": "ls", "dangerouslyDisableSandbox": True}),
    "star": ("*", "Monitor", {"command": "rm -rf src"}),
    "powershell-destroys": ("PowerShell", "PowerShell", {"command": "Remove-Item -Recurse x"}),
    "mcp-destroys": ("mcp__shell__run", "mcp__shell__run", {"command": "rm -rf src"}),
    "server": ("mcp__shell", "mcp__shell__run", {"command": "ls; rm -rf src"}),
    "mcp-form": ("mcp__shell__run", "mcp__shell__run", {"command": "echo 'open"}),
    "script-destroys": ("mcp__x__go", "mcp__x__go", {"script": "rm -rf src"}),
    "mcp-secret": ("mcp__fs__read_file", "mcp__fs__read_file", {"path": "server.pem"}),
    "mcp-secret-through-a-link": ("mcp__fs__read_file", "mcp__fs__read_file", {"path": "keys/x"}),
    "mcp-obeyed": ("mcp__fs__write_file", "mcp__fs__write_file", {"path": ".github/workflows/x.yml"}),
    "mcp-metadata": ("mcp__web__fetch", "mcp__web__fetch", {"url": "http://169.254.169.254/"}),
    "unknown-secret": ("Frobnicate", "Frobnicate", {"file": "server.pem"}),
}  # fmt: skip


@pytest.mark.parametrize(("allow", "tool", "given"), CAPPED.values(), ids=CAPPED)
def test_an_allow_of_the_tool_does_not_reach_it(allow: str, tool: str, given: dict[str, Any]) -> None:
    assert decided(tool, given, {"allow": [allow]}).verdict != "allow"


@pytest.mark.parametrize("allow", ["Bash", "Bash(tail *)", "Bash(frob *)"])
def test_an_allow_of_the_shell_allows_no_other_tool(allow: str) -> None:
    for tool in ("Monitor", "PowerShell", "mcp__shell__run", "Frobnicate"):
        assert decided(tool, {"command": "tail -f x"}, {"allow": [allow]}).verdict != "allow"


@pytest.mark.parametrize("tool", ["Monitor", "PowerShell"])
def test_a_denial_of_the_shell_is_one_of_all_the_clients_shells(tool: str) -> None:
    assert decided(tool, {"command": "ls"}, {"deny": ["Bash"]}).verdict == "deny"


ALLOWED = {
    "monitor": ("Monitor", "Monitor", {"command": "tail -f build.log"}),
    "powershell": ("PowerShell", "PowerShell", {"command": "Get-Item x"}),
    "mcp-shell": ("mcp__shell__run", "mcp__shell__run", {"command": "ls -la"}),
    "mcp-file": ("mcp__fs__read_file", "mcp__fs__read_file", {"path": "src/x.py"}),
    "mcp-write": ("mcp__fs__write_file", "mcp__fs__write_file", {"path": "src/x.py", "content": "x"}),
    "mcp-server": ("mcp__gh", "mcp__gh__list_issues", {"repo": "y"}),
    "another-language": ("Workflow", "Workflow", {"script": "const a = (x) => { return x }\n"}),
}  # fmt: skip


@pytest.mark.parametrize(("allow", "tool", "given"), ALLOWED.values(), ids=ALLOWED)
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
