"""When a person's day began, in zones of every kind, on days on which the clocks change too."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.app import moments, today

# id: (zone, a moment, when its day began), both in UTC.
DAYS: dict[str, tuple[str, str, str]] = {
    "utc": ("UTC", "2026-11-22T09:00:00", "2026-11-22T00:00:00"),
    "midnight-itself": ("UTC", "2026-11-22T00:00:00", "2026-11-22T00:00:00"),
    "a-second-before": ("UTC", "2026-11-21T23:59:59", "2026-11-21T00:00:00"),
    "far-east": ("Pacific/Kiritimati", "2026-11-22T09:59:59", "2026-11-21T10:00:00"),
    "far-east-tomorrow": ("Pacific/Kiritimati", "2026-11-22T10:00:00", "2026-11-22T10:00:00"),
    "far-west": ("Pacific/Pago_Pago", "2026-11-22T10:59:59", "2026-11-21T11:00:00"),
    "half-hours": ("America/St_Johns", "2026-11-22T03:30:00", "2026-11-22T03:30:00"),
    "three-quarters": ("Asia/Kathmandu", "2026-11-22T18:14:00", "2026-11-21T18:15:00"),
    "clocks-go-forward": ("Europe/Berlin", "2026-03-29T12:00:00", "2026-03-28T23:00:00"),
    "clocks-went-forward": ("Europe/Berlin", "2026-03-30T12:00:00", "2026-03-29T22:00:00"),
    "clocks-go-back": ("Europe/Berlin", "2026-10-25T22:59:00", "2026-10-24T22:00:00"),
    "no-midnight": ("Africa/Cairo", "2026-04-24T10:00:00", "2026-04-23T22:00:00"),
    "no-midnight-west": ("America/Santiago", "2026-09-06T12:00:00", "2026-09-06T04:00:00"),
    "midnight-twice": ("America/Havana", "2026-11-01T12:00:00", "2026-11-01T04:00:00"),
    "midnight-twice-between": ("America/Havana", "2026-11-01T04:30:00", "2026-11-01T04:00:00"),
}


@pytest.fixture(autouse=True)
def _zone_after() -> Iterator[None]:
    before = os.environ.get("TZ")
    yield
    os.environ.pop("TZ", None)
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


def put(zone: str) -> None:
    os.environ["TZ"] = zone
    time.tzset()


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(("zone", "moment", "begun"), DAYS.values(), ids=DAYS)
def test_a_day_begins_when_clocks_here_first_show_it(zone: str, moment: str, begun: str) -> None:
    put(zone)
    assert today.began(seconds(moment)) == seconds(begun)
    assert today.began(seconds(moment), utc=True) == seconds(f"{moment[:10]}T00:00:00")


@given(
    zone=st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"})),
    day=st.dates(date(2015, 1, 1), date(2037, 1, 1)),
    minute=st.integers(0, 1439),
)
def test_it_is_the_moment_that_a_written_day_means(zone: str, day: date, minute: int) -> None:
    """`--since 2026-11-22` and today on that day begin together."""
    put(zone)
    at = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) + timedelta(minutes=minute)
    now = moments.written(at)
    written, _ = moments.shown(now, utc=False)
    found = today.began(int(at.timestamp()))
    assert moments.written(datetime.fromtimestamp(found, UTC)) == moments.moment(written, now, utc=False)
