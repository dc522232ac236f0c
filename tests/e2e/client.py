"""The pinned real client on a closed stage: a fresh home, a git project, a scripted model and no network.

Model and client share namespaces of their own: a network that holds loopback alone, so nothing leaves the machine, and
a file system of which only the stage can be written.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.e2e.transcript import Outcome, outcomes

ROOT = Path(__file__).resolve().parents[2]
MODEL = Path(__file__).with_name("model.py")
KEY = "sk-ant-fake-key-that-opens-nothing-at-all"
DEADLINE = 60.0  # seconds any single wait may last on a crowded machine


# What the classifier of auto mode says of a call, in the client's words; "" is a server that does not judge.
SAFE, RISKY, ABSENT = "not_flagged", "flagged", ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One tool call the scripted model proposes, and how the classifier judges it."""

    tool: str
    input: Mapping[str, Any]
    judged: str = ABSENT


def bash(command: str) -> Proposal:
    return Proposal("Bash", {"command": command, "description": "as the script says"})


def missing() -> str | None:
    """Why the real client cannot be driven here, or None when it can."""
    if not program().is_file():
        return f"{program()} is not installed; run tools/fetch-clients"
    absent = [
        name for name in ("tmux", "git", "unshare", "nsenter", "mount", "ip") if shutil.which(name) is None
    ]
    if absent:
        return f"programs not installed: {', '.join(absent)}"
    with tempfile.TemporaryDirectory(prefix="stage-", dir=cache()) as stage:
        tried = subprocess.run(closed(Path(stage), "true"), capture_output=True, text=True, check=False)
    return f"this machine does not let us close a stage: {tried.stderr.strip()}" if tried.returncode else None


def program() -> Path:
    """Where tools/fetch-clients puts the pinned client's program."""
    pin = next(
        line.split() for line in (ROOT / "tools/clients.txt").read_text().splitlines() if line[0] != "#"
    )
    return cache() / "clients" / f"{pin[0]}-{pin[1]}" / "claude"


def cache() -> Path:
    """Our folder in the user's cache. Stages stand here too: below /tmp a home would count as scratch space."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".cache") / "assent"


def as_root() -> bool:
    return os.geteuid() == 0


# A network of loopback alone, and a file system on which only the stage can be written: what a test lets the client
# run by mistake stays there. Words: the stage, then the command. The stage's own `etc`, when it has one, lies over the
# machine's.
NEW_NETWORK = ["unshare", "--net", "--mount", *(() if as_root() else ("--map-root-user",))]
CLOSE = """
ip link set lo up && mount --bind "$1" "$1" && mount -o remount,bind,ro / || exit
[ ! -d "$1/etc" ] || mount -t overlay stage -o "lowerdir=$1/etc:/etc" /etc || exit
shift && exec "$@"
"""


def closed(stage: Path, *command: str) -> list[str]:
    """The command, in namespaces of its own."""
    return [*NEW_NETWORK, "sh", "-c", CLOSE, "sh", str(stage), *command]


def until(claim: str, look: Callable[[], Any], deadline: float = DEADLINE) -> Any:
    """The first true value `look` gives; fails with the claim when the deadline passes first."""
    end = time.monotonic() + deadline
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {deadline:.0f} s: {claim}")


@dataclass(slots=True)
class World:
    """A fresh home with one project, and the model its client talks to. Use as a context manager."""

    base: Path
    plays: int = 0
    model: subprocess.Popen[str] | None = None
    port: int = 0

    @property
    def home(self) -> Path:
        return self.base / "home"

    @property
    def project(self) -> Path:
        return self.home / "src" / "shop"

    @property
    def settings(self) -> Path:
        return self.home / ".claude" / "settings.json"

    def __enter__(self) -> Self:
        self.scripts.mkdir(parents=True)
        (self.base / "scratch").mkdir()
        self.make_project()
        self.welcome_back()
        play = (sys.executable, "-I", str(MODEL), str(self.scripts), str(self.base / "model.log"))
        self.model = subprocess.Popen(closed(self.base, *play), stdout=subprocess.PIPE, text=True)
        assert self.model.stdout is not None
        self.port = int(self.model.stdout.readline())
        return self

    def __exit__(self, *_: object) -> None:
        assert self.model is not None
        assert self.model.stdout is not None
        self.model.send_signal(signal.SIGTERM)
        self.model.wait(timeout=DEADLINE)
        self.model.stdout.close()

    @property
    def scripts(self) -> Path:
        return self.base / "scripts"

    def make_project(self) -> None:
        """A repository with two commits, a second branch, a subdirectory and a Makefile."""
        (self.project / "sub").mkdir(parents=True)
        (self.project / "Makefile").write_text("greet:\n\t@echo hello\n")
        (self.project / "sub" / "notes.txt").write_text("one\ntwo\n")
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "user.name", "Ada Example")
        self.git("config", "user.email", "ada@example.org")
        self.git("add", ".")
        self.git("commit", "--quiet", "--message=first")
        self.git("branch", "topic")
        self.git("commit", "--quiet", "--allow-empty", "--message=second")

    def git(self, *words: str) -> str:
        command = ["git", "-C", str(self.project), *words]
        return subprocess.run(command, env=self.plain(), check=True, capture_output=True, text=True).stdout

    def welcome_back(self) -> None:
        """What the client remembers of a person who has met it: no greeting, a known key, a trusted project."""
        known = {
            "hasCompletedOnboarding": True,
            "theme": "dark",
            "customApiKeyResponses": {"approved": [KEY[-20:]], "rejected": []},
            "projects": {
                str(self.project): {"hasTrustDialogAccepted": True, "hasCompletedProjectOnboarding": True}
            },
        }
        (self.home / ".claude").mkdir()
        (self.home / ".claude.json").write_text(json.dumps(known))

    def plain(self) -> dict[str, str]:
        """The environment of everything on this stage."""
        return {
            "HOME": str(self.home),
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def command(self, *words: str) -> list[str]:
        """The client's command line inside the model's network, its environment emptied first."""
        switches = {
            "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{self.port}",
            "ANTHROPIC_API_KEY": KEY,
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
            "CLAUDE_CODE_TMPDIR": str(self.base / "scratch"),
            "DISABLE_AUTOUPDATER": "1",
            "DISABLE_TELEMETRY": "1",
            "IS_SANDBOX": "1",  # which the stage is; without it the client refuses to bypass as root
            "DISABLE_ERROR_REPORTING": "1",
            "ENABLE_TOOL_SEARCH": "false",
        }
        setting = [f"{name}={value}" for name, value in {**self.plain(), **switches}.items()]
        return [*self.enter(), "env", "-i", f"--chdir={self.project}", *setting, str(program()), *words]

    def enter(self) -> list[str]:
        """What goes before a command to run it inside the namespaces of model and client."""
        assert self.model is not None
        owner = () if as_root() else ("--user", "--preserve-credentials")
        return ["nsenter", "--net", "--mount", f"--target={self.model.pid}", *owner]

    def write_script(self, *proposals: Proposal) -> tuple[str, list[str]]:
        """A new script's name and the ids of its tool calls."""
        self.plays += 1
        name = f"play-{self.plays}"
        ids = [f"toolu_{name}_{turn}" for turn in range(len(proposals))]
        self.write_turns(name, proposals, ids)
        return name, ids

    def write_turns(self, name: str, proposals: Sequence[Proposal], ids: Sequence[str]) -> None:
        """The script of this name, its calls with these ids."""
        turns = [
            {"id": id, "name": proposal.tool, "input": dict(proposal.input)}
            | ({"judged": proposal.judged} if proposal.judged else {})
            for id, proposal in zip(ids, proposals, strict=True)
        ]
        (self.scripts / f"{name}.json").write_text(json.dumps(turns))

    def played(self, name: str) -> bool:
        """Whether the model has been asked for this script's first turn."""
        log = self.base / "model.log"
        return log.exists() and f'"script": "{name}"' in log.read_text()

    def print_mode(self, *proposals: Proposal, flags: tuple[str, ...] = ()) -> list[Outcome]:
        """What became of each call in one `-p` run, where nobody can be asked."""
        outcomes, said = self.print_once(*proposals, flags=flags)
        assert len(outcomes) == len(proposals), said
        return outcomes

    def print_on(self, *proposals: Proposal, flags: tuple[str, ...] = ()) -> list[Outcome]:
        """The same in as many runs as it takes: the client gives a run up after a few calls that auto mode would
        have had to check."""
        outcomes: list[Outcome] = []
        while len(outcomes) < len(proposals):
            more, said = self.print_once(*proposals[len(outcomes) :], flags=flags)
            assert more, said
            outcomes += more
        return outcomes

    def print_once(self, *proposals: Proposal, flags: tuple[str, ...] = ()) -> tuple[list[Outcome], str]:
        """What became of the calls one `-p` run came to, and what the client said."""
        name, ids = self.write_script(*proposals)
        command = self.command("-p", f"{{{{play {name}}}}}", "--output-format", "json", *flags)
        patience = 3 * DEADLINE + 4 * len(proposals)
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=patience, check=False
        )
        seen = self.seen()
        return [seen[id] for id in ids if id in seen], done.stdout + done.stderr

    def seen(self) -> dict[str, Outcome]:
        """What became of every call so far, by its id."""
        return outcomes(self.home)


@contextmanager
def fresh_world(managed: Mapping[str, str] | None = None) -> Iterator[World]:
    """A world whose stage is taken away afterwards. `managed` are files of the machine's keeper by their name below
    /etc/claude-code; they stand on the stage alone."""
    base = Path(tempfile.mkdtemp(prefix="stage-", dir=cache()))
    try:
        for name, text in (managed or {}).items():
            path = base / "etc" / "claude-code" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        with World(base) as world:
            yield world
    finally:
        shutil.rmtree(base, ignore_errors=True)
