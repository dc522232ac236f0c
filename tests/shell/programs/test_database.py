"""What the database clients must not be allowed to do, and what stays allowed with its exact effects."""

from __future__ import annotations

import pytest

from assent.shell.judges.sql import reads_only

READS = (
    "select 1",
    "SELECT a.b, count(*) FROM a JOIN b ON a.id = b.id WHERE x = 'drop table'",
    "with a as (select 1) select * from a",
    "explain select 1",
    "explain query plan select 1",
    "show tables;",
    "select max(a), lower(b) from x group by c order by 1 limit 3",
)
CHANGES = (
    "",
    ";",
    "drop table x",
    "select 1; drop table x",
    "select 1;;",
    "explain analyze delete from x",
    "with a as (insert into x values (1) returning *) select * from a",
    "select * into y from x",
    "select pg_sleep(9)",
    "select pg_catalog.pg_read_file('/etc/passwd')",
    'select "lo_import"(1)',
    "select 1 -- x",
    "select /* x */ 1",
    "select $$x$$",
    "select 'a\\' , drop",
    "select 'unfinished",
    "table x; delete from x",
    "do $x$ begin end $x$",
    "call x()",
    "copy x to program 'id'",
    "set role x",
    "select \uff0a",
    "show tables into outfile 'x'",
)


@pytest.mark.parametrize("text", CHANGES)
def test_sql_that_may_do_more_than_read_is_seen(text: str) -> None:
    assert not reads_only(text)


@pytest.mark.parametrize("text", READS)
def test_sql_that_only_reads_is_known(text: str) -> None:
    assert reads_only(text)
