"""Moments as people write and read them: spans back from now, days and times of this place, or of UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

_SPANS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1), "m": timedelta(days=30)}


def moment(text: str, now: str, *, utc: bool, after: bool = False) -> str | None:
    """A span before `now` (`30d`, `12h`, `8w`, `6m`), a day or a time as UTC ISO 8601 with milliseconds; None for none
    of them. A day means its beginning, with `after` the moment when it is over."""
    span = _SPANS.get(text[-1:])
    try:
        if span and text[:-1].isdecimal() and text[:-1].isascii():
            return written(datetime.fromisoformat(now) - span * int(text[:-1]))
        if len(text) == 10:
            day = date.fromisoformat(text) + timedelta(days=1 if after else 0)
            return written(_placed(datetime(day.year, day.month, day.day), utc=utc))  # noqa: DTZ001  placed at once
        return written(_placed(datetime.fromisoformat(text), utc=utc))
    except (ValueError, OverflowError, OSError):
        return None


def _placed(given: datetime, *, utc: bool) -> datetime:
    """A time without a zone is one of this place, or of UTC."""
    if given.tzinfo is not None:
        return given
    return given.replace(tzinfo=UTC) if utc else given.astimezone()


def written(given: datetime) -> str:
    """A time as the record writes it."""
    given = given.astimezone(UTC)
    return f"{given:%Y-%m-%dT%H:%M:%S}.{given.microsecond // 1000:03d}Z"


def shown(ts: str, *, utc: bool) -> tuple[str, str]:
    """(day, time of day) of a moment of the record, here or in UTC; what is no moment as it stands."""
    zone: tzinfo | None = UTC if utc else None
    try:
        there = datetime.fromisoformat(ts).astimezone(zone)
    except (ValueError, OverflowError, OSError):
        return ts[:10], ts[11:19]
    return f"{there:%Y-%m-%d}", f"{there:%H:%M:%S}"
