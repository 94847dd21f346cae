# SPDX-License-Identifier: EUPL-1.2
"""Requests for access: which there are for whom, and who confirms them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from ketenzicht.accounts.models import AccessRequest, Member, RoleGrant, User
from ketenzicht.accounts.permissions import AccountPermission as May
from ketenzicht.accounts.roles import GIVEN_BY_ONE, carriers
from ketenzicht.accounts.selectors.able import carrying, permitted
from ketenzicht.accounts.states import Asked, AskedState
from ketenzicht.core.errors import NotFound


def access_requests(actor: Member, now: datetime) -> QuerySet[AccessRequest]:
    """Requests of the own organisation; for the platform also what waits for it elsewhere."""
    rows = AccessRequest.objects.select_related("member__user", "member__organisation", "asked_by")
    own = Q(member__organisation=actor.organisation_id)
    if May.ORGANISATION_APPROVE not in actor.permissions:
        return rows.filter(own)
    waiting = waiting_requests(now).exclude(own)
    elsewhere = [asked.pk for asked in waiting if confirmed_elsewhere(asked, now)]
    return rows.filter(own | Q(pk__in=elsewhere))


def access_request(actor: Member, request_id: UUID, now: datetime) -> AccessRequest:
    """Return one request this member reaches; anybody else's is not there."""
    found = access_requests(actor, now).filter(pk=request_id).first()
    if found is None:
        raise NotFound
    return found


def reaches_request(actor: Member, asked: AccessRequest, now: datetime) -> bool:
    """Tell whether a request is one of the own organisation, or waits for the platform."""
    if asked.member.organisation_id == actor.organisation_id:
        return True
    return (
        May.ORGANISATION_APPROVE in actor.permissions
        and asked.state == AskedState.WAITING
        and asked.lapses_at > now
        and confirmed_elsewhere(asked, now)
    )


def waiting_requests(now: datetime) -> QuerySet[AccessRequest]:
    """Requests nobody decided about yet and that did not lapse."""
    rows = AccessRequest.objects.filter(state=AskedState.WAITING, lapses_at__gt=now)
    return rows.select_related("member__user", "member__organisation", "asked_by")


def waiting_for(member: Member, now: datetime) -> AccessRequest | None:
    """Return what waits to be confirmed for a member."""
    return waiting_requests(now).filter(member=member).first()


def confirmed_elsewhere(asked: AccessRequest, now: datetime) -> bool:
    """Tell whether the platform confirms: no second administrator, or an account others rely on."""
    if asked.kind == Asked.CODE and _works_elsewhere(asked.member):
        return True
    return not _second_administrators(asked, now).exists()


def confirmers(asked: AccessRequest, now: datetime) -> QuerySet[Member]:
    """Who can confirm a request now: other humans than who asked and whom it is about."""
    if not confirmed_elsewhere(asked, now):
        return _second_administrators(asked, now)
    return carrying(May.ORGANISATION_APPROVE, now).exclude(user__in=_the_two(asked))


def is_asked_live(asked: AccessRequest, now: datetime) -> bool:
    """Tell whether who asked could still ask it."""
    rows = permitted(May.MEMBER_MANAGE, asked.member.organisation_id, now)
    if rows.filter(user=asked.asked_by_id).exists():
        return True
    return not _was_there(asked) and _of_platform(asked, now).exists()


def _was_there(asked: AccessRequest) -> bool:
    """Tell whether who asked was ever a member there; else the platform asked."""
    rows = Member.objects.filter(user=asked.asked_by_id)
    return rows.filter(organisation=asked.member.organisation_id).exists()


def _of_platform(asked: AccessRequest, now: datetime) -> QuerySet[Member]:
    return carrying(May.ORGANISATION_APPROVE, now).filter(user=asked.asked_by_id)


def asker_of(asked: AccessRequest, now: datetime) -> Member:
    """Return who asked, in the membership they asked it in: their own there, or the platform's."""
    rows = Member.objects.filter(user=asked.asked_by_id)
    there = rows.filter(organisation=asked.member.organisation_id).first()
    return there or rows.get(pk__in=_of_platform(asked, now).values("pk")[:1])


def has_administrator(organisation_id: UUID) -> bool:
    """Tell whether somebody there manages its people, whether it takes part now or not."""
    rows = RoleGrant.objects.filter(member__organisation=organisation_id, member__active=True)
    return rows.filter(role__in=carriers(May.MEMBER_MANAGE), ended__isnull=True).exists()


def opens_with_two(user: User) -> bool:
    """Tell whether somebody carries, at any organisation, a role that two people give."""
    rows = RoleGrant.objects.filter(member__user=user, ended__isnull=True)
    return rows.exclude(role__in=GIVEN_BY_ONE).exists()


def with_two(roles: Iterable[str]) -> frozenset[str]:
    """Return those of these roles that a second human confirms."""
    return frozenset(roles) - GIVEN_BY_ONE


def _second_administrators(asked: AccessRequest, now: datetime) -> QuerySet[Member]:
    rows = permitted(May.MEMBER_MANAGE, asked.member.organisation_id, now)
    return rows.exclude(user__in=_the_two(asked))


def _the_two(asked: AccessRequest) -> list[UUID]:
    return [asked.asked_by_id, asked.member.user_id]


def _works_elsewhere(member: Member) -> bool:
    rows = Member.objects.filter(user=member.user_id, active=True)
    return rows.exclude(organisation=member.organisation_id).exists()
