"""What became of a call: put together from our verdict, the agent's own log, and what the hook saw."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from assent.core import event as labels
from assent.core.decision import ALLOW, ASK, DENY

if TYPE_CHECKING:
    from collections.abc import Sequence

SILENT = "silent"  # our verdict where no rule spoke
YES, NO = "yes", "no"
RAN, FAILED, STOPPED, REFUSED, NOT_RUN, UNKNOWN = "ran", "failed", "stopped", "refused", "not run", "?"
LOG, HOOK, NOTHING = "log", "hook", ""  # where it comes from
OURS = "assent"  # who decided, where it was we
RECORDED, INFERRED, ESTIMATED = "recorded", "inferred", "estimated"  # how it is known who decided
# Events that end a turn: what has not run by then will not run.
TURN_ENDS = ("prompt", "session-end")
PROMPTED = "prompted"
_ENDINGS = {"ok": RAN, "error": FAILED, "not-run": NOT_RUN}


class Seen(NamedTuple):
    """What the hook saw of one call: ran, failed or refused; `took` (ms) and `length` by the client's measure."""

    event: str
    ts: str
    interrupted: bool = False
    took: int | None = None
    length: int | None = None


class Logged(NamedTuple):
    """What the agent's log says became of a call, in the words of `core.event`."""

    label: str
    by: str
    outcome: str


class End(NamedTuple):
    """What became of a call, in the columns of its row: see `calls_schema`."""

    decider: str = ""
    known: str = ""
    asked: int | None = None
    answer: str = ""
    end: str = UNKNOWN
    source: str = NOTHING
    waited: int | None = None
    length: int | None = None
    prompted: str = ""


def end_of(verdict: str, log: Logged | None, seen: Sequence[Seen], prompted: str, *, over: bool) -> End:
    """The end of a call that assent gave a verdict on ("" when it was not asked). `prompted`: when a permission prompt
    for it was seen, "" for none; `over`: its turn has ended."""
    by_event = {each.event: each for each in seen}
    told = _logged(verdict, log, prompted=bool(prompted)) if log else None
    told = told or _seen(verdict, by_event, asked=bool(prompted), over=over)
    ran = by_event.get(FAILED) or by_event.get(RAN)
    return told._replace(
        prompted=prompted,
        length=ran.length if ran else None,
        waited=_waited(prompted, ran) if told.answer == YES else None,
    )


def _waited(prompted: str, ran: Seen | None) -> int | None:
    """From the prompt to the answer: the time until the call was done without that which it took itself."""
    if not prompted or ran is None or ran.took is None:
        return None
    try:
        whole = datetime.fromisoformat(ran.ts) - datetime.fromisoformat(prompted)
    except ValueError:
        return None
    waited = round(whole.total_seconds() * 1000) - ran.took
    return waited if waited >= 0 else None


def _seen(verdict: str, ends: dict[str, Seen], *, asked: bool, over: bool) -> End:
    """What our own verdict and the hook tell, where the log says nothing (yet)."""
    if "refused" in ends:
        return End(labels.CLASSIFIER, RECORDED, 0, "", REFUSED, HOOK)
    user = (labels.USER, INFERRED) if asked else ("", "")
    if FAILED in ends or RAN in ends:
        if verdict == ALLOW and not asked:  # the hook would have seen a prompt
            return End(OURS, RECORDED, 0, "", _ended(ends), HOOK)
        return End(*user, 1 if asked else None, YES if asked else "", _ended(ends), HOOK)
    if verdict == DENY:  # the client shows no prompt for what a hook refuses
        return End(OURS, RECORDED, 0, "", REFUSED, NOTHING)
    if over:
        return End(*user, 1 if asked else None, "", NOT_RUN, HOOK)
    if asked:
        return End(asked=1, source=HOOK)
    return End(OURS, RECORDED) if verdict == ALLOW else End()


def _ended(ends: dict[str, Seen]) -> str:
    failed = ends.get(FAILED)
    if failed is None:
        return RAN
    return STOPPED if failed.interrupted else FAILED


def _logged(verdict: str, log: Logged, *, prompted: bool) -> End | None:
    """What the agent's own log says; None while it does not know the end."""
    log = _before(log)
    end = _ENDINGS.get(log.outcome, UNKNOWN)
    ours = (verdict == ALLOW and not prompted) or (verdict == DENY and end in (NOT_RUN, UNKNOWN))
    if log.label == labels.APPROVED:
        return End(log.by, RECORDED, 1, YES, end, LOG)
    if log.label in (labels.REJECTED, labels.REDIRECTED):
        return End(log.by, RECORDED, 1, NO, NOT_RUN, LOG)
    if log.label == labels.INTERRUPTED:
        return End(end=STOPPED, source=LOG)
    if log.label == labels.NOBODY:  # the client refuses by itself what it would have asked about
        return End(labels.MODE, RECORDED, 0, end=REFUSED, source=LOG)
    if log.label == labels.AUTO:
        # A log names no hook: where ours has decided, it was ours.
        by = OURS if log.by == labels.HOOK and ours else log.by
        return End(by, RECORDED if by else "", 0, "", REFUSED if end == NOT_RUN else end, LOG)
    if end == UNKNOWN:
        return None
    if ours:
        return End(OURS, INFERRED, 0, end=end, source=LOG)
    if log.label == labels.INFERRED:  # by the agent's own matcher it would have asked
        known = INFERRED if prompted and verdict in (ASK, SILENT) else ESTIMATED
        return End(labels.USER, known, end=end, source=LOG)
    return End(end=end, source=LOG)


def _before(log: Logged) -> Logged:
    """What the log said of a call before it was taken back: who let it run is still who did."""
    if log.label != labels.UNDONE:
        return log
    if log.by:
        return log._replace(label=labels.APPROVED if log.by == labels.USER else labels.AUTO)
    return log._replace(label=labels.UNLABELLED if log.outcome else labels.INTERRUPTED)
