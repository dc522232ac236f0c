"""Our rules in the client's own lists: an entry never says more than its rule, and what cannot be said is listed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from assent.agents.claude.compile import NARROWER, denials, grants
from assent.core.call import Call
from assent.core.decide import decide
from assent.core.effect import ALL, DESTROY, HISTORY, NET_READ, READ_PROJECT
from assent.core.facts import Facts
from assent.core.pattern import Pattern
from assent.core.policy import from_rules
from assent.core.rule import Rule
from assent.core.tool_calls import read_tool
from assent.policy import shipped
from assent.policy.pattern import read_pattern
from assent.policy.shipped import DEFAULTS, module
from assent.shell.meaning.table import lookup
from assent.shell.programs.row import Row
from assent.shell.programs.shipped import files

FACTS = Facts("/home/u", "/home/u/work/p")


def rule(verdict: str, *texts: str, within: int | None = None, **given: Any) -> Rule:
    patterns = [pattern(text, verdict) for text in texts]
    return Rule("id", verdict, patterns, name="r", within=within, **given)


def pattern(text: str, verdict: str = "deny") -> Pattern:
    found = read_pattern(text, verdict)
    assert isinstance(found, Pattern)
    return found


# --------------------------------------------------------------------------------------------------- denials

# pattern → why it must not become an entry
TOO_WIDE = {
    "*": "too wide",
    "Write(//)": "everything below",
    "Write(~)": "everything below",
    "Write(//etc)": "everything below",
    "Write(//home)": "everything below",
    "Write(~/.*)": "everything below",
    "Write(./src/gen/**)": "any depth",
    "Bash(* --force)": "begins with anything",
    "Bash(git * 'a b')": "quoted",
    "Bash(rm -[rf]* x)": "glob",
    "Glob(**)": "consults no Glob",
    "Grep(//etc/**)": "consults no Grep",
    "Agent(a*)": "too wide",
    "Read(//data/[ab].txt)": "brackets",
}
SAID = {
    "Read(~/.ssh/**)": ["Read(~/.ssh/**)"],
    "Write(~/.ssh/**)": ["Edit(~/.ssh/**)"],
    "NotebookEdit(//etc/assent/**)": ["Edit(//etc/assent/**)"],
    "Write(//**/.git/hooks/**)": ["Edit(//**/.git/hooks/**)"],
    "Read(.env)": ["Read(./.env)"],
    "Read(/etc/shadow)": ["Read(//etc/shadow)"],
    "Bash(git push --force)": ["Bash(git push --force)"],
    "Bash(git push --force *)": ["Bash(git push --force *)"],
    "Bash(sudo:*)": ["Bash(sudo *)"],
    "Bash(git push --force*)": ["Bash(git push --force*)"],
    "Bash(git commit * --no-verify *)": ["Bash(git commit --no-verify *)"],
    "WebFetch": ["WebFetch"],
    "WebFetch(domain:evil.com)": ["WebFetch(domain:evil.com)"],
    "WebFetch(domain:*.evil.com)": ["WebFetch(domain:*.evil.com)"],
    "mcp__srv": ["mcp__srv"],
    "mcp__srv__drop_*": ["mcp__srv__drop_*"],
    "Agent(Explore)": ["Agent(Explore)"],
    "Skill(update-config)": ["Skill(update-config)"],
}


@pytest.mark.parametrize(("text", "why"), TOO_WIDE.items(), ids=TOO_WIDE.keys())
def test_a_denial_the_client_would_read_wider_is_left_to_the_hook(text: str, why: str) -> None:
    done = denials([rule("deny", text)])
    assert done.entries == []
    assert why in str(done.losses[0])


@pytest.mark.parametrize(("text", "entries"), SAID.items(), ids=SAID.keys())
def test_a_denial_is_written_in_the_clients_words(text: str, entries: list[str]) -> None:
    assert denials([rule("deny", text)]).entries == entries


@pytest.mark.parametrize(
    "given",
    [
        {"effects": HISTORY},
        {"effects_all": HISTORY},
        {"where": ["project"]},
        {"expires": "2027-01-01"},
        {"tool": "Bash", "fields": {"command": "x"}},
    ],
    ids=["effects", "effects-all", "where", "expires", "fields"],
)
def test_a_denial_under_a_condition_is_left_to_the_hook(given: dict[str, Any]) -> None:
    done = denials([rule("deny", "Bash(git push *)", **given)])
    assert done.entries == []
    assert len(done.losses) == 1


def test_removing_the_home_is_denied_in_the_list_only_where_no_exception_speaks_of_it() -> None:
    home = {"effects": DESTROY}
    assert "Bash(rm -rf ~)" in denials([rule("deny", "Write(~)", **home)]).entries
    for given in ({"excepts": [pattern("Write(~)")]}, {"effects_all": HISTORY}, {"where": ["~/x"]}):
        assert denials([rule("deny", "Write(~)", **home, **given)]).entries == []


def test_rules_of_another_verdict_or_agent_leave_no_entry_and_no_loss() -> None:
    others = [rule("ask", "Bash(a)"), rule("allow", "Bash(b)"), rule("deny", "Bash(c)", agents=["codex"])]
    done = denials(others)
    assert (done.entries, done.losses) == ([], [])


def test_a_part_left_out_between_words_is_listed_as_a_loss() -> None:
    (loss,) = denials([rule("deny", "Bash(git commit * --no-verify *)")]).losses
    assert "side by side" in str(loss)


def test_an_exception_narrows_the_entry_to_names_nobody_excepts() -> None:
    ssh = rule("deny", "Read(~/.ssh/**)", excepts=[pattern("Read(//**/*.pub)")])
    assert denials([ssh]).entries == [f"Read({path})" for path in NARROWER["Read(~/.ssh/**)"]]
    other = rule("deny", "Read(~/.unknown/**)", excepts=[pattern("Read(//**/*.pub)")])
    assert denials([other]).entries == []
    apart = rule("deny", "Read(~/.netrc)", excepts=[pattern("Read(//**/*.pub)")])
    assert denials([apart]).entries == ["Read(~/.netrc)"]


def _default_denials() -> list[str]:
    declared, problems = module(DEFAULTS)
    assert problems == []
    return denials([each.rule for each in declared]).entries


DEFAULT_DENIALS = _default_denials()


@pytest.mark.parametrize("entry", [each for each in DEFAULT_DENIALS if not each.startswith("Bash(")])
def test_a_shipped_entry_denies_only_what_the_shipped_rules_deny(entry: str) -> None:
    declared, _ = module(DEFAULTS)
    policy = from_rules([each.rule for each in declared])
    tool, _, inside = entry.rstrip(")").partition("(")
    path = (
        inside.replace("~", FACTS.home).replace("//", "/", 1)
        if inside[:2] == "//"
        else inside.replace("~", FACTS.home)
    )
    for stars in ("x", "x/y"):
        spot = path.replace("**", stars).replace("*", "x")
        call = Call(tool, {"file_path": spot}, FACTS.project)
        assert decide(call, read_tool(call, FACTS), policy, FACTS).verdict == "deny", spot


@pytest.mark.parametrize(
    "entry",
    ["Read(~/.ssh/id_rsa)", "Read(//**/.env)", "Edit(//**/.env)", "Edit(~/.bashrc)", "Edit(//**/.claude/settings.json)",
     "Edit(~/.config/assent/**)", "Edit(//**/.git/hooks/**)", "Read(//etc/shadow)", "Bash(rm -rf /)", "Bash(rm -rf ~)",
     "Bash(git commit --no-verify *)"],
)  # fmt: skip
def test_the_seeds_denials_hold_without_the_hook(entry: str) -> None:
    assert entry in DEFAULT_DENIALS


@pytest.mark.parametrize("path", [".env.example", "id_rsa.pub", "README.md"])
def test_no_shipped_entry_names_what_the_rules_except(path: str) -> None:
    assert not any(entry.rstrip(")").endswith(("/" + path, "(" + path)) for entry in DEFAULT_DENIALS)


# ---------------------------------------------------------------------------------------------------- grants

NEVER = [
    "Bash(git *)", "Bash(git:*)", "Bash(npm run *)", "Bash(git log *)", "Bash(git diff *)", "Bash(python3 *)",
    "Bash(* --version)", "Bash(env *)", "Bash(ls *)", "Bash(git push*)", "Bash(make * test)", "Bash(FOO=1 make)",
    "Bash(echo 'a b')", "Bash(ls 'x*')", "Bash(cat \\$HOME)", "Edit(./src/**)", "Read(//data/**)", "Bash", "WebFetch",
    "WebFetch(domain:*.example.com)", "mcp__srv", "mcp__srv__*",
]  # fmt: skip


@pytest.mark.parametrize("text", NEVER)
def test_an_allow_the_client_would_read_wider_stays_with_the_hook(text: str) -> None:
    done = grants([rule("allow", text, within=ALL)])
    assert done.entries == []
    assert len(done.losses) == 1


@pytest.mark.parametrize(
    "text", ["Bash(make test)", "Bash(git commit -m x)", "Bash(npm run test:unit)", "Bash(./run.sh --fast)"]
)
def test_an_exact_command_is_granted_as_it_is(text: str) -> None:
    assert grants([rule("allow", text, where=["project"])]).entries == [text]


# Proven one by one from the manual: no option writes a file (`git log` and `git diff` have --output), runs a program or
# reaches a host.
CLOSED = (
    "basename", "dirname", "false", "gbasename", "gdirname", "git check-ignore", "git count-objects", "git ls-files",
    "git merge-base", "git name-rev", "git rev-parse", "git show-ref", "git status", "nproc", "pwd", "true", "uname", "whoami",
)  # fmt: skip


def closed(path: str, row: Row) -> Iterator[str]:
    if "closed" in row.facts:
        yield path
    for name, below in row.below.items():
        yield from closed(f"{path} {name}", Row(below))


def test_the_prefixes_that_no_flag_can_open_are_these() -> None:
    rows = {name: lookup(name) for name in files()}
    assert tuple(sorted(each for name, row in rows.items() if row for each in closed(name, row))) == CLOSED


@pytest.mark.parametrize("words", CLOSED)
def test_a_prefix_no_flag_can_open_is_granted(words: str) -> None:
    text = f"Bash({words} *)"
    assert grants([rule("allow", text, within=READ_PROJECT)]).entries == [text]


def test_a_prefix_is_not_granted_when_the_rule_may_not_read() -> None:
    assert grants([rule("allow", "Bash(git status *)", within=0)]).entries == []


def test_a_host_is_granted_to_rules_that_may_read_the_network() -> None:
    text = "WebFetch(domain:example.com)"
    assert grants([rule("allow", text, within=NET_READ)]).entries == [text]
    assert grants([rule("allow", text, within=READ_PROJECT)]).entries == []


@pytest.mark.parametrize("host", ["169.254.169.254", "metadata.google.internal", "\u0430pple.com", "a b"])
def test_a_host_that_the_rule_itself_does_not_let_through_is_not_granted(host: str) -> None:
    assert grants([rule("allow", f"WebFetch(domain:{host})", within=NET_READ)]).entries == []


@pytest.mark.parametrize(
    "given",
    [
        {"expires": "2027-01-01"},
        {"where": ["~/other"]},
        {"tool": "Bash"},
        {"excepts": [pattern("Bash(make x)")]},
    ],
)
def test_an_allow_under_a_condition_stays_with_the_hook(given: dict[str, Any]) -> None:
    assert grants([rule("allow", "Bash(make test)", **given)]).entries == []


def test_denials_and_asks_are_never_granted() -> None:
    assert grants([rule("deny", "Bash(make test)"), rule("ask", "Bash(make test)")]).entries == []


def test_an_exact_command_outside_its_rules_cap_stays_with_the_hook() -> None:
    assert grants([rule("allow", "Bash(make test)", within=READ_PROJECT)]).entries == []
    assert grants([rule("allow", "Bash(git status)", within=READ_PROJECT)]).entries == ["Bash(git status)"]


def test_without_native_no_entry_is_left_that_makes_the_client_ask_more() -> None:
    rules = [each.rule for each in shipped.module(shipped.DEFAULTS)[0]]
    every, quiet = denials(rules), denials(rules, native=False)
    assert [each for each in every.entries if not each.startswith("Read")] == quiet.entries
    assert any(each.startswith("Read(") for each in every.entries)
    lost = {each.what for each in quiet.losses} - {each.what for each in every.losses}
    assert lost
    assert all("read after a `cd`" in what for what in lost)


def test_the_bare_tool_of_reading_is_as_costly_as_a_path() -> None:
    assert denials([rule("deny", "Read")], native=False).entries == []
    assert denials([rule("deny", "Edit(~/.bashrc)")], native=False).entries == ["Edit(~/.bashrc)"]
