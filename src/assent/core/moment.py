"""Moments as records write them: UTC ISO 8601, of the years that a clock can be in."""

from __future__ import annotations

# Before and after these a zone may take a moment out of all years, or a list of days has no end.
FIRST, BEYOND = "1970", "9998"
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_in_utc(ts: str) -> bool:
    """Whether a text is a moment as records write it, to the second or more exact."""
    signs = ts[4:5] + ts[7:8] + ts[10:11] + ts[13:14] + ts[16:17] + ts[19:20] + ts[-1:]
    if signs not in ("--T::.Z", "--T::ZZ") or not FIRST <= ts[:4] < BEYOND:
        return False
    words = (ts[:4], ts[5:7], ts[8:10], ts[11:13], ts[14:16], ts[17:19], ts[20:-1] or "0")
    if len(ts) > 27 or not (ts.isascii() and all(word.isdigit() for word in words)):
        return False
    year, month, day, hour, minute, second = map(int, words[:6])
    in_day = hour < 24 and minute < 60 and second < 60
    return in_day and 1 <= month <= 12 and 1 <= day <= _length(year, month)


def _length(year: int, month: int) -> int:
    """How many days a month has."""
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _DAYS[month - 1] - (month == 2 and not is_leap)
