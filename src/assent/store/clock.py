"""Which day it is for closing and dropping days: the clock's word alone is not enough to throw something away."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assent.store import record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assent.store.paths import Paths

# Days without a line after which the clock is not believed alone, and days with lines that confirm it.
LEAP, CONFIRMED = 400, 7


def today() -> str:
    """The UTC day by the clock."""
    return record.moment(time.time_ns())[:10]


def believed(days: Iterable[str], now: str) -> str:
    """The day that it is, by the clock and by the days that hold lines: while the record leaps to it over many days
    without any, it is the last one before the leap. A clock that is wrong for a while closes and drops nothing."""
    reached, waiting = "", 0
    for each in sorted({*(day for day in days if day <= now), now}):
        if not reached or (not waiting and _apart(reached, each) <= LEAP):
            reached = each
            continue
        waiting += 1
        if waiting > CONFIRMED:
            reached, waiting = each, 0
    return reached


def over(days: Iterable[str], now: str) -> list[str]:
    """The days that no hook can still be writing to: those before yesterday, but for those that a clock leapt to which
    is not believed yet."""
    held = list(days)
    sure = believed(held, now)
    return [day for day in held if day < days_before(now, 1) and day <= sure]


def doubt(paths: Paths) -> str:
    """What the clock is not believed about; "" while it is, and where it would change nothing."""
    days = record.days(paths)
    now = today()
    sure = believed(days, now)
    if sure == now or not days:
        return ""
    return (
        f"the clock says {now}, more than a year after {sure}, where the record stopped: until {CONFIRMED} more days "
        "have lines nothing is dropped for its age"
    )


def days_before(day: str, count: int) -> str:
    """The day so many days before one."""
    try:
        return (date.fromisoformat(day) - timedelta(days=count)).isoformat()
    except (ValueError, OverflowError):
        return day if count == 0 else ""


def _apart(first: str, second: str) -> int:
    """How many days lie between two; 0 for what are no days."""
    try:
        return (date.fromisoformat(second) - date.fromisoformat(first)).days
    except ValueError:
        return 0
