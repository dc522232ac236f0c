"""What the user keeps refusing, offered as denials: proven by deciding every call of the history anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assent.app.learn.answers import Window, order
from assent.core import event as labels
from assent.core.decision import ASK, DENY
from assent.core.policy import from_rules
from assent.core.tools import SHELL
from assent.learning import denials as learning
from assent.learning.denied import denial_of
from assent.learning.gates import Suppression
from assent.learning.levels import USER
from assent.learning.mine import NO, YES, Answer, Signature
from assent.policy.check import failed_examples
from assent.policy.parse import Declared
from assent.store import suppressions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from assent.app.learn.calls import Calls
    from assent.app.learn.readings import Kept
    from assent.core.policy import Policy
    from assent.core.rule import Rule
    from assent.learning.denied import Denial

EXAMPLES, SHOWN, ROUNDS = 3, 8, 12
_QUOTES = str.maketrans("", "", "\"'\\")
_RAN = f"label IN ('{labels.AUTO}', '{labels.UNLABELLED}') AND outcome IN ('ok', 'error')"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A prompt and its answer: `count` equal ones of a session on a day."""

    reading: int
    project: str
    label: str
    day: int
    session: str
    count: int


class _History:
    """The calls up to the end of a window with what became of them, to be decided under other rules. Only refusals of
    the window itself count; what was approved before it is not to be stopped either."""

    def __init__(self, calls: Calls, window: Window) -> None:
        self.calls = calls
        self.window = Window(window.until, "", window.project)
        first = date.fromisoformat(window.since).toordinal() if window.since else 0
        self.asked = [each for each in self._answered() if each.day >= first or each.label in YES]
        self.ran: list[tuple[int, str, str]] = []
        self._signatures: dict[int, Signature | None] = {}
        self._texts: dict[int, str] = {}

    def _rows(self, columns: str, about: str) -> list[tuple[object, ...]]:
        where, given = self.window.where()
        query = f"SELECT {columns}, count(*) FROM events WHERE reading IS NOT NULL AND {about} AND {where} "  # noqa: S608  fixed text; values are parameters
        count = len(columns.split(","))
        return self.calls.db.execute(
            query + f"GROUP BY {', '.join(str(each + 1) for each in range(count))}", given
        ).fetchall()

    def _answered(self) -> Iterator[_Asked]:
        names = ", ".join(f"'{label}'" for label in (*YES, *NO))
        for reading, project, label, day, session, number in self._rows(
            "reading, project, label, day, session", f"label IN ({names})"
        ):
            ordinal = date.fromisoformat(str(day)).toordinal()
            yield _Asked(int(str(reading)), str(project), str(label), ordinal, str(session), int(str(number)))

    def load_ran(self) -> None:
        """The calls that ran without a question; only wanted where something is refused."""
        rows = self._rows('reading, project, "by"', _RAN)
        self.ran = sorted((int(str(reading)), str(project), str(by)) for reading, project, by, _ in rows)

    def signature(self, reading: int) -> Signature | None:
        """What was called, as the learner wants it."""
        if reading not in self._signatures:
            kept = self.calls.kept(reading)
            made = Signature(kept.tool, kept.text, kept.parts) if kept and kept.parts else None
            self._signatures[reading] = made
        return self._signatures[reading]

    def answers(self, stopped: set[tuple[int, str]]) -> list[Answer]:
        """The answers, but for refusals that a denial in force makes needless, in an order of their own."""
        found = []
        for each in self.asked:
            call = self.signature(each.reading)
            if call is None or (each.label in NO and (each.reading, each.project) in stopped):
                continue
            found.append(Answer(call, each.label, each.day, each.session, each.project, each.count))
        return sorted(found, key=order)

    def met(self, reading: int, project: str, policy: Policy, rule: Rule) -> bool:
        """True when a rule alone would deny a call or ask about it."""
        kept = self.calls.kept(reading)
        if kept is None or not self._may_meet(reading, kept, rule):
            return False
        found = self.calls.decided(kept, project, policy)
        return found.decider is not None and found.decider.id == rule.id

    def _may_meet(self, reading: int, kept: Kept, rule: Rule) -> bool:
        """False for most calls, without reading them again: a pattern of words needs its first word in the text."""
        if rule.effects and not any(part.effects & rule.effects for part in kept.parts):
            return False
        heads = [str(each.tokens[0][1]) for each in rule.patterns if each.tool == SHELL and each.tokens]
        if not heads:
            return True
        if reading not in self._texts:
            self._texts[reading] = kept.spot.translate(_QUOTES)
        return any(head.translate(_QUOTES) in self._texts[reading] for head in heads)


def denials(calls: Calls, window: Window, today: int) -> list[Denial]:
    """The denials that the refusals of a window teach, each proven; most refusals held first."""
    history = _History(calls, window)
    if sum(NO.get(each.label, 0.0) * each.count for each in history.asked) < learning.LEAST:
        return []
    history.load_ran()
    stopped = _stopped(history, DENY)
    ran = [
        learning.Ran(call, project, by)
        for reading, project, by in history.ran
        if (call := history.signature(reading)) is not None
    ]
    gathered = learning.gather(history.answers(stopped), ran)
    silent, shown = _silences(calls, today)
    wrong: set[tuple[str, str]] = set()
    found: list[Denial] = []
    for _ in range(ROUNDS):
        chosen = learning.choose(gathered, today, silent, shown, wrong)
        proofs = [(each, _proven(history, each, today)) for each in chosen]
        bad = {(each.held.key, each.verdict) for each, proof in proofs if proof is None}
        found = [proof for _, proof in proofs if proof is not None]
        if not bad:
            break
        wrong |= bad
    return found


def _stopped(history: _History, *verdicts: str) -> set[tuple[int, str]]:
    """The refused calls (reading, project) that the rules in force stop by now."""
    found = set()
    for reading, project in {(each.reading, each.project) for each in history.asked if each.label in NO}:
        kept = history.calls.kept(reading)
        if kept is None:
            continue
        decided = history.calls.decided(kept, project, history.calls.policy(project))
        if decided.verdict in verdicts and decided.decider is not None and not decided.decider.soft:
            found.add((reading, project))
    return found


def _silences(calls: Calls, today: int) -> tuple[Mapping[str, Suppression], list[str]]:
    """What a no silences, and those keys of it that a person saw."""
    day = date.fromordinal(today).isoformat()
    held = suppressions.active(calls.db, day)
    silent = {
        key: Suppression(date.fromisoformat(each.until).toordinal(), each.evidence)
        for key, each in held.items()
    }
    return silent, [each.keys[0] for each in suppressions.refused(calls.db, day)]


def _proven(history: _History, chosen: learning.Chosen, today: int) -> Denial | None:
    """A stop as a suggestion with its examples; None when it meets what the person approved or was never asked about,
    misses what it was learned from, or says nothing that the rules in force do not say."""
    made = denial_of(chosen, today)
    if made is None:
        return None
    rule, scope = made.declared.rule, chosen.held.scope
    policies = _Policies(history, rule)
    here = [each for each in history.asked if scope in (USER, each.project)]
    pairs = {(each.reading, each.project) for each in here}
    pairs |= {(reading, project) for reading, project, _ in history.ran if scope in (USER, project)}
    met = {pair for pair in sorted(pairs) if history.met(*pair, policies.of(pair[1]), rule)}
    approved = {(each.reading, each.project) for each in here if each.label in YES}
    refused = [each for each in here if each.label in NO and (each.reading, each.project) in met]
    if chosen.verdict == DENY and approved & met:
        return None
    if sum(NO[each.label] * each.count for each in refused) < learning.LEAST - 1e-9:
        return None
    if _meets_unasked(history, refused, met, scope):
        return None
    if chosen.verdict == ASK and {(each.reading, each.project) for each in refused} <= _stopped(
        history, ASK, DENY
    ):
        return None
    return made if _with_examples(made, history, refused, approved - met) else None


class _Policies:
    """One rule alone, with the programs of each project."""

    def __init__(self, history: _History, rule: Rule) -> None:
        self.history = history
        self.rule = rule
        self._made: dict[str, Policy] = {}

    def of(self, project: str) -> Policy:
        if project not in self._made:
            programs = self.history.calls.policy(project).programs
            self._made[project] = from_rules([self.rule], programs)
        return self._made[project]


def _meets_unasked(
    history: _History, refused: Sequence[_Asked], met: set[tuple[int, str]], scope: str
) -> bool:
    """True when it would stop a call that ran without a question, unless a mode that skips questions let it run and
    the person had refused the like."""
    like = {key for each in refused for key in _keys(history, each.reading)}
    for reading, project, by in history.ran:
        if scope not in (USER, project) or (reading, project) not in met:
            continue
        if by not in learning.SKIPPED or not any(key in like for key in _keys(history, reading)):
            return True
    return False


def _keys(history: _History, reading: int) -> list[tuple[object, ...]]:
    call = history.signature(reading)
    return [learning.same(part) for part in call.parts] if call else []


def _with_examples(
    made: Denial, history: _History, refused: Sequence[_Asked], spared: set[tuple[int, str]]
) -> bool:
    """Gives a denial what it stops as `yes` and what the person approves near it as `no` examples."""
    declared, rule = made.declared, made.declared.rule
    days: dict[str, int] = {}
    for each in refused:
        text = _text(history, each.reading)
        days[text] = max(each.day, days.get(text, 0))
    made.stopped = sorted(
        {(each.day, _text(history, each.reading)) for each in refused}, key=lambda each: (-each[0], each[1])
    )
    latest = sorted(days, key=lambda text: (-days[text], len(text), text))
    declared.yes = [text for text in latest if not failed_examples(Declared(rule, [text]), "")][:EXAMPLES]
    near = sorted({_text(history, reading) for reading, _ in spared if _is_near(history, reading, made)})
    made.spared = [text for text in near if not failed_examples(Declared(rule, no=[text]), "")][:SHOWN]
    declared.no = made.spared[: EXAMPLES + 1]
    return bool(declared.yes)


def _text(history: _History, reading: int) -> str:
    call = history.signature(reading)
    return call.text if call else ""


def _is_near(history: _History, reading: int, made: Denial) -> bool:
    """True for a call of the rule's own program or tool."""
    call, shape = history.signature(reading), made.judged.candidate.shape
    if call is None or (not shape.words and shape.tool == SHELL):
        return call is not None
    if shape.tool != SHELL:
        return call.tool.startswith(shape.tool.rpartition("__")[0] or shape.tool)
    return any(part.argv is not None and part.argv[:1] == shape.words[:1] for part in call.parts)
