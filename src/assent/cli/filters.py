"""The options that say which calls, decisions or sessions are meant: one table, of which each command names its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from assent.app.config import in_force as config
from assent.app.decided import Asked
from assent.core.decision import ALLOW, ASK, DENY
from assent.store.decisions import SILENT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assent.store.paths import Paths

Command = TypeVar("Command", bound="Callable[..., Any]")
WHEN, TEXT = "30d|DAY|TIME", {"default": ""}
UTC = "Times in UTC instead of local time"
COUNTED = "Times given are in UTC instead of local time, and so is today."
TABLE: Mapping[str, Mapping[str, Any]] = {
    "since": {"metavar": WHEN, "help": "Only from then on."} | TEXT,
    "until": {"metavar": WHEN, "help": "Only up to then."} | TEXT,
    "project": {"metavar": "DIR|NAME", "help": "Only this project."} | TEXT,
    "tool": {"metavar": "NAME", "help": "Only calls of this tool; * stands for anything."} | TEXT,
    "verdict": {
        "type": click.Choice((ALLOW, ASK, DENY, SILENT)),
        "callback": lambda _context, _option, value: value or "",
        "metavar": "allow|ask|deny|silent",
        "help": "Only these; silent: no rule spoke.",
    },
    "rule": {"metavar": "NAME|ID", "help": "Only what this rule decided."} | TEXT,
    "session": {"metavar": "PREFIX", "help": "Only sessions whose id begins so."} | TEXT,
    "agent": {"metavar": "NAME", "help": "Only this agent."} | TEXT,
    "grep": {
        "metavar": "TEXT|/REGEX/",
        "help": "Only where this stands in the call, the reason or the rule's name, in any case.",
    } | TEXT,
    "utc": {"is_flag": True, "help": f"{UTC}, also those given."},
}  # fmt: skip
CALLS = ("since", "until", "session", "project", "agent", "utc")  # which calls count
DECISIONS = tuple(each for each in TABLE if each != "utc")


def options(*names: str, **helps: str) -> Callable[[Command], Command]:
    """Adds options of the table in this order; where a command means something else by one, its help says so."""

    def added(command: Command) -> Command:
        for name in reversed(names):
            told = {"help": helps[name]} if name in helps else {}
            command = click.option(f"--{name}", **{**TABLE[name], **told})(command)
        return command

    return added


def asked(at: Paths, given: Mapping[str, Any]) -> Asked:
    """What these options say; in UTC also where the settings say so."""
    return Asked(**{**given, "utc": in_utc(at, utc=given["utc"])})


def in_utc(at: Paths, *, utc: bool) -> bool:
    """Whether times are in UTC: by the option, or else by the settings."""
    return utc or bool(config.settings(at)["log.utc"])
