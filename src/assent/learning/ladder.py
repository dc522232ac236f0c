"""All that a part can teach, worked out once: parts that stand on the same rungs share one ladder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import structs

from assent.core.effect import INSTALL, RUN_PROJECT
from assent.core.tools import SHELL
from assent.learning.families import pools_of
from assent.learning.levels import LOCAL, NETWORK, OUTWARD
from assent.learning.rungs_fields import places_of
from assent.learning.shapes import FILE_TOOLS, shapes_of, unsaid

if TYPE_CHECKING:
    from assent.learning.shapes import PartSummary, Shape


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """What is learned from a part. `kind` is what widening counts, `places` the fields by which it says where it goes,
    `rungs` its shapes with their levels, `bare` its form without an option, `pools` the families it is in as (holds
    here only, the pool, the member), `over` every shape that holds it: its rungs, its form, its pools, and itself as a
    member of them. The same object wherever these are equal, so it is compared and looked up by identity."""

    effects: int
    level: int
    kind: str
    places: frozenset[str]
    rungs: tuple[tuple[Shape, int], ...]
    bare: Shape | None
    pools: tuple[tuple[bool, Shape, Shape], ...]
    over: tuple[Shape, ...]


class Ladders(dict["PartSummary", Ladder]):
    """The ladder of each part, made when it is first asked for: `ladders[part]`."""

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[tuple[object, ...], Ladder] = {}
        self._shapes: dict[Shape, Shape] = {}

    def __missing__(self, part: PartSummary) -> Ladder:
        told = told_by(part)
        if told is not part:
            return self[told]  # not kept: a text that never comes again would be kept for nothing
        only = self._only
        rungs, bare = tuple([(only(shape), level) for shape, level in shapes_of(part)]), unsaid(part)
        pools = tuple([(family.here, only(pool), only(member)) for family, pool, member in pools_of(part)])
        fields = (
            part.effects,
            part.level,
            _kind_of(part),
            frozenset(places_of(part.fields)),
            rungs,
            bare,
            pools,
        )
        found = self._made.get(fields)
        if found is None:
            over = dict.fromkeys(shape for shape, _ in rungs)
            over |= dict.fromkeys((bare,) if bare else ())
            over |= dict.fromkeys(shape for _, *both in pools for shape in both)
            found = self._made[fields] = Ladder(*fields, tuple(over))
        self[part] = found
        return found

    def _only(self, shape: Shape) -> Shape:
        """The one object for all shapes that are equal to this: a folder has as many as it has files."""
        return self._shapes.setdefault(shape, shape)


def told_by(part: PartSummary) -> PartSummary:
    """A part without the words that none of its shapes holds: a command that has a verb is told by that and the option
    it begins with. What it runs or installs is told by every word."""
    path, argv = part.path, part.argv
    if not path or argv is None or part.tool != SHELL or part.effects & (RUN_PROJECT | INSTALL):
        return part
    if part.level > LOCAL and not (part.level in (NETWORK, OUTWARD) and part.targets):
        return part
    size = len(path) + (len(argv) > len(path) and argv[len(path)].startswith("-"))
    return part if size >= len(argv) else structs.replace(part, argv=argv[:size])


def _kind_of(part: PartSummary) -> str:
    """What widening counts: the program of a command, the folder of a file at the top of its project."""
    if part.tool in FILE_TOOLS:
        return part.path[1] if len(part.path) > 2 else ""
    return part.path[0] if part.path else ""
