"""Reads Claude Code's session logs: each tool call joined with its result, across batches, whatever else they hold."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

import msgspec

from assent.agents.claude.labels import Answer, Permission, label
from assent.core import event as events
from assent.core.event import SLOTS, Event

# A record matters only if one of these stands in it. They are matched with their quotes, so a string that merely
# talks about them (its quotes are escaped there) does not match, and blanks around a colon do not matter.
CALLS = b'"tool_'  # "tool_use", "tool_result", "tool_use_id"
MARKS = (b'"permissionMode"', b'"interruptedMessageId"', b"updatedInput")
LINE_LIMIT = 64 * 1024 * 1024
OPEN_LIMIT = 2_000
KEEP = 4_096
# Bodies that say nothing about permission and much about the user: never kept.
_BODIES = {
    "Write": ("content",),
    "Edit": ("old_string", "new_string"),
    "MultiEdit": ("edits",),
    "NotebookEdit": ("new_source",),
    "Agent": ("prompt",),
    "Task": ("prompt",),
    "WebFetch": ("prompt",),
    "TodoWrite": ("todos",),
}


class Block(msgspec.Struct):
    """One content block of a message; the body of a result stays undecoded until its text is needed."""

    type: str = ""
    id: str = ""
    name: str = ""
    input: msgspec.Raw = msgspec.Raw(b"")
    tool_use_id: str = ""
    is_error: bool | None = None
    content: msgspec.Raw = msgspec.Raw(b"")


class Message(msgspec.Struct):
    """A message's content: plain text of a prompt, or blocks."""

    content: str | list[Block] | None = None


class Attachment(msgspec.Struct):
    """What a hook left beside a call."""

    type: str = ""
    toolUseID: str | None = None  # noqa: N815  the record's own key
    stdout: object = None


class Record(msgspec.Struct):
    """The fields of a log line that the reader looks at."""

    type: str = ""
    message: Message | None = None
    timestamp: str = ""
    sessionId: str = ""  # noqa: N815  the record's own key, here and below
    agentId: str | None = None  # noqa: N815
    cwd: str = ""
    version: str = ""
    entrypoint: str = ""
    permissionMode: str | None = None  # noqa: N815
    permissionDecision: Permission | None = None  # noqa: N815
    toolDenialKind: str | None = None  # noqa: N815
    toolDenialBeforeRun: bool | None = None  # noqa: N815
    userFeedback: object = None  # noqa: N815
    holdsPersonsWords: object = None  # noqa: N815
    interruptedMessageId: object = None  # noqa: N815
    attachment: Attachment | None = None


_RECORD = msgspec.json.Decoder(Record)
_INPUT = msgspec.json.Decoder(dict[str, object])


class Carry:
    """What one file's reading leaves for the next batch: calls without a result yet, calls just rejected (an
    interruption may follow and correct them), calls whose input a hook rewrote, the permission mode, and counts
    of lines read, records decoded and lines that could not be read."""

    __slots__ = ("bad", "decoded", "first_bad", "lines", "mode", "pending", "rejected", "rewritten")

    def __init__(self) -> None:
        self.pending: dict[str, Event] = {}
        self.rejected: list[Event] = []
        self.rewritten: list[str] = []
        self.mode = ""
        self.lines = 0
        self.decoded = 0
        self.bad = 0
        self.first_bad = 0

    def dump(self) -> bytes:
        """The carry as JSON, for the next process."""
        state = {
            "pending": [_row(each) for each in self.pending.values()],
            "rejected": [_row(each) for each in self.rejected],
            "rewritten": self.rewritten,
            "mode": self.mode,
            "counts": [self.lines, self.decoded, self.bad, self.first_bad],
        }
        return msgspec.json.encode(state)


class _State(msgspec.Struct):
    pending: list[dict[str, object]]
    rejected: list[dict[str, object]]
    rewritten: list[str]
    mode: str
    counts: tuple[int, int, int, int]


def load_carry(data: bytes) -> Carry:
    """The carry of `Carry.dump`; an empty one when the bytes are empty or not ours (the file is then read anew)."""
    carry = Carry()
    try:
        state = msgspec.json.decode(data, type=_State)
        carry.pending = {each.id: each for each in map(_event, state.pending)}
        carry.rejected = [_event(each) for each in state.rejected]
    except (msgspec.MsgspecError, KeyError, TypeError, AttributeError):
        return Carry()
    carry.rewritten, carry.mode = state.rewritten, state.mode
    carry.lines, carry.decoded, carry.bad, carry.first_bad = state.counts
    return carry


def _row(event: Event) -> dict[str, object]:
    return {name: getattr(event, name) for name in SLOTS}


def _event(row: dict[str, object]) -> Event:
    value = row["input"]
    if not isinstance(value, dict):
        raise TypeError("an event's input is an object")
    event = Event("", "", "", "", value)
    for name in SLOTS:
        setattr(event, name, row[name])
    return event


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
    # This loop meets every line of every log: it is kept flat on purpose, and looks only for bytes.
    while start < size:
        end = find(b"\n", start)
        if end < 0:
            end = size
        seen += 1
        if find(CALLS, start, end) < 0 and not _marked(find, start, end):
            if data[start] != 123 or data[end - 1] != 125:
                _glance(data[start:end], carry, seen)
        elif end - start > LINE_LIMIT:
            _bad(carry, seen)
        else:
            try:
                record = decode(view[start:end])
            except (msgspec.MsgspecError, RecursionError, ValueError):
                _bad(carry, seen)
            else:
                carry.decoded += 1
                _take(record, carry, done)
        start = end + 1
    carry.lines += seen
    return list(done.values())


def _marked(find: Callable[[bytes, int, int], int], start: int, end: int) -> bool:
    first, second, third = MARKS
    return find(first, start, end) >= 0 or find(second, start, end) >= 0 or find(third, start, end) >= 0


def _glance(line: bytes, carry: Carry, number: int) -> None:
    """Count a line that matters not but is no JSON object at first sight either: binary, torn, glued."""
    text = line.strip()
    if text and not (text.startswith(b"{") and text.endswith(b"}")):
        _bad(carry, number)


def _bad(carry: Carry, number: int) -> None:
    carry.bad += 1
    carry.first_bad = carry.first_bad or carry.lines + number


def _take(record: Record, carry: Carry, done: dict[str, Event]) -> None:
    if record.attachment is not None:
        _attachment(record.attachment, carry)
        return
    if record.permissionMode is not None:
        carry.mode = record.permissionMode
    if record.interruptedMessageId is not None:
        _interrupted(carry, done)
    blocks = record.message.content if record.message is not None else None
    if not isinstance(blocks, list):
        return
    if record.type == "assistant":
        for block in blocks:
            if block.type == "tool_use" and block.id:
                _open(record, block, carry)
    elif record.type == "user":
        _results(record, blocks, carry, done)


def _attachment(attachment: Attachment, carry: Carry) -> None:
    """A hook that rewrote the input: the answer that follows was given to another call than the one logged."""
    if attachment.toolUseID and isinstance(attachment.stdout, str) and "updatedInput" in attachment.stdout:
        carry.rewritten.append(attachment.toolUseID)
        del carry.rewritten[:-OPEN_LIMIT]


def _interrupted(carry: Carry, done: dict[str, Event]) -> None:
    """The turn was interrupted: a bare "No" just before was no answer to its call."""
    for event in carry.rejected:
        event.label, event.by, event.outcome = events.INTERRUPTED, events.NONE, ""
        done[event.id] = event
    carry.rejected = []


def _open(record: Record, block: Block, carry: Carry) -> None:
    try:
        value = _INPUT.decode(block.input) if block.input else {}
    except (msgspec.MsgspecError, RecursionError):
        value = {}
    carry.pending[block.id] = Event(
        block.id,
        _time(record.timestamp),
        record.sessionId,
        block.name,
        _lean(block.name, value),
        cwd=record.cwd,
        version=record.version,
        entrypoint=record.entrypoint,
        mode=carry.mode,
        agent_id=record.agentId or "",
    )
    carry.rejected = []
    while len(carry.pending) > OPEN_LIMIT:
        del carry.pending[next(iter(carry.pending))]


def _results(record: Record, blocks: list[Block], carry: Carry, done: dict[str, Event]) -> None:
    results = [block for block in blocks if block.type == "tool_result"]
    spoken = any(block.type == "text" for block in blocks)
    for block in results:
        event = carry.pending.pop(block.tool_use_id, None)
        if event is None:
            continue
        # One record speaks of one call; the same fields cannot speak of two.
        label(event, _answer(record, block, spoken=spoken) if len(results) == 1 else _vague(block))
        if event.id in carry.rewritten:
            carry.rewritten.remove(event.id)
            if event.by == events.USER:
                event.label, event.by, event.grant = events.AUTO, events.HOOK, ""
        if event.label == events.REJECTED and not event.reason:
            carry.rejected.append(event)
        done[event.id] = event


def _answer(record: Record, block: Block, *, spoken: bool) -> Answer:
    error = bool(block.is_error)
    feedback = bool(record.userFeedback) or bool(record.holdsPersonsWords)
    return Answer(
        record.permissionDecision,
        record.toolDenialKind or "",
        record.toolDenialBeforeRun is True,
        feedback or spoken,
        error,
        _text(block.content) if error else "",
    )


def _vague(block: Block) -> Answer:
    error = bool(block.is_error)
    return Answer(error=error, text=_text(block.content) if error else "")


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
    """The input without the bodies nobody judges by; of other tools' fields those that stay under KEEP."""
    if tool == "Bash":
        return {key: each for key, each in value.items() if key != "description"}
    dropped = _BODIES.get(tool, ())
    return {
        key: each
        for key, each in value.items()
        if key not in dropped and not (isinstance(each, str) and len(each) > KEEP and not key.endswith("path"))
    }


def _time(text: str) -> str:
    """UTC ISO 8601 with milliseconds; "" for what is no time."""
    if len(text) == 24 and text[23] == "Z" and text[10] == "T" and text[19] == "." and text[:4].isdigit():
        return text
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return ""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
