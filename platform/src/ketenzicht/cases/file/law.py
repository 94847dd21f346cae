# SPDX-License-Identifier: EUPL-1.2
"""Which version of the law holds for a case: by the day of the fact or of the registration."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ketenzicht import reference
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.reference import Code


def asylum_regime(registered: date | None, today: date) -> Code:
    """The regulation on the responsible country, by the day the application was registered.

    Where that day is not recorded, only a day before the change is sure: an application cannot be
    registered after today.
    """
    return next(
        row
        for row in reference.codes("asylum_regimes", registered or today)
        if row.attributes["term"]
    )


def offences_on(day: date) -> tuple[Code, ...]:
    """The offences that were law on the day of the fact."""
    rows = reference.codes("offences", day)
    return tuple(row for row in rows if row.attributes["in_force"] is True)


def doubtful_offences(
    forms: Collection[str], exploited_until: PartialDate | None, today: date
) -> tuple[Code, ...]:
    """Offences of which it is not known whether they were law on the day of the fact."""
    day = exploited_until.last_day if exploited_until else today
    return tuple(
        row
        for row in reference.codes("offences", day)
        if row.claim.unknown and _due(row) <= day and set(forms) & set(_codes(row, "forms"))
    )


def _due(row: Code) -> date:
    """From which day this should have been law; nobody has to be warned before."""
    found = row.attributes.get("due")
    return found if isinstance(found, date) else date.max


def cover_of(service: str, status: str, day: date) -> Code | None:
    """Who brings insurance, income or shelter on a day to somebody with this right to stay."""
    return next(
        (
            row
            for row in reference.codes("residence_covers", day)
            if row.attributes["service"] == service and status in _codes(row, "statuses")
        ),
        None,
    )


def protection_of(status: str, day: date) -> Code | None:
    """The protection that ends on a day of its own for who has this right to stay on a day."""
    rows = reference.codes("protections", day)
    return next((row for row in rows if status in _codes(row, "statuses")), None)


def sentences_at(place: str, today: date) -> tuple[Code, ...]:
    """What has to be said about the law at this place; a withdrawn sentence is no longer."""
    rows = reference.codes("law_sentences", today)
    return tuple(row for row in rows if row.attributes["place"] == place)


def _codes(row: Code, name: str) -> tuple[str, ...]:
    found = row.attributes.get(name, ())
    return found if isinstance(found, tuple) else (str(found),)
