"""What has changed in the rules since a moment, as a person is told it once: what, by whom, when, why, and the command
that takes it back."""

from __future__ import annotations

import posix

from assent.core.decision import ALLOW
from assent.core.shown import as_word, shown
from assent.store import record, regular, snapshot, tally

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.store.paths import Paths
    from assent.store.record import Entry

_RULE, _TRUST = b'"kind":"rule"', b'"kind":"trust"'
_NAMED = 3
_LONGEST = 60  # characters of a reason
_TOO_LONG = "the record is too long to look here for rules that changed: assent timeline"
_BY = {"user": "by you", "learned": "learned", "assent": "by assent"}
_SWITCHED = {"enable": "switched on", "disable": "switched off"}
# What upkeep did: the command brings the rule back.
_RESTED = {"dormant": "asks again", "suspend": "suspended", "expire": "ended"}


def told(paths: Paths, since: str) -> str:
    """One sentence; "" where nothing has changed since that still stands."""
    found = _found(paths, since)
    if found is None:
        return _TOO_LONG
    items = [*found.values(), *_modules(paths, since)]
    if not items:
        return ""
    more = f" and {len(items) - _NAMED} more" if len(items) > _NAMED else ""
    return f"your rules changed: {', '.join(items[:_NAMED])}{more}; how they grew: assent timeline"


def _found(paths: Paths, since: str) -> dict[str, str] | None:
    """Rule or path → what became of it last. What was taken back within the time is not told of. None where that is
    more than can be looked at."""
    files = tally.newest(paths, since[:10])
    if len(files) < len(tally.files(paths, since[:10])):
        return None
    found: dict[str, str] = {}
    about: dict[str, str] = {}  # an entry's id → what it was about
    for path in files:
        data = tally.contents(path)
        for entry in (*tally.naming(data, _RULE), *tally.naming(data, _TRUST)):
            if str(entry["ts"]) < since or entry["kind"] not in (record.RULE, record.TRUST):
                continue
            key = str(entry.get("rule_id") or entry.get("path"))
            about[str(entry.get("id"))] = key
            item = _trusted(entry) if entry["kind"] == record.TRUST else _changed(entry, about)
            found.pop(key, None)
            if item:
                found[key] = item
    return found


def _changed(entry: Entry, about: dict[str, str]) -> str:
    """A change of a rule; "" for one that only takes away what the person knows, or an earlier change told of here."""
    named, action = str(entry.get("rule_id")), entry.get("action")
    rule, word = shown(named), as_word(named)
    undo = f"assent rules undo {word}"
    if action == "add":
        held = entry.get("rule")
        if not isinstance(held, dict) or held.get("verdict") != ALLOW:
            return ""
        return _item(entry, _pattern(held), "", undo)
    if str(action) in _SWITCHED:
        return _item(entry, f"rule {rule}", _SWITCHED[str(action)], undo)
    if str(action) in _RESTED:
        return _item(entry, f"rule {rule}", _RESTED[str(action)], f"assent rules enable {word}")
    if action == "undo" and str(entry.get("of")) not in about:
        return _item(entry, f"rule {rule}", "its last change undone", f"assent rules show {word}")
    if action == "restore":
        state = entry.get("state")
        held = state.get("rule") if isinstance(state, dict) else None
        what = _pattern(held) if isinstance(held, dict) else f"rule {rule}"
        return _item(entry, what, f"as it was at change {entry.get('to')}", undo)
    return ""


def _trusted(entry: Entry) -> str:
    """A project's file that may allow from now on; "" for one that may not."""
    if entry.get("verdict") != "trusted":
        return ""
    path = str(entry.get("path"))
    return _item(entry, shown(path), "trusted", f"assent rules distrust {as_word(path)}")


def _item(entry: Entry, what: str, how: str, undo: str) -> str:
    who = _BY.get(str(entry.get("by")), shown(str(entry.get("by"))))
    why = shown(str(entry.get("why") or _reason(entry.get("rule"))))
    reason = f", {why[:_LONGEST]}{'…' * (len(why) > _LONGEST)}" if why else ""
    lead = f"{how} {who}" if how else who
    return f"{what} ({lead} {_when(str(entry['ts']))}{reason}; undo: {undo})"


def _reason(held: object) -> str:
    """What a rule says of itself."""
    body = held.get("body") if isinstance(held, dict) else None
    return str(body.get("why") or "") if isinstance(body, dict) else ""


def _when(ts: str) -> str:
    return f"{ts[:10]} {ts[11:16]} UTC"


def _pattern(held: dict[str, object]) -> str:
    body = held.get("body")
    whole = isinstance(body, dict) and not body.get("fields")  # else the patterns are not what it allows
    patterns = body.get(ALLOW) if isinstance(body, dict) and whole else None
    named = patterns[0] if isinstance(patterns, list) and patterns else held.get("name") or held.get("id")
    return shown(str(named))


def _modules(paths: Paths, since: str) -> list[str]:
    """The modules that are switched on, where the settings were written since: they keep no history of their own."""
    try:
        changed = record.moment(posix.stat(paths.settings).st_mtime_ns)
        data = regular.read(paths.settings, snapshot.LARGEST_SOURCE)
    except OSError:
        return []
    if changed < since or b"modules" not in data:
        return []
    from assent.app.config import in_force

    on = in_force.settings(paths)["modules"]
    if not on:
        return []
    names = ", ".join(map(str, on))
    return [f"modules on: {names} (settings written {_when(changed)}; undo there: {shown(paths.settings)})"]
