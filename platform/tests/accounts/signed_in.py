# SPDX-License-Identifier: EUPL-1.2
"""Members outside the practice world, signed in with the factor a test is about."""

from __future__ import annotations

import time
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.test import Client

from ketenzicht.accounts.models import Member, User
from ketenzicht.core.sessions import BEGAN, PROVED, SEEN

PASSWORD = "een eigen zin over fietsen"


def make_real(member: Member) -> Member:
    """Give the person a password and take the practice mark from them."""
    user = member.user
    user.demo = False
    user.set_password(PASSWORD)
    user.save()
    return Member.objects.get(pk=member.pk)


def give_factor(user: User, kind: str = "webauthn") -> Authenticator:
    """Enrol a factor; what a browser would have sent does not matter here."""
    return Authenticator.objects.create(user=user, type=kind, data={"name": kind})


def sign_in(client: Client, member: Member, factor: Authenticator, now: datetime) -> Client:
    """Sign in as of this moment, proved with this factor."""
    client.force_login(User.objects.get(pk=member.user_id))
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": factor.type, "id": factor.pk, "at": time.time()}
    ]
    session["account_authentication_methods_user"] = str(member.user_id)
    session[BEGAN] = session[SEEN] = now.isoformat()
    session[PROVED] = (now.isoformat(), factor.type)
    session.save()
    return client
