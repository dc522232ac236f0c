"""From the logs in the database to suggestions that hold their own examples."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from assent.app.learn import answers
from assent.app.learn.answers import Counts, Window
from assent.app.learn.whereabouts import home_of
from assent.app.rules import in_force
from assent.app.verdict import decision_on
from assent.core.decision import ALLOW
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.core.tools import SHELL
from assent.learning.gates import Suppression
from assent.learning.levels import MIN_CONFIDENCE
from assent.learning.mine import NO, YES
from assent.learning.suggest import suggest
from assent.policy.check import HOME, example_call, failed_examples
from assent.policy.parse import Declared
from assent.store import events as store
from assent.store import suppressions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from assent.app.project import Project
    from assent.core.decision import Decision
    from assent.core.policy import Policy
    from assent.core.rule import Rule
    from assent.learning.suggest import Learned, Suggestion
    from assent.store.paths import Paths

COUNTER_EXAMPLES = 4


@dataclass(slots=True)
class Lesson:
    """What the logs teach at a moment (`as_of`, UTC ISO 8601 with milliseconds). `roots` maps project keys to their
    directories."""

    as_of: str
    counts: Counts
    learned: Learned
    roots: dict[str, str]
    covered: int = 0

    def as_json(self) -> dict[str, Any]:
        """The document of `learn --json`: the same bytes for the same logs and moment."""
        return {
            "as_of": self.as_of,
            "events": self.counts.as_json(),
            "suggestions": [each.as_json() for each in self.learned.suggestions],
            "nearly": self.learned.nearly,
            "suppressed": self.learned.suppressed,
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


def learn(db: sqlite3.Connection, at: Paths, window: Window, floor: float = MIN_CONFIDENCE) -> Lesson:
    """What the answers of the window teach, given the rules in force and what was rejected."""
    as_of = window.until
    policies: dict[str, Policy] = {}

    def policy_of(place: Project) -> Policy:
        if place.key not in policies:
            policies[place.key] = in_force.policy(place, at)[0]
        return policies[place.key]

    given = answers.answers(db, window, policy_of)
    held = {
        key: Suppression(date.fromisoformat(each.until).toordinal(), each.evidence)
        for key, each in suppressions.active(db, as_of[:10]).items()
    }
    learned = suggest(given, date.fromisoformat(as_of[:10]).toordinal(), held, floor)
    roots = {key: root for key, (root, _) in store.projects(db).items()}
    proof = _Proof(refusals((each.signature.text, each.label) for each in given), roots, policies, at.home)
    learned.suggestions = [each for each in learned.suggestions if proof.proves(each)]
    learned.suppressed += proof.idle
    covered = sum(each.count for each in given if each.signature.covered and all(each.signature.covered))
    return Lesson(as_of, answers.counts(db, window), learned, roots, covered)


def refusals(answers: Iterable[tuple[str, str]]) -> list[str]:
    """The calls (text, label) that were refused at least once and never approved, in a stable order."""
    yes: set[str] = set()
    no: set[str] = set()
    for text, label in answers:
        (yes if label in YES else no if label in NO else set()).add(text)
    return sorted(no - yes)


class _Proof:
    """Gives suggestions the examples they can answer for. `idle` holds those that a stricter rule would silence."""

    def __init__(
        self, refused: Sequence[str], roots: Mapping[str, str], policies: Mapping[str, Policy], home: str
    ) -> None:
        self.refused = refused
        self.roots = roots
        self.policies = policies
        self.home = home
        self.idle: list[dict[str, Any]] = []

    def proves(self, each: Suggestion) -> bool:
        """True when the suggestion covers its own evidence and would change something."""
        candidate = each.judged.candidate
        declared, rule = each.declared, each.declared.rule
        shown = [(text, key) for text in declared.yes for key in sorted(candidate.tally.projects)]
        held = [(text, key) for text, key in shown if self._allows(rule, text, key)]
        if not held:
            return False
        strict = [self._stricter(text, key) for text, key in held]
        if all(strict):
            why = f"{strict[0]} asks or denies first"
            self.idle.append(
                {"text": each.text, "scope": candidate.scope, "why": why, "key": candidate.key()}
            )
            return False
        declared.yes = [text for text in declared.yes if not failed_examples(Declared(rule, [text]), "")]
        near = [text for text in self.refused if _near(each, text)]
        kept = [text for text in near if not failed_examples(Declared(rule, no=[text]), "")]
        each.still_asks = kept[: 2 * COUNTER_EXAMPLES]
        declared.no = kept[:COUNTER_EXAMPLES]
        return True

    def _decided(self, text: str, key: str, policy: Policy) -> Decision:
        """An example decided where it happened."""
        root = self.roots.get(key, "")
        call = example_call(text)
        if root:
            call.project = call.cwd = root
        facts = Facts(home_of(root, self.home) if root else HOME, call.project, call.cwd)
        return decision_on(call, policy, facts, disk=False)

    def _allows(self, rule: Rule, text: str, key: str) -> bool:
        return self._decided(text, key, from_rules([rule])).verdict == ALLOW

    def _stricter(self, text: str, key: str) -> str:
        """The label of the rule that keeps a call from being allowed whatever is granted; "" when none does."""
        policy = self.policies.get(key)
        found = self._decided(text, key, policy) if policy else None
        rule = found.decider if found else None
        return rule.label if rule is not None and rule.verdict != ALLOW and not rule.soft else ""


def _near(each: Suggestion, text: str) -> bool:
    """True for a refused call of the rule's own program or tool; for a rule of all programs, any command."""
    shape = each.judged.candidate.shape
    if shape.tool != SHELL:
        return text.startswith((shape.tool + "(", shape.tool.rpartition("__")[0] or "("))
    return not shape.words or text.startswith(shape.words[0] + " ")
