# SPDX-License-Identifier: EUPL-1.2
"""Partners: proposed by one person, approved by another, stopped at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.acts.partners import Act, require_act
from ketenzicht.accounts.models import Member, Organisation, ServiceArea, SpokenLanguage, User
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.services.administrators import FirstAdministrator, ask_administrators
from ketenzicht.accounts.services.tracing import end_sessions, trace
from ketenzicht.accounts.states import Standing
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import NotFound, Refused
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.permissions import require


@dataclass(frozen=True, slots=True)
class Party:
    """What anybody may know of an organisation, whether it has access or not."""

    name: str
    kind: str
    phone: str
    regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@act()
def propose_organisation(*, actor: Member, party: Party, now: datetime) -> Organisation:
    """Propose a partner; it takes part only after somebody else approved it.

    One that could be named before, without access, is the one that is proposed.
    """
    require(actor, AccountPermission.ORGANISATION_PROPOSE)
    found = Organisation.objects.select_for_update().filter(name__iexact=party.name).first()
    if found is not None and found.standing != Standing.NAMED:
        raise Refused(_("An organisation with this name exists already."), field="name")
    found = found or Organisation(name=party.name, demo=actor.organisation.demo)
    found.standing, found.proposed_by = Standing.PROPOSED, actor.user
    _write(found, party, actor, now)
    trace(actor, AccountPermission.ORGANISATION_PROPOSE, found, outcome="proposed", now=now)
    return found


@act()
def name_organisation(*, actor: Member, party: Party, now: datetime) -> Organisation:
    """Make an organisation known that has no access: it can be named, and is asked nothing."""
    require(actor, AccountPermission.ORGANISATION_PROPOSE)
    if Organisation.objects.filter(name__iexact=party.name).exists():
        raise Refused(_("An organisation with this name exists already."), field="name")
    found = Organisation(name=party.name, standing=Standing.NAMED, demo=actor.organisation.demo)
    _write(found, party, actor, now)
    trace(actor, AccountPermission.ORGANISATION_PROPOSE, found, outcome="named", now=now)
    return found


@act()
def check_organisation(*, actor: Member, organisation_id: UUID, now: datetime) -> Organisation:
    """Say that what is known of an organisation is right as of today."""
    require(actor, AccountPermission.ORGANISATION_APPROVE)
    found = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    require_act(actor, found, Act.CHECK)
    found.checked_on, found.checked_by = local_date(now), actor.user
    found.save(update_fields=["checked_on", "checked_by"])
    trace(actor, AccountPermission.ORGANISATION_APPROVE, found, outcome="checked", now=now)
    return found


def _write(found: Organisation, party: Party, actor: Member, now: datetime) -> None:
    found.kind, found.phone = party.kind, party.phone
    found.checked_on, found.checked_by = local_date(now), actor.user
    found.save()
    found.areas.all().delete()
    found.languages.all().delete()
    ServiceArea.objects.bulk_create(
        ServiceArea(organisation=found, region=region) for region in party.regions
    )
    SpokenLanguage.objects.bulk_create(
        SpokenLanguage(organisation=found, language=code) for code in party.languages
    )


@act()
def approve_organisation(
    *,
    actor: Member,
    organisation_id: UUID,
    administrators: Sequence[FirstAdministrator] = (),
    now: datetime,
) -> Organisation:
    """Let a partner take part, and ask for its first administrators; not one's own proposal."""
    require(actor, AccountPermission.ORGANISATION_APPROVE)
    found = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    require_act(actor, found, Act.APPROVE)
    _stand(found, Standing.ACTIVE, approver=actor.user)
    ask_administrators(actor, found, administrators, now=now)
    trace(actor, AccountPermission.ORGANISATION_APPROVE, found, outcome="approved", now=now)
    return found


@act()
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
