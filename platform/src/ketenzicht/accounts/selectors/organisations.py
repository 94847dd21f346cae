# SPDX-License-Identifier: EUPL-1.2
"""Finding organisations and their desks."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from ketenzicht.accounts.models import Desk, Member, Organisation
from ketenzicht.accounts.roles import carriers
from ketenzicht.accounts.states import Standing
from ketenzicht.core.errors import NotFound, Unavailable
from ketenzicht.core.permissions import Permission
from ketenzicht.search.selectors import holding

COORDINATION = "care_coordination"
NATIONAL = "coordination_national"


def organisation(organisation_id: UUID) -> Organisation:
    """Return an active organisation, or refuse as if it did not exist."""
    found = active_organisations().filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    return found


def any_organisation(organisation_id: UUID) -> Organisation:
    """Return an organisation wherever it stands, for who decides about its access."""
    found = Organisation.objects.filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    return found


def active_organisations() -> QuerySet[Organisation]:
    """All organisations that take part today."""
    return Organisation.objects.filter(standing=Standing.ACTIVE)


def party(organisation_id: UUID) -> Organisation:
    """Return an organisation that can be named, with access or without."""
    found = parties().filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    return found


def parties() -> QuerySet[Organisation]:
    """All organisations that can be named: those that take part, and those without access."""
    return Organisation.objects.filter(standing__in=(Standing.ACTIVE, Standing.NAMED))


def organisations_called(words: str) -> QuerySet[Organisation]:
    """Organisations of every standing with these words in their name."""
    return holding(Organisation.objects.all(), words, "name")


def organisations_in(region: str, kind: str | None = None) -> QuerySet[Organisation]:
    """Active organisations that work in a care region, of one type when asked."""
    found = active_organisations().filter(areas__region=region)
    return found.filter(kind=kind) if kind else found


def coordination_for(region: str) -> Organisation:
    """Return who coordinates care in a region; where nobody does, the national centre."""
    found = organisations_in(region, COORDINATION).order_by("name").first()
    return found or national_coordination()


def national_coordination() -> Organisation:
    """Return the national coordination centre; the chain cannot run without one."""
    found = active_organisations().filter(kind=NATIONAL).order_by("name").first()
    if found is None:
        raise Unavailable
    return found


def organisations_having(permission: Permission) -> QuerySet[Organisation]:
    """Active organisations of a kind where a role with this permission exists."""
    kinds = set(carriers(permission).values())
    found = active_organisations().order_by("name")
    if None in kinds:
        return found
    return found.filter(kind__in={kind for each in kinds if each for kind in each})


def desks_for(region: str, kind: str | None = None) -> QuerySet[Desk]:
    """Active desks that answer for a region, of one kind when asked."""
    found = Desk.objects.filter(active=True, organisation__standing=Standing.ACTIVE, region=region)
    return found.filter(kind=kind) if kind else found


def desks_of(organisation_id: UUID) -> QuerySet[Desk]:
    """Active desks of an organisation."""
    return Desk.objects.filter(active=True, organisation_id=organisation_id)


def own_desk(actor: Member, desk_id: UUID) -> Desk:
    """Return a desk of the actor's own organisation, or refuse as if it did not exist."""
    found = Desk.objects.filter(pk=desk_id, organisation_id=actor.organisation_id).first()
    if found is None:
        raise NotFound
    return found


def organisations_by_id(organisation_ids: Iterable[UUID | str]) -> dict[UUID, Organisation]:
    """Organisations by key, active or not, for pages that name them."""
    return Organisation.objects.in_bulk([UUID(str(each)) for each in set(organisation_ids)])
