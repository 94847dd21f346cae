# SPDX-License-Identifier: EUPL-1.2
"""Who may act, for whom: invitations, roles, desks, mandates and the standing of organisations."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.models import (
    Desk,
    DeskSeat,
    Mandate,
    Member,
    Organisation,
    RoleGrant,
    ServiceArea,
    User,
)
from ketenzicht.accounts.roles import ROLE_PERMISSIONS
from ketenzicht.accounts.selectors import colleague
from ketenzicht.accounts.states import NEXT, Standing
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import NotAllowed, NotFound, Refused
from ketenzicht.core.permissions import Permission, require

# An organisation's own administrator may not hand out powers over the whole platform.
PLATFORM_ROLES = frozenset({"platform_administrator"})


@transaction.atomic
def invite_member(
    *, actor: Member, email: str, name: str, roles: frozenset[str], now: datetime
) -> Member:
    """Add a person to the actor's own organisation with the given roles."""
    require(actor, Permission.MEMBER_MANAGE)
    _known(roles)
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User(email=email, name=name, demo=actor.user.demo)
        user.set_unusable_password()
        user.save()
    if Member.objects.filter(user=user, organisation_id=actor.organisation_id).exists():
        raise Refused(_("This person is a member of your organisation already."), field="email")
    member = Member.objects.create(
        user=user, organisation_id=actor.organisation_id, since=local_date(now)
    )
    _grant(member, roles, actor=actor, today=local_date(now))
    return member


@transaction.atomic
def set_roles(*, actor: Member, member_id: UUID, roles: frozenset[str], now: datetime) -> Member:
    """Give a colleague exactly these roles; what they no longer carry ends today."""
    require(actor, Permission.MEMBER_MANAGE)
    _known(roles)
    member = colleague(actor, member_id)
    if member.pk == actor.pk:
        raise Refused(_("You cannot change your own roles. Ask another administrator."))
    today = local_date(now)
    for grant in member.role_grants.filter(ended__isnull=True).exclude(role__in=roles):
        grant.ended = today
        grant.save(update_fields=["ended"])
    held = set(member.role_grants.filter(ended__isnull=True).values_list("role", flat=True))
    _grant(member, roles - held, actor=actor, today=today)
    return member


@transaction.atomic
def end_membership(*, actor: Member, member_id: UUID, now: datetime) -> Member:
    """Stop a colleague's access at once; their seats go to the deputies."""
    require(actor, Permission.MEMBER_MANAGE)
    member = colleague(actor, member_id)
    if member.pk == actor.pk:
        raise Refused(_("You cannot end your own membership. Ask another administrator."))
    seats = list(member.seats.select_related("desk"))
    alone = [
        seat.desk.name
        for seat in seats
        if not seat.desk.seats.exclude(member=member).filter(member__active=True).exists()
    ]
    if alone:
        raise Refused(
            _("Nobody else sits at the desk “%(desk)s”. Give it somebody first.")
            % {"desk": alone[0]}
        )
    member.active, member.until = False, local_date(now)
    member.save(update_fields=["active", "until"])
    DeskSeat.objects.filter(member=member).delete()
    return member


@transaction.atomic
def restore_membership(*, actor: Member, member_id: UUID) -> Member:
    """Undo the end of a membership."""
    require(actor, Permission.MEMBER_MANAGE)
    member = colleague(actor, member_id)
    member.active, member.until = True, None
    member.save(update_fields=["active", "until"])
    return member


@transaction.atomic
def open_desk(*, actor: Member, name: str, region: str, phone: str, kind: str = "front") -> Desk:
    """Open a desk; the person who opens it answers there until others are seated."""
    require(actor, Permission.DESK_MANAGE)
    desk = Desk.objects.create(
        organisation_id=actor.organisation_id, name=name, region=region, phone=phone, kind=kind
    )
    DeskSeat.objects.create(desk=desk, member=actor)
    return desk


@transaction.atomic
def seat(*, actor: Member, desk_id: UUID, member_id: UUID, deputy: bool) -> DeskSeat:
    """Seat a colleague at a desk, as the one who answers or as deputy."""
    require(actor, Permission.DESK_MANAGE)
    desk = _own_desk(actor, desk_id)
    member = colleague(actor, member_id)
    if not member.active:
        raise Refused(_("This person is no longer a member."), field="member")
    return DeskSeat.objects.update_or_create(desk=desk, member=member, defaults={"deputy": deputy})[
        0
    ]


@transaction.atomic
def unseat(*, actor: Member, desk_id: UUID, member_id: UUID) -> Desk:
    """Take a colleague from a desk, unless nobody would answer there any more."""
    require(actor, Permission.DESK_MANAGE)
    desk = _own_desk(actor, desk_id)
    if not desk.seats.exclude(member_id=member_id).filter(member__active=True).exists():
        raise Refused(_("Nobody would answer at this desk. Give it somebody else first."))
    desk.seats.filter(member_id=member_id).delete()
    return desk


@transaction.atomic
def give_mandate(
    *, actor: Member, member_id: UUID, kind: str, region: str, since: date, until: date
) -> Mandate:
    """Give a colleague a power for a time; nobody gives one to themself."""
    require(actor, Permission.MEMBER_MANAGE)
    member = colleague(actor, member_id)
    if member.pk == actor.pk:
        raise Refused(_("Nobody gives a mandate to themself."), field="member")
    if until < since:
        raise Refused(_("The last day lies before the first day."), field="until")
    return Mandate.objects.create(
        member=member, kind=kind, region=region, since=since, until=until, granted_by=actor
    )


@transaction.atomic
def propose_organisation(
    *, actor: Member, name: str, kind: str, regions: tuple[str, ...], phone: str
) -> Organisation:
    """Propose a partner; it takes part only after somebody else approved it."""
    require(actor, Permission.ORGANISATION_PROPOSE)
    if Organisation.objects.filter(name__iexact=name).exists():
        raise Refused(_("An organisation with this name exists already."), field="name")
    found = Organisation.objects.create(
        name=name, kind=kind, phone=phone, proposed_by=actor.user, demo=actor.organisation.demo
    )
    ServiceArea.objects.bulk_create(
        ServiceArea(organisation=found, region=region) for region in regions
    )
    return found


@transaction.atomic
def approve_organisation(*, actor: Member, organisation_id: UUID) -> Organisation:
    """Let a proposed partner take part; the proposer cannot approve."""
    require(actor, Permission.ORGANISATION_APPROVE)
    found = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    if found.proposed_by_id == actor.user_id:
        raise NotAllowed(_("You proposed this organisation; somebody else has to approve it."))
    return _stand(found, Standing.ACTIVE, approver=actor.user)


@transaction.atomic
def suspend_organisation(*, actor: Member, organisation_id: UUID) -> Organisation:
    """Stop all access of a partner at once (the kill switch)."""
    require(actor, Permission.ORGANISATION_APPROVE)
    found = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    return _stand(found, Standing.SUSPENDED, approver=found.approved_by)


def _stand(found: Organisation, standing: Standing, *, approver: User | None) -> Organisation:
    if standing not in NEXT[Standing(found.standing)]:
        raise Refused(_("This organisation is not waiting for that."))
    found.standing, found.approved_by = standing, approver
    found.save(update_fields=["standing", "approved_by"])
    return found


def _known(roles: frozenset[str]) -> None:
    if not roles:
        raise Refused(_("Choose at least one role."), field="roles")
    strange = roles - ROLE_PERMISSIONS.keys() | roles & PLATFORM_ROLES
    if strange:
        raise Refused(_("This role cannot be given here."), field="roles")


def _grant(member: Member, roles: frozenset[str] | set[str], *, actor: Member, today: date) -> None:
    RoleGrant.objects.bulk_create(
        RoleGrant(member=member, role=role, since=today, granted_by=actor) for role in sorted(roles)
    )


def _own_desk(actor: Member, desk_id: UUID) -> Desk:
    found = Desk.objects.filter(pk=desk_id, organisation_id=actor.organisation_id).first()
    if found is None:
        raise NotFound
    return found
