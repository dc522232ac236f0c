"""What an allow by the fields of the input does not mean, although each of its regexes matches."""

from __future__ import annotations

from assent.core import names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from assent.core.call import Call, Part, Reading


# Signs without which a text holds no second command, no block and no function.
JOINTS = frozenset(";\n(")


def why_not_covered(fields: Mapping[str, str], call: Call, reading: Reading) -> str:
    """Why a rule with these field regexes does not cover the call: a regex that found its words in a text says nothing
    about the other commands in it, nor one about a name in the fields it has not seen. "" when it does cover it."""
    commands = [part for part in reading.parts if part.argv or part.seen]
    joined = not JOINTS.isdisjoint(call.text("command"))
    if commands and (joined or len(commands) > 1 or not _is_one(commands[0])):
        return "a regex of a field covers one plain command, without redirects and without commands in it"
    known = names.fields_of(call.tool)
    named = [field for field in call.input if names.joined(field) in known]
    if any(field in fields for field in named) and not all(field in fields for field in named):
        return "the call also has a name that the rule has no regex for"
    return ""


def _is_one(part: Part) -> bool:
    """True for a command that starts no other one and that nothing is added to from outside."""
    first = part.argv[0] if part.argv else None
    own = (first, first.rpartition("/")[2]) if first else ()
    return not part.extra and all(argv and argv[0] in own for argv in part.seen)
