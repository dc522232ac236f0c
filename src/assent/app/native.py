"""What an agent itself would answer under its own settings, said in our words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.agents import registry
from assent.agents.base import ASKS, DENIED, LOCAL, MANAGED, PROJECT, RUNS, USER
from assent.app.check import FROM_DISK, facts_for
from assent.app.observe import links_of
from assent.core.decision import ALLOW, ASK, DENY
from assent.core.problem import Problem
from assent.shell.reading import read_call, wanted_paths
from assent.store import regular

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.agents.base import Matcher
    from assent.app.check import Here
    from assent.core.call import Call
    from assent.core.facts import Facts

    Texts = list[tuple[str, str, str]]

# An agent's answer → ours.
VERDICTS = {RUNS: ALLOW, ASKS: ASK, DENIED: DENY}


class Native:
    """One agent under the settings files named, or, with none, under those it uses where each call happens; `problems`
    are those of named files. Settings are read once for each home and project."""

    def __init__(self, agent: str, files: Sequence[Path]) -> None:
        self.agent = agent
        self.matcher = _matcher(agent)
        self.problems: list[Problem] = []
        self._named = [(_source_of(path), text) for path in files if (text := self._read(path)) is not None]
        self._only_named = bool(files)
        self._used: dict[tuple[str, str], Texts] = {}

    def answer(
        self, call: Call, here: Here, facts_from: str = FROM_DISK, more: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Its verdict and why, in the agent's own reason words where they are known."""
        facts = facts_for(call, here, facts_from, more or {})
        if facts_from == FROM_DISK:
            facts.links = _links(call, facts)
        read = [self.matcher.read_settings(text, source, root) for source, root, text in self._texts(here)]
        found = self.matcher.would_answer([each for each in read if each is not None], call, facts)
        return {"verdict": VERDICTS[found.verdict], "why": found.why, "agent": self.agent}

    def _texts(self, here: Here) -> Texts:
        if self._only_named:
            return [(source, here.project, text) for source, text in self._named]
        asked = (here.home, here.project)
        found = self._used.get(asked)
        if found is None:
            part = registry.settings(self.agent)
            used = part.paths(here.home, here.project) if part else {}
            found = self._used[asked] = [
                (source, here.project, text)
                for source, path in used.items()
                if _is_file(Path(path)) and (text := self._read(Path(path))) is not None
            ]
        return found

    def _read(self, path: Path) -> str | None:
        try:
            return regular.text(str(path))
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", "") or error
            hint = "name a settings file of the agent"
            self.problems.append(Problem(str(path), f"cannot be read: {why}", hint))
            return None


def _matcher(agent: str) -> Matcher:
    found = registry.matcher(agent)
    if found is None:
        raise LookupError(f"what {agent} answers by itself is not known")
    return found


def in_words(agent: str, reason: str) -> str:
    """An agent's own reason in plain words; "" for none."""
    return _matcher(agent).in_words(reason)


def _links(call: Call, facts: Facts) -> Mapping[str, str]:
    """Where the paths lead that the call touches; none when they are too many to look at."""
    return links_of(wanted_paths(read_call(call, facts))) or {}


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name too long, say
        return False


def _source_of(path: Path) -> str:
    """Whose file it is, by the names the agents give theirs."""
    if path.name == "settings.local.json":
        return LOCAL
    if path.name.startswith("managed"):
        return MANAGED
    folders = {known.FOLDER for name in registry.AGENTS if (known := registry.places(name))}
    return USER if path.parent.parent == Path.home() or path.parent.name not in folders else PROJECT
