"""How far an allow reaches, said plainly, with a call of its kind tried out."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from assent.core import tools
from assent.core.effect import ALL, NOT_WILD, RUN_CODE, names_of
from assent.core.pattern import ANY, ARGV, HOME, MANY, PATH, PROJECT, ROOT, TOOL, WILD
from assent.core.reason import MEANS
from assent.policy.check import answer

if TYPE_CHECKING:
    from assent.core.pattern import Pattern
    from assent.policy.parse import Declared

SHELL = "Careful: this is every shell command; also those that assent does not know, which it cannot judge."
UNREAD = "{} is not read: each of its commands counts as any code, which only --within any allows."
SERVER = "It allows whatever the server does under that name; secrets, rc files and commands in its input still ask."
UNKNOWN = "assent does not know what this tool does; secrets, rc files and commands in its input still ask."
STRANGER = "assent knows no tool {}: the rule speaks only if an agent calls one by exactly that name."
EVERYTHING = "Careful: this is every tool, shells and servers among them."


def reach(declared: Declared) -> list[str]:
    """How far an allow reaches; of a deny or an ask only what may keep it from ever speaking."""
    rule = declared.rule
    if rule.verdict != "allow":
        return [STRANGER.format(each.tool) for each in rule.patterns if _is_stranger(each)]
    wild = [each for each in rule.patterns if not (each.kind == ARGV and each.exact)]
    told = [] if wild else ["It reaches: this exact command, whatever it does."]
    if rule.within == ALL:
        told = [
            "It reaches: ANY effect: destroying, sending secrets, running any code. Nothing else limits it."
        ]
    elif rule.within is not None:
        told = [f"It reaches: what only {_phrases(rule.within)}. Everything else still asks."]
    elif wild:
        told = [f"It has no cap of its own: it reaches every effect but {', '.join(names_of(NOT_WILD))}."]
        told += [*dict.fromkeys(text for each in wild if (text := _warning(each))), *_closer(declared, wild)]
    if rule.to:
        told.append(f"It may only reach {', '.join(rule.to)}.")
    return told


def _is_stranger(pattern: Pattern) -> bool:
    """True for one tool by its whole name when no agent that assent knows has it."""
    known = tools.does(pattern.tool) != tools.UNKNOWN
    return pattern.kind == TOOL and not known and not any(sign in pattern.tool for sign in "*?[")


def _warning(pattern: Pattern) -> str:
    """What people overlook about a pattern that names a whole tool."""
    if pattern.kind == ANY:
        return EVERYTHING
    if pattern.kind != TOOL:
        return ""
    kind = tools.does(pattern.tool)
    if kind == tools.RUNS_UNREAD:
        return UNREAD.format(pattern.tool)
    return {tools.RUNS: SHELL, tools.SERVES: SERVER, tools.UNKNOWN: UNKNOWN}.get(kind, "")


def _closer(declared: Declared, wild: list[Pattern]) -> list[str]:
    """The cap that calls of this kind need, when assent knows what they do."""
    needed = 0
    for pattern in wild:
        call = sample(pattern)
        reading = answer(declared, call).reading if call else None
        if reading and reading.coverage == "full" and reading.effects & NOT_WILD & ~RUN_CODE:
            return []  # no narrower cap lets it run, and that it still asks is said beside this
        if reading is None or reading.coverage != "full" or reading.effects & NOT_WILD:
            return ["Closer: --within read-project,write-project, for example."]
        needed |= reading.effects
    return [f"Closer: --within {','.join(names_of(needed))}, for example."] if needed else []


def sample(pattern: Pattern) -> str:
    """A call of the kind that a pattern speaks of, as an example in a policy writes it; "" when none is usual."""
    if pattern.kind == ARGV and pattern.tokens[0][0] != MANY:
        return shlex.join(_word(int(kind), str(text)) for kind, text in pattern.tokens)
    if pattern.kind == PATH and pattern.anchor in (ROOT, HOME, PROJECT):
        value = "/".join(_word(WILD, each) for each in pattern.value.strip("/").split("/"))
        return f"{pattern.tool}({ {ROOT: '/', HOME: '~/', PROJECT: ''}[pattern.anchor] }{value})"
    unread = pattern.kind == TOOL and tools.does(pattern.tool) == tools.RUNS_UNREAD
    return f"{pattern.tool}(Get-Item x)" if unread else ""


def _word(kind: int, text: str) -> str:
    if kind == MANY:
        return "x"
    plain = "".join(char for char in text if char not in "*?[]")
    return text if plain == text or kind != WILD else plain + "x"


def _phrases(mask: int) -> str:
    words = [MEANS[name] for name in names_of(mask)]
    if len(words) < 2:
        return "".join(words) or "has no effect"
    return f"{', '.join(words[:-1])} or {words[-1]}"
