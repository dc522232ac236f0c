"""Every agent's dialect against its recorded payloads: what each is read as, and what is heard for each decision."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assent.agents import registry
from assent.agents.payload import HookInput
from assent.agents.registry import AGENTS
from assent.core.call import Reading
from assent.core.decision import ALLOW, ASK, DENY, Decision
from assent.core.rule import Rule

HERE = Path(__file__).parent
FIELDS = (
    "event", "session", "cwd", "tool", "input", "mode", "tool_use_id", "agent_id", "prompt_id", "transcript_path",
)  # fmt: skip
NOTHING = Reading(())


def rule(verdict: str) -> Rule:
    return Rule("r1a2b3", verdict, [], name="git-read")


DECISIONS = {
    "allow": Decision(ALLOW, NOTHING, rule(ALLOW), ALLOW, "allowed by your rule git-read"),
    "ask": Decision(ASK, NOTHING, rule(ASK), ASK, "git log: looks at “history”"),
    "deny": Decision(DENY, NOTHING, rule(DENY), DENY, 'git log: not "that"\n'),
    "error": Decision(ASK, NOTHING, None, ASK, "the policy could not be read"),
    "silence": Decision(ASK, NOTHING),
    "allow-by-nobody": Decision(ALLOW, NOTHING, None, ALLOW),
}


def samples(agent: str) -> list[Path]:
    """The recorded payloads of an agent."""
    return sorted((HERE / agent / "hook").glob("*.in.json"))


SAMPLES = [(agent, path) for agent in AGENTS for path in samples(agent)]
IDS = [f"{agent}-{path.name.removesuffix('.in.json')}" for agent, path in SAMPLES]


def heard(agent: str, payload: Any) -> dict[str, Any]:
    """What a payload is read as, and what the agent hears for each decision."""
    dialect = registry.speaker(agent)
    try:
        given = dialect.parse_hook(payload)
    except ValueError:
        given = None
    asked = given or HookInput(agent, "?")
    answers = {name: dialect.answer(asked, each) for name, each in DECISIONS.items()}
    return {
        "input": {name: getattr(given, name) for name in FIELDS} if given else None,
        "answers": {name: json.loads(out or b'""') for name, out in answers.items()},
    }


@pytest.mark.parametrize(("agent", "path"), SAMPLES, ids=IDS)
def test_a_recorded_payload_is_read_and_answered_as_written_beside_it(agent: str, path: Path) -> None:
    expected = json.loads(path.with_name(path.name.replace(".in.", ".out.")).read_text())
    assert heard(agent, json.loads(path.read_text())) == expected


@pytest.mark.parametrize("agent", AGENTS)
def test_each_event_on_which_a_call_waits_is_recorded(agent: str) -> None:
    expected = [
        json.loads(path.with_name(path.name.replace(".in.", ".out.")).read_text()) for path in samples(agent)
    ]
    seen = {each["input"]["event"] for each in expected if each["input"]}
    assert set(registry.speaker(agent).DECIDES) <= seen


def test_no_folder_of_samples_belongs_to_an_agent_nobody_knows() -> None:
    assert {path.parent.name for path in HERE.glob("*/hook")} <= set(AGENTS)


@pytest.mark.parametrize("agent", AGENTS)
def test_an_error_is_heard_and_is_no_allow(agent: str) -> None:
    dialect = registry.speaker(agent)
    said = dialect.error("assent: why")
    asked = HookInput(agent, dialect.DECIDES[0])
    assert b"assent: why" in said
    silent, allowed = (dialect.answer(asked, DECISIONS[name]) for name in ("silence", "allow"))
    assert said not in (b"", silent, allowed)


USELESS: list[Any] = [None, [], {}, 5, "text", {"a": [1]}]


@pytest.mark.parametrize("agent", AGENTS)
@pytest.mark.parametrize("payload", USELESS, ids=map(str, USELESS))
def test_what_is_no_payload_at_all_cannot_be_judged(agent: str, payload: Any) -> None:
    with pytest.raises(ValueError, match="the call "):
        registry.speaker(agent).parse_hook(payload)
