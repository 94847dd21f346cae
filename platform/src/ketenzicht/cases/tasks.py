# SPDX-License-Identifier: EUPL-1.2
"""Sweeps of the care side: silence, decisions nobody takes, holders nobody reaches.

Each is safe to repeat and to run twice at once; each touches one case per transaction.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ketenzicht.cases.care.models import Need, NeedOffer
from ketenzicht.cases.care.services.asking import expire_question
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.services.details import index_labels
from ketenzicht.cases.page.retention import shred_closed
from ketenzicht.cases.sharing.services.break_glass import note_unjudged
from ketenzicht.cases.sharing.services.grants import end_expired
from ketenzicht.cases.shelter.models import BedOffer
from ketenzicht.cases.shelter.services.answering import expire_bed_question
from ketenzicht.cases.shelter.states import STANDING_OFFERS
from ketenzicht.cases.transfers.models import Escalation, Transfer
from ketenzicht.cases.transfers.services.decisions import leave_unreachable
from ketenzicht.cases.transfers.services.escalation import escalate
from ketenzicht.cases.transfers.services.released import expire_transfer
from ketenzicht.cases.transfers.states import Level, TransferState
from ketenzicht.core.obligations.acting import act
from ketenzicht.offers.services import overdue
from ketenzicht.offers.states import OfferState

WHY = "sweep over silence"


def sweep(now: datetime) -> dict[str, int]:
    """Run every sweep once and say how much each found."""
    return {
        "expired": expire_offers(now),
        "unanswered": expire_questions(now),
        "beds": expire_beds(now),
        "escalated": escalate_overdue(now),
        "moved": rescue_cases(now),
        "ended": end_expired(now=now),
        "shredded": shred_closed(now=now),
        "unjudged": note_unjudged(now=now),
        "indexed": index_labels(),
    }


def expire_offers(now: datetime) -> int:
    """Let unanswered offers expire: the holder keeps the case, and somebody must decide."""
    due = overdue(Transfer.objects.whole_table(why=WHY), now=now)
    return sum(expire_transfer(transfer_id, now=now) for transfer_id in due)


def expire_questions(now: datetime) -> int:
    """Let unanswered questions about needs run out: who asked has it on the own day again."""
    due = overdue(NeedOffer.objects.whole_table(why=WHY), now=now)
    return sum(expire_question(offer_id, now=now) for offer_id in due)


def expire_beds(now: datetime) -> int:
    """Let unanswered questions about a bed run out: the holder looks on."""
    due = overdue(BedOffer.objects.whole_table(why=WHY), now=now)
    return sum(expire_bed_question(offer_id, now=now) for offer_id in due)


def escalate_overdue(now: datetime) -> int:
    """Bring decisions that the holder's lead did not take to the fallback coordinator."""
    due = Escalation.objects.whole_table(why=WHY).filter(
        resolved_at=None, level=Level.SUPERVISOR, due__lte=now
    )
    return sum(_escalate(escalation_id, now) for escalation_id in due.values_list("pk", flat=True))


@act()
def _escalate(escalation_id: UUID, now: datetime) -> bool:
    rows = Escalation.objects.whole_table(why=WHY).select_for_update(of=("self",))
    found = rows.filter(pk=escalation_id, resolved_at=None, level=Level.SUPERVISOR).first()
    if found is None:
        return False
    escalate(found, _locked(found.case_id), now=now)
    return True


def rescue_cases(now: datetime) -> int:
    """Find organisations nobody can reach; what they hold or took on goes to who answers."""
    open_cases = Case.objects.whole_table(why=WHY).filter(closed_at__isnull=True)
    needs = Need.objects.whole_table(why=WHY).filter(state=NeedState.OPEN)
    asked = NeedOffer.objects.whole_table(why=WHY).filter(state=OfferState.OFFERED)
    offers = Transfer.objects.whole_table(why=WHY).filter(state=TransferState.OFFERED)
    beds = BedOffer.objects.whole_table(why=WHY).filter(state__in=STANDING_OFFERS)
    concerned = {
        *open_cases.order_by().values_list("holder_id", flat=True).distinct(),
        *needs.order_by().values_list("responsible_id", flat=True).distinct(),
        *asked.order_by().values_list("receiver_id", flat=True).distinct(),
        *beds.order_by().values_list("receiver_id", flat=True).distinct(),
        *beds.exclude(shelter=None).order_by().values_list("shelter_id", flat=True).distinct(),
        *offers.order_by().values_list("receiver_id", flat=True).distinct(),
    }
    return sum(_rescue_all(organisation_id, now) for organisation_id in concerned)


@act()
def _rescue_all(organisation_id: UUID, now: datetime) -> int:
    return leave_unreachable(organisation_id, now=now)


def _locked(case_id: UUID) -> Case:
    rows = Case.objects.whole_table(why=WHY).select_for_update(of=("self",))
    return rows.select_related("holder").get(pk=case_id)
