# SPDX-License-Identifier: EUPL-1.2
"""Escalating a stuck transfer: to the holder's own lead, then to the fallback."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ketenzicht.accounts.selectors import coordination_for, national_coordination
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.rules import DECIDING
from ketenzicht.cases.file.services.journal import log
from ketenzicht.cases.file.services.notify import notify
from ketenzicht.cases.transfers.models import Escalation, Transfer
from ketenzicht.cases.transfers.states import EscalationReason, Level, Resolution, TransferState
from ketenzicht.core.terms import late_since
from ketenzicht.vault.services import open_envelope, share_envelope, withdraw_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member, Organisation

AT_ONCE = frozenset(
    {EscalationReason.REFUSED_TWICE, EscalationReason.BOUNCED, EscalationReason.UNREACHABLE}
)
WHY = "an escalation belongs to the case, not to a reader"


def raise_escalation(
    case: Case, transfer: Transfer | None, reason: EscalationReason, *, now: datetime
) -> Escalation:
    """Put a stuck case before somebody who must decide; an open one goes up instead."""
    standing = Escalation.objects.whole_table(why=WHY).filter(case=case, resolved_at=None)
    found = standing.first()
    if found is None:
        found = Escalation.objects.create(
            case=case,
            transfer=transfer,
            reason=reason,
            organisation=case.holder,
            raised_at=now,
            due=late_since(DECIDING, now, region=case.region),
        )
        log(case, "escalated", actor=None, now=now, reason=reason, level=found.level)
        notify("case_stuck", now=now, holder=case.holder_id)
    elif transfer is not None:
        found.transfer = transfer
        found.save(update_fields=["transfer"])
    if reason in AT_ONCE:
        escalate(found, case, now=now, reason=reason)
    return found


def escalate(
    escalation: Escalation, case: Case, *, now: datetime, reason: EscalationReason | None = None
) -> None:
    """Bring an open escalation to the fallback coordinator, who decides from here."""
    if escalation.level == Level.FALLBACK:
        return
    fallback = fallback_of(case, escalation.transfer)
    escalation.level = Level.FALLBACK
    escalation.organisation = fallback
    escalation.reason = reason or escalation.reason
    escalation.escalated_at = now
    escalation.due = late_since(DECIDING, now, region=case.region)
    escalation.version += 1
    escalation.save()
    _show_proposal(escalation.transfer, fallback, now)
    notify("case_escalated", now=now, fallback=fallback.pk)
    log(
        case,
        "escalated",
        actor=None,
        now=now,
        reason=str(escalation.reason),
        level=str(Level.FALLBACK),
        to=str(fallback.pk),
    )


def fallback_of(case: Case, transfer: Transfer | None) -> Organisation:
    """Return who decides: as the proposal said, else the region's coordinator, else national."""
    if transfer is not None:
        return transfer.fallback
    regional = coordination_for(case.region)
    return national_coordination() if regional.pk == case.holder_id else regional


def _show_proposal(transfer: Transfer | None, fallback: Organisation, now: datetime) -> None:
    if transfer is None:
        return
    transfer.escalated = True
    Transfer.objects.whole_table(why=WHY).filter(pk=transfer.pk).update(escalated=True)
    share_envelope(open_envelope(transfer.envelope_id, transfer.giver_id), fallback, now=now)


def resolve(case: Case, how: Resolution, *, actor: Member, now: datetime) -> None:
    """End what was escalated about this case, by the act that answered it."""
    standing = Escalation.objects.whole_table(why=WHY).filter(case=case, resolved_at=None).first()
    if standing is None:
        return
    standing.resolved_at, standing.resolved_by, standing.resolution = now, actor, how
    standing.version += 1
    standing.save()
    _hide_proposal(standing, case, now)
    log(case, "settled", actor=actor, now=now, resolution=str(how))


def _hide_proposal(escalation: Escalation, case: Case, now: datetime) -> None:
    """Take from whoever decided, and does not hold the case, the words they decided by."""
    transfer, decider = escalation.transfer, escalation.organisation_id
    if transfer is None or decider in {case.holder_id, transfer.giver_id}:
        return
    Transfer.objects.whole_table(why=WHY).filter(pk=transfer.pk).update(escalated=False)
    withdraw_envelope(transfer.envelope_id, decider, now=now)


def decided_elsewhere(case: Case) -> bool:
    """Tell whether the fallback coordinator has the decision about this case now."""
    rows = Escalation.objects.whole_table(why=WHY)
    return rows.filter(case=case, resolved_at=None, level=Level.FALLBACK).exists()


def refuse_count(case: Case) -> int:
    """Count the refusals since the present holder took the case."""
    rows = Transfer.objects.whole_table(why=WHY)
    return rows.filter(
        case=case,
        giver_id=case.holder_id,
        state=TransferState.REFUSED,
        offered_at__gte=case.holder_since,
    ).count()
