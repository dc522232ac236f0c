"""A recorded call judged again as things are now, and the one command that ends the asking, tried out first."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assent.agents import registry
from assent.app import check, project, state
from assent.app.nearest import Nearest, nearest
from assent.app.outcomes import verdict_of
from assent.app.rules import in_force
from assent.core.call import Call
from assent.core.decision import ALLOW, DENY
from assent.core.effect import (
    NET_READ,
    READ_ELSEWHERE,
    READ_PROJECT,
    RUN_PROJECT,
    WRITE_PROJECT,
    WRITE_TMP,
    names_of,
)
from assent.core.hosts import host_of
from assent.core.paths import absolute
from assent.core.pattern import ARGV, HOST, NAME, PATH
from assent.core.policy import Policy, from_rules
from assent.core.redact.plain import OPENING
from assent.core.shown import shown
from assent.core.tools import SHELLS, TOOLS
from assent.policy.parse import read_rule
from assent.policy.pattern import takes
from assent.store.rules import MANAGED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.core.decision import Decision
    from assent.core.rule import Rule
    from assent.store.paths import Paths

ROUNDS = 8  # of rules that speak once the ones before them are off
LONGEST = 400
WIDER = "assent learn finds wider ones in your answers"
# What a rule wider than the call may do, to be named here.
MILD = READ_PROJECT | READ_ELSEWHERE | WRITE_PROJECT | WRITE_TMP | NET_READ | RUN_PROJECT
_CUT = (OPENING, "[cut", "[too deep]")


@dataclass(frozen=True, slots=True)
class Remedy:
    """`what` it is about in words, and the `command` that does it; "" when there is none and `what` says why."""

    what: str
    command: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """A recorded call judged now: `decision` None when what is recorded of it is not enough; `nearest` the rule that
    comes closest where none matches."""

    decision: Decision | None
    remedy: Remedy
    nearest: Nearest | None = None


def again(at: Paths, entry: Mapping[str, Any]) -> Again:
    """What would be said about a recorded call now, and what ends the asking about it."""
    given = entry.get("input")
    if not isinstance(given, dict) or not str(entry.get("cwd") or "").startswith("/"):
        return Again(None, Remedy("The record does not hold the whole call"))
    was_in = str(entry.get("project") or "")
    here = project.find(os.path.realpath(str(entry["cwd"])), os.path.realpath(at.home), was_in)
    spot = check.made_here(at.home, str(entry["cwd"]), here.root or None, state.ours())
    call = Call(
        str(entry.get("tool")), given, spot.cwd, spot.project, str(entry.get("agent") or registry.DEFAULT),
        mode=str(entry.get("mode") or ""),
    )  # fmt: skip
    policy, _ = in_force.policy(here, at)
    whole = not any(sign in str(given) for sign in _CUT)
    trial = _Trial(call, spot, here.root, whole=whole, moved=was_in not in ("", here.key))
    decision = trial.decide(policy)
    closest = nearest(policy, call, decision, spot.home)
    return Again(decision, _remedy(policy, trial, decision, verdict_of(entry)), closest)


def to_allow(policy: Policy, call: Call, spot: check.Here, decision: Decision) -> Remedy:
    """The narrowest change of the rules that would allow a call which they do not allow."""
    trial = _Trial(call, spot, spot.project, whole=True, moved=False)
    return _remedy(policy, trial, decision, decision.verdict)


class _Trial:
    """One call in its place, judged by whatever policy is to be tried. `root` is its project's directory or ""; `whole`
    is False when secrets were erased from it, or long texts cut; `moved` True when its directory belongs to another
    project now, or to none: a rule for this one would hold elsewhere."""

    def __init__(self, call: Call, spot: check.Here, root: str, *, whole: bool, moved: bool) -> None:
        self.call = call
        self.spot = spot
        self.root = root
        self.whole = whole
        self.moved = moved

    def decide(self, policy: Policy) -> Decision:
        return check.decide_here(self.call, policy, self.spot)

    def _where(self) -> str:
        """The option by which a rule is for the project of the call alone, as short as it can be typed."""
        at = os.path.realpath(".")
        if project.find(at, self.spot.home).root == self.root:
            return "--here"
        short = self.root.removeprefix(self.spot.home + "/")
        homely = short != self.root and shlex.quote(short) == short
        return f"--project {f'~/{short}' if homely else shlex.quote(self.root)}"

    def allowing(self, policy: Policy, decision: Decision) -> Remedy:
        """The command that grants exactly this call, where such a grant holds."""
        if decision.reading.form:
            return Remedy(
                f"No rule can allow it: its text could not be read in full ({decision.reading.form})"
            )
        if not self.whole:
            return Remedy(
                "Secrets were erased from what is recorded, so no rule for this very call can be named"
            )
        if self.moved:
            return Remedy("Its project is no longer there, so no rule for this very call can be named")
        patterns = _patterns(self.call, decision, self.spot.home)
        granted = [rule for each in patterns if (rule := _exact(each))]
        if not granted or len(granted) < len(patterns):
            return self._bounded(policy, decision, _loose(decision)) or Remedy(
                f"No rule can name this very call alone; {WIDER}"
            )
        tried = self.decide(from_rules([*policy.all(), *granted], policy.programs))
        if tried.verdict != ALLOW:
            told = f"No rule that names this very call would hold ({_missed(tried)})"
            return self._bounded(policy, decision, patterns) or Remedy(told)
        return self._command(f"To be asked no more about {_reach(granted)}", patterns)

    def _bounded(self, policy: Policy, decision: Decision, patterns: list[str]) -> Remedy | None:
        """The command that grants these patterns within what the call does, where that is mild and it helps."""
        asked = zip(decision.reading.parts, decision.verdicts, strict=True)
        mask = 0
        for part, verdict in asked:
            mask |= 0 if verdict == ALLOW else part.effects
        if not patterns or not mask or mask & ~MILD:
            return None
        within = names_of(mask)
        granted = [rule for each in patterns if (rule := _granted(each, within))]
        if self.decide(from_rules([*policy.all(), *granted], policy.programs)).verdict != ALLOW:
            return None
        return self._command(
            "To be asked no more about such calls", patterns, f"--within {','.join(within)} "
        )

    def _command(self, what: str, patterns: list[str], bound: str = "") -> Remedy:
        where = f"{self._where()} " if self.root else ""
        words = " ".join(shlex.quote(each) for each in patterns)
        command = f"assent rules add {where}{bound}{words}"
        if len(command) > LONGEST or shown(command) != command:
            return Remedy(f"A rule for this very call would be too long to type; {WIDER}")
        return Remedy(what, command)


def _remedy(policy: Policy, trial: _Trial, decision: Decision, was: str) -> Remedy:
    """What to do about a call that `was` decided so, and would be decided otherwise or the same now."""
    if decision.verdict == ALLOW:
        rule = decision.decider
        if was != ALLOW or rule is None:
            return Remedy(f"By now it is allowed{f', by rule {rule.label}' if rule else ''}")
        return _switch("To allow it no more", [rule])
    if was == ALLOW:
        return Remedy(f"By now it is not allowed: {decision.why}")
    if decision.reading.cut and decision.decider is None:
        return Remedy("assent could not judge the whole call; to look closer", "assent status")
    speaking, after = _silenced(policy, trial, decision)
    if all(each.soft for each in speaking):  # none at all, or such as give way to any allow
        exact = trial.allowing(policy, decision)
        if exact.command or not speaking:
            return exact
    lead = "A person can lift this" if decision.verdict == DENY else "To be asked no more"
    return _switch(lead if after.verdict == ALLOW else f"{lead}; the agent may then still ask", speaking)


def _silenced(policy: Policy, trial: _Trial, decision: Decision) -> tuple[list[Rule], Decision]:
    """Every rule that denies or asks about the call, those too that speak once others are off; and what would be said
    without all of them."""
    speaking: list[Rule] = []
    for _ in range(ROUNDS):
        if decision.verdict == ALLOW or decision.decider is None:
            break
        speaking += decision.matches
        off = {each.id for each in speaking}
        rest = [each for each in policy.all() if each.id not in off]
        decision = trial.decide(from_rules(rest, policy.programs))
    return speaking, decision


def _switch(what: str, rules: Sequence[Rule]) -> Remedy:
    """The command that switches rules off."""
    managed = next((each for each in rules if each.layer == MANAGED), None)
    if managed:
        return Remedy(f"Only whoever manages this machine can change that (rule {managed.label})")
    # A shipped rule's name is its own; anybody else's may stand twice.
    names = [each.name if each.layer == "modules" and each.name else each.id for each in rules]
    return Remedy(what, f"assent rules disable {' '.join(dict.fromkeys(names))}")


def _exact(pattern: str) -> Rule | None:
    """The rule that a person would get for a pattern; None when it is none, or stands for more than one call."""
    rule = _granted(pattern, ())
    if rule is None or any("*" in each.text or "?" in each.text for each in rule.patterns):
        return None
    return rule


def _granted(pattern: str, within: Sequence[str]) -> Rule | None:
    """The rule that a person would get for a pattern, and for what may be done by it."""
    said = {"allow": [pattern], **({"within": list(within)} if within else {})}
    declared = read_rule(said, "why", "granted", "user", [])
    return declared.rule if declared else None


def _missed(tried: Decision) -> str:
    """What a rule that names a call does not cover of it."""
    return tried.near[0][1] if tried.near else tried.why


def _reach(granted: Sequence[Rule]) -> str:
    """What grants allow, where that is more than the one call."""
    first = granted[0].patterns[0]
    if first.kind == PATH:
        return "this file"
    if first.kind == HOST:
        return f"any address at {first.value}"
    return "this very call" if first.kind == ARGV else f"any call of {first.text}"


def _loose(decision: Decision) -> list[str]:
    """The commands that no rule allows yet as patterns in which their globs stay globs; empty where a word of one
    cannot be known, or is more than a plain word."""
    found = []
    for part, verdict in zip(decision.reading.parts, decision.verdicts, strict=True):
        if verdict == ALLOW:
            continue
        words = [word for word in part.argv if word is not None]
        if len(words) < len(part.argv) or any(
            shlex.quote(each.replace("*", "")) != each.replace("*", "") for each in words
        ):
            return []
        found.append(f"Bash({' '.join(words)})")
    return list(dict.fromkeys(found))


def _patterns(call: Call, decision: Decision, home: str) -> list[str]:
    """The narrowest patterns of all that no rule allows yet; empty when one cannot be written."""
    if decision.reading.parts and decision.reading.parts[0].argv:
        asked = [
            part.argv
            for part, verdict in zip(decision.reading.parts, decision.verdicts, strict=False)
            if verdict != ALLOW
        ]
        words = [[word for word in argv if word is not None] for argv in asked]
        if any(len(known) != len(argv) for known, argv in zip(words, asked, strict=True)):
            return []
        return list(dict.fromkeys(f"Bash({shlex.join(known)})" for known in words))
    return [text] if (text := _tool(call, home)) else []


def _tool(call: Call, home: str) -> str:
    """The pattern for a call of another tool."""
    kind = takes(call.tool)
    given = call.text(TOOLS[call.tool]["field"]) if kind else ""
    if kind == PATH:
        return f"{call.tool}(/{absolute(given, call.cwd, home)})" if given else ""
    if kind == HOST:
        host = host_of(given)
        return f"{call.tool}(domain:{host})" if host else ""
    if kind == NAME:
        return f"{call.tool}({given})" if given else ""
    return call.tool if call.tool not in SHELLS else ""
