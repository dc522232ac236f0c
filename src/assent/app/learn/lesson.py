"""From the logs in the database to suggestions that hold their own examples."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from assent.app.learn import answers, transfer
from assent.app.learn.answers import Counts, Window
from assent.app.learn.calls import Calls
from assent.app.learn.collecting import seldom
from assent.app.learn.denials import denials
from assent.app.learn.own_settings import OwnSettings
from assent.app.learn.prompts import Prompts, classified, prompts
from assent.app.learn.proof import Proof, refusals
from assent.app.learn.replayed import Replay
from assent.app.rules import in_force, rested
from assent.learning import meta
from assent.learning.candidate import read_key
from assent.learning.denied import Denial
from assent.learning.levels import MIN_CONFIDENCE
from assent.learning.limits import closer, wider
from assent.learning.moved import Fitting
from assent.learning.silence import Refused, Suppression
from assent.learning.suggest import in_project, narrower, suggest
from assent.store import identity, reviews, suppressions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

    from assent.app.learn.own_settings import Entry
    from assent.app.project import Project
    from assent.core.policy import Policy
    from assent.learning.suggest import Learned
    from assent.learning.suggestion import Suggestion
    from assent.store.paths import Paths


STOPS = 5  # denials that are offered at a time, those with most refusals


@dataclass(slots=True)
class Lesson:
    """What the logs teach at a moment (`as_of`, UTC ISO 8601 with milliseconds). `roots` maps project keys to their
    directories, `coarse` rules by id to the entries of the agent's own settings that allow all of theirs and more;
    `prompts` is what the rules would have answered, `classified` the calls that auto mode decided and how many of them
    the rules in force would have; `held_back` are suggestions that a run wanted no more of, `fitting` the rules of
    other projects for a new one; `number` the last change of rules that it knew of."""

    as_of: str
    counts: Counts
    learned: Learned
    roots: dict[str, str]
    covered: int
    prompts: Prompts
    classified: tuple[int, int]
    coarse: dict[str, list[Entry]]
    proof: Proof
    replay: Replay
    held_back: int = 0
    number: int | None = None
    fitting: list[Fitting] = field(default_factory=list)
    _tried: dict[tuple[str, str], Suggestion | None] = field(default_factory=dict)

    def narrower(self, each: Suggestion) -> Suggestion | None:
        """The next narrower rule that holds its own evidence; None when it is as narrow as a rule gets."""
        if isinstance(each, (Denial, Fitting)):
            return None  # the narrowest that holds what was refused, or just what was granted elsewhere
        return self._once((each.id, ""), lambda: narrower(self.learned, each))

    def in_project(self, each: Suggestion, project: str) -> Suggestion | None:
        """The same in one project, when it holds its own evidence there."""
        if isinstance(each, (Denial, Fitting)):
            return None
        return self._once((each.id, project), lambda: in_project(self.learned, each, project))

    def _once(self, key: tuple[str, str], make: Callable[[], Suggestion | None]) -> Suggestion | None:
        """What was made and proven for a question; asking again what a key would do costs nothing."""
        if key not in self._tried:
            self._tried[key] = self._proven(make())
        return self._tried[key]

    def _proven(self, found: Suggestion | None) -> Suggestion | None:
        if found is None or not self.proof.proves(found):
            return None
        self.replay.test([found])
        return None if found.backtest is not None and found.backtest.denied else found

    def as_json(self) -> dict[str, Any]:
        """The document of `learn --json`: the same bytes for the same logs and moment."""
        calls, answered = self.classified
        return {
            "as_of": self.as_of,
            "events": self.counts.as_json(),
            "prompts": self.prompts.as_json(),
            "auto_mode": {"calls": calls, "in_force": answered} if calls else None,
            "suggestions": [self._shown(each) for each in self.learned.suggestions],
            "held_back": self.held_back,
            "fitting": [each.as_json() for each in self.fitting],
            "nearly": self.learned.nearly,
            "suppressed": self.learned.suppressed,
        }

    def _shown(self, each: Suggestion) -> dict[str, Any]:
        wide = [{"entry": entry.told, "file": entry.path} for entry in self.coarse.get(each.id, ())]
        return each.as_json() | {
            "prompts": self.prompts.by_rule.get(each.id, 0),
            "in_agents_settings": wide,
            "why_not_wider": None if isinstance(each, Denial) else wider(self.learned, each).as_json(),
            "why_not_narrower": None if isinstance(each, Denial) else closer(self.learned, each).as_json(),
        }


def moment(text: str) -> str | None:
    """A time as people write it, as UTC ISO 8601 with milliseconds; a bare day means its end. None for no time."""
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) == 10:
        given += timedelta(days=1, milliseconds=-1)
    given = given.replace(tzinfo=UTC) if given.tzinfo is None else given.astimezone(UTC)
    return f"{given:%Y-%m-%dT%H:%M:%S}.{given.microsecond // 1000:03d}Z"


def since_day(text: str, as_of: str) -> str | None:
    """`30d` before a moment, or a day, as YYYY-MM-DD; None for neither."""
    if text[:-1].isdigit() and text[-1] in "dwm" and len(text) < 6:
        days = int(text[:-1]) * {"d": 1, "w": 7, "m": 30}[text[-1]]
        return (date.fromisoformat(as_of[:10]) - timedelta(days=min(days, 700_000))).isoformat()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Bar:
    """What a run asks of rules beyond the gates, never less than they do: the least confidence (`floor`), the least
    approvals, the `most` suggestions to show (0: all); `adapts` when what was refused before counts."""

    floor: float = MIN_CONFIDENCE
    approvals: int = 0
    most: int = 0
    adapts: bool = True


@seldom()
def learn(
    db: sqlite3.Connection,
    at: Paths,
    window: Window,
    bar: Bar = Bar(),
    environ: Mapping[str, str] | None = None,
) -> Lesson:
    """What the answers of the window teach, given the rules in force, what was rejected, and what the agent's own
    settings allow (`environ` may move them)."""
    as_of, number = window.until, identity.number(db)
    policies: dict[str, Policy] = {}

    def policy_of(place: Project) -> Policy:
        if place.key not in policies:
            policies[place.key] = in_force.policy(place, at)[0]
        return policies[place.key]

    calls = Calls(db, policy_of)
    given = answers.answers(db, window, calls)
    raised = meta.raised(meta.standings(reviews.all_reviews(db))) if bar.adapts else {}
    learned = suggest(
        given,
        _ordinal(as_of),
        _silences(db, as_of[:10]),
        bar.floor,
        _refused(db, as_of[:10]),
        raised,
        bar.approvals,
    )
    roots = {key: root for key, (root, _) in calls.roots.items()}
    proof = Proof(refusals((each.signature.text, each.label) for each in given), roots, policies, at.home)
    learned.suggestions = [each for each in learned.suggestions if proof.proves(each)]
    coarse = _without_own(learned, OwnSettings(at.home, roots, environ))
    learned.suggestions += [each for each in transfer.widened(db, learned) if proof.proves(each)]
    unwanted = rested.unwanted(db, as_of[:10])
    _without_unwanted(learned, unwanted)
    replay = Replay(calls, window, given)
    _test(learned, replay, proof)
    learned.suppressed += proof.failed
    stops = [each for each in denials(calls, window, _ordinal(as_of)) if each.id not in unwanted]
    learned.suggestions += stops[:STOPS]
    found = prompts(calls, window, learned.suggestions)
    learned.suggestions.sort(key=lambda each: -found.by_rule.get(each.id, 0))
    held_back = max(len(stops) - STOPS, 0)
    if bar.most and len(learned.suggestions) > bar.most:
        held_back += len(learned.suggestions) - bar.most
        del learned.suggestions[bar.most :]
        found = prompts(calls, window, learned.suggestions)
    covered = round(
        sum(each.count for each in given if each.signature.covered and all(each.signature.covered))
    )
    counts = answers.counts(db, window)
    auto = (counts.decided.get("classifier", 0), classified(calls, window))
    return Lesson(
        as_of, counts, learned, roots, covered, found, auto, coarse, proof, replay, held_back, number
    )


def _ordinal(day: str) -> int:
    return date.fromisoformat(day[:10]).toordinal()


def _silences(db: sqlite3.Connection, day: str) -> Mapping[str, Suppression]:
    held = suppressions.active(db, day)
    return {key: Suppression(_ordinal(each.until), each.evidence) for key, each in held.items()}


def _refused(db: sqlite3.Connection, day: str) -> list[Refused]:
    """What was refused as it was shown; a no of an earlier version silences what it names and no more."""
    return [
        Refused(candidate, Suppression(_ordinal(each.until), each.evidence))
        for each in suppressions.refused(db, day)
        if each.text and (candidate := read_key(each.keys[0])) is not None
    ]


def _without_unwanted(learned: Learned, unwanted: Mapping[str, str]) -> None:
    """Takes out what a refusal suspended and what a person took away or switched off, of a family its members: no
    `--apply all` brings it back."""
    for each in learned.suggestions:
        for member in [one for one in each.members if one.id in unwanted]:
            each.members.remove(member)
            candidate = member.candidate
            why = unwanted[member.id]
            learned.suppressed.append(
                {"text": member.text, "scope": candidate.scope, "why": why, "key": candidate.key()}
            )
    learned.suggestions = [each for each in learned.suggestions if each.members]


def _test(learned: Learned, replay: Replay, proof: Proof) -> None:
    """Takes out what would have let refused calls through that its own evidence does not hold."""
    replay.test(learned.suggestions)
    kept = []
    for each in learned.suggestions:
        if each.backtest is not None and each.backtest.denied:
            proof.fail(each, f"the back-test let through what you refused: {each.backtest.denied[0]}")
        else:
            kept.append(each)
    learned.suggestions = kept


def _without_own(learned: Learned, own: OwnSettings) -> dict[str, list[Entry]]:
    """Takes out what the agent's own settings allow already; by rule id the entries that let more through than the rule
    would, whose suggestion stays."""
    coarse: dict[str, list[Entry]] = {}
    kept = []
    for each in learned.suggestions:
        entries = own.allowing(each)
        if all(entry.beyond for entry in entries):
            kept.append(each)
            if entries:
                coarse[each.id] = entries
            continue
        named = next(entry for entry in entries if not entry.beyond)
        candidate = each.judged.candidate
        why = f"{named.told} in {named.path} allows it already"
        learned.suppressed.append(
            {"text": each.text, "scope": candidate.scope, "why": why, "key": candidate.key()}
        )
    learned.suggestions = kept
    return coarse
