"""Calls of logs that do not say who decided: whether the client would have asked, under its settings of today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assent.agents import registry
from assent.agents.base import ASKS, USER
from assent.core import event as labels
from assent.core.call import Call
from assent.core.facts import Facts
from assent.core.tools import TOOLS
from assent.store import regular

if TYPE_CHECKING:
    from assent.agents.base import Matcher
    from assent.app.learn.whereabouts import Whereabouts
    from assent.core.event import Event

MEMO = 100_000


class Estimate:
    """Turns an unlabelled call that ran into an `inferred` answer where the client itself would have asked."""

    def __init__(self, home: str) -> None:
        self.home = home
        self._settings: dict[tuple[str, str], list[Any]] = {}
        self._memo: dict[tuple[str, ...], bool] = {}

    def label(self, event: Event, where: Whereabouts) -> None:
        """Sets the label of an unlabelled event; leaves every other one alone."""
        if event.label != labels.UNLABELLED or event.outcome not in ("ok", "error") or not where.root:
            return
        row = TOOLS.get(event.tool)
        text = str(event.input.get(row["field"], "")) if row else ""
        asked = (event.agent, event.tool, text, event.cwd, where.root, event.mode)
        found = self._memo.get(asked)
        if found is None:
            if len(self._memo) >= MEMO:
                self._memo.clear()
            found = self._memo[asked] = self._asks(event, where)
        if found:
            event.label = labels.INFERRED

    def _asks(self, event: Event, where: Whereabouts) -> bool:
        matcher = registry.matcher(event.agent)
        if matcher is None:
            return False
        call = Call(event.tool, event.input, event.cwd, where.root, event.agent, mode=event.mode)
        facts = Facts(where.home, where.root, event.cwd)
        found = matcher.would_answer(self._of(where, event.agent, matcher), call, facts)
        return found.verdict == ASKS and found.why not in matcher.LATE

    def _of(self, where: Whereabouts, agent: str, matcher: Matcher) -> list[Any]:
        """The agent's settings files of a place as they are now."""
        found = self._settings.get((where.root, agent))
        part = registry.settings(agent)
        if found is None:
            found = self._settings[where.root, agent] = []
            for source, path in (part.paths(self.home, where.root) if part else {}).items():
                try:
                    text = regular.text(path)
                except (OSError, UnicodeDecodeError):
                    continue
                read = matcher.read_settings(text, source, where.root if source != USER else "")
                if read is not None:
                    found.append(read)
        return found
