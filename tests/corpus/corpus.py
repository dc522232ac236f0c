"""The corpus: commands that people tried to get past a rule, their honest twins, and what each must be answered.

A row holds `id`, `class`, `command`, `effects` (at least these are found; for a hostile row those beyond the broad cap),
`verdict` (policy → what it answers; `silence` where no rule speaks), `why`, and, if its verdict ever became milder,
`loosened`: `was` (policy → the verdict before) and `why`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.core.call import Call
from assent.core.decide import decide
from assent.core.effect import READ_PROJECT, names_of
from assent.core.policy import from_rules
from assent.policy import shipped
from assent.policy.parse import read_policy
from tests.jsonl import by_id
from tests.shell.world import CAP, PROJECT, covered, facts, read

if TYPE_CHECKING:
    from assent.core.policy import Policy

    Row = dict[str, Any]

HERE = Path(__file__).parent
STRICTNESS = ("allow", "silence", "ask", "deny")
KEYS = ["id", "class", "command", "effects", "verdict", "why"]
# Each row holds on a branch that nothing is known of and on one that is followed.
BRANCHES: tuple[dict[str, str], ...] = ({}, {"branch": "topic", "upstream": "origin/topic"})


def _policy_text(cap: int) -> str:
    within = ", ".join(f'"{name}"' for name in names_of(cap))
    return f'[[rule]]\nname = "broad"\nallow = ["Bash(*)"]\nwithin = [{within}]\n'


# What the rows are held against: the caps of `allow Bash(*)`, and policy → its text.
CAPS = {"broad": CAP, "reading": READ_PROJECT}
TEXTS = {name: _policy_text(cap) for name, cap in CAPS.items()}
TEXTS["shipped"] = shipped.text_of(shipped.DEFAULTS)


def _policy(text: str) -> Policy:
    found, problems = read_policy(text, "corpus", "user")
    assert not problems
    return from_rules([each.rule for each in found])


POLICIES = {name: _policy(text) for name, text in TEXTS.items()}
FILES = {path.stem: by_id(path) for path in sorted(HERE.glob("*.jsonl"))}
ROWS: dict[str, Row] = {name: row for rows in FILES.values() for name, row in rows.items()}
HOSTILE = {name: row for name, row in ROWS.items() if row["verdict"]["broad"] != "allow"}


def answers(command: str, policy: str) -> set[str]:
    """What the policy answers on each of the branches."""
    call = Call("Bash", {"command": command}, PROJECT, PROJECT)
    found = [decide(call, read(command, **on), POLICIES[policy], facts(**on)) for on in BRANCHES]
    return {"silence" if each.silent else each.verdict for each in found}


def is_covered(command: str, cap: int) -> bool:
    """Whether on any branch the reading alone leaves nothing that the cap does not hold."""
    return any(covered(read(command, **on), cap) for on in BRANCHES)


def found_effects(command: str) -> set[str]:
    """What is found on every branch."""
    return set.intersection(*(set(names_of(read(command, **on).effects)) for on in BRANCHES))


def strictest(row: Row) -> dict[str, str]:
    """Per policy the strictest verdict the row ever had: what is counted, so that a milder one cannot pass unseen."""
    before: dict[str, str] = row.get("loosened", {}).get("was", {})
    return {policy: before.get(policy, verdict) for policy, verdict in row["verdict"].items()}
