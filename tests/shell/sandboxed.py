"""Runs inside the sandbox: each script of standard input in each shell, in a fresh directory; what it did goes to standard output.

A line in is `[id, script]`, a line out `[id, shell, calls, files, ran]`: the calls of `say` as `[cwd, line read, *words]`,
the files that stand in the directory afterwards with a content of their own, and what programs were run, as
`[name, cwd, *values of HANDED, *words]`. Only the standard library.
"""

import contextlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

HOME = "/w/home"
PROJECT = "/w/home/p"
FOLDERS = ("d", "d/e", "g1", "g2")
FILES = ("a", "b", ".h", "d/a", "d/.h", "d/e/a", "g1/a", "g2/a")
# `say` notes its directory, a line of its input and its words, where nothing a script redirects can touch it.
SAY = """say() { IFS= read -r _line || :; printf '%s\\0' "$(($# + 2))" "$PWD" "${_line-}" "$@" >&9; printf 'said\\n'; }
"""
# The only programs there are: stubs that note who was run, where, with which variables and words. `cat` of its input is
# real, since its output may be known; `grep` fails, so that what stands behind `||` runs.
STUBS = Path("/stubs")
STUBBED = ("cat", "head", "wc", "tail", "sort", "stat", "ls", "grep", "basename")
REAL = ("sh", "bash", "env", "timeout", "nice")
RECORD = Path("/tmp/record")
# What stands for a script that did not end in time: nothing is known of it.
LATE = [["late"]]
HANDED = ("X", "Y", "Z", "LANG")
STUB = f"""#!/usr/bin/dash
cd -P .
printf '%s\\0' "$(($# + {len(HANDED) + 2}))" "${{0##*/}}" "$PWD" {" ".join(f'"${{{name}-unset}}"' for name in HANDED)} "$@" >> {RECORD}
case ${{0##*/}} in
cat) [ $# = 0 ] && exec /usr/bin/cat ;;
basename) exec /usr/bin/basename "$@" ;;
grep) exit 1 ;;
esac
echo said
"""
COMMANDS = {
    "bash": ["/usr/bin/bash", "--norc", "--noprofile", "-c"],
    "zsh": ["/usr/bin/zsh", "-f", "-c"],
    "dash": ["/usr/bin/dash", "-c"],
    "busybox": ["/usr/bin/busybox", "ash", "-c"],
}


def made() -> dict[str, str]:
    """The world a script starts in: path → content."""
    for entry in Path("/w").iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    for name in FOLDERS:
        Path(PROJECT, name).mkdir(parents=True, exist_ok=True)
    found = {}
    for name in FILES:
        path = f"{PROJECT}/{name}"
        found[path] = f"content of {path}\n"
        Path(path).write_text(found[path])
    return found


def changed(before: dict[str, str]) -> list[str]:
    """The files below the home that are new or have another content."""
    found = []
    for folder, _, names in os.walk("/w"):
        for name in names:
            path = f"{folder}/{name}"
            if before.get(path) != Path(path).read_text(errors="surrogateescape"):
                found.append(path)
    return sorted(found)


def calls(data: bytes) -> list[list[str]]:
    """What the calls of `say` noted."""
    words = data.decode("utf-8", "surrogateescape").split("\0")[:-1]
    found = []
    at = 0
    while at < len(words):
        count = int(words[at])
        found.append(words[at + 1 : at + 1 + count])
        at += 1 + count
    return found


def limits() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (2, 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))


def stubs() -> None:
    for name in STUBBED:
        (STUBS / name).write_text(STUB)
        (STUBS / name).chmod(0o755)
    for name in REAL:
        (STUBS / name).symlink_to(f"/usr/bin/{name}")


def run(shell: str, script: str) -> tuple[list[list[str]], list[str], list[list[str]]]:
    """What a script did in a shell."""
    before = made()
    RECORD.write_bytes(b"")
    log = os.open("/w", os.O_TMPFILE | os.O_RDWR)
    os.dup2(log, 9)
    os.set_inheritable(9, True)
    child = subprocess.Popen(
        [*COMMANDS[shell], SAY + script],
        cwd=PROJECT,
        env={"HOME": HOME, "PWD": PROJECT, "PATH": str(STUBS)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(9,),
        preexec_fn=limits,  # noqa: PLW1509  nothing here has threads
        start_new_session=True,
    )
    try:
        child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        return [], [], LATE
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # what it left behind would write into the next one's record
        child.wait()
        os.close(9)
    os.lseek(log, 0, os.SEEK_SET)
    data = os.read(log, 1 << 20)
    os.close(log)
    return calls(data), changed(before), calls(RECORD.read_bytes())


def main() -> None:
    stubs()
    for line in sys.stdin:
        number, script = json.loads(line)
        for shell in sys.argv[1:]:
            print(json.dumps([number, shell, *run(shell, script)]), flush=True)


if __name__ == "__main__":
    main()
