"""What the hook writes down of a call and of what became of it, field by field."""

from __future__ import annotations

import posix

from assent.agents import registry
from assent.core.effect import names_of
from assent.core.version import VERSION
from assent.store import record, regular, snapshot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from assent.agents.payload import HookInput
    from assent.app.project import Project
    from assent.core.call import Call
    from assent.core.decision import Decision
    from assent.store.paths import Paths

PREVIEW = 256  # characters of a result
MOST_RULES = 12  # that are named of one call
SILENT = "silent"


def of_decision(decision: Decision, call: Call, place: Project, given: HookInput) -> dict[str, object]:
    """What was decided, for the record."""
    rule = decision.decider
    return {
        "kind": record.DECISION,
        "agent": call.agent,
        "session": call.session,
        "call": call.id,
        "tool": call.tool,
        "input": call.input,
        "cwd": call.cwd,
        "project": place.key,
        "mode": call.mode,
        "subagent": given.agent_id,
        "verdict": decision.verdict,
        "tier": decision.tier,
        "rule": rule.id if rule else "",
        "name": rule.label if rule else "",
        "layer": rule.layer if rule else "",
        "effects": names_of(decision.reading.effects),
        "coverage": decision.reading.coverage,
        "near": [f"{each.label}: {reason}" for each, reason in decision.near[:3]],
        "why": decision.why,
        "assent": VERSION,
        "agent_version": _version(call.agent),
    }


def of_shadow(full: Decision) -> dict[str, str]:
    """What would have been said without shadow mode, beside what was: the verdict, the rules that it needs with the
    one that decides first, and that one's name and layer. Nothing that reads the record takes it for what was said."""
    rule = full.decider
    rules = dict.fromkeys([rule.id, *[each.id for each in full.matches]] if rule else ())
    return {
        "shadow": SILENT if full.silent else full.verdict,
        "shadow_rules": " ".join(list(rules)[:MOST_RULES]),
        "shadow_name": rule.label if rule else "",
        "shadow_layer": rule.layer if rule else "",
    }


def _version(agent: str) -> str:
    """The agent's own version, "" where it does not tell its hooks."""
    obeyed = registry.places(agent)
    said = posix.environ.get(obeyed.VERSION_VARIABLE.encode(), b"") if obeyed else b""
    return obeyed.version_in(said.decode("utf-8", "replace")) if obeyed and said else ""


def unattended(agent: str) -> bool:
    """Whether the agent tells its hooks that nobody watches this run."""
    obeyed = registry.places(agent)
    if obeyed is None:
        return False
    name, value = obeyed.UNATTENDED
    return posix.environ.get(name.encode()) == value.encode()


def of_event(given: HookInput, names: Mapping[str, str]) -> dict[str, object]:
    """What became of a call, for the record. The words of a prompt are not kept."""
    return {
        "kind": record.EVENT,
        "event": names.get(given.event, given.event),
        "agent": given.agent,
        "session": given.session,
        "call": given.tool_use_id,
        "tool": given.tool,
        "input": given.input,
        "cwd": given.cwd,
        "mode": given.mode,
        "subagent": given.agent_id,
        "prompt": given.prompt_id,
        "interrupt": given.interrupted,
        "assent": VERSION,
        "agent_version": _version(given.agent),
        **given.about,
    }


def keep_preview(entry: dict[str, object], *, wanted: bool) -> None:
    """Keeps the beginning of a result, where that is wanted, cut only after what is secret in it was erased."""
    text = str(entry.pop("preview"))
    if wanted and text:
        entry["preview"] = record.clean_text(text)[:PREVIEW]


def particular(paths: Paths) -> bool:
    """Whether the settings may say what of an event is kept: seen without reading them, as events need no policy."""
    try:
        data = regular.read(paths.settings, snapshot.LARGEST_SOURCE)
    except OSError as error:
        return error.errno not in snapshot.ABSENT
    return b"redact" in data or b"previews" in data or b"\\" in data  # a key can be written with escapes
