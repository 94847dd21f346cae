# SPDX-License-Identifier: EUPL-1.2
"""Working days of the Netherlands, and moments that stay at the same time of day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht.core.clock import AMSTERDAM, local, local_date
from ketenzicht.core.workdays import (
    add_working_days,
    is_working_day,
    subtract_working_days,
    working_days_between,
)

FROM = datetime(2020, 1, 1)  # noqa: DTZ001  because the strategy adds the zone itself
TO = datetime(2035, 12, 31)  # noqa: DTZ001  because of the same
moments = st.datetimes(FROM, TO, timezones=st.just(AMSTERDAM)).map(
    lambda moment: moment.astimezone(UTC)
)
counts = st.integers(0, 40)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),  # New Year's Day
        date(2026, 4, 3),  # Good Friday
        date(2026, 4, 6),  # Easter Monday
        date(2026, 4, 27),  # King's Day
        date(2026, 5, 5),  # Liberation Day, not one of the five years
        date(2025, 5, 5),  # Liberation Day, a fifth year
        date(2026, 5, 14),  # Ascension Day
        date(2026, 5, 25),  # Whit Monday
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2025, 4, 26),  # King's Day on a Saturday, because the 27th is a Sunday
        date(2026, 11, 21),
        date(2026, 11, 22),
    ],
)
def test_offices_are_closed(day: date):
    assert not is_working_day(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 11, 20),
        date(2026, 12, 24),
        date(2026, 12, 31),
        date(2026, 12, 28),  # nothing moves to Monday when a holiday falls in a weekend
        date(2025, 4, 28),  # the Monday after a King's Day that moved forward
        date(2026, 12, 4),
    ],
)
def test_offices_are_open(day: date):
    assert is_working_day(day)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-18 11:00", 2, "2026-11-20 11:00"),
        ("2026-11-20 16:30", 1, "2026-11-23 16:30"),
        ("2026-11-21 09:00", 0, "2026-11-23 09:00"),
        ("2026-04-02 12:00", 1, "2026-04-07 12:00"),  # over the whole of Easter
        ("2026-12-24 10:00", 1, "2026-12-28 10:00"),
        ("2026-03-27 23:30", 1, "2026-03-30 23:30"),  # summer time begins in between
    ],
)
def test_a_term_in_working_days_ends_where_a_person_would_say(start: str, days: int, end: str):
    began = datetime.fromisoformat(start).replace(tzinfo=AMSTERDAM)
    assert local(add_working_days(began, days)).strftime("%Y-%m-%d %H:%M") == end


@given(moments, counts)
def test_a_term_ends_on_an_open_day(moment: datetime, days: int):
    assert is_working_day(local_date(add_working_days(moment, days)))


@given(moments, st.integers(1, 40))
def test_so_many_working_days_later_counts_back_to_so_many(moment: datetime, days: int):
    assert working_days_between(moment, add_working_days(moment, days)) == days


@given(moments, counts, counts)
def test_more_days_never_end_earlier(moment: datetime, few: int, more: int):
    first, last = sorted((few, more))
    assert add_working_days(moment, first) <= add_working_days(moment, last)


@given(moments.filter(lambda moment: is_working_day(local_date(moment))), counts)
def test_there_and_back_is_the_same_day(moment: datetime, days: int):
    back = subtract_working_days(add_working_days(moment, days), days)
    assert local_date(back) == local_date(moment)


@given(moments, moments)
def test_counting_backwards_is_the_negative(one: datetime, other: datetime):
    other = one + (other - one) % timedelta(days=60)
    assert working_days_between(one, other) == -working_days_between(other, one)


def test_a_negative_number_of_days_is_refused():
    with pytest.raises(ValueError, match="cannot be negative"):
        add_working_days(datetime(2026, 11, 18, tzinfo=UTC), -1)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a time zone"):
        add_working_days(FROM, 1)
