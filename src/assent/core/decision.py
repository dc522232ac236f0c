"""The answer to a call: the verdict, the rule that gave it, and everything needed to explain it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.call import Reading
    from assent.core.rule import Rule

ALLOW = "allow"
ASK = "ask"
DENY = "deny"
TIER_NONE = "none"


def failed(why: str, mend: str = "assent status") -> str:
    """What is said of a call that could not be judged, which is asked about: why, and what shows how to mend it."""
    return f"assent: {why}, so it asks.{f' To see what to mend: {mend}' if mend else ''}"


class Decision:
    """`verdict` allow | ask | deny; `decider` the rule, or None for silence (verdict ask, tier none): no rule
    spoke, the hook prints nothing. `matches` every rule that matched; `near` (rule, why not) pairs of allow
    rules that almost held; `verdicts` one verdict per part of `reading`; `why` one sentence for people."""

    __slots__ = ("decider", "matches", "near", "reading", "tier", "verdict", "verdicts", "why")

    def __init__(
        self,
        verdict: str,
        reading: Reading,
        decider: Rule | None = None,
        tier: str = TIER_NONE,
        why: str = "",
        matches: Sequence[Rule] = (),
        near: Sequence[tuple[Rule, str]] = (),
        verdicts: Sequence[str] = (),
    ) -> None:
        self.verdict = verdict
        self.reading = reading
        self.decider = decider
        self.tier = tier
        self.why = why
        self.matches = matches
        self.near = near
        self.verdicts = verdicts

    @property
    def silent(self) -> bool:
        """True when no rule spoke and the agent's own flow goes on."""
        return self.verdict == ASK and self.tier == TIER_NONE
