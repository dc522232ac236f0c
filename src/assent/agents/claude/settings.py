"""Puts our hook, denials and allowed entries into Claude Code's settings text, and takes exactly these out again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence

from assent.agents import json_text
from assent.agents.base import LOCAL, MANAGED, PROJECT, USER, Added
from assent.agents.claude.audit import audit, beyond, dropped, sort_of
from assent.agents.claude.command import closed_line, open_line, short_line
from assent.agents.claude.edit import extend, listed, our_commands, strip
from assent.agents.claude.kept import renewed
from assent.agents.claude.places import ADMINISTERED, FOLDER, FOLDER_VARIABLE
from assent.agents.json_text import NotJsonError
from assent.core.problem import Problem

__all__ = [
    "BLOCKS_SINCE", "DOCTOR", "DROP_INS", "EVENTS", "GUARDED", "NIX_OPTION", "PACKAGE", "PROGRAM", "QUIET", "SWITCHES",
    "Patch", "allow_entries", "audit", "beyond", "by_form", "closed_line", "dropped", "install", "open_line",
    "our_commands", "paths", "programs", "short_line", "sort_of", "uninstall",
]  # fmt: skip

PROGRAM = "claude"
PACKAGE = "@anthropic-ai/claude-code"
QUIET = {"DISABLE_AUTOUPDATER": "1"}
DOCTOR = "claude doctor"
# The first version that lets a failing hook block its call; earlier ones ignore the word.
BLOCKS_SINCE: tuple[int, ...] = (2, 1, 295)
DROP_INS = "managed-settings.d"
NIX_OPTION = "programs.claude-code.settings"
# Key → in whose files it counts, and what to do about it.
SWITCHES: dict[str, tuple[tuple[str, ...], str]] = {
    "disableAllHooks": (
        (USER, PROJECT, LOCAL, MANAGED),
        "no call reaches assent; take the key out to let it answer",
    ),
    "allowManagedHooksOnly": (
        (MANAGED,),
        "only the hooks of whoever manages this machine run; ask them to install assent's",
    ),
}

# The event on which a call waits for us: the only one where a hook that fails shall block. Measured on 2.1.328 with a
# hook that leaves with 1 and the same word (tests/e2e/test_failures.py): on PermissionRequest every call the client
# would ask about is refused (at a terminal too, with no question or one that vanishes); on UserPromptSubmit the prompt
# is thrown away; on PostToolUse and PostToolUseFailure the call has run, and the model is told that a hook blocked it;
# on SessionStart and SessionEnd nothing is held.
GUARDED = "PreToolUse"
# Event → (matcher, or None where the client takes none, seconds). A hook that is late is a hook that is absent.
EVENTS: dict[str, tuple[str | None, int]] = {
    "PreToolUse": ("*", 10),
    "PermissionRequest": ("*", 10),
    "PostToolUse": ("*", 10),
    "PostToolUseFailure": ("*", 10),
    "UserPromptSubmit": (None, 5),
    "SessionStart": ("*", 5),
    "SessionEnd": (None, 5),
}
# So many entries of ours side by side, as we write them: a lone one may be the person's own.
RUN = 4
HINT = "fix the file by hand (or ask Claude Code: /doctor), then run this again; nothing was changed"


def paths(home: str, project: str, environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """The settings files of the client on Linux, strongest last to be listed; the environment moves the user's."""
    folder = (environ or {}).get(FOLDER_VARIABLE) or f"{home}/{FOLDER}"
    return {
        USER: f"{folder}/settings.json",
        PROJECT: f"{project}/{FOLDER}/settings.json",
        LOCAL: f"{project}/{FOLDER}/settings.local.json",
        MANAGED: f"{ADMINISTERED[0]}/managed-settings.json",
    }


def programs(home: str) -> list[str]:
    """Where the program lies beside the places that PATH names."""
    return [f"{home}/.local/bin/{PROGRAM}", f"{home}/{FOLDER}/local/{PROGRAM}"]


class Patch:
    """The new text of the file, and what was added to it. `changed` is False when everything stood there."""

    __slots__ = ("added", "changed", "text")

    def __init__(self, text: str, added: Added, *, changed: bool) -> None:
        self.text = text
        self.added = added
        self.changed = changed


def install(
    text: str | None,
    hook_command: str,
    denials: Sequence[str],
    previous: Added | None = None,
    where: str = "settings.json",
    *,
    guard: str = "",
) -> Patch | Problem:
    """The settings with our hook on every event we watch and our denials. `text` None stands for a file that does
    not exist. `guard` is the command for the guarded event where its failure shall block. `previous` is what an
    earlier install added, by its record or `by_form`: what is right in it stays where it stands, the rest is replaced.
    A Problem when the text is no JSON object of the expected shape; nothing may then be written."""
    granted = previous.allow if previous is not None else ()
    return _patch(text, where, previous, _Hooks(hook_command, guard), denials, granted)


def allow_entries(
    text: str | None,
    entries: Sequence[str],
    previous: Added | None = None,
    where: str = "settings.local.json",
) -> Patch | Problem:
    """The settings with these entries in `permissions.allow`; as `install` otherwise. Hooks are left alone."""
    return _patch(text, where, previous, None, (), entries)


def uninstall(text: str, added: Added, where: str = "settings.json") -> str | Problem | None:
    """The settings without what `added` records: byte for byte what was there before, a person's edits since then
    kept. None when we had made the file and nothing but our entries is in it: it should be removed."""
    if added.before is not None and _digest(text) == added.after:
        return added.before
    try:
        return strip(text, added)
    except NotJsonError as error:
        return Problem(where, f"cannot be edited: {error}", HINT)


def by_form(text: str, known: Collection[str]) -> Added | None:
    """What of ours stands in a text of which no record is left, by its form: our hooks, and the denials known to be
    ours that stand side by side. None when there is no hook of ours: then nothing here is."""
    try:
        found = our_commands(text)
    except NotJsonError:
        return None
    if not found:
        return None
    denied: list[str] = []
    run: list[str] = []
    for entry in [*listed(text, "deny"), ""]:
        if entry in known:
            run.append(entry)
            continue
        denied += run if len(run) >= RUN else []
        run = []
    made = ["hooks", *(f"hooks.{event}" for event in found)]
    made += ["permissions", "permissions.deny"] if denied else []
    closed = any(blocks for _, blocks in found.get(GUARDED, ()))
    return Added(deny=denied, hooks=True, made=made, closed=closed)


class _Hooks:
    """Which command stands on which event."""

    __slots__ = ("command", "guard")

    def __init__(self, command: str, guard: str) -> None:
        self.command = command
        self.guard = guard

    def entries(self) -> dict[str, object]:
        return {event: self.entry(event) for event in EVENTS}

    def entry(self, event: str) -> dict[str, object]:
        matcher, seconds = EVENTS[event]
        guarded = event == GUARDED and bool(self.guard)
        hook: dict[str, object] = {"type": "command", "command": self.guard if guarded else self.command}
        hook["timeout"] = seconds
        if guarded:
            hook["onFailure"] = "block"
        return {"hooks": [hook]} if matcher is None else {"matcher": matcher, "hooks": [hook]}


def _patch(
    text: str | None,
    where: str,
    previous: Added | None,
    hooks: _Hooks | None,
    deny: Sequence[str],
    allow: Sequence[str],
) -> Patch | Problem:
    try:
        base = _bare(text, previous, hooked=hooks is not None)
        added = Added(new_file=base is None)
        body = base if base and base.strip(json_text.BLANK) else "{}\n"
        _check(body)
        if hooks is not None and previous is not None and text and text.strip(json_text.BLANK):
            kept = renewed(text, base, previous, hooks.entries(), {"deny": deny, "allow": allow})
            if kept is not None:
                return _patch_of(text, *kept)
        new = _fill(body, added, hooks, deny, allow)
        _prove(body, new, added, hooks)
        if base is not None and strip(new, added) != base:
            added.before = base
    except NotJsonError as error:
        return Problem(where, f"cannot be edited: {error}", HINT)
    return _patch_of(text, new, added)


def _patch_of(text: str | None, new: str, added: Added) -> Patch:
    added.after = _digest(new)
    return Patch(new, added, changed=new != text)


def _bare(text: str | None, previous: Added | None, *, hooked: bool) -> str | None:
    """The text without what we put in before; an empty file counts as an empty object, and comes back as it was."""
    if text is None or not text.strip(json_text.BLANK):
        return text
    if previous is not None and previous.before is not None and _digest(text) == previous.after:
        return previous.before
    base = strip(text, previous) if previous is not None else text
    return strip(base, Added(hooks=True)) if base is not None and hooked else base


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _check(text: str) -> None:
    """Raises NotJsonError unless every container we may touch has the type the client expects."""
    root = json_text.parse(text)
    if root.kind != "object":
        raise NotJsonError("the document is not an object")
    hooks, permissions = root.get("hooks"), root.get("permissions")
    expected = [("hooks", hooks, "object"), ("permissions", permissions, "object")]
    for name in ("allow", "ask", "deny"):
        node = permissions.get(name) if permissions is not None else None
        expected.append((f"permissions.{name}", node, "array"))
    for event in EVENTS:
        node = hooks.get(event) if hooks is not None else None
        expected.append((f"hooks.{event}", node, "array"))
    for name, node, kind in expected:
        if node is not None and node.kind != kind:
            raise NotJsonError(f"{name} is not an {kind}")


def _fill(text: str, added: Added, hooks: _Hooks | None, deny: Sequence[str], allow: Sequence[str]) -> str:
    for name, entries, record in (("deny", deny, added.deny), ("allow", allow, added.allow)):
        present = set(listed(text, name)) if entries else set()
        fresh = [entry for entry in dict.fromkeys(entries) if entry not in present]
        if fresh:
            text = extend(text, ["permissions", name], list(fresh), added)
            record.extend(fresh)
    if hooks is not None:
        added.hooks = True
        for event in EVENTS:
            text = extend(text, ["hooks", event], [hooks.entry(event)], added)
    return text


def _prove(old: str, new: str, added: Added, hooks: _Hooks | None) -> None:
    """Raises NotJsonError unless the new text decodes to the old one's value plus the intended change."""
    before, after = _decode(old), _decode(new)
    for name, entries in (("deny", added.deny), ("allow", added.allow)):
        if entries:
            before.setdefault("permissions", {}).setdefault(name, []).extend(entries)
    if hooks is not None:
        for event in EVENTS:
            before.setdefault("hooks", {}).setdefault(event, []).append(hooks.entry(event))
    if before != after:
        raise NotJsonError("the edit would not come out as intended")


def _decode(text: str) -> dict[str, dict[str, list[object]]]:
    value: dict[str, dict[str, list[object]]] = json.loads(text.removeprefix("\ufeff"))
    return value
