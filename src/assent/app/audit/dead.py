"""Rules that no call can ever meet, or that allow nothing of what they name."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assent.app.audit.found import NEVER, Found, Standing
from assent.app.rules.listed import DORMANT, EXPIRED, SUSPENDED
from assent.app.verdict import decision_on
from assent.core import regex
from assent.core.decision import ALLOW
from assent.core.effect import (
    READ_ELSEWHERE,
    READ_PROJECT,
    READ_SECRET,
    RUN_CODE,
    WRITE_ELSEWHERE,
    WRITE_PROJECT,
    WRITE_TMP,
    names_of,
)
from assent.core.facts import Facts
from assent.core.pattern import ARGV, HOST, PATH, TOOL
from assent.core.policy import from_rules
from assent.core.rule import matched
from assent.core.tools import READERS, SEARCHERS, SERVER, TOOLS, WRITERS
from assent.policy.check import example_call

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from assent.app.rules.listed import Listed
    from assent.core.pattern import Pattern
    from assent.core.rule import Rule

READS = READ_PROJECT | READ_ELSEWHERE | READ_SECRET
WRITES = WRITE_PROJECT | WRITE_TMP | WRITE_ELSEWHERE | RUN_CODE
BRANCH = "topic"  # the mildest there is: what is allowed on no branch is not allowed on this one


@dataclass(frozen=True, slots=True)
class Here:
    """Where the rules are tried: the home, the root of the project ("" outside of one), the programs that people
    described, and the tools that were ever called."""

    home: str
    root: str
    programs: Mapping[str, Sequence[Sequence[object]]]
    called: Collection[str]


def findings(standing: Sequence[Standing], listed: Sequence[Listed], here: Here) -> list[Found]:
    """Of the user's own rules."""
    found = [_ended(each) for each in listed if each.state in (EXPIRED, SUSPENDED, DORMANT)]
    return found + unmet(standing, here)


def unmet(standing: Sequence[Standing], here: Here) -> list[Found]:
    """The user's own rules in force that no call can meet, or that allow nothing of what they name."""
    found = []
    for each in standing:
        why = _why(each.rule, here) if each.own else ""
        if why:
            found.append(Found(NEVER, each.where, why, each.end, each.rule.id))
    return found


def _ended(each: Listed) -> Found:
    name = each.name or (each.patterns or [each.id])[0]
    what = f"no longer counts: {each.state}, {each.note}" if each.note else f"no longer counts: {each.state}"
    return Found(NEVER, matched(each.verdict, name), what, f"assent rules remove {each.id}", each.id)


def _why(rule: Rule, here: Here) -> str:
    """Why no call can meet the rule; "" when one may."""
    if rule.tool and not _names_a_tool(rule.tool, here.called):
        return f"there is no tool that its `tool` {rule.tool!r} names"
    reasons = [_why_not(rule, each, here) for each in rule.patterns]
    return "; ".join(dict.fromkeys(reasons)) if reasons and all(reasons) else ""


def _names_a_tool(pattern: str, called: Collection[str]) -> bool:
    if SERVER in pattern:
        return True  # servers come and go
    try:
        return any(regex.full(pattern, name) for name in (*TOOLS, *called))
    except regex.RefusedError:
        return True


def _why_not(rule: Rule, pattern: Pattern, here: Here) -> str:
    if pattern.kind == TOOL and not _is_known(pattern.tool, here.called):
        return f"there is no tool {pattern.tool} that assent knows, and none was called"
    if rule.verdict != ALLOW or rule.where or rule.fields:
        return ""
    over = _beyond_paths(rule, pattern)
    if over:
        return over
    example = _only_call(pattern)
    if not example or (pattern.kind == ARGV and not here.root):
        return ""
    call = example_call(example)
    call.cwd = call.project = here.root or here.home
    facts = Facts(here.home, call.project, call.cwd, branch=BRANCH)
    found = decision_on(call, from_rules([rule], here.programs), facts, disk=False)
    if found.verdict == ALLOW or not found.near:
        return ""
    return f"never allows {pattern.text}: {found.near[0][1]}"


def _is_known(tool: str, called: Collection[str]) -> bool:
    wild = any(sign in tool for sign in "*?[")
    return wild or tool.startswith(SERVER) or tool in TOOLS or tool in called


def _beyond_paths(rule: Rule, pattern: Pattern) -> str:
    """Why a cap lets no call of a path through, whichever file it is."""
    if pattern.kind != PATH:
        return ""
    does = WRITES if pattern.tool in WRITERS else READS if pattern.tool in (*READERS, *SEARCHERS) else 0
    if not does or rule.cap & does:
        return ""
    told = ", ".join(names_of(rule.cap)) or "nothing"
    return f"never allows {pattern.text}: it may only {told}, and that is not what {pattern.tool} does"


def _only_call(pattern: Pattern) -> str:
    """The one call that a pattern names, as an example; "" where it names more than one or none that is known."""
    if pattern.kind == ARGV and pattern.exact:
        return shlex.join(str(text) for _, text in pattern.tokens)
    if any(sign in pattern.value + pattern.tool for sign in "*?["):
        return ""
    if pattern.kind == HOST:
        return f"{pattern.tool}(https://{pattern.value}/)"
    return f"{pattern.tool}()" if pattern.kind == TOOL and pattern.tool.count("__") > 1 else ""
