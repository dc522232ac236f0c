"""What the user keeps refusing, offered as denials: proven by deciding the calls of the history anew."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from assent.app.learn.history import History
from assent.core.decision import ASK, DENY
from assent.core.tools import SHELL
from assent.learning import denials as learning
from assent.learning.answer import NO, YES
from assent.learning.denied import denial_of
from assent.learning.levels import USER
from assent.learning.silence import Suppression
from assent.policy.check import failed_examples
from assent.policy.parse import Declared
from assent.store import suppressions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from assent.app.learn.answers import Window
    from assent.app.learn.calls import Calls
    from assent.app.learn.history import Asked, Pair
    from assent.learning.denied import Denial

EXAMPLES, SHOWN, ROUNDS = 3, 8, 12
PROVEN = 200  # refused calls that are decided anew, the latest; all that was approved is


def denials(calls: Calls, window: Window, today: int) -> list[Denial]:
    """The denials that the refusals of a window teach, each proven; those that hold most refusals first."""
    history = History(calls, window)
    if sum(NO.get(each.label, 0.0) * each.count for each in history.asked) < learning.LEAST:
        return []
    history.load_ran()
    ran = [
        learning.Ran(call, pair[1], by)
        for pair, by in history.ran
        if (call := history.signature(pair[0])) is not None
    ]
    gathered = learning.gather(history.answers(), ran)
    silent, shown = _silences(calls, today)
    proofs: dict[tuple[str, str], Denial | None] = {}
    chosen: list[learning.Chosen] = []
    for _ in range(ROUNDS):
        wrong = {key for key, made in proofs.items() if made is None}
        chosen = learning.choose(gathered, today, silent, shown, wrong)
        fresh = [each for each in chosen if (each.held.key, each.verdict) not in proofs]
        if not fresh:
            break
        for each in fresh:
            proofs[each.held.key, each.verdict] = _proven(history, each, today)
    made = [proofs.get((each.held.key, each.verdict)) for each in chosen]
    return [each for each in made if each is not None]


def _silences(calls: Calls, today: int) -> tuple[Mapping[str, Suppression], list[str]]:
    """What a no silences, and those keys of it that a person saw."""
    day = date.fromordinal(today).isoformat()
    held = suppressions.active(calls.db, day)
    silent = {
        key: Suppression(date.fromisoformat(each.until).toordinal(), each.evidence)
        for key, each in held.items()
    }
    return silent, [each.keys[0] for each in suppressions.refused(calls.db, day)]


def _proven(history: History, chosen: learning.Chosen, today: int) -> Denial | None:
    """A stop as a suggestion with its examples; None when it meets what the person approved or was never asked about,
    misses what it was learned from, or says nothing that the rules in force do not say."""
    made = denial_of(chosen, today)
    if made is None:
        return None
    rule, scope = made.declared.rule, chosen.held.scope
    alone = {key: history.alone(rule, key) for key in {each.project for each in history.asked}}

    def met(pairs: Iterable[Pair]) -> set[Pair]:
        return {
            pair
            for pair in pairs
            if history.met(pair, rule, alone.get(pair[1]) or history.alone(rule, pair[1]))
        }

    here = [each for each in history.asked if scope in (USER, each.project)]
    approved = {each.pair for each in here if each.label in YES}
    stopped = met(approved)
    if stopped and chosen.verdict == DENY:
        return None
    refused = _latest([each for each in here if each.label in NO and _lies_under(history, each, chosen)])
    held = met({each.pair for each in refused})
    refused = [each for each in refused if each.pair in held]
    answered = _answered(history, held, (DENY,) if chosen.verdict == DENY else (ASK, DENY))
    if (
        sum(NO[each.label] * each.count for each in refused if each.pair not in answered)
        < learning.LEAST - 1e-9
    ):
        return None
    unasked = {pair for pair, _ in history.ran if scope in (USER, pair[1])}
    if _meets_unasked(history, refused, met(unasked - approved) | (stopped & unasked)):
        return None
    return made if _with_examples(made, history, refused, approved - stopped) else None


def _lies_under(history: History, each: Asked, chosen: learning.Chosen) -> bool:
    call = history.signature(each.reading)
    return call is not None and learning.lies_under(call, chosen.held.rung)


def _latest(refused: Sequence[Asked]) -> list[Asked]:
    """The refusals of the calls that were refused last, so many of them that proving stays cheap."""
    days: dict[Pair, int] = {}
    for each in refused:
        days[each.pair] = max(each.day, days.get(each.pair, 0))
    kept = set(sorted(days, key=lambda pair: (-days[pair], pair))[:PROVEN])
    return [each for each in refused if each.pair in kept]


def _answered(history: History, pairs: Iterable[Pair], verdicts: Sequence[str]) -> set[Pair]:
    """The calls to which the rules in force say one of these by now."""
    found = set()
    for pair in pairs:
        kept = history.calls.kept(pair[0])
        decided = history.calls.decided(kept, pair[1], history.calls.policy(pair[1])) if kept else None
        if decided and decided.verdict in verdicts and decided.decider and not decided.decider.soft:
            found.add(pair)
    return found


def _meets_unasked(history: History, refused: Sequence[Asked], met: set[Pair]) -> bool:
    """True when it would stop a call that ran without a question, unless a mode that skips questions let it run and
    the person had refused the like."""
    like = {key for each in refused for key in _keys(history, each.reading)}
    for pair, by in history.ran:
        if pair not in met:
            continue
        if by not in learning.SKIPPED or not any(key in like for key in _keys(history, pair[0])):
            return True
    return False


def _keys(history: History, reading: int) -> list[tuple[object, ...]]:
    call = history.signature(reading)
    return [learning.same(part) for part in call.parts] if call else []


def _with_examples(made: Denial, history: History, refused: Sequence[Asked], spared: set[Pair]) -> bool:
    """Gives a denial what it stops as `yes` and what the person approves near it as `no` examples."""
    declared, rule = made.declared, made.declared.rule
    days: dict[str, int] = {}
    for each in refused:
        text = history.text(each.reading)
        days[text] = max(each.day, days.get(text, 0))
    told = {(each.day, history.text(each.reading)) for each in refused}
    made.stopped = sorted(told, key=lambda each: (-each[0], each[1]))
    latest = sorted(days, key=lambda text: (-days[text], len(text), text))
    near = sorted({history.text(reading) for reading, _ in spared if _is_near(history, reading, made)})
    declared.yes = _first(EXAMPLES, latest, lambda text: not failed_examples(Declared(rule, [text]), ""))
    made.spared = _first(SHOWN, near, lambda text: not failed_examples(Declared(rule, no=[text]), ""))
    declared.no = made.spared[: EXAMPLES + 1]
    return bool(declared.yes)


def _first(count: int, texts: Iterable[str], holds: Callable[[str], bool]) -> list[str]:
    return list(islice(filter(holds, texts), count))


def _is_near(history: History, reading: int, made: Denial) -> bool:
    """True for a call of the rule's own program or tool."""
    call, shape = history.signature(reading), made.judged.candidate.shape
    if call is None or (not shape.words and shape.tool == SHELL):
        return call is not None
    if shape.tool != SHELL:
        return call.tool.startswith(shape.tool.rpartition("__")[0] or shape.tool)
    return any(part.argv is not None and part.argv[:1] == shape.words[:1] for part in call.parts)
