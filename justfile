# The one menu. Every recipe works on a fresh checkout: tools/dev makes the pinned environment when it is missing.

# list what can be done
menu:
    @just --list --unsorted

# everything a change must pass before it is handed in
check: format-check lint types contracts spelling test

# rewrite files in the one format, and fix what lint can fix
format:
    tools/dev ruff format .
    tools/dev ruff check --fix .

format-check:
    tools/dev ruff format --check .

lint:
    tools/dev ruff check .

types:
    tools/dev mypy

# which room may import which
contracts:
    tools/dev lint-imports

spelling:
    tools/dev codespell

# all tests; with arguments, those of pytest: `just test tests/shell -x`
test *args:
    tools/test {{ args }}

# long random property tests; what is told of days, at all of the other times
nightly:
    HYPOTHESIS_PROFILE=nightly tools/test tests --numprocesses auto --quiet
    tools/other-days --all

# break the sources on purpose, one small change at a time: which breaks does no test notice? (docs/mutants.md)
mutants *args:
    tools/mutants {{ args }}

# accept changed inline snapshots, then read what changed
golden:
    tools/dev pytest --inline-snapshot=fix,create --quiet
    git diff --stat

# measure the tables in docs/ anew with the real client
tables:
    ASSENT_WRITE_TABLES=1 tools/test tests/e2e/test_prompts.py tests/e2e/test_failures.py tests/e2e/test_modes.py

# what the continuous check runs
ci:
    .ci/run

# pin requirements anew from pyproject.toml (needs uv)
lock:
    tools/lock

# learn from your logs, or from the samples
run *args:
    tools/run {{ args }}

# check each commit before it is made
hooks:
    pre-commit install
