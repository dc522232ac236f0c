"""Puts assent between an agent and its tools, and takes it out again: plans first, writes after."""

from __future__ import annotations

import compileall
import json
import os
import shlex
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from assent.agents import registry
from assent.agents.base import USER, Added
from assent.app import alone, client, environment, files, launcher
from assent.app.planned import Change, Choice, Plan
from assent.app.start import bundle
from assent.core.problem import Problem
from assent.store import regular

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from assent.agents.base import Settings
    from assent.app.planned import Wish
    from assent.core.rule import Rule
    from assent.store.paths import Paths

PACKAGE = launcher.PACKAGE


def found_agents(home: Path) -> list[str]:
    """The agents with a settings folder in this home or a program where we look for one."""
    return [
        name
        for name in registry.having("settings")
        if settings_path(home, name, {}).parent.is_dir() or client.program(home, name) is not None
    ]


def looked_for(home: Path) -> list[str]:
    """What `found_agents` looks for, in words."""
    return [
        f"{client.title(name)} (a folder {settings_path(home, name, {}).parent}, or a program {settings(name).PROGRAM} "
        f"on PATH or in {home}/.local/bin)"
        for name in registry.having("settings")
    ]


def looked_at(home: Path) -> list[str]:
    """The agents worth a look: those found, else the one people most likely have."""
    return found_agents(home) or [registry.DEFAULT]


def settings(agent: str) -> Settings:
    """The settings part of an agent that has one; raises LookupError for any other."""
    found = registry.settings(agent)
    if found is None:
        raise LookupError(f"the settings of {agent} are not known")
    return found


def command(agent: str, paths: Paths) -> str:
    """What an agent runs: our launcher, or the whole line where no file can be started from the data folder."""
    known = registry.settings(agent)
    if not launcher.unfit(paths):
        start = str(launcher.path(paths))
        return known.short_line(start, agent) if known else shlex.join([start, agent])
    if known:
        return hook_command(agent, paths)
    return shlex.join([launcher.interpreter(), "-I", "-S", launcher.script(), *_words(agent, paths)])


def hook_command(agent: str, paths: Paths) -> str:
    """The same with every path in the line, and silent when the program is gone."""
    return settings(agent).open_line(launcher.interpreter(), launcher.script(), _words(agent, paths))


def guard_command(agent: str, paths: Paths) -> str:
    """The line with every path for the event that a missing or broken hook must block."""
    place = str(settings_path(Path(paths.home), agent))
    words = _words(agent, paths)
    return settings(agent).closed_line(launcher.interpreter(), launcher.script(), words, place)


def _words(agent: str, paths: Paths) -> list[str]:
    return [agent, paths.home, paths.config, paths.data, paths.state]


def installed(text: str, paths: Paths, agent: str = registry.DEFAULT) -> bool:
    """True when a settings text of an agent starts this very installation."""
    found = commands(text)
    if command(agent, paths) in found and not launcher.unfit(paths):
        return not launcher.trouble(paths)
    return hook_command(agent, paths) in found or guard_command(agent, paths) in found


def commands(text: str) -> list[str]:
    """Every hook command in a settings text."""
    try:
        value = json.loads(text)
    except ValueError:
        return []
    hooks = value.get("hooks") if isinstance(value, dict) else None
    groups = [group for listed in (hooks or {}).values() if isinstance(listed, list) for group in listed]
    return [
        str(each.get("command", ""))
        for group in groups
        if isinstance(group, dict)
        for each in group.get("hooks", [])
        if isinstance(each, dict)
    ]


def settings_path(
    home: Path, agent: str = registry.DEFAULT, environ: Mapping[str, str] | None = None
) -> Path:
    """An agent's user settings, where this environment has them."""
    return Path(settings(agent).paths(str(home), "", os.environ if environ is None else environ)[USER])


def plan(
    paths: Paths, rules: Sequence[Rule], agents: Sequence[str] | None = None, wish: Wish | None = None
) -> Plan:
    """The installation for these agents: our hook on the events we watch, and the denials they can express. Without a
    wish, what was chosen before stays chosen."""
    made = Plan(launcher=not launcher.unfit(paths) and bool(launcher.trouble(paths)))
    names = looked_at(Path(paths.home)) if agents is None else agents
    if names:
        made.problems += environment.problems(paths.home)
    for name in names:
        _plan(made, name, paths, rules, wish)
    return made


def _plan(made: Plan, agent: str, paths: Paths, rules: Sequence[Rule], wish: Wish | None) -> None:
    """Adds what one agent's settings need."""
    part = settings(agent)
    path = settings_path(Path(paths.home), agent)
    text = files.read_text(path)
    if isinstance(text, Problem):
        made.problems.append(text)
        return
    noted = recorded(paths).get(str(path))
    previous = noted or (part.by_form(text, known(agent, rules)) if text else None)
    chosen = wish.choice(agent, previous) if wish else Choice(*_chosen(previous))
    made.choices[agent] = chosen
    compiler = registry.compiler(agent)
    compiled = compiler.denials(rules, native=chosen.native) if compiler else None
    made.losses += compiled.losses if compiled else []
    line, guard = _lines(agent, paths)
    patch = part.install(
        text,
        line,
        compiled.entries if compiled else [],
        previous,
        str(path),
        guard=guard if chosen.closed else "",
    )
    if isinstance(patch, Problem):
        made.problems.append(patch)
        return
    patch.added.native, patch.added.closed, patch.added.open = chosen.native, chosen.closed, chosen.open
    if patch.changed:
        made.changes.append(Change(path, text, patch.text, patch.added, files.unwritable(path)))
    elif noted is not None and Choice(*_chosen(noted)) != chosen:
        made.noted[str(path)] = patch.added


def _chosen(before: Added | None) -> tuple[bool, bool, bool]:
    return (before.native, before.closed, before.open) if before else (False, False, False)


def _lines(agent: str, paths: Paths) -> tuple[str, str]:
    """The commands for the events that only tell, and for the one on which a call waits."""
    if launcher.unfit(paths):
        return hook_command(agent, paths), guard_command(agent, paths)
    return (command(agent, paths),) * 2


def known(agent: str, rules: Sequence[Rule]) -> Collection[str]:
    """Every denial that any version of ours may have written for these rules."""
    compiler = registry.compiler(agent)
    return frozenset(compiler.denials(rules).entries) if compiler else frozenset()


def undo_plan(paths: Paths, rules: Sequence[Rule] = ()) -> Plan:
    """What takes the installation back: every file we changed, restored but for what a person changed since. Where the
    record of it is lost, what is ours by its form goes."""
    made = Plan()
    found = recorded(paths)
    homes = {str(settings_path(Path(paths.home), name)): name for name in registry.having("settings")}
    for name in dict.fromkeys([*found, *homes]):
        path, agent = Path(name), homes.get(name, registry.DEFAULT)
        text = files.read_text(path)
        if isinstance(text, Problem):
            made.problems.append(text)
            continue
        if text is None:
            made.changes += [Change(path, None, None)] if name in found else []
            continue
        added = found.get(name) or settings(agent).by_form(text, known(agent, rules))
        if added is None:
            continue
        restored = settings(agent).uninstall(text, added, name)
        if isinstance(restored, Problem):
            made.problems.append(restored)
        else:
            made.changes.append(Change(path, text, restored, None, files.unwritable(path)))
    return made


def write_plan(made: Plan, paths: Paths) -> list[Problem]:
    """Carry a plan out, one after the other; what a person must do by hand comes back."""
    with alone.held(paths):
        return _write_plan(made, paths)


def _write_plan(made: Plan, paths: Paths) -> list[Problem]:
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
    kept = recorded(paths)
    left: list[Problem] = []
    if made.launcher:
        try:
            launcher.write(paths)
        except OSError as error:
            where = str(launcher.path(paths))
            return [
                Problem(
                    where,
                    f"cannot be written: {error.strerror}",
                    "nothing was changed; check its owner and mode",
                )
            ]
    if made.noted:
        kept |= made.noted
        _record(paths, kept)
    for change in made.changes:
        if change.by_hand:
            left.append(change.by_hand_instead(change.by_hand))
            continue
        try:
            pristine = str(change.path) not in kept and not _ours(change.old or "")
            files.backup(change.path, Path(paths.data) / "backups", stamp, pristine=pristine)
            _announce(paths, kept, change)
            if change.new is None:
                change.path.unlink(missing_ok=True)
            else:
                files.replace(change.path, change.new)
        except OSError as error:
            left.append(
                Problem(str(change.path), f"cannot be written: {error.strerror}", "nothing was changed there")
            )
            continue
        kept.pop(str(change.path), None)
        if change.added is not None:
            kept[str(change.path)] = change.added
        _record(paths, kept)
    return left


def _announce(paths: Paths, kept: dict[str, Added], change: Change) -> None:
    """Notes the allow entries that a file is about to get: whoever is killed after writing it leaves none that nobody
    knows to be ours."""
    before = kept.get(str(change.path), Added())
    more = [each for each in change.added.allow if each not in before.allow] if change.added else []
    if more and change.added:
        told = msgspec.structs.replace(change.added, allow=[*before.allow, *more])
        _record(paths, kept | {str(change.path): told})


def _ours(text: str) -> bool:
    """True for a settings text with a hook of ours, whichever agent's."""
    return any(settings(name).by_form(text, ()) is not None for name in registry.having("settings"))


def recorded(paths: Paths) -> dict[str, Added]:
    """What earlier installations put into which file."""
    try:
        given = msgspec.json.decode(regular.read(f"{paths.data}/installed.json"), type=dict[str, Added])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError):
        return {}
    return given


def _record(paths: Paths, kept: dict[str, Added]) -> None:
    Path(paths.data).mkdir(mode=0o700, parents=True, exist_ok=True)
    files.replace(
        Path(paths.data) / "installed.json", msgspec.json.format(msgspec.json.encode(kept)).decode() + "\n"
    )


def compile_package() -> bool:
    """Bytecode for what the hook loads: without it every call costs several times as much."""
    return bool(compileall.compile_dir(str(PACKAGE), quiet=2, optimize=-1)) and (
        bundle.current() or bundle.make()
    )
