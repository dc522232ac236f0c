"""A file of calls, answered line by line: each in its own place, one answer for every line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assent.agents import registry
from assent.app import observe, project
from assent.app.check import FROM_DISK, Here, as_json, decide_here, not_json
from assent.app.rules import in_force
from assent.core.call import Call
from assent.core.wire import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from assent.core.policy import Policy
    from assent.store.paths import Paths

LONGEST_LINE = 32 << 20  # as the hook: a longer call is not judged
TEXTS = ("agent", "project", "home", "mode", "branch", "shell")
PATHS = ("cwd", "project", "home")
WANTED = {"tool": (str, "a text"), "input": (dict, "an object"), "cwd": (str, "a text")}


@dataclass(frozen=True, slots=True)
class Given:
    """What holds for the lines that do not say it themselves. `project` "" means: found from the line's directory."""

    home: str
    project: str = ""
    agent: str = registry.DEFAULT
    mode: str = ""
    facts_from: str = ""
    ours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One call of a file and the facts that came with it."""

    call: Call
    here: Here
    more: Mapping[str, Any]
    facts_from: str


def answers(
    lines: Iterable[bytes], given: Given, judge: Callable[[Line], dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """One answer per line, in order; a bad line gives `{"id", "error"}`, never nothing."""
    for number, text in enumerate(lines, 1):
        if text.strip():
            yield _answer(text, number, given, judge)


def _answer(
    text: bytes, number: int, given: Given, judge: Callable[[Line], dict[str, Any]]
) -> dict[str, Any]:
    if len(text) > LONGEST_LINE:
        return {"id": number, "error": f"the line is longer than {LONGEST_LINE >> 20} MB"}
    try:
        value = decode(text)
    except ValueError as error:
        return {"id": number, "error": f"the line is {not_json(error)}"}
    if not isinstance(value, dict):
        return {"id": number, "error": "the line is not a JSON object"}
    identity = value.get("id", number)
    wrong = _wrong(value)
    return {"id": identity, **({"error": "; ".join(wrong)} if wrong else judge(_line(value, given)))}


def _wrong(value: Mapping[str, Any]) -> list[str]:
    """Everything that keeps the line from being a call."""
    found = [
        f"`{key}` must be {name}"
        for key, (kind, name) in WANTED.items()
        if not isinstance(value.get(key), kind)
    ]
    found += [f"`{key}` must be a text" for key in TEXTS if not isinstance(value.get(key, ""), str)]
    found += [
        f"`{key}` must be an absolute path"
        for key in PATHS
        if isinstance(path := value.get(key), str) and path and (path[0] != "/" or "\0" in path)
    ]
    links = value.get("links") or {}
    if not isinstance(links, dict) or not all(isinstance(each, str) for each in links.values()):
        found.append("`links` must be an object of paths")
    return found


def _line(value: Mapping[str, Any], given: Given) -> Line:
    home, cwd = value.get("home") or given.home, value["cwd"]
    root = value.get("project") or given.project
    if given.facts_from == FROM_DISK:
        home, cwd = observe.real_path(home, {}), observe.real_path(cwd, {})
        root = observe.real_path(root, {}) if root else project.find(cwd, home).root
    call = Call(
        value["tool"],
        value["input"],
        cwd,
        root,
        value.get("agent") or given.agent,
        mode=value.get("mode") or given.mode,
    )
    return Line(call, Here(home, cwd, root or cwd, given.ours), value, given.facts_from)


class Policies:
    """The policy in force for each project lines speak of, loaded once; `trouble` is told when one is not whole, and
    each project is `looked` at."""

    def __init__(
        self,
        at: Paths,
        trouble: Callable[[str], None],
        looked: Callable[[Paths, project.Project], None] | None = None,
    ) -> None:
        self.at = at
        self.trouble = trouble
        self.looked = looked
        self._asked: dict[tuple[str, str], Policy] = {}
        self._known: dict[tuple[str, str], Policy] = {}

    def of(self, here: Here) -> Policy:
        """Declared and granted rules of the project, and the user's: those of whoever asks, wherever the line's home
        is, as a dry run reads nobody else's state."""
        asked = (here.project, here.home)
        found = self._asked.get(asked)
        if found is None:
            real = observe.real_path(here.project, {})
            found = self._asked[asked] = self._of(project.find(real, observe.real_path(here.home, {})))
        return found

    def _of(self, of: project.Project) -> Policy:
        found = self._known.get((of.key, of.root))
        if found is None:
            found, trouble = in_force.policy(of, self.at)
            self._known[of.key, of.root] = found
            if self.looked:
                self.looked(self.at, of)
            if trouble:
                self.trouble(
                    f"{of.root or of.key}: {trouble}; only the last good denials and asks are in force"
                )
        return found


def by_rules(policy_of: Callable[[Here], Policy]) -> Callable[[Line], dict[str, Any]]:
    """A judge that answers as the hook does."""
    return lambda line: as_json(
        decide_here(line.call, policy_of(line.here), line.here, line.facts_from, line.more)
    )
