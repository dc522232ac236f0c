"""What the input of a server's tool says beyond its name: statements that change data, and switches."""

from __future__ import annotations

from assent.core.effect import DESTROY, NET_SEND, READ_SECRET, UNKNOWN, names_of
from assent.core.names import joined
from assent.core.tools import SERVER
from assent.shell.judges.sql import destroys, reads_only

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assent.core.call import Call, Reading

# Fields, without case and joints, that hold nothing but a statement …
STATEMENTS = frozenset(
    ("sql", "sqls", "sqlquery", "sqltext", "sqlstatement", "rawsql", "statement", "statements", "dml", "ddl")
)
# … and those that hold one where the tool is a database's.
TEXTS = frozenset(
    ("query", "queries", "querytext", "q", "text", "command", "script", "cypher", "expression", "input")
)
# Words of a server or tool that say so.
DATABASES = frozenset((
    "athena", "bigquery", "clickhouse", "cockroach", "cockroachdb", "cypher", "database", "databases", "databricks",
    "db", "dbhub", "dbt", "duckdb", "hasura", "mariadb", "motherduck", "mssql", "mysql", "neo4j", "neon", "oracle",
    "pg", "planetscale", "postgres", "postgresql", "presto", "redshift", "singlestore", "snowflake", "spanner", "sql",
    "sqlite", "sqlserver", "starrocks", "supabase", "tidb", "timescale", "trino", "turso", "vertica",
))  # fmt: skip
# What a statement begins with, whatever it does.
BEGINNINGS = frozenset((
    "alter", "analyze", "attach", "begin", "call", "comment", "commit", "copy", "create", "delete", "desc", "describe",
    "detach", "do", "drop", "exec", "execute", "explain", "export", "grant", "import", "insert", "install", "kill",
    "load", "lock", "match", "merge", "optimize", "pragma", "put", "refresh", "rename", "replace", "reset", "revoke",
    "rollback", "select", "set", "show", "table", "truncate", "unload", "update", "use", "vacuum", "values", "with",
))  # fmt: skip
# The second word of one that changes something, by the first: plain language begins with the first alone.
CHANGES = {
    "drop": ("table", "database", "schema", "view", "index", "user", "role", "column", "function", "materialized"),
    "truncate": ("table", "only"),
    "delete": ("from",),
    "insert": ("into", "overwrite", "ignore", "or"),
    "merge": ("into",),
    "replace": ("into",),
    "alter": ("table", "database", "schema", "user", "role", "system", "view", "index", "column"),
    "create": ("table", "database", "schema", "view", "index", "user", "role", "function", "or", "extension"),
}  # fmt: skip
# Words of a switch that makes a reading tool do more, and of one that makes it tell secrets.
SWITCHES = frozenset((
    "apply", "commit", "create", "delete", "deploy", "drop", "exec", "execute", "force", "install", "overwrite", "post",
    "publish", "purge", "push", "remove", "reset", "send", "update", "upload", "write",
))  # fmt: skip
SECRETS = frozenset((
    "credential", "credentials", "decrypt", "decrypted", "password", "passwords", "plaintext", "reveal", "secret",
    "secrets", "unmask", "unmasked",
))  # fmt: skip
ON = ("true", "yes", "on", "1")  # as servers take a switch, whatever its type
MOST_VALUES = 2_000


def judge_served(call: Call, reading: Reading) -> None:
    """Adds to the one part of a server's call what its statements and switches do."""
    part = reading.parts[0]
    words = _words(call.tool[len(SERVER) :])
    is_database = not DATABASES.isdisjoint(words) or "query" in words
    mask = 0
    for seen, (field, value) in enumerate(_values(call.input)):
        if seen > MOST_VALUES:
            mask |= NET_SEND | UNKNOWN
            break
        if isinstance(value, str):
            mask |= _statement(joined(field), value, is_database=is_database)
        if str(value).lower() in ON:
            mask |= _switch(_words(field))
    mask &= ~part.effects
    if mask:
        part.effects |= mask
        why = "its input says more than that it reads"
        part.notes.extend((name, why) for name in names_of(mask))
        if mask & UNKNOWN and not part.meaning:
            part.meaning = f"what is handed to {call.tool} may change something"


def _values(given: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Every value of an input with the name of the field that it stands in, at whatever depth."""
    left: list[tuple[str, object]] = list(given.items())
    while left:
        field, value = left.pop()
        if isinstance(value, dict):
            left += value.items()
        elif isinstance(value, list):
            left += [(field, each) for each in value]
        else:
            yield field, value


def _statement(field: str, text: str, *, is_database: bool) -> int:
    """The effects of a text that is a statement; 0 for one that only reads, and for plain language."""
    sure = field in STATEMENTS
    if not sure and field not in TEXTS and not field.endswith(("sql", "query", "statement")):
        return 0
    # As it stands too: what looks like a comment may stand in quotes.
    pieces = [words for piece in f"{_plain(text)};{text}".split(";") if (words := _words(piece))]
    told = is_database and any(words[0] in BEGINNINGS for words in pieces)
    if not (sure or told or any(map(_changes, pieces)) or _mutates(text)):
        return 0
    if not pieces or reads_only(text.strip()):
        return 0
    return NET_SEND | UNKNOWN | (DESTROY if destroys(text) else 0)


def _changes(words: list[str]) -> bool:
    """True for the beginning of a statement that no sentence shares."""
    if words[0] == "update":
        return "set" in words[2:]
    return words[1:2] != [] and words[1] in CHANGES.get(words[0], ())


def _mutates(text: str) -> bool:
    """True for a request in GraphQL that changes something."""
    return "{" in text and "mutation" in _words(text)


def _plain(text: str) -> str:
    """The text without comments of a statement."""
    lines = [line.partition("--")[0] for line in text.splitlines()]
    first, *others = "\n".join(lines).split("/*")
    return " ".join([first, *(each.partition("*/")[2] for each in others)])


def _switch(words: list[str]) -> int:
    if "dry" in words:
        return 0
    return (0 if SWITCHES.isdisjoint(words) else NET_SEND | UNKNOWN) | (
        0 if SECRETS.isdisjoint(words) else READ_SECRET
    )


def _words(text: str) -> list[str]:
    """The words of a name or text in lower case: `includeSecrets` has two."""
    apart: list[str] = []
    for index, char in enumerate(text):
        if char.isupper() and index and text[index - 1].islower():
            apart.append(" ")
        apart.append(char.lower() if char.isalnum() else " ")
    return "".join(apart).split()
