"""Whether SQL text only reads: a closed list of statements, words and functions; everything else may change data."""

from __future__ import annotations

# A statement may begin with one of these …
_FIRST = frozenset(("select", "show", "values", "table", "describe", "desc"))
# … and hold, outside of strings, none of these words (also as names: strictness costs a prompt, not data).
_CHANGES = frozenset((
    "into", "insert", "update", "delete", "merge", "replace", "create", "alter", "drop", "truncate", "grant", "revoke",
    "copy", "call", "do", "execute", "prepare", "set", "reset", "attach", "detach", "vacuum", "reindex", "cluster",
    "lock", "load", "import", "export", "notify", "listen", "begin", "commit", "rollback", "outfile", "dumpfile",
    "infile", "program", "analyze", "returning", "refresh", "security", "comment", "handler", "unload", "pragma",
))  # fmt: skip
# Functions that only compute; any other name before a parenthesis may do anything (read files, load code, sleep).
_FUNCTIONS = frozenset((
    "abs", "array_agg", "avg", "ceil", "ceiling", "coalesce", "concat", "count", "current_database", "current_date",
    "current_schema", "current_timestamp", "current_user", "date", "date_part", "date_trunc", "datetime", "dense_rank",
    "extract", "first_value", "floor", "format", "greatest", "group_concat", "hex", "ifnull", "iif", "instr",
    "json_agg", "json_extract", "jsonb_agg", "julianday", "lag", "last_value", "lead", "least", "left", "length",
    "lower", "ltrim", "max", "min", "mod", "now", "nullif", "pg_database_size", "pg_relation_size", "pg_size_pretty",
    "pg_total_relation_size", "position", "power", "printf", "rank", "regexp_replace", "replace", "right", "round",
    "row_number", "rtrim", "sign", "split_part", "sqlite_version", "sqrt", "strftime", "string_agg", "substr",
    "substring", "sum", "time", "to_char", "total", "trim", "typeof", "upper", "version",
))  # fmt: skip
# Words that stand before a parenthesis without being a function.
_BEFORE_PARENTHESIS = frozenset((
    "in", "from", "where", "and", "or", "not", "as", "over", "on", "select", "values", "exists", "any", "all", "join",
    "filter", "by", "using", "between", "when", "then", "else", "case", "union", "except", "intersect", "like",
    "having", "distinct", "lateral", "is", "with", "explain", "limit", "offset", "within",
))  # fmt: skip
_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_OTHER = frozenset(" \t\n,.*=<>!+-/%()|;:'\"[]&")


def reads_only(text: str) -> bool:
    """True when the text is one statement that can do nothing but read tables."""
    tokens = _tokens(text)
    if not tokens or tokens[-1:] == [";"]:
        tokens = tokens and tokens[:-1]
    if not tokens or ";" in tokens:
        return False
    first = tokens[0]
    if first == "explain":
        tokens = tokens[3:] if tokens[1:3] == ["query", "plan"] else tokens[1:]
    elif first == "with":
        return _harmless(tokens) and "select" in tokens
    return bool(tokens) and tokens[0] in _FIRST and _harmless(tokens)


def _harmless(tokens: list[str]) -> bool:
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else ""
        if following == "(" and (token[0] in _WORD or token == '"'):
            qualified = index > 0 and tokens[index - 1] == "."
            if qualified or (token not in _FUNCTIONS and token not in _BEFORE_PARENTHESIS):
                return False
        elif token in _CHANGES:
            return False
    return True


def _tokens(text: str) -> list[str]:
    """Words in lower case, single marks, `'` for a string and `"` for a quoted name; empty when it cannot be read
    (comments, dollar quotes, backslashes, unfinished strings, odd characters)."""
    found: list[str] = []
    index = 0
    while index < len(text):
        char = text[index]
        if char in _WORD:
            end = index
            while end < len(text) and text[end] in _WORD:
                end += 1
            found.append(text[index:end].lower())
            index = end
        elif char in "'\"":
            end = text.find(char, index + 1)
            if end < 0 or "\\" in text[index:end]:
                return []
            found.append(char)
            index = end + 1
        elif char not in _OTHER or text[index : index + 2] in ("--", "/*"):
            return []
        else:
            if char not in " \t\n":
                found.append(char)
            index += 1
    return found


def destroys(text: str) -> bool:
    """True when the text drops, truncates or deletes, as far as its words show."""
    words = "".join(char if char in _WORD else " " for char in text.lower()).split()
    return any(word in ("drop", "truncate", "delete") for word in words)
