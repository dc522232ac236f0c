"""A recorded decision under the names that other programs know: one flat object, null for what is not known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from assent.app import outcomes
from assent.app.exported.previews import Previews
from assent.core.rule import matched
from assent.core.shown import in_json, is_seen
from assent.store import ends, events

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from assent.app.outcomes import Outcome
    from assent.store.paths import Paths

# The first sixteen are what readers of permission logs know; ours follow.
NAMES = (
    "timestamp", "event", "session_id", "tool_name", "tool_input", "cwd", "tier", "decision", "rule_matched",
    "llm_score", "llm_reasoning", "llm_latency_ms", "tool_success", "tool_result_length", "tool_result_preview",
    "auto_promoted",
    "id", "call", "agent", "agent_version", "project", "mode", "subagent", "effects", "coverage", "rule_id",
    "rule_name", "layer", "near", "why", "outcome", "latency_ms", "assent_version", "epoch",
)  # fmt: skip
EVENT = "PreToolUse"  # the moment of a decision, in the agents' own word
# Names that are another field of the entry, as it stands there.
_TAKEN = {
    "timestamp": "ts", "session_id": "session", "tool_name": "tool", "tool_input": "input", "cwd": "cwd",
    "tier": "tier", "id": "id", "call": "call", "agent": "agent", "project": "project", "mode": "mode",
    "agent_version": "agent_version",
    "subagent": "subagent", "effects": "effects", "coverage": "coverage", "rule_id": "rule", "rule_name": "name",
    "layer": "layer", "near": "near", "why": "why", "latency_ms": "ms", "assent_version": "assent", "epoch": "epoch",
    "llm_score": "llm_score", "llm_reasoning": "llm_reasoning", "llm_latency_ms": "llm_latency_ms",
    "auto_promoted": "auto_promoted",
}  # fmt: skip
_SUCCESS = {ends.RAN: True, ends.FAILED: False, ends.STOPPED: False}
BATCH = 500


def all_flat(
    db: sqlite3.Connection, paths: Paths, entries: Iterable[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The decisions flat, in their order; never more than a few hundred of them held at once."""
    previews = Previews(paths)
    batch: list[Mapping[str, Any]] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == BATCH:
            yield from _batch(db, batch, previews)
            batch = []
    yield from _batch(db, batch, previews)


def _batch(
    db: sqlite3.Connection, entries: Sequence[Mapping[str, Any]], previews: Previews
) -> Iterator[dict[str, Any]]:
    ends = outcomes.of(db, entries)
    return (flat(db, entry, outcome, previews) for entry, outcome in zip(entries, ends, strict=True))


def flat(
    db: sqlite3.Connection, entry: Mapping[str, Any], outcome: Outcome, previews: Previews
) -> dict[str, Any]:
    """A decision and what became of it."""
    found: dict[str, Any] = dict.fromkeys(NAMES)
    measured = events.measured(db, str(entry.get("agent") or ""), str(entry.get("call") or ""))
    found |= {name: entry[key] for name, key in _TAKEN.items() if entry.get(key) not in (None, "")}
    found |= {
        "event": EVENT,
        "decision": outcomes.verdict_of(entry) or None,
        "rule_matched": rule_matched(entry),
        "tool_success": _SUCCESS.get(outcome.end),
        "tool_result_length": measured.length,
        "tool_result_preview": previews.of(entry),
        "outcome": outcome.as_json() | {"took_ms": measured.took},
    }
    return found


def in_cell(value: object) -> str | int | float | None:
    """A value for a table that holds texts and numbers: what has parts is JSON, unseen characters in it escaped."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return "".join([char if is_seen(char) else in_json(char) for char in text])


def rule_matched(entry: Mapping[str, Any]) -> str | None:
    """The rule that decided, as `deny[no-rm-rf]`; None where none did."""
    label = entry.get("name") or entry.get("rule")
    return matched(str(entry.get("verdict")), str(label)) if label else None
