"""Who decided a call, read from what Claude Code wrote beside its result (verified on 2.1.197 to 2.1.328)."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from assent.core import event as events
from assent.core.event import Event
from assent.core.reason import UNASKED

# From 2.1.315 on `reasonCode` and `ruleSource` say everything; from 2.1.295 on `permissionDecision` exists, and
# of its sources only `user_temporary` is a person for certain (print mode says `user_permanent` for a rule).
FULL = (2, 1, 315)
PARTLY = (2, 1, 295)
TERMINAL = "cli"

NO_ANSWER = "The user doesn't want to proceed with this tool use"
SAID = "the user said:"
NOT_GRANTED = ("requires approval", "haven't granted it yet")
AGENT_DENIED = "has been denied by permission rule"
RULE_DENIED = ("has been denied.", "denied by your permission settings")
HOOK_DENIED = "hook error:"

_AUTO = {"hook": events.HOOK, "mode": events.MODE, "classifier": events.CLASSIFIER}


class Permission(msgspec.Struct, gc=False, rename="camel"):
    """The `permissionDecision` of a result record; every field is the client's own word."""

    decision: str = ""
    source: str = ""
    reason_type: str | None = None
    reason_code: str | None = None
    grant_scope: str | None = None


class Reply(msgspec.Struct, gc=False):
    """Everything a result record says about the answer. `text` is the result's text when it is an error or when
    no permission was recorded, else ""; `comment` True when a person wrote words with the answer."""

    permission: Permission | None = None
    denial: str = ""
    before_run: bool = False
    comment: bool = False
    error: bool = False
    text: str = ""


@lru_cache(maxsize=1_000)
def version_of(text: str) -> tuple[int, ...]:
    """`2.1.328` as numbers; () when it is no version, which counts as older than any."""
    head = text.split("-", 1)[0].split("+", 1)[0]
    fields = head.split(".")
    if len(fields) < 3 or not all(field.isascii() and field.isdigit() and len(field) < 6 for field in fields):
        return ()
    return tuple(int(field) for field in fields)


def label(event: Event, reply: Reply) -> None:
    """Set `label`, `by`, `grant`, `reason`, `outcome` and `comment` of a call from its result.

    What cannot be told for certain never becomes an approval."""
    event.comment = int(reply.comment)
    permission = reply.permission
    if permission is None:
        _without_permission(event, reply)
        return
    event.reason = (permission.reason_code or permission.reason_type or "")[:80]
    if permission.decision == "accept":
        _accepted(event, permission, reply)
    elif permission.decision == "reject":
        _refused(event, permission, reply)
    else:
        _set(event, events.UNLABELLED, events.NONE, _ran(reply))


def _set(event: Event, name: str, by: str, outcome: str, grant: str = "") -> None:
    event.label, event.by, event.outcome, event.grant = name, by, outcome, grant


def _ran(reply: Reply) -> str:
    return "error" if reply.error else "ok"


def _automatic(permission: Permission) -> str:
    """What decided, when no person did: the client's own rules unless it names something else."""
    kind = permission.reason_type or ""
    if permission.source == "hook" or kind == "hook":
        return events.HOOK
    return _AUTO.get(kind, events.RULE)


def _accepted(event: Event, permission: Permission, reply: Reply) -> None:
    if reply.error and AGENT_DENIED in reply.text:
        # The client logs an Agent refused by a rule as accepted.
        _set(event, events.AUTO, events.RULE, "not-run")
    elif permission.source not in ("user_temporary", "user_permanent") or permission.reason_type:
        _set(event, events.AUTO, _automatic(permission), _ran(reply))
    elif event.entrypoint != TERMINAL:
        # An SDK host or a permission tool answered; the log says "user" all the same.
        _set(event, events.AUTO, events.HOST, _ran(reply))
    elif _certain(event.version, permission):
        _set(event, events.APPROVED, events.USER, _ran(reply), _grant(permission))
    else:
        _set(event, events.UNLABELLED, events.NONE, _ran(reply))


def _certain(version: str, permission: Permission) -> bool:
    numbers = version_of(version)
    if permission.source == "user_temporary":
        return numbers >= PARTLY
    return numbers >= FULL and bool(permission.reason_code)


def _grant(permission: Permission) -> str:
    if permission.source == "user_permanent":
        return "saved"
    return "session" if permission.grant_scope == "session" else "once"


def _refused(event: Event, permission: Permission, reply: Reply) -> None:
    if permission.source == "user_reject" and (permission.reason_type or _denied(reply.text)):
        # A file under a deny rule is logged with the source of a person's "No"; the reason type gives it away.
        _set(event, events.AUTO, _automatic(permission), "not-run")
    elif permission.source == "user_reject":
        if event.entrypoint != TERMINAL:
            _set(event, events.AUTO, events.HOST, "not-run")
        else:
            _set(event, events.REDIRECTED if reply.comment else events.REJECTED, events.USER, "not-run")
    elif permission.source == "user_abort":
        _set(event, events.INTERRUPTED, events.NONE, "")
    elif permission.reason_type == "asyncAgent" or _nobody(permission, reply):
        _set(event, events.NOBODY, events.NONE, "not-run")
    else:
        _set(event, events.AUTO, _refuser(reply, _automatic(permission)), "not-run")


def _refuser(reply: Reply, by: str) -> str:
    """Who refused. Our hook refuses an ask for the mode that asks nobody; the client knows only that a hook did."""
    return events.MODE if UNASKED in reply.text else by


def _nobody(permission: Permission, reply: Reply) -> bool:
    """Print mode writes `user-rejected` for a prompt nobody could answer; the source gives it away."""
    return permission.source == "config" and not permission.reason_type and reply.denial == "user-rejected"


def _without_permission(event: Event, reply: Reply) -> None:
    if reply.denial == "user-rejected" or (reply.error and reply.text.startswith(NO_ANSWER)):
        _plain_no(event, reply)
    elif reply.denial or (reply.error and _denied(reply.text)):
        by = events.HOOK if HOOK_DENIED in reply.text else events.RULE
        _set(event, events.AUTO, _refuser(reply, by), "not-run")
    elif reply.error and reply.text.endswith(NOT_GRANTED):
        _set(event, events.NOBODY, events.NONE, "not-run")
    elif event.entrypoint not in ("", TERMINAL):
        # Nobody sits at a print-mode run: whatever ran there was let through by configuration or by the host.
        _set(event, events.AUTO, events.HOST, _ran(reply))
    else:
        _set(event, events.UNLABELLED, events.NONE, _ran(reply))


def _denied(text: str) -> bool:
    head = text[:400]
    return any(words in head for words in RULE_DENIED) or (HOOK_DENIED in head and "PreToolUse" in head)


def _plain_no(event: Event, reply: Reply) -> None:
    """A "No" or Esc: a rejection only when the client says so (`toolDenialBeforeRun`) or the person wrote why.
    The same text stands for a call stopped while it ran."""
    if reply.error and reply.text.endswith(NOT_GRANTED):
        _set(event, events.NOBODY, events.NONE, "not-run")
    elif event.entrypoint not in ("", TERMINAL):
        _set(event, events.AUTO, events.HOST, "not-run")
    elif reply.comment or SAID in reply.text:
        event.comment = 1
        _set(event, events.REDIRECTED, events.USER, "not-run")
    elif reply.before_run:
        _set(event, events.REJECTED, events.USER, "not-run")
    else:
        _set(event, events.INTERRUPTED, events.NONE, "")
