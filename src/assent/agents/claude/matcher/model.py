"""What Claude Code itself answers under its own settings: a model of its matcher, held against answers of 2.1.328.

Where the model is not sure it says `runs`: "would have asked" is read as evidence that a person approved, and an
estimate of approvals must fall short rather than overshoot."""

from __future__ import annotations

import json
from collections.abc import Sequence

from assent.agents.base import ASKS, DENIED, PROJECT, RUNS, USER
from assent.agents.claude.audit import split
from assent.agents.claude.matcher import shell
from assent.agents.claude.matcher.paths import Match, is_protected, leads_out, within
from assent.agents.claude.reasons import in_words
from assent.core import paths
from assent.core.call import Call
from assent.core.facts import Facts
from assent.core.hosts import host_of
from assent.core.paths import glob
from assent.core.tools import ASKS_WEB, FETCHES, READS, SERVES, SHELL, SPAWNERS, WRITES, does

__all__ = [
    "ASKS",
    "DENIED",
    "LATE",
    "RUNS",
    "Forecast",
    "Settings",
    "in_words",
    "read_settings",
    "would_answer",
]

# Reasons to ask that only clients give which also say who answered. What an older client did in such a case its logs do
# not tell, so an estimate of approvals leaves them out.
LATE = frozenset((
    "bashMiss:cd-compound-read", "bashMiss:cd-compound-write", "bashMiss:multi-cd", "bashMiss:shell-expansion",
))  # fmt: skip
CLI = "cli"
# Hosts whose documentation the client fetches unasked: those seen, and those likely enough not to count as asked.
FREE_HOSTS = (
    "docs.python.org", "github.com", "*.github.io", "docs.rs", "doc.rust-lang.org", "developer.mozilla.org",
    "nodejs.org", "go.dev", "pkg.go.dev", "react.dev", "docs.djangoproject.com", "www.typescriptlang.org",
    "kubernetes.io", "docs.docker.com", "*.claude.com", "*.anthropic.com", "*.readthedocs.io", "docs.*",
    "developer.*", "learn.*",
)  # fmt: skip


class Settings:
    """The permissions of one settings file. `source` says whose file it is, `root` the project it belongs to."""

    __slots__ = ("allow", "ask", "deny", "directories", "mode", "root", "source")

    def __init__(
        self,
        source: str = USER,
        allow: Sequence[str] = (),
        ask: Sequence[str] = (),
        deny: Sequence[str] = (),
        directories: Sequence[str] = (),
        mode: str = "",
        root: str = "",
    ) -> None:
        self.source = source
        self.allow = allow
        self.ask = ask
        self.deny = deny
        self.directories = directories
        self.mode = mode
        self.root = root


def read_settings(text: str, source: str = USER, root: str = "") -> Settings | None:
    """The permissions in a settings text; None when one wrong value makes the client drop the whole file."""
    try:
        value = json.loads(text.removeprefix("\ufeff"))
        given = value.get("permissions", {})
        lists = [given.get(name, []) for name in ("allow", "ask", "deny", "additionalDirectories")]
        mode = given.get("defaultMode", "")
    except (ValueError, RecursionError, AttributeError):
        return None
    for each in lists:
        if not isinstance(each, list) or any(not isinstance(entry, str) for entry in each):
            return None
    allow, ask, deny, directories = lists
    return Settings(source, allow, ask, deny, directories, mode if isinstance(mode, str) else "", root)


class Forecast:
    """`verdict` runs | asks | denied, and `why` in the client's own reason words where they are known."""

    __slots__ = ("verdict", "why")

    def __init__(self, verdict: str, why: str = "") -> None:
        self.verdict = verdict
        self.why = why


class World:
    """The settings in force for one call: lists merged over all files, a project's allows only once trusted."""

    __slots__ = ("allow", "ask", "deny", "directories", "facts", "mode")

    def __init__(self, settings: Sequence[Settings], call: Call, facts: Facts, *, trusted: bool) -> None:
        self.facts = facts
        self.allow: list[Match] = []
        self.ask: list[Match] = []
        self.deny: list[Match] = []
        self.directories = [call.cwd, facts.project]
        self.mode = call.mode
        for each in settings:
            base = _base(each, call, facts)
            usable = trusted or each.source != PROJECT
            for entries, found in (
                (each.allow if usable else (), self.allow),
                (each.ask, self.ask),
                (each.deny, self.deny),
            ):
                found.extend(Match(*split(entry), base) for entry in entries)
            self.directories += [
                paths.absolute(spot, call.cwd, facts.home) or spot for spot in each.directories
            ]
            self.mode = self.mode or each.mode


def _base(settings: Settings, call: Call, facts: Facts) -> str:
    """What a single leading slash in a path rule is relative to."""
    if settings.source == USER:
        return facts.home + "/.claude"
    return (settings.root or facts.project) if settings.source == PROJECT else call.cwd


def would_answer(settings: Sequence[Settings], call: Call, facts: Facts, *, trusted: bool = True) -> Forecast:
    """What the client answers to the call under these settings, before any hook speaks."""
    world = World(settings, call, facts, trusted=trusted)
    found = _judge(world, call)
    if found.verdict != ASKS:
        return found
    if world.mode == "dontAsk":
        return Forecast(DENIED, "mode:dontAsk")
    if world.mode in ("auto", "plan") or (world.mode == "bypassPermissions" and found.why != "safetyCheck"):
        # A classifier, a plan that may use one, or nobody at all: no prompt one could count on.
        return Forecast(RUNS, f"mode:{world.mode}")
    return found


def _judge(world: World, call: Call) -> Forecast:
    if any(_whole(rule, call.tool) for rule in world.deny):
        return Forecast(DENIED, "rule")
    if call.tool == SHELL:
        verdict, why = shell.judge(
            call, world.allow, world.ask, world.deny, world.directories, world.facts, world.mode
        )
        return Forecast(verdict, why)
    if does(call.tool) == READS:
        return _read(world, call)
    if does(call.tool) == WRITES:
        return _write(world, call)
    if does(call.tool) == FETCHES:
        return _fetch(world, call)
    if does(call.tool) in (ASKS_WEB, SERVES):
        return _asked(world, call)
    return _named(world, call)


def _whole(rule: Match, tool: str) -> bool:
    """True for a rule on the tool as such; the bare name also removes it from what the model is offered."""
    if rule.inside not in ("", "*"):
        return False
    return rule.tool == tool or (
        rule.tool.startswith("mcp__") and (glob(rule.tool, tool) or tool.startswith(rule.tool + "__"))
    )


def _file(world: World, call: Call) -> tuple[str, str]:
    """The call's file as written and as its links resolve; "" when there is none to judge."""
    text = call.text("notebook_path") if "notebook_path" in call.input else call.text("file_path")
    path = paths.absolute(text, call.cwd, world.facts.home) if text else ""
    return path or "", paths.resolved(path, world.facts) if path else ""


def _path_rules(
    rules: Sequence[Match], tools: Sequence[str], spots: Sequence[str], world: World, *, deny: bool
) -> bool:
    """A deny speaks when the path or what it links to matches, an allow only when both do."""
    some = any if deny else all
    return some(
        any(
            rule.tool in tools and rule.covers(spot, world.facts.home, world.facts.cwd, deny=deny)
            for rule in rules
        )
        for spot in dict.fromkeys(spots)
    )


def _read(world: World, call: Call) -> Forecast:
    spots = _file(world, call)
    if not spots[0]:
        return Forecast(RUNS, "invalid")
    if _path_rules(world.deny, ("Read",), spots, world, deny=True):
        return Forecast(DENIED, "rule")
    if _path_rules(world.ask, ("Read",), spots, world, deny=True):
        return Forecast(ASKS, "rule")
    if all(within(spot, world.directories) for spot in spots) or any(
        _whole(rule, "Read") for rule in world.allow
    ):
        return Forecast(RUNS)
    if _path_rules(world.allow, ("Read",), spots, world, deny=False):
        return Forecast(RUNS, "rule")
    return Forecast(ASKS, "workingDir")


def _write(world: World, call: Call) -> Forecast:
    spots = _file(world, call)
    if not spots[0]:
        return Forecast(RUNS, "invalid")
    if _path_rules(world.deny, ("Read", "Edit"), spots, world, deny=True):
        return Forecast(DENIED, "rule")
    if any(is_protected(spot) for spot in spots) or leads_out(spots[0], world.facts, world.directories):
        return Forecast(ASKS, "safetyCheck")
    if _path_rules(world.ask, ("Edit",), spots, world, deny=True) or any(
        _whole(rule, call.tool) for rule in world.ask
    ):
        return Forecast(ASKS, "rule")
    if _path_rules(world.allow, ("Edit",), spots, world, deny=False) or any(
        _whole(rule, call.tool) for rule in world.allow
    ):
        return Forecast(RUNS, "rule")
    if world.mode == "acceptEdits" and all(within(spot, world.directories) for spot in spots):
        return Forecast(RUNS, "mode")
    return Forecast(ASKS, "unknown")


def _fetch(world: World, call: Call) -> Forecast:
    host = host_of(call.text("url"))
    if host is None:
        return Forecast(RUNS, "invalid")
    for rules, verdict in ((world.deny, DENIED), (world.ask, ASKS), (world.allow, RUNS)):
        if any(_whole(rule, "WebFetch") or _domain(rule, host) for rule in rules):
            return Forecast(verdict, "rule")
    if any(glob(free, host) for free in FREE_HOSTS):
        return Forecast(RUNS, "other")
    return Forecast(ASKS, "unknown")


def _domain(rule: Match, host: str) -> bool:
    wanted = rule.inside.removeprefix("domain:").lower().rstrip(".")
    if rule.tool != "WebFetch" or not rule.inside.startswith("domain:"):
        return False
    if wanted.startswith("*."):
        return host.endswith(wanted[1:])
    return wanted == host or ("*" in wanted and wanted.count(".") == host.count(".") and glob(wanted, host))


def _asked(world: World, call: Call) -> Forecast:
    """Tools that run only under an allow: searches of the web and MCP."""
    if any(_whole(rule, call.tool) for rule in world.ask):
        return Forecast(ASKS, "rule")
    if any(_whole(rule, call.tool) and rule.tool != "mcp__*" for rule in world.allow):
        return Forecast(RUNS, "rule")
    return Forecast(ASKS, "unknown")


def _named(world: World, call: Call) -> Forecast:
    """Tools that ask for nothing on their own: Agent, Skill, searches, notes."""
    names = [call.text(field) for field in ("subagent_type", "skill", "name") if call.text(field)]
    same = SPAWNERS if call.tool in SPAWNERS else (call.tool,)
    for rules, verdict in ((world.deny, DENIED), (world.ask, ASKS)):
        if any(rule.tool in same and rule.inside in names for rule in rules):
            return Forecast(verdict, "rule")
    return Forecast(RUNS)
