"""What is asked again and again, by shape: a rule that would answer it, tried on every call of the time looked at."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assent.app.audit.found import PASSED, Found, homely
from assent.app.remedy import MILD
from assent.core.decision import ALLOW
from assent.core.effect import names_of
from assent.core.paths import inside
from assent.core.tools import EDIT, FETCHES, READERS, SEARCHERS, SHELL, WRITERS, does
from assent.policy.parse import read_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from assent.app.audit.replayed import Replay, Replayed
    from assent.core.rule import Rule

OFTEN = 3  # times that make a shape worth a rule
MOST = 10  # shapes that are told
USER = "user"


@dataclass(slots=True)
class Seen:
    """One text that was called in one project: how often, how often somebody was asked and said no, and the call."""

    row: Mapping[str, Any]
    call: Replayed | None

    @property
    def times(self) -> int:
        return int(self.row["times"])


@dataclass(slots=True)
class Group:
    """Calls of one tool and one shape."""

    tool: str
    shape: str
    seen: list[Seen] = field(default_factory=list)

    def total(self, column: str) -> int:
        """A number of all its calls together."""
        return sum(int(each.row[column]) for each in self.seen)


@dataclass(frozen=True, slots=True)
class Offer:
    """A rule on offer: its `patterns`, the effects it may reach (none: no cap), and the root of the one project it is
    for, "" for all."""

    patterns: tuple[str, ...]
    within: tuple[str, ...]
    root: str

    def rule(self) -> Rule | None:
        """The rule that a person would get for it."""
        said = {"allow": list(self.patterns), **({"within": list(self.within)} if self.within else {})}
        declared = read_rule(said, "audit", "granted", USER, [])
        return declared.rule if declared else None

    def command(self) -> str:
        """What a person types to have it."""
        where = f"--project {_typed(homely(self.root))} " if self.root else ""
        cap = f"--within {','.join(self.within)} " if self.within else ""
        return f"assent rules add {where}{cap}{' '.join(shlex.quote(each) for each in self.patterns)}"


def _typed(path: str) -> str:
    return f"~/{shlex.quote(path[2:])}" if path.startswith("~/") else shlex.quote(path)


def findings(rows: Sequence[Mapping[str, Any]], replay: Replay, words: str) -> list[Found]:
    """The shapes that a rule would answer, those that would answer most first."""
    seen = [Seen(row, replay.call(str(row["decision"]))) for row in rows]
    open_ = [each for each in seen if each.call is not None and each.call.decide().verdict != ALLOW]
    groups: dict[tuple[str, str], Group] = {}
    for each in open_:
        key = str(each.row["tool"]), str(each.row["shape"])
        groups.setdefault(key, Group(*key)).seen.append(each)
    often = [each for each in groups.values() if each.total("times") >= OFTEN]
    often.sort(key=lambda group: (-group.total("asked"), -group.total("times"), group.shape))
    total = sum(int(row["times"]) for row in rows)
    told = (_told(group, open_, total, words) for group in often)
    return [each for each in told if each][:MOST]


def _told(group: Group, open_: Sequence[Seen], total: int, words: str) -> Found | None:
    """The finding of one group; None when no mild rule would answer its calls."""
    for offer in _offers(group):
        rule = offer.rule()
        if rule is None:
            continue
        held = [each for each in open_ if _answers(rule, offer, each)]
        mine = sum(each.times for each in held if each in group.seen)
        if 2 * mine >= group.total("times"):
            return _finding(group, offer, held, total, words)
    return None


def _answers(rule: Rule, offer: Offer, each: Seen) -> bool:
    if each.call is None or (offer.root and each.call.place.root != offer.root):
        return False
    return each.call.decide(rule).verdict == ALLOW


def _finding(group: Group, offer: Offer, held: Sequence[Seen], total: int, words: str) -> Found:
    matched = sum(each.times for each in held)
    refused = sum(int(each.row["refused"]) for each in held)
    times, asked = group.total("times"), group.total("asked")
    what = f"{times} times {words}, {asked} of them asked; the rule would have matched {matched} of the {total} calls "
    what += f"that no rule allowed, {refused or 'none'} of them refused by you"
    figures = {
        "times": times, "asked": asked, "matched": matched, "calls": total, "refused": refused,
        "patterns": list(offer.patterns), "within": list(offer.within) or None, "project": offer.root or None,
    }  # fmt: skip
    mend = "assent learn (it weighs what you refused)" if refused else offer.command()
    name = group.tool if group.shape == group.tool else f"{group.tool} {group.shape}".strip()
    return Found(PASSED, name, what, mend, "", figures)


# ------------------------------------------------------------------------------------------------ the rules on offer


def _offers(group: Group) -> Iterator[Offer]:
    """Rules that may answer a group, the one for all its calls first."""
    roots = {each.call.place.root for each in group.seen if each.call}
    root = roots.pop() if len(roots) == 1 else ""
    if group.tool == SHELL:
        yield from _of_commands(group, root)
    elif does(group.tool) == FETCHES:
        yield Offer((f"{group.tool}(domain:{group.shape})",), (), root)
    elif group.tool in (*READERS, *SEARCHERS, *WRITERS):
        yield from _of_files(group, root)
    else:
        yield Offer((group.tool,), (), root)


def _of_commands(group: Group, root: str) -> Iterator[Offer]:
    """The words of the shape with a star, within the mild of what its calls did; or the very call, when it is one."""
    words = shlex.quote(group.shape) if " " not in group.shape else group.shape
    effects = 0
    exact: dict[str, None] = {}
    begins = tuple(group.shape.split())
    for each in group.seen:
        for part in each.call.reading.parts if each.call else ():
            if any(argv[: len(begins)] == begins for argv in map(tuple, part.plain)):
                effects |= part.effects
                known = [word for word in part.argv if word is not None]
                exact |= {f"Bash({shlex.join(known)})": None} if len(known) == len(part.argv) else {}
    if effects & MILD:
        yield Offer((f"Bash({words} *)",), tuple(names_of(effects & MILD)), root)
    if len(exact) == 1 and not effects & ~MILD:
        yield Offer(tuple(exact), (), root)


def _of_files(group: Group, root: str) -> Iterator[Offer]:
    """The folder that holds all the files of the group, below the root of its project."""
    paths = [
        path
        for each in group.seen
        if each.call
        for part in each.call.reading.parts
        for path in _touched(part)
    ]
    if not root or not paths or not all(inside(path, root) for path in paths):
        return
    common = _folder([path[len(root) + 1 :] for path in paths])
    if common:  # a rule for a whole project is not offered by the way
        tool = EDIT if group.tool in WRITERS else group.tool
        yield Offer((f"{tool}(./{common}/**)",), (), root)


def _touched(part: Any) -> list[str]:
    return [*part.writes, *part.reads]


def _folder(paths: Sequence[str]) -> str:
    """The deepest folder above all of these."""
    split = [path.split("/")[:-1] for path in paths]
    same: list[str] = []
    for names in zip(*split, strict=False):
        if len(set(names)) > 1:
            break
        same.append(names[0])
    return "/".join(same)
