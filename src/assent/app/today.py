"""When a person's day began, by the clock and the zone of this place: what every command means by today."""

from __future__ import annotations

import time

_DAY = 86_400


def began(now: int, *, utc: bool = False) -> int:
    """When the day of a moment began, both in seconds since 1970. Where clocks skip midnight it is the moment they skip
    it, where they show it twice the first time."""
    if utc:
        return now - now % _DAY
    there = now + _ahead(now)
    midnight = there - there % _DAY
    # Before and after a change of the clocks midnight is another moment; a clock shows one of them, both or neither.
    found = sorted({midnight - _ahead(midnight - _DAY), midnight - _ahead(midnight + _DAY)})
    return next((each for each in found if each + _ahead(each) == midnight), found[-1])


def _ahead(moment: int) -> int:
    """Seconds by which clocks here are ahead of UTC."""
    return time.localtime(moment).tm_gmtoff
