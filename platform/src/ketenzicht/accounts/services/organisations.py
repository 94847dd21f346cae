# SPDX-License-Identifier: EUPL-1.2
"""Partners: proposed by one person, approved by another, stopped at once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.acts import Act, require_act
from ketenzicht.accounts.models import Member, Organisation, ServiceArea, User
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.services.tracing import end_sessions, trace
from ketenzicht.accounts.states import Standing
from ketenzicht.core.errors import NotFound, Refused
from ketenzicht.core.permissions import require


@transaction.atomic
def propose_organisation(
    *,
    actor: Member,
    name: str,
    kind: str,
    regions: tuple[str, ...],
    phone: str,
    now: datetime,
) -> Organisation:
    """Propose a partner; it takes part only after somebody else approved it."""
    require(actor, AccountPermission.ORGANISATION_PROPOSE)
    if Organisation.objects.filter(name__iexact=name).exists():
        raise Refused(_("An organisation with this name exists already."), field="name")
    found = Organisation.objects.create(
        name=name, kind=kind, phone=phone, proposed_by=actor.user, demo=actor.organisation.demo
    )
    ServiceArea.objects.bulk_create(
        ServiceArea(organisation=found, region=region) for region in regions
    )
    trace(actor, AccountPermission.ORGANISATION_PROPOSE, found, outcome="proposed", now=now)
    return found


@transaction.atomic
def approve_organisation(*, actor: Member, organisation_id: UUID, now: datetime) -> Organisation:
    """Let a proposed partner take part; the proposer cannot approve."""
    require(actor, AccountPermission.ORGANISATION_APPROVE)
    found = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    require_act(actor, found, Act.APPROVE)
    _stand(found, Standing.ACTIVE, approver=actor.user)
    trace(actor, AccountPermission.ORGANISATION_APPROVE, found, outcome="approved", now=now)
    return found


@transaction.atomic
def suspend_organisation(*, actor: Member, organisation_id: UUID, now: datetime) -> Organisation:
    """Stop all access of a partner at once, open sessions too (the kill switch)."""
    require(actor, AccountPermission.ORGANISATION_APPROVE)
    found = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    require_act(actor, found, Act.SUSPEND)
    _stand(found, Standing.SUSPENDED, approver=found.approved_by)
    end_sessions(User.objects.filter(memberships__organisation=found))
    trace(actor, AccountPermission.ORGANISATION_APPROVE, found, outcome="suspended", now=now)
    return found


def _stand(found: Organisation, standing: Standing, *, approver: User | None) -> None:
    found.standing, found.approved_by = standing, approver
    found.save(update_fields=["standing", "approved_by"])
