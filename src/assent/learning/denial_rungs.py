"""What a refused part may be stopped by: patterns that hold it, the exact call first, everything like it last."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from assent.core import effect
from assent.core.tools import LOADS, SERVER, SERVES, SHELL, SPAWNS, does
from assent.learning import wording
from assent.learning.candidate import Candidate
from assent.learning.levels import USER
from assent.learning.rungs_fields import pairs_of
from assent.learning.shapes import CLASS, EXACT, NAME, PROGRAM, TOOL, VERB, Shape, field_shapes, shapes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assent.learning.shapes import PartSummary

# Effects that may tell refused calls of a program from approved ones.
TELLING = tuple(
    bit
    for bit in effect.BIT.values()
    if bit not in (effect.READ_PROJECT, effect.READ_ELSEWHERE, effect.UNKNOWN)
)
# Effects that may be stopped whatever program has them.
GRAVE = (
    effect.READ_SECRET, effect.WRITE_ELSEWHERE, effect.DESTROY, effect.NET_SEND, effect.INSTALL, effect.PRIVILEGE,
    effect.SYSTEM, effect.HISTORY, effect.WEAKEN,
)  # fmt: skip
LEADING = 2  # words that name what an unfamiliar command does
SERVER_KIND = "server"  # all tools of an MCP server


@dataclass(frozen=True, slots=True)
class Rung:
    """A pattern that a part lies under. `effect` is one that the part must have too (0: whatever it does), `fields` are
    of a tool's input; `rank` 0 is the narrowest. `apart` is how many different things below it (subcommands, programs,
    tools) must have been refused, for it is about all of them."""

    pattern: str
    effect: int = 0
    fields: tuple[tuple[str, str], ...] = ()
    shape: Shape = field(compare=False, default=Shape(CLASS, SHELL, ()))
    rank: int = field(compare=False, default=0)
    apart: int = field(compare=False, default=1)


def rungs_of(part: PartSummary) -> Iterator[tuple[Rung, str]]:
    """The rungs a part stands on, narrowest first, each with the name of the thing below it that the part is."""
    if part.tool == SHELL:
        yield from _command(part)
    elif does(part.tool) == SERVES:
        yield from _served(part)
    elif does(part.tool) in (SPAWNS, LOADS):
        for name in part.path[1:2]:
            yield Rung(f"{part.tool}({name})", shape=Shape(NAME, part.tool, (name,))), name
    else:
        yield from _touched(part)


def _command(part: PartSummary) -> Iterator[tuple[Rung, str]]:
    words = part.argv or ()
    heads = part.path or _leading(words)
    whole = " ".join(heads)
    if words:
        text = f"{SHELL}({' '.join(wording.quoted(word) for word in words)})"
        yield Rung(text, shape=Shape(EXACT, SHELL, words)), ""
    for depth in range(len(heads), 0, -1):
        shape = Shape(VERB if depth == len(heads) else PROGRAM, SHELL, heads[:depth])
        text = f"{SHELL}({' '.join(wording.quoted(word) for word in shape.words)} *)"
        rank, apart = 2 * (len(heads) - depth) + 1, 1 if depth == len(heads) else 2
        yield Rung(text, 0, (), shape, rank + 1, apart), whole
        for bit in TELLING:
            if part.effects & bit:
                yield Rung(text, bit, (), shape, rank, apart), whole
    for bit in GRAVE:
        if heads and part.effects & bit:
            yield Rung("*", bit, (), Shape(CLASS, SHELL, ()), 90, 3), heads[0]


def _leading(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words before the first option, a few at most: program and task."""
    found: list[str] = []
    for word in words[:LEADING]:
        if word.startswith("-"):
            break
        found.append(word)
    return tuple(found)


def _served(part: PartSummary) -> Iterator[tuple[Rung, str]]:
    for shape in field_shapes(part):
        pairs = pairs_of(shape)
        if len(pairs) == 1:
            yield Rung(part.tool, 0, pairs, shape, 1), ""
    yield Rung(part.tool, shape=Shape(TOOL, part.tool, ()), rank=2), part.tool
    server = part.tool[len(SERVER) :].partition("__")[0]
    if server:
        pattern = SERVER + server
        yield Rung(pattern, shape=Shape(SERVER_KIND, pattern, ()), rank=3, apart=2), part.tool


def _touched(part: PartSummary) -> Iterator[tuple[Rung, str]]:
    """The ladder of the allow rules: a file, its folders; a host. What is done there does not matter."""
    plain = msgspec.structs.replace(part, effects=effect.READ_PROJECT, opaque=False)
    for rank, (shape, level) in enumerate(shapes_of(plain)):
        yield Rung(wording.pattern_of(Candidate(shape, USER, level)), shape=shape, rank=rank), ""
