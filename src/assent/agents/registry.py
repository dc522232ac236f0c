"""The agents there are, by name. A literal dict: only so does mypy hold every module to the protocol."""

from __future__ import annotations

from assent.agents.base import Agent
from assent.agents.claude import agent as claude

AGENTS: dict[str, Agent] = {
    "claude": claude,
}
