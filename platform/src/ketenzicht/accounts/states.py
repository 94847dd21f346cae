# SPDX-License-Identifier: EUPL-1.2
"""Onboarding of an organisation: proposed by one person, approved by another."""

from enum import StrEnum

#: What work of this app is about: an organisation, with all who belong to it.
ORGANISATION = "organisation"


class Standing(StrEnum):
    """Where an organisation stands with the platform: whether its people may sign in."""

    #: Known as a party of the chain, without access: it can be named and is asked nothing.
    NAMED = "named"
    PROPOSED = "proposed"
    ACTIVE = "active"
    SUSPENDED = "suspended"


NEXT: dict[Standing, frozenset[Standing]] = {
    Standing.NAMED: frozenset({Standing.PROPOSED}),
    Standing.PROPOSED: frozenset({Standing.ACTIVE}),
    Standing.ACTIVE: frozenset({Standing.SUSPENDED}),
    Standing.SUSPENDED: frozenset({Standing.ACTIVE}),
}


class Power(StrEnum):
    """What a mandate gives somebody the power to decide."""

    PAYER_DISPUTE = "payer_dispute"
    FALLBACK = "fallback"
    RELEASE = "release"


class Asked(StrEnum):
    """What one person asks and another confirms before somebody can use it."""

    #: To get in, for the first time or again, with the roles that are named.
    ACCESS = "access"
    #: Further roles for somebody who is in.
    ROLES = "roles"
    #: A code to come in with: a new one, for another address, or in the place of a lost passkey.
    CODE = "code"


class AskedState(StrEnum):
    """Where a request for access stands; what it asked for holds only once it is confirmed."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


ASKED_NEXT: dict[AskedState, frozenset[AskedState]] = {
    AskedState.WAITING: frozenset(AskedState) - {AskedState.WAITING},
    AskedState.CONFIRMED: frozenset(),
    AskedState.DECLINED: frozenset(),
    AskedState.WITHDRAWN: frozenset(),
    AskedState.LAPSED: frozenset(),
}
