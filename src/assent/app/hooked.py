"""Whether the agent's settings start our hook on every event, whether they hold, and what happens when it fails."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from assent.agents.claude.agent import settings_paths
from assent.agents.claude.audit import DROPPED, audit
from assent.agents.claude.edit import our_commands
from assent.agents.claude.settings import EVENTS, GUARDED
from assent.agents.json_text import NotJsonError
from assent.app import client, files, install
from assent.app.finding import BAD, GOOD, NOTE, Finding
from assent.core.problem import Problem

if TYPE_CHECKING:
    from assent.agents.claude.command import Command
    from assent.store.paths import Paths

Found = dict[str, list[tuple["Command", bool]]]
MANAGED_ONLY = "allowManagedHooksOnly"
SWITCHES = ("disableAllHooks", MANAGED_ONLY)
MANAGED = "managed"
KEEPERS = Path(settings_paths("", "")[MANAGED])
DROP_INS = "managed-settings.d"
AGAIN = "run: assent init"


def findings(at: Paths, root: str = "") -> list[Finding]:
    """Everything about the hook, worst first; one good line when there is nothing to say."""
    path = install.settings_path(Path(at.home))
    text = files.read_text(path)
    if isinstance(text, Problem):
        return [Finding("hook", BAD, f"{text.where} {text.what}", text.hint)]
    dropped = _dropped(text, path)
    if dropped:
        return dropped
    found = our_commands(text) if text and text.strip() else {}
    if not found:
        return [Finding("hook", BAD, f"not installed in {path}", AGAIN)]
    wrong = [*_gaps(found, path), *_pieces(found), *switched_off(at, root)]
    if not wrong and not install.installed(text or "", at):
        wrong = [Finding("hook", BAD, f"{path} starts another installation of assent", AGAIN)]
    return [*(wrong or [Finding("hook", GOOD, f"installed in {path}")]), *_failing(found, at)]


def places(at: Paths, root: str = "", keepers: Path = KEEPERS) -> list[tuple[str, Path]]:
    """The settings files in force for a project with their sources; `CLAUDE_CONFIG_DIR` moves the user's, and the
    machine's keeper has a directory of further files beside their own."""
    known = settings_paths(at.home, root)
    of_project = [(source, Path(known[source])) for source in ("project", "local")] if root else []
    dropped_in = sorted((keepers.parent / DROP_INS).glob("*.json"))
    managed = [(MANAGED, path) for path in (keepers, *dropped_in)]
    return [("user", install.settings_path(Path(at.home))), *of_project, *managed]


def _dropped(text: str | None, path: Path) -> list[Finding]:
    """Why the client does not take the settings file at all, our hook with it."""
    if text is None or not text.strip():
        return []
    try:
        our_commands(text)
        broken = [each for each in audit(text, str(path)) if each.hint == DROPPED]
    except NotJsonError as error:
        broken = [Problem(str(path), f"cannot be read: {error}", "")]
    return [
        Finding(
            "hook",
            BAD,
            f"{each.where}: {each.what}; the client starts without this file, and without assent",
            "correct it (claude doctor names the place too), then run: assent status",
        )
        for each in broken
    ]


def _gaps(found: Found, path: Path) -> list[Finding]:
    missing = [event for event in EVENTS if event not in found]
    if not missing:
        return []
    return [Finding("hook", BAD, f"is missing from {', '.join(missing)} in {path}", AGAIN)]


def _pieces(found: Found) -> list[Finding]:
    """Interpreters and scripts that the commands name and that are gone."""
    commands = [command for event in found.values() for command, _ in event]
    gone = [
        f"the interpreter {each.interpreter} is gone"
        for each in commands
        if not os.access(each.interpreter, os.X_OK)
    ]
    gone += [f"its script {each.script} is gone" for each in commands if not os.access(each.script, os.R_OK)]
    return [Finding("hook", BAD, text, AGAIN) for text in dict.fromkeys(gone)]


def switched_off(at: Paths, root: str = "", keepers: Path = KEEPERS) -> list[Finding]:
    """Settings files that keep every hook from running, or ours."""
    found = []
    for source, path in places(at, root, keepers):
        for name, hint in (
            (SWITCHES[0], "no call reaches assent; take the key out to let it answer"),
            (
                MANAGED_ONLY,
                "only the hooks of whoever manages this machine run; ask them to install assent's",
            ),
        ):
            if (name != MANAGED_ONLY or source == MANAGED) and _says(path, name):
                found.append(Finding("hook", BAD, f"{path} switches it off: {name} is true", hint))
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


def _failing(found: Found, at: Paths) -> list[Finding]:
    """What becomes of a call when the hook is killed, late or gone, in the client that is installed here."""
    guarded = found.get(GUARDED, ())
    closed = bool(guarded) and all(blocks for _, blocks in guarded)
    now = client.version(Path(at.home))
    name = f"Claude Code {client.version_in_words(now)}"
    if closed and client.blocks_on_failure(now):
        return [Finding("failure", GOOD, f"a hook that fails blocks the call ({name})")]
    if closed:
        text = f"a hook that fails may let the call run: {name} is older than the versions that can block"
        if now is None:
            text = (
                "whether a hook that fails blocks the call is not known: no Claude Code that says its version"
            )
        return [
            Finding("failure", NOTE, text, "update Claude Code, or make sure that `claude --version` answers")
        ]
    if client.blocks_on_failure(now):
        text = f"a hook that fails lets the call run, though {name} could block it"
        return [Finding("failure", NOTE, text, "to block it, run: assent init")]
    text = f"a hook that fails lets the call run ({name} cannot block it)"
    return [Finding("failure", NOTE, text, "with Claude Code 2.1.295 or newer, run: assent init")]
