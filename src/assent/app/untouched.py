"""What the status says of the record: what `assent log verify` would name, found by a look that is quick."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from assent.app.finding import BAD, NOTE, Finding
from assent.core.amounts import size
from assent.store import clock, owners, signing, verified

if TYPE_CHECKING:
    from assent.store.links import Fault
    from assent.store.paths import Paths

SHOWN = 3
_OWN = "make it yours again: sudo chown $USER {}"
HINT = "find out who wrote there; all that is wrong: assent log verify"


def findings(at: Paths) -> list[Finding]:
    """What is wrong with the record, and what of it was not looked at; nothing where all of it holds."""
    report = verified.quick(at)
    found = [Finding("record", BAD, _place(each), each.hint or HINT) for each in report.faults[:SHOWN]]
    more = len(report.faults) - len(found)
    if more > 0:
        found.append(Finding("record", BAD, f"and {more:,} more", "see them: assent log verify"))
    if report.unread:
        text = f"{size(report.unread)} of the record were not looked at"
        found.append(Finding("record", NOTE, text, "to look at all of it: assent log verify"))
    if not owners.visited(at):
        found += [*_key(at), *_open_to_others(at)]
    doubt = clock.doubt(at)
    return [*found, *([Finding("record", NOTE, doubt, "is the clock right? see: date -u")] if doubt else [])]


def _key(at: Paths) -> list[Finding]:
    """The key that signs, where others may know it or put another in its place."""
    why = signing.exposed(at)
    if not why:
        return []
    hint = f"chmod 600 {at.key}; and if somebody may have read it: assent log checkpoint --new-key"
    return [Finding("key", BAD, f"{at.key}: {why}", _OWN.format(at.key) if "belongs" in why else hint)]


def _open_to_others(at: Paths) -> list[Finding]:
    """Folders and files of the record that another user owns or may write."""
    found = []
    for path in (at.state, at.audit, *(f"{at.audit}/{name}" for name in _names(at.audit))):
        why = owners.why_file_doubted(path)
        if why:
            hint = _OWN.format(path) if "belongs" in why else f"chmod go-w {path}"
            found.append(Finding("record", BAD, f"{path}: {why}", hint))
    return found[:SHOWN]


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208  our paths are texts
    except OSError:
        return []


def _place(fault: Fault) -> str:
    return f"{fault.file}{f':{fault.line}' if fault.line else ''}: {fault.what}"
