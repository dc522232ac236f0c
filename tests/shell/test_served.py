"""A server's tool whose name says that it reads: what its input may not carry under that name."""

from __future__ import annotations

from typing import Any

import pytest

from assent.core import effect
from assent.core.call import Call
from assent.core.facts import Facts
from assent.shell.reading import read_call

FACTS = Facts("/home/u", "/home/u/p")
QUERY = "mcp__postgres__query"
MORE: dict[str, tuple[str, dict[str, Any]]] = {
    "drop": (QUERY, {"sql": "drop table users"}),
    "upper": (QUERY, {"sql": "DROP TABLE users"}),
    "behind-a-comment": (QUERY, {"sql": "/* select */ drop table users"}),
    "behind-a-line-comment": (QUERY, {"sql": "-- select\ndelete from users"}),
    "second-statement": (QUERY, {"sql": "select 1; drop table users"}),
    "with": (QUERY, {"sql": "with x as (delete from users returning 1) select 1"}),
    "function": (QUERY, {"sql": "select pg_read_file('/etc/passwd')"}),
    "into-a-file": (QUERY, {"sql": "select 1 into outfile '/tmp/x'"}),
    "explain-analyze": (QUERY, {"sql": "explain analyze delete from users"}),
    "copy": (QUERY, {"sql": "copy users to program 'x'"}),
    "unreadable": (QUERY, {"sql": "select $$x$$"}),
    "field-query": (QUERY, {"query": "truncate users"}),
    "field-q": ("mcp__sqlite__read_query", {"q": "update users set a = 1"}),
    "field-camel": ("mcp__bigquery__list_rows", {"sqlQuery": "delete from users"}),
    "nested": ("mcp__supabase__get_rows", {"options": {"query": "insert into users values (1)"}}),
    "in-a-list": ("mcp__mysql__query", {"queries": ["select 1", "drop table users"]}),
    "batch": ("mcp__data__query", {"statements": [{"sql": "drop database x"}]}),
    "server-of-another-name": ("mcp__warehouse__fetch_rows", {"query": "delete from users where 1=1"}),
    "update-anywhere": ("mcp__warehouse__fetch_rows", {"query": "update users set admin = true"}),
    "graphql": ("mcp__github__query_graphql", {"query": "mutation { deleteRepo(id: 1) { id } }"}),
    "graphql-behind-a-fragment": ("mcp__api__get", {"query": "fragment F on X { a } mutation M { x { a } }"}),
    "cypher": ("mcp__neo4j__read_cypher", {"query": "match (n) detach delete n"}),
    "switch-delete": ("mcp__github__list_issues", {"repo": "x", "delete": True}),
    "switch-camel": ("mcp__github__get_file", {"path": "x", "forceUpdate": True}),
    "switch-nested": ("mcp__k8s__get_pods", {"options": {"apply": True}}),
    "switch-in-words": ("mcp__github__list_issues", {"repo": "x", "delete": "Yes"}),
    "switch-as-a-number": ("mcp__github__list_issues", {"repo": "x", "force": 1}),
    "quoted-comment": ("mcp__warehouse__fetch_rows", {"query": "select '--'; drop table users"}),
    "quoted-block": ("mcp__warehouse__fetch_rows", {"query": "select '/*'; delete from users; select '*/'"}),
}
SECRET = {
    "include": ("mcp__vault__list_items", {"include_secrets": True}),
    "camel": ("mcp__ssm__get_parameter", {"withDecryption": True, "decrypt": True}),
    "reveal": ("mcp__env__list_variables", {"reveal": True}),
}
READS: dict[str, tuple[str, dict[str, Any]]] = {
    "select": (QUERY, {"sql": "select * from users where id = 1"}),
    "last-semicolon": (QUERY, {"sql": "SELECT count(*) FROM users;"}),
    "field-query": (QUERY, {"query": "select 1"}),
    "plain-language": ("mcp__docs__search", {"query": "update dependencies"}),
    "language-with-drop": ("mcp__docs__search", {"query": "drop shadow in css"}),
    "language-with-delete": ("mcp__github__search_issues", {"q": "delete user button is:open"}),
    "create": ("mcp__docs__search", {"query": "create react app"}),
    "metrics": ("mcp__grafana__query_prometheus", {"query": "rate(http_requests_total[5m])"}),
    "graphql-query": ("mcp__github__query_graphql", {"query": "query { viewer { login } }"}),
    "off": ("mcp__github__list_issues", {"repo": "x", "delete": False}),
    "switch": ("mcp__github__list_issues", {"repo": "x", "archived": True}),
    "dry-run": ("mcp__k8s__get_plan", {"apply_dry_run": True}),
}


def effects_of(tool: str, given: dict[str, Any]) -> int:
    return read_call(Call(tool, given, "/home/u/p", "/home/u/p"), FACTS).effects


@pytest.mark.parametrize(("tool", "given"), MORE.values(), ids=MORE)
def test_what_changes_something_is_no_reading(tool: str, given: dict[str, Any]) -> None:
    assert effects_of(tool, given) & effect.UNKNOWN
    assert effects_of(tool, given) & effect.NET_SEND


@pytest.mark.parametrize(("tool", "given"), SECRET.values(), ids=SECRET)
def test_a_switch_that_tells_secrets_reads_them(tool: str, given: dict[str, Any]) -> None:
    assert effects_of(tool, given) & effect.READ_SECRET


@pytest.mark.parametrize(("tool", "given"), READS.values(), ids=READS)
def test_what_only_reads_still_does(tool: str, given: dict[str, Any]) -> None:
    assert effects_of(tool, given) == effect.NET_READ


def test_what_drops_tables_destroys() -> None:
    assert effects_of(*MORE["drop"]) & effect.DESTROY
