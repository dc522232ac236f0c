"""For any payload, any content of a repository and any state of our files: an answer, and none looser than the policy."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assent.agents import registry
from assent.app import hook
from assent.store.paths import Paths, paths_of
from assent.store.record import now
from tests.app.states import STATES, Put, places
from tests.app.test_hook import POLICY, Home, verdict

NAMES = (
    "snapshot", "denials", "epoch", "lock", "database", "log", "index", "record", "seal", "audit", "policy", "settings", "managed",
    "project-policy", "project-folder", "modules", "module", "head", "common", "config",
)  # fmt: skip
# Strict to loose, as the client hears it; "" is silence.
ORDER = ("deny", "ask", "", "allow")
CALLS: dict[str, dict[str, Any]] = {
    "denied": {"tool_name": "Bash", "tool_input": {"command": "curl x"}},
    "denied-inside": {"tool_name": "Bash", "tool_input": {"command": "cd /; git log $(curl x)"}},
    "asked": {"tool_name": "Bash", "tool_input": {"command": "make test"}},
    "allowed": {"tool_name": "Bash", "tool_input": {"command": "git status"}},
    "unknown": {"tool_name": "Bash", "tool_input": {"command": "frobnicate"}},
    "secret": {"tool_name": "Read", "tool_input": {"file_path": "~/.ssh/id_rsa"}},
    "other": {"tool_name": "mcp__s__t", "tool_input": {"x": [1]}},
    "shapeless": {"tool_name": "Bash", "tool_input": []},
}


class World:
    """A home with a policy in force, asked in this process."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.project = self.home / "work/p"
        (self.project / ".git").mkdir(parents=True)
        (self.project / ".git/HEAD").write_text("ref: refs/heads/main\n")
        policy = self.home / ".config/assent/policy.toml"
        policy.parent.mkdir(parents=True)
        policy.write_text(POLICY)
        usual = paths_of(str(self.home), {})
        self.paths = Paths(usual.home, usual.config, usual.data, usual.state, str(self.home / "etc"))
        self.places = places(self.paths, self.project, now()[:10])
        self.sound = {name: self.ask(call) for name, call in CALLS.items()}

    def ask(self, call: dict[str, Any], **more: Any) -> str:
        """The verdict as `main` comes to it, the record written after it."""
        given = {
            "hook_event_name": "PreToolUse",
            "session_id": "s",
            "cwd": str(self.project),
            "tool_use_id": "t",
        }
        data = json.dumps(given | call | more).encode()
        asked = hook.Asked(registry.speaker("claude"))
        entry: dict[str, object] = {}
        try:
            out, entry = hook.respond(data, "claude", self.paths, asked)
        except Exception as error:  # noqa: BLE001  what `main` does with it
            out = asked.short(type(error).__name__)
        hook.note(asked, entry)
        return verdict(out)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    def struck(*_: object) -> None:
        raise TimeoutError("the hook hangs")

    before = signal.signal(signal.SIGALRM, struck)
    yield World(tmp_path_factory.mktemp("states"))
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def looser(got: str, sound: str) -> bool:
    return ORDER.index(got) > ORDER.index(sound)


def test_the_sound_world_says_what_the_policy_says(world: World) -> None:
    assert world.sound == {
        "denied": "deny", "denied-inside": "deny", "asked": "ask", "allowed": "allow", "unknown": "", "secret": "deny", "other": "ask",
        "shapeless": "ask",
    }  # fmt: skip
    assert set(world.places) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_no_state_of_one_file_hangs_the_hook_or_loosens_an_answer(world: World, name: str) -> None:
    path, states = world.places[name]
    bad = []
    for state in states:
        for call, asked in CALLS.items():
            with Put(path, state):
                signal.alarm(60)
                got = world.ask(asked)
                signal.alarm(0)
            if looser(got, world.sound[call]):
                bad.append((state, call, got))
    assert bad == []


BAD_REPOSITORIES = st.fixed_dictionaries({
    "policy": st.sampled_from([b"", b"[[rule]]\n" * 9000, b"a." * 60_000 + b"a=1", b"[" * 90_000, b"x=" + b"[" * 90_000, b"\xff" * 99, b"#" * 400_000]),
    "module": st.sampled_from([b"", b"[" * 90_000, b'{"deny":[' + b'"a",' * 60_000 + b'"a"]}', b"1" * 5000, b'["\\ud800"]']),
})  # fmt: skip
PADDING = st.sampled_from([
    {}, {"description": "://" * 3000}, {"x": "authorization=x" * 4000}, {"x": [[[[{}]]]] * 2000}, {"\ud800": "\ud800"}, {"k" * 9000: 1},
    {"x": 10**400}, {"x": 1e300}, {str(number): None for number in range(3000)},
])  # fmt: skip


@given(
    st.lists(
        st.tuples(st.sampled_from(NAMES), st.integers(0, 99)), max_size=2, unique_by=lambda pair: pair[0]
    ),
    BAD_REPOSITORIES,
    PADDING,
    st.sampled_from(sorted(CALLS)),
    st.sampled_from(["/", "/proc/self/cwd", "x" * 9, "/" + "a/" * 5000, "/\0", ""]) | st.none(),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_states_and_payloads_together_hang_the_hook_or_allow_what_is_not_allowed(
    world: World,
    chosen: list[tuple[str, int]],
    repository: dict[str, bytes],
    padding: dict[str, Any],
    call: str,
    cwd: str | None,
) -> None:
    """Where several files are lost at once the denials that ship hold at the least; nothing is ever allowed anew."""
    given_call = json.loads(json.dumps(CALLS[call]))
    if isinstance(given_call["tool_input"], dict):
        given_call["tool_input"] |= padding
    more = {} if cwd is None else {"cwd": cwd}
    for where, data in ((".assent/policy.toml", "policy"), (".claude/permissions/deny.json", "module")):
        file = world.project / where
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(repository[data])
    with ExitStack() as stack:
        for name, number in chosen:
            path, states = world.places[name]
            if not os.path.lexists(path.with_name(path.name + ".aside")) and path.parent.is_dir():
                stack.enter_context(Put(path, states[number % len(states)]))
        signal.alarm(60)
        got = world.ask(given_call, **more)
        signal.alarm(0)
    assert got != "allow" or call == "allowed"
    if call in ("secret", "shapeless") and cwd is None:
        assert not looser(got, world.sound[call])
    if call in ("denied", "denied-inside", "asked") and cwd is None and len(chosen) < 2:
        assert not looser(got, world.sound[call])


HANGING = ("pipe", "endless", "terminal")
PROCESS = [
    (name, state)
    for name in (
        "record",
        "database",
        "policy",
        "snapshot",
        "epoch",
        "lock",
        "project-policy",
        "module",
        "head",
    )
    for state in HANGING[:1]
]


@pytest.mark.parametrize(("name", "state"), PROCESS, ids=[f"{name}-{state}" for name, state in PROCESS])
def test_the_installed_hook_and_status_wait_for_no_file(tmp_path: Path, name: str, state: str) -> None:
    home = Home(tmp_path)
    assert home.ask("curl x") == "deny"
    path, _ = places(home.paths, home.project, now()[:10])[name]
    with Put(path, state):
        assert home.ask("curl x") == "deny"
        done = home.status()
    assert done.returncode in (0, 1), done.stderr
    assert state in STATES
