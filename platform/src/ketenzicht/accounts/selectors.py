# SPDX-License-Identifier: EUPL-1.2
"""Finding people and organisations."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from ketenzicht.accounts.models import Desk, DeskSeat, Member, Organisation, User
from ketenzicht.accounts.states import Standing
from ketenzicht.audit import selectors as audit
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import NotFound, Unavailable

COORDINATION = "care_coordination"
NATIONAL = "coordination_national"


def organisation(organisation_id: UUID) -> Organisation:
    """Return an active organisation, or refuse as if it did not exist."""
    found = active_organisations().filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    return found


def active_organisations() -> QuerySet[Organisation]:
    """All organisations that take part today."""
    return Organisation.objects.filter(standing=Standing.ACTIVE)


def organisations_proposed(actor: Member) -> QuerySet[Organisation]:
    """Partners that wait to be let in by somebody else than who proposed them."""
    waiting = Organisation.objects.filter(standing=Standing.PROPOSED)
    return waiting.exclude(proposed_by=actor.user_id).order_by("name")


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


def desks_for(region: str, kind: str | None = None) -> QuerySet[Desk]:
    """Active desks that answer for a region, of one kind when asked."""
    found = Desk.objects.filter(active=True, organisation__standing=Standing.ACTIVE, region=region)
    return found.filter(kind=kind) if kind else found


def desks_of(organisation_id: UUID) -> QuerySet[Desk]:
    """Active desks of an organisation."""
    return Desk.objects.filter(active=True, organisation_id=organisation_id)


def live_members(now: datetime) -> QuerySet[Member]:
    """Members who may act at this moment: user, membership and organisation all active.

    Made-up people act in a practice world only, whatever they were given there to sign in with.
    """
    today = local_date(now)
    real = Q() if settings.KETENZICHT_DEMO else Q(user__demo=False)
    return Member.objects.filter(
        real,
        Q(until__isnull=True) | Q(until__gte=today),
        active=True,
        since__lte=today,
        user__is_active=True,
        organisation__standing=Standing.ACTIVE,
    )


def reachable(organisation_id: UUID, now: datetime) -> bool:
    """Tell whether somebody answers there: an active desk with a live member or deputy."""
    return DeskSeat.objects.filter(
        desk__active=True,
        desk__organisation_id=organisation_id,
        member__in=live_members(now),
    ).exists()


def member_of(user: User, now: datetime, chosen: UUID | None = None) -> Member | None:
    """Return the membership a user acts under: the chosen one if it is live, else the oldest.

    An organisation that adds somebody does not thereby make them act for it.
    """
    found = (
        live_members(now)
        .filter(user=user)
        .select_related("user", "organisation")
        .prefetch_related("role_grants")
        .order_by("since", "organisation__name")
    )
    if chosen is not None:
        return found.filter(pk=chosen).first() or found.first()
    return found.first()


def members_with(role: str, organisation_id: UUID, now: datetime) -> QuerySet[Member]:
    """Live members of an organisation who carry a role."""
    return live_members(now).filter(
        organisation_id=organisation_id,
        role_grants__role=role,
        role_grants__ended__isnull=True,
    )


def seated_at(organisation_id: UUID, now: datetime) -> QuerySet[Member]:
    """Live members and deputies who sit at an active desk of an organisation."""
    rows = live_members(now).filter(organisation_id=organisation_id, seats__desk__active=True)
    return rows.order_by("user__email").distinct()


def members_of_region(region: str, roles: Collection[str], now: datetime) -> QuerySet[Member]:
    """Live members with one of these roles at an organisation of a region, or a national one."""
    works_here = Q(organisation__areas__region=region) | Q(organisation__areas__isnull=True)
    rows = live_members(now).filter(
        works_here, role_grants__role__in=roles, role_grants__ended__isnull=True
    )
    return rows.order_by("user__email").distinct()


def colleagues(actor: Member) -> QuerySet[Member]:
    """All memberships of the actor's own organisation, ended ones too."""
    return (
        Member.objects.filter(organisation_id=actor.organisation_id)
        .select_related("user")
        .prefetch_related("role_grants")
    )


def colleague(actor: Member, member_id: UUID) -> Member:
    """Return one membership of the actor's own organisation."""
    found = colleagues(actor).filter(pk=member_id).first()
    if found is None:
        raise NotFound
    return found


def organisations_by_id(organisation_ids: Iterable[UUID | str]) -> dict[UUID, Organisation]:
    """Organisations by key, active or not, for pages that name them."""
    return Organisation.objects.in_bulk([UUID(str(each)) for each in set(organisation_ids)])


def members_by_id(member_ids: Iterable[UUID]) -> dict[UUID, Member]:
    """Return members with their user and organisation, also those who left."""
    found = Member.objects.filter(pk__in=list(member_ids)).select_related("user", "organisation")
    return {member.pk: member for member in found}


@dataclass(frozen=True, slots=True)
class Look:
    """One look or act, with the names of today."""

    at: datetime
    organisation: str
    member: str
    action: str
    purpose: str
    basis: str
    outcome: str
    operation: str


def looks_at(kind: str, object_id: UUID | str) -> list[Look]:
    """Everybody who saw or changed one record, newest first.

    The caller decides who may see this: the holder of the record, or an auditor.
    """
    return _named(audit.traces_of(kind, object_id))


def looks_by(member_id: UUID) -> list[Look]:
    """Everything one member saw or changed, newest first."""
    return _named(audit.traces_by(member_id))


def _named(traces: list[audit.Trace]) -> list[Look]:
    members = members_by_id({trace.member_id for trace in traces})
    return [_look(trace, members.get(trace.member_id)) for trace in traces]


def _look(trace: audit.Trace, member: Member | None) -> Look:
    # Who is gone from the platform keeps their line, without a name.
    return Look(
        at=trace.at,
        organisation=member.organisation.name if member else "",
        member=member.user.name if member else "",
        action=trace.action,
        purpose=trace.purpose,
        basis=trace.basis,
        outcome=trace.outcome,
        operation=trace.operation,
    )
