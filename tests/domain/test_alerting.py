"""Quiet hours: what is read, and which moments lie in them."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwdesk.domain.alerting import QuietHours, clock_time

MINUTES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8:00", time(8)),
        (" 08:05 ", time(8, 5)),
        ("23：59", time(23, 59)),
        ("24:00", None),
        ("8:60", None),
        ("8", None),
        ("8:0", None),
        ("008:00", None),
        ("-1:00", None),
        ("８:00", None),
        ("²:00", None),
        (":00", None),
        ("8:", None),
        ("", None),
    ],
)
def test_a_time_of_day_is_read(text: str, expected: time | None) -> None:
    assert clock_time(text) == expected


@given(st.text())
def test_nothing_read_raises(text: str) -> None:
    clock_time(text)
    QuietHours.parse(text)


@given(MINUTES, MINUTES)
def test_what_is_written_is_read_again(begin: time, end: time) -> None:
    hours = QuietHours(begin, end)
    assert QuietHours.parse(str(hours)) == (hours if begin != end else None)


@given(MINUTES, MINUTES, MOMENTS)
def test_either_the_hours_or_the_rest_of_the_day_hold_a_moment(begin: time, end: time, moment: datetime) -> None:
    if begin != end:
        assert (moment in QuietHours(begin, end)) != (moment in QuietHours(end, begin))


@given(MINUTES, MINUTES)
def test_they_begin_with_their_first_minute_and_end_before_their_last(begin: time, end: time) -> None:
    if begin != end:
        hours = QuietHours(begin, end)
        day = datetime(2026, 11, 23)
        assert datetime.combine(day, begin) in hours
        assert datetime.combine(day, end) not in hours
        assert datetime.combine(day, end) - timedelta(microseconds=1) in hours
