"""The transcript reader against labels written by hand, and against logs that are broken in every way."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.agents.claude.log.carry import Carry, load_carry
from assent.agents.claude.log.transcript import read_block, read_lines
from assent.core.event import SLOTS, Event

HERE = Path(__file__).parent
LABELS = sorted((HERE / "labels").glob("*.json"))
FIELDS = ("id", "tool", "label", "by", "grant", "outcome", "comment")


def transcript_of(labels: Path) -> bytes:
    name = labels.stem.replace("subagent-", "subagent/") + ".jsonl"
    return (HERE / "transcripts" / name).read_bytes()


def row(event: Event) -> dict[str, object]:
    return {name: getattr(event, name) for name in SLOTS}


def settled(events: list[Event], carry: Carry) -> dict[str, dict[str, object]]:
    """Every event by id, later ones replacing earlier ones, unfinished calls last."""
    return {event.id: row(event) for event in [*events, *carry.pending.values()]}


def read(data: bytes) -> dict[str, dict[str, object]]:
    carry = Carry()
    return settled(read_block(data, carry), carry)


@pytest.mark.parametrize("labels", LABELS, ids=[path.stem for path in LABELS])
def test_every_call_has_the_label_written_by_hand(labels: Path) -> None:
    expected = json.loads(labels.read_text())
    found = read(transcript_of(labels))
    assert [{name: found[each["id"]][name] for name in FIELDS} for each in expected] == [
        {name: each[name] for name in FIELDS} for each in expected
    ]
    assert len(found) == len(expected)


def test_a_hundred_calls_are_labelled() -> None:
    assert sum(len(json.loads(path.read_text())) for path in LABELS) == 100


@pytest.mark.parametrize("labels", LABELS, ids=[path.stem for path in LABELS])
def test_reading_line_by_line_through_a_stored_carry_gives_the_same_events(labels: Path) -> None:
    data = transcript_of(labels)
    state, events = Carry().dump(), []
    for line in data.splitlines(keepends=True):
        carry = load_carry(state)
        events += read_block(line, carry)
        state = carry.dump()
    carry = load_carry(state)
    assert settled(events, carry) == read(data)
    assert carry.lines == len(data.splitlines())
    assert carry.bad == 0


def _all_escaped(value: object) -> str:
    """JSON in which every letter of every text, of keys too, is written as its number."""
    if isinstance(value, str):
        units = value.encode("utf-16-be", "surrogatepass")
        return '"' + "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2)) + '"'
    if isinstance(value, dict):
        return (
            "{" + ",".join(f"{_all_escaped(key)}:{_all_escaped(each)}" for key, each in value.items()) + "}"
        )
    if isinstance(value, list):
        return "[" + ",".join(map(_all_escaped, value)) + "]"
    return json.dumps(value)


# Each a way in which another program, or a later client, might write the same records.
WRITTEN = {
    "with-blanks": lambda record: json.dumps(record, separators=(" , ", " : ")),
    "in-ascii": lambda record: json.dumps(record, ensure_ascii=True),
    "keys-sorted": lambda record: json.dumps(record, sort_keys=True, ensure_ascii=False),
    "every-letter-escaped": _all_escaped,
    "with-a-carriage-return": lambda record: json.dumps(record) + "\r",
}


@pytest.mark.parametrize("write", WRITTEN.values(), ids=WRITTEN)
@pytest.mark.parametrize("labels", LABELS, ids=[path.stem for path in LABELS])
def test_however_a_record_is_written_as_json_it_is_read_the_same(
    labels: Path, write: Callable[[object], str]
) -> None:
    data = transcript_of(labels)
    written = "\n".join(write(json.loads(line)) for line in data.splitlines()) + "\n"
    assert read(written.encode()) == read(data)


# Fields of records that tell of no call and no mode; of any type, since nobody promised one.
_NAMES = st.sampled_from(["type", "message", "attachment", "timestamp", "toolUseResult", "content", "stdout"])
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(_NAMES | st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(_NAMES | st.text(max_size=4), _VALUES, max_size=4), max_size=4))
def test_records_that_tell_of_no_call_change_nothing_and_are_not_broken(
    others: list[dict[str, object]],
) -> None:
    between = [json.dumps(each) for each in others]
    carry = Carry()
    told = [use(), *between, result(permissionDecision=ONCE), *between]
    events = read_lines((line.encode() for line in told), carry)
    assert [(event.label, event.by) for event in events] == [("approved", "user")]
    assert (carry.bad, carry.lines) == (0, len(told))


def test_a_subagents_call_names_its_agent_and_the_main_session() -> None:
    (first, *_) = read(transcript_of(HERE / "labels/subagent-agent-a5d0d57c7b27aefa4.json")).values()
    assert first["agent_id"] == "a5d0d57c7b27aefa4"
    assert first["session"] == "b666abfd-c7ea-4d14-a82f-5943651efef1"


def test_what_an_event_knows_comes_from_the_record_of_its_call() -> None:
    first = next(iter(read(transcript_of(HERE / "labels/interactive-approve-reject-rule.json")).values()))
    assert first["ts"] == "2026-11-20T09:56:35.392Z"
    assert (first["cwd"], first["version"], first["entrypoint"]) == ("/srv/cc/projs/i1", "2.1.328", "cli")
    assert (first["mode"], first["reason"]) == ("default", "bashMiss:no-rule-match")
    assert first["input"] == {"command": "mytool alpha"}


# ---------------------------------------------------------------------------------------------- made records


def use(
    name: str = "Bash", *, id: str = "t1", version: str = "2.1.328", entrypoint: str = "cli", **given: object
) -> str:
    record = {
        "type": "assistant",
        "message": {
            "content": [{"type": "tool_use", "id": id, "name": name, "input": given or {"command": "x"}}]
        },
        "timestamp": "2026-11-20T09:56:35.392Z",
        "sessionId": "s",
        "cwd": "/p",
        "version": version,
        "entrypoint": entrypoint,
    }
    return json.dumps(record, separators=(",", ":"))


def result(text: str = "out", *, id: str = "t1", error: bool = False, **fields: object) -> str:
    block = {"tool_use_id": id, "type": "tool_result", "content": text, "is_error": error}
    return json.dumps({"type": "user", "message": {"content": [block]}, **fields}, separators=(",", ":"))


def one(*lines: str) -> dict[str, object]:
    events = read("\n".join(lines).encode() + b"\n")
    assert list(events) == ["t1"]
    return events["t1"]


ONCE = {
    "decision": "accept",
    "source": "user_temporary",
    "grantScope": "once",
    "reasonCode": "bashMiss:no-rule-match",
}
SAVED = {"decision": "accept", "source": "user_permanent", "reasonCode": "bashMiss:no-rule-match"}
NO = "The user doesn't want to proceed with this tool use. The tool use was rejected (eg. …)"
OLD = "2.1.240"

# id, use fields, result fields, expected (label, by, grant, outcome). What must not become an approval first.
CASES: list[tuple[str, dict[str, str], dict[str, object], tuple[str, str, str, str]]] = [
    ("an-sdk-host-saying-user-once-is-no-user", {"entrypoint": "sdk-cli"}, {"permissionDecision": ONCE}, ("auto", "host", "", "ok")),
    ("an-editor-saying-user-saved-is-no-user", {"entrypoint": "claude-vscode"}, {"permissionDecision": SAVED}, ("auto", "host", "", "ok")),
    ("an-unknown-entrypoint-is-no-user", {"entrypoint": ""}, {"permissionDecision": ONCE}, ("auto", "host", "", "ok")),
    ("a-saved-rule-that-matched-is-a-rule", {}, {"permissionDecision": {**SAVED, "reasonType": "rule"}}, ("auto", "rule", "", "ok")),
    ("user-once-with-a-reason-type-is-automatic", {}, {"permissionDecision": {**ONCE, "reasonType": "mode"}}, ("auto", "mode", "", "ok")),
    ("saved-before-2.1.315-may-be-a-rule", {"version": "2.1.300"}, {"permissionDecision": {"decision": "accept", "source": "user_permanent"}}, ("unlabelled", "", "", "ok")),
    ("saved-without-reason-code-is-unsure", {}, {"permissionDecision": {"decision": "accept", "source": "user_permanent"}}, ("unlabelled", "", "", "ok")),
    ("once-of-a-version-before-the-field-is-unsure", {"version": "2.1.200"}, {"permissionDecision": ONCE}, ("unlabelled", "", "", "ok")),
    ("once-of-an-unreadable-version-is-unsure", {"version": "dev"}, {"permissionDecision": ONCE}, ("unlabelled", "", "", "ok")),
    ("a-classifier-is-no-user", {}, {"permissionDecision": {"decision": "accept", "source": "config", "reasonType": "classifier"}}, ("auto", "classifier", "", "ok")),
    ("a-permission-request-hook-is-no-user", {}, {"permissionDecision": {"decision": "accept", "source": "hook", "reasonType": "hook", "reasonCode": "bashMiss:x"}}, ("auto", "hook", "", "ok")),
    ("an-unknown-decision-word-is-unsure", {}, {"permissionDecision": {"decision": "maybe", "source": "user_temporary"}}, ("unlabelled", "", "", "ok")),
    ("an-unknown-source-is-no-user", {}, {"permissionDecision": {"decision": "accept", "source": "user_new"}}, ("auto", "rule", "", "ok")),
    ("an-agent-denied-by-rule-did-not-run", {}, {"text": "Agent type 'X' has been denied by permission rule 'Agent(X)'", "error": True, "permissionDecision": {"decision": "accept", "source": "config"}}, ("auto", "rule", "", "not-run")),
    ("a-call-stopped-while-it-ran-is-no-rejection", {}, {"text": NO, "error": True, "toolDenialKind": "user-rejected"}, ("interrupted", "", "", "")),
    ("an-old-bare-no-is-unsure", {"version": OLD}, {"text": NO, "error": True}, ("interrupted", "", "", "")),
    ("a-hosts-bare-no-is-no-users", {"entrypoint": "sdk-cli"}, {"text": NO, "error": True, "toolDenialKind": "user-rejected", "toolDenialBeforeRun": True}, ("auto", "host", "", "not-run")),
    ("a-hosts-reject-is-no-users", {"entrypoint": "sdk-ts"}, {"text": NO, "error": True, "permissionDecision": {"decision": "reject", "source": "user_reject"}}, ("auto", "host", "", "not-run")),
    ("print-mode-user-rejected-is-nobody", {"entrypoint": "sdk-cli"}, {"error": True, "toolDenialKind": "user-rejected", "permissionDecision": {"decision": "reject", "source": "config", "reasonCode": "workingDir"}}, ("nobody", "", "", "not-run")),
    ("prompts-switched-off-is-nobody", {"entrypoint": "sdk-cli"}, {"error": True, "toolDenialKind": "permission-rule", "permissionDecision": {"decision": "reject", "source": "config", "reasonType": "asyncAgent"}}, ("nobody", "", "", "not-run")),
    ("dont-ask-mode-is-a-mode", {}, {"error": True, "toolDenialKind": "permission-rule", "permissionDecision": {"decision": "reject", "source": "config", "reasonType": "mode", "reasonCode": "mode:dontAsk"}}, ("auto", "mode", "", "not-run")),
    ("the-classifier-being-away-is-the-classifier", {}, {"error": True, "toolDenialKind": "automode-unavailable", "permissionDecision": {"decision": "reject", "source": "config", "reasonType": "classifier"}}, ("auto", "classifier", "", "not-run")),
    ("a-file-deny-without-kind-is-a-rule", {}, {"text": "<tool_use_error>File is denied by your permission settings</tool_use_error>", "error": True, "permissionDecision": {"decision": "reject", "source": "config"}}, ("auto", "rule", "", "not-run")),
    ("a-file-deny-logged-as-user-reject-is-a-rule", {}, {"text": "<tool_use_error>File is in a directory that is denied by your permission settings.</tool_use_error>", "error": True, "permissionDecision": {"decision": "reject", "source": "user_reject", "reasonType": "rule", "ruleSource": "userSettings", "reasonCode": "rule:userSettings"}}, ("auto", "rule", "", "not-run")),
    ("a-file-deny-of-an-earlier-version-is-a-rule", {"version": "2.1.300"}, {"text": "<tool_use_error>File is in a directory that is denied by your permission settings.</tool_use_error>", "error": True, "permissionDecision": {"decision": "reject", "source": "user_reject"}}, ("auto", "rule", "", "not-run")),
    ("a-user-abort-is-an-interruption", {}, {"error": True, "permissionDecision": {"decision": "reject", "source": "user_abort"}}, ("interrupted", "", "", "")),
    ("an-old-run-is-unlabelled", {"version": OLD}, {}, ("unlabelled", "", "", "ok")),
    ("an-old-print-run-was-nobodys-answer", {"version": OLD, "entrypoint": "sdk-cli"}, {}, ("auto", "host", "", "ok")),
    ("an-old-print-refusal-is-nobody", {"version": "2.1.197", "entrypoint": "sdk-cli"}, {"text": "This command requires approval", "error": True}, ("nobody", "", "", "not-run")),
    ("an-ask-of-ours-in-a-mode-that-asks-nobody-is-the-mode", {}, {"text": "PreToolUse:Bash hook error: [x] Refused: this asks the user, and nobody is asked in this mode: y", "error": True, "permissionDecision": {"decision": "reject", "source": "hook", "reasonType": "hook"}}, ("auto", "mode", "", "not-run")),
    ("a-hooks-own-refusal-is-a-hook", {}, {"text": "PreToolUse:Bash hook error: [x] no", "error": True, "permissionDecision": {"decision": "reject", "source": "hook", "reasonType": "hook"}}, ("auto", "hook", "", "not-run")),
    ("an-old-ask-of-ours-in-a-mode-that-asks-nobody-is-the-mode", {"version": "2.1.197"}, {"text": "PreToolUse:Bash hook error: Refused: this asks the user, and nobody is asked in this mode: y", "error": True}, ("auto", "mode", "", "not-run")),
    ("an-old-rule-denial-is-a-rule", {"version": "2.1.197"}, {"text": "Permission to use Bash with command x has been denied.", "error": True}, ("auto", "rule", "", "not-run")),
    ("an-old-hook-denial-is-a-hook", {"version": "2.1.197"}, {"text": "PreToolUse:Bash hook error: no", "error": True}, ("auto", "hook", "", "not-run")),
    ("a-command-printing-denial-words-late-is-no-denial", {"version": OLD}, {"text": "x" * 500 + " has been denied.", "error": True}, ("unlabelled", "", "", "error")),
    ("a-rejection-in-a-subagent-counts", {}, {"text": "Permission for this tool use was denied", "error": True, "permissionDecision": {"decision": "reject", "source": "user_reject", "reasonCode": "bashMiss:x"}}, ("rejected", "user", "", "not-run")),
    ("an-old-no-with-words-is-a-redirect", {"version": OLD}, {"text": NO + " To tell you how to proceed, the user said:\nuse pnpm", "error": True}, ("redirected", "user", "", "not-run")),
    ("once-from-2.1.295-counts", {"version": "2.1.295"}, {"permissionDecision": {"decision": "accept", "source": "user_temporary"}}, ("approved", "user", "once", "ok")),
    ("session-grants-are-told-apart", {}, {"permissionDecision": {**ONCE, "grantScope": "session"}}, ("approved", "user", "session", "ok")),
    ("saved-grants-are-told-apart", {}, {"permissionDecision": SAVED}, ("approved", "user", "saved", "ok")),
    ("an-approved-call-may-fail", {}, {"error": True, "permissionDecision": ONCE}, ("approved", "user", "once", "error")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("called", "answered", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_label(
    called: dict[str, str], answered: dict[str, object], expected: tuple[str, str, str, str]
) -> None:
    event = one(use(**called), result(**answered))  # type: ignore[arg-type]  # a table of keyword arguments
    assert (event["label"], event["by"], event["grant"], event["outcome"]) == expected


def test_a_bare_no_followed_by_an_interruption_is_no_rejection() -> None:
    refused = result(NO, error=True, toolDenialKind="user-rejected", toolDenialBeforeRun=True)
    stop = '{"type":"user","message":{"content":[{"type":"text","text":"[Request interrupted]"}]},"interruptedMessageId":"m"}'
    assert one(use(), refused)["label"] == "rejected"
    assert one(use(), refused, stop)["label"] == "interrupted"


def test_an_answer_to_an_input_a_hook_rewrote_is_no_evidence_for_the_logged_one() -> None:
    stdout = json.dumps(
        {"hookSpecificOutput": {"hookEventName": "PreToolUse", "updatedInput": {"command": "y"}}}
    )
    hook = json.dumps(
        {"type": "attachment", "attachment": {"type": "hook_success", "toolUseID": "t1", "stdout": stdout}}
    )
    event = one(use(), hook, result(permissionDecision=ONCE))
    assert (event["label"], event["by"], event["grant"]) == ("auto", "hook", "")


def test_one_permission_beside_two_results_belongs_to_neither() -> None:
    blocks = [{"tool_use_id": name, "type": "tool_result", "content": "x"} for name in ("t1", "t2")]
    both = json.dumps({"type": "user", "message": {"content": blocks}, "permissionDecision": ONCE})
    events = read("\n".join([use(), use(id="t2"), both]).encode())
    assert [event["label"] for event in events.values()] == ["unlabelled", "unlabelled"]


def test_a_permission_inside_a_tools_own_output_is_not_the_clients() -> None:
    forged = result(
        version="x", toolUseResult={"permissionDecision": ONCE, "message": {"permissionDecision": ONCE}}
    )
    assert one(use(version=OLD), forged)["label"] == "unlabelled"


def test_text_that_quotes_a_tool_call_is_no_call() -> None:
    said = json.dumps({"type": "assistant", "message": {"content": [{"type": "text", "text": use()}]}})
    assert read(said.encode()) == {}


def test_a_result_without_its_call_is_left_out() -> None:
    assert read(result(permissionDecision=ONCE).encode()) == {}


def test_file_bodies_and_prompts_are_never_kept() -> None:
    secret = "hunter2" * 10
    for tool, field in (
        ("Write", "content"),
        ("Edit", "new_string"),
        ("Agent", "prompt"),
        ("NotebookEdit", "new_source"),
    ):
        event = one(use(tool, **{field: secret, "file_path": "/p/f"}), result())
        assert "hunter2" not in json.dumps(event)
        assert event["input"] == {"file_path": "/p/f"}


def test_the_words_a_person_wrote_are_never_kept() -> None:
    event = one(
        use(),
        result(
            NO,
            error=True,
            userFeedback="my secret plan",
            permissionDecision={"decision": "reject", "source": "user_reject"},
        ),
    )
    assert "secret plan" not in json.dumps(event)
    assert (event["label"], event["comment"]) == ("redirected", 1)


# id, line put between a call and its result
BROKEN = {
    "half-a-record": b'{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t1"',
    "binary": b"\x00\xff\xfe\x80\x01" * 40,
    "zeroes-after-a-crash": b"\x00" * 4096,
    "text": b"not a record at all",
    "an-array": b'["tool_use"]',
    "a-number-for-a-name": b'{"type":"assistant","message":{"content":[{"type":"tool_use","id":5}]}}',
    "invalid-utf8-in-a-string": b'{"type":"assistant","message":{"content":[{"type":"tool_use","id":"\xff"}]}}',
    "too-deep": b'{"type":"user","a":' + b"[" * 100_000 + b'"tool_use"',
}


@pytest.mark.parametrize("line", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_line_is_counted_and_named_and_costs_no_other_line(line: bytes) -> None:
    carry = Carry()
    events = read_block(
        use().encode() + b"\n" + line + b"\n" + result(permissionDecision=ONCE).encode() + b"\n", carry
    )
    assert [event.label for event in events] == ["approved"]
    assert (carry.bad, carry.first_bad, carry.lines) == (1, 2, 3)


def test_a_record_behind_zeroes_is_counted_as_broken() -> None:
    carry = Carry()
    read_block(b'{"type":"mode"}{"type":"mode"}\n{"type":"mode"}\n\x00\x00{"type":"mode"}\n', carry)
    assert carry.bad == 1


def test_a_huge_line_that_matters_not_is_passed_over() -> None:
    carry = Carry()
    data = b'{"type":"api-request-blob","message":"' + b"a" * 20_000_000 + b'"}\n' + use().encode() + b"\n"
    assert read_block(data, carry) == []
    assert (list(carry.pending), carry.bad) == (["t1"], 0)


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"{}",
        b"null",
        b'{"pending":[{}],"rejected":[],"rewritten":[],"mode":"","counts":[0,0,0,0]}',
        b"\xff",
    ],
)
def test_a_carry_that_is_not_ours_starts_anew(junk: bytes) -> None:
    assert load_carry(junk).dump() == Carry().dump()


def test_calls_that_never_end_do_not_pile_up() -> None:
    carry = Carry()
    read_lines((use(id=f"t{number}").encode() for number in range(3000)), carry)
    assert len(carry.pending) == 2000


def test_times_of_other_zones_become_utc_with_milliseconds() -> None:
    line = use().replace("2026-11-20T09:56:35.392Z", "2026-11-20T10:56:35.392871+01:00")
    assert one(line)["ts"] == "2026-11-20T09:56:35.392Z"
    assert one(use().replace("2026-11-20T09:56:35.392Z", "yesterday"))["ts"] == ""


@given(st.lists(st.binary(max_size=60), max_size=8), st.integers(0, 8))
def test_no_bytes_stop_the_reader_or_hide_what_stands_beside_them(soup: list[bytes], at: int) -> None:
    lines = [line.replace(b"\n", b"") for line in soup]
    lines[at:at] = [use().encode(), result(permissionDecision=ONCE).encode()]
    events = read_lines(lines, Carry())
    assert [event.label for event in events] == ["approved"]


@given(st.binary(max_size=300))
def test_a_torn_record_never_becomes_an_approval(tail: bytes) -> None:
    whole = result(permissionDecision=ONCE).encode()
    torn = whole[: len(whole) // 2] + tail.replace(b"\n", b"")
    events = read_lines([use(version=OLD).encode(), torn], Carry())
    assert all(event.label != "approved" for event in events)
