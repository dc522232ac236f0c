"""Cmdlets that a row cannot say: those that run text or programs, make things of a kind, or move the shell."""

from __future__ import annotations

from assent.core.effect import NET_READ, RUN_CODE, SYSTEM
from assent.shell.meaning.arg import Arg
from assent.shell.meaning.scope import joined
from assent.shell.meaning.wrappers import absorb
from assent.shell.powershell.places import place, touch
from assent.shell.powershell.state import ANY, State
from assent.shell.powershell.table import Parameter, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from assent.shell.meaning.use import Use
    from assent.shell.powershell.state import Walking
    from assent.shell.powershell.table import Bound

    Own = Callable[[Walking, Use, Bound, State], None]
    Before = Callable[[Walking, Use, Bound, State], list[str]]

# Properties that a name behind `ForEach-Object` takes from each object; a method's name would call it.
_PROPERTIES = frozenset((
    "name", "fullname", "basename", "extension", "length", "count", "id", "path", "directory", "directoryname", "line",
    "lastwritetime", "creationtime", "filename", "linenumber", "matches", "key", "value", "parent", "psiscontainer",
    "exists", "mode", "pspath", "status", "displayname", "processname", "cpu", "version", "group", "values", "keys",
))  # fmt: skip
_FOLDERS = ("directory", "folder", "container")
_LINKS = ("symboliclink", "hardlink", "junction")


# -- running things -------------------------------------------------------------------------------------------------


def expression(walk: Walking, use: Use, bound: Bound, state: State) -> None:
    """Invoke-Expression: its text is read where it stands."""
    texts = bound.of("command")
    if not texts:
        return
    known = [arg.text for arg in texts if arg.text is not None]
    if len(known) != len(texts):
        use.opaque("what text it runs cannot be known")
        use.unknown("what text it runs cannot be known")
        use.note(RUN_CODE, "runs text that cannot be known")
        walk.flow.fail("text that is run and cannot be known")
        return
    outer, walk.flow.parts = walk.flow.parts, []
    fed, state.fed = state.fed, None
    walk.text("\n".join(known), state)
    state.fed = fed
    found, walk.flow.parts = walk.flow.parts, outer
    for inner in found:
        absorb(use.part, inner)


def process(walk: Walking, use: Use, bound: Bound, state: State) -> None:
    """Start-Process: a program with its arguments, or whatever opens a document or an address."""
    program = bound.of("filepath")
    if not program:
        return
    words = [Word([program[0]])]
    for arg in bound.of("argumentlist"):
        if arg.text is None or '"' in arg.text:
            words.append(Word(ANY if arg.text is None else [Arg(None)]))
        else:
            words.extend(Word([Arg(each)], quoted=True) for each in arg.text.split())
    where = bound.of("workingdirectory")
    twin = state.fork()
    twin.fed = None
    if where:
        found = place(where[-1], walk.facts).arg
        twin.cwds = tuple(use.places(found)) if found.text is not None and not found.glob else ()
    if program[0].text and "://" in program[0].text:
        use.note(RUN_CODE | NET_READ, f"opens {program[0].text}")
        return
    outer, walk.flow.parts = walk.flow.parts, []
    walk.run("&", words, twin)
    parts, walk.flow.parts = walk.flow.parts, outer
    for inner in parts:
        absorb(use.part, inner)


def each(walk: Walking, use: Use, bound: Bound, state: State) -> None:
    """ForEach-Object: a name in the place of a block is a property, or a method that is called."""
    del walk, state
    for arg in bound.of("process"):
        if arg.text is not None and arg.text.lower() not in _PROPERTIES:
            use.note(RUN_CODE, f"may call {arg.text} of each object")
            use.unknown(f"what {arg.text} of an object does is in no table")


# -- places ---------------------------------------------------------------------------------------------------------


def move(walk: Walking, use: Use, bound: Bound, state: State) -> None:
    """Set-Location and Push-Location."""
    given = bound.of("path", "literalpath")
    before = state.cwds
    if use.name == "push-location" and state.stack is not None:
        state.stack.append(before)
    if not given:
        if use.name == "set-location":
            state.cwds = joined((walk.facts.home,), before)
        return
    found = place(given[0], walk.facts)
    if found.drive or found.odd or found.arg.text is None or found.arg.glob or found.arg.text in ("-", "+"):
        state.cwds = ()
        use.opaque("the directory it goes to cannot be known")
        return
    after = tuple(use.places(found.arg))
    facts = walk.facts
    sure = all(cwd in ("/", facts.project, facts.cwd, facts.home) or cwd in facts.tmp for cwd in after)
    state.cwds = after if sure and after else joined(after, before)


def back(walk: Walking, use: Use, bound: Bound, state: State) -> None:
    """Pop-Location."""
    del walk, use, bound
    state.cwds = state.stack.pop() if state.stack else ()


# -- making things --------------------------------------------------------------------------------------------------


def item(walk: Walking, use: Use, bound: Bound, state: State) -> list[str]:
    """New-Item: the command that makes a thing of its kind. `-Name` stands below `-Path`."""
    del state
    _named_below(bound)
    kinds = bound.of("itemtype")
    kind = (kinds[-1].text or "").lower() if kinds else "file"
    if kinds and kinds[-1].text is None:
        use.opaque("what kind of thing it makes cannot be known")
    if kind in _FOLDERS:
        return ["mkdir", "-p"]
    if kind in _LINKS:
        for target in bound.of("value"):
            touch(use, place(target, walk.facts), writes=False)
        return ["ln", "-s", (bound.of("value") or [Arg("")])[-1].text or "/"]
    if kind != "file":
        use.unknown(f"what a new {kind or 'thing'} is, is in no table")
    return ["tee"] if bound.of("value") or bound.has("force") else ["touch"]


def folder(walk: Walking, use: Use, bound: Bound, state: State) -> list[str]:
    """mkdir."""
    del walk, use, state
    _named_below(bound)
    return ["mkdir", "-p"]


def _named_below(bound: Bound) -> None:
    names = bound.of("name")
    if not names:
        return
    bases = bound.of("path") or [Arg(".")]
    made = [
        Arg(None, prefix=base.prefix)
        if base.text is None or name.text is None
        else Arg(f"{base.text.rstrip('/')}/{name.text}")
        for base in bases
        for name in names
    ]
    bound.given = [
        (parameter, values) for parameter, values in bound.given if parameter.name not in ("path", "name")
    ]
    bound.given.append((Parameter("Path=word"), made))


def rename(walk: Walking, use: Use, bound: Bound, state: State) -> list[str]:
    """Rename-Item: the new name stands beside the old one."""
    del walk, use, state
    old = bound.of("path", "literalpath")
    for new in bound.of("newname"):
        base = (old[0].text or "").replace("\\", "/").rpartition("/")[0] if old else ""
        known = new.text is not None and bool(old) and old[0].text is not None
        text = f"{base}/{new.text}" if base and known and "/" not in (new.text or "") else new.text
        bound.given.append((Parameter("Destination=word"), [Arg(text if known else None)]))
    return ["mv"]


def stop(walk: Walking, use: Use, bound: Bound, state: State) -> list[str]:
    """Stop-Process: by number, or every process of a name."""
    del walk, state
    if not bound.of("name", "id"):
        use.note(SYSTEM, "ends processes that cannot be known")
    return ["pkill"] if bound.of("name") else ["kill"]


OWN: dict[str, Own] = {
    "invoke-expression": expression,
    "start-process": process,
    "foreach-object": each,
    "set-location": move,
    "push-location": move,
    "pop-location": back,
}
BEFORE: dict[str, Before] = {
    "new-item": item,
    "mkdir": folder,
    "rename-item": rename,
    "stop-process": stop,
}
