# SPDX-License-Identifier: EUPL-1.2
"""Where an offer stands. An app may have states before and after these."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class OfferState(StrEnum):
    """What every offer can be in once it was sent."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


#: Nothing came of it: whoever was asked has no ground left to read what was offered.
ENDED = frozenset({OfferState.REFUSED, OfferState.WITHDRAWN, OfferState.EXPIRED})
#: Whoever was asked said something; it says who and when.
ANSWERED = frozenset({OfferState.ACCEPTED, OfferState.REFUSED})


#: An offer that nothing follows after: it is answered, taken back or run out.
OFFER_NEXT: Mapping[OfferState, frozenset[OfferState]] = {
    OfferState.OFFERED: frozenset(set(OfferState) - {OfferState.OFFERED}),
    **{state: frozenset() for state in OfferState if state is not OfferState.OFFERED},
}


class Alternative(StrEnum):
    """What a refusing organisation proposes instead; a bare no does not exist."""

    OTHER_ORGANISATION = "other_organisation"
    LATER = "later"
    TOGETHER = "together"
    COORDINATOR = "coordinator"


ALTERNATIVE_LABELS = {
    Alternative.OTHER_ORGANISATION: _("Another organisation can do this"),
    Alternative.LATER: _("We can take it later"),
    Alternative.TOGETHER: _("We can do a part of it together with you"),
    Alternative.COORDINATOR: _("The coordinator should decide"),
}
