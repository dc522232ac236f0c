"""Settings are read whole or said to be wrong: each mistake with its line and what was probably meant."""

from __future__ import annotations

import pytest

from assent.app.config.keys import KEYS, LONGEST_REGEX, MOST_LISTED, NUMBER, WHOLE, Key
from assent.app.config.read import LARGEST, read

MANY = ", ".join(["'x'"] * (MOST_LISTED + 1))
# Text, then for each mistake its line and words that what and hint must hold.
BROKEN = [
    pytest.param("\nmodls = []\n", [(2, "unknown key 'modls'", "`modules`")], id="key"),
    pytest.param("[learn]\nflooor = 0.8\n", [(2, "unknown key 'learn.flooor'", "`floor` below [learn]")], id="inner-key"),
    pytest.param("floor = 0.8\n", [(1, "unknown key 'floor'", "`floor` below [learn]")], id="key-outside-its-table"),
    pytest.param("[redakt]\nkeep_days = 9\n", [(1, "unknown key 'redakt'", "[redact]")], id="table"),
    pytest.param("xyzzy = 1\n", [(1, "unknown key 'xyzzy'", "known are modules, ")], id="nothing-near"),
    pytest.param("learn = 1\n", [(1, "`learn` must be a table", "[learn]")], id="no-table"),
    pytest.param("'learn.floor' = 0.8\n", [(1, "unknown key 'learn.floor'", "`floor` below [learn]")], id="dot-in-a-key"),
    pytest.param("modules = ['defalts']\n", [(1, "no module 'defalts'", "'defaults'")], id="module"),
    pytest.param("modules = ['xyzzy']\n", [(1, "no module 'xyzzy'", "known are defaults")], id="no-module-near"),
    pytest.param("modules = 'defaults'\n", [(1, "`modules` must be a list", "modules = [")], id="no-list"),
    pytest.param("[learn]\nfloor = 0.59\n", [(2, "`learn.floor` must be a number from 0.6 to 1", "")], id="below"),
    pytest.param("[learn]\nfloor = 1.01\n", [(2, "`learn.floor`", "")], id="above"),
    pytest.param("[learn]\nfloor = nan\n", [(2, "`learn.floor`", "")], id="no-number"),
    pytest.param("[learn]\nfloor = true\n", [(2, "`learn.floor`", "")], id="flag-for-a-number"),
    pytest.param("[hook]\ntimeout = 4.1\n", [(2, "of seconds from 1 to 4", "")], id="later-than-the-hook-ever-is"),
    pytest.param("[hook]\ntimeout = 0.9\n", [(2, "`hook.timeout`", "")], id="no-time-at-all"),
    pytest.param("[record]\nkeep_days = 1\n", [(2, "`record.keep_days`", "")], id="days-too-few"),
    pytest.param("[record]\nkeep_days = 2.5\n", [(2, "a whole number of days", "")], id="half-a-day"),
    pytest.param("[record]\nkeep_mb = 0\n", [(2, "`record.keep_mb`", "")], id="no-room"),
    pytest.param("[record]\ncontents = 1\n", [(2, "`record.contents` must be true or false", "")], id="no-flag"),
    pytest.param("[redact]\nextra = [\n'(a+)+',\n'(']\n", [(4, "the regex '('", "use literals")], id="broken-regex"),
    pytest.param(r"[redact]" "\nextra = ['(a)\\1']\n", [(2, "cannot be used", "use literals")], id="regex-not-linear"),
    pytest.param("[redact]\nextra = ['a*']\n", [(2, "matches the empty text", "name")], id="regex-of-nothing"),
    pytest.param(f"[redact]\nextra = ['{'a' * (LONGEST_REGEX + 1)}']\n", [(2, "is longer than", "")], id="long-regex"),
    pytest.param(f"[redact]\nextra = [{MANY}]\n", [(2, "at most", "")], id="many-regexes"),
    pytest.param("[redact]\nextra = [1]\n", [(2, "`redact.extra` must be", "extra = [")], id="no-text"),
    pytest.param("[notices]\nkept = 'no'\n", [(2, "`notices.kept`", "")], id="text-for-a-flag"),
    pytest.param("a = \n", [(1, "not valid TOML", "for example")], id="no-toml"),
    pytest.param(
        "x = 1\n[learn]\nfloor = 7\n[hook]\ntimeout = 9\n",
        [(1, "'x'", ""), (3, "learn.floor", ""), (5, "hook.timeout", "")],
        id="every-mistake-at-once",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), BROKEN)
def test_a_mistake_is_named_with_its_line_and_what_was_meant(
    text: str, wanted: list[tuple[int, str, str]]
) -> None:
    found = read(text, "f.toml").problems
    assert [each.where for each in found] == [f"f.toml:{line}" for line, _, _ in wanted]
    for problem, (_, what, hint) in zip(found, wanted, strict=True):
        assert what in problem.what
        assert hint in problem.hint


def test_a_text_too_large_to_be_settings_is_not_read() -> None:
    (problem,) = read("#" * (LARGEST + 1), "f.toml").problems
    assert "larger than" in problem.what


def test_without_a_file_every_key_has_its_default() -> None:
    settings = read("", "f.toml")
    assert [settings[key.name] for key in KEYS] == [key.default for key in KEYS]
    assert not settings.problems


@pytest.mark.parametrize(
    "key", [key for key in KEYS if key.kind in (NUMBER, WHOLE)], ids=lambda key: key.name
)
def test_a_number_may_be_either_of_its_bounds(key: Key) -> None:
    table, _, name = key.name.partition(".")
    for value in (key.least, key.most):
        settings = read(f"[{table}]\n{name} = {value}\n", "f.toml")
        assert (settings[key.name], list(settings.problems)) == (value, [])


def test_beside_a_regex_that_cannot_be_used_the_others_still_erase() -> None:
    settings = read("[redact]\nextra = ['ticket-[0-9]+', '(']\n", "f.toml")
    assert settings["redact.extra"] == ("ticket-[0-9]+",)
    assert len(settings.problems) == 1
