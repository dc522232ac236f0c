"""Drafts a program file from a program's `--help`: names are taken over, and every effect is left for a person."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from assent.core.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

SECONDS = 10
LARGEST = 1 << 20
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*\Z")
_OPTION = re.compile(
    r"^\s{0,12}(-{1,2}[A-Za-z0-9?][\w.-]*(?:(?:,\s*|\s*/\s*|\s+\|\s+)-{1,2}[A-Za-z0-9?][\w.-]*)*)(.*)$"
)
_VALUE = re.compile(r"^(?:[ =]|\[=)(<[^<>]{1,40}>|\[?[A-Z][A-Z0-9_|-]{0,30}\]?)")
_TYPED = re.compile(r"^ (string|strings|int|ints|duration|file|path|uint|float|stringArray|stringSlice)\b")
_COMMANDS = re.compile(r"^\s*(?:available |all |core |main )?(?:sub)?commands\b.*:?\s*$", re.IGNORECASE)
_COMMAND = re.compile(r"^\s{1,8}([a-z][\w-]*)(?:, [a-z][\w-]*)*(?:\s{2,}|\s*$|:)")


def help_of(name: str) -> tuple[str, list[Problem]]:
    """What the program prints for `--help`, with nothing on its standard input; problems when it cannot be had."""
    try:
        done = subprocess.run(
            [name, "--help"], stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False
        )
    except FileNotFoundError:
        return "", [Problem(name, "is not a program on the PATH", "give its help by hand: --from FILE")]
    except (OSError, subprocess.TimeoutExpired) as error:
        return "", [Problem(name, f"`{name} --help` failed: {error}", "give its help by hand: --from FILE")]
    return (done.stdout or done.stderr)[:LARGEST].decode("utf-8", "replace"), []


def draft(name: str, told: str) -> str:
    """The text of a program file: its subcommands and options, each `unknown` until a person has judged it."""
    options = list(_options(told))
    commands = list(_subcommands(told))
    lines = [
        f"# {name}: drafted from `{name} --help`; nothing is judged yet.",
        "# Replace each `unknown` by what it does, or leave it: what is unknown is never allowed.",
        "# The words are described by: assent programs words",
        name,
        *(["  runs"] if not commands else []),
        "  does       unknown",
        *([] if commands else ["  words      unknown each"]),
        *options,
    ]
    for command in commands:
        lines += ["", f"{name} {command}", "  does       unknown", "  words      unknown each"]
    return "\n".join([*lines, "", *_rows(name, commands), ""])


def _options(told: str) -> Iterable[str]:
    seen: set[str] = set()
    for line in told.splitlines():
        found = _OPTION.match(line)
        if found is None:
            continue
        flags = [each for each in re.split(r"[,/|\s]+", found[1]) if each not in seen]
        if not flags:
            continue
        seen.update(flags)
        head = ", ".join(flags)
        if _VALUE.match(found[2]) or _TYPED.match(found[2]):
            optional = found[2].startswith("[=") or found[2].startswith((" [", "=["))
            yield f"  {head + ('[=VALUE]' if optional else ' VALUE'):<32}  unknown"
        else:
            yield f"  {head:<32}  unknown"


def _subcommands(told: str) -> Iterable[str]:
    seen: set[str] = set()
    inside = False
    for line in told.splitlines():
        if _COMMANDS.match(line):
            inside = True
        elif inside and line.strip() and not line.startswith((" ", "\t")):
            inside = False
        elif inside and (found := _COMMAND.match(line)) and found[1] not in seen:
            seen.add(found[1])
            yield found[1]


def _rows(name: str, commands: list[str]) -> list[str]:
    """Calls that must not be allowed whatever the program does, to begin with: the file needs some of its own too."""
    begin = f"{name} {commands[0]}" if commands else name
    calls = (
        (f"{begin} --no-such-option", "unknown"),
        (f"{name} --no-such-option", "unknown"),
        (f"{begin} $UNSET", "unknown"),
        (f"{begin} .env", "unknown"),
        (f"{begin} > ~/.bashrc", "run-code"),
        (f"{begin} > .git/hooks/pre-commit", "run-code"),
        (f"{begin} < .env", "read-secret"),
        (f"sudo {begin}", "privilege"),
        (f"{begin} | sh", "run-code"),
        (f"LD_PRELOAD=./x.so {begin}", "run-code"),
    )
    return [f"! {call:<44}  {effect}" for call, effect in calls]


def wrong_name(name: str) -> list[Problem]:
    """Why no file can be made for a name."""
    if _NAME.match(name):
        return []
    return [Problem(name, "is no name of a program", "give the name alone, without directory or options")]
