# SPDX-License-Identifier: EUPL-1.2
"""Dates as people know and write them."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ketenzicht.core.clock import local_date, now
from ketenzicht.core.partial_dates import PartialDate

PARTS = re.compile(r"[0-9]{1,4}(?:[-/. ][0-9]{1,4}){0,2}")
LONGEST_LIFE = 120  # years; nobody known is older, Jeanne Calment (122) left out


class BirthDate(forms.CharField):
    """A date of birth known to the year, the month or the day.

    Both orders are read: 1999, 3-1999, 7/3/1999 as well as 1999-03 and 1999-03-07.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Date of birth"))
        kwargs.setdefault("help_text", _("Write what is known: 1999, 3-1999 or 7-3-1999."))
        kwargs.setdefault("required", False)
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: object) -> PartialDate | None:
        """Refuse what cannot be read, what never was a day, and what nobody alive can have."""
        written: str = super().clean(value)
        return self.checked(written) if written else None

    def checked(self, written: str) -> PartialDate:
        """Read a date that was written."""
        return _checked(written)

    def prepare_value(self, value: Any) -> Any:
        """Show a date in the order of the help text."""
        if not isinstance(value, PartialDate):
            return value
        return "-".join(str(part) for part in (value.day, value.month, value.year) if part)


class PastMonth(BirthDate):
    """A month that has begun, or a day of it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Write a month or a day: 3-2026 or 7-3-2026."))
        kwargs.setdefault("required", True)
        super().__init__(**kwargs)

    def checked(self, written: str) -> PartialDate:
        """Refuse a year without a month."""
        found = super().checked(written)
        if found.month is None:
            raise forms.ValidationError(_("Write the month as well, such as 3-2026."))
        return found


def date_in_words(known: PartialDate | None) -> str:
    """Say a year, a month or a day, as far as it is known; nothing where nothing is."""
    if known is None:
        return ""
    said = "j F Y" if known.day else "F Y" if known.month else "Y"
    return date_format(known.first_day, said)


def _checked(written: str) -> PartialDate:
    try:
        found = PartialDate(*_parts(written))
    except ValueError:
        raise forms.ValidationError(_("This date does not exist. Check it.")) from None
    today = local_date(now())
    if found.first_day > today:
        raise forms.ValidationError(_("This date has yet to come. Check it."))
    if found.year < today.year - LONGEST_LIFE:
        raise forms.ValidationError(_("This is too long ago. Check the year."))
    return found


def _parts(written: str) -> list[int]:
    """Year, month, day; whichever side the year of four digits stands on."""
    found = re.split(r"[-/. ]", written) if PARTS.fullmatch(written) else []
    if found and len(found[0]) != 4:
        found.reverse()
    if not found or len(found[0]) != 4 or any(len(part) > 2 for part in found[1:]):
        raise forms.ValidationError(_("Write a year, a month or a day: 1999, 3-1999 or 7-3-1999."))
    return [int(part) for part in found]
