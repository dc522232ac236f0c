"""What the digest tells of rules: a line for each of its own, and one for each family, whatever number of members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from assent.core.amounts import counted
from assent.documents.words import inside

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from assent.documents.digest.facts import Joined, News, Ran, Resting
    from assent.documents.words import Clock

T = TypeVar("T")

MOST_NAMED = 6
EXAMPLES = 3
_BY = {"user": "by you", "learned": "from your answers"}
_DONE = {
    "add": "added", "remove": "removed", "enable": "switched on", "disable": "switched off", "undo": "taken back",
    "restore": "brought back to an earlier point", "dormant": "put to rest", "suspend": "suspended",
    "expire": "ended",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One thing: `code` is the call or the patterns it is about, `rule` the rule that spoke ("" for none); `before` and
    `after` are our words."""

    code: str
    rule: str
    after: str
    before: str = ""
    times: int = 1

    @property
    def often(self) -> str:
        return f", {self.times:,} times" if self.times > 1 else ""


def ran(found: Sequence[Ran], clock: Clock) -> list[Line]:
    """What rules let run unasked, and the command that ends each, or a whole family."""
    return [
        _ran(group[0], clock) if len(group) == 1 else _family_ran(group, clock)
        for group in _groups(found, lambda each: each.family)
    ]


def _ran(each: Ran, clock: Clock) -> Line:
    told = f"last {clock.said(each.last)}"
    told += f", such as {'; '.join(each.examples)}" if each.examples else ""
    told += f"; to end it: {each.end}" if each.end else ""
    return Line(_whole(each), each.rule, told, before=_of(each.family), times=each.times)


def _family_ran(group: Sequence[Ran], clock: Clock) -> Line:
    told = f"last {clock.said(max(each.last for each in group))}"
    examples = [each.examples[0] for each in group if each.examples][:EXAMPLES]
    told += f", such as {'; '.join(examples)}" if examples else ""
    ends = [each.end for each in group if each.end]
    if len(ends) == 1:
        told += f"; to end what is left of it: {ends[0]}"
    elif ends:
        told += f"; to end all of them: assent rules remove {group[0].family}"
    times = sum(each.times for each in group)
    return Line(_named(group, MOST_NAMED), "", told, before=_of(group[0].family), times=times)


def joined(found: Sequence[Joined], clock: Clock) -> list[Line]:
    """The rules that joined a family, and the command that takes each of them alone back."""
    lines = []
    for group in _groups(found, lambda each: each.family):
        beside = counted(len({text for each in group for text in each.beside}), "other")
        told = f"{clock.said(max(each.ts for each in group))}, beside {beside}; "
        told += _each("take", [(each, each.undo) for each in group])
        lines.append(Line(f"+ {_named(group)}", "", told, before=_of(group[0].family)))
    return lines


def resting(found: Sequence[Resting]) -> list[Line]:
    """The rules that are out of force, and the command that brings each of them back: none of them brings back more,
    for one may rest because it was refused."""
    lines = []
    for group in _groups(found, lambda each: (each.family, each.state, each.why) if each.family else None):
        first = group[0]
        told = f"{first.state}, {first.why}; {_each('bring', [(each, each.back) for each in group])}"
        code = _whole(first) if len(group) == 1 else _named(group)
        lines.append(Line(code, "", told, before=_of(first.family)))
    return lines


def news(found: Sequence[News], clock: Clock) -> list[Line]:
    """The changes of rules; those of a family that were made together as one."""
    return [
        _news(group[0], clock) if len(group) == 1 else _family_news(group, clock)
        for group in _groups(found, _together)
    ]


def _together(each: News) -> Hashable:
    """What changes of one family have in common that were made in the same minute by the same hand."""
    return (each.family, each.action, each.by, each.ts[:16]) if each.family else None


def _news(each: News, clock: Clock) -> Line:
    why = f" ({each.why})" if each.why else ""
    told = f"{_BY.get(each.by, each.by)}{why}, {clock.said(each.ts)}"
    return Line(_whole(each), each.rule, told, before=f"{_done(each)} ")


def _family_news(group: Sequence[News], clock: Clock) -> Line:
    first = group[0]
    told = f"{counted(len(group), 'rule')}, {_BY.get(first.by, first.by)}, {clock.said(first.ts)}"
    return Line(_named(group, MOST_NAMED), "", told, before=f"{_done(first)} {_of(first.family)}")


def _done(each: News) -> str:
    return _DONE.get(each.action, each.action)


def _groups(found: Sequence[T], key: Callable[[T], Hashable]) -> list[list[T]]:
    """Things with the same key together, where the first of them is; each without one by itself."""
    made: dict[Hashable, list[T]] = {}
    for number, each in enumerate(found):
        same = key(each)
        made.setdefault(number if same is None else same, []).append(each)
    return list(made.values())


def _of(family: str | None) -> str:
    return f"{family}: " if family else ""


def _whole(each: Ran | News | Resting) -> str:
    return ", ".join(each.patterns) or each.rule_id


def _short(each: Ran | News | Resting | Joined) -> str:
    return ", ".join(map(inside, each.patterns)) or each.rule_id


def _named(group: Sequence[Ran | News | Resting | Joined], most: int = 0) -> str:
    """The members by the words inside their patterns, all of them or `most`: `pytest, ruff check and 3 more`."""
    shown = group[:most] if most else group
    rest = len(group) - len(shown)
    return ", ".join(map(_short, shown)) + (f" and {rest} more" if rest else "")


def _each(verb: str, group: Sequence[tuple[Resting | Joined, str]]) -> str:
    """The command for each of them: to take or to bring it back."""
    if len(group) == 1:
        return f"to {verb} it back: {group[0][1]}"
    return f"to {verb} one back: {', '.join(f'{_short(each)}: {command}' for each, command in group)}"
