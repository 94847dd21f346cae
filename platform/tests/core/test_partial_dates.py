# SPDX-License-Identifier: EUPL-1.2
"""Dates known to the year, the month or the day, and how old somebody then is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht.core.partial_dates import PartialDate

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def known_to(day: date, parts: int) -> PartialDate:
    return PartialDate(*(day.year, day.month, day.day)[:parts])


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("1999", date(1999, 1, 1), date(1999, 12, 31)),
        ("2008-02", date(2008, 2, 1), date(2008, 2, 29)),
        ("1999-03-07", date(1999, 3, 7), date(1999, 3, 7)),
    ],
)
def test_a_partial_date_is_all_the_days_it_can_mean(written, first, last):
    found = PartialDate.parse(written)
    assert (found.first_day, found.last_day, str(found)) == (first, last, written)


@pytest.mark.parametrize(
    "written", ["", "99", "1999-3", "1999-13", "1999-02-30", "7-3-1999", "1999-03-07T00", "١٩٩٩"]
)
def test_what_is_no_date_is_refused(written):
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(written)


def test_a_day_without_its_month_is_refused():
    with pytest.raises(ValueError, match="month"):
        PartialDate(1999, None, 7)


def test_nothing_written_is_nothing_known():
    assert PartialDate.parse_known("") is None
    assert PartialDate.parse_known("1999") == PartialDate(1999)


@pytest.mark.parametrize(
    ("written", "day", "age"),
    [
        ("2008-11", date(2026, 11, 29), 17),
        ("2008-11", date(2026, 11, 30), 18),
        ("2008", date(2026, 12, 30), 17),
        ("2008", date(2026, 12, 31), 18),
        ("2008-02-29", date(2026, 2, 28), 17),
        ("2008-02-29", date(2026, 3, 1), 18),
        ("2008-02", date(2026, 2, 28), 17),
        ("1999-03-07", date(2026, 3, 7), 27),
    ],
)
def test_in_doubt_the_younger_age_counts(written, day, age):
    assert PartialDate.parse(written).age_on(day) == age


@given(DAYS, DAYS, st.integers(1, 3))
def test_nobody_is_older_than_a_whole_date_would_make_them(day, today, parts):
    assert known_to(day, parts).age_on(today) <= known_to(day, 3).age_on(today)


@given(DAYS, st.integers(1, 3))
def test_what_is_written_is_read_back(day, parts):
    found = known_to(day, parts)
    assert PartialDate.parse(str(found)) == found
    assert found.first_day <= day <= found.last_day


@given(DAYS, DAYS)
def test_age_grows_by_at_most_one_from_day_to_day(birth, today):
    known = PartialDate(birth.year, birth.month, birth.day)
    assert known.age_on(today + timedelta(days=1)) - known.age_on(today) in {0, 1}
