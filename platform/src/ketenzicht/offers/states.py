# SPDX-License-Identifier: EUPL-1.2
"""Where an offer stands. An app may have states before and after these."""

from __future__ import annotations

from enum import StrEnum


class OfferState(StrEnum):
    """What every offer can be in once it was sent."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


#: Whoever was asked said something; it says who and when.
ANSWERED = frozenset({OfferState.ACCEPTED, OfferState.REFUSED})
