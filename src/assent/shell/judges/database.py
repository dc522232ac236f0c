"""What the database clients do: psql and its companions, sqlite3, mysql, redis-cli.

Flags: psql 15 and sqlite3 3.40 `--help`, mysql 8 and redis-cli 7 manuals.
"""

from __future__ import annotations

from assent.core.effect import DESTROY, NET_READ, NET_SEND, READ_ELSEWHERE, RUN_CODE, UNKNOWN
from assent.core.hosts import host_of
from assent.shell.judges.sql import destroys, reads_only
from assent.shell.judges.tasks import source
from assent.shell.meaning.arg import Arg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.shell.meaning.use import Use

_PSQL_META = (
    "\\d",
    "\\dt",
    "\\dn",
    "\\du",
    "\\di",
    "\\dv",
    "\\df",
    "\\l",
    "\\dx",
    "\\d+",
    "\\dt+",
    "\\l+",
    "\\conninfo",
    "\\z",
)
_SQLITE_DOT = (
    ".schema",
    ".tables",
    ".databases",
    ".indexes",
    ".indices",
    ".fullschema",
    ".dbinfo",
    ".show",
    ".help",
)
_NAME = frozenset('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.*"')


def _statement(use: Use, arg: Arg | None, *, local: bool) -> None:
    """One text for the database. `local`: the database is a file, so that no network is involved."""
    text = None if arg is None else arg.text
    send = 0 if local else NET_SEND
    if text is None:
        use.opaque("what the database is told cannot be known")
        use.note(send | RUN_CODE | DESTROY, "tells the database what cannot be known")
    elif reads_only(text):
        use.note(0 if local else NET_READ, "asks the database")
    else:
        use.note(send, "changes the database")
        use.unknown("SQL that is not known to only read")
        if destroys(text):
            use.note(DESTROY, "deletes data")


def psql(use: Use) -> None:
    """Connects to a server and runs SQL or backslash commands, some of which run programs."""
    _server(use)
    given = False
    for flag, arg in use.options:
        text = None if arg is None else arg.text
        if flag in ("-c", "--command"):
            given = True
            if not _meta(text or ""):
                _statement(use, arg, local=False)
                if text is None or "\\" in text:
                    use.note(RUN_CODE, "gives a backslash command, which may run a program")
        elif flag in ("-f", "--file"):
            given = True
            source(use, arg)
            use.note(NET_SEND, "runs a file of SQL")
        elif flag in ("-l", "--list"):
            given = True
        elif flag in ("-o", "--output", "-L", "--log-file"):
            if text is None or text.startswith("|"):
                use.note(RUN_CODE, "pipes its output into a program")
            elif arg is not None:
                use.write(arg)
        elif flag in ("-v", "--set", "--variable") and (
            text is None or text.partition("=")[0] not in _PSQL_SET
        ):
            use.unknown("a psql variable that may change what it does")
    if not given and not use.has("-V", "--version", "-?", "--help"):
        use.note(NET_SEND | RUN_CODE, "runs what standard input says")


_PSQL_SET = frozenset(
    ("ON_ERROR_STOP", "VERBOSITY", "QUIET", "SHOW_CONTEXT", "AUTOCOMMIT", "ON_ERROR_ROLLBACK")
)


def _meta(text: str) -> bool:
    """True for a describing backslash command."""
    name, _, rest = text.strip().partition(" ")
    return name in _PSQL_META and all(char in _NAME for char in rest.strip())


def _told(use: Use) -> None:
    """A server elsewhere is told every word: what cannot be known may be a secret."""
    host = use.value("-h", "--host")
    if host is None or host.text in ("", "localhost", "127.0.0.1", "::1"):
        return
    given = [*use.words, *(arg for _, arg in use.options if arg is not None)]
    if any(arg.text is None for arg in given):
        use.note(NET_SEND, f"tells {host.prefix or 'a server'} what cannot be known")


def _server(use: Use) -> None:
    """Which server: -h, a URL or a `host=` text in place of the database name; without, the local one."""
    _told(use)
    host = use.value("-h", "--host")
    if host is not None:
        use.reach(host.text)
    name = use.value("-d", "--dbname") or (use.words[0] if use.words else None)
    if name is None:
        return
    if name.text is None:
        use.reach(None)
        use.opaque("which server is used cannot be known")
    elif "://" in name.text:
        use.reach(host_of("http://" + name.text.partition("://")[2]))
    elif "=" in name.text:
        use.unknown("a connection text")
        use.reach(None)


def dump(use: Use) -> None:
    """pg_dump reads a whole database."""
    _server(use)
    use.note(NET_READ | READ_ELSEWHERE, "reads a whole database")


def restore(use: Use) -> None:
    """Writes, creates or drops databases."""
    _server(use)
    if use.name == "dropdb" or use.has("-c", "--clean"):
        use.note(DESTROY, "drops what is there")


def sqlite3(use: Use) -> None:
    """A file and SQL or dot commands; without any, standard input is read."""
    words = use.words
    if words and (words[0].text or "").lower().startswith("file:"):
        use.unknown("a database that an address names")
    for flag, arg in use.options:
        if flag in ("-cmd", "--cmd"):
            _sqlite_text(use, arg)
        elif flag in ("-init", "--init"):
            source(use, arg)
    if len(words) < 2:
        if words or not use.has("-version", "--version", "-help", "--help"):
            use.note(RUN_CODE, "runs what standard input says")
        if words:
            use.edit(words[0])
        return
    for word in words[1:]:
        _sqlite_text(use, word)
    harmless = all(_sqlite_reads(word.text) for word in words[1:])
    if words[0].text in (":memory:", ""):
        return
    if harmless or use.has("-readonly", "--readonly"):
        use.read(words[0])
    else:
        use.edit(words[0])


def _sqlite_reads(text: str | None) -> bool:
    if text is None:
        return False
    name, _, rest = text.strip().partition(" ")
    if name in _SQLITE_DOT:
        return all(char in _NAME for char in rest)
    return reads_only(text) or _pragma(text)


def _pragma(text: str) -> bool:
    """True for the pragmas that describe tables."""
    name, _, rest = text.strip().rstrip(";").partition("(")
    asked = (
        "pragma table_info",
        "pragma index_list",
        "pragma foreign_key_list",
        "pragma table_list",
        "pragma index_info",
    )
    return " ".join(name.lower().split()) in asked and all(
        char in _NAME or char == "'" for char in rest.rstrip(")")
    )


def _sqlite_text(use: Use, arg: Arg | None) -> None:
    text = None if arg is None else arg.text
    if text is None or not _sqlite_reads(text):
        if text is not None and text.lstrip().startswith("."):
            use.note(RUN_CODE, "gives a dot command, which may run a program or write a file")
            use.unknown("a dot command that is not in the table")
        else:
            if text is not None and (
                "load_extension" in text.lower() or "writefile" in text.lower() or "edit(" in text.lower()
            ):
                use.note(RUN_CODE, "loads a library or writes a file")
            _statement(use, arg, local=True)


def mysql(use: Use) -> None:
    """Like psql; `system` and `source` in its text run programs and files."""
    host = use.value("-h", "--host")
    if host is not None:
        use.reach(host.text)
    texts = [arg for flag, arg in use.options if flag in ("-e", "--execute")]
    for arg in texts:
        _statement(use, arg, local=False)
        text = (arg.text if arg else None) or "system"
        words = "".join(char if char in _NAME else " " for char in text.lower()).split()
        if "\\" in text or "system" in words or "source" in words or "delimiter" in words:
            use.note(RUN_CODE, "gives a text that may run a program")
    if not texts and not use.has("-V", "--version", "--help", "-?"):
        use.note(NET_SEND | RUN_CODE, "runs what standard input says")


_REDIS_READS = frozenset((
    "get", "mget", "exists", "ttl", "pttl", "type", "keys", "scan", "llen", "lrange", "lindex", "hget", "hgetall",
    "hkeys", "hvals", "hlen", "hmget", "hexists", "scard", "smembers", "sismember", "zcard", "zrange", "zscore",
    "zcount", "strlen", "dbsize", "ping", "time", "info", "memory", "xlen", "xrange", "object", "getrange", "echo",
))  # fmt: skip


def redis(use: Use) -> None:
    """The first word is the command of the server."""
    _told(use)
    host = use.value("-h")
    if host is not None:
        use.reach(host.text)
    if not use.words:
        use.note(NET_SEND | UNKNOWN, "runs what standard input says")
        return
    if any(word.prefix.startswith("--") for word in use.words):
        use.unknown("an option behind the command of redis-cli")
    verb = (use.words[0].text or "").lower()
    if verb in _REDIS_READS:
        use.note(NET_READ, "asks the server")
        return
    use.note(NET_SEND, "changes the server")
    if verb in ("flushall", "flushdb", "del", "unlink", "shutdown"):
        use.note(DESTROY, "deletes data")
    if verb not in (
        "set",
        "del",
        "unlink",
        "expire",
        "incr",
        "decr",
        "lpush",
        "rpush",
        "sadd",
        "hset",
        "zadd",
        "flushall",
        "flushdb",
    ):
        use.note(RUN_CODE, "sends a server command that may run code or change settings")
        use.unknown(f"the redis command {verb or '…'}")
