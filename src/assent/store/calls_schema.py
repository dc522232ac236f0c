"""The tables of calls, and the first counts of them: what the fourth step of the schema makes."""

from __future__ import annotations

_TABLES = (
    # What calls were about, each once; one path is another thing in another project.
    """CREATE TABLE subjects (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL,         -- the command, path or address, else the tool and what it is given; redacted
  kind TEXT NOT NULL,         -- command | path | url | other
  shape TEXT NOT NULL,        -- for grouping: `git status`, `src/app/`, `docs.python.org`, the name of a tool
  UNIQUE (text, kind, shape)
)""",
    # One row a session of an agent.
    """CREATE TABLE sessions (
  number INTEGER PRIMARY KEY, agent TEXT NOT NULL, session TEXT NOT NULL, project TEXT NOT NULL,
  began TEXT NOT NULL,        -- when it was said to begin, else its first call
  ended TEXT NOT NULL,        -- when it was said to end and nothing came after; '' while that is not known
  last TEXT NOT NULL,         -- the last that was seen of it
  mode TEXT NOT NULL,         -- of its last call
  version TEXT NOT NULL,      -- of the agent, '' where not known
  UNIQUE (agent, session)
)""",
    # One row a call, whoever saw it: our hook, the agent's log or both, joined by the agent's own id of it.
    """CREATE TABLE calls (
  number INTEGER PRIMARY KEY, agent TEXT NOT NULL,
  call TEXT NOT NULL,         -- the agent's id of it, '' where it names none
  ts TEXT NOT NULL, session INTEGER NOT NULL REFERENCES sessions (number), project TEXT NOT NULL,
  tool TEXT NOT NULL, subject INTEGER NOT NULL REFERENCES subjects (id), mode TEXT NOT NULL,
  subagent TEXT NOT NULL,
  decision TEXT NOT NULL,     -- id of the recorded decision, '' where our hook did not see the call
  verdict TEXT NOT NULL,      -- allow | ask | deny | silent, '' likewise
  tier TEXT NOT NULL,
  rule TEXT NOT NULL,         -- id
  layer TEXT NOT NULL,
  effects TEXT NOT NULL,      -- joined by spaces
  coverage TEXT NOT NULL,
  latency INTEGER,            -- of our answer, in tenths of a millisecond
  decider TEXT NOT NULL,      -- in the end: assent | rule | mode | classifier | user | hook | host, '' unknown
  known TEXT NOT NULL,        -- how that is known: recorded | inferred | estimated, ''
  asked INTEGER,              -- 1 a person was asked, 0 not, NULL unknown
  answer TEXT NOT NULL,       -- yes | no, ''
  waited INTEGER,             -- ms from prompt to answer, NULL unknown
  "end" TEXT NOT NULL,        -- ran | failed | stopped | refused | not run | ?
  source TEXT NOT NULL,       -- what tells the end: log | hook, ''
  length INTEGER,             -- of the result in characters, NULL unknown
  prompted TEXT NOT NULL      -- when a permission prompt was seen, '' not
)""",
    """CREATE TABLE totals (
  hour TEXT, agent TEXT, project TEXT, tool TEXT, verdict TEXT, tier TEXT, decider TEXT, known TEXT,
  asked INTEGER,              -- -1 unknown
  answer TEXT, "end" TEXT, n INTEGER NOT NULL,
  PRIMARY KEY (hour, agent, project, tool, verdict, tier, decider, known, asked, answer, "end")
) WITHOUT ROWID""",
    # The same by days: what is asked of months is not added up from hours.
    """CREATE TABLE day_totals (
  day TEXT, agent TEXT, project TEXT, tool TEXT, verdict TEXT, tier TEXT, decider TEXT, known TEXT,
  asked INTEGER,              -- -1 unknown
  answer TEXT, "end" TEXT, n INTEGER NOT NULL,
  PRIMARY KEY (day, agent, project, tool, verdict, tier, decider, known, asked, answer, "end")
) WITHOUT ROWID""",
    # Exact to 0.1 ms below 100 ms, to 1 ms below a second, to 10 ms above.
    """CREATE TABLE latencies (
  day TEXT, agent TEXT, project TEXT, tenths INTEGER, n INTEGER NOT NULL,
  PRIMARY KEY (day, agent, project, tenths)
) WITHOUT ROWID""",
    """CREATE TABLE waits (
  day TEXT, agent TEXT, project TEXT, tenths_of_a_second INTEGER, n INTEGER NOT NULL,
  PRIMARY KEY (day, agent, project, tenths_of_a_second)
) WITHOUT ROWID""",
    """CREATE TABLE rule_days (
  day TEXT, agent TEXT, project TEXT, rule TEXT, verdict TEXT, n INTEGER NOT NULL, last TEXT NOT NULL,
  PRIMARY KEY (day, agent, project, rule, verdict)
) WITHOUT ROWID""",
    """CREATE TABLE subject_days (
  day TEXT, agent TEXT, project TEXT, tool TEXT, shape TEXT, verdict TEXT,
  asked INTEGER,              -- -1 unknown
  n INTEGER NOT NULL, PRIMARY KEY (day, agent, project, tool, shape, verdict, asked)
) WITHOUT ROWID""",
)

_INDEXES = (
    "CREATE UNIQUE INDEX calls_by_call ON calls (agent, call) WHERE call != ''",
    "CREATE INDEX calls_by_decision ON calls (decision) WHERE call = ''",
    "CREATE INDEX calls_by_ts ON calls (ts)",
    "CREATE INDEX calls_by_session ON calls (session, ts)",
    "CREATE INDEX calls_by_rule ON calls (rule, ts) WHERE rule != ''",
    "CREATE INDEX calls_by_subject ON calls (subject, ts)",
)

# What the hook saw of a session that bears no call's id is looked up by time; what the client measured of a call.
_EVENTS = (
    "ALTER TABLE hook_events ADD COLUMN took INTEGER",  # ms, by the client's own clock
    "ALTER TABLE hook_events ADD COLUMN length INTEGER",  # of the result in characters
    "DROP INDEX hook_events_by_session",
    "CREATE INDEX hook_marks ON hook_events (session, ts) WHERE call = ''",
)

_DAY = "substr(@.ts, 1, 10)"
_PLACE = {"agent": "@.agent", "project": "@.project"}
_LATENCY = """CASE WHEN @.latency < 1000 THEN @.latency WHEN @.latency < 10000 THEN @.latency / 10 * 10
    ELSE @.latency / 100 * 100 END"""
_ASKED = "coalesce(@.asked, -1)"
_KIND = (
    _PLACE
    | {each: f"@.{each}" for each in ("tool", "verdict", "tier", "decider", "known")}
    | {"asked": _ASKED, "answer": "@.answer", '"end"': '@."end"'}
)
_KIND_COLUMNS = 'ts, agent, project, tool, verdict, tier, decider, known, asked, answer, "end"'
# What each table counts: its key by columns of a call (`@` is the row), which calls, and which columns matter.
COUNTED: dict[str, tuple[dict[str, str], str, str]] = {
    "totals": ({"hour": "substr(@.ts, 1, 13)"} | _KIND, "1", _KIND_COLUMNS),
    "day_totals": ({"day": _DAY} | _KIND, "1", _KIND_COLUMNS),
    "latencies": (
        {"day": _DAY} | _PLACE | {"tenths": _LATENCY},
        "@.latency IS NOT NULL", "ts, agent, project, latency",
    ),
    "waits": (
        {"day": _DAY} | _PLACE | {"tenths_of_a_second": "@.waited / 100"},
        "@.waited IS NOT NULL", "ts, agent, project, waited",
    ),
    "subject_days": (
        {"day": _DAY} | _PLACE | {
            "tool": "@.tool", "shape": "(SELECT shape FROM subjects WHERE id = @.subject)",
            "verdict": "@.verdict", "asked": _ASKED,
        },
        "1", "ts, agent, project, tool, subject, verdict, asked",
    ),
    "rule_days": (
        {"day": _DAY} | _PLACE | {"rule": "@.rule", "verdict": "@.verdict"},
        "@.rule != ''", "ts, agent, project, rule, verdict",
    ),
}  # fmt: skip
# A call as the tables count it, for what they do not hold: the parts of an hour or a day, and single sessions.
_VIEW = """CREATE VIEW counted AS SELECT number, ts, session, agent, project, tool, verdict, tier, decider, known,
  answer, "end", rule, {columns} FROM calls"""
_LAST = """UPDATE rule_days SET last = coalesce((SELECT max(ts) FROM calls WHERE rule = OLD.rule AND rule != ''
    AND ts >= substr(OLD.ts, 1, 10) AND ts < substr(OLD.ts, 1, 10) || 'U' AND agent = OLD.agent
    AND project = OLD.project AND verdict = OLD.verdict), last) WHERE """


def _triggers() -> list[str]:
    """For each table of counts one that counts a new call, and one that moves a changed one; none when calls go: the
    counts outlive them."""
    made = []
    for table, (key, which, columns) in COUNTED.items():
        add = _added(table, key, which)
        made += [
            counts_a_new_call(table),
            (
                f"CREATE TRIGGER {table}_moved AFTER UPDATE OF {columns} ON calls WHEN {_differs(columns)} BEGIN\n"
                f"  {_taken(table, key, which)}{add};\nEND"
            ),
        ]
    return made


def counts_a_new_call(table: str, alone: str = "") -> str:
    """The trigger that counts a new call, where a condition beside its own holds."""
    key, which, _ = COUNTED[table]
    when = which.replace("@", "NEW") + (f" AND {alone}" if alone else "")
    add = _added(table, key, which)
    return f"CREATE TRIGGER {table}_added AFTER INSERT ON calls WHEN {when} BEGIN\n  {add};\nEND"


def _added(table: str, key: dict[str, str], which: str) -> str:
    last = table == "rule_days"
    values = ", ".join(key.values()) + ", 1" + (", @.ts" if last else "")
    renewed = "n = n + 1" + (", last = max(last, excluded.last)" if last else "")
    text = f"INSERT INTO {table} SELECT {values} WHERE {which}\n    ON CONFLICT DO UPDATE SET {renewed}"
    return text.replace("@", "NEW")


def _taken(table: str, key: dict[str, str], which: str) -> str:
    """The statements that take the call as it was out of a table."""
    here = " AND ".join(f"{column} = {value}" for column, value in key.items()) + f" AND {which}"
    here = here.replace("@", "OLD")
    taken = [f"UPDATE {table} SET n = n - 1 WHERE {here}", f"DELETE FROM {table} WHERE {here} AND n <= 0"]  # noqa: S608  the tables above
    if table == "rule_days":
        taken.append(_LAST + here)
    return "".join(f"{each};\n  " for each in taken)


def _differs(columns: str) -> str:
    return " OR ".join(f"OLD.{each} IS NOT NEW.{each}" for each in columns.split(", "))


def _view() -> str:
    named = {name: value for key, _, _ in COUNTED.values() for name, value in key.items()}
    made = (f"{value} AS {name}" for name, value in named.items() if value.replace("@.", "") != name)
    return _VIEW.format(columns=", ".join(made).replace("@.", "calls."))


STATEMENTS = (*_TABLES, *_INDEXES, *_EVENTS, _view(), *_triggers())
