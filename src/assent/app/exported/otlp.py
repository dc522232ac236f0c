"""OpenTelemetry: each call as a GenAI `execute_tool` span, in lines of OTLP/JSON as collectors read them from files."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from assent.core.shown import in_json
from assent.core.version import VERSION
from assent.store import ends

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# The last version of OpenTelemetry's own conventions that has these names; since then a repository of their own does.
SCHEMA = "https://opentelemetry.io/schemas/1.41.1"
INTERNAL, ERROR = 1, 2  # kind of a span, code of a status
BATCH = 200  # spans on one line
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
# Names of the convention; everything else that is known stands under `assent.`.
_GEN_AI = {
    "tool_name": "gen_ai.tool.name", "call": "gen_ai.tool.call.id", "session_id": "gen_ai.conversation.id",
    "agent": "gen_ai.agent.name", "agent_version": "gen_ai.agent.version",
}  # fmt: skip
# In the span, but not under their name.
_SAID = frozenset({*_GEN_AI, "timestamp", "event", "tool_input", "tool_result_preview", "outcome"})
# What kept a call from ending well, as `error.type`.
_ERRORS = {
    ends.REFUSED: "refused", ends.NOT_RUN: "not_run", ends.FAILED: "failed", ends.STOPPED: "stopped",
}  # fmt: skip


def texts(decisions: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The file: lines that are each a whole export of up to some hundred spans."""
    left = iter(decisions)
    while spans := [_span(each) for each in islice(left, BATCH)]:
        yield in_json(msgspec.json.encode(_export(spans)).decode()) + "\n"


def _export(spans: list[dict[str, Any]]) -> dict[str, Any]:
    named = _attributes({"service.name": "assent", "service.version": VERSION})
    scope = {"scope": {"name": "assent", "version": VERSION}, "spans": spans, "schemaUrl": SCHEMA}
    return {
        "resourceSpans": [{"resource": {"attributes": named}, "scopeSpans": [scope], "schemaUrl": SCHEMA}]
    }


def _span(decision: Mapping[str, Any]) -> dict[str, Any]:
    """One call; a session is one trace. A span begins where the call was decided and is as long as the tool ran by the
    agent's own clock: without length where nobody said."""
    begun = _nanoseconds(str(decision["timestamp"]))
    error = _ERRORS.get(str(decision["outcome"]["end"]))
    span = {
        "traceId": _hex("trace", 32, decision["agent"], decision["session_id"] or decision["id"]),
        "spanId": _hex("span", 16, decision["id"]),
        "name": f"execute_tool {decision['tool_name'] or ''}".rstrip(),
        "kind": INTERNAL,
        "startTimeUnixNano": str(begun),
        "endTimeUnixNano": str(begun + (decision["outcome"]["took_ms"] or 0) * 10**6),
        "attributes": _attributes(_said(decision) | ({"error.type": error} if error else {})),
    }
    if error:
        span["status"] = {"code": ERROR, "message": decision["outcome"]["text"]}
    return span


def _said(decision: Mapping[str, Any]) -> dict[str, object]:
    """What is known of a call by the names of attributes."""
    kind = "extension" if str(decision["tool_name"]).startswith("mcp__") else "function"
    given = json.dumps(decision["tool_input"], ensure_ascii=False, separators=(",", ":"))
    found: dict[str, object] = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.type": kind}
    found |= {name: decision[key] for key, name in _GEN_AI.items()}
    found["gen_ai.tool.call.arguments"] = None if decision["tool_input"] is None else given
    # The convention's result is that of a call which ended well.
    result = "assent.tool_result_preview" if decision["tool_success"] is False else "gen_ai.tool.call.result"
    found[result] = decision["tool_result_preview"]
    found |= {f"assent.{key}": value for key, value in decision.items() if key not in _SAID}
    return found | {f"assent.outcome.{key}": value for key, value in decision["outcome"].items()}


def _attributes(given: Mapping[str, object]) -> list[dict[str, Any]]:
    """As OTLP has them, without what is not known."""
    return [{"key": key, "value": _value(value)} for key, value in given.items() if value is not None]


def _value(value: object) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, list):
        return {"arrayValue": {"values": [_value(each) for each in value]}}
    if isinstance(value, dict):
        return {"kvlistValue": {"values": _attributes(value)}}
    return {"stringValue": str(value)}


def _hex(kind: str, length: int, *words: object) -> str:
    """An id that is always the same for the same thing; never all zeros, which stands for none."""
    made = hashlib.sha256("\0".join((kind, *map(str, words))).encode()).hexdigest()[:length]
    return made if made.strip("0") else made[:-1] + "1"


def _nanoseconds(ts: str) -> int:
    """A moment of the record since 1970; 0 for what is none."""
    try:
        return (datetime.fromisoformat(ts) - _BEGINNING) // timedelta(microseconds=1) * 1000
    except (ValueError, TypeError):
        return 0
