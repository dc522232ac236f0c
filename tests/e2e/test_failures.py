"""What runs when our hook fails, by the real client: with the guard that `init` writes, and with `--fail-open`."""

from __future__ import annotations

import json
import shlex
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e import tables
from tests.e2e.client import World, bash, fresh_world
from tests.e2e.product import Product
from tests.e2e.transcript import ASKED, RAN, REFUSED, Outcome, records, sessions

pytestmark = [pytest.mark.client, pytest.mark.slow]

CALLS = 5  # marker calls per kind, choice and mode: twenty of each kind
MODES = ("default", "bypassPermissions")
CHOICES = {"blocks": (), "--fail-open": ("--fail-open",)}
# Stands in for our script and fails as the call names it: the line that starts it, the settings and the client are real.
FAILS = """
import json, os, sys, time
told = json.load(sys.stdin)
guarded = told["hook_event_name"] == "PreToolUse"
kind = told["tool_input"]["command"].split()[1:2] if guarded else []
if kind == ["killed"]:
    os.kill(os.getpid(), 9)
if kind == ["late"]:
    time.sleep(20)
if kind == ["exit-1"]:
    sys.exit(1)
if kind == ["exit-3"]:
    sys.exit(3)
if kind == ["garbage"]:
    print("no answer at all")
if kind == ["half-an-answer"]:
    print('{"hookSpecificOutput": {"hookEventName": "PreToolUse", "permissionDecision": "de')
"""
KINDS = {
    "killed": "killed (kill -9)",
    "exit-1": "leaves with 1",
    "exit-3": "leaves with 3",
    "late": "does not answer in time",
    "no-script": "its script is missing",
    "no-launcher": "the file that starts it is missing",
    "no-interpreter": "its interpreter is missing",
    "garbage": "prints text that is no answer",
    "half-an-answer": "prints half an answer",
    "nothing": "prints nothing and leaves with 0",
}
# Kinds that one session shows together; the others break what every call of their session needs.
TOGETHER = ("killed", "exit-1", "exit-3", "garbage", "half-an-answer", "nothing")


@dataclass(slots=True)
class Failed:
    """Outcomes by kind, choice and mode."""

    seen: dict[tuple[str, str, str], list[Outcome]]

    def word(self, kind: str, choice: str, mode: str) -> str:
        ran = Counter("runs" if each.ran else "blocked" for each in self.seen[kind, choice, mode])
        return " ".join(f"{word} ({count} of {CALLS})" for word, count in sorted(ran.items()))


@pytest.fixture(scope="module")
def failed(client_at_hand: None) -> Failed:
    del client_at_hand
    found = Failed({})
    with ThreadPoolExecutor(len(CHOICES)) as pool:
        list(pool.map(lambda choice: in_a_home(choice, found), CHOICES))
    return found


def in_a_home(choice: str, found: Failed) -> None:
    with fresh_world() as world:
        break_one_by_one(world, choice, CHOICES[choice], found)


def break_one_by_one(world: World, choice: str, flags: tuple[str, ...], found: Failed) -> None:
    product = Product(world)
    product.install()
    product.run("init", "--yes", *flags)
    script, installed = product.home / "assent/app/start/launch.py", world.settings.read_text()
    script.write_text(FAILS)
    play(world, choice, found, *TOGETHER)
    world.settings.write_text(installed.replace('"timeout": 10', '"timeout": 1'))
    play(world, choice, found, "late")
    world.settings.write_text(installed)
    launcher = world.home / ".local/share/assent/hook"
    starts = launcher.read_text()
    gone = starts.replace(f"#!{Path(sys.executable).resolve()} ", "#!/nowhere/python3 ")
    assert gone != starts
    launcher.write_text(gone)
    play(world, choice, found, "no-interpreter")
    launcher.write_text(starts)
    script.unlink()
    play(world, choice, found, "no-script")
    launcher.unlink()
    play(world, choice, found, "no-launcher")
    product.remove()


def play(world: World, choice: str, found: Failed, *kinds: str) -> None:
    markers = [(kind, bash(f"echo {kind} {number}")) for kind in kinds for number in range(CALLS)]
    for mode in MODES:
        seen = world.print_mode(*(call for _, call in markers), flags=("--permission-mode", mode))
        for (kind, _), outcome in zip(markers, seen, strict=True):
            found.seen.setdefault((kind, choice, mode), []).append(outcome)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "kind", ["killed", "exit-1", "exit-3", "late", "no-script", "no-launcher", "no-interpreter"]
)
def test_a_hook_that_fails_blocks_every_call(failed: Failed, kind: str, mode: str) -> None:
    assert [each.text for each in failed.seen[kind, "blocks", mode] if each.ran] == []


@pytest.mark.parametrize(
    "kind", ["killed", "exit-1", "exit-3", "late", "no-script", "no-launcher", "no-interpreter"]
)
def test_a_person_is_told_what_to_do(failed: Failed, kind: str) -> None:
    for outcome in failed.seen[kind, "blocks", "default"]:
        assert "# if this fails: assent status" in outcome.text
        # What our file itself says comes behind the line as the client quotes it.
        said = outcome.text.rpartition("assent status]: ")[2]
        assert ("assent cannot run here" in said) == (kind == "no-script")


@pytest.mark.parametrize("kind", KINDS)
def test_with_fail_open_every_call_runs_as_without_us(failed: Failed, kind: str) -> None:
    assert [
        each.text for mode in MODES for each in failed.seen[kind, "--fail-open", mode] if not each.ran
    ] == []


def test_the_table_in_the_docs_is_what_was_measured(failed: Failed) -> None:
    head = ["our hook", *(f"{choice}, {mode}" for choice in CHOICES for mode in MODES)]
    rows = [
        [words, *(failed.word(kind, choice, mode) for choice in CHOICES for mode in MODES)]
        for kind, words in KINDS.items()
    ]
    tables.agree("fails-closed.md", TEXT + tables.markdown(head, rows))


TEXT = """\
# When the hook fails

What became of marker calls that the client runs unasked, when our hook failed in one way (Claude Code 2.1.328). `blocks`
is what `assent init` writes for Claude Code 2.1.295 and newer (`"onFailure": "block"` on the event before a call);
`--fail-open` is `assent init --fail-open`, and what every older client does. A hook that leaves with 0 and says nothing
the client can read counts for it as one without an opinion, whatever the setting. `tests/e2e/test_failures.py` measures
this table and compares; `just tables` writes it.

"""


# Leaves with 1 whatever it is told.
BROKEN = "import sys; sys.stdin.read(); sys.exit(1)"
ASKS = "git show-ref"  # the client asks about it by itself
CALLS_OF_ALL_KINDS = (bash("git status"), bash(ASKS), bash("ls nowhere-at-all"), bash("git log -1"))


def put_broken(world: World, *events: str) -> None:
    """A hook that fails on these events, set to block when it does."""
    script = world.settings.with_name("broken.py")
    script.write_text(BROKEN)
    command = shlex.join([sys.executable, "-I", str(script)])
    hook = {"type": "command", "command": command, "onFailure": "block"}
    hooks = {event: [{"matcher": "*", "hooks": [hook]}] for event in events}
    world.settings.write_text(json.dumps({"hooks": hooks}))


def blocking_errors(world: World) -> list[str]:
    """The events whose failure the client told the model about as an error that blocks, in order."""
    notes = [
        record["attachment"]
        for path in sessions(world.home)
        for record in records(path)
        if record.get("type") == "attachment"
    ]
    return [note["hookEvent"] for note in notes if note["type"] == "hook_blocking_error"]


def test_behind_a_call_and_around_a_session_the_guards_word_holds_nothing(world: World) -> None:
    put_broken(world, "PostToolUse", "PostToolUseFailure", "SessionStart", "SessionEnd")
    seen = world.print_mode(*CALLS_OF_ALL_KINDS)
    assert [each.end for each in seen] == [RAN, ASKED, RAN, RAN]
    # The call has run, and the model is told that a hook blocked it.
    assert blocking_errors(world) == ["PostToolUse", "PostToolUseFailure", "PostToolUse"]


def test_on_a_permission_request_it_refuses_what_a_person_would_have_been_asked(world: World) -> None:
    put_broken(world, "PermissionRequest")
    seen = world.print_mode(*CALLS_OF_ALL_KINDS)
    assert [each.end for each in seen] == [RAN, REFUSED, RAN, RAN]


def test_on_a_prompt_it_blocks_the_prompt(world: World) -> None:
    put_broken(world, "UserPromptSubmit")
    seen, said = world.print_once(*CALLS_OF_ALL_KINDS)
    assert seen == []
    assert "UserPromptSubmit operation blocked by hook" in said
