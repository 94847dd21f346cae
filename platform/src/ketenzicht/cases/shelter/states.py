# SPDX-License-Identifier: EUPL-1.2
"""Whether somebody has a bed, what was asked of whom, and what there is beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

#: The kind of place that the national coordination centre alone gives.
COSM = "cosm"


class RequestState(StrEnum):
    """A bed is looked for, one is chosen, the person is there, or it ended without one."""

    OPEN = "open"
    CHOSEN = "chosen"
    PLACED = "placed"
    ENDED = "ended"


REQUEST_NEXT: Mapping[RequestState, frozenset[RequestState]] = {
    RequestState.OPEN: frozenset({RequestState.CHOSEN, RequestState.ENDED}),
    RequestState.CHOSEN: frozenset({RequestState.OPEN, RequestState.PLACED, RequestState.ENDED}),
    RequestState.PLACED: frozenset(),
    RequestState.ENDED: frozenset(),
}
#: While one of these stands, no second request of the case can begin.
LOOKING = (RequestState.OPEN, RequestState.CHOSEN)


class BedState(StrEnum):
    """A shelter is asked; its yes is chosen or not; the person comes, or the bed goes back."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CHOSEN = "chosen"
    PLACED = "placed"
    TAKEN_BACK = "taken_back"


BED_NEXT: Mapping[BedState, frozenset[BedState]] = {
    BedState.OFFERED: frozenset(
        {BedState.ACCEPTED, BedState.REFUSED, BedState.WITHDRAWN, BedState.EXPIRED}
    ),
    BedState.ACCEPTED: frozenset({BedState.CHOSEN, BedState.WITHDRAWN, BedState.TAKEN_BACK}),
    BedState.CHOSEN: frozenset({BedState.PLACED, BedState.WITHDRAWN, BedState.TAKEN_BACK}),
    **{
        state: frozenset()
        for state in BedState
        if state not in {BedState.OFFERED, BedState.ACCEPTED, BedState.CHOSEN}
    },
}
#: What still binds the shelter that was asked.
STANDING_OFFERS = (BedState.OFFERED, BedState.ACCEPTED, BedState.CHOSEN)
BED_LABELS = {
    BedState.OFFERED: _("Asked"),
    BedState.ACCEPTED: _("Offers a bed"),
    BedState.REFUSED: _("No bed"),
    BedState.WITHDRAWN: _("No longer needed"),
    BedState.EXPIRED: _("Did not answer"),
    BedState.CHOSEN: _("Chosen"),
    BedState.PLACED: _("Stays here"),
    BedState.TAKEN_BACK: _("Took the bed back"),
}
REQUEST_LABELS = {
    RequestState.OPEN: _("Looking for a bed"),
    RequestState.CHOSEN: _("A bed is chosen"),
    RequestState.PLACED: _("The person is there"),
    RequestState.ENDED: _("Ended without a bed"),
}


class BedWork(StrEnum):
    """What somebody must do or answer about a bed."""

    ASKED = "case.bed-asked"
    CHOOSE = "case.bed-choose"
    LEFT = "case.bed-left"
    COMES = "case.bed-comes"
    STAYS = "case.bed-stays"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedBed:
    """One shelter that was asked: until when, and whether a yes of it is chosen."""

    id: UUID
    shelter: UUID
    state: BedState
    asked_at: datetime
    answer_by: datetime
    answered_at: datetime | None = None
    begins: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A request for a bed that somebody still looks after, and whom it was put to."""

    id: UUID
    since: datetime
    interim_until: datetime | None
    asked: tuple[AskedBed, ...]

    def of(self, *states: BedState) -> list[AskedBed]:
        """Those asked that stand so."""
        return [one for one in self.asked if one.state in states]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Somebody stays at a shelter; until when it said why that lasts longer than is usual."""

    id: UUID
    shelter: UUID
    since: datetime
    explained_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bed:
    """Since when somebody stays somewhere, or stays nowhere any more, and what is asked.

    `unhelped_since` is since when there is a bed and no support beside it that anybody took on.
    """

    since: datetime | None = None
    left_at: datetime | None = None
    unhelped_since: datetime | None = None
    wanted: Wanted | None = None
    stay: Stay | None = None

    def wait_for_one(self, rule: str, asked: datetime) -> tuple[str, datetime]:
        """The rule by which a bed is waited for and since when; none while somebody has one."""
        if self.since is not None:
            return "", asked
        return rule, max(asked, self.left_at or asked)


NOWHERE = Bed()
