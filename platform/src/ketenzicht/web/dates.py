# SPDX-License-Identifier: EUPL-1.2
"""Dates as people know and write them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ketenzicht.core.clock import local_date, now

PARTS = re.compile(r"[0-9]{1,4}(?:[-/. ][0-9]{1,4}){0,2}")
LONGEST_LIFE = 120  # years; nobody known is older, Jeanne Calment (122) left out


class BirthDate(forms.CharField):
    """A date of birth known to the year, the month or the day; kept as ISO 8601.

    Both orders are read: 1999, 3-1999, 7/3/1999 as well as 1999-03 and 1999-03-07.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Date of birth"))
        kwargs.setdefault("help_text", _("Write what is known: 1999, 3-1999 or 7-3-1999."))
        super().__init__(required=False, max_length=20, **kwargs)

    def clean(self, value: object) -> str:
        """Refuse what cannot be read, what never was a day, and what nobody alive can have."""
        written: str = super().clean(value)
        return _checked(written) if written else ""

    def prepare_value(self, value: Any) -> Any:
        """Show a stored date in the order of the help text."""
        parts = str(value or "").split("-")
        if not all(part.isascii() and part.isdigit() for part in parts) or len(parts[0]) != 4:
            return value
        return "-".join([*(str(int(part)) for part in parts[:0:-1]), parts[0]])


def _checked(written: str) -> str:
    year, *rest = _parts(written)
    try:
        first = date(year, *rest, *[1] * (2 - len(rest)))
    except ValueError:
        raise forms.ValidationError(_("This date does not exist. Check it.")) from None
    today = local_date(now())
    if first > today:
        raise forms.ValidationError(_("This date has yet to come. Check it."))
    if year < today.year - LONGEST_LIFE:
        raise forms.ValidationError(_("This is too long ago. Check the year."))
    return "-".join([f"{year:04}", *(f"{part:02}" for part in rest)])


def _parts(written: str) -> list[int]:
    """Year, month, day; whichever side the year of four digits stands on."""
    found = re.split(r"[-/. ]", written) if PARTS.fullmatch(written) else []
    if found and len(found[0]) != 4:
        found.reverse()
    if not found or len(found[0]) != 4 or any(len(part) > 2 for part in found[1:]):
        raise forms.ValidationError(_("Write a year, a month or a day: 1999, 3-1999 or 7-3-1999."))
    return [int(part) for part in found]
