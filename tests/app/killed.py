"""The hook and the installation, killed over and over.

`python -m tests.app.killed MODE FOLDER COUNT` prints one JSON object: `kills`, `bad` (broken promises), `seen`.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from assent.cli.main import cli
from assent.store import record, verified
from assent.store.paths import paths_of
from tests.store.killed import fork
from tests.store.killed_keepers import kill_at_some_moment

BEFORE = '{\n   "model": "opus",\n "permissions": {"allow": ["Bash(ls *)"], "deny": []} }\n'
DENIED = "terraform destroy staging"
CALL = {
    "hook_event_name": "PreToolUse", "session_id": "s1", "tool_name": "Bash", "tool_input": {"command": DENIED},
    "tool_use_id": "t1",
}  # fmt: skip


def home_in(folder: Path) -> Path:
    """A home whose client has settings of its own, and a project."""
    (folder / "work/p/.git").mkdir(parents=True)
    (folder / "work/p/.git/HEAD").write_text("ref: refs/heads/main\n")
    (folder / ".claude").mkdir()
    (folder / ".claude/settings.json").write_text(BEFORE)
    return folder


def assent(home: Path, *words: str) -> None:
    """A command in this process, which ends with it."""
    os.environ.clear()
    os.environ.update({"HOME": str(home), "PATH": "/usr/bin:/bin"})
    os.chdir(home / "work/p")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        cli.main(args=list(words), prog_name="assent", standalone_mode=False)


def whole(home: Path, *words: str) -> None:
    """A command to its end."""
    _, status = os.waitpid(fork(lambda: assent(home, *words)), 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{words} failed")


def kill_installing(folder: Path, count: int, chance: random.Random) -> tuple[list[str], Counter[str]]:
    """Killed while it installs: the client's settings are old or new, and the next time they are new."""
    bad, seen = list[str](), Counter[str]()
    here = folder / "here"
    settings = here / ".claude/settings.json"
    home_in(here)
    begun = time.monotonic()
    whole(here, "init", "--yes")
    longest = time.monotonic() - begun
    new = settings.read_text()
    shutil.rmtree(here)
    for number in range(count):
        home_in(here)
        how = kill_at_some_moment(lambda: assent(here, "init", "--yes"), longest, chance)
        text = settings.read_text()
        if text not in (BEFORE, new):
            bad.append(f"{number}: the settings are neither the old nor the new ones")
        seen[f"{how}, {'new' if text == new else 'old'}"] += 1
        whole(here, "init", "--yes")
        if settings.read_text() != new:
            bad.append(f"{number}: the next time does not install it")
        bad += [f"{number}: {each.what}" for each in verified.whole(paths_of(str(here), {})).faults]
        whole(here, "init", "--undo", "--yes")
        if settings.read_text() != BEFORE:
            bad.append(f"{number}: what stood there does not come back")
        shutil.rmtree(here)
    return bad, seen


def kill_hooks(folder: Path, count: int, chance: random.Random) -> tuple[list[str], Counter[str]]:
    """Killed while it answers: it says what it would have said or nothing, and its line is there whole or not at all."""
    bad, seen = list[str](), Counter[str]()
    here = home_in(folder / "here")
    whole(here, "init", "--yes")
    whole(here, "rules", "deny", "Bash(terraform destroy *)")
    at = paths_of(str(here), {})
    begun = time.monotonic()
    answered(here, 10.0)
    longest = (time.monotonic() - begun) * 2
    for number in range(count):
        said = answered(here, chance.uniform(0, longest))
        seen["answered" if said else "nothing"] += 1
        if said and '"permissionDecision":"deny"' not in said:
            bad.append(f"{number}: it said {said[:200]}")
        bad += [f"{number}: {each.what}" for each in verified.whole(at).faults]
    before = sum(1 for day in record.days(at) for _ in record.read(at, day))
    if '"permissionDecision":"deny"' not in answered(here, 10.0):
        bad.append("the call after the kills is not denied")
    if sum(1 for day in record.days(at) for _ in record.read(at, day)) != before + 1:
        bad.append("the call after the kills is not recorded")
    bad += [each.what for each in verified.whole(at).faults]
    return bad, seen


def answered(home: Path, after: float) -> str:
    """What the installed hook says of a call that is denied, when it is killed so many seconds later."""
    hook = home / ".local/share/assent/hook"
    running = subprocess.Popen(
        [str(hook), "claude"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={"HOME": str(home), "PATH": "/usr/bin:/bin"}, cwd=home / "work/p",
    )  # fmt: skip
    call = json.dumps({**CALL, "cwd": str(home / "work/p")}).encode()
    with contextlib.suppress(subprocess.TimeoutExpired):
        return running.communicate(call, after)[0].decode()
    running.send_signal(signal.SIGKILL)
    return running.communicate()[0].decode()


MODES = {"installing": kill_installing, "hook": kill_hooks}


def main(mode: str, folder: str, count: str) -> None:
    bad, seen = MODES[mode](Path(folder).resolve(), int(count), random.Random(5))  # noqa: S311  moments to kill at
    print(json.dumps({"kills": int(count), "bad": bad[:20], "seen": seen}))


if __name__ == "__main__":
    main(*sys.argv[1:])
