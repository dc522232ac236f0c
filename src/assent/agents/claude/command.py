"""The line of shell that starts our hook, short or with every path in it: made here, known again by its exact form."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

# The shell reads it as a comment. It alone makes no command ours: another's may speak of us.
MARKER = "assent-hook"
_WORD = r"""(?:'[^']*'(?:"'"'[^']*')*|[\w@%+=:,./-]+)"""
_START = rf"exec (?P<interpreter>{_WORD}) -I -S (?P<script>{_WORD})(?: {_WORD}){{5}}"
_OPEN = re.compile(rf"\[ ! -r (?P<looked>{_WORD}) \] \|\| {_START} # {MARKER}")
_CLOSED = re.compile(
    rf"if \[ -x (?P<ran>{_WORD}) \] && \[ -r (?P<looked>{_WORD}) \]; then {_START}; fi; "
    rf"echo {_WORD} >&2; exit 1 # {MARKER}"
)
# The client shows the whole line when it fails, so the line says what to do then.
ADVICE = "# if this fails: assent status"
_SHORT = re.compile(rf"exec (?P<script>{_WORD}) \w+ {ADVICE}")


class Command:
    """What a command of ours starts: the interpreter ("" where the script names its own) and the script."""

    __slots__ = ("interpreter", "script")

    def __init__(self, interpreter: str, script: str) -> None:
        self.interpreter = interpreter
        self.script = script


def short_line(script: str, agent: str) -> str:
    """The line that starts a file which knows the rest. Without the file the shell leaves with 127, which the client
    takes for a hook that failed, not for a refusal."""
    return f"exec {shlex.quote(script)} {agent} {ADVICE}"


def open_line(interpreter: str, script: str, words: Sequence[str]) -> str:
    """The line that leaves the agent alone when we are gone. An interpreter that cannot find its script exits with 2,
    which the client takes for a refusal of every call; so the shell looks first."""
    start = shlex.join([interpreter, "-I", "-S", script, *words])
    return f"[ ! -r {shlex.quote(script)} ] || exec {start} # {MARKER}"


def closed_line(interpreter: str, script: str, words: Sequence[str], settings: str) -> str:
    """The line that fails when we are gone, and says what a person can do; with `onFailure` the client then blocks."""
    start = shlex.join([interpreter, "-I", "-S", script, *words])
    there = f"[ -x {shlex.quote(interpreter)} ] && [ -r {shlex.quote(script)} ]"
    # The client shows the whole line whatever made it fail, so the words must be right for each.
    said = (
        "assent cannot run here, so this call is blocked. Find out why: assent status. Put it right: assent init. "
        f"Or take its hooks out of {settings}"
    )
    return f"if {there}; then exec {start}; fi; echo {shlex.quote(said)} >&2; exit 1 # {MARKER}"


def read(command: object) -> Command | None:
    """What a command of ours starts; None for any other, also one that merely names us."""
    if not isinstance(command, str):
        return None
    short = _SHORT.fullmatch(command)
    if short is not None:
        return Command("", shlex.split(short["script"])[0])
    found = _OPEN.fullmatch(command) or _CLOSED.fullmatch(command)
    if found is None:
        return None
    interpreter, script = found["interpreter"], found["script"]
    looked = {found["looked"]: script, found.groupdict().get("ran", interpreter): interpreter}
    if any(left != right for left, right in looked.items()):
        return None
    return Command(shlex.split(interpreter)[0], shlex.split(script)[0])
