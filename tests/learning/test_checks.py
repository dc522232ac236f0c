"""Which commands count as checks of a project, also behind a runner, and which never do."""

from __future__ import annotations

import pytest

from assent.learning.checks import DANGER, PROGRAMS, WORDS, is_check

CHECKS = [
    "npx eslint",
    "pnpm exec prettier",
    "poetry run pytest",
    "uv run ruff check",
    "yarn vitest",
    "npm run lint",
    "tsc",
    "vue-tsc",
    "npx vue-tsc",
]
OTHERS = [
    "npx prisma migrate",
    "npx create-vite",
    "uv run python",
    "poetry run deploy",
    "npm run release",
    "yarn",
    "npx wrangler deploy",
]


@pytest.mark.parametrize("words", CHECKS)
def test_a_check_is_one_behind_its_runner_too(words: str) -> None:
    assert is_check(tuple(words.split()))


@pytest.mark.parametrize("words", OTHERS)
def test_what_is_run_for_something_else_is_no_check(words: str) -> None:
    assert not is_check(tuple(words.split()))


def test_each_of_the_lists_is_a_whole_word() -> None:
    assert [each for each in PROGRAMS | WORDS | DANGER if not (each[0] + each[-1]).isalnum()] == []
