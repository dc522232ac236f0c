"""Rules that another one always beats, and rules that say yes and no to the same pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.app.audit.found import CONTRADICTORY, SHADOWED, Found, Standing
from assent.core.decision import ALLOW
from assent.core.rule import from_row
from assent.policy.narrowing import beats, covers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assent.core.pattern import Pattern
    from assent.core.rule import Rule

_STRICTEST = {"deny": 0, "ask": 1, "allow": 2}


def findings(standing: Sequence[Standing]) -> list[Found]:
    """Each rule of the user's own once, by the strictest rule that beats it."""
    near = _Near(standing)
    found = []
    for place, weak in enumerate(standing):
        if not weak.own:
            continue
        others = sorted(near.of(weak, place), key=lambda each: _STRICTEST[each[1].rule.verdict])
        said = _contradiction(weak, [each for _, each in others]) or _shadow(weak, place, others)
        if said:
            found.append(said)
    return found


class _Near:
    """The rules that may speak about the same calls, found by the program or tool they name."""

    def __init__(self, standing: Sequence[Standing]) -> None:
        self._by_key: dict[str, list[tuple[int, Standing]]] = {}
        for place, each in enumerate(standing):
            for key in each.rule.index_keys():
                self._by_key.setdefault(key, []).append((place, each))

    def of(self, weak: Standing, place: int) -> Iterator[tuple[int, Standing]]:
        """With the place of each in the list."""
        seen = {place}
        for key in _keys(weak.rule.patterns):
            for at, each in self._by_key.get(key, ()):
                if at not in seen and each.project in ("", weak.project):
                    seen.add(at)
                    yield at, each


def _keys(patterns: Sequence[Pattern]) -> list[str]:
    found = ["*", "path"]
    for each in patterns:
        found += [each.tool, f"{each.tool}:", *each.index_keys(), *each.index_keys(allow=True)]
        found += ["__".join(each.tool.split("__")[:2])]
    return list(dict.fromkeys(found))


def _contradiction(weak: Standing, others: Sequence[Standing]) -> Found | None:
    """An allow with a pattern that a denial or an ask holds too, whatever the call does."""
    if weak.rule.verdict != ALLOW:
        return None
    for strong in others:
        if strong.rule.verdict == ALLOW or strong.rule.soft:
            continue
        for pattern in weak.rule.patterns:
            if any(_same(pattern, each) for each in strong.rule.patterns) and beats(
                strong.rule, _only(weak, pattern)
            ):
                what = f"allows {pattern.text}, and {strong.where} says {strong.rule.verdict} to the same pattern"
                mend = f"keep one of the two; to end this one: {weak.end}"
                return Found(CONTRADICTORY, weak.where, what, mend, weak.rule.id, {"other": strong.rule.id})
    return None


def _only(weak: Standing, pattern: Pattern) -> Rule:
    """The rule with one of its patterns."""
    rule = from_row(weak.rule.row())
    rule.patterns = [pattern]
    return rule


def _same(one: Pattern, other: Pattern) -> bool:
    alike = one.kind == other.kind and one.tool == other.tool
    return alike and covers(one, other, strict=(True, True)) and covers(other, one, strict=(True, True))


def _shadow(weak: Standing, place: int, others: Sequence[tuple[int, Standing]]) -> Found | None:
    for at, strong in others:
        if not beats(strong.rule, weak.rule):
            continue
        twin = strong.project == weak.project and beats(weak.rule, strong.rule)
        if twin and at > place and strong.own:
            continue  # of two that say the same, the later is the one too many
        what = _words(strong, weak, twin=twin)
        return Found(SHADOWED, weak.where, what, weak.end, weak.rule.id, {"other": strong.rule.id})
    return None


def _words(strong: Standing, weak: Standing, *, twin: bool) -> str:
    if twin and strong.rule.verdict == weak.rule.verdict:
        return f"says the same as {strong.where}"
    if strong.rule.verdict == weak.rule.verdict:
        return f"says nothing that the wider {strong.where} does not say"
    return f"never speaks: {strong.where} says {strong.rule.verdict} to all of it"
