# SPDX-License-Identifier: EUPL-1.2
"""Choosing a bed, and undoing it: what is shared for it opens and ends in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ketenzicht import reference
from ketenzicht.cases.file.models import Case, Grant
from ketenzicht.cases.file.services.journal import log
from ketenzicht.cases.file.services.notify import notify
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.sharing.services.grants import Terms, grant_access, stop_grant
from ketenzicht.cases.shelter.acts.offers import Act
from ketenzicht.cases.shelter.acts.requests import Act as End
from ketenzicht.cases.shelter.models import BedOffer
from ketenzicht.cases.shelter.services.answering import case_of_offer, choose_bed, open_offer
from ketenzicht.cases.shelter.services.asking import case_of_request, open_request
from ketenzicht.cases.shelter.services.withdrawing import end_offer, end_request_of, open_again
from ketenzicht.cases.shelter.states import BedState
from ketenzicht.core.clock import local_date
from ketenzicht.core.obligations.acting import act

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

PURPOSE = "shelter"


@act()
def accept_bed(
    *,
    actor: Member,
    offer_id: UUID,
    basis: str,
    sections: frozenset[Section],
    until: datetime,
    version: int,
    now: datetime,
) -> BedOffer:
    """Choose one of the offered beds with the person; the stay begins when the shelter says so."""
    offer = open_offer(Act.CHOOSE, actor, offer_id, version, now)
    case = case_of_offer(offer)
    choose_bed(offer, case, actor=actor, now=now)
    shelter_id = offer.shelter_id or offer.receiver_id
    terms = Terms(
        organisation_id=shelter_id, purpose=PURPOSE, basis=basis, sections=sections, until=until
    )
    grant_access(actor=actor, case_id=case.pk, terms=terms, now=now)
    return offer


@act()
def take_bed_back(*, actor: Member, offer_id: UUID, version: int, now: datetime) -> BedOffer:
    """Say that the bed is not there after all; a chosen one is looked for again."""
    offer = open_offer(Act.TAKE_BACK, actor, offer_id, version, now)
    case, chosen = case_of_offer(offer), offer.state == BedState.CHOSEN
    end_offer(offer, BedState.TAKEN_BACK, now=now)
    open_again(offer.request)
    if chosen:
        _stop_share(case, offer, actor, now)
    log(case, "bed-gone", actor=actor, now=now, to=str(offer.receiver_id))
    notify("bed_answered", now=now, holder=case.holder_id)
    return offer


@act()
def end_request(
    *, actor: Member, request_id: UUID, outcome: str, version: int, now: datetime
) -> None:
    """Stop looking, and say why; whoever was asked is told that it is not needed any more."""
    request = open_request(actor, request_id, End.END, version, now)
    case = case_of_request(request)
    rows = BedOffer.objects.for_reader(actor, now).filter(request=request, state=BedState.CHOSEN)
    chosen = rows.first()
    code = reference.code("bed_outcomes", outcome, by=local_date(now)).code
    end_request_of(case, outcome=code, now=now, actor=actor)
    if chosen is not None:
        _stop_share(case, chosen, actor, now)


def _stop_share(case: Case, offer: BedOffer, actor: Member, now: datetime) -> None:
    """End what was opened to the shelter for a bed it does not give."""
    shelter_id = offer.shelter_id or offer.receiver_id
    rows = Grant.objects.whole_table(why="what was shared for a bed of a locked case")
    shared = rows.filter(Grant.holds(now), case=case, organisation=shelter_id, purpose=PURPOSE)
    if shared.exists():
        stop_grant(case, shelter_id, actor, now)
