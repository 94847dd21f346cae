# SPDX-License-Identifier: EUPL-1.2
"""What stands about a bed that is looked for: who answers, who chooses, who looks on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from ketenzicht.cases.shelter.states import Bed, BedState, BedWork, Stay, Wanted
from ketenzicht.core.obligations.states import Harm, Standing
from ketenzicht.core.terms import late_since

NOT_OFFERED, LONG_STAY = "bed_not_offered", "stay_too_long"


def beds_standing(bed: Bed, holder: UUID, region: str) -> Iterator[Standing]:
    """Everything that stands about a bed that is looked for."""
    if bed.stay is not None:
        yield _long_stay(bed.stay, holder, region)
    if (wanted := bed.wanted) is None:
        return
    for one in wanted.of(BedState.OFFERED):
        yield Standing(
            kind=BedWork.ASKED,
            key=str(one.id),
            owner=one.shelter,
            asker=holder,
            since=one.asked_at,
            shows_from=one.asked_at,
            until=one.answer_by,
            harm=Harm.TODAY,
        )
    chosen = wanted.of(BedState.CHOSEN)
    for one in chosen:
        since = one.answered_at or one.asked_at
        yield Standing(
            kind=BedWork.COMES,
            key=str(one.id),
            owner=one.shelter,
            asker=holder,
            since=since,
            shows_from=since,
            until=one.begins,
            harm=Harm.TODAY,
        )
    if not chosen:
        yield _of_holder(wanted, holder, region)


def _long_stay(stay: Stay, holder: UUID, region: str) -> Standing:
    """A stay beyond its term waits for the shelter to say why; a reason lasts until its day."""
    late = late_since(LONG_STAY, stay.since, region=region)
    late = max(late, stay.explained_until or late)
    return Standing(
        kind=BedWork.STAYS,
        key=str(stay.id),
        rule=LONG_STAY,
        owner=stay.shelter,
        asker=holder,
        since=stay.since,
        shows_from=late,
        late_since=late,
    )


def _of_holder(wanted: Wanted, holder: UUID, region: str) -> Standing:
    """A yes waits for the choice; without one the clock of the request runs."""
    offered = [one.answered_at for one in wanted.of(BedState.ACCEPTED) if one.answered_at]
    if offered:
        return Standing(
            kind=BedWork.CHOOSE,
            key=str(wanted.id),
            owner=holder,
            since=min(offered),
            shows_from=min(offered),
            harm=Harm.TODAY,
        )
    late = late_since(NOT_OFFERED, wanted.since, region=region)
    late = max(late, wanted.interim_until or late)
    return Standing(
        kind=BedWork.LEFT,
        key=str(wanted.id),
        rule=NOT_OFFERED,
        owner=holder,
        asker=holder,
        since=wanted.since,
        shows_from=late if wanted.of(BedState.OFFERED) else _nobody_left(wanted, late),
        late_since=late,
        until=wanted.interim_until,
        harm=Harm.TODAY,
    )


def _nobody_left(wanted: Wanted, late: datetime) -> datetime:
    """When nobody is asked any more it is the holder's again at once, unless a bed bridges it."""
    if wanted.interim_until is not None:
        return late
    said = [one.answered_at for one in wanted.asked if one.answered_at]
    return min(late, max(said)) if said else late
