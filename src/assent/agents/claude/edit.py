"""Edits of Claude Code's settings text: one array extended or cleared of what is ours, everything else as it is."""

from __future__ import annotations

from collections.abc import Sequence

from assent.agents import json_text
from assent.agents.base import Added
from assent.agents.claude import command as line
from assent.agents.json_text import Node, NotJsonError


def listed(text: str, name: str) -> list[str]:
    """The entries of one of the permission lists."""
    node = _find(json_text.parse(text), ["permissions", name])
    return [value for _, value in json_text.strings(text, node)] if node is not None else []


def _find(root: Node, path: Sequence[str]) -> Node | None:
    node: Node | None = root
    for key in path:
        node = node.get(key) if node is not None and node.kind == "object" else None
    return node


def extend(text: str, path: Sequence[str], values: Sequence[object], added: Added) -> str:
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
    node = _find(root, path)
    return json_text.extend(text, node, values) if node is not None else text


def strip(text: str, added: Added) -> str | None:
    """The text without our hooks and the recorded entries, and without the containers we made if they are empty."""
    if json_text.parse(text).kind != "object":
        raise NotJsonError("the document is not an object")
    if added.hooks:
        for event in reversed(hook_events(text)):
            text = _strip_event(text, event, added)
        text = _drop_made(text, ["hooks"], added)
    for name, entries in (("allow", added.allow), ("deny", added.deny)):
        text = strip_entries(text, name, entries)
        text = _drop_made(text, ["permissions", name], added)
    text = _drop_made(text, ["permissions"], added)
    root = json_text.parse(text)
    return None if added.new_file and not root.members else text


def hook_events(text: str) -> list[str]:
    """The events that have hooks, whoever's."""
    hooks = _find(json_text.parse(text), ["hooks"])
    return [name for name, _, node in hooks.members if node.kind == "array"] if hooks is not None else []


def our_hooks(text: str, event: str) -> list[list[int]]:
    """For each entry of an event, which of its hooks are ours."""
    node = _find(json_text.parse(text), ["hooks", event])
    found: list[list[int]] = []
    for entry in node.items if node is not None else ():
        inner = _find(entry, ["hooks"])
        items = inner.items if inner is not None and inner.kind == "array" else ()
        found.append([spot for spot, item in enumerate(items) if _is_ours(text, item)])
    return found


def our_commands(text: str) -> dict[str, list[tuple[line.Command, bool]]]:
    """By event, what our hooks there start, and whether their failure blocks. Raises NotJsonError."""
    found: dict[str, list[tuple[line.Command, bool]]] = {}
    for event in hook_events(text):
        node = _find(json_text.parse(text), ["hooks", event])
        for entry, spots in zip(node.items if node is not None else (), our_hooks(text, event), strict=True):
            inner = _find(entry, ["hooks"])
            held = [json_text.load(text, inner.items[spot]) for spot in spots] if inner is not None else []
            for hook in held:
                command = line.read(hook.get("command")) if isinstance(hook, dict) else None
                if isinstance(hook, dict) and command is not None:
                    found.setdefault(event, []).append((command, hook.get("onFailure") == "block"))
    return found


def _strip_event(text: str, event: str, added: Added) -> str:
    path = ["hooks", event]
    node = _find(json_text.parse(text), path)
    if node is None:
        return text
    ours, inner = our_hooks(text, event), [_find(entry, ["hooks"]) for entry in node.items]
    whole = {
        index
        for index, (spots, held) in enumerate(zip(ours, inner, strict=True))
        if spots and held is not None and len(spots) == len(held.items)
    }
    # From the back, so that what stands before keeps its place.
    for index in range(len(ours) - 1, -1, -1):
        held = inner[index]
        if held is not None and ours[index] and index not in whole:
            text = json_text.remove_all(text, held, ours[index])
    node = _find(json_text.parse(text), path)
    text = json_text.remove_all(text, node, whole) if node is not None else text
    return _drop_made(text, path, added)


def _is_ours(text: str, item: Node) -> bool:
    command = _find(item, ["command"])
    return command is not None and line.read(json_text.load(text, command)) is not None


def strip_entries(text: str, name: str, entries: Sequence[str]) -> str:
    """Of each entry the last that stands there."""
    node = _find(json_text.parse(text), ["permissions", name])
    if node is None or node.kind != "array" or not entries:
        return text
    places: dict[str, list[int]] = {}
    for index, value in json_text.strings(text, node):
        places.setdefault(value, []).append(index)
    gone = [found.pop() for entry in entries if (found := places.get(entry))]
    return json_text.remove_all(text, node, gone)


def _drop_made(text: str, path: Sequence[str], added: Added) -> str:
    if ".".join(path) not in added.made:
        return text
    root = json_text.parse(text)
    node, owner = _find(root, path), _find(root, path[:-1])
    if node is None or owner is None or node.kind == "scalar" or json_text.children(node):
        return text
    names = [name for name, _, _ in owner.members]
    return json_text.remove(text, owner, names.index(path[-1]))
