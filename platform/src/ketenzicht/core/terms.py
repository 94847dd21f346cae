# SPDX-License-Identifier: EUPL-1.2
"""When a period or a dated term has passed, on the calendar of Amsterdam.

`reference.Period` says how long (P2WD, PT4H, P3M); this says when that is. Months and years end
on the same day of the month, or on its last day where that day is missing. A term that would end
on a Saturday, a Sunday or a holiday ends on the next open day (Algemene termijnenwet, article 1),
unless its row says why it may end on any day.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta

from django.utils.translation import ngettext

from ketenzicht.core.clock import AMSTERDAM, local
from ketenzicht.core.workdays import add_working_days, on_open_day, subtract_working_days
from ketenzicht.reference import Deadline, Period, Pressing, Unit, deadline, escalation_rule


def after(moment: datetime, period: Period) -> datetime:
    """Return the moment at which a period that began at `moment` has passed."""
    if period.unit is Unit.WORKING_DAYS:
        return add_working_days(moment, period.amount)
    return _shift(moment, period, 1)


def term_end(code: str, start: datetime, region: str = "") -> datetime:
    """Return when a term ends that began at `start`, by the rule of then in that region."""
    return end_of(deadline(code, local(start).date(), region), start)


def end_of(term: Deadline, start: datetime) -> datetime:
    """Return when this version of a term ends that began at `start`."""
    ended = after(start, term.length)
    return ended if term.any_day else on_open_day(ended)


def term_began(code: str, end: datetime) -> datetime:
    """Return the earliest moment at which a term can have begun that ends at `end`."""
    return before(end, deadline(code, local(end).date()).length)


def late_since(
    rule: str,
    since: datetime,
    *,
    pressing: Pressing = Pressing.ORDINARY,
    region: str = "",
) -> datetime:
    """Return when a wait that began then is too long: by the rule of that day, in that region."""
    found = escalation_rule(rule, local(since).date(), region)
    return after(since, found.patience_when(pressing))


def before(moment: datetime, period: Period) -> datetime:
    """Return the moment a period earlier than `moment`."""
    if period.unit is Unit.WORKING_DAYS:
        return subtract_working_days(moment, period.amount)
    return _shift(moment, period, -1)


def _shift(moment: datetime, period: Period, sign: int) -> datetime:
    amount = sign * period.amount
    if period.unit is Unit.HOURS:
        return moment + timedelta(hours=amount)
    day = _day(local(moment).date(), amount, period.unit)
    at = datetime.combine(day, local(moment).time(), tzinfo=AMSTERDAM)
    return at.astimezone(moment.tzinfo)


def _day(day: date, amount: int, unit: Unit) -> date:
    if unit in {Unit.DAYS, Unit.WEEKS}:
        return day + timedelta(days=amount * (7 if unit is Unit.WEEKS else 1))
    months = amount * (12 if unit is Unit.YEARS else 1)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def term_in_words(code: str, start: datetime, region: str = "") -> str:
    """Say how long a term is that begins at `start`, by the rule of then in that region."""
    return period_in_words(deadline(code, local(start).date(), region).length)


def period_in_words(period: Period) -> str:
    """Say a length of time: 3 months, 10 working days."""
    said = {
        Unit.HOURS: ngettext("%(n)s hour", "%(n)s hours", period.amount),
        Unit.DAYS: ngettext("%(n)s day", "%(n)s days", period.amount),
        Unit.WORKING_DAYS: ngettext("%(n)s working day", "%(n)s working days", period.amount),
        Unit.WEEKS: ngettext("%(n)s week", "%(n)s weeks", period.amount),
        Unit.MONTHS: ngettext("%(n)s month", "%(n)s months", period.amount),
        Unit.YEARS: ngettext("%(n)s year", "%(n)s years", period.amount),
    }
    return said[period.unit] % {"n": period.amount}
