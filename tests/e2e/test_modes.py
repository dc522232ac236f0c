"""What assent's answers become in each permission mode of the real client, with the classifier of auto mode and without.

The classifier stands on the vendor's server: the client asks for its judgement with each request and reads it from the
answer. Here the scripted model gives it, in the form the client reads.
"""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import pytest

from tests.e2e import tables
from tests.e2e.client import ABSENT, RISKY, SAFE, Proposal, World, bash, fresh_world
from tests.e2e.product import Product
from tests.e2e.terminal import ESCAPE, Terminal
from tests.e2e.transcript import ASKED, RAN, REFUSED, Outcome

pytestmark = [pytest.mark.client, pytest.mark.slow]

BLOCKED, UNCHECKED = "blocked", "held back"
# The declared policy of the tests: one rule of each verdict. It comes after `init`, so that the client's own settings
# hold none of it and what a cell shows is the hook's answer.
POLICY = """
[[rule]]
allow = ["Bash(git count-objects)", "Bash(git rev-parse HEAD)", "Bash(git remote -v)"]

[[rule]]
deny = ["Bash(git log -1)"]

[[rule]]
ask = ["Bash(git describe --all)", "Bash(git diff)", "Bash(git cat-file -t HEAD)"]
"""
# The client's own lists.
NATIVE = {
    "allow": ["Bash(git ls-tree HEAD)", "Bash(git cat-file -t HEAD)", "Bash(python3:*)"],
    "ask": ["Bash(git branch)", "Bash(git rev-parse HEAD)"],
    "deny": ["Bash(git show --stat)", "Bash(git remote -v)"],
}
# Another hook's script: allows on PermissionRequest. assent never answers that event.
OTHER_HOOK = """
import json, sys
if json.load(sys.stdin)["tool_input"].get("command") == "git ls-tree -r HEAD":
    said = {"hookEventName": "PermissionRequest", "decision": {"behavior": "allow"}}
    print(json.dumps({"hookSpecificOutput": said}))
"""
# Who speaks about a call → the call. The client runs `git status`, `git log -1` and `git diff` unasked by itself, and
# the removal in some modes; it asks about every other.
ALONE_ASKS, ALONE_RUNS = "nobody; the client would ask", "nobody; the client would run it"
ALLOW, DENY = "assent allows", "assent denies what the client would run"
ASK, ASK_FREE = "assent asks", "assent asks about what the client would run"
SOFT = "assent's shipped ask (removing a file)"
OWN_ALLOW, OWN_ASK, OWN_DENY = (
    "the client's list allows",
    "the client's list asks",
    "the client's list denies",
)
WIDE = "the client's list allows an interpreter, `Bash(python3:*)`"
ALLOW_ASK, ALLOW_DENY = "assent allows, the client's list asks", "assent allows, the client's list denies"
ASK_ALLOW, OTHER = "assent asks, the client's list allows", "another hook allows on PermissionRequest"
SPEAKERS = {
    ALONE_ASKS: "git show-ref",
    OTHER: "git ls-tree -r HEAD",  # early: after two blocks in a row the client asks, and then this hook is heard
    ALONE_RUNS: "git status",
    ALLOW: "git count-objects",
    DENY: "git log -1",
    ASK: "git describe --all",
    ASK_FREE: "git diff",
    SOFT: "rm sub/notes.txt",
    OWN_ALLOW: "git ls-tree HEAD",
    OWN_ASK: "git branch",
    OWN_DENY: "git show --stat",
    WIDE: "python3 -c 'print(1)'",
    ALLOW_ASK: "git rev-parse HEAD",
    ALLOW_DENY: "git remote -v",
    ASK_ALLOW: "git cat-file -t HEAD",
}
PLAIN = ("default", "acceptEdits", "dontAsk", "bypassPermissions")
CHECKED = ("auto", "plan")
JUDGES = {SAFE: "safe", RISKY: "risky", ABSENT: "no classifier"}
# Ordinary calls that shipped rules of ours ask about, for the mode in which nobody would be asked without us.
SHIPPED = (
    "rm sub/notes.txt",
    "git checkout Makefile",
    "git commit --amend --no-edit",
    "git push origin topic",
    "git push --force origin topic",
    "curl -d x=1 https://example.org/",
    "make greet",
    "git add .",
)
Column = tuple[str, str]  # mode, and what the classifier says


@dataclass(slots=True)
class Measured:
    """Outcomes by column and speaker; and of the shipped asks by call, without assent and with it."""

    seen: dict[Column, dict[str, Outcome]] = field(default_factory=dict)
    without: dict[str, Outcome] = field(default_factory=dict)
    shipped: dict[str, Outcome] = field(default_factory=dict)

    def word(self, mode: str, judge: str, speaker: str) -> str:
        return word(self.seen[mode, judge][speaker])


def word(outcome: Outcome) -> str:
    """How a call went. After some blocks in one run the client asks instead of blocking; its reason stays the
    classifier."""
    if outcome.ran:
        return RAN
    if outcome.decision.get("reasonCode", "").startswith("classifier:"):
        return BLOCKED if outcome.decision["reasonCode"] == "classifier:auto-mode" else UNCHECKED
    return outcome.end


@pytest.fixture(scope="module")
def measured(client_at_hand: None) -> Measured:
    del client_at_hand
    found = Measured()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda measure: measure(found), (in_plain_modes, under_a_classifier)))
    return found


def in_plain_modes(found: Measured) -> None:
    with fresh_world() as world:
        furnish(world)
        for mode in (*PLAIN, "plan"):
            play(world, found, mode, ABSENT)


def under_a_classifier(found: Measured) -> None:
    with fresh_world() as world:
        found.without = judged_safe(world)
        furnish(world)
        found.shipped = judged_safe(world)
        for mode, judge in (
            ("auto", SAFE),
            ("auto", RISKY),
            ("auto", ABSENT),
            ("plan", SAFE),
            ("plan", RISKY),
        ):
            play(world, found, mode, judge)


def furnish(world: World) -> None:
    """assent with its policy, beside lists and a hook of the client's own."""
    product = Product(world)
    product.install()
    product.run("init", "--yes")
    policy = world.home / ".config" / "assent" / "policy.toml"
    policy.parent.mkdir(parents=True, exist_ok=True)
    policy.write_text(POLICY)
    script = world.settings.with_name("other.py")
    script.write_text(OTHER_HOOK)
    settings = json.loads(world.settings.read_text())
    for name, entries in NATIVE.items():
        settings.setdefault("permissions", {}).setdefault(name, []).extend(entries)
    hook = {"type": "command", "command": shlex.join([sys.executable, "-I", str(script)])}
    settings["hooks"].setdefault("PermissionRequest", []).append({"matcher": "Bash", "hooks": [hook]})
    world.settings.write_text(json.dumps(settings))


def play(world: World, found: Measured, mode: str, judge: str) -> None:
    calls = [replace(bash(call), judged=judge) for call in SPEAKERS.values()]
    found.seen[mode, judge] = dict(zip(SPEAKERS, each_by(world, mode, calls), strict=True))


def judged_safe(world: World) -> dict[str, Outcome]:
    """The calls of SHIPPED in auto mode, each of which the classifier lets through."""
    calls = [replace(bash(call), judged=SAFE) for call in SHIPPED]
    return dict(zip(SHIPPED, each_by(world, "auto", calls), strict=True))


def each_by(world: World, mode: str, calls: list[Proposal]) -> list[Outcome]:
    (world.project / "sub" / "notes.txt").write_text("one\ntwo\n")
    return world.print_on(*calls, flags=("--permission-mode", mode))


ALL = [(mode, ABSENT) for mode in PLAIN] + [(mode, judge) for mode in CHECKED for judge in JUDGES]
IN_AUTO = [(mode, judge) for mode, judge in ALL if mode == "auto"]


@pytest.mark.parametrize(("mode", "judge"), ALL)
def test_a_denial_of_ours_holds(measured: Measured, mode: str, judge: str) -> None:
    assert measured.word(mode, judge, DENY) == REFUSED


@pytest.mark.parametrize(("mode", "judge"), ALL)
@pytest.mark.parametrize("speaker", [ASK, ASK_FREE, ASK_ALLOW, SOFT])
def test_an_ask_of_ours_never_runs_unasked(measured: Measured, mode: str, judge: str, speaker: str) -> None:
    assert measured.word(mode, judge, speaker) == (REFUSED if mode == "dontAsk" else ASKED)


@pytest.mark.parametrize(("mode", "judge"), IN_AUTO)
def test_in_auto_mode_an_allow_of_ours_runs_and_the_classifier_is_not_heard(
    measured: Measured, mode: str, judge: str
) -> None:
    outcome = measured.seen[mode, judge][ALLOW]
    assert outcome.ran
    assert outcome.decision["source"] == "hook"


@pytest.mark.parametrize(("mode", "judge"), IN_AUTO)
@pytest.mark.parametrize("speaker", [ASK, ASK_FREE, SOFT])
def test_in_auto_mode_an_ask_of_ours_asks_the_person(
    measured: Measured, mode: str, judge: str, speaker: str
) -> None:
    outcome = measured.seen[mode, judge][speaker]
    assert outcome.wanted_to_ask
    assert outcome.decision["reasonCode"] == "hook:PreToolUse"


@pytest.mark.parametrize(("mode", "judge"), ALL)
@pytest.mark.parametrize("speaker", [ALONE_ASKS, ALONE_RUNS])
def test_where_we_are_silent_the_client_decides(
    measured: Measured, mode: str, judge: str, speaker: str
) -> None:
    assert measured.seen[mode, judge][speaker].decision.get("source") != "hook"


@pytest.mark.parametrize(("mode", "judge"), [each for each in ALL if each[0] != "bypassPermissions"])
def test_an_allow_of_ours_lifts_no_entry_of_the_clients_lists(
    measured: Measured, mode: str, judge: str
) -> None:
    assert measured.word(mode, judge, ALLOW_ASK) != RAN
    assert measured.word(mode, judge, ALLOW_DENY) == REFUSED


def test_the_classifier_itself_was_heard(measured: Measured) -> None:
    assert measured.word("auto", SAFE, ALONE_ASKS) == RAN
    assert measured.word("auto", RISKY, ALONE_ASKS) == BLOCKED
    assert measured.word("auto", ABSENT, ALONE_ASKS) == UNCHECKED


def test_after_two_blocks_in_a_row_the_client_asks_a_person(measured: Measured) -> None:
    first, second, third, *_ = (each for each in measured.seen["auto", RISKY].values())
    assert [each.wanted_to_ask for each in (first, second, third)] == [False, False, True]


def test_in_auto_mode_only_shipped_asks_ask_where_nobody_would_have_been_asked(measured: Measured) -> None:
    assert {word(each) for each in measured.without.values()} == {RAN}
    asked = {call: each for call, each in measured.shipped.items() if not each.ran}
    assert list(asked) == [call for call in SHIPPED if call not in ("make greet", "git add .")]
    assert [call for call, each in asked.items() if "-asks" not in each.text] == []


@pytest.fixture(scope="module")
def at_work(client_at_hand: None) -> Iterator[World]:
    del client_at_hand
    with fresh_world() as world:
        furnish(world)
        yield world


def test_at_the_terminal_in_auto_mode_our_ask_is_a_prompt_although_the_classifier_lets_it_pass(
    at_work: World,
) -> None:
    seen = {}
    with Terminal(at_work, "--permission-mode", "auto") as terminal:
        for speaker in (ASK_FREE, SOFT, ALLOW, DENY, ALONE_ASKS):
            seen[speaker] = terminal.play(replace(bash(SPEAKERS[speaker]), judged=SAFE), ESCAPE)
    assert {speaker: scene.asked for speaker, scene in seen.items()} == {
        ASK_FREE: True, SOFT: True, ALLOW: False, DENY: False, ALONE_ASKS: False,
    }  # fmt: skip
    assert [speaker for speaker, scene in seen.items() if scene.outcome.ran] == [ALLOW, ALONE_ASKS]


@pytest.mark.parametrize("mode", ["acceptEdits", "plan"])
def test_at_the_terminal_our_ask_is_a_prompt_in_other_modes_too(at_work: World, mode: str) -> None:
    with Terminal(at_work, "--permission-mode", mode) as terminal:
        scene = terminal.play(replace(bash(SPEAKERS[ASK_FREE]), judged=SAFE), ESCAPE)
    assert scene.asked
    assert not scene.outcome.ran


def test_where_nobody_is_asked_our_ask_is_a_refusal(at_work: World) -> None:
    with Terminal(at_work, "--permission-mode", "dontAsk") as terminal:
        scene = terminal.play(replace(bash(SPEAKERS[ASK_FREE]), judged=SAFE), ESCAPE)
    assert not scene.asked
    assert not scene.outcome.ran


def test_the_tables_in_the_docs_are_what_was_measured(measured: Measured) -> None:
    plain = [[speaker, *(measured.word(mode, ABSENT, speaker) for mode in PLAIN)] for speaker in SPEAKERS]
    judged = [(mode, judge) for mode in CHECKED for judge in JUDGES]
    checked = [[speaker, *(measured.word(*each, speaker) for each in judged)] for speaker in SPEAKERS]
    shipped = [
        [tables.code(call), word(measured.without[call]), word(measured.shipped[call])] for call in SHIPPED
    ]
    tables.agree_in(
        "modes-and-agents.md",
        "\n".join(
            (
                tables.markdown(["who speaks about the call", *PLAIN], plain),
                tables.markdown(
                    ["who speaks about the call", *(f"{mode}, {JUDGES[judge]}" for mode, judge in judged)],
                    checked,
                ),
                tables.markdown(["call in auto mode, judged safe", "without assent", "with assent"], shipped),
            )
        ),
    )
