# SPDX-License-Identifier: EUPL-1.2
"""Times as people say them: "in 2 working days, Friday 12:00"."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ketenzicht.core.clock import AMSTERDAM
from ketenzicht.core.workdays import working_days_between

HOUR = timedelta(hours=1)  # no term: a unit
FAR = 60  # days; beyond this a distance in days says less than the date


@dataclass(frozen=True, slots=True)
class Spoken:
    """A moment in words, with the exact moment for whoever asks."""

    words: str
    exact: str
    machine: str


def spoken(moment: datetime, now: datetime) -> Spoken:
    """Say a moment as seen from `now`, both aware, in Amsterdam time.

    Midnight stands for the day it begins: a term that ends on a day, or something of which
    no hour was kept.
    """
    local = moment.astimezone(AMSTERDAM)
    here = now.astimezone(AMSTERDAM)
    if local.time() == time.min:
        words = _whole_day(local, here)
        return Spoken(words, _full_day(local.date()), local.date().isoformat())
    words = _ahead(local, here) if local > here else _behind(local, here)
    return Spoken(words, f"{_full_day(local.date())} {_clock(local)}", local.isoformat())


def spoken_day(day: date, today: date) -> Spoken:
    """Say a date as seen from `today`."""
    distance = (day - today).days
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    words = near.get(distance) or _day(day, today)
    return Spoken(words, _full_day(day), day.isoformat())


def _ahead(local: datetime, here: datetime) -> str:
    gap = local - here
    if gap < HOUR:
        minutes = max(1, round(gap / timedelta(minutes=1)))
        return ngettext("in %(n)d minute", "in %(n)d minutes", minutes) % {"n": minutes}
    days = (local.date() - here.date()).days
    if days == 0:
        hours = round(gap / HOUR)
        distance = ngettext("in %(n)d hour", "in %(n)d hours", hours) % {"n": hours}
        return _joined(distance, _("today %(clock)s") % {"clock": _clock(local)})
    if days == 1:
        return _("tomorrow %(clock)s") % {"clock": _clock(local)}
    if days > FAR:
        return _day(local.date(), here.date())
    return _joined(_days_ahead(local, here), _day_and_clock(local, here))


def _days_ahead(local: datetime, here: datetime) -> str:
    """Count in working days while that is how people count: up to a fortnight."""
    days = (local.date() - here.date()).days
    working = working_days_between(here, local)
    if days <= 14 and working:
        return ngettext("in %(n)d working day", "in %(n)d working days", working) % {"n": working}
    return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}


def _behind(local: datetime, here: datetime) -> str:
    gap = here - local
    minutes = round(gap / timedelta(minutes=1))
    if minutes < 1:
        return _("just now")
    if gap < HOUR:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    days = (here.date() - local.date()).days
    if days == 0:
        hours = round(gap / HOUR)
        distance = ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
        return _joined(distance, _clock(local))
    if days == 1:
        return _("yesterday %(clock)s") % {"clock": _clock(local)}
    if days > FAR:
        return _day(local.date(), here.date())
    return _joined(_days_behind(days), _day_and_clock(local, here))


def _whole_day(local: datetime, here: datetime) -> str:
    day, today = local.date(), here.date()
    distance = (day - today).days
    if -2 < distance < 2 or abs(distance) > FAR:
        return spoken_day(day, today).words
    away = _days_ahead(local, here) if distance > 0 else _days_behind(-distance)
    return _joined(away, date_format(day, "l") if abs(distance) < 7 else _day(day, today))


def _days_behind(days: int) -> str:
    return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}


def _joined(distance: str, exact: str) -> str:
    return f"{distance}, {exact}"


def _day_and_clock(local: datetime, here: datetime) -> str:
    if abs((local.date() - here.date()).days) < 7:
        return f"{date_format(local, 'l')} {_clock(local)}"
    return _day(local.date(), here.date())


def _day(day: date, today: date) -> str:
    return date_format(day, "j F" if day.year == today.year else "j F Y")


def _full_day(day: date) -> str:
    return date_format(day, "l j F Y")


def _clock(local: datetime) -> str:
    return local.strftime("%H:%M")
