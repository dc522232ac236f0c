"""How does the judge do: what does it say, how often does it fail, how long does it take?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assent.analytics.base import Table
from assent.analytics.tally import percentile, share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.analytics.base import Row

NAME = "judge"
QUESTION = "How does the judge do?"

GREEN, YELLOW, RED, FAILED = "green", "yellow", "red", "error"  # tiers of the calls it was asked about
COLOURS = (GREEN, YELLOW, RED)
_SAID = f"tier IN ('{GREEN}', '{YELLOW}', '{RED}')"
# How long it took stands in the decisions alone, which are read only where it was asked at all.
TIMED = f"""SELECT substr(ts, 1, 10) AS day, CAST(round(json_extract(body, '$.llm_latency_ms')) AS INTEGER) AS ms
  FROM decisions WHERE EXISTS (SELECT 1 FROM scope WHERE {_SAID}) AND {_SAID} AND ts >= :since
  AND json_type(body, '$.llm_latency_ms') IN ('integer', 'real') AND (:until = '' OR ts < :until)
  AND substr(session, 1, length(:session)) = :session AND :agent IN ('', agent)
  AND (:projects IS NULL OR project IN (SELECT value FROM json_each(:projects)))"""  # noqa: S608  our own words
SQL = f"""
SELECT tier, NULL, sum(n) FROM scope WHERE {_SAID} OR tier = '{FAILED}' GROUP BY tier
UNION ALL
SELECT '', ms, count(*) FROM ({TIMED}) GROUP BY ms
"""  # noqa: S608  our own words

# From this share of failures on, and from so many calls on, it is worth a word.
ALERT, LEAST = 0.1, 5
PERCENTILES = (50, 95, 99)
COLUMNS = (
    "calls", *COLOURS, "failed", "green_share", "yellow_share", "red_share", "failed_share", "p50", "p95", "p99",
    "alert",
)  # fmt: skip
NOTHING = "no judge is in use yet: rules alone decide"


def shape(rows: Sequence[Row], now: str) -> Table:
    """What it said and how that is spread, how often it failed, its percentiles in milliseconds where they are
    recorded, and whether it fails too often."""
    del now
    said = {tier: number for tier, _, number in rows if tier}
    counted = {latency: number for tier, latency, number in rows if not tier}
    calls = sum(said.values())
    if not calls:
        return Table(COLUMNS, (), NOTHING)
    counts = [said.get(each, 0) for each in (*COLOURS, FAILED)]
    times = (percentile(counted, each) for each in PERCENTILES)
    shares = (share(each, calls) for each in counts)
    row = (calls, *counts, *shares, *times, calls >= LEAST and counts[-1] >= ALERT * calls)
    return Table(COLUMNS, (row,), "")


def in_words(row: Mapping[str, Any]) -> str:
    """That it fails: `failed in 3 of 20 calls`."""
    return f"the judge failed in {row['failed']:,} of {row['calls']:,} calls"
