"""What lies next to a rule: calls that it newly allows although nobody ever made them, and those it leaves asking."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from assent.core import effect
from assent.core.effect import names_of
from assent.core.tools import FETCHES, READS, SHELLS, WRITES, does
from assent.learning.mutants.kinds import USUAL
from assent.learning.mutants.known import harmless, nearest
from assent.learning.mutants.seed import Seed, written
from assent.learning.probe import shown
from assent.learning.shapes import EXACT

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from assent.learning.probe import Bent, Probe
    from assent.learning.shapes import Shape

MOST_NEW, MOST_ASKING = 8, 6
TRIED = 48  # calls that are decided to find those
LONGEST = 90
# The gravest first: a neighbour is shown for the gravest effect that the rule does not hold.
GRAVEST = (
    effect.HISTORY, effect.DESTROY, effect.WEAKEN, effect.READ_SECRET, effect.RUN_CODE, effect.PRIVILEGE,
    effect.SYSTEM, effect.WRITE_ELSEWHERE, effect.NET_SEND, effect.INSTALL, effect.NET_READ, effect.WRITE_PROJECT,
    effect.WRITE_TMP, effect.RUN_PROJECT, effect.READ_ELSEWHERE, effect.READ_PROJECT, effect.UNKNOWN,
)  # fmt: skip
# Programs that only read, for a rule that holds all of them.
READERS = ("ls", "cat", "grep", "rg", "find", "git", "wc", "jq", "diff", "tree")
OPERANDS = ("README.md", "src")


class Neighbour(NamedTuple):
    """A call next to a rule, and the effects found in it that matter here, as a mask."""

    text: str
    effects: int

    def as_json(self) -> dict[str, object]:
        return {"call": self.text, "effects": names_of(self.effects)}


def asking(bent: Sequence[Bent], mask: int, begins: Collection[str] = ("",)) -> list[Neighbour]:
    """The calls that a rule leaves asking: of those that begin with its words (one of `begins`) one of each kind of
    harm, the gravest first, then what any command may be bent into; of other tools one of each kind of mutant."""
    seen = [each for each in bent if _can_be_shown(each.text) and each.effects & ~mask]
    close = [each for each in seen if each.near and f"{each.text} ".startswith(tuple(begins))]
    close = [each for each in close if each.effects & ~mask & ~effect.UNKNOWN]
    if close and close[0].is_command:
        close = _first_of_each(close, lambda each: gravest(each.effects & ~mask))
        close.sort(key=lambda each: gravest(each.effects & ~mask))
    else:
        close = _first_of_each((each for each in seen if not each.is_command), lambda each: each.does)
    usual = _first_of_each((each for each in seen if each.does in USUAL), lambda each: each.does)
    found = [*close[: MOST_ASKING - len(usual)], *usual]
    return [Neighbour(each.text, each.effects & ~mask) for each in found]


def nearest_words(shape: Shape) -> str:
    """The words that a call next to a rule begins with: of a whole command its program, for any other word is another
    rule."""
    if shape.tool not in SHELLS:
        return ""
    words = shape.words[:1] if shape.kind == EXACT else shape.words
    return f"{written(words)} " if words else ""


def _first_of_each(found: Iterable[Bent], kind: Callable[[Bent], object]) -> list[Bent]:
    best: dict[object, Bent] = {}
    for each in found:
        best.setdefault(kind(each), each)
    return list(best.values())


def gravest(mask: int) -> int:
    """Where the gravest effect of a mask stands in the order; behind all for none."""
    return next((at for at, bit in enumerate(GRAVEST) if mask & bit), len(GRAVEST))


def _can_be_shown(text: str) -> bool:
    return len(text) <= LONGEST and text.isprintable()


def newly(probe: Probe, seeds: Sequence[Seed], made: Collection[str]) -> list[Neighbour]:
    """Calls that the rule allows and that are not among those `made`, of each set of effects in turn."""
    known = set(made)
    groups: dict[int, list[Neighbour]] = {}
    tried = 0
    for tool, text in unseen(seeds):
        told = shown(tool, text)
        if tried == TRIED or told in known or not _can_be_shown(told):
            continue
        known.add(told)
        tried += 1
        effects = probe.newly_allows(tool, text)
        if effects is not None:
            groups.setdefault(effects, []).append(Neighbour(told, effects))
    turns = sorted(groups, key=lambda mask: (gravest(mask), -mask.bit_count(), mask))
    picked = [groups[mask][at] for at in range(MOST_NEW) for mask in turns if at < len(groups[mask])][
        :MOST_NEW
    ]
    return sorted(picked, key=lambda each: turns.index(each.effects))


def unseen(seeds: Sequence[Seed]) -> Iterator[tuple[str, str]]:
    """(tool, text) of calls like these, those that are likely to be made first."""
    each_in_turn = [list(_like(seed)) for seed in seeds]
    for at in range(max(map(len, each_in_turn), default=0)):
        for seed, texts in zip(seeds, each_in_turn, strict=True):
            if at < len(texts):
                yield seed.tool, texts[at]


def _like(seed: Seed) -> Iterator[str]:
    if seed.tool in SHELLS:
        yield from _commands(seed)
    elif does(seed.tool) in (READS, WRITES):
        yield from _files(seed.text)
    elif does(seed.tool) == FETCHES:
        yield from _pages(seed.text)


def _commands(seed: Seed) -> Iterator[str]:
    rows = [row.call for row in nearest(seed, must_not=False)]
    more = [*harmless(seed), *(written([*seed.words, word]) for word in OPERANDS)]
    if seed.path:
        more.append(written(seed.path))
    for at in range(max(len(rows), len(more))):
        yield from rows[at : at + 1]
        yield from more[at : at + 1]
    if len(seed.path) < 2:
        for name in READERS:
            yield from [row.call for row in nearest(Seed(seed.tool, (name,)), must_not=False)][:2]


def _files(path: str) -> Iterator[str]:
    folder, slash, name = path.rpartition("/")
    extension = name.rpartition(".")[2] if "." in name else "txt"
    above = folder.rpartition("/")[0]
    for other in (f"new.{extension}", f"deeper/new.{extension}", "new.md", "Makefile", ".env"):
        yield f"{folder}{slash}{other}"
    for other in ("other/new.md", "README.md", "package.json"):
        yield f"{above}/{other}" if above else other


def _pages(url: str) -> Iterator[str]:
    scheme, _, rest = url.partition("://")
    host = rest.split("/", 1)[0]
    for page in ("", "any/other/page", "search?q=words"):
        yield f"{scheme}://{host}/{page}"
