"""Drafts a program file from a program's `--help`: names are taken over, and every effect is left for a person."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from assent.app.programs import help_text
from assent.core.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.app.programs.help_text import Option

SECONDS = 10
WIDTH = 36  # columns up to the roles
FEW = 3
LARGEST = 1 << 20
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*\Z")


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
    options = help_text.options(told)
    commands = help_text.subcommands(told)
    lines = [
        f"# {name}: drafted from `{name} --help`; nothing is judged yet.",
        "# Replace each `unknown` by what it does, or leave it: what is unknown is never allowed.",
        "# The words are described by: assent programs words",
        name,
        *(["  runs"] if not commands else []),
        "  does       unknown",
        *([] if commands else ["  words      unknown each"]),
        *(["  style      single"] if _is_single(options) else []),
        *map(_line, options),
    ]
    for command in commands:
        lines += ["", f"{name} {command}", "  does       unknown", "  words      unknown each"]
    return "\n".join([*lines, "", *_rows(name, commands), ""])


def _line(option: Option) -> str:
    """One option as a program file writes it, with nothing judged."""
    head = ", ".join(option.flags)
    if option.optional:
        head += f"[={option.values[0]}]"
    elif option.values:
        head += "".join(f" {value}" for value in option.values)
    lead = "  " if len(option.flags[0]) == 2 else "      "
    return f"{lead}{head:<{WIDTH - len(lead)}}  {' '.join(['unknown'] * max(len(option.values), 1))}"


def _is_single(options: Sequence[Option]) -> bool:
    """True for a program whose long options have one dash."""
    flags = [flag for each in options for flag in each.flags]
    return sum(len(flag) > FEW and flag[1] != "-" for flag in flags) >= FEW


def _rows(name: str, commands: list[str]) -> list[str]:
    """Calls that must not be allowed whatever the program does, to begin with: the file needs some of its own too."""
    begin = f"{name} {commands[0]}" if commands else name
    calls = (
        (f"{begin} --no-such-option", "unknown"),
        (f"{name} --no-such-one=x", "unknown"),
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
