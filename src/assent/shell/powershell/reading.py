"""A PowerShell text as a reading: its parts with their effects, and why it could not be read in full."""

from __future__ import annotations

from assent.core import paths
from assent.core.call import LIMIT, Reading
from assent.shell.meaning.effects import Walk
from assent.shell.powershell.state import State
from assent.shell.powershell.walk import PowerWalk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.facts import Facts


def read_powershell(text: str, facts: Facts, where: str = "") -> Reading:
    """What a text can do that PowerShell runs in `where` or in `facts.cwd`. Never raises."""
    flow = Walk(facts)
    cwd = where or facts.cwd
    cwds = (paths.normal(cwd),) if cwd.startswith("/") else ()
    try:
        PowerWalk(flow).text(text, State(cwds))
    except RecursionError:
        return _cut(flow, "it is nested too deeply")
    except Exception as error:  # noqa: BLE001  a slip in a table must end as "ask", not as a hook without an answer
        return _cut(flow, f"reading it failed ({type(error).__name__}: {error})")
    return Reading(flow.parts, flow.form)


def _cut(flow: Walk, why: str) -> Reading:
    """What was found before the reading ended still speaks for denials."""
    return Reading(flow.parts, f"{LIMIT}{why}")
