"""An ordinary working day of an agent: the project it works in, and the calls it makes there."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.client import ABSENT, SAFE, Proposal, World, bash
from tests.e2e.transcript import ASKED, Outcome

MODES = ("default", "acceptEdits", "plan", "auto", "bypassPermissions")
NOTES = Path(__file__).with_name("notes_server.py")


@dataclass(frozen=True, slots=True)
class Step:
    """One call of the day and how the table names it."""

    name: str
    proposal: Proposal


def shell(*commands: str) -> list[Step]:
    return [Step(command, bash(command)) for command in commands]


def tool(tool: str, **input: str) -> Step:
    shown = next(iter(input.values()))
    return Step(f"{tool} {shown}", Proposal(tool, input))


PLACES = ("{project}", "{home}", "{{")
# `{project}` and `{home}` are the stage's. A `cd` is followed by a way back: the client's shell stays where it went.
BACK = "cd {project}"
LOOKING = [
    *shell(
        "ls -la",
        "cat src/shop.py",
        "head -3 README.md",
        "wc -l src/*.py",
        "grep -rn total src",
        "find . -name '*.py'",
        "ls src && cat README.md",
        "echo done",
        "python3 --version",
        "diff src/shop.py src/cart.py",
        "sed -n '1,3p' src/shop.py",
        "for f in src/*.py; do wc -l $f; done",
        "cat .env",
        "cat .env.example",
        "ls ~/.config",
        "cat ~/.ssh/config",
        "cat /etc/hostname",
    ),
    tool("Read", file_path="{project}/src/cart.py"),
    tool("Read", file_path="{project}/README.md"),
    tool("Read", file_path="{project}/.env"),
    tool("Read", file_path="{home}/.bashrc"),
]
AFTER_CD = shell(
    "cd src && cat shop.py", BACK,
    "cd src && wc -l shop.py", BACK,
    "cd src && find . -name shop.py", BACK,
    "cd src && grep -rn total .", BACK,
    "cd src && head shop.py", BACK,
    "cd src && ls", BACK,
    "cd src && ls -la && cat cart.py | head -5", BACK,
    "cd src && sed -n '1,5p' shop.py", BACK,
    "cd src; cat shop.py", BACK,
    "cd {project}/src && ls", BACK,
    "cd {project} && git status", BACK,
    "cd src && pwd", BACK,
)  # fmt: skip
CHANGING = [
    tool("Read", file_path="{project}/src/shop.py"),
    tool("Edit", file_path="{project}/src/shop.py", old_string="total", new_string="amount"),
    tool("Write", file_path="{project}/src/new.py", content="x = 1\n"),
    tool("Write", file_path="{project}/docs/plan.md", content="# Plan\n"),
    tool("Write", file_path="{home}/notes.txt", content="outside\n"),
    *shell(
        "mkdir -p build/out",
        "touch build/out/a.txt",
        "cp README.md build/out/b.txt",
        "mv build/out/b.txt build/out/c.txt",
        "echo hello > build/out/d.txt",
        "sed -i 's/one/two/' docs/guide.md",
        "cd docs && echo more >> guide.md", BACK,
        "cd docs && touch extra.md", BACK,
        "cd docs && sed -i 's/two/three/' guide.md", BACK,
        "cd docs && mkdir -p old && mv extra.md old/", BACK,
        "cp docs/*.md build/out/",
        "cat > build/e.txt <<'EOF'\nlines\nEOF",
        "chmod +x tool.sh",
        "rm build/out/a.txt",
        "rm -rf build",
    ),
]  # fmt: skip
GIT = shell(
    "git status",
    "git log -5 | head -3",
    "git diff",
    "git show HEAD --stat",
    "git branch",
    "git blame README.md",
    "git -C . status",
    "git add src/shop.py",
    "git commit -m 'change'",
    "git commit --allow-empty -m \"$(cat <<'EOF'\nchange\nEOF\n)\"",
    "git switch -c feature",
    "git fetch",
    "git push origin feature",
    "git commit --amend --no-edit",
    "git checkout README.md",
    "git reset --hard HEAD",
    "git push --force origin feature",
    "git switch main",
)
RUNNING = shell(
    "make greet",
    "python3 -m unittest -q",
    "python3 src/shop.py",
    "npm test",
    "npm install",
    "./tool.sh",
    "PYTHONPATH=src python3 -c 'print(1)'",
    "timeout 5 make greet",
    "env",
    "which python3",
)
BEYOND = [
    tool("WebFetch", url="https://docs.python.org/3/", prompt="what is new"),
    tool("WebFetch", url="https://example.org/", prompt="what is this"),
    tool("WebSearch", query="python release"),
    *shell("curl -sS https://example.org/", "curl -d x=1 https://example.org/"),
    tool("mcp__notes__list_notes", about="today"),
    tool("mcp__notes__add_note", text="remember"),
    Step(
        "Agent that reads a file",
        Proposal(
            "Agent",
            {
                "description": "read",
                "prompt": "{{{{play inside}}}}",
                "subagent_type": "general-purpose",
                "run_in_background": False,
            },
        ),
    ),
    tool("Skill", skill="dataviz"),
]
# What the subagent of the day does, in its own conversation.
INSIDE = [
    Step("inside the agent: cat src/cart.py", bash("cat src/cart.py")),
    Step("inside the agent: cd src && cat cart.py", bash("cd src && cat cart.py")),
    Step("inside the agent: make greet", bash("make greet")),
]
DAY = [*LOOKING, *AFTER_CD, *CHANGING, *GIT, *RUNNING, *BEYOND]

FILES = {
    ".env": "TOKEN=none\n",
    ".env.example": "TOKEN=\n",
    ".gitignore": "build/\n.env\n.claude/\n",
    "Makefile": "greet:\n\t@echo hello\n",
    "README.md": "# Shop\n\nA small shop.\nIt sells.\n",
    "docs/guide.md": "one\n",
    "package.json": '{"name": "shop", "version": "1.0.0", "scripts": {"test": "node --version"}}\n',
    "src/cart.py": "def cart():\n    return []\n",
    "src/shop.py": "def total(prices):\n    return sum(prices)\n",
    "sub/notes.txt": "one\ntwo\n",
    "test_shop.py": "import unittest\n\n\nclass Test(unittest.TestCase):\n    def test_it(self):\n        pass\n",
    "tool.sh": "echo tool\n",
}


def furnish(world: World) -> None:
    """The project as it is every morning, whatever the last day left of it but what was granted, and a remote."""
    left = [each for each in world.project.iterdir() if each.name != ".claude"]
    for place in (*left, world.home / "remote.git", world.home / "notes.txt"):
        shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
    for name, text in FILES.items():
        path = world.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for name, text in ((".ssh/config", "Host x\n"), (".bashrc", "true\n"), (".config/tool/settings", "x\n")):
        path = world.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    world.git("init", "--quiet", "--initial-branch=main")
    world.git("config", "user.name", "Ada Example")
    world.git("config", "user.email", "ada@example.org")
    for message in ("first", "second"):
        (world.project / "src/shop.py").write_text(f"{FILES['src/shop.py']}# {message}\n")
        world.git("add", ".")
        world.git("commit", "--quiet", f"--message={message}")
    world.git("init", "--quiet", "--bare", str(world.home / "remote.git"))
    world.git("remote", "add", "origin", str(world.home / "remote.git"))


def filled(world: World, steps: list[Step], judged: str) -> list[Proposal]:
    """The calls with the stage's own paths in them."""

    def text(value: object) -> object:
        if not isinstance(value, str) or not any(word in value for word in PLACES):
            return value
        return value.format(home=world.home, project=world.project)

    return [
        Proposal(
            each.proposal.tool, {name: text(value) for name, value in each.proposal.input.items()}, judged
        )
        for each in steps
    ]


@dataclass(frozen=True, slots=True)
class Ends:
    """How a call went: the word for it, and what the client said."""

    word: str
    text: str = ""


def live(world: World, mode: str, *flags: str) -> dict[str, Ends]:
    """What became of each call of one day. In auto mode the classifier finds every call safe: so each question asked
    there is one more than the client alone would ask."""
    furnish(world)
    judged = SAFE if mode == "auto" else ABSENT
    inside = filled(world, INSIDE, judged)
    ids = [f"toolu_inside_{world.plays}_{turn}" for turn in range(len(inside))]
    world.write_turns("inside", inside, ids)
    config = world.base / "mcp.json"
    servers = {"notes": {"command": sys.executable, "args": ["-I", str(NOTES)]}}
    config.write_text(json.dumps({"mcpServers": servers}))
    given = ("--permission-mode", mode, "--mcp-config", str(config), *flags)
    found = [_end(each) for each in world.print_on(*filled(world, DAY, judged), flags=given)]
    ends = {step.name: end for step, end in zip(DAY, found, strict=True) if step.name != BACK}
    seen = world.seen()
    # Where the agent itself has to be asked about, what it would do inside never begins.
    return ends | {
        step.name: _end(seen[id]) if id in seen else Ends(ASKED) for step, id in zip(INSIDE, ids, strict=True)
    }


def _end(outcome: Outcome) -> Ends:
    """Where nobody can be asked the client says either that nobody could be asked, or that its classifier could not:
    which of the two depends on how many calls of the run it had refused before."""
    word = ASKED if outcome.end == "automode-unavailable" else outcome.end
    return Ends(word, outcome.text)
