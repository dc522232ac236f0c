"""What an agent wants to do: the call, the parts it is read into, and how completely it was understood."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Argv = tuple[str | None, ...]

# A form that begins so was given up for its size: a refusal may lie in what was not read, so it is asked, never left
# to the agent's own rules in silence (the same as an internal error or a time-out).
LIMIT = "more than can be judged: "


def graver(form: str, why: str) -> str:
    """Which of two reasons not to have read a text counts: the first, but a limit before all others, for what lies
    behind it was not looked at."""
    return why if not form or (LIMIT in why and LIMIT not in form) else form


FULL = "full"
FORM = "form"
MEANING = "meaning"


class Call:
    """One tool call. `tool` is the canonical tool name (Bash, Read, Write, Edit, NotebookEdit, Glob, Grep,
    WebFetch, WebSearch, Agent, Skill, mcp__server__tool, or whatever the agent named), `input` its decoded
    JSON object, `cwd` and `project` absolute paths."""

    __slots__ = ("agent", "cwd", "id", "input", "mode", "project", "session", "tool")

    def __init__(
        self,
        tool: str,
        input: dict[str, object],
        cwd: str,
        project: str = "",
        agent: str = "claude",
        session: str = "",
        mode: str = "",
        id: str = "",
    ) -> None:
        self.tool = tool
        self.input = input
        self.cwd = cwd
        self.project = project or cwd
        self.agent = agent
        self.session = session
        self.mode = mode
        self.id = id

    def text(self, field: str) -> str:
        """An input field as text; "" when absent or not a string."""
        value = self.input.get(field)
        return value if isinstance(value, str) else ""


class Part:
    """One simple command of a shell call, or the whole call of another tool.

    `argv`    the words as they will run; None stands for a word that cannot be known. Empty for other tools.
    `plain`   the argv forms an allow may match: as written, without wrappers known harmless, with harmless
              global options hoisted away.
    `seen`    every argv form a deny or ask may match, at any depth: inside wrappers, `bash -c`, substitutions,
              with full paths cut to the program's name and global options hoisted.
    `effects` everything it can do, inner commands included; `extra` the share of it that comes from redirects,
              assignments and standard input rather than from the argv.
    `inert`   True when a table says that the program is a built-in or a filter that can ride along with others.
    `opaque`  True when a word that decides the effect cannot be known: no rule may allow it.
    `meaning` "" when every program, subcommand and flag is known, else what is not.
    `reads`, `writes`  absolute paths, as written and with links resolved (a trailing glob stays a glob).
    `listed`  those of `reads` of which no more than names, sizes and times is shown.
    `through` directories that a path enters and leaves again by `..`, which matter when they are links.
    `targets` hosts, remotes and servers it reaches; None among them when one cannot be known.
    `hosts`   hosts that the input of a tool names, whatever it does with them: for deny and ask alone.
    `texts`   files of the project whose text would tell more, for denials.
    `cwd`     where it runs; "" when a `cd` could not be followed.
    `notes`   (effect name, why) pairs for explanations.
    `traits`  what it does that effects do not tell (core/traits.py).
    `runs`    True when what it does is what its words name: a command, a script, a task; other words are another thing.
    `prints`  what is known of the text that it prints (shell/meaning/printing.py).
    `path`    the program's name and its subcommands, when a table knows them; () otherwise.
    """

    __slots__ = (
        "argv",
        "cwd",
        "effects",
        "extra",
        "hosts",
        "inert",
        "listed",
        "meaning",
        "notes",
        "opaque",
        "path",
        "plain",
        "prints",
        "reads",
        "runs",
        "seen",
        "targets",
        "texts",
        "through",
        "traits",
        "writes",
    )

    def __init__(self, argv: Argv, cwd: str = "") -> None:
        self.argv = argv
        self.cwd = cwd
        self.plain: list[Argv] = [argv]
        self.seen: list[Argv] = [argv]
        self.effects = 0
        self.extra = 0
        self.inert = False
        self.runs = False
        self.opaque = False
        self.meaning = ""
        self.reads: list[str] = []
        self.writes: list[str] = []
        self.listed: list[str] = []
        self.targets: list[str | None] = []
        self.hosts: Sequence[str | None] = ()
        self.through: list[str] = []
        self.traits: list[str] = []
        self.texts: list[str] = []
        self.notes: list[tuple[str, str]] = []
        self.path: tuple[str, ...] = ()
        self.prints = -2

    def touches(self, other: Part) -> None:
        """Adds the paths of another part; what either of them reads the content of is listed no more."""
        if self.listed or other.listed:
            read = [path for part in (self, other) for path in part.reads if path not in part.listed]
            both = dict.fromkeys((*self.listed, *other.listed))
            self.listed = [path for path in both if path not in read]
        self.reads.extend(path for path in other.reads if path not in self.reads)
        self.writes.extend(path for path in other.writes if path not in self.writes)


class Reading:
    """A call as understood: its parts, and why its text could not be read in full (`form`, "" when it was)."""

    __slots__ = ("form", "parts")

    def __init__(self, parts: Sequence[Part], form: str = "") -> None:
        self.parts = parts
        self.form = form

    @property
    def effects(self) -> int:
        """The union of the parts' effects, as a mask."""
        mask = 0
        for part in self.parts:
            mask |= part.effects
        return mask

    @property
    def cut(self) -> bool:
        """True when the reading ended at a limit rather than at something it does not read."""
        return LIMIT in self.form

    @property
    def coverage(self) -> str:
        """`full`, or `form` / `meaning` for what is missing."""
        if self.form:
            return FORM
        if any(part.meaning or part.opaque for part in self.parts):
            return MEANING
        return FULL
