"""Code and settings from outside of the project, named to what checks and runs it: never a plain run of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from assent.core.effect import mask_of, names_of
from assent.learning.checks import PROGRAMS
from assent.shell.programs.shipped import is_known
from tests.shell.world import read

ROWS = (Path(__file__).parent / "elsewhere.txt").read_text(encoding="utf-8").splitlines()
# What approved runs of tests, checks and builds have: what is learned from them never has more.
PLAIN = mask_of(("read-project", "write-project", "write-tmp", "run-project", "net-read", "install"))
# Formatters and checkers that take neither settings nor code from a file that is named to them.
WITHOUT = {"gofmt", "pyflakes", "shfmt"}
OURS = """\
pytest -c tests/pytest.ini
pytest --rootdir . -q
ruff check --config pyproject.toml
mypy --config-file mypy.ini src
cargo build --target-dir /tmp/x
cargo test --manifest-path crates/x/Cargo.toml
npm --prefix packages/x test
make -C docs
go test -o /tmp/x.test ./x
jest --config jest.config.js
eslint -c eslint.config.js src
tsc -p tsconfig.build.json
tsc --outDir /tmp/x
mocha -r ts-node/register
rspec -r spec_helper
rubocop --require rubocop-rails
phpunit --bootstrap vendor/autoload.php
vitest run --config vitest.config.ts
tox --workdir .tox2
nox --envdir .nox2
deno test -A
bazel test --config=ci //...""".split("\n")


@pytest.mark.parametrize("text", ROWS)
def test_it_is_more_than_a_run_of_the_project(text: str) -> None:
    reading = read(text)
    assert reading.form or names_of(reading.effects & ~PLAIN) or any(part.opaque for part in reading.parts)


@pytest.mark.parametrize("text", OURS)
def test_what_the_project_itself_holds_is_a_plain_run(text: str) -> None:
    reading = read(text)
    assert not reading.form
    assert names_of(reading.effects & ~PLAIN) == []


def test_each_program_that_is_counted_among_the_checks_has_its_rows() -> None:
    known = {name for name in PROGRAMS if is_known(name)}
    rows = {text.split()[0] for text in ROWS}
    assert rows >= known - WITHOUT
    assert known >= WITHOUT
