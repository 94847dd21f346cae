# SPDX-License-Identifier: EUPL-1.2
"""The entrance of the practice world: one account per role, without a password.

Only users marked `demo` can be entered this way, and only while the installation says that it is
a practice world; both are asked again at the moment of signing in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.entrance import enter
from ketenzicht.accounts.middleware import CHOSEN
from ketenzicht.accounts.models import (
    Desk,
    DeskSeat,
    Member,
    Organisation,
    RoleGrant,
    ServiceArea,
    User,
)
from ketenzicht.accounts.roles import role_label
from ketenzicht.accounts.selectors import live_members
from ketenzicht.accounts.states import Standing
from ketenzicht.core.clock import now
from ketenzicht.core.errors import NotFound, Sentence

# Accounts a visitor can step into have this domain; the others only fill the desks.
STAGE = "oefenwereld"

# What each role does, in the order of the chain; the first ones walk it from end to end.
WORK: dict[str, Sentence] = {
    "zorgcoordinator": _("Assesses reports, opens cases and hands them over."),
    "shelter_worker": _("Takes over a case and arranges what is needed."),
    "ketenregisseur": _("Sees who keeps whom waiting, and who pays."),
    "registrar": _("Keeps the register and decides which entries are one person."),
    "analyst": _("Estimates how many people nobody sees."),
    "publisher": _("Approves what becomes public."),
    "aandachtsfunctionaris": _("Looks after possible victims for a municipality."),
    "table_chair": _("Chairs the regional table; sees waits, never a file."),
    "comensha_helpdesk": _("Takes up what a region leaves."),
    "investigator": _("Investigates, and registers by duty."),
    "inspector": _("Inspects work, and registers by duty."),
    "guardian": _("Looks after children without parents here."),
    "lawyer": _("Sees the part of a case that is shared."),
    "volunteer_coordinator": _("Sees the part of a case that is shared."),
    "volunteer": _("Sees nothing until somebody shares it."),
    "privacy_officer": _("Judges emergency access to cases."),
    "administrator": _("Lets colleagues in and gives them roles."),
    "platform_administrator": _("Lets organisations in."),
}
TOUR = tuple(WORK)[:6]


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account a visitor of the practice world can step into."""

    member_id: UUID
    name: str
    organisation: str
    roles: tuple[str, ...]
    work: str
    on_tour: bool


def demo_roles(moment: datetime) -> tuple[DemoAccount, ...]:
    """Return the accounts of the practice world in the order of the chain."""
    found = (
        live_members(moment)
        .filter(user__demo=True, user__email__endswith=f"@{STAGE}.example")
        .select_related("user", "organisation")
        .prefetch_related("role_grants")
        .order_by("organisation__name", "user__name")
    )
    return tuple(_account(member) for member in sorted(found, key=_place))


def _first(member: Member) -> str:
    """The role an account is on stage for."""
    return next((role for role in WORK if role in member.roles), "")


def _place(member: Member) -> int:
    return [*WORK, ""].index(_first(member))


def _account(member: Member) -> DemoAccount:
    language, first = get_language() or "nl", _first(member)
    return DemoAccount(
        member.pk,
        member.user.name,
        member.organisation.name,
        tuple(role_label(role, language) for role in sorted(member.roles)),
        str(WORK.get(first, "")),
        first in TOUR,
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


def is_empty() -> bool:
    """Tell whether nobody lives in this installation yet."""
    return not User.objects.exists()


def made_up_organisation(
    name: str, kind: str, *, area: str | None, desk_region: str
) -> Organisation:
    """Make an organisation of the practice world, with a desk and the area it works in."""
    made = Organisation.objects.create(
        name=name,
        kind=kind,
        phone="000-000 00 00",
        standing=Standing.ACTIVE,
        demo=True,
    )
    if area:
        ServiceArea.objects.create(organisation=made, region=area)
    Desk.objects.create(organisation=made, name="Voordeur", region=desk_region, phone=made.phone)
    return made


def made_up_member(
    organisation: Organisation, name: str, roles: tuple[str, ...], since: date, domain: str
) -> Member:
    """Make somebody of the practice world who works there and sits at its desk."""
    place = User.objects.count()
    user = User(email=f"account{place}@{domain}.example", name=name, demo=True)
    user.set_unusable_password()
    user.save()
    member = Member.objects.create(user=user, organisation=organisation, since=since)
    RoleGrant.objects.bulk_create(
        RoleGrant(member=member, role=role, since=since) for role in roles
    )
    DeskSeat.objects.create(desk=organisation.desks.get(), member=member)
    return member
