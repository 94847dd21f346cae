# SPDX-License-Identifier: EUPL-1.2
"""Who can act now: asked again at each act that gives, offers or names, never only once.

Three questions, each narrower than the one before:

* `live_members`: may somebody act at all (user, membership and organisation are active);
* `permitted`: do they also carry a role with the permission (whom to name for a piece of work);
* `able_to`: do they also answer at a desk, or stand in there for somebody who is away (where to
  send a piece of work).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache, lru_cache, wraps
from typing import TypeAlias
from uuid import UUID

from django.conf import settings
from django.db.models import Max, Q, QuerySet

from ketenzicht.accounts.models import DeskSeat, Mandate, Member, RoleGrant
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.policies import is_live
from ketenzicht.accounts.roles import carriers
from ketenzicht.accounts.selectors.absence import stood_in_for
from ketenzicht.accounts.selectors.people import live_members
from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.permissions import Permission

Question: TypeAlias = Callable[[Permission, datetime], QuerySet[Member]]


def composed_once_a_day(compose: Question) -> Question:
    """Compose a question once for a permission and a day, on which alone its words hang.

    Every act asks these, and composing one costs far more than its answer. It is put to the
    database anew each time.
    """

    @lru_cache(maxsize=256)
    def composed(permission: Permission, today: date, _practice: bool) -> QuerySet[Member]:  # noqa: FBT001  because: a key
        return compose(permission, midnight(today))

    @wraps(compose)
    def asked(permission: Permission, now: datetime) -> QuerySet[Member]:
        return composed(permission, local_date(now), settings.KETENZICHT_DEMO).all()

    return asked


@composed_once_a_day
def carrying(permission: Permission, now: datetime) -> QuerySet[Member]:
    """Live members anywhere who carry a role with this permission."""
    grants = RoleGrant.objects.filter(_carried(permission), ended__isnull=True)
    return live_members(now).filter(pk__in=grants.values("member"))


@cache
def _carried(permission: Permission) -> Q:
    """A role with this permission, at a kind of organisation where that role exists."""
    by_kinds: dict[frozenset[str] | None, list[str]] = {}
    for role, kinds in carriers(permission).items():
        by_kinds.setdefault(kinds, []).append(role)
    carried = Q(pk__in=[])
    for kinds, roles in by_kinds.items():
        here = Q() if kinds is None else Q(member__organisation__kind__in=sorted(kinds))
        carried |= Q(role__in=roles) & here
    return carried


def permitted(permission: Permission, organisation_id: UUID, now: datetime) -> QuerySet[Member]:
    """Live members of an organisation who carry a role with this permission."""
    return carrying(permission, now).filter(organisation_id=organisation_id)


def last_permitted(permission: Permission, member_ids: Iterable[UUID]) -> dict[UUID, date]:
    """The last day on which these members carried a role with this permission, where one ended."""
    ended = RoleGrant.objects.filter(
        member__in=list(member_ids), role__in=carriers(permission), ended__isnull=False
    )
    return dict(ended.order_by().values_list("member").annotate(last=Max("ended")))


def able_to(permission: Permission, organisation_id: UUID, now: datetime) -> QuerySet[Member]:
    """Members of an organisation who can act on this now: permitted, and seated at a desk."""
    return _able(permission, now).filter(organisation_id=organisation_id)


def answering_for(permission: Permission, organisation_id: UUID, now: datetime) -> QuerySet[Member]:
    """Who hears that something waits there: who can act on it, else who can seat somebody."""
    able = able_to(permission, organisation_id, now)
    return able if able else permitted(AccountPermission.MEMBER_MANAGE, organisation_id, now)


def reachable_for(permission: Permission, organisation_id: UUID, now: datetime) -> bool:
    """Tell whether somebody there can act on this now; an administrator alone is nobody."""
    return able_to(permission, organisation_id, now).exists()


def organisations_able_to(permission: Permission, now: datetime) -> QuerySet[Member, UUID]:
    """Keys of the organisations where somebody can act on this now, for lists and pickers."""
    return _able(permission, now).order_by().values_list("organisation_id", flat=True).distinct()


def is_permitted(member: Member, permission: Permission, now: datetime) -> bool:
    """Tell whether one member is live and carries a role with this permission."""
    return is_live(member, now) and permission in member.permissions


def is_able(member: Member, permission: Permission, now: datetime) -> bool:
    """Tell whether one member can act on this now: permitted, and seated at a desk."""
    return _able(permission, now).filter(pk=member.pk).exists()


def mandate_of(member: Member, kind: str, region: str, today: date) -> Mandate | None:
    """Return the mandate of a member that decides in a region today; a national one does too."""
    return _in_force(kind, region, today).filter(member=member).order_by("-until").first()


def mandated(kind: str, region: str, now: datetime) -> QuerySet[Member]:
    """Live members who may decide this in a region now."""
    held = _in_force(kind, region, local_date(now)).values("member")
    return live_members(now).filter(pk__in=held)


def deciders(
    kind: str, region: str, permission: Permission, organisation_id: UUID, now: datetime
) -> QuerySet[Member]:
    """Members of an organisation with this power for a region, who may use it now."""
    held = _in_force(kind, region, local_date(now)).values("member")
    return permitted(permission, organisation_id, now).filter(pk__in=held)


def may_decide(
    member: Member, kind: str, region: str, permission: Permission, now: datetime
) -> bool:
    """Tell whether no colleague has this power, or this member has it."""
    found = deciders(kind, region, permission, member.organisation_id, now)
    return not found.exists() or found.filter(pk=member.pk).exists()


def _in_force(kind: str, region: str, today: date) -> QuerySet[Mandate]:
    return Mandate.objects.filter(
        kind=kind, region__in={region, ""}, since__lte=today, until__gte=today
    )


@composed_once_a_day
def _able(permission: Permission, now: datetime) -> QuerySet[Member]:
    # Who is away gives their seat to a stand-in who may do the same; without one they keep it.
    may = carrying(permission, now)
    covered = stood_in_for(now).filter(member__in=_seats().values("member"))
    replaced = covered.filter(stand_in__in=may.values("pk"))
    present = Q(pk__in=_seats().values("member")) & ~Q(pk__in=replaced.values("member"))
    return may.filter(present | Q(pk__in=covered.values("stand_in")))


def _seats() -> QuerySet[DeskSeat]:
    return DeskSeat.objects.filter(desk__active=True)
