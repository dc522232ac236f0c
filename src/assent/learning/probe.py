"""A rule held against bent forms of its own examples and against calls that nobody may learn: what it would let
through, and what next to it still asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assent.core.call import FORM, MEANING
from assent.core.decide import decide
from assent.core.decision import ALLOW
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.core.tools import FETCHES, READS, SERVES, SHELL, SHELLS, WRITES, does
from assent.learning.levels import LEVELS, UNFAMILIAR
from assent.learning.mutants import hostile, kinds
from assent.learning.mutants.known import BY_TABLE
from assent.learning.mutants.seed import Seed, call_with
from assent.shell.reading import describe, read_call

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from assent.core.call import Call, Reading
    from assent.core.decision import Decision
    from assent.core.policy import Policy
    from assent.core.rule import Rule
    from assent.learning.mutants.kinds import Kind
    from assent.shell.programs.row import Stored

# What a tool does → the kinds of mutant that its calls have.
BY_TOOL: Mapping[str, Sequence[Kind]] = {
    READS: (*kinds.READS, *kinds.FILES),
    WRITES: (*kinds.WRITES, *kinds.FILES),
    FETCHES: kinds.ADDRESSES,
    SERVES: kinds.SERVERS,
}
SEEDS = 2  # calls that are bent, of different subcommands: other words behind these are bent anyway


@dataclass(frozen=True, slots=True)
class Place:
    """Where calls are tried: home and project (absolute), the programs that people described there, and the rules
    `in_force`, of which a stricter one may speak before those that are tried."""

    home: str
    project: str
    programs: Mapping[str, Sequence[Stored]] = field(default_factory=dict)
    in_force: Policy | None = None

    def facts(self) -> Facts:
        """The world there, of which nothing more is known."""
        made = Facts(self.home, self.project, self.project)
        describe(made, self.programs)
        return made


@dataclass(frozen=True, slots=True)
class Bent:
    """A mutant that is not allowed: its `text` as people read it, the effects found in it, what it `does` more,
    whether it `is_command`, and whether it is `near`: a call that somebody may well make, rather than an attack."""

    text: str
    effects: int
    does: str
    is_command: bool
    near: bool


@dataclass(frozen=True, slots=True)
class Leak:
    """A call that rules would let through and must not: why they may not be shown, and the ids of those that did."""

    why: str
    by: Collection[str]


class Probe:
    """Rules that belong together, with what they may hold at most. They are tried without any other rule: what those
    allow is no fault of these. `tried` counts the calls."""

    def __init__(self, rules: Sequence[Rule], place: Place) -> None:
        self.place = place
        self.policy: Policy = from_rules(rules, place.programs)
        self.facts = place.facts()
        self.mask = 0
        self.to: set[str] = set()
        self.tried = 0
        self._answers: dict[tuple[str, str], Decision] = {}
        for rule in rules:
            self.mask |= (rule.within or 0) & LEVELS[rule.level or 0].mask
            self.to.update(rule.to)
        self.bound = all(rule.to for rule in rules)
        self.unfamiliar = any(rule.level == UNFAMILIAR for rule in rules)

    def bend(self, seeds: Sequence[Seed]) -> Leak | list[Bent]:
        """Every kind of mutant of these calls: the first that gets through, else all of them."""
        bent: list[Bent] = []
        known: set[tuple[str, str]] = set()
        for seed in seeds:
            for kind, tool, text in mutants(seed):
                if (tool, text) in known:
                    continue
                known.add((tool, text))
                found, told = self.answer(tool, text), shown(tool, text)
                if self.is_wrong(kind, found):
                    return _leak(f"a call that {kind.does}: {told}", found)
                if found.verdict != ALLOW:
                    near = kind.make in BY_TABLE or not seed.words
                    bent.append(Bent(told, found.reading.effects, kind.does, bool(seed.words), near))
        return bent

    def meet_hostile(self) -> Leak | None:
        """The first call of the shipped corpus that gets through, None when there is none."""
        for row, call, reading, facts in hostile.read():
            found = decide(call, reading, self.policy, facts)
            self.tried += 1
            if found.verdict == ALLOW:
                return _leak(f"{row.call}, although {row.why}", found)
        return None

    def answer(self, tool: str, text: str) -> Decision:
        """What the rules say to a call; rules of one program meet the same calls."""
        asked = (tool, text)
        if asked not in self._answers:
            self.tried += 1
            call = call_with(tool, text, self.place.project, self.place.project)
            self._answers[asked] = decide(call, read_call(call, self.facts), self.policy, self.facts)
        return self._answers[asked]

    def newly_allows(self, tool: str, text: str) -> int | None:
        """The effects of a call that the rules allow and that no stricter one in force minds; None for any other."""
        found = self.answer(tool, text)
        if found.verdict != ALLOW:
            return None
        if self.place.in_force is not None:
            call = call_with(tool, text, self.place.project, self.place.project)
            other = decide(call, found.reading, self.place.in_force, self.facts)
            if other.decider is not None and other.verdict != ALLOW and not other.decider.soft:
                return None
        return found.reading.effects

    def is_wrong(self, kind: Kind, found: Decision) -> bool:
        """True for a mutant that gets through and may not."""
        return found.verdict == ALLOW and (kind.dangerous or not self.holds(found.reading))

    def holds(self, reading: Reading) -> bool:
        """True for what lies within the effects and places of the rules, judged apart from how they were matched."""
        unknown = reading.coverage == FORM or (reading.coverage == MEANING and not self.unfamiliar)
        strange = self.bound and any(
            target not in self.to for part in reading.parts for target in part.targets
        )
        return not (unknown or strange or reading.effects & ~self.mask)


def _leak(what: str, found: Decision) -> Leak:
    return Leak(f"it would let through {what}", {rule.id for rule in found.matches})


def mutants(seed: Seed) -> Iterator[tuple[Kind, str, str]]:
    """(kind, tool, text) of every mutant of a call."""
    for kind in kinds.COMMANDS if seed.tool in SHELLS else BY_TOOL.get(does(seed.tool), ()):
        for text in kind.make(seed):
            yield kind, text if does(seed.tool) == SERVES else seed.tool, text


def shown(tool: str, text: str) -> str:
    """A call as people read it."""
    return text if tool == SHELL or does(tool) == SERVES else f"{tool}({text})"


def seeds_of(call: Call, found: Decision) -> list[Seed]:
    """The parts of a call that a rule allows, each apart; `found` is what the rule alone says to it."""
    if call.tool not in SHELLS:
        return [Seed(call.tool, text=_text_of(call), to=_targets(found.reading)) for _ in found.matches[:1]]
    return [
        Seed(call.tool, words, part.path, to=tuple(each for each in part.targets if each is not None))
        for part, verdict in zip(found.reading.parts, found.verdicts, strict=False)
        if verdict == ALLOW and (part.effects or not part.inert)
        for words in [tuple(word for word in part.argv if word is not None)]
        if words and len(words) == len(part.argv)
    ]


def chosen(seeds: Sequence[Seed], most: int = SEEDS) -> list[Seed]:
    """The shortest calls of so many subcommands."""
    found: dict[tuple[str, ...], Seed] = {}
    for seed in sorted(seeds, key=lambda each: (len(each.command) + len(each.text), each.command, each.text)):
        found.setdefault((seed.tool, *seed.path), seed)
    return list(found.values())[:most]


def _text_of(call: Call) -> str:
    return next((value for value in call.input.values() if isinstance(value, str)), "")


def _targets(reading: Reading) -> tuple[str, ...]:
    return tuple(each for part in reading.parts for each in part.targets if each is not None)
