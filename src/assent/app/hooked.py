"""Whether the agent's settings start our hook on every event, whether they hold, and what happens when it fails."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path
from typing import TYPE_CHECKING

from assent.agents import registry
from assent.agents.base import LOCAL, MANAGED, PROJECT, USER
from assent.app import client, files, install, launcher
from assent.app.finding import BAD, GOOD, NOTE, Finding
from assent.core.problem import Problem
from assent.core.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.agents.base import Command
    from assent.store.paths import Paths

Found = dict[str, list[tuple["Command", bool]]]
AGAIN = "run: assent init"
HOOK = "hook"


def findings(at: Paths, root: str = "") -> list[Finding]:
    """Everything about the hook of each agent here."""
    return [each for agent in install.looked_at(Path(at.home)) for each in _look(at, root, agent)]


def _look(at: Paths, root: str, agent: str) -> list[Finding]:
    """Everything about one hook, worst first; one good line when there is nothing to say."""
    path = install.settings_path(Path(at.home), agent)
    text = files.read_text(path)
    if isinstance(text, Problem):
        return [Finding(HOOK, BAD, f"{text.where} {text.what}", text.hint)]
    dropped = _dropped(text, path, agent)
    if dropped:
        return dropped
    found: Found = install.settings(agent).our_commands(text) if text and text.strip() else {}
    if not found:
        return [Finding(HOOK, BAD, f"not installed in {path}", AGAIN)]
    wrong = [*_gaps(found, path, agent), *_pieces(found, at), *switched_off(at, root, agent=agent)]
    if not wrong and not install.installed(text or "", at, agent):
        wrong = [Finding(HOOK, BAD, f"{path} starts another installation of assent", AGAIN)]
    return [*(wrong or [Finding(HOOK, GOOD, f"installed in {path}")]), *_failing(found, at, agent)]


def places(
    at: Paths, root: str = "", keepers: Path | None = None, agent: str = registry.DEFAULT
) -> list[tuple[str, Path]]:
    """The settings files in force for a project with their sources; the environment may move the user's, and the
    machine's keeper has a directory of further files beside their own."""
    part = install.settings(agent)
    known = part.paths(at.home, root, os.environ)
    of_project = [(source, Path(known[source])) for source in (PROJECT, LOCAL)] if root else []
    keepers = keepers or Path(known[MANAGED])
    dropped_in = sorted((keepers.parent / part.DROP_INS).glob("*.json"))
    managed = [(MANAGED, path) for path in (keepers, *dropped_in)]
    return [(USER, Path(known[USER])), *of_project, *managed]


def switches(agents: Sequence[str]) -> tuple[str, ...]:
    """The keys in these agents' settings that keep hooks from running."""
    return tuple(key for agent in agents for key in install.settings(agent).SWITCHES)


def refused(text: str | None, path: Path, agent: str) -> list[Problem]:
    """Why the client does not take a settings file at all, our hook with it."""
    part = install.settings(agent)
    if text is None or not text.strip():
        return []
    try:
        part.our_commands(text)
        return part.dropped(text, str(path))
    except ValueError as error:
        return [Problem(str(path), f"is not valid JSON: {error}", "")]


def _dropped(text: str | None, path: Path, agent: str) -> list[Finding]:
    doctor = install.settings(agent).DOCTOR
    return [
        Finding(
            HOOK,
            BAD,
            f"{each.where}: {each.what}; the client starts without this file, and without assent",
            f"correct it ({doctor} names the place too), then run: assent status",
        )
        for each in refused(text, path, agent)
    ]


def _gaps(found: Found, path: Path, agent: str) -> list[Finding]:
    missing = [event for event in install.settings(agent).EVENTS if event not in found]
    if not missing:
        return []
    return [Finding(HOOK, BAD, f"is missing from {', '.join(missing)} in {path}", AGAIN)]


def _pieces(found: Found, at: Paths) -> list[Finding]:
    """What the commands start and what of it is gone or not what it should be."""
    wrong: dict[str, None] = {}
    for each in [command for event in found.values() for command, _ in event]:
        if not each.interpreter:
            wrong |= dict.fromkeys(_launcher(each.script, at))
            continue
        if not os.access(each.interpreter, os.X_OK):
            wrong[f"the interpreter {each.interpreter} is gone"] = None
        if not os.access(each.script, os.R_OK):
            wrong[f"its script {each.script} is gone"] = None
    return [Finding(HOOK, BAD, text, AGAIN) for text in wrong]


def _launcher(script: str, at: Paths) -> list[str]:
    """What is wrong with the file that a short command starts."""
    if script != str(launcher.path(at)):
        return [] if os.access(script, os.X_OK) else [f"{script}, which it starts, is gone or may not be run"]
    said = launcher.trouble(at)
    return [f"{script}, which it starts, {said}"] if said else []


def switched_off(
    at: Paths, root: str = "", keepers: Path | None = None, agent: str = registry.DEFAULT
) -> list[Finding]:
    """Settings files that keep every hook from running, or ours."""
    found = []
    for source, path in places(at, root, keepers, agent):
        for name, (sources, hint) in install.settings(agent).SWITCHES.items():
            if source in sources and _says(path, name):
                found.append(Finding(HOOK, BAD, f"{path} switches it off: {name} is true", hint))
    return found


def _says(path: Path, name: str) -> bool:
    text = files.read_text(path)
    if not isinstance(text, str):
        return False
    try:
        value = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and value.get(name) is True


def _failing(found: Found, at: Paths, agent: str) -> list[Finding]:
    """What becomes of a call when the hook is killed, late or gone, in the client that is installed here; and what
    versions these are."""
    part, title = install.settings(agent), client.title(agent)
    guarded = found.get(part.GUARDED, ())
    closed = bool(guarded) and all(blocks for _, blocks in guarded)
    now = client.version(Path(at.home), agent)
    name = f"{title} {client.version_in_words(now)}"
    known = Finding("versions", GOOD, f"assent {VERSION}, Python {platform.python_version()}, {name}")
    return [_on_failure(name, now, agent, closed=closed), known]


def _on_failure(name: str, now: client.Version | None, agent: str, *, closed: bool) -> Finding:
    part, title = install.settings(agent), client.title(agent)
    able = client.blocks_on_failure(now, agent)
    if closed and able:
        return Finding("failure", GOOD, f"a hook that fails blocks the call ({name})")
    if closed:
        text = f"a hook that fails may let the call run: {name} is older than the versions that can block"
        if now is None:
            text = f"whether a hook that fails blocks the call is not known: no {title} that says its version"
        hint = f"update {title}, or make sure that `{part.PROGRAM} --version` answers"
        return Finding("failure", NOTE, text, hint)
    if able:
        text = f"a hook that fails lets the call run, though {name} could block it"
        return Finding("failure", NOTE, text, "to block it, run: assent init")
    text = f"a hook that fails lets the call run ({name} cannot block it)"
    newer = client.version_in_words(part.BLOCKS_SINCE)
    return Finding("failure", NOTE, text, f"with {title} {newer} or newer, run: assent init")
