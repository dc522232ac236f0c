"""How much of the collected commands is understood, and what the rest lacks."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from assent.core.call import FORM, FULL, Part, Reading
from assent.shell.reading import read_shell
from tests.coverage.collection import Collected, world

SHELL = "(shell)"
# What says that nobody has described a program, whoever starts it.
UNDESCRIBED = re.compile(r"program '(.+)' is in no table")


@dataclass(frozen=True)
class Cause:
    """Why a command is not understood: the program with its subcommands, and what of it is not known."""

    program: str
    why: str


@dataclass(frozen=True)
class Measured:
    """The counts of some commands, and the commands behind each cause."""

    total: int
    form: int  # read in full
    full: int  # understood in full
    lacking: dict[Cause, list[str]]

    @property
    def form_share(self) -> float:
        """Per cent of the commands whose text is read in full."""
        return 100 * self.form / self.total

    @property
    def full_share(self) -> float:
        """Per cent of the commands that are understood in full."""
        return 100 * self.full / self.total

    def raised(self, floor: dict[str, float]) -> dict[str, float]:
        """A floor lifted to these shares, to the tenth below them; never let down."""
        now = {"form": self.form_share, "full": self.full_share}
        return {name: max(floor[name], int(share * 10) / 10) for name, share in now.items()}


def measure(commands: Iterable[Collected]) -> Measured:
    """Reads each command, runs none."""
    counts: Counter[str] = Counter()
    lacking: dict[Cause, list[str]] = defaultdict(list)
    facts = world()
    for each in commands:
        reading = read_shell(each.command, facts)
        counts[reading.coverage] += 1
        for cause in causes(reading):
            lacking[cause].append(each.command)
    total = counts.total()
    return Measured(total, total - counts[FORM], counts[FULL], dict(lacking))


def causes(reading: Reading) -> set[Cause]:
    """All that keeps a command from being understood, each once."""
    found = {_cause(part) for part in reading.parts if part.meaning or part.opaque}
    if reading.form:
        found.add(Cause(SHELL, reading.form.split(", at ")[0]))
    return found


def _cause(part: Part) -> Cause:
    if found := UNDESCRIBED.fullmatch(part.meaning):
        return Cause(found[1], "is in no table")
    program = " ".join(part.path) or next(iter(part.argv), None) or SHELL
    return Cause(program, part.meaning.splitlines()[0] if part.meaning else "a word that cannot be known")
