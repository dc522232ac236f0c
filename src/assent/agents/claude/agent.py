"""Claude Code as one of the agents: what the registry holds, put together from this folder."""

from __future__ import annotations

from collections.abc import Sequence

from assent.agents.claude import settings
from assent.agents.claude.audit import audit
from assent.agents.claude.compile import denials, grants
from assent.agents.claude.hook import answer, parse_hook
from assent.agents.claude.log.carry import load_carry
from assent.agents.claude.log.transcript import read_block
from assent.agents.claude.matcher import model, tables
from assent.core.call import Call
from assent.core.event import Event
from assent.core.facts import Facts
from assent.core.problem import Problem

__all__ = [
    "MODES", "NAME", "TITLE", "TOOLS", "allow", "answer", "audit", "denials", "grants", "install", "log_globs",
    "open_log", "parse_hook", "settings_paths", "uninstall", "would_answer",
]  # fmt: skip

NAME = "claude"
TITLE = "Claude Code"
MODES, TOOLS = tables.MODES, tables.TOOLS


class Reader:
    """One log file, read in blocks."""

    def __init__(self, state: bytes) -> None:
        self.carry = load_carry(state)
        self.lines = self.carry.lines
        self.bad = self.carry.bad
        self.first_bad = self.carry.first_bad

    def read(self, block: bytes) -> list[Event]:
        events = read_block(block, self.carry)
        self.lines, self.bad, self.first_bad = self.carry.lines, self.carry.bad, self.carry.first_bad
        return events

    def pending(self) -> list[Event]:
        return list(self.carry.pending.values())

    def state(self) -> bytes:
        return self.carry.dump()


def open_log(state: bytes = b"") -> Reader:
    """A reader that goes on where `state` left off."""
    return Reader(state)


def log_globs(home: str) -> list[str]:
    """Sessions and, one level deeper, their subagents."""
    return [f"{home}/.claude/projects/*/*.jsonl", f"{home}/.claude/projects/*/*/subagents/*.jsonl"]


def settings_paths(home: str, project: str) -> dict[str, str]:
    """The settings files of the client on Linux, strongest last to be listed."""
    return {
        "user": f"{home}/.claude/settings.json",
        "project": f"{project}/.claude/settings.json",
        "local": f"{project}/.claude/settings.local.json",
        "managed": "/etc/claude-code/managed-settings.json",
    }


def _previous(added: str) -> settings.Added | None:
    return settings.load_added(added) if added else None


def install(
    text: str | None, hook_command: str, denials: Sequence[str], previous: str = ""
) -> settings.Patch | Problem:
    """See `settings.install`; `previous` is the dumped record of an earlier install."""
    return settings.install(text, hook_command, denials, _previous(previous))


def allow(text: str | None, entries: Sequence[str], previous: str = "") -> settings.Patch | Problem:
    """See `settings.allow_entries`."""
    return settings.allow_entries(text, entries, _previous(previous))


def uninstall(text: str, added: str) -> str | Problem | None:
    """See `settings.uninstall`; raises ValueError for a record that is not ours."""
    return settings.uninstall(text, settings.load_added(added))


def would_answer(
    texts: Sequence[tuple[str, str, str]], call: Call, facts: Facts, *, trusted: bool = True
) -> model.Forecast:
    """See `model.would_answer`; a settings text that the client drops is left out, as the client does."""
    found = [model.read_settings(text, source, root) for source, root, text in texts]
    return model.would_answer([each for each in found if each is not None], call, facts, trusted=trusted)
