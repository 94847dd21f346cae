# SPDX-License-Identifier: EUPL-1.2
"""Putting an address right: an administrator before the first entry, oneself with proof."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.acts.members import Act, require_act
from ketenzicht.accounts.models import AddressChange, Member, User
from ketenzicht.accounts.notices import AccountNotice
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.selectors import colleague, opens_with_two
from ketenzicht.accounts.services.access import ask
from ketenzicht.accounts.services.codes import change_address, new_invitation
from ketenzicht.accounts.services.tracing import trace
from ketenzicht.accounts.states import Asked
from ketenzicht.core import limits
from ketenzicht.core.crypto import code_lookup, is_well_formed, new_code
from ketenzicht.core.errors import Refused, TooMany
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.permissions import require
from ketenzicht.mail import services as mail

ASKED_FOR = timedelta(hours=1)  # no term: how long a code to prove an address works
ASKS_AN_HOUR = 5
TRIES_AN_HOUR = 10
HOUR = timedelta(hours=1)  # no term: in which tries are counted


@act()
def correct_invited_address(*, actor: Member, member_id: UUID, email: str, now: datetime) -> str:
    """Give somebody who never came in another address, and return a new code for it.

    Whoever will meet cases gets it once a second human confirmed it, who also gets the code.
    """
    require(actor, AccountPermission.MEMBER_MANAGE)
    member = colleague(actor, member_id)
    require_act(actor, member, Act.CORRECT_ADDRESS, now)
    if _taken(email, member.user):
        raise Refused(
            _("This address belongs to an account. End this access and invite it instead."),
            field="email",
        )
    trace(actor, AccountPermission.MEMBER_MANAGE, member, outcome="address-corrected", now=now)
    if opens_with_two(member.user):
        ask(actor, member, Asked.CODE, email=email, now=now)
        return ""
    change_address(member.user, email, now)
    return new_invitation(actor, member, now)


def ask_address(*, actor: Member, email: str, now: datetime) -> None:
    """Send a code to the address somebody wants; nothing changes until they typed it.

    For an address of another account no code is sent and nothing tells so: who asks would learn
    who else takes part.
    """
    require(actor, AccountPermission.ACCOUNT_OWN)
    if not limits.allow(f"address:{actor.user_id}", limit=ASKS_AN_HOUR, window=HOUR, now=now):
        raise TooMany
    if email.casefold() == actor.user.email.casefold():
        raise Refused(_("This is your address already."), field="email")
    if _taken(email, actor.user):
        return
    code = new_code()
    if not mail.send_code(email, actor.user.language, code):
        raise Refused(
            _("No mail goes to this address. Check it, or try again later."), field="email"
        )
    with act():
        _open_changes(actor, now).update(expires=now)
        AddressChange.objects.create(
            user=actor.user, email=email, code_lookup=code_lookup(code), expires=now + ASKED_FOR
        )
        trace(actor, AccountPermission.ACCOUNT_OWN, actor, outcome="address-asked", now=now)


def confirm_address(*, actor: Member, code: str, now: datetime) -> User:
    """Take the new address into use; the old one hears that something changed."""
    require(actor, AccountPermission.ACCOUNT_OWN)
    if not limits.allow(f"address-code:{actor.user_id}", limit=TRIES_AN_HOUR, window=HOUR, now=now):
        raise TooMany
    refusal = Refused(_("This code does not fit, or it has been used or is too old."), field="code")
    if not is_well_formed(code):
        raise refusal
    with act():
        waiting = _open_changes(actor, now).filter(code_lookup=code_lookup(code))
        asked = waiting.first()
        if asked is None or waiting.update(used=now) != 1 or _taken(asked.email, actor.user):
            raise refusal
        former = actor.user.email
        change_address(actor.user, asked.email, now)
        mail.notify_address(former, actor.user.language, AccountNotice.ADDRESS, now=now)
        trace(actor, AccountPermission.ACCOUNT_OWN, actor, outcome="address-changed", now=now)
    return actor.user


def _open_changes(actor: Member, now: datetime) -> QuerySet[AddressChange]:
    return AddressChange.objects.filter(user=actor.user_id, used__isnull=True, expires__gt=now)


def _taken(email: str, user: User) -> bool:
    return User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists()
