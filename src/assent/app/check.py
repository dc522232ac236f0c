"""The dry run: a call answered by the same verdict that the hook gives."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.agents import registry
from assent.app import observe, project
from assent.app.verdict import decision_on
from assent.core.call import Call
from assent.core.effect import names_of
from assent.core.facts import Facts
from assent.core.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.core.decision import Decision
    from assent.core.policy import Policy
    from assent.core.rule import Rule

FROM_LINE, FROM_DISK = "line", "disk"


@dataclass(frozen=True, slots=True)
class Here:
    """Where calls without a place of their own are taken to happen; absolute paths."""

    home: str
    cwd: str
    project: str
    ours: tuple[str, ...] = ()


def not_json(error: ValueError) -> str:
    """What is wrong with a text that should be JSON, said once: the fault itself may say no more than that."""
    why = str(error).removeprefix("not JSON").lstrip(": ")
    return f"not JSON: {why}" if why else "not JSON"


def policy_of(files: Sequence[Path]) -> tuple[Policy, list[Problem]]:
    """The policy of these files alone: no other layer, no defaults. Their own examples are checked too."""
    from assent.policy.check import check
    from assent.policy.layers import Layer, compiled
    from assent.policy.parse import read_policy

    layers: list[Layer] = []
    problems: list[Problem] = []
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", "") or error
            problems.append(Problem(str(path), f"cannot be read: {why}", "name a policy file (TOML)"))
            continue
        found, bad = read_policy(text, str(path), "user")
        problems += bad or check(found, str(path))
        layers.append(Layer("user", found, path=str(path)))
    return compiled(layers), problems


def decide_here(
    call: Call,
    policy: Policy,
    here: Here,
    facts_from: str = FROM_DISK,
    more: Mapping[str, Any] | None = None,
) -> Decision:
    """One call answered with facts of this machine (`disk`) or only those of the line (`line`)."""
    return decision_on(
        call, policy, facts_for(call, here, facts_from, more or {}), disk=facts_from == FROM_DISK
    )


def facts_for(call: Call, here: Here, facts_from: str, more: Mapping[str, Any]) -> Facts:
    """The facts of a call before its links are looked up: of this machine, or those that came with the line."""
    if facts_from == FROM_DISK:
        obeyed = registry.places(call.agent) or registry.places(registry.DEFAULT)
        return observe.facts_of(
            here.home, call.project, call.cwd, here.ours, environ=os.environ, obeyed=obeyed, git=True
        )
    return Facts(
        here.home,
        call.project,
        call.cwd,
        links={str(key): str(value) for key, value in (more.get("links") or {}).items()},
        ours=here.ours,
        branch=str(more.get("branch") or ""),
        shell=str(more.get("shell") or ""),
        today=observe.today(),
    )


def made_here(home: str, cwd: str, project_root: str | None, ours: Sequence[str]) -> Here:
    """Here, for a call made now, links resolved as the hook resolves them."""
    real_cwd = observe.real_path(cwd, {})
    real_home = observe.real_path(home, {})
    root = observe.real_path(project_root, {}) if project_root else project.find(real_cwd, real_home).root
    return Here(real_home, real_cwd, root, tuple(ours))


def decider_json(rule: Rule | None) -> dict[str, Any] | None:
    """The rule that decided, as the command contract names it."""
    if rule is None:
        return None
    pattern = rule.patterns[0].text if rule.patterns else ""
    return {"rule": rule.id, "name": rule.name, "layer": rule.layer, "pattern": pattern}


def explained(decision: Decision) -> dict[str, Any]:
    """What stands behind a decision, beside what the contract's JSON says of it."""
    reading = decision.reading
    return {
        "form": reading.form,
        "notes": [
            {
                "meaning": part.meaning,
                "effects": [{"effect": effect, "why": why} for effect, why in part.notes],
            }
            for part in reading.parts
        ],
        "near": [{"rule": rule.id, "name": rule.label, "reason": reason} for rule, reason in decision.near],
    }


def as_json(decision: Decision) -> dict[str, Any]:
    """A decision as `check --json` prints it."""
    reading = decision.reading
    return {
        "verdict": decision.verdict,
        "decider": decider_json(decision.decider),
        "tier": decision.tier,
        "effects": names_of(reading.effects),
        "coverage": reading.coverage,
        "parts": [
            {"argv": list(part.argv), "effects": names_of(part.effects), "verdict": verdict}
            for part, verdict in zip(reading.parts, decision.verdicts, strict=True)
        ],
        "why": decision.why,
    }
