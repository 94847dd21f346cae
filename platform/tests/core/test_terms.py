# SPDX-License-Identifier: EUPL-1.2
"""Periods on the calendar of Amsterdam: clocks that change, months of unequal length."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht import reference
from ketenzicht.core.clock import AMSTERDAM, local, local_date
from ketenzicht.core.terms import after, before, end_of, term_end
from ketenzicht.core.workdays import is_working_day
from ketenzicht.reference import Period

FROM = datetime(2020, 1, 1)  # noqa: DTZ001  because the strategy adds the zone itself
TO = datetime(2035, 12, 31)  # noqa: DTZ001  because of the same
moments = st.datetimes(FROM, TO, timezones=st.just(UTC))
calendar_periods = st.sampled_from(["P1D", "P7D", "P2W", "P1M", "P3M", "P1Y"])
periods = calendar_periods | st.sampled_from(["PT4H", "PT48H", "P2WD", "P10WD"])


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        ("2026-03-28 12:00", "P1D", "2026-03-29 12:00"),  # a day of 23 hours
        ("2026-10-24 12:00", "P1D", "2026-10-25 12:00"),  # a day of 25 hours
        ("2026-03-28 12:00", "PT24H", "2026-03-29 13:00"),  # hours are hours
        ("2026-10-24 12:00", "PT24H", "2026-10-25 11:00"),
        ("2026-01-31 09:00", "P1M", "2026-02-28 09:00"),
        ("2028-01-31 09:00", "P1M", "2028-02-29 09:00"),
        ("2026-11-30 09:00", "P3M", "2027-02-28 09:00"),
        ("2028-02-29 09:00", "P1Y", "2029-02-28 09:00"),
        ("2026-12-31 23:30", "P2W", "2027-01-14 23:30"),
        ("2026-11-18 11:00", "P2WD", "2026-11-20 11:00"),
    ],
)
def test_a_period_has_passed_when_the_calendar_says_so(start: str, period: str, end: str):
    began = datetime.fromisoformat(start).replace(tzinfo=AMSTERDAM)
    ended = after(began.astimezone(UTC), Period.parse(period))
    assert local(ended).strftime("%Y-%m-%d %H:%M") == end


def test_a_time_that_the_change_of_clocks_skips_is_the_next_one():
    began = datetime(2026, 3, 28, 2, 30, tzinfo=AMSTERDAM)
    assert local(after(began.astimezone(UTC), Period.parse("P1D"))).strftime("%H:%M") == "03:30"


@given(moments, periods)
def test_a_period_lies_ahead(moment: datetime, period: str):
    assert before(moment, Period.parse(period)) < moment < after(moment, Period.parse(period))


@given(moments, calendar_periods)
def test_a_calendar_period_ends_at_the_same_time_of_day(moment: datetime, period: str):
    ended = local(after(moment, Period.parse(period)))
    skipped = ended.replace(fold=0) != ended or ended.utcoffset() != local(moment).utcoffset()
    if not (skipped and ended.hour in {2, 3}):
        assert ended.time() == local(moment).time()


@given(moments, st.integers(1, 40))
def test_months_end_on_the_same_day_or_on_the_last(moment: datetime, months: int):
    began, ended = local(moment), local(after(moment, Period.parse(f"P{months}M")))
    last = calendar.monthrange(ended.year, ended.month)[1]
    assert ended.day == min(began.day, last)
    assert (ended.year * 12 + ended.month) - (began.year * 12 + began.month) == months


@given(moments, st.timedeltas(timedelta(0), timedelta(days=3)), calendar_periods)
def test_what_begins_later_does_not_end_earlier(moment: datetime, later: timedelta, period: str):
    # An hour at the change of clocks is named twice; a day later both may be the same moment.
    ends = [after(begin, Period.parse(period)) for begin in (moment, moment + later)]
    assert ends[0] <= ends[1] + timedelta(hours=1)


dates = st.datetimes(FROM, TO, timezones=st.just(AMSTERDAM)).map(lambda each: each.astimezone(UTC))


KNOWN = [term for term in reference.deadlines() if not term.claim.unknown]


@given(st.sampled_from(KNOWN), dates)
def test_no_term_ends_on_a_closed_day_unless_its_row_says_why(term: reference.Deadline, begun):
    """Algemene termijnenwet, articles 1 and 4."""
    ended = local_date(end_of(term, begun))
    assert is_working_day(ended) or term.any_day


@pytest.mark.parametrize(
    ("begun", "ended"),
    [
        ("2026-11-13", "2026-11-27"),  # a Friday
        ("2026-11-14", "2026-11-30"),  # would end on a Saturday
        ("2026-12-11", "2026-12-28"),  # would end on Christmas Day, a Friday, before a weekend
        ("2028-02-15", "2028-02-29"),  # the leap day is an open day
    ],
)
def test_a_term_of_two_weeks_ends_where_offices_are_open(begun: str, ended: str):
    start = datetime.fromisoformat(begun).replace(tzinfo=AMSTERDAM)
    assert local_date(term_end("allowance_request", start)).isoformat() == ended


def test_a_permit_does_not_last_longer_because_its_last_day_is_a_saturday():
    start = datetime(2026, 5, 29, tzinfo=AMSTERDAM)
    assert local_date(term_end("reflection_period", start)).isoformat() == "2026-08-29"
