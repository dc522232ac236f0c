"""What every agent's module offers; mypy holds each entry of the registry to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from assent.core.call import Call
from assent.core.decision import Decision
from assent.core.event import Event
from assent.core.facts import Facts
from assent.core.problem import Problem
from assent.core.rule import Rule


class HookInput(Protocol):
    """One payload an agent gave its hook: "" or {} where it says nothing."""

    event: str
    session: str
    cwd: str
    tool: str
    input: dict[str, object]
    mode: str
    tool_use_id: str
    agent_id: str
    prompt_id: str
    transcript_path: str

    def call(self, project: str = "") -> Call: ...


class LogReader(Protocol):
    """Reads one log file in blocks of complete lines, across processes."""

    lines: int
    bad: int
    first_bad: int

    def read(self, block: bytes) -> list[Event]:
        """The calls the block finishes; a later event with the same id replaces an earlier one."""
        ...

    def pending(self) -> list[Event]:
        """Calls that have no result yet."""
        ...

    def state(self) -> bytes:
        """What the next reading of the same file must be given."""
        ...


class Compiled(Protocol):
    """Entries for an agent's own list, and what that list cannot say."""

    entries: list[str]
    losses: list[Problem]


class Patch(Protocol):
    """A settings text with our part in it; `added` records what to take out again."""

    text: str
    changed: bool
    added: Any


class Forecast(Protocol):
    """What an agent itself would do: `verdict` runs | asks | denied."""

    verdict: str
    why: str


class Agent(Protocol):
    """Everything the verbs need to know about one agent. Paths come in and go out as text; nothing is opened."""

    NAME: str
    TITLE: str
    MODES: tuple[str, ...]  # of permission, as its calls name them
    TOOLS: tuple[str, ...]  # it is known to offer; those of MCP servers are named by nobody

    def log_globs(self, home: str) -> list[str]:
        """Where its session logs are."""
        ...

    def settings_paths(self, home: str, project: str) -> dict[str, str]:
        """Its settings files by source: user, project, local, managed."""
        ...

    def open_log(self, state: bytes = b"") -> LogReader: ...

    def parse_hook(self, data: object) -> HookInput | None: ...

    def answer(self, event: str, decision: Decision) -> bytes: ...

    def install(
        self, text: str | None, hook_command: str, denials: Sequence[str], previous: str = ""
    ) -> Patch | Problem: ...

    def allow(self, text: str | None, entries: Sequence[str], previous: str = "") -> Patch | Problem: ...

    def uninstall(self, text: str, added: str) -> str | Problem | None: ...

    def audit(self, text: str, where: str) -> list[Problem]: ...

    def denials(self, rules: Sequence[Rule]) -> Compiled: ...

    def grants(self, rules: Sequence[Rule]) -> Compiled: ...

    def would_answer(
        self, texts: Sequence[tuple[str, str, str]], call: Call, facts: Facts, *, trusted: bool = True
    ) -> Forecast:
        """The agent's own answer under settings given as (source, project root, text)."""
        ...
