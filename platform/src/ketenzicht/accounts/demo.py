# SPDX-License-Identifier: EUPL-1.2
"""The entrance of the practice world: one account per role, without a password.

Only users marked `demo` can be entered this way, and only while the installation says that it is
a practice world; both are asked again at the moment of signing in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from ketenzicht.accounts.entrance import enter
from ketenzicht.accounts.middleware import CHOSEN
from ketenzicht.accounts.models import Member
from ketenzicht.accounts.roles import role_label
from ketenzicht.accounts.selectors import live_members
from ketenzicht.core.clock import now
from ketenzicht.core.errors import NotFound

# Accounts a visitor can step into have this domain; the others only fill the desks.
STAGE = "oefenwereld"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account a visitor of the practice world can step into."""

    member_id: UUID
    name: str
    organisation: str
    roles: tuple[str, ...]


def demo_roles(moment: datetime) -> tuple[DemoAccount, ...]:
    """Return the accounts of the practice world, by organisation and name."""
    found = (
        live_members(moment)
        .filter(user__demo=True, user__email__endswith=f"@{STAGE}.example")
        .select_related("user", "organisation")
        .prefetch_related("role_grants")
        .order_by("organisation__name", "user__name")
    )
    language = get_language() or "nl"
    return tuple(
        DemoAccount(
            member.pk,
            member.user.name,
            member.organisation.name,
            tuple(role_label(role, language) for role in sorted(member.roles)),
        )
        for member in found
    )


def sign_in_as(request: HttpRequest, member_id: str) -> Member:
    """Sign in as a demo account; any other account is as if it did not exist."""
    if not settings.KETENZICHT_DEMO:
        raise NotFound
    try:
        wanted = UUID(member_id)
    except ValueError:
        raise NotFound from None
    member = live_members(now()).filter(pk=wanted, user__demo=True).first()
    if member is None:
        raise NotFound
    enter(request, member.user, method="demo")
    request.session[CHOSEN] = str(member.pk)
    return member
