# SPDX-License-Identifier: EUPL-1.2
"""Who pays. Care first, money later: nothing in the care asks for the outcome."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.selectors import organisation
from ketenzicht.accounts.services import require_mandate
from ketenzicht.accounts.states import Power
from ketenzicht.audit.services import record
from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.services.journal import case_for, check_version
from ketenzicht.cases.file.services.notify import notify
from ketenzicht.cases.file.services.tracks import add_step
from ketenzicht.cases.payer.ladders import steps_of
from ketenzicht.cases.payer.models import Dispute
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.errors import NotAllowed, Refused
from ketenzicht.core.guard import found_in
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.permissions import require

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@act()
def open_dispute(
    *,
    actor: Member,
    case_id: UUID,
    staying_id: UUID,
    other_id: UUID,
    ladder: str = "",
    now: datetime,
) -> Dispute:
    """Record that two municipalities disagree; the one where the person stays pays meanwhile."""
    case = _case_to_dispute(actor, case_id, {staying_id, other_id}, now)
    staying, other = organisation(staying_id), organisation(other_id)
    if staying.pk == other.pk:
        raise Refused(_("Choose two different municipalities."), field="other")
    if {staying.kind, other.kind} != {"municipality"}:
        raise Refused(_("Only municipalities can disagree about this."), field="other")
    rows = Dispute.objects.whole_table(why="one open dispute per case")
    if rows.filter(case=case, resolved_at=None).exists():
        raise Refused(_("The clock of a dispute about this case already runs."))
    dispute = Dispute.objects.create(
        case=case,
        first=staying,
        second=other,
        interim_payer=staying,
        ladder=ladder,
        opened_at=now,
        opened_by=actor,
    )
    add_step(case, actor=actor, track="municipality", step="disputed", since=now, now=now)
    notify("dispute_opened", now=now, by=actor.organisation_id, first=staying.pk, second=other.pk)
    return dispute


def _case_to_dispute(actor: Member, case_id: UUID, parties: set[UUID], now: datetime) -> Case:
    """The holder says it of any two; a municipality the case is shared with says it of itself."""
    access = case_for(actor, case_id, Act.DISPUTE, now=now)
    if not access.holds and actor.organisation_id not in parties:
        raise NotAllowed(_("A municipality speaks for itself only."))
    return access.case


@act()
def resolve_dispute(
    *, actor: Member, dispute_id: UUID, payer_id: UUID, version: int, now: datetime
) -> Dispute:
    """Record who pays after all: said by that municipality itself, or by the holder."""
    require(actor, CasePermission.CASE_READ)
    rows = Dispute.objects.for_reader(actor, now).select_for_update(of=("self",))
    dispute = found_in(rows, pk=dispute_id)
    check_version(dispute, version)
    if payer_id not in {dispute.first_id, dispute.second_id}:
        raise Refused(_("Choose one of the two municipalities."), field="payer")
    cases = Case.objects.whole_table(why="the case of a dispute in reach")
    case = cases.select_for_update(of=("self",)).get(pk=dispute.case_id)
    if actor.organisation_id not in {payer_id, case.holder_id}:
        raise NotAllowed(_("A municipality can only take on the costs itself."))
    require_mandate(actor, Power.PAYER_DISPUTE, case.region, CasePermission.CASE_READ, now=now)
    if dispute.resolved_at is not None:
        raise Refused(_("This was settled already."))
    dispute.resolved_at, dispute.resolved_by, dispute.payer_id = now, actor, payer_id
    dispute.save()
    add_step(case, actor=actor, track="municipality", step="claimed", since=now, now=now)
    notify(
        "dispute_resolved",
        now=now,
        by=actor.organisation_id,
        holder=case.holder_id,
        first=dispute.first_id,
        second=dispute.second_id,
    )
    return dispute


def escalate_dispute(dispute: Dispute, step: str, *, now: datetime) -> None:
    """Take an open dispute one step up the ladder, once its clock has run."""
    steps = steps_of(dispute.ladder, dispute.opened_at)
    if dispute.resolved_at or step not in steps or steps.index(step) <= steps.index(dispute.step):
        return
    dispute.step = step
    dispute.version += 1
    dispute.save(update_fields=["step", "version"])
    cases = Case.objects.whole_table(why="the case of a dispute whose clock ran")
    case = cases.select_for_update(of=("self",)).get(pk=dispute.case_id)
    add_step(case, actor=None, track="municipality", step=step, since=now, now=now)
    record(
        actor=None,
        action=CasePermission.BOARD_READ,
        kind="dispute",
        id=dispute.pk,
        now=now,
        detail={"step": step},
    )
