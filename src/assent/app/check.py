"""The dry run: a call, or a file of calls, answered by the same verdict that the hook gives."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.agents.registry import AGENTS
from assent.app import observe, project
from assent.app.verdict import answer
from assent.core.call import Call
from assent.core.effect import names_of
from assent.core.facts import Facts
from assent.core.problem import Problem
from assent.core.wire import decode
from assent.policy.check import check
from assent.policy.layers import Layer, compiled
from assent.policy.parse import read_policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from assent.core.decision import Decision
    from assent.core.policy import Policy
    from assent.core.rule import Rule

FROM_LINE, FROM_DISK = "line", "disk"


@dataclass(frozen=True, slots=True)
class Place:
    """Where calls without their own place are taken to happen; absolute paths."""

    home: str
    cwd: str
    project: str
    ours: tuple[str, ...] = ()


def policy_of(files: Sequence[Path]) -> tuple[Policy, list[Problem]]:
    """The policy of these files alone: no other layer, no defaults. Their own examples are checked too."""
    layers: list[Layer] = []
    problems: list[Problem] = []
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(str(path), f"cannot be read: {error}", "name a policy file (TOML)"))
            continue
        found, bad = read_policy(text, str(path), "user")
        problems += bad or check(found, str(path))
        layers.append(Layer("user", found, path=str(path)))
    return compiled(layers), problems


def decide_here(
    call: Call,
    policy: Policy,
    place: Place,
    facts_from: str = FROM_DISK,
    more: Mapping[str, Any] | None = None,
) -> Decision:
    """One call answered with facts of this machine (`disk`) or only those of the line (`line`)."""
    more = more or {}
    if facts_from == FROM_DISK:
        facts = observe.facts_of(place.home, call.project, call.cwd, place.ours, environ=os.environ, git=True)
        return answer(call, policy, facts, disk=True)
    facts = Facts(
        place.home,
        call.project,
        call.cwd,
        links={str(key): str(value) for key, value in (more.get("links") or {}).items()},
        ours=place.ours,
        branch=str(more.get("branch") or ""),
        today=observe.today(),
    )
    return answer(call, policy, facts, disk=False)


def place_of(home: str, cwd: str, project_root: str | None, ours: Sequence[str]) -> Place:
    """The place of a call made here and now, links resolved as the hook resolves them."""
    real_cwd = observe.real_path(cwd, {})
    real_home = observe.real_path(home, {})
    root = observe.real_path(project_root, {}) if project_root else project.find(real_cwd, real_home).root
    return Place(real_home, real_cwd, root, tuple(ours))


def batch(
    lines: Iterable[bytes], policy: Policy, place: Place, facts_from: str = FROM_LINE
) -> Iterator[dict[str, Any]]:
    """One answer per line, in order; a bad line gives `{"id", "error"}`, never nothing."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        identity: object = number
        try:
            given = decode(line)
            if not isinstance(given, dict):
                yield {"id": identity, "error": "the line is not a JSON object"}
                continue
            identity = given.get("id", number)
            yield {"id": identity, **_line(given, policy, place, facts_from)}
        except ValueError as error:
            yield {"id": identity, "error": f"the line is not JSON: {error}"}


def _line(given: Mapping[str, Any], policy: Policy, place: Place, facts_from: str) -> dict[str, Any]:
    wanted = {"tool": str, "input": dict, "cwd": str}
    missing = [
        f"`{key}` must be a {kind.__name__}"
        for key, kind in wanted.items()
        if not isinstance(given.get(key), kind)
    ]
    missing += [
        f"`{key}` must be a text"
        for key in ("agent", "project", "home", "mode", "branch")
        if not isinstance(given.get(key, ""), str)
    ]
    if not isinstance(given.get("links") or {}, dict):
        missing.append("`links` must be an object")
    if missing:
        return {"error": "; ".join(missing)}
    home = given.get("home") or place.home
    call = Call(
        given["tool"],
        given["input"],
        given["cwd"],
        given.get("project") or "",
        given.get("agent") or "claude",
        mode=given.get("mode") or "",
    )
    if facts_from == FROM_DISK and not given.get("project"):
        call.project = project.find(call.cwd, home).root
    here = Place(home, call.cwd, call.project, place.ours)
    return as_json(decide_here(call, policy, here, facts_from, given))


def native(
    agent: str, files: Sequence[Path], call: Call, place: Place
) -> tuple[dict[str, str], list[Problem]]:
    """What an agent itself would answer (`runs`, `asks` or `denied`) and why, under settings files or, with none
    named, under those it uses here."""
    if agent not in AGENTS:
        return {}, [
            Problem("--native", f"{agent!r} is not an agent assent knows", f"known are {', '.join(AGENTS)}")
        ]
    texts: list[tuple[str, str, str]] = []
    problems: list[Problem] = []
    used = AGENTS[agent].settings_paths(place.home, place.project)
    named = [(_source_of(path), path) for path in files]
    for source, path in named or [
        (source, Path(path)) for source, path in used.items() if Path(path).exists()
    ]:
        try:
            texts.append((source, place.project, path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            problems.append(
                Problem(str(path), f"cannot be read: {error}", "name a settings file of the agent")
            )
    facts = observe.facts_of(place.home, call.project, call.cwd, place.ours)
    answer = AGENTS[agent].would_answer(texts, call, facts)
    return {"verdict": answer.verdict, "why": answer.why}, problems


def _source_of(path: Path) -> str:
    """Whose file it is, by the names the agents give theirs."""
    if path.name == "settings.local.json":
        return "local"
    if path.name.startswith("managed"):
        return "managed"
    return "user" if path.parent.parent == Path.home() or path.parent.name != ".claude" else "project"


def decider_json(rule: Rule | None) -> dict[str, Any] | None:
    """The rule that decided, as the command contract names it."""
    if rule is None:
        return None
    pattern = rule.patterns[0].text if rule.patterns else ""
    return {"rule": rule.id, "name": rule.name, "layer": rule.layer, "pattern": pattern}


def as_json(decision: Decision) -> dict[str, Any]:
    """A decision in the shape of the command contract (design §6)."""
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
