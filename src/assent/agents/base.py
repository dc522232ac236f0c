"""What the parts of an agent offer. Each part is a module; paths come in and go out as text, and nothing is opened.

A dialect alone makes an agent that assent can answer. Every other part adds something, and may be missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from assent.agents.payload import HookInput
from assent.core.call import Call
from assent.core.decision import Decision
from assent.core.event import Event
from assent.core.facts import Facts
from assent.core.problem import Problem
from assent.core.rule import Rule

# Whose settings file one is.
USER, PROJECT, LOCAL, MANAGED = "user", "project", "local", "managed"
# What an agent does with a call when assent says nothing.
RUNS, ASKS, DENIED = "runs", "asks", "denied"
# What is found in its settings: a file or switch that keeps us out, an entry that lets too much through, one that
# meets no call, one that asks whatever we say.
BROKEN, DANGEROUS, NEVER, ASKS_ANYWAY = "broken", "dangerous", "never-matching", "asks"


class Dialect(Protocol):
    """How an agent speaks with its hook. Loaded for each call, so it imports what the hook may load and no more."""

    NAME: str
    TITLE: str  # for people
    DECIDES: tuple[str, ...]  # the events on which a call waits for our answer
    WATCHES: dict[str, str]  # the events that only tell → how the record calls them
    TELLS: dict[str, tuple[str, ...]]  # events at which a person may be told something → their sources
    # Of permission, as its calls name them → the verdicts of ours it obeys there.
    MODES: dict[str, tuple[str, ...]]
    TOOLS: tuple[str, ...]  # it is known to offer; those of MCP servers are named by nobody

    def parse_hook(self, data: object) -> HookInput | None:
        """The payload; None for an event that nobody waits for us on and we do not watch. Raises ValueError with the
        reason for what may be a call and cannot be judged."""
        ...

    def answer(self, given: HookInput, decision: Decision) -> bytes:
        """What the hook prints for a decision on the payload; what the agent takes as no opinion for silence."""
        ...

    def tell(self, text: str) -> bytes:
        """What the hook prints so that the person reads the text and the model does not; nothing for ""."""
        ...

    def error(self, text: str) -> bytes:
        """What the hook prints when a call could not be judged: a question with this text, or a refusal where the
        agent cannot ask."""
        ...


class Places(Protocol):
    """The files and variables an agent obeys, so that no call changes them unseen. As light as a dialect."""

    FOLDER: str  # of its settings, below the home
    SETTINGS: tuple[str, ...]  # files in that folder
    BESIDE: tuple[str, ...]  # files in the home itself
    ADMINISTERED: tuple[str, ...]  # where administrators put the settings of all users
    FOLDER_VARIABLE: str  # moves the folder
    SHELL_VARIABLE: str  # names the shell that runs its commands
    PROJECT_VARIABLE: str  # tells its hooks where the session began
    VERSION_VARIABLE: str  # tells its hooks which version they serve
    UNATTENDED: tuple[str, str]  # a variable and what it says to hooks of a run that nobody watches

    def version_in(self, said: str, /) -> str:
        """The version in what the variable says; "" when it says something else."""
        ...


class OpenLog(Protocol):
    """Reads one log file in blocks of complete lines, across processes."""

    lines: int
    bad: int
    first_bad: int

    def read(self, block: bytes) -> list[Event]:
        """The calls the block finishes; a later event with the same id replaces an earlier one."""
        ...

    def skip_line(self) -> None:
        """Counts a line too long to be given whole as one that cannot be read."""
        ...

    def pending(self) -> list[Event]:
        """Calls that have no result yet."""
        ...

    def taken_back(self) -> list[tuple[str, int]]:
        """The calls whose work the person was found to have taken back since this was last asked, each with the number
        of those that were taken back at once."""
        ...

    def state(self) -> bytes:
        """What the next reading of the same file must be given."""
        ...


class LogReader(Protocol):
    """An agent's session logs, and how a person gets answers into them."""

    LABELLED_SINCE: str  # the version from which they say who decided
    ASKS_AGAIN: str  # how a person returns to being asked
    UNATTENDED: str  # runs in which nobody can answer

    def folders(self, home: str, environ: Mapping[str, str]) -> list[str]:
        """Where they are."""
        ...

    def open_log(self, state: bytes = b"") -> OpenLog:
        """A reader that goes on where `state` left off."""
        ...

    def is_line(self, value: Mapping[str, object]) -> bool:
        """Whether a decoded line is one of its logs."""
        ...


class Added(msgspec.Struct):
    """What a patch put in: entries per list, the keys it made (`hooks`, `hooks.PreToolUse`, `permissions.deny`…),
    whether it made the file, and the digest of the text it left. `before` is the text it found, kept only when
    taking the entries out one by one would not restore it to the byte. `native` when the person wanted every denial
    in the client's list, `closed` when a failing hook blocks, `open` when the person wanted that it never does."""

    allow: list[str] = []
    deny: list[str] = []
    hooks: bool = False
    made: list[str] = []
    new_file: bool = False
    after: str = ""
    before: str | None = None
    native: bool = False
    closed: bool = False
    open: bool = False


class Patch(Protocol):
    """A settings text with our part in it; `added` records what to take out again, `changed` is False when everything
    stood there."""

    text: str
    changed: bool
    added: Added


class Command(Protocol):
    """What a hook command of ours starts."""

    interpreter: str  # "" where the script names its own
    script: str


class Settings(Protocol):
    """An agent's settings files: what we put in and take out again, and what there keeps our hook from running."""

    EVENTS: dict[str, Any]  # on which our hook stands
    GUARDED: str  # the one of them where a hook that fails shall block
    # Keys that keep hooks from running → in whose files, what to do.
    SWITCHES: dict[str, tuple[tuple[str, ...], str]]
    DROP_INS: str  # the folder of further files beside that of the machine's keeper
    NIX_OPTION: str  # of home-manager that holds its settings; "" for none
    DOCTOR: str  # what of the agent's own names a mistake in its settings
    PROGRAM: str
    PACKAGE: str  # how the name of its package begins
    QUIET: dict[str, str]  # environment in which the program does nothing but say its version
    BLOCKS_SINCE: tuple[int, ...]  # the first version that lets a failing hook block its call

    def paths(self, home: str, project: str, environ: Mapping[str, str] | None = None) -> dict[str, str]:
        """Its settings files by whose they are."""
        ...

    def programs(self, home: str) -> list[str]:
        """Where the program lies beside the places that PATH names."""
        ...

    def short_line(self, script: str, agent: str) -> str:
        """The hook command where a file of ours holds the rest; it fails when the file is gone."""
        ...

    def open_line(self, interpreter: str, script: str, words: Sequence[str]) -> str:
        """The hook command that leaves the agent alone when we are gone."""
        ...

    def closed_line(self, interpreter: str, script: str, words: Sequence[str], settings: str) -> str:
        """The hook command that fails when we are gone."""
        ...

    def our_commands(self, text: str) -> dict[str, list[tuple[Any, bool]]]:
        """By event, each `Command` of ours, and whether its failure blocks. Raises ValueError for a broken text."""
        ...

    def install(
        self,
        text: str | None,
        hook_command: str,
        denials: Sequence[str],
        previous: Added | None = None,
        where: str = ...,
        *,
        guard: str = "",
    ) -> Patch | Problem:
        """The settings with our hook on every event we watch and our denials. `text` None stands for no file."""
        ...

    def allow_entries(
        self, text: str | None, entries: Sequence[str], previous: Added | None = None, where: str = ...
    ) -> Patch | Problem:
        """The settings with these entries in the list of what is allowed."""
        ...

    def uninstall(self, text: str, added: Added, where: str = ...) -> str | Problem | None:
        """The settings without what `added` records; None when the file should be removed."""
        ...

    def by_form(self, text: str, known: Collection[str]) -> Added | None:
        """What of ours stands in a text of which no record is left."""
        ...

    def audit(self, text: str, where: str) -> list[Problem]:
        """What in the settings cancels or exceeds our rules."""
        ...

    def sort_of(self, problem: Problem) -> str:
        """What sort of finding of `audit` it is: BROKEN, DANGEROUS, NEVER or ASKS_ANYWAY."""
        ...

    def beyond(self, entry: str) -> str:
        """What an allow entry lets through that no rule of ours would, in words."""
        ...

    def dropped(self, text: str, where: str) -> list[Problem]:
        """Why the agent does not take the file at all."""
        ...


class Compiled(Protocol):
    """Entries for an agent's own list, and what that list cannot say."""

    entries: list[str]
    losses: list[Problem]


class Compiler(Protocol):
    """Our rules as entries of an agent's own lists: never more than the rule says."""

    def denials(self, rules: Sequence[Rule], *, native: bool = True) -> Compiled:
        """The deny entries; without `native` those that change no other verdict of the agent."""
        ...

    def grants(self, rules: Sequence[Rule]) -> Compiled:
        """The allow entries."""
        ...


class Forecast(Protocol):
    """What an agent itself would do: `verdict` one of RUNS, ASKS, DENIED."""

    verdict: str
    why: str


class Matcher(Protocol):
    """What the agent alone would answer under settings given as text."""

    LATE: frozenset[str]  # reasons to ask that its older versions may not have known

    def read_settings(self, text: str, source: str = ..., root: str = "") -> Any | None:
        """The permissions in a settings text, for `would_answer`; None when the agent drops the whole file."""
        ...

    def would_answer(
        self, settings: Sequence[Any], call: Call, facts: Facts, *, trusted: bool = True
    ) -> Forecast:
        """The agent's own answer under these settings."""
        ...

    def in_words(self, reason: str) -> str:
        """A reason of its own in plain words; "" for none."""
        ...
