"""What the sixth step of the schema makes: triggers that leave many calls at once to be counted by groups."""

from __future__ import annotations

from assent.store.calls_schema import COUNTED, counts_a_new_call

# In `meta` while calls that are written are not counted one by one; never there once a transaction is over.
_KEY = "calls:together"
_ALONE = f"NOT EXISTS (SELECT 1 FROM meta WHERE key = '{_KEY}')"  # noqa: S608  a fixed name
_INDEXES = (
    # What people are asked about, in the order in which it is grouped.
    """CREATE INDEX calls_unruled ON calls (tool, subject, project, ts, decision, asked, answer)
  WHERE verdict IN ('silent', 'ask') AND coalesce(asked, 1) = 1 AND decision != ''""",
    # What they answered.
    "CREATE INDEX calls_answered ON calls (ts, subject, tool, answer, agent, project, session) WHERE answer != ''",
)

STATEMENTS = (
    *_INDEXES,
    *(f"DROP TRIGGER {table}_added" for table in COUNTED),
    *(counts_a_new_call(table, _ALONE) for table in COUNTED),
)
