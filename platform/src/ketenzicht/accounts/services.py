# SPDX-License-Identifier: EUPL-1.2
"""Who may act, for whom: invitations, roles, desks, mandates and the standing of organisations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.models import (
    Desk,
    DeskSeat,
    Invitation,
    Mandate,
    Member,
    Organisation,
    RoleGrant,
    ServiceArea,
    User,
)
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.roles import ROLE_PERMISSIONS, exists_at
from ketenzicht.accounts.selectors import NATIONAL, colleague, live_members
from ketenzicht.accounts.states import NEXT, Standing
from ketenzicht.audit.services import record
from ketenzicht.core import limits, outbox
from ketenzicht.core.clock import local_date
from ketenzicht.core.crypto import code_lookup, is_well_formed, new_code
from ketenzicht.core.errors import NotAllowed, NotFound, Refused, TooMany
from ketenzicht.core.permissions import Permission, require

# Powers over the whole platform are handed on by who has them; an administrator of an organisation
# neither gives nor takes them.
PLATFORM_ROLES = frozenset({"platform_administrator"})


INVITED_FOR = timedelta(hours=72)
TRIES_WITH_A_CODE = 10
# Short, so that nobody keeps an invited person out by guessing in their place; a code of nineteen
# random digits needs no longer.
TRIES_COUNT_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Invited:
    """A new member, and the code to get in with; no code for who can sign in already."""

    member: Member
    code: str = field(repr=False)


@transaction.atomic
def invite_member(
    *, actor: Member, email: str, name: str, roles: frozenset[str], now: datetime
) -> Invited:
    """Add a person to the actor's own organisation with the given roles."""
    require(actor, AccountPermission.MEMBER_MANAGE)
    _known(roles, actor)
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
    _trace(
        actor, AccountPermission.MEMBER_MANAGE, member, outcome="invited", now=now, roles=len(roles)
    )
    if has_entered(user):
        # Whoever works elsewhere hears that they were added here.
        outbox.enqueue("account", user.email, "membership", now=now)
        return Invited(member, "")
    return Invited(member, _invitation(actor, member, now))


FOUNDERS = frozenset({"administrator", "platform_administrator"})


@transaction.atomic
def found_platform(*, organisation: str, name: str, email: str, now: datetime) -> Invited:
    """Make the national organisation and its first administrator, while there is nobody yet."""
    if Organisation.objects.exists():
        raise Refused(_("There are organisations already; their administrators let others in."))
    home = Organisation.objects.create(name=organisation, kind=NATIONAL, standing=Standing.ACTIVE)
    user = User(email=email, name=name)
    user.set_unusable_password()
    user.save()
    founder = Member.objects.create(user=user, organisation=home, since=local_date(now))
    _grant(founder, FOUNDERS, actor=founder, today=local_date(now))
    _trace(founder, AccountPermission.MEMBER_MANAGE, founder, outcome="founded", now=now)
    return Invited(founder, _invitation(founder, founder, now))


@transaction.atomic
def renew_invitation(*, actor: Member, member_id: UUID, now: datetime) -> str:
    """Return a new code for a colleague who never came in; the older one stops working."""
    require(actor, AccountPermission.MEMBER_MANAGE)
    member = colleague(actor, member_id)
    if not member.active or has_entered(member.user):
        raise Refused(_("This person has been in already and signs in without a code."))
    member.invitations.filter(used__isnull=True).update(expires=now)
    _trace(actor, AccountPermission.MEMBER_MANAGE, member, outcome="invited-again", now=now)
    return _invitation(actor, member, now)


def has_entered(user: User) -> bool:
    """Tell whether somebody has set up their own way to sign in."""
    return user.has_usable_password() or bool(user.factors)


def accept_invitation(*, email: str, code: str, password: str, now: datetime) -> User:
    """Let somebody in for the first time: the code works once, and only with its own address."""
    if not limits.allow(
        f"invitation:{email.casefold()}", limit=TRIES_WITH_A_CODE, window=TRIES_COUNT_FOR, now=now
    ):
        raise TooMany
    refusal = Refused(_("This code does not fit this address, or it has been used or is too old."))
    if not is_well_formed(code):
        raise refusal
    with transaction.atomic():
        waiting = Invitation.objects.filter(
            code_lookup=code_lookup(code),
            member__user__email__iexact=email,
            member__in=live_members(now),
            used__isnull=True,
            expires__gt=now,
        )
        found = waiting.select_related("member__user").first()
        # The row changes only if nobody was quicker, whichever database keeps it.
        if found is None or not Invitation.objects.filter(pk=found.pk, used=None).update(used=now):
            raise refusal
        user = found.member.user
        if has_entered(user):
            raise refusal
        user.set_password(password)
        user.save(update_fields=["password"])
        _trace(
            found.member, AccountPermission.ACCOUNT_OWN, found.member, outcome="entered", now=now
        )
    return user


@transaction.atomic
def set_roles(*, actor: Member, member_id: UUID, roles: frozenset[str], now: datetime) -> Member:
    """Give a colleague exactly these roles; what they no longer carry ends today."""
    require(actor, AccountPermission.MEMBER_MANAGE)
    _known(roles, actor)
    member = colleague(actor, member_id)
    if member.pk == actor.pk:
        raise Refused(_("You cannot change your own roles. Ask another administrator."))
    today = local_date(now)
    untouched = PLATFORM_ROLES - giveable(actor)
    for grant in member.role_grants.filter(ended__isnull=True).exclude(role__in=roles | untouched):
        grant.ended = today
        grant.save(update_fields=["ended"])
    held = set(member.role_grants.filter(ended__isnull=True).values_list("role", flat=True))
    _grant(member, roles - held, actor=actor, today=today)
    _trace(
        actor,
        AccountPermission.MEMBER_MANAGE,
        member,
        outcome="roles-set",
        now=now,
        roles=len(roles),
    )
    return member


@transaction.atomic
def end_membership(*, actor: Member, member_id: UUID, now: datetime) -> Member:
    """Stop a colleague's access at once, open sessions too; their seats go to the deputies."""
    require(actor, AccountPermission.MEMBER_MANAGE)
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
    member.invitations.filter(used__isnull=True).update(expires=now)
    _end_sessions(User.objects.filter(pk=member.user_id))
    _trace(actor, AccountPermission.MEMBER_MANAGE, member, outcome="ended", now=now)
    return member


@transaction.atomic
def restore_membership(*, actor: Member, member_id: UUID, now: datetime) -> Member:
    """Undo the end of a membership."""
    require(actor, AccountPermission.MEMBER_MANAGE)
    member = colleague(actor, member_id)
    member.active, member.until = True, None
    member.save(update_fields=["active", "until"])
    _trace(actor, AccountPermission.MEMBER_MANAGE, member, outcome="restored", now=now)
    return member


@transaction.atomic
def open_desk(
    *, actor: Member, name: str, region: str, phone: str, now: datetime, kind: str = "front"
) -> Desk:
    """Open a desk; the person who opens it answers there until others are seated."""
    require(actor, AccountPermission.DESK_MANAGE)
    desk = Desk.objects.create(
        organisation_id=actor.organisation_id, name=name, region=region, phone=phone, kind=kind
    )
    DeskSeat.objects.create(desk=desk, member=actor)
    _trace(actor, AccountPermission.DESK_MANAGE, desk, outcome="opened", now=now)
    return desk


@transaction.atomic
def seat(*, actor: Member, desk_id: UUID, member_id: UUID, deputy: bool, now: datetime) -> DeskSeat:
    """Seat a colleague at a desk, as the one who answers or as deputy."""
    require(actor, AccountPermission.DESK_MANAGE)
    desk = _own_desk(actor, desk_id)
    member = colleague(actor, member_id)
    if not member.active:
        raise Refused(_("This person is no longer a member."), field="member")
    _trace(
        actor, AccountPermission.DESK_MANAGE, desk, outcome="seated", now=now, member=str(member.pk)
    )
    taken, _new = DeskSeat.objects.update_or_create(
        desk=desk, member=member, defaults={"deputy": deputy}
    )
    return taken


@transaction.atomic
def unseat(*, actor: Member, desk_id: UUID, member_id: UUID, now: datetime) -> Desk:
    """Take a colleague from a desk, unless nobody would answer there any more."""
    require(actor, AccountPermission.DESK_MANAGE)
    desk = _own_desk(actor, desk_id)
    if not desk.seats.exclude(member_id=member_id).filter(member__active=True).exists():
        raise Refused(_("Nobody would answer at this desk. Give it somebody else first."))
    if desk.seats.filter(member_id=member_id).delete()[0]:
        _trace(
            actor,
            AccountPermission.DESK_MANAGE,
            desk,
            outcome="unseated",
            now=now,
            member=str(member_id),
        )
    return desk


@transaction.atomic
def give_mandate(
    *,
    actor: Member,
    member_id: UUID,
    kind: str,
    region: str,
    since: date,
    until: date,
    now: datetime,
) -> Mandate:
    """Give a colleague a power for a time; nobody gives one to themself."""
    require(actor, AccountPermission.MEMBER_MANAGE)
    member = colleague(actor, member_id)
    if member.pk == actor.pk:
        raise Refused(_("Nobody gives a mandate to themself."), field="member")
    if until < since:
        raise Refused(_("The last day lies before the first day."), field="until")
    _trace(actor, AccountPermission.MEMBER_MANAGE, member, outcome="mandated", now=now, kind=kind)
    return Mandate.objects.create(
        member=member, kind=kind, region=region, since=since, until=until, granted_by=actor
    )


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
    _trace(actor, AccountPermission.ORGANISATION_PROPOSE, found, outcome="proposed", now=now)
    return found


@transaction.atomic
def approve_organisation(*, actor: Member, organisation_id: UUID, now: datetime) -> Organisation:
    """Let a proposed partner take part; the proposer cannot approve."""
    require(actor, AccountPermission.ORGANISATION_APPROVE)
    found = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    if found.proposed_by_id == actor.user_id:
        raise NotAllowed(_("You proposed this organisation; somebody else has to approve it."))
    _stand(found, Standing.ACTIVE, approver=actor.user)
    _trace(actor, AccountPermission.ORGANISATION_APPROVE, found, outcome="approved", now=now)
    return found


@transaction.atomic
def suspend_organisation(*, actor: Member, organisation_id: UUID, now: datetime) -> Organisation:
    """Stop all access of a partner at once, open sessions too (the kill switch)."""
    require(actor, AccountPermission.ORGANISATION_APPROVE)
    found = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    if found.pk == actor.organisation_id:
        raise Refused(_("You cannot stop your own organisation; you would lock yourself out."))
    _stand(found, Standing.SUSPENDED, approver=found.approved_by)
    _end_sessions(User.objects.filter(memberships__organisation=found))
    _trace(actor, AccountPermission.ORGANISATION_APPROVE, found, outcome="suspended", now=now)
    return found


def _stand(found: Organisation, standing: Standing, *, approver: User | None) -> None:
    if standing not in NEXT[Standing(found.standing)]:
        raise Refused(_("This organisation is not waiting for that."))
    found.standing, found.approved_by = standing, approver
    found.save(update_fields=["standing", "approved_by"])


def giveable(actor: Member) -> frozenset[str]:
    """The roles this administrator can give to somebody of their own organisation."""
    hands_on = AccountPermission.ORGANISATION_APPROVE in actor.permissions
    barred = frozenset() if hands_on else PLATFORM_ROLES
    kind = actor.organisation.kind
    return frozenset(role for role in ROLE_PERMISSIONS.keys() - barred if exists_at(role, kind))


def _known(roles: frozenset[str], actor: Member) -> None:
    if not roles:
        raise Refused(_("Choose at least one role."), field="roles")
    if not roles <= giveable(actor):
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


def _invitation(actor: Member, member: Member, now: datetime) -> str:
    code = new_code()
    Invitation.objects.create(
        member=member, made_by=actor, code_lookup=code_lookup(code), expires=now + INVITED_FOR
    )
    return code


def _end_sessions(users: QuerySet[User]) -> None:
    # Through the keys: an update with a join would count a user once per membership.
    keys = list(users.values_list("pk", flat=True))
    User.objects.filter(pk__in=keys).update(sessions_ended=F("sessions_ended") + 1)


def _trace(
    actor: Member,
    permission: Permission,
    thing: Member | Desk | Organisation,
    *,
    outcome: str,
    now: datetime,
    **detail: str | int,
) -> None:
    record(
        actor=actor,
        action=permission,
        kind=type(thing).__name__.lower(),
        id=thing.pk,
        now=now,
        outcome=outcome,
        detail=detail,
    )
