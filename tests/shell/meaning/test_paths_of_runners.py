"""What the words behind a program's name belong to where another one starts it: lessons and rules go by that."""

from __future__ import annotations

import pytest

from tests.shell.world import read

# The last part's path, or "-" where its words name what runs and other words would be another thing.
PATHS = """\
uv run pytest | uv run pytest -q tests
poetry run pytest | poetry run pytest
pnpm exec eslint | pnpm exec eslint .
yarn eslint | yarn eslint src
python -m pytest | python -m pytest -q
pytest | timeout 60 pytest -q
pytest | nice -n 5 pytest
cargo test | timeout 300 cargo test
pytest | time pytest
git log | timeout 5 git log -5
xargs wc | git ls-files | xargs wc -l
- | xargs -0 wc -l
- | uv run --frozen pytest
- | uv run python x.py
- | uv run x.py
- | poetry run python -c 1
- | npx eslint .
- | npx "$X"
- | pnpm exec "$X" .
- | pnpm exec ./x
- | bash -c pytest
- | find . -exec wc -l {} +
- | timeout 5 ./x
- | timeout 5 sh x.sh
- | npm run lint
- | xargs sh x.sh
- | bundle exec rake x""".split("\n")


@pytest.mark.parametrize("row", PATHS)
def test_the_words_belong_to(row: str) -> None:
    wanted, _, text = row.partition(" | ")
    part = read(text).parts[-1]
    assert wanted == ("-" if part.runs else " ".join(part.path))


@pytest.mark.parametrize("row", [row for row in PATHS if row[0] != "-"])
def test_a_path_begins_a_form_that_an_allow_may_match(row: str) -> None:
    part = read(row.partition(" | ")[2]).parts[-1]
    assert any(form[: len(part.path)] == part.path for form in part.plain)
