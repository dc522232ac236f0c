"""A small MCP server on standard input and output: two tools, one of which says that it only reads."""

from __future__ import annotations

import json
import sys
from typing import Any

TOOLS = [
    {
        "name": "list_notes",
        "description": "Lists notes.",
        "inputSchema": {"type": "object", "properties": {"about": {"type": "string"}}},
        "annotations": {"readOnlyHint": True},
    },
    {
        "name": "add_note",
        "description": "Adds a note.",
        "inputSchema": {"type": "object", "properties": {"text": {"type": "string"}}},
    },
]


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """The result for one request of the protocol."""
    method, given = asked["method"], asked.get("params", {})
    if method == "initialize":
        return {
            "protocolVersion": given.get("protocolVersion", "2025-06-18"),
            "capabilities": {"tools": {}},
            "serverInfo": {"name": "notes", "version": "1"},
        }
    if method == "tools/list":
        return {"tools": TOOLS}
    if method == "tools/call":
        return {"content": [{"type": "text", "text": f"{given.get('name')} ran"}]}
    return {}


for line in sys.stdin:
    asked = json.loads(line)
    if "id" in asked:
        said = {"jsonrpc": "2.0", "id": asked["id"], "result": answer(asked)}
        print(json.dumps(said), flush=True)
