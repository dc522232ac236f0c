"""The one table of tools: what each does, and which field of its input holds the path, command, address or name."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Required, TypedDict

    class Tool(TypedDict, total=False):
        """`does` one of the words below; `field` what its rules and examples speak of, "" for nothing; `under` the
        tool whose name patterns with brackets bear for it, when that is another; `files` the field that says which
        files a search is for; `names` the fields, without case and joints, that name what it starts; `bodies` the
        fields by which nobody judges."""

        does: Required[str]
        field: Required[str]
        under: str
        files: str
        names: tuple[str, ...]
        bodies: tuple[str, ...]


# What a tool does.
READS = "reads"  # a file
LISTS = "lists"  # the names in a folder, by default in the working directory
FINDS = "finds"  # files by a pattern of their names, likewise
SEARCHES = "searches"  # the contents of files, likewise
WRITES = "writes"  # a file
RUNS = "runs"  # a command, in a shell that is read
RUNS_POWERSHELL = "runs PowerShell"  # a command, in PowerShell
FETCHES = "fetches"  # an address
ASKS_WEB = "asks the web"  # a search engine chosen by the agent
SPAWNS = "spawns"  # an agent, whose own calls are judged as they come
LOADS = "loads"  # instructions, which may bring commands along
TALKS = "talks"  # to the person or to the agent's own helpers, and keeps its notes
SERVES = "serves"  # whatever an MCP server does under that name
UNKNOWN = ""  # in no row: nothing is known about it

TOOLS: dict[str, Tool] = {
    "Bash": {"does": RUNS, "field": "command", "bodies": ("description",)},
    "Monitor": {"does": RUNS, "field": "command", "under": "Bash", "bodies": ("description",)},
    "PowerShell": {"does": RUNS_POWERSHELL, "field": "command", "under": "Bash"},
    "Read": {"does": READS, "field": "file_path"},
    "NotebookRead": {"does": READS, "field": "notebook_path", "under": "Read"},
    "LS": {"does": LISTS, "field": "path", "under": "Read"},
    "Glob": {"does": FINDS, "field": "path", "files": "pattern"},
    "Grep": {"does": SEARCHES, "field": "path", "files": "glob"},
    "Write": {"does": WRITES, "field": "file_path", "bodies": ("content",)},
    "Edit": {"does": WRITES, "field": "file_path", "bodies": ("old_string", "new_string")},
    "MultiEdit": {"does": WRITES, "field": "file_path", "bodies": ("edits",)},
    "NotebookEdit": {"does": WRITES, "field": "notebook_path", "bodies": ("new_source",)},
    "WebFetch": {"does": FETCHES, "field": "url", "bodies": ("prompt",)},
    "WebSearch": {"does": ASKS_WEB, "field": "query"},
    "Agent": {
        "does": SPAWNS,
        "field": "subagent_type",
        "names": ("subagenttype", "agenttype", "subagent", "agent", "type"),
        "bodies": ("prompt",),
    },
    "Task": {  # what `Agent` was once called; rules still say so
        "does": SPAWNS,
        "field": "subagent_type",
        "names": ("subagenttype", "agenttype", "subagent", "agent", "type"),
        "bodies": ("prompt",),
    },
    "Skill": {"does": LOADS, "field": "skill", "names": ("skill", "skillname", "name", "command")},
    "TodoWrite": {"does": TALKS, "field": "", "bodies": ("todos",)},
    "TodoRead": {"does": TALKS, "field": ""},
    "AskUserQuestion": {"does": TALKS, "field": ""},
    "EnterPlanMode": {"does": TALKS, "field": ""},
    "ExitPlanMode": {"does": TALKS, "field": ""},
    "ListAgents": {"does": TALKS, "field": ""},
    "ReportFindings": {"does": TALKS, "field": ""},
    "SendMessage": {"does": TALKS, "field": ""},
    "TaskOutput": {"does": TALKS, "field": ""},
    "TaskStop": {"does": TALKS, "field": ""},
    "BashOutput": {"does": TALKS, "field": ""},
    "KillShell": {"does": TALKS, "field": ""},
}
# The names in the patterns that assent itself writes.
SHELL, READ, EDIT = "Bash", "Read", "Edit"
SERVER = "mcp__"


def does(tool: str) -> str:
    """What a tool does, by its name alone."""
    row = TOOLS.get(tool)
    if row is not None:
        return row["does"]
    return SERVES if tool.startswith(SERVER) else UNKNOWN


def those(*kinds: str) -> tuple[str, ...]:
    """The tools that do one of these, in the order of the table."""
    found: list[str] = []
    for kind in kinds:
        found += _BY_KIND.get(kind, ())
    return tuple(found)


_BY_KIND: dict[str, list[str]] = {}
for _name, _row in TOOLS.items():
    _BY_KIND.setdefault(_row["does"], []).append(_name)
READERS = those(READS, LISTS)
SEARCHERS = those(FINDS, SEARCHES)
WRITERS = those(WRITES)
SHELLS = those(RUNS, RUNS_POWERSHELL)
SPAWNERS = those(SPAWNS)
FETCHERS = those(FETCHES)
