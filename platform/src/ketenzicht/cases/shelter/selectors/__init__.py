# SPDX-License-Identifier: EUPL-1.2
"""What is read about places, stays and beds."""

from ketenzicht.cases.shelter.selectors.beds import (
    SHELTER,
    Described,
    address_of,
    answer_in,
    bed_request_of,
    beds_to_answer,
    can_offer,
    described,
    end_of_stay,
    get_offer,
    get_request,
    offer_to_choose,
    offers_of,
    shelters_to_ask,
    stay_of,
)

__all__ = [
    "SHELTER",
    "Described",
    "address_of",
    "answer_in",
    "bed_request_of",
    "beds_to_answer",
    "can_offer",
    "described",
    "end_of_stay",
    "get_offer",
    "get_request",
    "offer_to_choose",
    "offers_of",
    "shelters_to_ask",
    "stay_of",
]
