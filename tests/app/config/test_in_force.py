"""While the settings cannot be used the defaults hold, and of every text that was known what is stricter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assent.app.rules import in_force
from assent.store import snapshot
from tests.app.place import Place
from tests.app.test_hook import Home

CONFIG = ".config/assent/config.toml"
ERASES = "[redact]\nextra = ['ticket-[0-9]+']\n[record]\ncontents = true\n"
GOOD = f"{ERASES}[hook]\ntimeout = 1\n"
BROKEN = [
    pytest.param("[redact\n", id="no-toml"),
    pytest.param("x = 1\n", id="unknown-key"),
    pytest.param("[hook]\ntimeout = 99\n", id="bad-value"),
    pytest.param(b"\xff", id="no-text"),
]


def carried(place: Place) -> tuple[bool, float, list[str]]:
    """What the hook is told of the settings: contents, time, what is erased."""
    policy, _ = in_force.policy(place.project, place.at)
    return policy.contents, policy.timeout, list(policy.redact)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_change_takes_effect_at_once(place: Place) -> None:
    place.verdict("ls")
    assert carried(place) == (False, 4, [])
    file = place.write(CONFIG, GOOD)
    assert carried(place) == (True, 1, ["ticket-[0-9]+"])
    file.unlink()
    assert carried(place) == (False, 4, [])


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_text_leaves_the_defaults_and_what_the_last_good_one_erased(
    place: Place, text: str | bytes
) -> None:
    place.write(CONFIG, GOOD)
    place.verdict("ls")
    place.write(CONFIG, text)
    assert carried(place) == (False, 4, ["ticket-[0-9]+"])
    assert place.verdict("cat ~/.ssh/id_rsa") == "deny"


def test_what_a_broken_text_erases_is_erased_beside_that(place: Place) -> None:
    place.write(CONFIG, GOOD)
    place.verdict("ls")
    place.write(CONFIG, "x = 1\n[redact]\nextra = ['acme', '(']\n")
    assert carried(place)[2] == ["ticket-[0-9]+", "acme"]


def test_a_file_that_others_may_write_sets_nothing_but_what_is_erased(place: Place) -> None:
    place.write(CONFIG, GOOD).chmod(0o666)
    assert carried(place) == (False, 4, ["ticket-[0-9]+"])


def test_the_last_good_denials_carry_what_is_erased(place: Place) -> None:
    place.write(CONFIG, GOOD)
    place.verdict("ls")
    (body,) = snapshot.last_denials(place.at)
    assert isinstance(body, dict)
    assert body["redact"] == ["ticket-[0-9]+"]
    assert body["contents"] is False


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    (made.policy.parent / "config.toml").write_text(ERASES)  # with all the time there is to compile
    made.ask("ls")  # compiles: what a later event erases comes from the snapshot alone
    return made


def kept(home: Home, **more: Any) -> str:
    """The last line of the record after an event of a call that names a ticket."""
    done = home.raw(home.payload("git log ticket-41", **more))
    assert done.returncode == 0, done.stderr
    return json.dumps(home.record()[-1])


@pytest.mark.parametrize("event", ["PreToolUse", "PostToolUse", "PermissionRequest", "PostToolUseFailure"])
def test_the_hook_erases_it_from_every_event(home: Home, event: str) -> None:
    line = kept(home, hook_event_name=event)
    assert "[erased:extra]" in line
    assert "ticket-41" not in line


@pytest.mark.parametrize("key", ['"red\\u0061ct"', "'redact'", "redact"])
def test_the_hook_erases_it_however_the_key_is_written(home: Home, key: str) -> None:
    (home.policy.parent / "config.toml").write_text(f"[{key}]\nextra = ['ticket-[0-9]+']\n")
    assert "ticket-41" not in kept(home, hook_event_name="PostToolUse")


def test_the_hook_erases_it_from_events_while_the_settings_are_broken(home: Home) -> None:
    assert "ticket-41" not in kept(home)
    (home.policy.parent / "config.toml").write_text("[redact]\nextra = 3\n")
    assert "ticket-41" not in kept(home, hook_event_name="PostToolUse")
    assert "ticket-41" not in kept(home)
