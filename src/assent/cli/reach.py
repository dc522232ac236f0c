"""How far an allow reaches, said plainly, with a call of its kind tried out."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from assent.core import tools
from assent.core.effect import ALL, NOT_WILD, names_of
from assent.core.pattern import ANY, ARGV, HOME, MANY, PATH, PROJECT, ROOT, TOOL, WILD
from assent.core.reason import MEANS
from assent.policy.check import answer

if TYPE_CHECKING:
    from assent.core.pattern import Pattern
    from assent.policy.parse import Declared

SHELL = "Careful: this is every shell command; also those that assent does not know, which it cannot judge."
SERVER = "It allows whatever the server does under that name; secrets, rc files and commands in its input still ask."
UNKNOWN = "assent does not know what this tool does; secrets, rc files and commands in its input still ask."
STRANGER = "assent knows no tool {}: the rule speaks only if an agent calls one by exactly that name."
CLOSER = "To allow less, take it back and add it with --within"
STAR = "x"
EVERYTHING = "Careful: this is every tool, shells and servers among them."


def reach(declared: Declared) -> list[str]:
    """How far an allow reaches; of a deny or an ask only what may keep it from ever speaking."""
    rule = declared.rule
    if rule.verdict != "allow":
        return [STRANGER.format(each.tool) for each in rule.patterns if _is_stranger(each)]
    wild = [each for each in rule.patterns if not (each.kind == ARGV and each.exact)]
    told = [] if wild else ["It allows this exact command, whatever it does."]
    if rule.within == ALL:
        told = [
            "It allows ANY effect: destroying, sending secrets, running any code. Nothing else limits it."
        ]
    elif rule.within is not None:
        told = [f"It allows only what {phrases(rule.within)}. Everything else still asks."]
    elif wild:
        told = [f"It allows such calls, but none that {phrases(NOT_WILD)}: those still ask."]
        told += [*dict.fromkeys(text for each in wild if (text := _warning(each))), *_closer(declared, wild)]
    if rule.to:
        told.append(f"It allows sending and fetching only to and from {', '.join(rule.to)}.")
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
    return {
        tools.RUNS: SHELL,
        tools.RUNS_POWERSHELL: SHELL,
        tools.SERVES: SERVER,
        tools.UNKNOWN: UNKNOWN,
    }.get(kind, "")


def _closer(declared: Declared, wild: list[Pattern]) -> list[str]:
    """The bounds that calls of this kind need; none where assent does not know what they do: any it named would be a
    guess, and could keep the rule from ever speaking."""
    if all(_is_every_command(each) for each in wild):
        return [f"{CLOSER} read-project,write-project, for example."]
    needed = 0
    for pattern in wild:
        call = sample(pattern)
        reading = answer(declared, call).reading if call else None
        if reading is None or reading.coverage != "full" or reading.effects & NOT_WILD:
            return []
        needed |= reading.effects
    return [f"{CLOSER} {','.join(names_of(needed))}"] if needed else []


def _is_every_command(pattern: Pattern) -> bool:
    return pattern.kind == ANY or (pattern.kind == TOOL and pattern.tool in tools.SHELLS)


def sample(pattern: Pattern, star: str = STAR) -> str:
    """A call of the kind that a pattern speaks of, as an example in a policy writes it, `star` for what may follow; ""
    when none is usual."""
    if pattern.kind == ARGV and pattern.tokens[0][0] != MANY:
        return shlex.join(_word(int(kind), str(text), star) for kind, text in pattern.tokens)
    if pattern.kind == PATH and pattern.anchor in (ROOT, HOME, PROJECT):
        value = "/".join(_word(WILD, each) for each in pattern.value.strip("/").split("/"))
        return f"{pattern.tool}({ {ROOT: '/', HOME: '~/', PROJECT: ''}[pattern.anchor] }{value})"
    return ""


def _word(kind: int, text: str, star: str = STAR) -> str:
    if kind == MANY:
        return star
    plain = "".join(char for char in text if char not in "*?[]")
    return text if plain == text or kind != WILD else plain + "x"


def phrases(mask: int) -> str:
    """Effects as what a call with any of them does: `reads secrets or runs any code`."""
    words = [MEANS[name] for name in names_of(mask)]
    if len(words) < 2:
        return "".join(words) or "has no effect"
    return f"{', '.join(words[:-1])} or {words[-1]}"
