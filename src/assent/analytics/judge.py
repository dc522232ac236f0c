"""How does the judge do: what does it say, how often does it fail, how long does it take?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.base import Table
from assent.analytics.tally import percentile, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "judge"
QUESTION = "How does the judge do?"

GREEN, YELLOW, RED, FAILED = "green", "yellow", "red", "error"  # tiers of the calls it was asked about
SQL = f"""
SELECT tier, NULL, sum(n) FROM scope WHERE tier IN ('{GREEN}', '{YELLOW}', '{RED}', '{FAILED}') GROUP BY tier
UNION ALL
SELECT '', CAST(round(json_extract(body, '$.llm_latency_ms')) AS INTEGER), count(*) FROM decisions
WHERE EXISTS (SELECT 1 FROM scope WHERE tier IN ('{GREEN}', '{YELLOW}', '{RED}'))
  AND tier IN ('{GREEN}', '{YELLOW}', '{RED}') AND ts >= :since AND (:until = '' OR ts < :until)
  AND json_extract(body, '$.llm_latency_ms') IS NOT NULL GROUP BY 2
"""  # noqa: S608  our own words

# From this share of failures on, and from so many calls on, it is worth a word.
ALERT, LEAST = 0.1, 5
COLUMNS = ("calls", GREEN, YELLOW, RED, "failed", "failed_share", "p50", "p95", "p99", "alert")


def shape(rows: Sequence[Row], now: str) -> Table:
    """What it said, how often it failed, its percentiles in milliseconds where they are recorded, and whether it fails
    too often."""
    del now
    said = {tier: number for tier, _, number in rows if tier}
    counted = {latency: number for tier, latency, number in rows if not tier}
    calls, failed = sum(said.values()), said.get(FAILED, 0)
    if not calls:
        return Table(COLUMNS, (), "no judge is in use yet: rules alone decide")
    times = (percentile(counted, each) for each in (50, 95, 99))
    alarm = calls >= LEAST and failed >= ALERT * calls
    colours = (said.get(each, 0) for each in (GREEN, YELLOW, RED))
    return Table(COLUMNS, ((calls, *colours, failed, share(failed, calls), *times, alarm),), "")
