"""Notes which functions ordinary calls run: a program of its own, for the bundle that is being made.

    python warm.py FOLDER     an empty folder, where a home, its policy and its record are made

Writes (path of the file, line, name of the function) of each to standard output, marshalled.
"""

from __future__ import annotations

import marshal
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assent.agents import registry
from assent.app import hook
from assent.core.wire import encode
from assent.store.paths import Paths

if TYPE_CHECKING:
    from types import FrameType

POLICY = """
[[rule]]
allow = ["Bash(git *)"]
within = ["read-project"]
[[rule]]
allow = ["Bash(ls *)", "Bash(npm test *)"]
within = ["read-project", "run-project"]
[[rule]]
deny = ["Bash(curl *)"]
[[rule]]
ask = ["Bash(make *)"]
[[rule]]
allow = ["Edit(./src/**)", "Read(./**)"]
within = ["read-project", "write-project"]
"""
# What people's agents do all day: looking, testing, editing; a denial, an ask, a program that nobody knows.
CALLS: tuple[tuple[str, dict[str, object]], ...] = (
    ("Bash", {"command": "git status", "description": "d"}),
    ("Bash", {"command": "git log --oneline -5 | head", "description": "d"}),
    (
        "Bash",
        {
            "command": "cd src && ls -la; git diff --stat HEAD~1 -- 'a b.py' 2>/dev/null | grep -v \"it's\" | sort"
        },
    ),
    ("Bash", {"command": "npm test -- --watch=false"}),
    ("Bash", {"command": "make all"}),
    ("Bash", {"command": "frobnicate --all"}),
    ("Bash", {"command": "curl https://example.com"}),
    ("Read", {"file_path": "{project}/src/a.py"}),
    ("Edit", {"file_path": "{project}/src/a.py", "old_string": "a", "new_string": "b"}),
)
EVENTS: tuple[tuple[str, dict[str, object]], ...] = (
    ("PreToolUse", {}),
    ("PostToolUse", {"tool_response": {"stdout": "nothing to commit", "stderr": "", "interrupted": False}}),
)


def home(folder: Path) -> tuple[Paths, Path]:
    """Our places in a new home, and a project there."""
    project = folder / "work/p0"
    (project / ".git").mkdir(parents=True)
    (project / "src").mkdir()
    (project / ".git/HEAD").write_text("ref: refs/heads/main\n")
    at = Paths(str(folder), *(str(folder / each) for each in ("config", "data", "state")))
    Path(at.config).mkdir()
    Path(at.user_policy).write_text(POLICY)
    return at, project


def answer(at: Paths, event: str, tool: str, given: dict[str, object], project: Path) -> None:
    """One call from its payload to its line of the record."""
    named = {
        key: each.replace("{project}", str(project)) if isinstance(each, str) else each
        for key, each in given.items()
    }
    payload = {
        "session_id": "1db73ec3-712c-46f6-a553-f1fbdc8cae7b", "transcript_path": "/x.jsonl", "cwd": str(project),
        "prompt_id": "fdc59589", "permission_mode": "default", "hook_event_name": event, "tool_name": tool,
        "tool_input": named, "tool_use_id": "toolu_7aa4eb0055cd41a1851dbe46", **dict(EVENTS)[event],
    }  # fmt: skip
    asked = hook.Asked(registry.speaker(registry.DEFAULT))
    _, entry = hook.respond(encode(payload).encode(), registry.DEFAULT, at, asked)
    hook.note(asked, entry)


def main(folder: Path) -> None:
    """Answer every call once to have all in place, then once more and note what runs."""
    seen: set[tuple[str, int, str]] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            code = frame.f_code
            seen.add((code.co_filename, code.co_firstlineno, code.co_name))

    at, project = home(folder)
    for observer in (None, note):
        for event, _ in EVENTS:
            for tool, given in CALLS:
                sys.setprofile(observer)
                answer(at, event, tool, given, project)
                sys.setprofile(None)
    os.write(1, marshal.dumps(sorted(seen)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
