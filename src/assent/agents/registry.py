"""The agents there are: one line each, from its name to the modules of its parts. A part is loaded when it is asked
for, so that the hook loads one dialect; what an agent lacks is not in its line."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from assent.agents.base import Compiler, Dialect, LogReader, Matcher, Places, Settings

# Kinds of parts: those that `agents/base.py` describes.
AGENTS: dict[str, dict[str, str]] = {
    "claude": {
        "dialect": "assent.agents.claude.hook",
        "places": "assent.agents.claude.places",
        "log_reader": "assent.agents.claude.log.reader",
        "settings": "assent.agents.claude.settings",
        "compiler": "assent.agents.claude.compile",
        "matcher": "assent.agents.claude.matcher.model",
    },
}
# Who is meant where no agent is named.
DEFAULT = "claude"
UNABLE = "assent: it could not start, or not in time; run: assent status"


def dialect(name: str) -> Dialect | None:
    """How the agent speaks with its hook; None for an agent nobody knows."""
    part: Dialect | None = _part(name, "dialect")
    return part


def speaker(name: str) -> Dialect:
    """The dialect of the agent, and for a name nobody knows the one it most likely speaks."""
    part: Dialect = _part(name, "dialect") or _part(DEFAULT, "dialect")
    return part


def unable(name: str) -> bytes:
    """What the agent hears when the hook cannot start."""
    return speaker(name).error(UNABLE)


def places(name: str) -> Places | None:
    """Which files and variables the agent obeys."""
    part: Places | None = _part(name, "places")
    return part


def log_reader(name: str) -> LogReader | None:
    """Its session logs."""
    part: LogReader | None = _part(name, "log_reader")
    return part


def settings(name: str) -> Settings | None:
    """What we put into its settings and take out again."""
    part: Settings | None = _part(name, "settings")
    return part


def compiler(name: str) -> Compiler | None:
    """Our rules in its own words."""
    part: Compiler | None = _part(name, "compiler")
    return part


def matcher(name: str) -> Matcher | None:
    """What it answers by itself."""
    part: Matcher | None = _part(name, "matcher")
    return part


def having(kind: str) -> list[str]:
    """The agents that have this part."""
    return [name for name, parts in AGENTS.items() if kind in parts]


def _part(name: str, kind: str) -> Any:
    module = AGENTS.get(name, {}).get(kind)
    return __import__(module, None, None, ("*",)) if module else None
