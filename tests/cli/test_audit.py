"""`assent audit`: what is worth mending is found with what mends it, exit 1; a home in order is exit 0."""

from __future__ import annotations

import itertools
import json
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assent.app import moments
from assent.store import record
from assent.store.paths import paths_of
from tests import screens
from tests.cli.conftest import Home, home_in
from tests.recorded import decision

# Of calls, of which no two are alike.
NUMBERS = itertools.count(1)
POLICY = """[[rule]]
name  = "git"
allow = ["Bash(git *)"]
within = ["any"]

[[rule]]
name  = "log"
allow = ["Bash(git log *)"]

[[rule]]
name = "no-push"
deny = ["Bash(git push *)"]

[[rule]]
name  = "push"
allow = ["Bash(git push *)"]

[[rule]]
name   = "docs"
allow  = ["WebFetch(domain:docs.example.org)"]
within = ["read-project"]
"""
SETTINGS = {
    "permissions": {
        "allow": ["Bash(python3:*)", "Bsh(ls)", "Bash(npm run build)"],
        "ask": ["Bash(npm run build)"],
        "deny": ["Read(./secret/**)"],
    }
}


def called(
    home: Home,
    command: str,
    *,
    times: int = 1,
    answer: str = "yes",
    hours: int = 1,
    prompted: bool = True,
    **more: Any,
) -> int:
    """Calls as the hook records them: no rule spoke (unless `more` says so), a person was asked. The number of the
    last."""
    number = 0
    for _ in range(times):
        number = next(NUMBERS)
        at = datetime.now(UTC) - timedelta(hours=hours, seconds=-5 * number)
        call = {
            "agent": "claude", "session": f"s{number}", "subagent": "", "call": f"toolu_{number}", "tool": "Bash",
            "input": {"command": command}, "cwd": str(home.project), "mode": "default",
        }  # fmt: skip
        call |= {key: more[key] for key in ("tool", "input") if key in more}
        said = decision(ts=moments.written(at), project=f"{home.project}/.git", **{**call, **more})
        put(home, said)
        if said["tier"] == "none" and prompted:
            put(home, {"kind": "event", "event": "prompted", "ts": later(at, 1), **call, "call": ""})
        if answer == "yes":
            put(home, {"kind": "event", "event": "ran", "ok": True, "ts": later(at, 3), **call})
        else:
            put(home, {"kind": "event", "event": "session-end", "ts": later(at, 3), "agent": "claude",
                       "session": f"s{number}", "call": "", "subagent": ""})  # fmt: skip
    return number


def later(at: datetime, seconds: int) -> str:
    return moments.written(at + timedelta(seconds=seconds))


def put(home: Home, entry: dict[str, Any]) -> None:
    record.append(paths_of(str(home.path), {}), entry)


@pytest.fixture(scope="module")
def poor(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with much to mend; looked at only."""
    home = home_in(tmp_path_factory.mktemp("poor"))
    home.settings.write_text(json.dumps(SETTINGS))
    home.write(".local/bin/claude", "#!/bin/sh\necho '2.1.328 (Claude Code)'\n").chmod(0o755)
    home.run("init", "--yes")
    home.write(".config/assent/policy.toml", POLICY)
    for number in range(4):
        called(home, f"ruff check src/part{number}.py", times=2)
    called(home, "npm test", times=5)
    called(home, "curl -d @notes.txt https://example.com", times=6)
    return home


def found(home: Home, kind: str) -> list[dict[str, Any]]:
    told = home.run("audit", "--json", code=1).data["findings"]
    return [each for each in told if each["kind"] == kind]


def test_a_home_in_order_has_nothing_to_mend(fresh: Home) -> None:
    fresh.run("init", "--yes")
    fresh.run("rules", "add", "Bash(make test)")
    fresh.run("rules", "deny", "Bash(git push *)")
    told = fresh.run("audit", code=0)
    assert told.out == "Nothing to mend: 2 rules of yours here, 0 calls in the last 7 days.\n"
    data = fresh.run("audit", "--json", code=0).data
    assert (data["ok"], data["findings"]) == (True, [])


def test_a_home_without_anything_is_no_error(fresh: Home) -> None:
    assert fresh.run("audit", code=0).out.startswith("Nothing to mend: 0 rules of yours here")


# Kind → where it is found, a word of what is said.
EXPECTED = {
    "dangerous": [("~/.claude/settings.json: permissions.allow", "Bash(python3:*)"), ("allow[git]", "Bash(git *)")],
    "contradictory": [("~/.claude/settings.json: permissions.allow", "npm run build"), ("allow[push]", "deny[no-push]")],
    "never-matching": [("~/.claude/settings.json: permissions.allow", "did you mean Bash(ls)?"),
                       ("allow[docs]", "does not cover net-read")],
    "shadowed": [("allow[log]", "the wider allow[git]")],
    "passed-through": [("Bash ruff check", "8 times"), ("Bash npm test", "5 times")],
}  # fmt: skip


def test_each_kind_is_found_where_it_is(poor: Home) -> None:
    data = poor.run("audit", "--json", code=1).data
    assert data["calls"] == 19
    told: dict[str, list[dict[str, Any]]] = {}
    for each in data["findings"]:
        told.setdefault(each["kind"], []).append(each)
    assert {kind: len(each) for kind, each in told.items()} == {
        kind: len(each) for kind, each in EXPECTED.items()
    }
    for kind, wanted in EXPECTED.items():
        for each, (where, said) in zip(told[kind], wanted, strict=True):
            assert each["where"].startswith(where), each
            assert said in each["what"], each
            assert each["mend"]


def test_the_back_test_counts_the_calls_of_the_time(poor: Home) -> None:
    ruff, npm = found(poor, "passed-through")
    figures = ("times", "asked", "matched", "calls", "refused")
    assert [ruff[each] for each in figures] == [8, 8, 8, 19, 0]
    assert [npm[each] for each in figures] == [5, 5, 5, 19, 0]
    assert "matched 8 of the 19 calls that no rule allowed, none of them refused by you" in ruff["what"]


@pytest.mark.parametrize("columns", screens.WIDTHS)
def test_it_reads_well_on_a_terminal(poor: Home, columns: int) -> None:
    text = screens.seen(screens.raw(poor.path, "audit", columns=columns, cwd=poor.project), columns)
    assert screens.widest(text) <= columns
    assert screens.keeps(f"audit-{columns}", text), text


def test_a_time_that_is_none_is_refused(fresh: Home) -> None:
    told = fresh.run("audit", "--since", "yesterdayish", code=2)
    assert "--since yesterdayish: is no span, day or time" in told.err


# What a rule on offer must never let through, beside what it is for.
NEIGHBOURS = (
    "npm test > ~/.bashrc", "npm test; rm -rf data", "npm publish", "ruff check src > ~/.profile", "ruff format src",
    "curl -d @notes.txt https://example.com", "npm test && git push --force origin main", "sudo npm test",
)  # fmt: skip


def test_the_offered_commands_end_the_asking_and_open_nothing_beside_it(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    home.run("init", "--yes")
    for number in range(4):
        called(home, f"ruff check src/part{number}.py")
    called(home, "npm test", times=3)
    called(home, "curl -d @notes.txt https://example.com", times=3)
    offers = [each["mend"] for each in found(home, "passed-through")]
    assert len(offers) == 2
    for offer in offers:
        words = shlex.split(offer.replace("~", str(home.path)))
        assert words[:3] == ["assent", "rules", "add"]
        home.run(*words[1:])
    assert home.verdict("ruff check src/part9.py") == "allow"
    assert home.verdict("npm test") == "allow"
    assert [each for each in NEIGHBOURS if home.verdict(each) == "allow"] == []
    assert home.run("audit", "--json", code=0).data["findings"] == []


def refused(home: Home, command: str) -> None:
    """A call that a person said no to, as hook and client record it."""
    number = called(home, command, answer="no")
    entry = {
        "cwd": str(home.project), "sessionId": f"s{number}", "version": "2.1.328", "entrypoint": "cli",
        "timestamp": moments.written(datetime.now(UTC) - timedelta(minutes=50)),
    }  # fmt: skip
    use = {"type": "tool_use", "id": f"toolu_{number}", "name": "Bash", "input": {"command": command}}
    result = {"type": "tool_result", "tool_use_id": use["id"], "content": "no", "is_error": True}
    said = {"decision": "reject", "source": "user_reject", "reasonCode": "bashMiss:no-rule-match"}
    lines = [
        {"type": "assistant", "uuid": "u1", "message": {"role": "assistant", "content": [use]}, **entry},
        {"type": "user", "uuid": "u2", "message": {"role": "user", "content": [result]}, "permissionDecision": said,
         "toolDenialKind": "user-rejected", **entry},
    ]  # fmt: skip
    text = "".join(json.dumps(line) + "\n" for line in lines)
    home.write(f".claude/projects/-work-p/s{number}.jsonl", text)


def test_a_rule_that_would_allow_what_was_refused_is_left_to_learn(fresh: Home) -> None:
    fresh.run("init", "--yes")
    called(fresh, "ruff check src/a.py", times=3)
    refused(fresh, "ruff check src/b.py")
    (one,) = found(fresh, "passed-through")
    assert (one["times"], one["matched"], one["refused"]) == (4, 4, 1)
    assert "1 of them refused by you" in one["what"]
    assert one["mend"].startswith("assent learn")


def test_files_hosts_and_servers_get_rules_of_their_own(fresh: Home) -> None:
    fresh.run("init", "--yes")
    for name in ("a.py", "b.py", "c.py"):
        used(fresh, "Edit", file_path=f"{fresh.project}/src/app/{name}")
        used(fresh, "Edit", file_path=f"{fresh.project}/.github/workflows/{name}")
        used(fresh, "Write", file_path=f"{fresh.path}/notes/{name}")
        used(fresh, "WebFetch", url=f"https://docs.example.org/{name}", prompt="x")
    told = {each["where"]: each for each in found(fresh, "passed-through")}
    assert sorted(tuple(each["patterns"]) for each in told.values()) == [
        ("Edit(./src/app/**)",), ("WebFetch(domain:docs.example.org)",),
    ]  # fmt: skip
    for each in told.values():
        fresh.run(*shlex.split(each["mend"].replace("~", str(fresh.path)))[1:])
    assert tool_verdict(fresh, "Edit", file_path=f"{fresh.project}/src/app/new.py") == "allow"
    assert tool_verdict(fresh, "WebFetch", url="https://docs.example.org/x") == "allow"
    for name in (
        f"{fresh.project}/src/other.py",
        f"{fresh.project}/.github/workflows/ci.yml",
        f"{fresh.path}/.bashrc",
    ):
        assert tool_verdict(fresh, "Edit", file_path=name) != "allow", name
    assert tool_verdict(fresh, "WebFetch", url="https://example.org/x") != "allow"


def used(home: Home, tool: str, **given: str) -> None:
    """A call of another tool that a person said yes to."""
    called(home, "", tool=tool, input=given)


def tool_verdict(home: Home, tool: str, **given: str) -> str:
    found = home.run("check", "--json", "--tool", tool, "--input", json.dumps(given)).data
    return "" if found["tier"] == "none" else str(found["verdict"])
