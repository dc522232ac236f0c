"""Reads Claude Code's session logs: each tool call joined with its result, across batches, whatever else they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from assent.agents.claude.hook import RENAMED
from assent.agents.claude.log.carry import OPEN_LIMIT, Carry
from assent.agents.claude.log.labels import TERMINAL, Permission, Reply, label
from assent.agents.claude.log.undoing import may_commit
from assent.core import event as events
from assent.core.event import Event
from assent.core.moment import is_in_utc
from assent.core.tools import RUNS, TOOLS, does

# A line that cannot be read is missed only if one of these stands in it.
MARKS = (b'"tool_', b'"permissionMode"', b'"interruptedMessageId"', b"updatedInput")
KEEP = 4_096


class Block(msgspec.Struct, gc=False):
    """One content block of a message; its texts stay undecoded until they are needed."""

    type: str = ""
    id: str = ""
    name: str = ""
    input: msgspec.Raw = msgspec.Raw(b"")
    tool_use_id: str = ""
    is_error: bool | None = None
    content: msgspec.Raw = msgspec.Raw(b"")
    text: msgspec.Raw = msgspec.Raw(b"")


class Message(msgspec.Struct, gc=False):
    """A message's content: plain text of a prompt, or blocks."""

    content: str | list[Block] | None = None


class Attachment(msgspec.Struct, gc=False, rename={"tool_use_id": "toolUseID"}):
    """What a hook left beside a call."""

    type: str = ""
    tool_use_id: str | None = None
    stdout: object = None


class Record(msgspec.Struct, gc=False, rename="camel"):
    """The fields of a log line that the reader looks at; what it does not name is passed over without being built."""

    type: str = ""
    message: Message | str | None = None
    timestamp: str = ""
    session_id: str = ""
    agent_id: str | None = None
    cwd: str = ""
    version: str = ""
    entrypoint: str = ""
    permission_mode: str | None = None
    permission_decision: Permission | None = None
    tool_denial_kind: str | None = None
    tool_denial_before_run: bool | None = None
    user_feedback: object = None
    holds_persons_words: object = None
    interrupted_message_id: object = None
    attachment: Attachment | None = None
    is_meta: object = None
    is_sidechain: object = None
    is_compact_summary: object = None
    origin: object = None


_RECORD = msgspec.json.Decoder(Record)
_INPUT = msgspec.json.Decoder(dict[str, object])


def read_lines(lines: Iterable[bytes], carry: Carry) -> list[Event]:
    """The calls that these complete lines finish; `read_block` for callers that hold lines."""
    return read_block(b"".join(line if line.endswith(b"\n") else line + b"\n" for line in lines), carry)


def read_block(data: bytes, carry: Carry) -> list[Event]:
    """The calls that this block of complete lines finishes, in the order of their results.

    An event may come twice (an interruption that follows a rejection corrects it): the later one holds. Lines
    that cannot be read are counted in `carry.bad`, the first one's number kept in `carry.first_bad`."""
    done: dict[str, Event] = {}
    view = memoryview(data)
    find, size = data.find, len(data)
    decode, seen = _RECORD.decode, 0
    start = 0
    # This loop meets every line of every log: it is kept flat on purpose. To look for marks first would save nothing,
    # as the decoder passes over what it does not need faster than one text is found.
    while start < size:
        end = find(b"\n", start)
        if end < 0:
            end = size
        seen += 1
        try:
            record = decode(view[start:end])
        except (msgspec.MsgspecError, RecursionError, ValueError):
            _unread(data[start:end], carry, seen)
        else:
            _take(record, carry, done)
        start = end + 1
    carry.lines += seen
    return list(done.values())


def _unread(line: bytes, carry: Carry, number: int) -> None:
    """Counts a line that cannot be read, unless it is a whole object at first sight that would not have mattered."""
    text = line.strip()
    whole = text.startswith(b"{") and text.endswith(b"}")
    if text and (not whole or any(mark in text for mark in MARKS)):
        _bad(carry, number)


def _bad(carry: Carry, number: int) -> None:
    carry.bad += 1
    carry.first_bad = carry.first_bad or carry.lines + number


def _take(record: Record, carry: Carry, done: dict[str, Event]) -> None:
    if record.attachment is not None:
        _attachment(record.attachment, carry)
        return
    if record.permission_mode is not None:
        carry.mode = record.permission_mode
    if record.interrupted_message_id is not None:
        _interrupted(carry, done)
    blocks = record.message.content if isinstance(record.message, Message) else None
    if record.type == "user" and _is_a_persons(record):
        _heard(record, blocks, carry)
    if not isinstance(blocks, list):
        return
    if record.type == "assistant":
        for block in blocks:
            if block.type == "tool_use" and block.id:
                _open(record, block, carry)
    elif record.type == "user":
        _results(record, blocks, carry, done)


def _is_a_persons(record: Record) -> bool:
    """True for what somebody at the terminal typed, or ran there."""
    if record.is_meta or record.is_sidechain or record.is_compact_summary:
        return False
    human = not isinstance(record.origin, dict) or record.origin.get("kind", "human") == "human"
    return human and _is_watched(record.entrypoint, record.agent_id)


def _is_watched(entrypoint: str, agent: str | None) -> bool:
    """True where a person sits who can take back what was done, and whose words stand in the same log."""
    return entrypoint in ("", TERMINAL) and not agent


def _heard(record: Record, blocks: str | list[Block] | None, carry: Carry) -> None:
    """What a person said, as far as it tells what they take back; none of it is kept."""
    if isinstance(blocks, list):
        if any(block.type == "tool_result" for block in blocks):
            return
        texts = [_text(block.text) for block in blocks if block.type == "text"]
    else:
        texts = [blocks] if blocks else []
    for text in texts:
        if text.strip():
            carry.undoing.said(text.strip(), record.cwd, _time(record.timestamp))


def _attachment(attachment: Attachment, carry: Carry) -> None:
    """A hook that rewrote the input: the answer that follows was given to another call than the one logged."""
    if attachment.tool_use_id and isinstance(attachment.stdout, str) and "updatedInput" in attachment.stdout:
        carry.rewritten.append(attachment.tool_use_id)
        del carry.rewritten[:-OPEN_LIMIT]


def _interrupted(carry: Carry, done: dict[str, Event]) -> None:
    """The turn was interrupted: a bare "No" just before was no answer to its call."""
    for event in carry.rejected:
        event.label, event.by, event.outcome = events.INTERRUPTED, events.NONE, ""
        done[event.id] = event
        carry.undoing.stops(event.id)
    carry.rejected = []


def _open(record: Record, block: Block, carry: Carry) -> None:
    try:
        value = _INPUT.decode(block.input) if block.input else {}
    except (msgspec.MsgspecError, RecursionError):
        value = {}
    tool = RENAMED.get(block.name, block.name)
    if _is_watched(record.entrypoint, record.agent_id):
        carry.undoing.opens(block.id, tool, value)
    carry.pending[block.id] = Event(
        block.id,
        _time(record.timestamp),
        record.session_id,
        tool,
        _lean(tool, value),
        cwd=record.cwd,
        version=record.version,
        entrypoint=record.entrypoint,
        mode=carry.mode,
        agent_id=record.agent_id or "",
    )
    carry.rejected = []
    while len(carry.pending) > OPEN_LIMIT:
        del carry.pending[next(iter(carry.pending))]


def _results(record: Record, blocks: list[Block], carry: Carry, done: dict[str, Event]) -> None:
    results = [block for block in blocks if block.type == "tool_result"]
    spoken = len(results) < len(blocks) and any(block.type == "text" for block in blocks)
    for block in results:
        event = carry.pending.pop(block.tool_use_id, None)
        if event is None:
            continue
        # One record speaks of one call; the same fields cannot speak of two.
        label(event, _reply_of(record, block, spoken=spoken) if len(results) == 1 else _vague(block))
        if event.id in carry.rewritten:
            carry.rewritten.remove(event.id)
            if event.by == events.USER:
                event.label, event.by, event.grant = events.AUTO, events.HOOK, ""
        if event.label == events.REJECTED and not event.reason:
            carry.rejected.append(event)
        _may_be_taken_back(event, block, carry)
        done[event.id] = event


def _may_be_taken_back(event: Event, block: Block, carry: Carry) -> None:
    if not _is_watched(event.entrypoint, event.agent_id):
        return
    if event.label == events.INTERRUPTED:
        carry.undoing.stops(event.id)
    else:
        carry.undoing.ends(event, _text(block.content) if may_commit(event) else "")


def _reply_of(record: Record, block: Block, *, spoken: bool) -> Reply:
    error = bool(block.is_error)
    feedback = bool(record.user_feedback) or bool(record.holds_persons_words)
    return Reply(
        record.permission_decision,
        record.tool_denial_kind or "",
        record.tool_denial_before_run is True,
        feedback or spoken,
        error,
        _text(block.content) if error else "",
    )


def _vague(block: Block) -> Reply:
    error = bool(block.is_error)
    return Reply(error=error, text=_text(block.content) if error else "")


def _text(raw: msgspec.Raw) -> str:
    """The text of an error result: a string, or text blocks."""
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, RecursionError):
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(str(part.get("text", "")) for part in value if isinstance(part, dict))
    return ""


def _lean(tool: str, value: dict[str, object]) -> dict[str, object]:
    """The input without the bodies, which say nothing about permission and much about the user; beside a shell's, of
    other fields those that stay under KEEP."""
    row = TOOLS.get(tool)
    dropped = row.get("bodies", ()) if row else ()
    if does(tool) == RUNS:
        return {key: each for key, each in value.items() if key not in dropped} if dropped else value
    return {
        key: each
        for key, each in value.items()
        if key not in dropped
        and not (isinstance(each, str) and len(each) > KEEP and not key.endswith("path"))
    }


def _time(text: str) -> str:
    """UTC ISO 8601 with milliseconds; "" for what is no time."""
    if len(text) == 24 and is_in_utc(text):
        return text
    try:
        moment = dt.datetime.fromisoformat(text)
        moment = moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        return ""
    told = f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
    return told if is_in_utc(told) else ""
