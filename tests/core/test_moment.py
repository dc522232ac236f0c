"""What is a moment of the record, and what is none, or of no year that a clock is in."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.core.moment import is_in_utc

# id: what is no moment of the record.
NONE = {
    "before-the-first": "1969-12-31T23:59:59.999Z", "year-one": "0001-01-01T00:00:00.000Z", "year-9999": "9999-12-31T23:59:59.999Z",
    "no-month": "2026-13-01T00:00:00.000Z", "month-zero": "2026-00-01T00:00:00.000Z", "no-day": "2026-02-30T00:00:00.000Z",
    "no-leap-year": "2100-02-29T00:00:00.000Z", "day-zero": "2026-02-00T00:00:00.000Z", "no-hour": "2026-02-03T24:00:00.000Z",
    "no-minute": "2026-02-03T23:60:00.000Z", "no-second": "2026-02-03T23:59:60.000Z", "another-zone": "2026-11-20T09:56:35.392+01:00",
    "a-week": "2026-W10-3T00:00:00.000Z", "without-signs": "20261120T09:56:35.392Z", "a-day": "2026-11-20", "words": "yesterday",
    "nothing": "", "zero-byte": "2026-11-20T09:56:35.392\0", "letters": "2026-11-20T09:56:35.abcZ", "too-exact": "2026-11-20T09:56:35.1234567Z",
    "other-digits": "2026-11-2\u0660T09:56:35.392Z", "raised-digits": "2026-11-20T09:56:35.39\u00b2Z", "a-sign": "2026-11-+2T09:56:35.392Z",
    "a-blank": "2026-11-20 09:56:35.392Z", "more-behind": "2026-11-20T09:56:35Zx.392Z",
}  # fmt: skip


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_what_is_no_moment_is_told_apart(text: str) -> None:
    assert not is_in_utc(text)


CLOCK = st.integers(0, 253_339_228_799).map(
    lambda seconds: dt.datetime.fromtimestamp(seconds + 0.123456, dt.UTC)
)


@given(CLOCK, st.sampled_from(("seconds", "milliseconds", "microseconds")))
def test_every_moment_of_a_clock_is_one(moment: dt.datetime, exact: str) -> None:
    assert is_in_utc(f"{moment.replace(tzinfo=None).isoformat(timespec=exact)}Z")


@given(st.text("0123456789-T:.Z", max_size=28))
def test_what_it_takes_for_a_moment_is_one(text: str) -> None:
    if is_in_utc(text):
        assert dt.datetime.fromisoformat(text).date().isoformat() == text[:10]
