# SPDX-License-Identifier: EUPL-1.2
"""The first administrators of a partner: the platform asks, another of the platform confirms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.models import Member, Organisation, User
from ketenzicht.accounts.selectors import has_administrator
from ketenzicht.accounts.services.access import ask
from ketenzicht.accounts.states import Asked
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import Refused

ADMINISTRATOR = frozenset({"administrator"})


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """Somebody who will let the others of a partner in."""

    name: str
    email: str


def ask_administrators(
    actor: Member, partner: Organisation, named: Sequence[FirstAdministrator], *, now: datetime
) -> None:
    """Ask for the first administrators in the act that lets a partner in; it needs one.

    A partner that comes back and still has its administrators needs no other.
    """
    if not named and not has_administrator(partner.pk):
        raise Refused(_("Name the first administrator of this organisation."), field="name")
    for one in named:
        ask(actor, _member(partner, one, now), Asked.ACCESS, roles=ADMINISTRATOR, now=now)


def _member(partner: Organisation, one: FirstAdministrator, now: datetime) -> Member:
    """Return the membership that holds nothing until it is confirmed."""
    user = User.objects.filter(email__iexact=one.email).first()
    if user is None:
        user = User(email=one.email, name=one.name, demo=partner.demo)
        user.set_unusable_password()
        user.save()
    today = local_date(now)
    before = Member.objects.filter(user=user, organisation=partner).first()
    if before is not None:
        return before
    return Member.objects.create(
        user=user, organisation=partner, since=today, until=today, active=False
    )
