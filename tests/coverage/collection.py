"""The collected commands: where they lie, in which world they are read, and which part of them nobody tunes to."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assent.core.facts import Facts

FOLDER = Path(__file__).parent / "commands"
# A fifth of the commands. Only its percentages are printed: who writes programs must not see what it lacks.
HELD_OUT = "held-out.jsonl"
FLOOR = Path(__file__).parent / "floor.json"
HOME = "/home/u"
PROJECT = "/home/u/proj"


@dataclass(frozen=True)
class Collected:
    """One command and where one like it was found."""

    source: str
    command: str


def tuned() -> list[Collected]:
    """The commands that programs may be written by."""
    return read(path for path in sorted(FOLDER.glob("*.jsonl")) if path.name != HELD_OUT)


def held_out() -> list[Collected]:
    """The commands that only measure."""
    return read([FOLDER / HELD_OUT])


def read(files: Iterable[Path]) -> list[Collected]:
    """The commands of some files, in their order."""
    rows = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    return [Collected(row["source"], row["command"]) for row in rows]


def world() -> Facts:
    """The fixed machine that the commands are read on; nothing is a link."""
    return Facts(HOME, PROJECT, branch="topic", upstream="origin", tmp=("/tmp",), shell="bash")  # noqa: S604  a fact about the machine, no shell is started


def floors() -> dict[str, dict[str, float]]:
    """The shares, in per cent, that were reached before, by part of the collection."""
    found: dict[str, dict[str, float]] = json.loads(FLOOR.read_text(encoding="utf-8"))
    return found
