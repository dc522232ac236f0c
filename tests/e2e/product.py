"""The product as a user has it on a stage: a copy of its own that may be broken, run in an empty environment."""

from __future__ import annotations

import compileall
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import assent
from tests.e2e.client import DEADLINE, World, program
from tests.e2e.screen import Screen

PACKAGE = Path(assent.__file__).parent


@dataclass(frozen=True, slots=True)
class Product:
    """The commands of one user, run in their project."""

    world: World

    @property
    def home(self) -> Path:
        """The directory that holds the copied package."""
        return self.world.base / "lib"

    def install(self) -> None:
        """Copies the package and compiles it, as an installation from a wheel would."""
        shutil.copytree(
            PACKAGE, self.home / "assent", ignore=shutil.ignore_patterns("__pycache__", "ruff.toml", ".*")
        )
        assert compileall.compile_dir(self.home, quiet=1)

    def remove(self) -> None:
        """Takes the package away, the hook's file with it, and leaves what it wrote elsewhere."""
        shutil.rmtree(self.home)

    def environment(self) -> dict[str, str]:
        plain = self.world.plain()
        path = f"{program().parent}:{plain['PATH']}"
        return {**plain, "PATH": path, "PYTHONPATH": str(self.home), "NO_COLOR": "1"}

    def at_terminal(self, *words: str) -> Screen:
        """One command with a person before it; its exit code is left on the screen as `left with N`."""
        command = [
            "sh",
            "-c",
            # Ctrl-C is for the command; the shell would leave with it.
            'trap : INT; "$@"; echo "left with $?"; exec cat',
            "sh",
            sys.executable,
            "-m",
            "assent",
            *words,
        ]
        return Screen(command, self.world.project, self.environment())

    def run(self, *words: str, codes: tuple[int, ...] = (0,)) -> str:
        """Standard output of one command on the stage; its exit code must be among `codes`."""
        setting = [f"{name}={value}" for name, value in self.environment().items()]
        begin = [*self.world.enter(), "env", "-i", f"--chdir={self.world.project}", *setting]
        done = subprocess.run(
            [*begin, sys.executable, "-m", "assent", *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=DEADLINE,
            check=False,
        )
        said = f"assent {' '.join(words)} left with {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert done.returncode in codes, said
        return done.stdout

    def data(self, *words: str) -> Any:
        """What a command prints as JSON."""
        return json.loads(self.run(*words, "--json"))
