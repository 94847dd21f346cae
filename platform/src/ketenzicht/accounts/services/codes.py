# SPDX-License-Identifier: EUPL-1.2
"""What an account is entered with: the code for a first entry, its address, its factors."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.models import Invitation, Member, User
from ketenzicht.accounts.services.tracing import end_sessions
from ketenzicht.accounts.states import ORGANISATION
from ketenzicht.core.crypto import code_lookup, new_code
from ketenzicht.core.errors import Refused
from ketenzicht.core.obligations.acting import touch
from ketenzicht.mail import services as mail

INVITED_FOR = timedelta(hours=72)  # no term: how long a code to come in with works


def new_invitation(actor: Member, member: Member, now: datetime) -> str:
    """Make a code for a first entry, the only one that works; the caller shows it once."""
    code = new_code()
    member.invitations.filter(used__isnull=True).update(expires=now)
    Invitation.objects.create(
        member=member, made_by=actor, code_lookup=code_lookup(code), expires=now + INVITED_FOR
    )
    return code


def forget_factors(user: User) -> None:
    """Take away all somebody signs in with, and end their sessions; a new code lets them in."""
    from allauth.mfa.models import Authenticator

    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(User.objects.filter(pk=user.pk))


def change_address(user: User, email: str, now: datetime) -> None:
    """Give an account another address, for every organisation somebody works for."""
    # A surface without sign-in has not installed it.
    from allauth.account.models import EmailAddress

    user.email = email
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
    except IntegrityError:
        raise Refused(_("This address cannot be used."), field="email") from None
    # The sign-in package keeps a copy; with the former address nobody signs in any more.
    EmailAddress.objects.filter(user=user).delete()
    homes = dict(user.memberships.values_list("pk", "organisation"))
    mail.address_corrected(user.pk, list(homes), now=now)
    for home in sorted(homes.values()):
        touch(ORGANISATION, home, now=now, by="address-corrected")
