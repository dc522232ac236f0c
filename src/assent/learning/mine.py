"""From answers to candidates: every rung of every answered part, with the evidence for and against it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assent.core.event import APPROVED, INFERRED, REDIRECTED, REJECTED, UNDONE
from assent.learning.confidence import INFERRED_WEIGHT, Day
from assent.learning.families import pools_of, shapes_over
from assent.learning.levels import LEVELS, LOCAL, NETWORK, NEVER, READ_ONLY, USER, asked_of
from assent.learning.rungs_fields import places_of
from assent.learning.shapes import (
    DIR,
    FAMILY,
    FILE_TOOLS,
    NARROWEST,
    VERB,
    PartSummary,
    Shape,
    shapes_of,
    unsaid,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Supported = tuple["Candidate", str]  # and, for a family, which member of it

YES = {APPROVED: 1.0, INFERRED: INFERRED_WEIGHT}
SEVERAL = 5  # kinds of call that tell a habit from what is refused for itself
OFTEN = 8  # answers from which a rate of denials says something
NO = {REJECTED: 1.0, UNDONE: 1.0, REDIRECTED: 0.5}


@dataclass(frozen=True, slots=True)
class Signature:
    """What was called: equal calls share one. `covered` says for each part whether a rule in force allows it."""

    tool: str
    text: str
    parts: tuple[PartSummary, ...]
    covered: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """`count` equal answers to equal calls of one session on one day (`day` as a proleptic ordinal). Where a person
    took back several calls at once, each is a share of that one answer."""

    signature: Signature
    label: str
    day: int
    session: str
    project: str
    count: float = 1


@dataclass(slots=True)
class Tally:
    """Evidence of one candidate per day: approvals by session, and denials."""

    yes: dict[int, dict[str, float]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))
    no: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    sessions: set[str] = field(default_factory=set)
    projects: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)  # programs, or folders of the project

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


@dataclass(slots=True)
class Candidate:
    """A shape in a scope (`user` or a project id) at a level. `cap` is the union of the effects approved under it,
    cut at the level's mask; only parts within that cap are its evidence. `places` are the fields by which approved
    calls of an MCP tool said where they go. A family has `members`, which stand in the same scope as candidates of
    their own."""

    shape: Shape
    scope: str
    level: int
    cap: int = 0
    tally: Tally = field(default_factory=Tally)
    members: dict[Shape, Candidate] = field(default_factory=dict)
    yes_texts: dict[str, int] = field(default_factory=dict)
    no_days: list[tuple[int, str]] = field(default_factory=list)
    places: set[str] = field(default_factory=set)

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
    found: dict[tuple[str, int, Shape], Candidate] = {}
    refused: list[Answer] = []
    # Calls repeat: what an answer speaks for is worked out once per signature object, project and kind of answer.
    known: dict[tuple[int, str, bool], tuple[Answer, dict[tuple[int, str], float]]] = {}
    for answer in answers:
        if answer.label in YES:
            key = (id(answer.signature), answer.project, answer.label == INFERRED)
            entry = known.get(key)
            if entry is None:
                entry = known[key] = (answer, defaultdict(float))
            entry[1][answer.day, answer.session] += YES[answer.label] * answer.count
        elif answer.label in NO:
            refused.append(answer)
    for first, given in known.values():
        _approve(_supported(found, first), first, given)
    index: dict[Shape, list[Candidate]] = defaultdict(list)
    for candidate in found.values():
        index[candidate.shape].append(candidate)
    for answer in refused:
        _refuse(index, answer)
    refused_only = [each for held in index.values() for each in held if not each.tally.yes]
    return sorted([*found.values(), *refused_only], key=Candidate.key)


def _supported(found: dict[tuple[str, int, Shape], Candidate], answer: Answer) -> list[Supported]:
    """The candidates that an approval speaks for, each once however many parts lie in it; new ones are made."""
    supported: dict[int, Supported] = {}

    def support(shape: Shape, scope: str, part: PartSummary, level: int, member: str = "") -> Candidate:
        key = (scope, level, shape)
        candidate = found.get(key)
        if candidate is None:
            candidate = found[key] = Candidate(shape, scope, level)
        candidate.cap |= part.effects & LEVELS[level].mask
        candidate.tally.kinds.add(_kind_of(part))
        if part.fields:
            candidate.places |= places_of(part.fields)
        supported.setdefault(id(candidate), (candidate, member))
        return candidate

    for part in dict.fromkeys(answer.signature.parts):
        if answer.label == INFERRED and part.level >= NETWORK:
            continue  # an estimated answer never supports what leaves the machine
        scopes = _scopes(part, answer.project)
        for shape, level in shapes_of(part):
            for scope in scopes if LEVELS[level].projects or level == part.level else scopes[:1]:
                support(shape, scope, part, level)
        if bare := unsaid(part):
            for scope in scopes:
                support(bare, scope, part, part.level)
        for family, pool, member in pools_of(part):
            for scope in scopes[:1] if family.here else scopes:
                whole = support(pool, scope, part, part.level, f"\x1f{member.key()}")
                whole.members[member] = support(member, scope, part, part.level)
    return list(supported.values())


def _scopes(part: PartSummary, project: str) -> tuple[str, ...]:
    level = part.level
    return (project, USER) if level != NEVER and asked_of(level, part.effects).projects else (project,)


def _kind_of(part: PartSummary) -> str:
    """What widening counts: the program of a command, the folder of a file at the top of its project."""
    if part.tool in FILE_TOOLS:
        return part.path[1] if len(part.path) > 2 else ""
    return part.path[0] if part.path else ""


def _approve(supported: list[Supported], answer: Answer, given: dict[tuple[int, str], float]) -> None:
    """Adds the approvals of a call like this one, by day and session."""
    sessions = {session for _, session in given}
    latest, text = max(day for day, _ in given), answer.signature.text
    for candidate, member in supported:
        tally = candidate.tally
        yes = tally.yes
        for (day, session), weight in given.items():
            yes[day][session + member] += weight
        tally.sessions |= sessions
        tally.projects.add(answer.project)
        if candidate.yes_texts.get(text, 0) < latest:
            candidate.yes_texts[text] = latest


def blamed(answer: Answer) -> Iterator[tuple[PartSummary, float]]:
    """The parts that a refusal is about, those of the highest level, each with an equal share of its weight."""
    parts = answer.signature.parts
    highest = max((part.level for part in parts), default=0)
    found = [part for part in parts if part.level == highest]
    for part in found:
        yield part, NO[answer.label] * answer.count / len(found)


def _refuse(index: dict[Shape, list[Candidate]], answer: Answer) -> None:
    """Blame falls on every candidate that covers a blamed part."""
    for part, share in blamed(answer):
        for shape in shapes_over(part):
            for candidate in _refusable(index, shape, part, answer.project):
                if candidate.scope not in (USER, answer.project) or part.effects & ~candidate.cap:
                    continue
                candidate.tally.no[answer.day] += share
                candidate.no_days.append((answer.day, answer.signature.text))


def _refusable(
    index: dict[Shape, list[Candidate]], shape: Shape, part: PartSummary, project: str
) -> list[Candidate]:
    """The candidates of a shape. What was never approved is a candidate too, in each scope where it could be one: it
    keeps what is wider from being offered."""
    held = index[shape]
    if shape.kind != FAMILY:
        for scope in _scopes(part, project):
            if not any(each.scope == scope and each.level == part.level for each in held):
                held.append(Candidate(shape, scope, part.level, part.effects))
    return held


def read_only_counts(answers: Sequence[Answer]) -> tuple[float, float]:
    """(approvals, denials) of calls that only read the project: what ρ is estimated from."""
    yes = no = 0.0
    for answer in answers:
        if answer.signature.parts and all(part.level == READ_ONLY for part in answer.signature.parts):
            yes += YES.get(answer.label, 0.0) * answer.count
            no += NO.get(answer.label, 0.0) * answer.count
    return yes, no


def raw(candidate: Candidate) -> tuple[float, float]:
    """Plain approvals and denials of a candidate."""
    return (
        sum(sum(day.values()) for day in candidate.tally.yes.values()),
        sum(candidate.tally.no.values()),
    )


def everyday_counts(candidates: Iterable[Candidate]) -> tuple[float, float]:
    """(approvals, denials) as they are about most of what the person is often asked about in the project: of the verbs
    and folders, each by its answers, the one in the middle, which some that are refused for themselves do not move;
    (0, 0) of too few kinds."""
    often = []
    for candidate in candidates:
        if candidate.scope == USER and candidate.level <= LOCAL and candidate.shape.kind in (VERB, DIR):
            yes, no = raw(candidate)
            if yes + no >= OFTEN:
                often.append((no / (yes + no), yes + no))
    if len(often) < SEVERAL:
        return 0.0, 0.0
    total = sum(count for _, count in often)
    passed = 0.0
    for rate, count in sorted(often):
        passed += count
        if passed >= total / 2:
            return total * (1 - rate), total * rate
    return 0.0, 0.0
