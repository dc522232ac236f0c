"""What happened to a call: who was asked, who answered, how, and what came of it."""

from __future__ import annotations

# `label` of an event. Only the first six are answers of the user; the rest is never evidence for widening.
APPROVED = "approved"  # prompted, the user said yes (`grant`: once, session, saved)
REJECTED = "rejected"  # prompted, the user said no
REDIRECTED = "redirected"  # prompted, "No, do X instead": half a denial
INFERRED = "inferred"  # ran, unlabelled log, the agent's own matcher would have asked: weighs a quarter
INTERRUPTED = "interrupted"  # stopped while it ran, or nobody can tell: no evidence either way
UNDONE = "undone"  # the user took back what the call did
AUTO = "auto"  # decided by a rule, hook, mode, classifier or host (`by` says which)
UNLABELLED = "unlabelled"  # the log of this version does not say who decided
NOBODY = "nobody"  # would have been asked, nobody was there (print mode)
PENDING = "pending"  # no result yet

# `by`: who decided.
USER, RULE, HOOK, MODE, CLASSIFIER, HOST, NONE = "user", "rule", "hook", "mode", "classifier", "host", ""

SLOTS = (
    "agent", "agent_id", "by", "comment", "cwd", "entrypoint", "grant", "id", "input", "label", "mode",
    "outcome", "project", "reason", "session", "source", "tool", "ts", "version",
)  # fmt: skip


class Event:
    """One tool call of a log with what became of it.

    `id` the agent's own id of the call (unique within the agent); `ts` UTC ISO 8601 with milliseconds;
    `tool`/`input` as in `core.call.Call`; `cwd` at event time; `project` "" until resolved by the app;
    `label`/`by`/`grant` as above (`grant`: once | session | saved | ""); `reason` the client's reason code;
    `outcome` ok | error | not-run | ""; `comment` 1 when the user wrote one (never its text); `entrypoint`
    cli | sdk-cli | …; `source` transcript | hook | queue; `agent_id` the subagent's, else "".
    """

    __slots__ = SLOTS

    def __init__(
        self,
        id: str,
        ts: str,
        session: str,
        tool: str,
        input: dict[str, object],
        agent: str = "claude",
        cwd: str = "",
        version: str = "",
        entrypoint: str = "",
        mode: str = "",
        agent_id: str = "",
    ) -> None:
        self.id = id
        self.ts = ts
        self.agent = agent
        self.session = session
        self.project = ""
        self.cwd = cwd
        self.tool = tool
        self.input = input
        self.version = version
        self.entrypoint = entrypoint
        self.mode = mode
        self.agent_id = agent_id
        self.label = PENDING
        self.by = NONE
        self.grant = ""
        self.reason = ""
        self.outcome = ""
        self.comment = 0
        self.source = "transcript"
