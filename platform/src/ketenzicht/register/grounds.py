# SPDX-License-Identifier: EUPL-1.2
"""On which ground an organisation registers: by its kind, and how sure that is."""

from __future__ import annotations

from datetime import date

from ketenzicht import reference
from ketenzicht.reference import Code
from ketenzicht.register.states import Outcome

INTEREST = "legit_interest"


def ground_without_consent(kind: str, day: date) -> Code | None:
    """The ground on which this kind of organisation registers without a name; None: not known."""
    for row in reference.codes("registration_grounds", day):
        kinds = row.attributes["organisations"]
        if isinstance(kinds, tuple) and kind in kinds:
            return row
    return None


def basis_of(kind: str, outcome: Outcome, day: date) -> str:
    """What an entry keeps as its ground."""
    if outcome is Outcome.NAMED:
        return "consent"
    if outcome is Outcome.BY_DUTY:
        return "legal_duty"
    row = ground_without_consent(kind, day)
    return str(row.attributes["ground"]) if row else INTEREST
