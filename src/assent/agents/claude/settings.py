"""Puts our hook, denials and allowed entries into Claude Code's settings text, and takes exactly these out again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

import msgspec

from assent.agents import json_text
from assent.agents.json_text import Node, NotJsonError
from assent.core.problem import Problem

# A hook command with this word in it is ours. The shell reads it as a comment, or it is part of our file's name.
MARKER = "assent-hook"
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
HINT = "fix the file by hand (or ask Claude Code: /doctor), then run this again; nothing was changed"


class Added(msgspec.Struct):
    """What a patch put in: entries per list, the keys it made (`hooks`, `hooks.PreToolUse`, `permissions.deny`…),
    whether it made the file, and the digest of the text it left. `before` is the text it found, kept only when
    taking the entries out one by one would not restore it to the byte."""

    allow: list[str] = []
    deny: list[str] = []
    hooks: bool = False
    made: list[str] = []
    new_file: bool = False
    after: str = ""
    before: str | None = None

    def dump(self) -> str:
        """The record as JSON text, for the store."""
        return msgspec.json.encode(self).decode()


def load_added(text: str) -> Added:
    """The record of `Added.dump`; raises ValueError on anything else."""
    return msgspec.json.decode(text, type=Added)


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
) -> Patch | Problem:
    """The settings with our hook on every event we watch and our denials. `text` None stands for a file that does
    not exist. `previous` is what an earlier install added: it is replaced. A Problem when the text is no JSON
    object of the expected shape; nothing may then be written."""
    command = hook_command if MARKER in hook_command else f"{hook_command} # {MARKER}"
    granted = previous.allow if previous is not None else ()
    return _patch(text, where, previous, command=command, deny=denials, allow=granted)


def allow_entries(
    text: str | None,
    entries: Sequence[str],
    previous: Added | None = None,
    where: str = "settings.local.json",
) -> Patch | Problem:
    """The settings with these entries in `permissions.allow`; as `install` otherwise. Hooks are left alone."""
    return _patch(text, where, previous, allow=entries)


def uninstall(text: str, added: Added, where: str = "settings.json") -> str | Problem | None:
    """The settings without what `added` records: byte for byte what was there before, a person's edits since then
    kept. None when we had made the file and nothing but our entries is in it: it should be removed."""
    if added.before is not None and _digest(text) == added.after:
        return added.before
    try:
        return _strip(text, added)
    except NotJsonError as error:
        return Problem(where, f"cannot be edited: {error}", HINT)


def _patch(
    text: str | None,
    where: str,
    previous: Added | None,
    *,
    command: str = "",
    deny: Sequence[str] = (),
    allow: Sequence[str] = (),
) -> Patch | Problem:
    try:
        base = _strip(text, previous) if text is not None and previous is not None else text
        if base is not None and command:
            base = _strip(base, Added(hooks=True))
        added = Added(new_file=base is None)
        body = "{}\n" if base is None else base
        _check(body)
        new = _fill(body, added, command, deny, allow)
        _prove(body, new, added, command)
        if base is not None and _strip(new, added) != base:
            added.before = base
    except NotJsonError as error:
        return Problem(where, f"cannot be edited: {error}", HINT)
    added.after = _digest(new)
    return Patch(new, added, changed=new != text)


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


def _fill(text: str, added: Added, command: str, deny: Sequence[str], allow: Sequence[str]) -> str:
    for name, entries, record in (("deny", deny, added.deny), ("allow", allow, added.allow)):
        fresh = [entry for entry in dict.fromkeys(entries) if entry not in _entries(text, name)]
        if fresh:
            text = _extend(text, ["permissions", name], list(fresh), added)
            record.extend(fresh)
    if command:
        added.hooks = True
        for event, (matcher, seconds) in EVENTS.items():
            text = _extend(text, ["hooks", event], [_entry(command, matcher, seconds)], added)
    return text


def _entry(command: str, matcher: str | None, seconds: int) -> dict[str, object]:
    hook: dict[str, object] = {"type": "command", "command": command, "timeout": seconds}
    return {"hooks": [hook]} if matcher is None else {"matcher": matcher, "hooks": [hook]}


def _entries(text: str, name: str) -> list[str]:
    node = _find(json_text.parse(text), ["permissions", name])
    return [value for _, value in json_text.strings(text, node)] if node is not None else []


def _find(root: Node, path: Sequence[str]) -> Node | None:
    node: Node | None = root
    for key in path:
        node = node.get(key) if node is not None and node.kind == "object" else None
    return node


def _extend(text: str, path: Sequence[str], values: Sequence[object], added: Added) -> str:
    """The values appended to the array at `path`, whose missing containers are made and recorded."""
    outer, name = path
    root = json_text.parse(text)
    if root.get(outer) is None:
        added.made += [outer, f"{outer}.{name}"]
        return json_text.add(text, root, {name: list(values)}, outer)
    owner = _find(root, [outer])
    if owner is not None and owner.get(name) is None:
        added.made.append(f"{outer}.{name}")
        return json_text.add(text, owner, list(values), name)
    for value in values:
        node = _find(json_text.parse(text), path)
        if node is not None:
            text = json_text.add(text, node, value)
    return text


def _strip(text: str, added: Added) -> str | None:
    """The text without our hooks and the recorded entries, and without the containers we made if they are empty."""
    if json_text.parse(text).kind != "object":
        raise NotJsonError("the document is not an object")
    if added.hooks:
        for event in reversed(_events(text)):
            text = _strip_event(text, event, added)
        text = _drop_made(text, ["hooks"], added)
    for name, entries in (("allow", added.allow), ("deny", added.deny)):
        for entry in reversed(entries):
            text = _strip_entry(text, name, entry)
        text = _drop_made(text, ["permissions", name], added)
    text = _drop_made(text, ["permissions"], added)
    root = json_text.parse(text)
    return None if added.new_file and not root.members else text


def _events(text: str) -> list[str]:
    hooks = _find(json_text.parse(text), ["hooks"])
    return [name for name, _, node in hooks.members if node.kind == "array"] if hooks is not None else []


def _strip_event(text: str, event: str, added: Added) -> str:
    path = ["hooks", event]
    node = _find(json_text.parse(text), path)
    for index in range(len(node.items) - 1 if node is not None else -1, -1, -1):
        node = _find(json_text.parse(text), path)
        inner = _find(node.items[index], ["hooks"]) if node is not None else None
        if node is None or inner is None or inner.kind != "array":
            continue
        ours = [spot for spot, item in enumerate(inner.items) if _is_ours(text, item)]
        if ours and len(ours) == len(inner.items):
            text = json_text.remove(text, node, index)
            continue
        for spot in reversed(ours):
            fresh = _find(json_text.parse(text), path)
            inner = _find(fresh.items[index], ["hooks"]) if fresh is not None else None
            text = json_text.remove(text, inner, spot) if inner is not None else text
    return _drop_made(text, path, added)


def _is_ours(text: str, item: Node) -> bool:
    command = _find(item, ["command"])
    value = json_text.load(text, command) if command is not None else None
    return isinstance(value, str) and MARKER in value


def _strip_entry(text: str, name: str, entry: str) -> str:
    node = _find(json_text.parse(text), ["permissions", name])
    if node is None or node.kind != "array":
        return text
    places = [index for index, value in json_text.strings(text, node) if value == entry]
    return json_text.remove(text, node, places[-1]) if places else text


def _drop_made(text: str, path: Sequence[str], added: Added) -> str:
    if ".".join(path) not in added.made:
        return text
    root = json_text.parse(text)
    node, owner = _find(root, path), _find(root, path[:-1])
    if node is None or owner is None or node.kind == "scalar" or json_text.children(node):
        return text
    names = [name for name, _, _ in owner.members]
    return json_text.remove(text, owner, names.index(path[-1]))


def _prove(old: str, new: str, added: Added, command: str) -> None:
    """Raises NotJsonError unless the new text decodes to the old one's value plus the intended change."""
    before, after = _decode(old), _decode(new)
    for name, entries in (("deny", added.deny), ("allow", added.allow)):
        if entries:
            before.setdefault("permissions", {}).setdefault(name, []).extend(entries)
    if command:
        for event, (matcher, seconds) in EVENTS.items():
            table = before.setdefault("hooks", {}).setdefault(event, [])
            table.append(_entry(command, matcher, seconds))
    if before != after:
        raise NotJsonError("the edit would not come out as intended")


def _decode(text: str) -> dict[str, dict[str, list[object]]]:
    value: dict[str, dict[str, list[object]]] = json.loads(text.removeprefix("\ufeff"))
    return value
