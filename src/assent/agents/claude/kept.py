"""Settings that hold our part already: it stays where it stands, and of its lists only what differs is changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from assent.agents.base import Added
from assent.agents.claude.edit import extend, hook_events, listed, our_hooks, strip, strip_entries
from assent.agents.json_text import NotJsonError


def renewed(
    text: str,
    base: str | None,
    previous: Added,
    hooks: Mapping[str, object],
    wanted: Mapping[str, Sequence[str]],
) -> tuple[str, Added] | None:
    """The text with these entries in the lists, and what is now ours; `base` is the text without our part. None when
    the hooks are not as they should be, or when taking our part out of the outcome would not give the base: then all
    of it is to be written anew. Raises NotJsonError."""
    if not _hooked(text, hooks):
        return None
    added = Added(hooks=True, made=list(previous.made), new_file=previous.new_file)
    for name, held, record in (("allow", previous.allow, added.allow), ("deny", previous.deny, added.deny)):
        stale = [entry for entry in held if entry not in wanted[name]]
        text = strip_entries(text, name, stale)
        there = set(listed(text, name))
        fresh = [entry for entry in dict.fromkeys(wanted[name]) if entry not in there]
        if fresh:
            text = extend(text, ["permissions", name], fresh, added)
        record += [*(entry for entry in held if entry in there and entry in wanted[name]), *fresh]
    bare = strip(text, added)
    if _value(bare) != _value(base):
        return None
    if base is not None and bare != base:
        added.before = base
    return text, added


def _hooked(text: str, hooks: Mapping[str, object]) -> bool:
    """True when each event has exactly the hook of ours that it should have, and no other event has one."""
    try:
        value = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise NotJsonError(str(error)) from None
    held = value.get("hooks") if isinstance(value, dict) else None
    if not isinstance(held, dict):
        return False
    for event in {*hooks, *hook_events(text)}:
        ours = sum(len(spots) for spots in our_hooks(text, event))
        wanted = [hooks[event]] if event in hooks else []
        groups = held.get(event)
        right = [each for each in groups if each in wanted] if isinstance(groups, list) else []
        if (len(right), ours) != (len(wanted), len(wanted)):
            return False
    return True


def _value(text: str | None) -> object:
    """What a settings text says; an empty file and none say nothing."""
    return json.loads(text.removeprefix("\ufeff")) if text and text.strip() else {}
