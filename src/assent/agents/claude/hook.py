"""The client's hook dialect: a decoded payload becomes a call, a decision becomes the bytes it understands."""

from __future__ import annotations

from assent.core.call import Call
from assent.core.decision import ALLOW, ASK, DENY
from assent.core.shown import shown
from assent.core.wire import encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.decision import Decision

NAME = "claude"
DECIDES = "PreToolUse"
# Events that are about one call; they need a tool and its input to mean anything.
OF_A_CALL = ("PreToolUse", "PermissionRequest", "PermissionDenied", "PostToolUse", "PostToolUseFailure")
EVENTS = (*OF_A_CALL, "SessionStart", "SessionEnd", "UserPromptSubmit")
# Names of the client's older versions for today's tools.
RENAMED = {"Task": "Agent"}
REASON_LIMIT = 600


class HookInput:
    """One hook payload: `event` its name; `session`, `cwd`, `mode`, `agent_id`, `prompt_id`, `transcript_path` ""
    when absent; `tool` and `input` of a call ("" and {} for other events); `tool_use_id` "" for PermissionRequest,
    which has none; `data` the whole payload, for whoever records what became of the call."""

    __slots__ = (
        "agent_id", "cwd", "data", "event", "input", "mode", "prompt_id", "session", "tool", "tool_use_id",
        "transcript_path",
    )  # fmt: skip

    def __init__(self, event: str, tool: str, input: dict[str, object], data: dict[str, object]) -> None:
        self.event = event
        self.tool = RENAMED.get(tool, tool)
        self.input = input
        self.data = data
        self.session = _text(data, "session_id")
        self.cwd = _text(data, "cwd")
        self.mode = _text(data, "permission_mode")
        self.tool_use_id = _text(data, "tool_use_id")
        self.agent_id = _text(data, "agent_id")
        self.prompt_id = _text(data, "prompt_id")
        self.transcript_path = _text(data, "transcript_path")

    def call(self, project: str = "") -> Call:
        """The call this payload is about."""
        return Call(self.tool, self.input, self.cwd, project, NAME, self.session, self.mode, self.tool_use_id)


def _text(data: dict[str, object], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def parse_hook(data: object) -> HookInput | None:
    """The payload, or None when it is none of an event we know or lacks what the event needs: a call without a
    tool name, an input object and an absolute cwd cannot be judged."""
    if not isinstance(data, dict):
        return None
    event = _text(data, "hook_event_name")
    if event not in EVENTS:
        return None
    if event not in OF_A_CALL:
        return HookInput(event, "", {}, data)
    tool, value = _text(data, "tool_name"), data.get("tool_input")
    if not tool or not isinstance(value, dict) or _text(data, "cwd")[:1] != "/":
        return None
    return HookInput(event, tool, value, data)


def answer(event: str, decision: Decision) -> bytes:
    """What the hook prints for a decision; b"" is silence.

    Only PreToolUse is ever answered: an allow given to PermissionRequest would override the user's own ask
    rules and the client's safety checks (verified on 2.1.328), and text printed at the start of a session or on
    a prompt would be shown to the model."""
    if event != DECIDES or decision.silent:
        return b""
    if decision.verdict == DENY:
        return speak(DENY, _reason(decision))
    if decision.verdict == ALLOW:
        return speak(ALLOW, _reason(decision)) if decision.decider is not None else b""
    return speak(ASK, _reason(decision))


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
    """Who decided and why, and what a person can do about it."""
    why = decision.why or decision.verdict
    rule = decision.decider
    if rule is None:
        return f"assent: {why} (look closer: assent status)"
    if decision.verdict == ALLOW:
        return f"assent: {why}"
    if rule.layer == "managed":
        return f"assent: {why} (only whoever manages this machine can change that)"
    # A shipped rule's name is its own; anybody else's may stand twice.
    name = rule.name if rule.layer == "modules" and rule.name else rule.id
    lead = "a person can lift this" if decision.verdict == DENY else "to be asked no more"
    return f"assent: {why} ({lead}: assent rules disable {name})"
