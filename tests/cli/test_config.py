"""`assent config` lists every setting; a file that cannot be used is refused, with every mistake, by who reads it."""

from __future__ import annotations

import pytest

from assent.app.config.keys import KEYS
from tests.cli.conftest import Home

CONFIG = ".config/assent/config.toml"


def test_every_key_is_listed_with_its_value_and_where_it_is_from(fresh: Home) -> None:
    fresh.write(CONFIG, "[learn]\nfloor = 0.75\n[redact]\nextra = ['a\\d']\n")
    out = fresh.run("config").out
    for key in KEYS:
        assert f"\n{key.name} " in out
        assert key.does in out
    assert "learn.floor         0.75\n" in out
    assert "hook.timeout        4  (default)\n" in out
    assert "redact.extra        ['a\\d']\n" in out
    assert "record.keep_mb      (not set)\n" in out
    found = {each["key"]: each for each in fresh.run("config", "--json").data["settings"]}
    assert (found["learn.floor"]["value"], found["learn.floor"]["set"]) == (0.75, True)
    assert (found["hook.timeout"]["value"], found["hook.timeout"]["set"]) == (4, False)


@pytest.mark.parametrize("command", ["config", "learn"])
def test_whoever_reads_broken_settings_refuses_and_says_everything(fresh: Home, command: str) -> None:
    path = fresh.write(CONFIG, "[learn]\nflooor = 0.8\n[hook]\ntimeout = 9\n")
    done = fresh.run(command, code=2)
    assert done.err.splitlines() == [
        f"{path}:2: unknown key 'learn.flooor'",
        "  did you mean `floor` below [learn]?",
        f"{path}:4: `hook.timeout` must be a number of seconds from 1 to 4",
    ]
    assert done.out == ""


def test_the_status_says_that_settings_are_broken_and_what_holds(fresh: Home) -> None:
    fresh.write(CONFIG, "\nx = 1\n")
    done = fresh.run("status", code=1)
    assert "bad   config    ~/.config/assent/config.toml:2: unknown key 'x'" in done.out
    assert "until it is mended the defaults hold" in done.out
