"""Do prompts become fewer as rules are added?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from assent.analytics.base import Table
from assent.analytics.tally import COUNTS, by_verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "trends"
QUESTION = "Do prompts become fewer as rules are added?"
# The granted rules of a day are those of now without what has changed since: a change says how its rule stood before
# and after.
SQL = """
SELECT day, verdict, asked, known, sum(n) FROM scope GROUP BY day, verdict, asked, known
UNION ALL
SELECT substr(ts, 1, 10), 'change', NULL, NULL,
  sum(coalesce(json_extract(after, '$.rule.enabled'), 0) - coalesce(json_extract(before, '$.rule.enabled'), 0))
FROM rule_history GROUP BY 1
UNION ALL
SELECT '', 'present', NULL, NULL, count(*) FROM rules WHERE layer = 'granted' AND enabled
"""

CHANGE, PRESENT = "change", "present"
COLUMNS = ("day", *COUNTS, "prompts", "prompts_estimated", "prompts_unknown", "rules")


def shape(rows: Sequence[Row], now: str) -> Table:
    """Every day from the first to the last one with calls: its calls by verdict, about how many a person was asked (and
    how many of these are only estimated), of how many that is not known, and how many granted rules were in force when
    it ended."""
    del now
    calls = [row for row in rows if row[1] not in (CHANGE, PRESENT)]
    if not calls:
        return Table(COLUMNS, (), "nothing recorded yet")
    counts = by_verdict(calls)
    prompts = {day: [0, 0, 0] for day in counts}
    for day, _, asked, known, number in calls:
        prompts[day][0] += number * (asked == 1)
        prompts[day][1] += number * (asked == 1 and known == "estimated")
        prompts[day][2] += number * (asked not in (0, 1))
    quiet = [0] * len(COUNTS)
    days = _days(min(counts), max(counts))
    told = tuple(
        (day, *counts.get(day, quiet), *prompts.get(day, (0, 0, 0)), rules)
        for day, rules in zip(days, _rules(rows, days), strict=True)
    )
    return Table(COLUMNS, told, "")


def _days(first: str, last: str) -> list[str]:
    begin = date.fromisoformat(first)
    return [
        (begin + timedelta(days=at)).isoformat() for at in range((date.fromisoformat(last) - begin).days + 1)
    ]


def _rules(rows: Sequence[Row], days: Sequence[str]) -> list[int]:
    """How many granted rules were in force when each of the days ended."""
    changes = sorted((row[0], row[-1]) for row in rows if row[1] == CHANGE)
    there = sum(row[-1] for row in rows if row[1] == PRESENT)
    found = []
    for day in reversed(days):
        while changes and changes[-1][0] > day:
            there -= changes.pop()[1]
        found.append(there)
    return found[::-1]
