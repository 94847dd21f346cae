# SPDX-License-Identifier: EUPL-1.2
"""Disagreements about money, for the parties to them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from ketenzicht.accounts.selectors import deciders, may_decide
from ketenzicht.accounts.states import Power
from ketenzicht.audit.services import record_access
from ketenzicht.cases.file.selectors.access import Reader
from ketenzicht.cases.payer.models import Dispute
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.guard import found_in

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member, Organisation


def open_dispute_of(reader: Reader) -> Dispute | None:
    """The disagreement about who pays."""
    rows = Dispute.objects.for_reader(reader.actor, reader.now)
    return (
        rows.filter(case=reader.access.case, resolved_at=None)
        .select_related("first", "second", "interim_payer")
        .first()
    )


def disputes_for(actor: Member, now: datetime) -> QuerySet[Dispute]:
    """Open disagreements the actor's organisation is a party to, the oldest first.

    Each names a case; who may read no case, such as the chair of the table, knows only the wait.
    """
    rows = Dispute.objects.for_reader(actor, now).filter(resolved_at=None)
    if CasePermission.CASE_READ not in actor.permissions:
        return rows.none()
    return rows.select_related("case", "first", "second", "interim_payer").order_by("opened_at")


def get_dispute(actor: Member, dispute_id: UUID, now: datetime) -> Dispute:
    """Open a disagreement to read it; the look is on record before it is shown."""
    found = dispute_of(actor, dispute_id, now)
    record_access(
        actor=actor,
        action=CasePermission.CASE_READ,
        kind="dispute",
        id=found.pk,
        now=now,
        purpose="funding",
    )
    return found


def dispute_of(actor: Member, dispute_id: UUID, now: datetime) -> Dispute:
    """One disagreement; anybody else's is not there."""
    return found_in(disputes_for(actor, now), pk=dispute_id)


def deciders_for(actor: Member, dispute: Dispute, now: datetime) -> list[str]:
    """Who at the actor's organisation has the mandate to say who pays; empty when nobody has."""
    found = deciders(
        Power.PAYER_DISPUTE,
        dispute.case.region,
        CasePermission.CASE_READ,
        actor.organisation_id,
        now,
    )
    return [member.user.name for member in found.select_related("user")]


def payers_for(actor: Member, dispute: Dispute, now: datetime) -> list[Organisation]:
    """Who the actor may name as payer: a municipality itself alone, the holder either."""
    region, permission = dispute.case.region, CasePermission.CASE_READ
    if not may_decide(actor, Power.PAYER_DISPUTE, region, permission, now):
        return []
    parties = [dispute.first, dispute.second]
    if actor.organisation_id == dispute.case.holder_id:
        return parties
    return [party for party in parties if party.pk == actor.organisation_id]
