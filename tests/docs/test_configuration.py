"""The page on the settings is made from their table, and its example is one that loads."""

from __future__ import annotations

import re
from pathlib import Path

from assent.app.config.keys import KEYS
from assent.app.config.read import read
from assent.app.config.shown import table
from assent.store.paths import paths_of

PAGE = Path(__file__).parents[2] / "docs/configuration.md"
BEGIN, END = "<!-- keys: made by tools/settings-page -->\n", "<!-- end of keys -->\n"


def test_the_section_of_keys_is_the_table() -> None:
    text = PAGE.read_text()
    assert text.partition(BEGIN)[2].partition(END)[0] == table(), "make it again: tools/settings-page"


def test_the_example_sets_every_key_and_has_no_mistake() -> None:
    example = re.findall(r"```toml\n(.*?)```", PAGE.read_text(), re.DOTALL)[0]
    settings = read(example, "example")
    assert list(settings.problems) == []
    assert sorted(settings.given) == sorted(key.name for key in KEYS)


def test_every_place_it_names_is_one_of_ours() -> None:
    at = paths_of("/home/u", {})
    wanted = [at.settings, at.user_policy, at.managed_policy, at.db, at.audit, at.snapshots]
    text = PAGE.read_text().replace("~/", "/home/u/")
    assert [path for path in wanted if path not in text] == []
