"""One payload that an agent gave its hook, in our words: what every dialect reads its agent's own form into."""

from __future__ import annotations

from assent.core.call import Call


class HookInput:
    """`agent` and `event` by the agent's names; `tool` and `input` of a call ("" and {} for other events); `cwd` where
    it happens; `session`, `mode`, `tool_use_id`, `agent_id` of a subagent, `prompt_id` and `transcript_path` "" where
    the agent does not say; `interrupted` when a person stopped the call. `about`: what an event tells beside its call,
    of a result `ok`, `length`, `took` (milliseconds) and `preview`, of a session `source` or `reason`."""

    __slots__ = (
        "about", "agent", "agent_id", "cwd", "event", "input", "interrupted", "mode", "prompt_id", "session", "tool",
        "tool_use_id", "transcript_path",
    )  # fmt: skip

    def __init__(
        self,
        agent: str,
        event: str,
        tool: str = "",
        input: dict[str, object] | None = None,
        cwd: str = "",
        *,
        session: str = "",
        mode: str = "",
        tool_use_id: str = "",
        agent_id: str = "",
        prompt_id: str = "",
        transcript_path: str = "",
        interrupted: bool = False,
    ) -> None:
        self.agent = agent
        self.event = event
        self.tool = tool
        self.input = input if input is not None else {}
        self.cwd = cwd
        self.session = session
        self.mode = mode
        self.tool_use_id = tool_use_id
        self.agent_id = agent_id
        self.prompt_id = prompt_id
        self.transcript_path = transcript_path
        self.interrupted = interrupted
        self.about: dict[str, object] = {}

    def call(self, project: str = "") -> Call:
        """The call this payload is about."""
        return Call(
            self.tool, self.input, self.cwd, project, self.agent, self.session, self.mode, self.tool_use_id
        )
