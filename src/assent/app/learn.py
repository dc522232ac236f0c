"""From the logs in the database to suggestions that hold their own examples."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from assent.app import inforce, observe_answers
from assent.app.observe_answers import Counts, Window
from assent.app.verdict import answer
from assent.core.decision import ALLOW
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.learning.gates import Suppression
from assent.learning.levels import MIN_CONFIDENCE
from assent.learning.mine import NO, YES
from assent.learning.suggest import suggest
from assent.policy.check import example_call, failed_examples
from assent.policy.parse import Declared, read_rule
from assent.store import events as store
from assent.store import suppressions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from assent.app.project import Project
    from assent.core.policy import Policy
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

    def policy_of(place: Project) -> Policy:
        return inforce.policy(place, at)[0]

    answers = observe_answers.answers(db, window, policy_of)
    held = {
        key: Suppression(date.fromisoformat(each.until).toordinal(), each.evidence)
        for key, each in suppressions.active(db, as_of[:10]).items()
    }
    learned = suggest(answers, date.fromisoformat(as_of[:10]).toordinal(), held, floor)
    roots = {key: root for key, (root, _) in store.projects(db).items()}
    refused = refusals((each.signature.text, each.label) for each in answers)
    learned.suggestions = [each for each in learned.suggestions if _prove(each, refused, roots, at.home)]
    covered = sum(each.count for each in answers if each.signature.covered and all(each.signature.covered))
    return Lesson(as_of, observe_answers.counts(db, window), learned, roots, covered)


def refusals(answers: Iterable[tuple[str, str]]) -> list[str]:
    """The calls (text, label) that were refused at least once and never approved, in a stable order."""
    yes: set[str] = set()
    no: set[str] = set()
    for text, label in answers:
        (yes if label in YES else no if label in NO else set()).add(text)
    return sorted(no - yes)


def _prove(each: Suggestion, refused: list[str], roots: dict[str, str], home: str) -> bool:
    """Gives a suggestion the examples it can answer for; False when it does not even cover its own evidence."""
    declared = declared_of(each.rule, each.judged.candidate.scope)
    if declared is None or declared.rule.id != each.id:
        return False
    places = [roots.get(key, "") for key in sorted(each.judged.candidate.tally.projects)]
    shown = list(each.rule["yes"])
    if not any(_allows(declared, text, root, home) for text in shown for root in places):
        return False
    each.rule["yes"] = [text for text in shown if not failed_examples(Declared(declared.rule, [text]), "")]
    near = [text for text in refused if _near(each, text)]
    kept = [text for text in near if not failed_examples(Declared(declared.rule, no=[text]), "")]
    each.rule["no"] = kept[:COUNTER_EXAMPLES]
    each.still_asks = kept[: 2 * COUNTER_EXAMPLES]
    if not each.rule["no"]:
        del each.rule["no"]
    return True


def _near(each: Suggestion, text: str) -> bool:
    """True for a refused call of the rule's own program or tool; for a rule of all programs, any command."""
    shape = each.judged.candidate.shape
    if shape.tool != "Bash":
        return text.startswith((shape.tool + "(", shape.tool.rpartition("__")[0] or "("))
    return not shape.words or text.startswith(shape.words[0] + " ")


def declared_of(fields: dict[str, Any], scope: str) -> Declared | None:
    """A suggested rule as the policy room reads it; None when it is no sound rule."""
    problems: list[Any] = []
    declared = read_rule(fields, "suggestion", "granted", scope, problems)
    return None if problems else declared


def _allows(declared: Declared, text: str, root: str, home: str) -> bool:
    """True when the rule alone allows one of its examples where that happened."""
    call = example_call(text)
    if root:
        call.project = call.cwd = root
    facts = Facts(home if root else "/home/user", call.project, call.cwd)
    return answer(call, from_rules([declared.rule]), facts, disk=False).verdict == ALLOW
