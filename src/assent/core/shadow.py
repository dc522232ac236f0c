"""What is said in shadow mode: nothing, but by the rules that were taken out of it."""

from __future__ import annotations

from assent.core.decide import decide
from assent.core.decision import ALLOW, ASK, TIER_NONE, Decision

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.core.call import Call
    from assent.core.facts import Facts
    from assent.core.policy import Policy

WHY = "shadow mode is on, so nothing was said"


def said(full: Decision, call: Call, policy: Policy, facts: Facts) -> Decision:
    """What is really said of a call that all the rules would answer by `full`: silence, or what the rules say that
    decide already. They allow only what all the rules would allow: one that is still in shadow may be what stops it."""
    if policy.live:
        found = decide(call, full.reading, policy.of_live(), facts)
        if found.decider is not None and (found.verdict != ALLOW or full.verdict == ALLOW):
            return found
    return Decision(ASK, full.reading, None, TIER_NONE, WHY, (), full.near, full.verdicts)
