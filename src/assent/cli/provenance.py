"""Where a granted rule comes from, in words: who, when, why, and the calls it was learned from as `why` names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assent.app import moments
from assent.core.shown import shown
from assent.store import decisions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

NAMED = 3


def lines(grant: Mapping[str, Any]) -> Iterator[str]:
    """A grant: when and by whom, on what evidence, and the calls behind it."""
    when = " ".join(moments.shown(grant["promoted_at"], utc=False))
    learned = grant["promoted_by"] == "learned"
    giver = "you" if grant["promoted_by"] == "user" else grant["promoted_by"]
    who = "accepted by you, learned from your answers" if learned else f"given by {giver}"
    why = f": {grant['promoted_reasoning']}" if grant["promoted_reasoning"] else ""
    yield f"{when} {who}{why} (change {grant['change']})"
    if grant["approvals"] is not None:
        yield (
            f"{grant['approvals']} approvals and {grant['denials']} denials in {grant['sessions']} sessions on "
            f"{grant['days']} days, level {grant['promoted_tier']}"
        )
    yield from behind(grant["calls"])


def behind(calls: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The latest calls a rule was learned from, each with the command that explains it."""
    known = [call for call in calls if call["decision"]]
    for call in known[:NAMED]:
        text = f"  {shown(call['text'])}" if call["text"] else ""
        yield f"from {call['ts'][:10]}: assent why {shown(decisions.short(call['decision']))}{text}"
    if calls and not known:
        yield f"from calls that no hook saw, the last in: assent sessions {shown(str(calls[0]['session'])[:8])}"
