"""Finds a cmdlet's row, and says what PowerShell changes of itself for all that follows."""

from __future__ import annotations

from assent.shell.powershell.aliases import EVERYWHERE, WINDOWS
from assent.shell.powershell.files import FILES
from assent.shell.powershell.machine import MACHINE
from assent.shell.powershell.objects import OBJECTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.powershell.table import Row

# Cmdlets with a judgement of their own for where the shell is.
PLACES = ("set-location", "push-location", "pop-location")
# After these the same words may mean something else: names, variables, functions, drives or the language itself.
REMAKERS = frozenset((
    "set-alias", "new-alias", "import-alias", "remove-alias", "set-variable", "new-variable", "remove-variable",
    "clear-variable", "import-module", "new-module", "remove-module", "new-psdrive", "remove-psdrive", "set-psdebug",
    "set-psbreakpoint", "enter-pssession", "update-typedata", "update-formatdata", "add-type", "import-pssession",
    "use-module", "register-engineevent", "register-objectevent", "set-psreadlineoption", "invoke-history",
    "enable-experimentalfeature", "set-pssessionconfiguration", "update-module", "import-localizeddata", "using",
))  # fmt: skip
# What they hand on is what they were given, when nothing of it is picked out.
PASSING = ("where-object", "sort-object", "get-unique", "tee-object")
PICKING = ("select-object",)
# What they hand on are the files that they name.
LISTING = ("get-childitem", "get-item", "resolve-path", "convert-path")
ROWS = {**FILES, **OBJECTS, **MACHINE}
TITLES = {name.lower(): name for name in ROWS}
_PLACE: Row = ("", "Path", "Path^=word LiteralPath|PSPath|LP=word PassThru StackName=unknown")


def row_of(name: str) -> Row | None:
    """The row of a cmdlet by its full name in lower case; None for one in no table."""
    if name in PLACES:
        return _PLACE
    return ROWS.get(TITLES.get(name, ""))


def meant(name: str, *, windows: bool) -> tuple[str, bool]:
    """(the cmdlet that a name stands for, in lower case; True when elsewhere than on Windows it is a program)."""
    lowered = name.lower()
    if lowered in EVERYWHERE:
        return EVERYWHERE[lowered], False
    if lowered in WINDOWS:
        return WINDOWS[lowered], not windows
    if row_of(lowered) is not None or lowered in REMAKERS:
        return lowered, lowered == "mkdir"
    return "", True


def titled(name: str) -> str:
    """A cmdlet's name as people write it: Get-ChildItem."""
    return TITLES.get(name) or "-".join([each.capitalize() for each in name.split("-")])
