"""From answers to candidates: every rung of every answered part, with the evidence for and against it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from assent.core.event import APPROVED, INFERRED, REDIRECTED, REJECTED, UNDONE
from assent.learning.confidence import INFERRED_WEIGHT, Day
from assent.learning.ladder import Ladders
from assent.learning.levels import LEVELS, NETWORK, NEVER, USER, asked_of
from assent.learning.shapes import FAMILY, NARROWEST, PartSummary, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from assent.learning.ladder import Ladder

    Supported = tuple["Candidate", Shape | None]  # and, for a family, which member of it
    Held = defaultdict[Shape, list["Candidate"]]

YES = {APPROVED: 1.0, INFERRED: INFERRED_WEIGHT}
NO = {REJECTED: 1.0, UNDONE: 1.0, REDIRECTED: 0.5}


class Signature(msgspec.Struct, frozen=True, cache_hash=True, gc=False):
    """What was called: equal calls are one. `covered` says for each part whether a rule in force allows it."""

    tool: str
    text: str
    parts: tuple[PartSummary, ...]
    covered: tuple[bool, ...] = ()


class Answer(msgspec.Struct, frozen=True, gc=False):
    """`count` equal answers to equal calls of one session on one day (`day` as a proleptic ordinal). Where a person
    took back several calls at once, each is a share of that one answer."""

    signature: Signature
    label: str
    day: int
    session: str
    project: str
    count: float = 1


class Kind(msgspec.Struct, frozen=True, eq=False, gc=False):
    """Calls that teach the same: the ladders of their parts, and of each part that no rule in force covers. The same
    object wherever these are equal."""

    ladders: tuple[Ladder, ...]
    open: tuple[Ladder, ...]


class Asked(msgspec.Struct, eq=False, gc=False):
    """Every approval of one kind of call in one project, all with one label: by `Heard.slots` what each session of a
    day counts for, and each text with its last day. `first` is the earliest of them as (day, session, text)."""

    kind: Kind
    project: str
    label: str
    first: tuple[int, str, str]
    given: dict[int, float] = msgspec.field(default_factory=dict)
    texts: dict[str, int] = msgspec.field(default_factory=dict)

    def add(self, answer: Answer, slot: int) -> None:
        """One more answer of the same kind, project and label."""
        day, text = answer.day, answer.signature.text
        self.given[slot] = self.given.get(slot, 0.0) + YES[self.label] * answer.count
        if self.texts.get(text, 0) < day:
            self.texts[text] = day
        if day <= self.first[0]:
            self.first = min(self.first, (day, answer.session, text))

    def order(self) -> tuple[int, str, str, str, str]:
        """The key of an order that does not depend on the order of the answers."""
        day, session, text = self.first
        return (day, session, self.project, text, self.label)


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


class Tally(msgspec.Struct, gc=False):
    """Evidence of one candidate per day: approvals by session, and denials."""

    yes: dict[int, dict[str, float]] = msgspec.field(default_factory=dict)
    no: dict[int, float] = msgspec.field(default_factory=dict)
    sessions: set[str] = msgspec.field(default_factory=set)
    projects: set[str] = msgspec.field(default_factory=set)
    kinds: set[str] = msgspec.field(default_factory=set)  # programs, or folders of the project

    def days(self, today: int, *, pooled: bool = False) -> list[Day]:
        """The days in order, as the bound wants them; `pooled` for a family's."""
        return [
            Day(
                max(0, today - day),
                tuple(self.yes[day].values()) if day in self.yes else (),
                self.no.get(day, 0.0),
                pooled,
            )
            for day in sorted(self.yes.keys() | self.no.keys())
        ]


class Candidate(msgspec.Struct, gc=False):
    """A shape in a scope (`user` or a project id) at a level. `cap` is the union of the effects approved under it,
    cut at the level's mask; only parts within that cap are its evidence. `places` are the fields by which approved
    calls of an MCP tool said where they go. A family has `members`, which stand in the same scope as candidates of
    their own. `asked` are the approvals it has its tally from."""

    shape: Shape
    scope: str
    level: int
    cap: int = 0
    tally: Tally = msgspec.field(default_factory=Tally)
    members: dict[Shape, Candidate] = msgspec.field(default_factory=dict)
    asked: list[Asked] = msgspec.field(default_factory=list)
    no_days: list[tuple[int, str]] = msgspec.field(default_factory=list)
    places: frozenset[str] = frozenset()

    @property
    def yes_texts(self) -> dict[str, int]:
        """The approved calls as text, each with its last day. Put together when asked for: of most candidates nobody
        does, and the widest have every text there is."""
        found: dict[str, int] = {}
        for each in self.asked:
            for text, day in each.texts.items():
                if found.get(text, 0) < day:
                    found[text] = day
        return found

    def fill(self, yes: Mapping[int, float], slots: Sequence[tuple[int, str]]) -> None:
        """Takes its approvals, all that were `asked`, by slot; behind the last slot they begin again for each member of
        a family."""
        days, sessions, size = self.tally.yes, self.tally.sessions, len(slots)
        for at, weight in yes.items():
            day, session = slots[at % size]
            sessions.add(session)
            name = session if at < size else f"{session}\x1f{at // size}"
            if day in days:
                days[day][name] = weight
            else:
                days[day] = {name: weight}
        self.tally.projects.update([asked.project for asked in self.asked])

    def key(self) -> str:
        """Shape, level and scope as text: the key of suppressions and of stable order."""
        return f"{self.scope}|{self.level}|{self.shape.key()}"


def read_key(key: str) -> Candidate | None:
    """The candidate that a key names, without its evidence; None for a text that is no key."""
    head, _, rest = key.partition("\x1f")
    kind, *words = rest.split("\x1f")
    scope, _, tool = head.rpartition("|")
    scope, _, level = scope.rpartition("|")
    if kind not in NARROWEST or "\x1e" not in words or not level.isdigit():
        return None
    end = words.index("\x1e")
    return Candidate(Shape(kind, tool, tuple(words[:end]), tuple(words[end + 1 :])), scope, int(level))


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


def raw(candidate: Candidate) -> tuple[float, float]:
    """Plain approvals and denials of a candidate."""
    return (
        sum(sum(day.values()) for day in candidate.tally.yes.values()),
        sum(candidate.tally.no.values()),
    )
