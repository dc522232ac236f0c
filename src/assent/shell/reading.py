"""A call read into parts with their effects: the one door to the shell room."""

from __future__ import annotations

from assent.core import paths
from assent.core.call import LIMIT, Part, Reading, graver
from assent.core.effect import NOT_WILD, PRIVILEGE, RUN_CODE, UNKNOWN
from assent.core.tools import RUNS, RUNS_POWERSHELL, SERVES, SHELL, TOOLS, does
from assent.shell.meaning.effects import Walk
from assent.shell.meaning.scope import Scope
from assent.shell.syntax.dialects import BASH, ZSH, named
from assent.shell.syntax.parse import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.core.call import Call
    from assent.core.facts import Facts
    from assent.shell.programs.row import Stored

# Raised whenever a table or the walk changes what a text means: cached readings carry it.
TABLE_VERSION = 8
# Input fields by which a shell call leaves the sandbox that its agent would put it in, and what each asks for.
UNBOXED = {
    "dangerouslyDisableSandbox": "asks to run outside the agent's own sandbox",
    "allowed_domains": "asks the agent's own sandbox for more hosts",
    "_host": "asks to run on another machine",
}


def read_call(call: Call, facts: Facts) -> Reading:
    """What a call can do. Never raises: what cannot be read is `form`, what is not known is `unknown`."""
    row = TOOLS.get(call.tool)
    kind = row["does"] if row is not None else ""
    if (
        row is None
        or kind not in (RUNS, RUNS_POWERSHELL)
        or (call.tool != SHELL and row["field"] not in call.input)
    ):
        return _read_other(call, facts)
    text = call.input.get(row["field"])
    if not isinstance(text, str):
        return _unread(call.cwd, "the command is no text")
    reading = read_shell(text, facts) if kind == RUNS else _powershell(text, facts)
    for name, told in UNBOXED.items():
        if call.input.get(name):
            for part in reading.parts:
                part.effects |= PRIVILEGE
                part.extra |= PRIVILEGE
                part.notes.append(("privilege", told))
    return reading


def describe(facts: Facts, programs: Mapping[str, Sequence[Stored]]) -> None:
    """Tells facts of the programs that people described themselves, and of the files that these obey."""
    facts.programs = programs
    if programs:
        from assent.shell.programs.row import Row, obeyed

        named = [path for rows in programs.values() for row in rows for path in obeyed(Row(row))]
        facts.obeyed = [
            facts.home + path[1:] if path.startswith("~/") else path for path in dict.fromkeys(named)
        ]


def _read_other(call: Call, facts: Facts) -> Reading:
    """A call of another tool. Where its input may name anything: beside what the tool is known to do, every command
    in it as a part of its own, so that no rule which allows the tool reaches further than it would in a shell."""
    from assent.core.tool_calls import is_open, read_tool

    if not is_open(call):
        return read_tool(call, facts)
    from assent.core.inputs import look

    found = look(call.tool, call.input)
    reading = read_tool(call, facts, found)
    if does(call.tool) == SERVES:
        from assent.shell.served import judge_served

        judge_served(call, reading)
    parts = list(reading.parts)
    form = reading.form
    for text, where, sure in found.commands:
        inner = read_shell(text, facts, paths.absolute(where, call.cwd, facts.home))
        if sure or inner.cut:
            form = graver(form, inner.form)
        for part in () if sure else inner.parts:
            part.effects &= NOT_WILD & ~RUN_CODE
            part.opaque, part.meaning = False, ""
        parts += inner.parts
        if _names_powershell(call.tool):
            other = _powershell(text, facts, paths.absolute(where, call.cwd, facts.home))
            form = graver(form, other.form)
            parts += other.parts
    return Reading(parts, form)


def _names_powershell(tool: str) -> bool:
    lowered = tool.lower()
    return "powershell" in lowered or "pwsh" in lowered


def _powershell(text: str, facts: Facts, where: str = "") -> Reading:
    """What a PowerShell text can do; nothing of its reader is loaded for other calls."""
    from assent.shell.powershell.reading import read_powershell

    return read_powershell(text, facts, where)


def read_shell(text: str, facts: Facts, where: str = "") -> Reading:
    """What a shell text can do, run in `where` or in `facts.cwd`. Never raises."""
    cwd = where or facts.cwd
    try:
        shells = named(facts.shell)
        walk = Walk(facts)
        walked(text, cwd, shells, walk)
        if walk.form and shells == BASH | ZSH and LIMIT not in walk.form:
            # What zsh alone would find in the text, for denials.
            known = set(map(_shown, walk.parts))
            other = Walk(facts)
            walked(text, cwd, ZSH, other)
            walk.parts.extend(part for part in other.parts if _shown(part) not in known)
    except RecursionError:
        return _unread(facts.cwd, f"{LIMIT}it is nested too deeply")
    except Exception as error:  # noqa: BLE001  a slip in a table must end as "ask", not as a hook without an answer
        return _unread(facts.cwd, f"{LIMIT}reading it failed ({type(error).__name__}: {error})")
    return Reading(walk.parts, walk.form)


def _shown(part: Part) -> str:
    return repr((part.argv, part.reads, part.writes))


def walked(text: str, cwd: str, shells: int, walk: Walk) -> None:
    """Takes a walk through a text that starts in `cwd`, as these shells read it."""
    cwds = (paths.normal(cwd),) if cwd.startswith("/") else ()
    scope = Scope(cwds, shells)
    walk.block(parse(text, shells), scope)
    walk.uncalled()
    if scope.tallies & scope.texts:
        walk.fail("a variable that is counted with and given a text, which zsh evaluates")


def _unread(cwd: str, why: str) -> Reading:
    part = Part((), cwd)
    part.effects = part.extra = RUN_CODE | UNKNOWN
    part.opaque = True
    part.meaning = why
    part.notes.append(("unknown", why))
    return Reading((part,), why)


def wanted_paths(reading: Reading) -> list[str]:
    """The absolute paths whose links the caller should resolve before reading the call again."""
    found: dict[str, None] = {}
    for part in reading.parts:
        for path in (part.cwd, *part.reads, *part.writes, *part.through):
            if path.startswith("/"):
                found[paths.fixed(path)] = None
                found[path] = None  # a glob that matches nothing, or is none, stands for itself
    return list(found)


def wanted_texts(reading: Reading) -> list[str]:
    """The files whose text would show denials what a task of the project runs."""
    return list(dict.fromkeys(path for part in reading.parts for path in part.texts))


def wanted_globs(reading: Reading) -> list[str]:
    """The absolute paths with a glob, among whose matches the caller should look for links."""
    found: dict[str, None] = {}
    for part in reading.parts:
        for path in (*part.reads, *part.writes):
            if path.startswith("/") and paths.has_glob(path):
                found[path] = None
    return list(found)
