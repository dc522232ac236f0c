"""Which agent, skill or other named thing a call starts: every field that may say it, however the field is spelt."""

from __future__ import annotations

from assent.core.paths import folded, glob
from assent.core.tools import TOOLS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.call import Call


def fields_of(tool: str) -> tuple[str, ...]:
    """The fields, without case and joints, that name what a call of the tool starts."""
    row = TOOLS.get(tool)
    return row.get("names", ()) if row else ()


def joined(field: str) -> str:
    """A field's name without case, blanks and joints: `subagentType`, `subagent-type` and `Subagent_Type` are one."""
    return "".join(char for char in folded(field) if char.isalnum())


def given(call: Call) -> list[object]:
    """The values of every field that names what the call starts."""
    known = fields_of(call.tool)
    return [
        value for field, value in call.input.items() if value not in (None, "") and joined(field) in known
    ]


def all_are(pattern: str, call: Call) -> bool:
    """True when the call names something, and every name in it is exactly what the pattern says."""
    values = given(call)
    return bool(values) and all(isinstance(each, str) and glob(pattern, each) for each in values)


def any_is(pattern: str, call: Call) -> bool:
    """True when one of the names, however it is dressed, is what the pattern says."""
    plain = _bare(pattern)
    return any(isinstance(each, str) and glob(plain, _bare(each)) for each in given(call))


def _bare(name: str) -> str:
    return "".join(folded(name).split()).lstrip("/")
