"""What the status says of the record: what `assent log verify` would name, found by a look that is quick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.app import room
from assent.app.finding import BAD, NOTE, Finding
from assent.store import clock, owners, signing, verified

if TYPE_CHECKING:
    from assent.store.links import Fault
    from assent.store.paths import Paths

SHOWN = 3
HINT = "find out who wrote there; all that is wrong: assent log verify"


def findings(at: Paths) -> list[Finding]:
    """What is wrong with the record, and what of it was not looked at; nothing where all of it holds."""
    report = verified.quick(at)
    found = [Finding("record", BAD, _place(each), each.hint or HINT) for each in report.faults[:SHOWN]]
    more = len(report.faults) - len(found)
    if more > 0:
        found.append(Finding("record", BAD, f"and {more:,} more", "see them: assent log verify"))
    if report.unread:
        text = f"{room.shown(report.unread)} of the record were not looked at"
        found.append(Finding("record", NOTE, text, "to look at all of it: assent log verify"))
    exposed = "" if owners.visited(at) else signing.exposed(at)
    if exposed:
        hint = f"chmod 600 {at.key}; and if somebody may have read it: assent log checkpoint --new-key"
        if "belongs" in exposed:
            hint = f"make it yours again: sudo chown $USER {at.key}"
        found.append(Finding("key", BAD, f"{at.key}: {exposed}", hint))
    doubt = clock.doubt(at)
    return [*found, *([Finding("record", NOTE, doubt, "is the clock right? see: date -u")] if doubt else [])]


def _place(fault: Fault) -> str:
    return f"{fault.file}{f':{fault.line}' if fault.line else ''}: {fault.what}"
