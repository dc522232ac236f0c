"""The client's hook dialect: a decoded payload becomes a call, a decision becomes the bytes it understands."""

from __future__ import annotations

from assent.agents.payload import HookInput
from assent.core.decision import ALLOW, ASK, DENY
from assent.core.shown import shown
from assent.core.wire import encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.decision import Decision

NAME = "claude"
TITLE = "Claude Code"
# An answer to PermissionRequest would override the user's own ask rules and the client's safety checks.
DECIDES: tuple[str, ...] = ("PreToolUse",)
WATCHES = {
    "PermissionRequest": "prompted",
    "PermissionDenied": "refused",
    "PostToolUse": "ran",
    "PostToolUseFailure": "failed",
    "SessionStart": "session-start",
    "SessionEnd": "session-end",
    "UserPromptSubmit": "prompt",
}
# Events that are not about one call; the others need a tool and its input to mean anything.
OF_NO_CALL = ("SessionStart", "SessionEnd", "UserPromptSubmit")
# Where a person may be told something that the model does not see, by what made the event. At SessionEnd the client
# shows nothing that a hook says, but for the words of one that failed (verified on 2.1.328).
TELLS: dict[str, tuple[str, ...]] = {"SessionStart": ("startup", "clear")}
_ALL = (ALLOW, ASK, DENY)
# Where nobody is asked, a question of ours goes to the classifier or counts as a refusal.
MODES: dict[str, tuple[str, ...]] = {
    "default": _ALL,
    "manual": _ALL,
    "acceptEdits": _ALL,
    "plan": _ALL,
    "auto": _ALL,
    "dontAsk": (ALLOW, DENY),
    "bypassPermissions": _ALL,
}
# Tools by the names calls bear, of this version and of older ones whose logs are still read.
TOOLS: tuple[str, ...] = (
    "Agent", "AskUserQuestion", "Bash", "BashOutput", "CronCreate", "CronDelete", "CronList", "Edit", "EnterPlanMode",
    "EnterWorktree", "ExitPlanMode", "ExitWorktree", "Glob", "Grep", "KillShell", "ListAgents", "LS", "Monitor",
    "MultiEdit", "NotebookEdit", "NotebookRead", "PowerShell", "Read", "ReportFindings", "ScheduleWakeup",
    "SendMessage", "Skill", "Task", "TaskOutput", "TaskStop", "TodoRead", "TodoWrite", "WebFetch",
    "WebSearch", "Workflow", "Write",
)  # fmt: skip
# Names of the client's older versions for today's tools.
RENAMED = {"Task": "Agent"}
REASON_LIMIT = 600
PREVIEW = 512  # characters of a result that are handed on; fewer are kept


def _text(data: dict[str, object], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _may_wait(event: object) -> bool:
    """True for an event that may wait for an answer: one of ours however it is spelt, and one without a name."""
    name = "".join([char for char in event.lower() if char.isalnum()]) if isinstance(event, str) else ""
    return not name or name in [each.lower() for each in DECIDES]


def parse_hook(data: object) -> HookInput | None:
    """The payload; None for an event we do not know. A call without a tool name, an input object and an absolute cwd
    cannot be judged: raises ValueError when it may be one that waits for us."""
    given = data if isinstance(data, dict) else {}
    event = _text(given, "hook_event_name")
    tool, value, cwd = _text(given, "tool_name"), given.get("tool_input"), _text(given, "cwd")
    if event in OF_NO_CALL:
        tool, value = "", {}
    elif not tool or not isinstance(value, dict) or cwd[:1] != "/" or event not in (*DECIDES, *WATCHES):
        if _may_wait(given.get("hook_event_name")):
            raise ValueError("the call lacks its tool, input or directory")
        return None
    made = HookInput(
        NAME,
        event,
        RENAMED.get(tool, tool),
        value,
        cwd,
        session=_text(given, "session_id"),
        mode=_text(given, "permission_mode"),
        tool_use_id=_text(given, "tool_use_id"),
        agent_id=_text(given, "agent_id"),
        prompt_id=_text(given, "prompt_id"),
        transcript_path=_text(given, "transcript_path"),
        interrupted=given.get("is_interrupt") is True,
    )
    made.about = _about(event, given)
    return made


def _about(event: str, given: dict[str, object]) -> dict[str, object]:
    """What an event tells beside its call."""
    if event in ("PostToolUse", "PostToolUseFailure"):
        result = given.get("tool_response", given.get("error"))
        told: dict[str, object] = {"ok": event == "PostToolUse", "length": _length(result)}
        took = given.get("duration_ms")
        if isinstance(took, int | float) and not isinstance(took, bool):
            told["took"] = took
        return told | {"preview": _beginning(result)}
    name = {"SessionStart": "source", "SessionEnd": "reason"}.get(event, "")
    return {name: _text(given, name)} if name and _text(given, name) else {}


def _length(value: object) -> int:
    """How many characters all texts in a result have, to a depth that results have."""
    size, todo = 0, [value]
    while todo:
        each = todo.pop()
        if isinstance(each, str):
            size += len(each)
        elif isinstance(each, dict | list):
            todo += each.values() if isinstance(each, dict) else each
    return size


def _beginning(value: object) -> str:
    """The first text of a result that is not empty, no further than it may be kept."""
    while isinstance(value, dict | list):
        inside = value.values() if isinstance(value, dict) else value
        value = next((each for each in inside if isinstance(each, str | dict | list) and each), None)
    return value[:PREVIEW] if isinstance(value, str) else ""


def answer(given: HookInput, decision: Decision) -> bytes:
    """What the hook prints for a decision; b"" is silence.

    Only PreToolUse is ever answered: an allow given to PermissionRequest would override the user's own ask
    rules and the client's safety checks (verified on 2.1.328), and text printed on a prompt would be shown to the
    model. In a mode that asks nobody an ask is a refusal, as the client's own are:
    spoken as an ask it would be a question there."""
    if given.event not in DECIDES or decision.silent:
        return b""
    if decision.verdict == DENY:
        return speak(DENY, _reason(decision))
    if decision.verdict == ALLOW:
        return speak(ALLOW, _reason(decision)) if decision.decider is not None else b""
    if ASK not in MODES.get(given.mode, (ASK,)):
        from assent.core.reason import refused_unasked

        return speak(DENY, refused_unasked(decision))
    return speak(ASK, _reason(decision))


def error(text: str) -> bytes:
    """What is said when a call could not be judged: a question."""
    return speak(ASK, text)


def tell(text: str) -> bytes:
    """A message for the person alone: whatever else is printed when a session begins would be read to the model."""
    return ('{"systemMessage":' + encode(shown(text)) + "}\n").encode("ascii") if text else b""


def speak(verdict: str, reason: str) -> bytes:
    """The PreToolUse answer of a verdict and the reason shown with it."""
    text = reason if len(reason) <= REASON_LIMIT else reason[: REASON_LIMIT - 1] + "…"
    text = "\n".join([shown(each) for each in text.split("\n")])  # the client prints it
    line = (
        '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"'
        + verdict
        + '","permissionDecisionReason":'
        + encode(text)
        + "}}\n"
    )
    return line.encode("ascii")


def _reason(decision: Decision) -> str:
    """Who decided and why, and what a person can do about it. The client shows an ask to the person and gives the
    reason of a deny to the model."""
    if decision.verdict == ALLOW:
        return f"assent: {decision.why or decision.verdict}"
    from assent.core.reason import said

    return said(decision)
