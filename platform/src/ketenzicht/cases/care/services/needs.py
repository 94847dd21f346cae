# SPDX-License-Identifier: EUPL-1.2
"""Needs: each open one has exactly one organisation that answers for it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.accounts.selectors import organisation
from ketenzicht.cases.care.models import Need
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.selectors.able import can_work, shared_with
from ketenzicht.cases.file.selectors.access import Access
from ketenzicht.cases.file.services.journal import case_for, check_version, log
from ketenzicht.cases.file.services.notify import notify
from ketenzicht.cases.file.states import Section
from ketenzicht.core.errors import NotAllowed, Refused
from ketenzicht.core.guard import found_in
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.terms import late_since

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@act()
def add_need(*, actor: Member, case_id: UUID, service: str, words: str, now: datetime) -> Need:
    """Write down what is needed. The holder answers for it until another says yes."""
    access = case_for(actor, case_id, Act.NEED, now=now)
    need = Need(
        id=uuid4(),
        case=access.case,
        service=reference.code("service_types", service).code,
        responsible=access.case.holder,
        since=now,
    )
    access.envelope().write(need, "words", words)
    need.save(force_insert=True)
    log(access.case, "need", actor=actor, now=now, service=service, state=NeedState.OPEN)
    return need


@act()
def ask_for_need(
    *,
    actor: Member,
    case_id: UUID,
    need_id: UUID,
    organisation_id: UUID,
    version: int,
    now: datetime,
) -> Need:
    """Ask another organisation, one that may see the needs, to answer for this one."""
    case = case_for(actor, case_id, Act.ASK_NEED, now=now).case
    need = _open_need(actor, case, need_id, now)
    check_version(need, version)
    asked = organisation(organisation_id)
    if asked.pk == need.responsible_id:
        raise Refused(_("This organisation answers for it already."), field="organisation")
    if asked.pk not in {case.holder_id, *shared_with(case, Section.NEEDS, now)}:
        raise Refused(
            _("Share the needs of this case with this organisation first."), field="organisation"
        )
    if not can_work(case, asked.pk, now):
        raise Refused(
            _("Nobody can be reached at this organisation now. Choose another one."),
            field="organisation",
        )
    need.asked, need.asked_at = asked, now
    need.answer_by = late_since("need_not_answered", now, region=case.region)
    need.save()
    log(case, "need-asked", actor=actor, now=now, to=str(asked.pk))
    notify("need_asked", now=now, receiver=asked.pk)
    return need


@act()
def take_need(*, actor: Member, case_id: UUID, need_id: UUID, version: int, now: datetime) -> Need:
    """Say yes to a need one was asked for; from now one's own organisation answers for it."""
    need, access = _asked_need(actor, case_id, need_id, version, now)
    need.responsible = actor.organisation
    need.asked = need.asked_at = need.answer_by = None
    need.save()
    log(access.case, "need-taken", actor=actor, now=now)
    notify("need_answered", now=now, holder=access.case.holder_id)
    return need


@act()
def decline_need(
    *, actor: Member, case_id: UUID, need_id: UUID, version: int, now: datetime
) -> Need:
    """Say no to a need one was asked for; nothing changes about who answers for it."""
    need, access = _asked_need(actor, case_id, need_id, version, now)
    need.asked = need.asked_at = need.answer_by = None
    need.save()
    log(access.case, "need-declined", actor=actor, now=now)
    notify("need_answered", now=now, holder=access.case.holder_id)
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
    need = _need(actor, access.case, need_id, now)
    if need.responsible_id != actor.organisation_id and not access.holds:
        raise NotAllowed
    check_version(need, version)
    need.state = state
    need.resolved_at = None if state is NeedState.OPEN else now
    need.asked = need.asked_at = need.answer_by = None
    need.save()
    log(access.case, "need", actor=actor, now=now, service=need.service, state=state)
    return need


def _asked_need(
    actor: Member, case_id: UUID, need_id: UUID, version: int, now: datetime
) -> tuple[Need, Access]:
    access = case_for(actor, case_id, Act.ANSWER_NEED, now=now)
    need = _open_need(actor, access.case, need_id, now)
    if need.asked_id != actor.organisation_id:
        raise NotAllowed(_("Your organisation was not asked for this."))
    check_version(need, version)
    return need, access


def _need(actor: Member, case: Case, need_id: UUID, now: datetime) -> Need:
    rows = Need.objects.for_reader(actor, now).select_for_update(of=("self",))
    return found_in(rows, case=case, pk=need_id)


def _open_need(actor: Member, case: Case, need_id: UUID, now: datetime) -> Need:
    need = _need(actor, case, need_id, now)
    if need.state != NeedState.OPEN:
        raise Refused(_("This need is no longer open."))
    return need
