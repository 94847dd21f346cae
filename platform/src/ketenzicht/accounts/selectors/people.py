# SPDX-License-Identifier: EUPL-1.2
"""Finding members of organisations."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from ketenzicht.accounts.models import Member, User
from ketenzicht.accounts.policies import can_stand_in, may_answer
from ketenzicht.accounts.states import Standing
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import NotFound


def live_members(now: datetime) -> QuerySet[Member]:
    """Members who may act at this moment: user, membership and organisation all active.

    Made-up people act in a practice world only, whatever they were given there to sign in with.
    """
    return _live_on(local_date(now), practice=settings.KETENZICHT_DEMO).all()


@lru_cache(maxsize=8)
def _live_on(today: date, *, practice: bool) -> QuerySet[Member]:
    # Composed once a day, for every request asks it; it is put to the database anew each time.
    real = Q() if practice else Q(user__demo=False)
    return Member.objects.filter(
        real,
        Q(until__isnull=True) | Q(until__gte=today),
        active=True,
        since__lte=today,
        user__is_active=True,
        organisation__standing=Standing.ACTIVE,
    )


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


def answering_colleagues(actor: Member, now: datetime) -> list[Member]:
    """Live colleagues, the actor too, with a role to answer with: whom to seat at a desk."""
    live = live_members(now).filter(organisation_id=actor.organisation_id)
    found = live.select_related("user", "organisation").prefetch_related("role_grants")
    return [each for each in found if may_answer(each)]


def possible_stand_ins(member: Member, now: datetime) -> list[Member]:
    """Live colleagues who may do all the work of a member."""
    live = live_members(now).filter(organisation_id=member.organisation_id)
    found = live.select_related("user", "organisation").prefetch_related("role_grants")
    return [each for each in found if can_stand_in(each, member)]


def members_by_id(member_ids: Iterable[UUID]) -> dict[UUID, Member]:
    """Return members with their user and organisation, also those who left."""
    found = Member.objects.filter(pk__in=list(member_ids)).select_related("user", "organisation")
    return {member.pk: member for member in found}
