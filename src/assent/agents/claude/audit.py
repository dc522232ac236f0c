"""What in a user's Claude Code settings cancels our rules, exceeds them, or does not work at all; read-only."""

from __future__ import annotations

import json

from assent.agents.base import ASKS_ANYWAY, BROKEN, DANGEROUS, NEVER
from assent.core.problem import Problem
from assent.core.tools import TOOLS
from assent.policy.never import misnamed
from assent.shell.meaning.table import lookup

# Programs of many verbs: a prefix rule on the bare name covers the harmless and the dangerous ones alike.
BROAD = {
    "git": "git push --force, git -c alias.x='!sh' x",
    "npm": "npm publish, npm exec",
    "pnpm": "pnpm publish, pnpm dlx",
    "yarn": "yarn publish, yarn dlx",
    "pip": "pip install of anything",
    "pip3": "pip install of anything",
    "uv": "uv run of anything, uv publish",
    "cargo": "cargo publish, cargo install",
    "go": "go run of anything, go install",
    "make": "any target of any makefile (-f)",
    "gh": "gh api -X DELETE, gh repo delete",
    "aws": "every change of every account",
    "gcloud": "every change of every project",
    "terraform": "terraform destroy",
    "helm": "helm uninstall",
    "systemctl": "systemctl stop",
    "rm": "rm -rf",
    "mv": "overwriting any file",
    "cp": "overwriting any file",
    "find": "find -delete",
    "sed": "sed -i, the e command",
    "curl": "sending any file anywhere",
    "wget": "writing any file",
    "tar": "tar --to-command",
    "rsync": "rsync -e, --delete",
    "scp": "copying any file anywhere",
    "tee": "writing any file",
    "psql": "any statement, \\!",
    "sqlite3": ".shell",
}
WIDE_TOOLS = {
    "Bash": "every command",
    "Write": "writing any file, also outside the project",
    "Edit": "editing any file",
    "NotebookEdit": "editing any notebook",
    "Read": "reading any file, also keys and passwords",
    "WebFetch": "fetching from any host",
}
MODES = ("default", "manual", "acceptEdits", "plan", "dontAsk", "auto", "bypassPermissions")
ANY = "any program"
# Keys of which a sound value may still reach too far.
REACHING = ("permissions.allow", "permissions.defaultMode")
IGNORED = "the client ignores this entry"
DROPPED = "one such value makes the client drop the whole file, hooks and denials included"


def audit(text: str, where: str = "settings.json") -> list[Problem]:
    """Findings about one settings file, worst first: what drops the file, what switches hooks off, what allows
    more than we would, what asks or denies regardless of our allow, what the client ignores."""
    try:
        value = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        return [Problem(where, f"is not JSON: {str(error)[:120]}", "the client starts without this file")]
    if not isinstance(value, dict):
        return [Problem(where, "is not a JSON object", DROPPED)]
    permissions = value.get("permissions", {})
    found = _invalid(value, permissions, where)
    found += _switches(value, permissions, where)
    if isinstance(permissions, dict):
        for entry in _texts(permissions.get("allow")):
            found += _allow(entry, f"{where}: permissions.allow")
        for entry in _texts(permissions.get("ask")):
            hint = "remove it if assent should answer these calls"
            found.append(Problem(f"{where}: permissions.ask", f"{entry} asks even where assent allows", hint))
        for entry in _texts(permissions.get("deny")):
            found += _dead(entry, f"{where}: permissions.deny")
    return found


def sort_of(problem: Problem) -> str:
    """What sort of finding of `audit` it is."""
    place = problem.where.rpartition(": ")[2]
    if problem.hint == IGNORED:
        return NEVER
    if place == "permissions.ask" and problem.hint != DROPPED:
        return ASKS_ANYWAY
    return DANGEROUS if place in REACHING and problem.hint != DROPPED else BROKEN


def _texts(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _invalid(value: dict[str, object], permissions: object, where: str) -> list[Problem]:
    found = []
    if not isinstance(permissions, dict):
        found.append(Problem(f"{where}: permissions", "is not an object", DROPPED))
        permissions = {}
    for name in ("allow", "ask", "deny", "additionalDirectories"):
        entries = permissions.get(name, [])
        if not isinstance(entries, list) or any(not isinstance(each, str) for each in entries):
            found.append(Problem(f"{where}: permissions.{name}", "is not a list of texts", DROPPED))
    mode = permissions.get("defaultMode", "default")
    if mode not in MODES:
        found.append(Problem(f"{where}: permissions.defaultMode", f"{str(mode)[:40]} is no mode", DROPPED))
    objects = [name for name in ("hooks", "env") if not isinstance(value.get(name, {}), dict)]
    found += [Problem(f"{where}: {name}", "is not an object", DROPPED) for name in objects]
    hooks = value.get("hooks")
    entries = hooks.items() if isinstance(hooks, dict) else ()
    found += [
        Problem(f"{where}: hooks.{event}", "is not a list", DROPPED)
        for event, entry in entries
        if not isinstance(entry, list)
    ]
    return found


def _switches(value: dict[str, object], permissions: object, where: str) -> list[Problem]:
    found = []
    if value.get("disableAllHooks") is True:
        hint = "only the denials written into these settings hold; remove the key to let assent answer"
        found.append(Problem(f"{where}: disableAllHooks", "switches our hook off", hint))
    if value.get("allowManagedHooksOnly") is True:
        hint = "ask whoever manages this machine to install the hook"
        found.append(Problem(f"{where}: allowManagedHooksOnly", "switches our hook off", hint))
    mode = permissions.get("defaultMode") if isinstance(permissions, dict) else None
    if mode == "bypassPermissions":
        hint = "only denials and our hook stand between the agent and the machine"
        found.append(Problem(f"{where}: permissions.defaultMode", "bypassPermissions asks for nothing", hint))
    return found


def _allow(entry: str, where: str) -> list[Problem]:
    """What one allow entry lets through that our rules would not."""
    dead = _dead(entry, where) or _ignored_allow(entry, where)
    if dead:
        return dead
    tool, inside = split(entry)
    if inside in ("", "*", ":*"):
        wide = WIDE_TOOLS.get(tool)
        return [Problem(where, f"{entry} allows {wide}", "replace it by what you need")] if wide else []
    if tool != "Bash":
        return []
    return _shell(entry, inside, where)


def _shell(entry: str, inside: str, where: str) -> list[Problem]:
    more = beyond(entry)
    if not more:
        return []
    if inside[0] in "*?":
        hint = "a rule that begins with a star also allows `rm -rf x` and `sudo` with these words behind them"
        return [Problem(where, f"{entry} allows {more}", hint)]
    if more.startswith(ANY):
        return [Problem(where, f"{entry} allows {more}", "allow the exact commands instead")]
    hint = f"it also lets through {more}; take it out and run `assent learn`: the rules it offers stop at their effects"
    return [Problem(where, f"{entry} reaches further than any rule of ours", hint)]


def beyond(entry: str) -> str:
    """What an allow entry lets through that no rule of ours would, in words; "" when nothing is known against it."""
    tool, inside = split(entry)
    if inside in ("", "*", ":*"):
        return WIDE_TOOLS.get(tool, "")
    if tool != "Bash":
        return ""
    if inside[0] in "*?":
        return ANY
    if "*" not in inside:
        return ""
    words = inside.replace(":*", " *").split()
    program = words[0].rstrip("*").rsplit("/", 1)[-1]
    if _runs_anything(program, words[1:]):  # `Bash(env:*)` is `Bash(*)` with five letters more
        verb = " ".join([program, *words[1:2]])
        return (
            BROAD.get(program) if words[1:2] in ([], ["*"]) else ""
        ) or f"{ANY} through {verb.rstrip(' *')}"
    verb = words[1] if len(words) > 1 else "*"
    return BROAD.get(program, "") if verb[:1] in "*-" else ""


def _runs_anything(program: str, words: list[str]) -> bool:
    """True where what stands for the wildcard is run: behind a program that runs its words, or behind such a
    subcommand of one."""
    row = top = lookup(program)
    while row is not None and words and (below := row.under(words[0])) is not None:
        row, words = below, words[1:]
    wild = not words or words[0][:1] == "*"
    alone = row is top and top is not None and not top.below
    return row is not None and "runs" in row.facts and (wild or alone)


def _dead(entry: str, where: str) -> list[Problem]:
    """Entries that never match (verified on 2.1.328)."""
    tool, inside = split(entry)
    says = ""
    if tool and tool[0].islower() and not tool.startswith("mcp__"):
        says = "tool names are case-sensitive"
    elif ":*" in inside[:-2]:
        says = "`:*` works only at the end"
    elif tool == "Write" and inside:
        says = "file rules are consulted as Read(…) and Edit(…) only; Edit covers writing"
    elif tool == "Bash" and inside.startswith("command:"):
        says = "the client does not match this form"
    elif tool not in TOOLS and (wrong := misnamed(tool, entry.strip(), "allow", where, tuple(TOOLS))):
        says = f"{wrong.what}; {wrong.hint}"
    return [Problem(where, f"{entry} never matches: {says}", IGNORED)] if says else []


def _ignored_allow(entry: str, where: str) -> list[Problem]:
    tool, inside = split(entry)
    if tool in ("*", "mcp__*") or (tool.endswith("*") and not tool.startswith("mcp__")):
        return [Problem(where, f"{entry} allows nothing: too wide a pattern", IGNORED)]
    if tool.startswith("mcp__") and inside:
        return [Problem(where, f"{entry} allows nothing: MCP rules take no parameters", IGNORED)]
    return []


def dropped(text: str, where: str) -> list[Problem]:
    """Why the client does not take the file at all."""
    return [each for each in audit(text, where) if each.hint == DROPPED]


def split(entry: str) -> tuple[str, str]:
    """`Tool(inside)` as its two halves; a bare tool has "" inside."""
    tool, sign, inside = entry.strip().partition("(")
    return (tool, inside[:-1]) if sign and inside.endswith(")") else (entry.strip(), "")
