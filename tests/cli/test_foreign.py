"""No command lets foreign text reach a terminal raw: names, rules, logs, settings and words hold what would act there."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import pytest

from assent.cli.main import cli
from assent.core.shown import in_json, is_seen, shown
from tests.app.sessions import days_of
from tests.cli.conftest import SOURCES, Home

# The clipboard, the title, the cursor, a colour in one byte, words turned round, unseen ones, other ends of lines, tags.
ACTS = "\x1b]52;c;QUFB\x07 \x1b]0;t\x1b\\ \x1b[2J\x9b31m\x90q\x9c \u202eabc\u2066d\u2069 \u200b\u200e\u061c \x85\u2028\u2029 \x7f\x08\r \U000e0041\ufe0f\u3164"
NAME = ACTS.replace("/", "").replace("\r", "")
OWN = re.compile(r"\x1b\[[0-9;]*m")
HERE = "x " + ACTS
RULE = "Bash(frobnicate \u202eabc\u2066d\u200b\u2028\U000e0041\ufe0f x)"  # a pattern with control characters is refused
LOOK = ("--json",)

# Command → the words it is tried with; `@project` stands for a directory with such a name.
TRIED: dict[str, tuple[tuple[str, ...], ...]] = {
    "init": (("--dry-run",), ("--agent", HERE), ("--yes",), ("--undo", "--yes"), ("--" + ACTS,)),
    "learn": ((), LOOK, ("--since", HERE), ("--as-of", HERE), ("--from", "/nowhere" + NAME), ("--project", ACTS), ("--apply", HERE), ("--apply", "all")),
    "check": (
        (HERE,), ("--explain", HERE), ("--json", HERE), ("--explain", "frobnicate " + ACTS), ("--tool", HERE, "--input", "{}"), ("--tool", "Read", "--input", ACTS),
        ("--batch", "/nowhere" + NAME), ("--policy", "/nowhere" + NAME, "ls"), ("--native", ACTS, "ls"), ("--native", "claude", HERE), ("--facts", ACTS, "ls"),
        ("--batch", "@calls"), ("--cwd", "@project", "--explain", "cat ./" + NAME), ("--project", ACTS, "ls"),
    ),
    "why": ((), LOOK, (HERE,)),
    "log": ((), LOOK, ("--session", ACTS), ("-n", ACTS), ("--rule", ACTS), ("--agent", ACTS), ("--grep", ACTS), ("--grep", f"/({ACTS}/")),
    "export": (("--format", "csv", ACTS), ("--format", "otlp"), ("--format", "audit-jsonl"), ("--format", ACTS)),
    "import": ((ACTS,),),
    "import audit-jsonl": (("/nowhere" + NAME,), ("@project",), (ACTS, "--apply")),
    "import claude-permit": (("/nowhere" + NAME,), ("@project",), (ACTS, "--apply")),
    "log verify": ((), LOOK, ("--against", "/nowhere" + NAME), (ACTS,)),
    "log prove": ((ACTS,), (ACTS, "--json")),
    "log redact": ((ACTS, "--dry-run"), ("(" + ACTS, "--regex", "--dry-run"), ("frobnicate", "--dry-run", "--json")),
    "log checkpoint": ((), ("--to", "/nowhere" + NAME), (ACTS,)),
    "stats": ((), LOOK, (ACTS,), ("commands",), ("rules",), ("savings",), ("paths",), ("--project", ACTS), ("--agent", ACTS)),
    "trends": ((), LOOK, ("--since", HERE), ("--project", ACTS)),
    "sessions": ((), LOOK, ("--agent", ACTS), ("--project", ACTS)),
    "sessions show": (("last",), ("last", "--json"), (ACTS,)),
    "sessions compare": ((ACTS, ACTS), ("last", "last"), ("last", "last", "--json")),
    "statusline": ((), ("--ascii",), ("--after", "true"), (ACTS,)),
    "timeline": ((), LOOK, ("--all",), ("--since", HERE), ("--project", ACTS)),
    "audit": ((), LOOK, ("--since", HERE), (ACTS,)),
    "report": (LOOK, ("--html", "/nowhere" + NAME), ("--since", HERE)),
    "digest": ((), LOOK, ("--since", HERE), ("--html", "--json"), (ACTS,)),
    "status": ((), LOOK, ("--probe",), (ACTS,)),
    "validate": ((), LOOK, ("@settings",), ("@policy",), (ACTS,)),
    "config": ((), LOOK, (ACTS,)),
    "rebuild": ((), (ACTS,)),
    "hook": ((ACTS,),),
    "rules": ((), (ACTS,)),
    "rules list": ((), LOOK, ("--layer", ACTS), ("--project", ACTS), ("--project", "@project")),
    "rules show": (("hostile",), (ACTS,), ("hostile", "--json")),
    "rules test": ((), LOOK, ("/nowhere" + NAME,), ("@policy",)),
    "rules history": ((), LOOK, (ACTS,)),
    "rules add": ((RULE, "--name", ACTS, "--why", ACTS), ("allow " + ACTS,), (RULE, "--within", ACTS), (RULE, "--expires", ACTS), (RULE, "--project", ACTS)),
    "rules deny": ((RULE, "--name", "n" + ACTS), (ACTS,), (RULE, "--declare", "--here")),
    "rules ask": ((RULE, "--why", ACTS), (ACTS,)),
    "rules remove": ((ACTS,), ("hostile",)),
    "rules enable": ((ACTS,), ("hostile",)),
    "rules disable": ((ACTS,), ("hostile",)),
    "rules undo": ((ACTS,), ()),
    "rules trust": ((ACTS,), (), ("--yes",)),
    "rules distrust": ((ACTS,), ()),
    "rules learn": ((ACTS,),),
    "store": ((), (ACTS,)),
    "completions": ((ACTS,),),
    "programs": ((), (ACTS,)),
    "programs list": ((), (ACTS,)),
    "programs show": ((ACTS,), ("acme",)),
    "programs check": (("/nowhere" + NAME,), (ACTS,)),
    "programs new": ((ACTS,), ("acme", "--from", "/nowhere" + NAME)),
    "programs words": ((),),
    "shadow": ((), LOOK, (ACTS,)),
    "shadow on": (("--project", ACTS), ("--project", "@project"), (ACTS,)),
    "shadow off": ((ACTS,), ("--project", ACTS), ()),
    "shadow report": ((), LOOK, ("--project", ACTS), (ACTS,)),
    "replay": ((), LOOK, ("--policy", "/nowhere" + NAME), ("--policy", "@policy"), ("--since", HERE)),
    "learn eval": (("@logs",), ("@logs", "--json"), ("/nowhere" + NAME,), (ACTS,)),
    "rules learn eval": ((ACTS,),),
    "modules": ((), LOOK, (ACTS,)),
    "modules list": ((), LOOK, ("--categories",), (ACTS,)),
    "modules show": ((ACTS,), ("python", "--json")),
    "modules enable": ((ACTS,), ("python",)),
    "modules disable": ((ACTS,), ("python",)),
    "modules exclude": ((ACTS,),),
    "modules include": ((ACTS,),),
    "modules diff": ((), ("/nowhere" + NAME,), (ACTS,)),
    "rules prune": (("--dry-run",), ("--json",), (ACTS,)),
    "rules migrate": ((), LOOK, ("--project", ACTS), (ACTS,)),
    "store verify": ((), LOOK, (ACTS,)),
    "store rebuild": ((), (ACTS,)),
}  # fmt: skip


def leaves(group: click.Group, path: str = "") -> Iterator[str]:
    """Every command, groups that do something alone included."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if path == "" and name == "permissions":
            continue  # another name of `rules`
        if isinstance(command, click.Group):
            yield from leaves(command, path + name + " ")
        yield path + name


def test_every_command_is_tried() -> None:
    assert sorted(leaves(cli)) == sorted(TRIED)


def quoted(text: str) -> str:
    """A TOML string in which only what TOML forbids is escaped."""
    return '"' + "".join(f"\\u{ord(c):04x}" if ord(c) < 32 or c in '"\\\x7f' else c for c in text) + '"'


def policy(name: str) -> str:
    return f"""[[rule]]
name = {quoted(name)}
deny = [{quoted(RULE)}]
why = {quoted(HERE)}
[[rule]]
name = {quoted("w" + name)}
allow = [{quoted(RULE.replace("frobnicate", "tool"))}]
yes = [{quoted("other " + ACTS)}]
"""


BROKEN_SETTINGS = (
    f"modules = [{quoted(ACTS)}]\n{quoted(ACTS)} = 1\n[redact]\nextra = [{quoted('(' + ACTS)}]\n"
)


def prepared(home: Home) -> Home:
    """A home and a project in which everything that can bear a name or a text bears one that acts."""
    (home.project / ".git").mkdir(parents=True)
    (home.project / ".git/HEAD").write_text(f"ref: refs/heads/{NAME}\n")
    (home.path / ".claude").mkdir()
    odd = home.path / "work" / ("odd" + NAME)
    (odd / ".git").mkdir(parents=True)
    (odd / ".git/HEAD").write_text("ref: refs/heads/main\n")
    home.write(
        ".claude/settings.json",
        json.dumps(
            {"permissions": {"allow": [RULE, "Bash(git:*)", ACTS]}, ACTS: ACTS}, ensure_ascii=False, indent=2
        ),
    )
    home.run("init", "--yes")
    home.run("rules", "add", "Bash(grantedtool *)", "--name", "hostile", "--why", HERE)
    home.run("rules", "add", RULE, "--name", "n" + ACTS, code=None)
    for number, command in enumerate((HERE, "frobnicate " + ACTS, "git status; " + ACTS, "rm -rf ~/" + ACTS)):
        home.hook(command, f"t{number}")
    home.write(".config/assent/policy.toml", policy("user " + ACTS))
    home.write(".config/assent/config.toml", f"[redact]\nextra = [{quoted('zzz' + re.escape(ACTS))}]\n")
    home.write("broken.toml", BROKEN_SETTINGS)
    home.write("work/p/.assent/policy.toml", policy("project " + ACTS))
    (odd / ".assent").mkdir()
    (odd / ".assent/policy.toml").write_text("[[rule]]\nname = " + quoted(ACTS) + "\nallow = 3\n")
    modules = home.project / ".claude/permissions"
    modules.mkdir(parents=True)
    (modules / (NAME + ".json")).write_text(
        json.dumps({ACTS: [ACTS], "deny": [ACTS, RULE], "allow": ["Bash(" + ACTS]})
    )
    logs = home.path / ".claude/projects" / ("-work" + NAME)
    logs.mkdir(parents=True)
    days_of(logs, str(home.project), "frobnicate " + ACTS.replace("\r", ""), 25)
    days_of(logs, str(odd), "git status", 25)
    (logs / ("broken" + NAME + ".jsonl")).write_text('{"type": "assistant"\n' * 3)
    call = {"id": ACTS, "tool": "Bash", "input": {"command": HERE}, "cwd": str(home.project)}
    home.write(
        "calls", json.dumps(call, ensure_ascii=False).replace("\u2028", "\\u2028") + "\n" + '{"id": 1\n'
    )
    return home


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return prepared(Home(tmp_path_factory.mktemp("foreign").resolve() / "home"))


@pytest.fixture
def untouched(tmp_path: Path) -> Home:
    return prepared(Home(tmp_path.resolve() / "home"))


def words(home: Home, command: str, given: Sequence[str]) -> list[str]:
    places = {
        "@project": str(home.path / "work" / ("odd" + NAME)),
        "@calls": str(home.path / "calls"),
        "@policy": str(home.policy),
        "@logs": str(home.path / ".claude/projects"),
        "@settings": str(home.path / "broken.toml"),
    }
    return [sys.executable, "-m", "assent", *command.split(), *[places.get(each, each) for each in given]]


def environment(home: Home) -> dict[str, str]:
    return {
        "HOME": str(home.path),
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(SOURCES),
        "TERM": "xterm-256color",
    }


def on_a_terminal(home: Home, argv: Sequence[str]) -> tuple[int, bytes]:
    """What a terminal gets of a command; whatever it asks is answered with no."""
    master, slave = pty.openpty()
    child = subprocess.Popen(
        argv, cwd=home.project, env=environment(home), stdin=slave, stdout=slave, stderr=slave
    )
    os.close(slave)
    os.write(master, b"n\n" * 4)
    got = b""
    end = time.monotonic() + 60
    while time.monotonic() < end and select.select([master], [], [], 60)[0]:
        try:
            block = os.read(master, 65536)
        except OSError:  # the other side is closed
            break
        if not block:
            break
        got += block
    os.close(master)
    return child.wait(60), got


def raw(text: str) -> list[str]:
    """The characters that would act."""
    return [char for char in OWN.sub("", text.replace("\r\n", "\n")) if char != "\n" and not is_seen(char)]


# One process after the other words of a command, each as if it were alone.
EACH = """
import json, sys
from assent.cli.main import main
for argv in json.loads(sys.argv[1]):
    sys.argv = ["assent", *argv]
    try:
        main(argv)
    except SystemExit as done:
        sys.stderr.write(f"[ended {done.code}]\\n")
"""


@pytest.mark.parametrize("command", TRIED)
def test_nothing_raw_comes_out_of_a_pipe(hostile: Home, command: str) -> None:
    given = [words(hostile, command, each)[3:] for each in TRIED[command]]
    argv = [sys.executable, "-c", EACH, json.dumps(given)]
    done = subprocess.run(
        argv,
        cwd=hostile.project,
        env=environment(hostile),
        input=b"",
        capture_output=True,
        timeout=120,
        check=False,
    )
    told = done.stdout.decode() + done.stderr.decode()
    assert (raw(told), "\x1b" in told, done.returncode) == ([], False, 0)
    ends = re.findall(r"\[ended (\d+)\]", told)
    assert command == "hook" or (len(ends) == len(given) and set(ends) <= set("012")), told


@pytest.mark.parametrize(
    ("command", "given"), [(command, rows[0]) for command, rows in TRIED.items()], ids=TRIED
)
def test_nothing_raw_reaches_a_terminal(hostile: Home, command: str, given: tuple[str, ...]) -> None:
    code, got = on_a_terminal(hostile, words(hostile, command, given))
    assert raw(got.decode()) == []
    assert code in (0, 1, 2), got


def test_the_home_is_as_hostile_as_it_says(untouched: Home) -> None:
    """The texts do come out, escaped: else the tests above would prove nothing."""
    assert "\\x1b]52;c;QUFB\\x07" in untouched.run("log").out
    assert "\\u202eabc" in untouched.run("check", "--explain", "frobnicate " + ACTS).out
    assert "\\x9b31m" in untouched.run("rules", "list").out
    assert "frobnicate \\u202eabc" in untouched.run("rules", "list").out
    assert "\\U000e0041" in untouched.run("status", code=None).out
    assert json.loads(untouched.run("log", "--json").out.splitlines()[-1])["tool_input"]["command"] == HERE


@pytest.mark.parametrize("command", ["config", "learn", "status", "validate"])
def test_nothing_raw_comes_out_of_broken_settings(untouched: Home, command: str) -> None:
    (untouched.path / "broken.toml").rename(untouched.path / ".config/assent/config.toml")
    done = untouched.run(*command.split(), code=None)
    assert "config.toml" in done.out + done.err
    assert raw(done.out + done.err) == []


def test_the_answer_the_client_prints_has_nothing_raw(untouched: Home) -> None:
    told = json.dumps(untouched.hook("frobnicate " + ACTS.replace("\r", "")), ensure_ascii=False)
    assert raw(told) == []


FORMS = {
    "escape": ("a\x1b[0m", "a\\x1b[0m"), "line": ("a\nb\tc\r", "a\\nb\\tc\\r"), "c1": ("\x9b", "\\x9b"), "bidi": ("\u202e", "\\u202e"),
    "line-separator": ("\u2028", "\\u2028"), "half": ("\udcff", "\\udcff"), "tag": ("\U000e0041", "\\U000e0041"), "plain": ("naïve 漢字 ✓ é", "naïve 漢字 ✓ é"),
    "selector": ("a\ufe0f", "a\\ufe0f"), "blank": ("a\u00a0b", "a\\xa0b"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), FORMS.values(), ids=FORMS.keys())
def test_what_is_not_seen_is_shown_as_its_escape(text: str, told: str) -> None:
    assert shown(text) == told


@pytest.mark.parametrize("text", [each for each, _ in FORMS.values()] + [ACTS], ids=[*FORMS, "all"])
def test_json_means_the_same_and_holds_nothing_raw(text: str) -> None:
    told = in_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(told) == text
    assert raw(told) == []


def test_a_module_that_prints_past_the_door_is_seen() -> None:
    """Only these modules write to a stream themselves, each what is ours alone."""
    folder = Path(SOURCES) / "assent/cli"
    found = {
        path.name
        for path in folder.glob("*.py")
        if re.search(r"std(out|err)\b|\bprint\(|click\.(echo|secho|style)", path.read_text())
    }
    assert found <= {
        "output.py",
        "offer.py",
        "check.py",
        "main.py",
        "init.py",
        "dialogue.py",
        "completions.py",
        # What is no text for a terminal, or is written for other programs, as it stands.
        "digest.py",
        "export.py",
        "report.py",
        # They ask a stream what it can show, or push it on, or read another program's.
        "charts.py",
        "following.py",
        "log_checkpoint.py",
        "screen.py",
    }
