# SPDX-License-Identifier: EUPL-1.2
"""Disagreements about money, for the parties to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from ketenzicht.accounts.selectors import deciders, may_decide, organisations_having
from ketenzicht.accounts.states import Power
from ketenzicht.audit.services import record_access
from ketenzicht.cases.file.selectors.access import Reader
from ketenzicht.cases.payer.models import Dispute, PayerStatement
from ketenzicht.cases.payer.states import BETWEEN_THE_TWO
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.guard import found_in
from ketenzicht.vault.services import open_envelopes

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
    if CasePermission.DISPUTE_READ not in actor.permissions:
        return rows.none()
    return rows.select_related("case", "first", "second", "interim_payer").order_by("opened_at")


def named_disputes(actor: Member, now: datetime, *, most: int) -> list[tuple[str, Dispute]]:
    """The first of them, each with what the actor calls it."""
    return [(found.name_for(actor), found) for found in disputes_for(actor, now)[:most]]


def get_dispute(actor: Member, dispute_id: UUID, now: datetime) -> Dispute:
    """Open a disagreement to read it; the look is on record before it is shown."""
    found = dispute_of(actor, dispute_id, now)
    record_access(
        actor=actor,
        action=CasePermission.DISPUTE_READ,
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
        CasePermission.DISPUTE_READ,
        actor.organisation_id,
        now,
    )
    return [member.user.name for member in found.select_related("user")]


def decides(actor: Member, dispute: Dispute) -> bool:
    """Tell whether this member directs the chain there and it is no longer between the two.

    Who directs it at one of the two municipalities speaks for that one only.
    """
    if CasePermission.DISPUTE_DECIDE not in actor.permissions:
        return False
    parties = {dispute.first_id, dispute.second_id}
    return dispute.step != BETWEEN_THE_TWO and actor.organisation_id not in parties


def organisations_deciding(region: str) -> list[UUID]:
    """The organisations in a region where somebody directs the chain."""
    found = organisations_having(CasePermission.DISPUTE_DECIDE).filter(areas__region=region)
    return list(found.order_by().values_list("pk", flat=True))


def last_said(dispute: Dispute) -> tuple[str, UUID] | None:
    """What was said last about who pays, and about which municipality."""
    rows = PayerStatement.objects.whole_table(why="what was said in a dispute in reach")
    found = rows.filter(dispute=dispute).order_by("-seq").first()
    return (found.kind, found.payer_id) if found else None


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said about who pays, in words this reader can open."""

    kind: str
    who: str
    payer: str
    at: datetime
    words: str


def statements_of(actor: Member, dispute: Dispute, now: datetime) -> list[Statement]:
    """What was said about who pays, the first word first."""
    rows = PayerStatement.objects.for_reader(actor, now).filter(dispute=dispute)
    found = list(rows.select_related("organisation", "payer").order_by("seq"))
    envelopes = open_envelopes([row.envelope_id for row in found], actor.organisation_id)
    return [
        Statement(
            row.kind,
            row.organisation.name,
            row.payer.name,
            row.at,
            envelopes[row.envelope_id].read(row, "words") if row.envelope_id in envelopes else "",
        )
        for row in found
    ]


def payers_for(actor: Member, dispute: Dispute, now: datetime) -> list[Organisation]:
    """Who the actor may say pays, and it is settled: itself, or either for who decides."""
    region, permission = dispute.case.region, CasePermission.DISPUTE_READ
    if not may_decide(actor, Power.PAYER_DISPUTE, region, permission, now):
        return []
    parties = [dispute.first, dispute.second]
    if decides(actor, dispute):
        return parties
    return [party for party in parties if party.pk == actor.organisation_id]


def proposed_by(actor: Member, dispute: Dispute) -> list[Organisation]:
    """Who the actor may propose as payer: the holder either of the two, one of them the other."""
    parties = [dispute.first, dispute.second]
    if actor.organisation_id not in {dispute.case.holder_id, *(each.pk for each in parties)}:
        return []
    return [party for party in parties if party.pk != actor.organisation_id]
