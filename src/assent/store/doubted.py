"""Changes that the record tells and no writer of ours made so, known by their numbers: each is given once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assent.store import record
from assent.store.rules import GRANTED
from assent.store.shadow import KEY as SHADOW_STATE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    Entry = dict[str, Any]

_LINK = ("prev", "n", "head", "after", "erased")


@dataclass(slots=True)
class Sifted:
    """The entries that are `sound`, and those in `doubt` that could loosen something."""

    sound: list[Entry] = field(default_factory=list)
    doubt: list[Entry] = field(default_factory=list)


def sift(found: Iterable[Entry], given: int) -> Sifted:
    """Tells sound changes from those in doubt. `given` is the highest number ever handed out, 0 where that is not
    known. What can only make things stricter is taken as it is: no doubt may cost a denial."""
    listed = _once(found)
    numbers = Counter(number for each in listed if (number := number_of(each)))
    made = Sifted()
    for each in listed:
        number = number_of(each)
        counted = number and numbers[number] == 1 and not (given and number > given)
        if counted or each["kind"] == record.TOTALS or not (number or numbers):
            made.sound.append(each)
        else:
            made.doubt.append(each)
    spans = [span for each in made.sound if (span := span_of(each))]
    told = {each.get("id"): number_of(each) for each in listed}
    held = {each.get("rule_id") for each in made.sound}
    for each in list(made.doubt):
        if _says_nothing(each, told, spans) or (_is_strict(each) and each.get("rule_id") not in held):
            made.doubt.remove(each)
            made.sound.append(each)
    return made


def _once(found: Iterable[Entry]) -> list[Entry]:
    """Without what stands there twice word for word: that changes nothing."""
    seen: dict[str, None] = {}
    made = []
    for each in found:
        said = repr(sorted((key, repr(value)) for key, value in each.items() if key not in _LINK))
        if said not in seen:
            seen[said] = None
            made.append(each)
    return made


def _says_nothing(entry: Entry, told: Mapping[Any, int], spans: Sequence[tuple[int, int]]) -> bool:
    """True for a void of what a later one voids as well, or of what is not told."""
    if entry["kind"] != record.VOID or span_of(entry):
        return False
    numbers = [told[each] for each in texts(entry.get("of")) if each in told]
    return all(number and within(number, spans) for number in numbers)


def _is_strict(entry: Entry) -> bool:
    """True for a denial or an ask that is granted, and for a no to a suggestion."""
    if entry["kind"] == record.REJECT:
        return True
    rule = entry.get("rule")
    return (
        entry["kind"] == record.RULE
        and entry.get("action") == "add"
        and isinstance(rule, dict)
        and rule.get("verdict") in ("ask", "deny")
        and rule.get("id") == entry.get("rule_id")
    )


def settle(db: sqlite3.Connection, doubt: Sequence[Entry]) -> None:
    """Takes away what loosens and stands in doubt: the allow, the trust or the shadow mode that such an entry speaks
    of, whatever the sound ones say of it. Inside the caller's transaction."""
    for each in doubt:
        kind = each["kind"]
        if kind in (record.RULE, record.OVERRIDE):
            _take_out(db, str(each.get("rule_id")))
        elif kind == record.TRUST:
            db.execute("DELETE FROM trust WHERE path = ?", (str(each.get("path")),))
        elif kind == record.SHADOW:
            db.execute("DELETE FROM meta WHERE key = ?", (SHADOW_STATE,))


def _take_out(db: sqlite3.Connection, rule: str) -> None:
    allows = "DELETE FROM rules WHERE layer = ? AND id = ? AND verdict = 'allow'"
    db.execute(allows, (GRANTED, rule))
    db.execute("DELETE FROM overrides WHERE id = ? AND enabled = 0", (rule,))


def said(entry: Mapping[str, Any]) -> str:
    """An entry in doubt in a few words."""
    words = (str(entry.get("action") or entry["kind"]), str(entry.get("rule_id") or entry.get("path") or ""))
    number = number_of(entry)
    return " ".join(filter(None, (*words, f"as change {number}" if number else "without a number")))[:120]


# ------------------------------------------------------------------------------------------------ numbers


def number_of(entry: Mapping[str, Any]) -> int:
    """The number of a change; 0 for one without."""
    value = entry.get("number")
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 53 else 0


def span_of(entry: Mapping[str, Any]) -> tuple[int, int] | None:
    """The numbers that a void says did not come to pass: it speaks of what came before it."""
    first, last = number_of({"number": entry.get("from")}), number_of({"number": entry.get("to")})
    return (first, last) if entry["kind"] == record.VOID and 0 < first <= last < number_of(entry) else None


def within(number: int, spans: Iterable[tuple[int, int]]) -> bool:
    """True when one of the spans holds the number."""
    return any(first <= number <= last for first, last in spans)


def texts(listed: object) -> list[str]:
    """The texts of a list; none of anything else."""
    return [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []
