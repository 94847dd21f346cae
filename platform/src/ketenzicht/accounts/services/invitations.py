# SPDX-License-Identifier: EUPL-1.2
"""Letting somebody in for the first time: a code that works once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.acts.members import Act, require_act
from ketenzicht.accounts.models import AccessRequest, Invitation, Member, Organisation, User
from ketenzicht.accounts.notices import AccountNotice
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.policies import has_entered
from ketenzicht.accounts.selectors import (
    NATIONAL,
    colleague,
    live_members,
    opens_with_two,
    with_two,
)
from ketenzicht.accounts.services.access import ask
from ketenzicht.accounts.services.codes import new_invitation
from ketenzicht.accounts.services.granting import check_roles, grant
from ketenzicht.accounts.services.tracing import trace
from ketenzicht.accounts.states import Asked, Standing
from ketenzicht.core import limits
from ketenzicht.core.clock import local_date
from ketenzicht.core.crypto import code_lookup, is_well_formed
from ketenzicht.core.errors import Refused, TooMany
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.permissions import require
from ketenzicht.mail.services import notify_member

TRIES_WITH_A_CODE = 10
# Short, so that nobody keeps an invited person out by guessing in their place; a code of nineteen
# random digits needs no longer.
TRIES_COUNT_FOR = timedelta(hours=1)  # no term: in which tries at a code are counted


@dataclass(frozen=True, slots=True)
class Invited:
    """A new member, and the code to get in with; no code for who can sign in already."""

    member: Member
    code: str = field(repr=False)
    #: What a second human has to confirm before any of it holds.
    asked: AccessRequest | None = None


class WasMember(Refused):
    """Somebody left this organisation before: they are restored, not invited."""

    def __init__(self, member: Member) -> None:
        self.member = member
        super().__init__(
            _("This person was a member before. Give them access again."), field="email"
        )


@act()
def invite_member(
    *, actor: Member, email: str, name: str, roles: frozenset[str], now: datetime
) -> Invited:
    """Add a person to the actor's own organisation with the given roles.

    With a role that meets cases nothing holds until a second human confirmed it.
    """
    require(actor, AccountPermission.MEMBER_MANAGE)
    check_roles(roles, actor)
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User(email=email, name=name, demo=actor.user.demo)
        user.set_unusable_password()
        user.save()
    before = Member.objects.filter(user=user, organisation_id=actor.organisation_id).first()
    if before is not None and not before.active:
        raise WasMember(before)
    if before is not None:
        raise Refused(_("This person is a member of your organisation already."), field="email")
    waits = bool(with_two(roles))
    member = Member.objects.create(
        user=user,
        organisation_id=actor.organisation_id,
        since=local_date(now),
        active=not waits,
        until=local_date(now) if waits else None,
    )
    trace(
        actor, AccountPermission.MEMBER_MANAGE, member, outcome="invited", now=now, roles=len(roles)
    )
    if waits:
        return Invited(member, "", ask(actor, member, Asked.ACCESS, roles=roles, now=now))
    grant(member, roles, actor=actor, today=local_date(now))
    if has_entered(user):
        # Whoever works elsewhere hears that they were added here.
        notify_member(member.pk, AccountNotice.MEMBERSHIP, now=now)
        return Invited(member, "")
    return Invited(member, new_invitation(actor, member, now))


FOUNDERS = frozenset({"administrator", "platform_administrator"})


@act()
def found_platform(*, organisation: str, name: str, email: str, now: datetime) -> Invited:
    """Make the national organisation and its first administrator, while there is nobody yet."""
    if Organisation.objects.exists():
        raise Refused(_("There are organisations already; their administrators let others in."))
    home = Organisation.objects.create(name=organisation, kind=NATIONAL, standing=Standing.ACTIVE)
    user = User(email=email, name=name)
    user.set_unusable_password()
    user.save()
    founder = Member.objects.create(user=user, organisation=home, since=local_date(now))
    grant(founder, FOUNDERS, actor=founder, today=local_date(now))
    trace(founder, AccountPermission.MEMBER_MANAGE, founder, outcome="founded", now=now)
    return Invited(founder, new_invitation(founder, founder, now))


@act()
def renew_invitation(*, actor: Member, member_id: UUID, now: datetime) -> str:
    """Return a new code for a colleague who never came in; the older one stops working.

    For whoever meets cases a second human gets it, once they confirmed; then nothing returns.
    """
    require(actor, AccountPermission.MEMBER_MANAGE)
    member = colleague(actor, member_id)
    require_act(actor, member, Act.INVITE_AGAIN, now)
    trace(actor, AccountPermission.MEMBER_MANAGE, member, outcome="invited-again", now=now)
    if not opens_with_two(member.user):
        return new_invitation(actor, member, now)
    ask(actor, member, Asked.CODE, now=now)
    # The older code may be in the wrong hands; it waits for nobody.
    member.invitations.filter(used__isnull=True).update(expires=now)
    return ""


@act()
def reset_sign_in(*, actor: Member, member_id: UUID, now: datetime) -> None:
    """Ask that a colleague who lost their passkey may come in with a new code.

    Never by one person: whoever resets a passkey and types the code would be that colleague.
    """
    require(actor, AccountPermission.MEMBER_MANAGE)
    member = colleague(actor, member_id)
    require_act(actor, member, Act.RESET, now)
    trace(actor, AccountPermission.MEMBER_MANAGE, member, outcome="reset-asked", now=now)
    ask(actor, member, Asked.CODE, now=now)


def accept_invitation(*, email: str, code: str, password: str, now: datetime) -> User:
    """Let somebody in for the first time: the code works once, and only with its own address."""
    if not limits.allow(
        f"invitation:{email.casefold()}", limit=TRIES_WITH_A_CODE, window=TRIES_COUNT_FOR, now=now
    ):
        raise TooMany
    refusal = Refused(_("This code does not fit this address, or it has been used or is too old."))
    if not is_well_formed(code):
        raise refusal
    with act():
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
        trace(found.member, AccountPermission.ACCOUNT_OWN, found.member, outcome="entered", now=now)
    return user
