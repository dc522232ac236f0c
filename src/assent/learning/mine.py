"""From answers to candidates: every rung of every answered part, with the evidence for and against it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assent.core.event import INFERRED
from assent.learning.answer import NO, YES, Answer, Asked, Kind, Signature
from assent.learning.candidate import Candidate
from assent.learning.ladder import Ladders
from assent.learning.levels import LEVELS, NETWORK, NEVER, USER, asked_of
from assent.learning.shapes import FAMILY, PartSummary, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from assent.learning.ladder import Ladder

    Supported = tuple[Candidate, Shape | None]  # and, for a family, which member of it
    Held = defaultdict[Shape, list[Candidate]]


@dataclass(slots=True)
class Heard:
    """The answers at the door, equal ones together: the approvals by kind of call, and each refusal, both in an order
    that does not depend on the order they came in. `slots` are the sessions of each day as (day, session): evidence is
    added up by their numbers, and put into days when all is there. `ladders` has that of each part."""

    approved: list[Asked]
    refused: list[Answer]
    slots: list[tuple[int, str]]
    ladders: Ladders


def hear(answers: Iterable[Answer]) -> Heard:
    """Groups answers. Calls repeat, and many that differ teach the same: all that follows is done once for those."""
    kinds = _Kinds()
    slots: dict[tuple[int, str], int] = {}
    approved: dict[tuple[Kind, str, str], Asked] = {}
    refused = []
    for answer in answers:
        if answer.label in YES:
            key = (kinds[answer.signature], answer.project, answer.label)
            asked = approved.get(key)
            if asked is None:
                asked = approved[key] = Asked(*key, (answer.day, answer.session, answer.signature.text))
            asked.add(answer, slots.setdefault((answer.day, answer.session), len(slots)))
        elif answer.label in NO:
            refused.append(answer)
    in_order = sorted(approved.values(), key=Asked.order)
    return Heard(in_order, sorted(refused, key=_answer_key), list(slots), kinds.ladders)


class _Kinds(dict[Signature, Kind]):
    """The kind of each call, made when it is first asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.ladders = Ladders()
        self._made: dict[tuple[tuple[Ladder, ...], tuple[Ladder, ...]], Kind] = {}

    def __missing__(self, call: Signature) -> Kind:
        every = {part: self.ladders[part] for part in call.parts}
        covered = call.covered or (False,) * len(call.parts)
        left = dict.fromkeys(part for part, done in zip(call.parts, covered, strict=True) if not done)
        fields = (tuple(dict.fromkeys(every.values())), tuple([every[part] for part in left]))
        found = self._made.get(fields)
        if found is None:
            found = self._made[fields] = Kind(*fields)
        self[call] = found
        return found


def _answer_key(answer: Answer) -> tuple[int, str, str, str, str, str, float]:
    call = answer.signature
    return (answer.day, answer.session, answer.project, call.text, answer.label, call.tool, answer.count)


def mine(answers: Iterable[Answer]) -> list[Candidate]:
    """Every candidate in a stable order, also what was only refused. Answers may come in any order."""
    return candidates(hear(answers))


def candidates(heard: Heard) -> list[Candidate]:
    """The same of answers that are grouped already."""
    found = _approved(heard)
    held: Held = defaultdict(list)
    for candidate in found:
        held[candidate.shape].append(candidate)
    over: dict[tuple[Signature, str], list[list[list[Candidate]]]] = {}
    for answer in heard.refused:
        key = (answer.signature, answer.project)
        if key not in over:
            over[key] = [_refusable(held, heard.ladders[part], answer.project) for part, _ in blamed(answer)]
        _refuse(answer, over[key])
    refused_only = [each for near in held.values() for each in near if not each.tally.yes]
    return sorted([*found, *refused_only], key=Candidate.key)


def _approved(heard: Heard) -> list[Candidate]:
    """The candidates that approvals speak for, with all of these."""
    found: dict[tuple[str, int, Shape], Candidate] = {}
    known: dict[tuple[Ladder, str], list[Supported]] = {}
    yes: dict[int, dict[int, float]] = defaultdict(dict)
    numbers: dict[Shape, int] = defaultdict(lambda: len(numbers) + 1)
    for asked in heard.approved:
        supported: list[Supported] = []
        for ladder in asked.kind.ladders:
            if asked.label == INFERRED and ladder.level >= NETWORK:
                continue  # an estimated answer never supports what leaves the machine
            key = (ladder, asked.project)
            if key not in known:
                known[key] = _supported(found, *key)
            supported = [*supported, *known[key]] if supported else known[key]
        done: set[int] = set()  # each counts once, however many parts lie in it
        for candidate, member in supported:
            number = id(candidate)
            if number in done:
                continue
            done.add(number)
            candidate.asked.append(asked)
            # A session counts for each member of a family apart, so each has slots of its own.
            _add(yes[number], asked.given, numbers[member] * len(heard.slots) if member else 0)
    for candidate in found.values():
        candidate.fill(yes.pop(id(candidate)), heard.slots)
    return list(found.values())


def _supported(
    found: dict[tuple[str, int, Shape], Candidate], ladder: Ladder, project: str
) -> list[Supported]:
    """The candidates that approvals of a part speak for in a project; new ones are made."""
    supported: list[Supported] = []

    def support(shape: Shape, scope: str, level: int, member: Shape | None = None) -> Candidate:
        key = (scope, level, shape)
        candidate = found.get(key)
        if candidate is None:
            candidate = found[key] = Candidate(shape, scope, level)
        candidate.cap |= ladder.effects & LEVELS[level].mask
        candidate.tally.kinds.add(ladder.kind)
        candidate.places |= ladder.places
        supported.append((candidate, member))
        return candidate

    scopes = _scopes(ladder, project)
    for shape, level in ladder.rungs:
        for scope in scopes if LEVELS[level].projects or level == ladder.level else scopes[:1]:
            support(shape, scope, level)
    if ladder.bare:
        for scope in scopes:
            support(ladder.bare, scope, ladder.level)
    for here, pool, member in ladder.pools:
        for scope in scopes[:1] if here else scopes:
            whole = support(pool, scope, ladder.level, member)
            whole.members[member] = support(member, scope, ladder.level)
    return supported


def _add(yes: dict[int, float], given: Mapping[int, float], first: int) -> None:
    """Adds approvals by slot to those that a candidate has, its own slots beginning at `first`."""
    if not yes and not first:
        yes.update(given)  # all that most candidates ever have
        return
    for slot, weight in given.items():
        yes[first + slot] = yes.get(first + slot, 0.0) + weight


def _scopes(ladder: Ladder, project: str) -> tuple[str, ...]:
    level = ladder.level
    return (project, USER) if level != NEVER and asked_of(level, ladder.effects).projects else (project,)


def blamed(answer: Answer) -> Iterator[tuple[PartSummary, float]]:
    """The parts that a refusal is about, those of the highest level, each with an equal share of its weight."""
    parts = answer.signature.parts
    highest = max((part.level for part in parts), default=0)
    found = [part for part in parts if part.level == highest]
    for part in found:
        yield part, NO[answer.label] * answer.count / len(found)


def _refusable(held: Held, ladder: Ladder, project: str) -> list[list[Candidate]]:
    """The candidates of each shape over a part. What was never approved is a candidate too, in each scope where it
    could be one: it keeps what is wider from being offered."""
    for shape in ladder.over:
        near = held[shape]
        for scope in _scopes(ladder, project) if shape.kind != FAMILY else ():
            if not any(each.scope == scope and each.level == ladder.level for each in near):
                near.append(Candidate(shape, scope, ladder.level, ladder.effects))
    return [held[shape] for shape in ladder.over]


def _refuse(answer: Answer, over: list[list[list[Candidate]]]) -> None:
    """Blame falls on every candidate that covers a blamed part: for each of these `over` has those of its shapes."""
    for (part, share), by_shape in zip(blamed(answer), over, strict=True):
        for near in by_shape:
            for candidate in near:
                if candidate.scope not in (USER, answer.project) or part.effects & ~candidate.cap:
                    continue
                no = candidate.tally.no
                no[answer.day] = no.get(answer.day, 0.0) + share
                candidate.no_days.append((answer.day, answer.signature.text))
