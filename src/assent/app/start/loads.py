"""Finds out what a call loads, by asking interpreters that know the package and nothing else of ours."""

from __future__ import annotations

import marshal
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assent.app.start.row_tables import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

OF_AN_AGENT = ("dialect", "places")
LONGEST = 60  # seconds that an interpreter may take to import them
NATIVE = ("_json", "_blake2")
# What a call loads at once, step by step: (the name whose import sets it off, what is imported for it). The hook itself
# comes first, and its agent's dialect; then what a verdict needs; git, the program most called; a call of another tool
# than the shell; a text that may hold a secret; a place outside the project.
STEPS: tuple[tuple[str, ...], ...] = (
    ("assent", "assent.app.hook"),
    ("assent.app.verdict", "assent.shell.judges", "assent.app.verdict"),
    ("assent.shell.syntax.compound", "assent.shell.syntax.compound"),
    ("assent.shell.judges.gitrules", "assent.shell.judges.gitrules"),
    ("assent.core.reason", "assent.core.reason"),
    ("assent.core.tool_calls", "assent.core.tool_calls"),
    ("assent.core.redact.scan", "assent.core.redact.scan"),
    ("assent.core.private", "assent.core.private"),
)


def agents(package: Path = PACKAGE) -> dict[str, list[str]]:
    """Each agent's modules that the hook may load."""
    table: dict[str, dict[str, str]] = runpy.run_path(str(package / "agents/registry.py"))["AGENTS"]
    return {name: [parts[kind] for kind in OF_AN_AGENT if kind in parts] for name, parts in table.items()}


def groups(package: Path, index: Collection[str]) -> dict[str, list[str]]:
    """What each step loads beside the module it is for, after those before it; for an agent, what its dialect loads
    after the hook, itself included."""
    found: dict[str, list[str]] = {}
    known: set[str] = set()
    after: list[str] = []
    for name, *wanted in STEPS:
        loaded = _imported(package, after, wanted)
        found[name] = [each for each in loaded if each in index and each not in known]
        known.update(found[name])
        if not after:
            spoken = _of_agents(package, wanted[-1], set(index) - known)
            found |= spoken
            known |= set.intersection(*map(set, spoken.values()))  # what is there whichever agent calls
        after += wanted
    return found


def _of_agents(package: Path, hook: str, new: Collection[str]) -> dict[str, list[str]]:
    """For each agent, which of the new modules its own load once the hook is there."""
    return {
        agent: [each for each in _imported(package, [hook], own) if each in new]
        for agent, own in agents(package).items()
    }


def _imported(package: Path, after: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """What importing these modules loads once others are there, in the order it is done."""
    lines = _fresh(
        package, "".join(f"import {each};" for each in (*after, *wanted)), "-X", "importtime"
    ).stderr
    return [
        line.rpartition("|")[2].strip()
        for line in lines.decode().splitlines()
        if line.startswith("import time:")
    ]


def native(package: Path) -> dict[str, str]:
    """Modules in C that the hook loads → their files, where they are not part of the interpreter itself."""
    code = (
        "import assent.app.hook, marshal; found = [m for n, m in sys.modules.items() if n in "
        + repr(NATIVE)
        + "];"
        "sys.stdout.buffer.write(marshal.dumps({m.__name__: m.__file__ for m in found if hasattr(m, '__file__')}))"
    )
    out = _fresh(package, code).stdout
    found: dict[str, str] = marshal.loads(out) if out else {}  # noqa: S302  our own
    return found


def said(package: Path) -> dict[str, bytes]:
    """For each agent, what it hears when the hook cannot start."""
    code = (
        "from assent.agents.registry import AGENTS, unable; import marshal;"
        "sys.stdout.buffer.write(marshal.dumps({name: unable(name) for name in AGENTS}))"
    )
    out = _fresh(package, code).stdout
    found: dict[str, bytes] = marshal.loads(out) if out else {}  # noqa: S302  our own
    return found


def _fresh(package: Path, code: str, *options: str) -> subprocess.CompletedProcess[bytes]:
    """The code in an interpreter that knows the package and nothing else of ours."""
    program = os.path.realpath(getattr(sys, "_base_executable", "") or sys.executable)
    begin = f"import sys; sys.path.insert(0, {str(package.parent)!r});"
    argv = [program, "-I", "-S", *options, "-c", begin + code]
    return subprocess.run(argv, capture_output=True, check=False, timeout=LONGEST)
