"""A scripted stand-in for the model: it speaks the Messages API on loopback and plays the script a prompt names.

Run as `model.py SCRIPTS LOG`: prints its port once it listens. A script is `SCRIPTS/NAME.json`, a list of tool
calls `{"id", "name", "input"}`; a prompt holding `{{play NAME}}` makes it propose them one by one, each after the
answer to the one before, and then say `curtain NAME`. What is proposed next depends on the conversation alone, so
a restarted client goes on where it was. Each request leaves one line in LOG: script, turn and path; what it says to the
model goes to `heard` beside it.

In auto mode the client lets the vendor's server judge each call: it says so in the request, and the judgement comes
with the answer. A turn whose call has a `judged` is judged so; a script without any has no classifier behind it.
"""

from __future__ import annotations

import json
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

MARK = re.compile(r"\{\{play ([\w.-]+)\}\}")
CURTAIN = "curtain"
JUDGED = "judged"
JUDGE = "dangerous_tool_use"
Block = dict[str, Any]


def position(messages: list[dict[str, Any]]) -> tuple[str | None, int]:
    """The script named last by the user, and how many of its turns the model has had since."""
    name, turn = None, 0
    for message in messages:
        if message.get("role") == "assistant":
            turn += 1
            continue
        named = MARK.findall(spoken(message.get("content")))
        if named:
            name, turn = named[-1], 0
    return name, turn


def spoken(content: object) -> str:
    """The plain text of a message; tool results do not count, they may quote a marker."""
    if isinstance(content, str):
        return content
    blocks = content if isinstance(content, list) else []
    return "\n".join(str(block.get("text", "")) for block in blocks if block.get("type") == "text")


def next_block(script: list[Block], name: str, turn: int) -> Block:
    """What the model says at this turn: the next tool call, or the last words."""
    if turn < len(script):
        return {"type": "tool_use", **{key: value for key, value in script[turn].items() if key != JUDGED}}
    return {"type": "text", "text": f"{CURTAIN} {name}"}


def judgements(script: list[Block], turn: int) -> dict[str, Any]:
    """What the classifier behind a script says with a turn: the fields it adds to the answer."""
    if not any(JUDGED in each for each in script):
        return {}
    said = {
        each["id"]: {"type": "evaluated", "outcome": each[JUDGED], "explanation": "the script says so"}
        for each in script[turn : turn + 1]
        if JUDGED in each
    }
    return {"safeguard_results": [{"type": JUDGE, "status": {"type": "available", "tool_uses": said}}]}


def wants_judgement(body: dict[str, Any]) -> bool:
    """Whether the client asked for its calls to be judged."""
    return any(each.get("type") == JUDGE for each in body.get("safeguards") or [])


def message(block: Block, model: str) -> dict[str, Any]:
    """A whole answer of the Messages API that says one block."""
    return {
        "id": f"msg_{uuid4().hex}",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [block],
        "stop_reason": "tool_use" if block["type"] == "tool_use" else "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 1, "output_tokens": 1},
    }


def events(whole: dict[str, Any]) -> list[dict[str, Any]]:
    """The same answer as the events of a stream."""
    block = whole["content"][0]
    if block["type"] == "tool_use":
        empty = {**block, "input": {}}
        delta = {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}
    else:
        empty = {"type": "text", "text": ""}
        delta = {"type": "text_delta", "text": block["text"]}
    judged = {name: whole[name] for name in ("safeguard_results",) if name in whole}
    ending = {"stop_reason": whole["stop_reason"], "stop_sequence": None, **judged}
    return [
        {"type": "message_start", "message": {**whole, "content": [], "stop_reason": None}},
        {"type": "content_block_start", "index": 0, "content_block": empty},
        {"type": "content_block_delta", "index": 0, "delta": delta},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": ending, "usage": whole["usage"]},
        {"type": "message_stop"},
    ]


class Stage(BaseHTTPRequestHandler):
    """Answers one client; scripts and log are set on the server."""

    protocol_version = "HTTP/1.1"
    server: Theatre

    def do_GET(self) -> None:
        self.reply({"type": "error", "error": {"type": "not_found_error", "message": "no such thing"}}, 404)

    def do_HEAD(self) -> None:
        self.reply({})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length") or 0)) or b"{}")
        path = self.path.partition("?")[0]
        if path.endswith("/count_tokens"):
            self.reply({"input_tokens": 1})
        elif path.endswith("/v1/messages"):
            self.play(body)
        else:
            self.do_GET()

    def play(self, body: dict[str, Any]) -> None:
        self.server.hear([body.get("system"), body.get("messages")])
        name, turn = position(body.get("messages", []))
        side_question = not body.get("tools")  # titles and summaries come without tools
        judged: dict[str, Any] = {}
        if name is None or side_question:
            block: Block = {"type": "text", "text": '{"title": "a play"}'}
        else:
            script = self.server.script(name)
            block = next_block(script, name, turn)
            judged = judgements(script, turn) if wants_judgement(body) else {}
            self.server.note({"script": name, "turn": turn, "says": block["type"]})
        whole = message(block, str(body.get("model"))) | judged
        if not body.get("stream"):
            self.reply(whole)
            return
        stream = "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events(whole))
        self.send(stream.encode(), "text/event-stream", 200)

    def reply(self, value: dict[str, Any], status: int = 200) -> None:
        self.send(json.dumps(value).encode(), "application/json", status)

    def send(self, data: bytes, kind: str, status: int) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Silent: the log file says what was played."""


class Theatre(ThreadingHTTPServer):
    """The server with its scripts and its log."""

    def __init__(self, scripts: Path, log: Path) -> None:
        super().__init__(("127.0.0.1", 0), Stage)
        self.scripts, self.log = scripts, log

    def script(self, name: str) -> list[Block]:
        script: list[Block] = json.loads((self.scripts / f"{name}.json").read_text())
        return script

    def hear(self, said: object) -> None:
        with self.log.with_name("heard").open("a") as file:
            file.write(json.dumps(said) + "\n")

    def note(self, line: dict[str, object]) -> None:
        with self.log.open("a") as log:
            log.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    theatre = Theatre(Path(sys.argv[1]), Path(sys.argv[2]))
    print(theatre.server_address[1], flush=True)
    theatre.serve_forever()
