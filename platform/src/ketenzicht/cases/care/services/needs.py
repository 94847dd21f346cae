# SPDX-License-Identifier: EUPL-1.2
"""Needs: each open one has exactly one organisation that answers for it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from ketenzicht import reference
from ketenzicht.cases.care.models import Need
from ketenzicht.cases.care.services.withdrawing import withdraw_offers
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.services.journal import case_for, check_version, log
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import NotAllowed
from ketenzicht.core.guard import found_in
from ketenzicht.core.obligations.acting import act

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@act()
def add_need(*, actor: Member, case_id: UUID, service: str, words: str, now: datetime) -> Need:
    """Write down what is needed. The holder answers for it until another says yes."""
    access = case_for(actor, case_id, Act.NEED, now=now)
    need = Need(
        id=uuid4(),
        case=access.case,
        service=reference.code("service_types", service, by=local_date(now)).code,
        responsible=access.case.holder,
        since=now,
    )
    access.envelope().write(need, "words", words)
    need.save(force_insert=True)
    log(access.case, "need", actor=actor, now=now, service=service, state=NeedState.OPEN)
    return need


@act()
def resolve_need(
    *,
    actor: Member,
    case_id: UUID,
    need_id: UUID,
    state: NeedState,
    version: int,
    now: datetime,
) -> Need:
    """Say that a need is met or dropped, or open again."""
    access = case_for(actor, case_id, Act.ANSWER_NEED, now=now)
    need = locked_need(actor, access.case, need_id, now)
    if need.responsible_id != actor.organisation_id and not access.holds:
        raise NotAllowed
    check_version(need, version)
    need.state = state
    need.resolved_at = None if state is NeedState.OPEN else now
    need.save()
    withdraw_offers(need, now=now)
    log(access.case, "need", actor=actor, now=now, service=need.service, state=state)
    return need


def locked_need(actor: Member, case: Case, need_id: UUID, now: datetime) -> Need:
    """Lock a need among those its reader reaches."""
    rows = Need.objects.for_reader(actor, now).select_for_update(of=("self",))
    return found_in(rows, case=case, pk=need_id)
