"""The tables of calls on the pages are what the command answers, and every example rule is sound."""

from __future__ import annotations

import pytest

from tests.docs.checked import SILENCE, filled
from tests.docs.pages import DOCS, is_current
from tests.docs.world import world

PAGES = ("rules.md", "effects.md")
WRONG = """```toml
[[rule]]
allow = ["Bash(git *)"]
within = ["read-project"]
```

| call | answer |
| --- | --- |
| `git log` | deny |
| `git push --force` | allow |
"""


@pytest.mark.parametrize("name", PAGES)
def test_the_tables_of_calls_say_what_the_command_says(name: str) -> None:
    path = DOCS / name
    with world() as here:
        assert is_current(path, filled(path.read_text(), here)), (
            "UPDATE_DOCS=1 tools/test tests/docs writes it"
        )


def test_a_wrong_answer_on_a_page_is_seen() -> None:
    with world() as here:
        right = filled(WRONG, here)
    assert right != WRONG
    assert "| `git log` | allow |" in right
    assert f"| `git push --force` | {SILENCE} |" in right
