# SPDX-License-Identifier: EUPL-1.2
"""What stands around every page: the `frame` the base templates read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ketenzicht import reference
from ketenzicht.accounts.handover import Member
from ketenzicht.accounts.roles import role_label
from ketenzicht.core.clock import local_date, now
from ketenzicht.core.sessions import IDLE
from ketenzicht.reference import Helpline
from ketenzicht.surfaces.menu import places_for
from ketenzicht.web.frame import HelpNumber, Language, Place, PublicFrame, StaffFrame

OWN_NAMES = (("nl", "Nederlands"), ("en", "English"))


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return `frame` for a member's page or for a public one, and `now` for times in words."""
    member = getattr(request, "member", None)
    staff = member is not None and "/werk/" in request.path
    return {
        "frame": staff_frame(request, member) if staff and member else public_frame(request),
        "now": getattr(request, "now", None),
    }


def staff_frame(request: HttpRequest, member: Member) -> StaffFrame:
    """Return the bar of a member: their places, organisation and role."""
    language = get_language() or "nl"
    return StaffFrame(
        home_url=reverse("staff:day"),
        places=places_for(member, request.path),
        organisation=member.organisation.name,
        role=", ".join(sorted(role_label(role, language) for role in member.roles)),
        account_url=reverse("accounts:own"),
        search_url=reverse("staff:find"),
        help_url=reverse("staff:help"),
        sign_out_url=reverse("account_logout"),
        languages=_languages(request),
        demo=settings.KETENZICHT_DEMO,
        idle_minutes=IDLE // timedelta(minutes=1),
    )


def public_frame(request: HttpRequest) -> PublicFrame:
    """Return the slim frame of public pages: language, leave, help numbers."""
    return PublicFrame(
        home_url=_or_root("intake-public:start"),
        exit_link_url=_or_root("intake-public:leave-now", fallback=""),
        exit_about_url=_or_root("intake-public:leaving", fallback=""),
        languages=_languages(request),
        help_numbers=help_numbers(),
        links=_links(request),
        demo=settings.KETENZICHT_DEMO,
    )


def _links(request: HttpRequest) -> tuple[Place, ...]:
    figures = _or_root("publishing-public:figures", fallback="")
    links = [Place(_("Figures"), figures)] if figures else []
    if settings.KETENZICHT_DEMO and "/werk/" not in request.path:
        demo = _or_root("demo:sign-in", fallback="")
        links += [Place(_("Practice world: sign in as one of the roles"), demo)] if demo else []
    return tuple(links)


def help_numbers() -> tuple[HelpNumber, ...]:
    """Return whom to call, from the reference data, as a visitor is told."""
    return _numbers(line for line in reference.helplines(local_date(now())) if line.for_visitors)


def staff_numbers() -> tuple[HelpNumber, ...]:
    """Return whom to call, for who works here."""
    return _numbers(reference.helplines(local_date(now())))


def _numbers(lines: Iterable[Helpline]) -> tuple[HelpNumber, ...]:
    language = get_language() or "nl"
    return tuple(
        HelpNumber(line.number, _dial(line.number), line.label(language))
        for line in lines
        if line.number
    )


def _dial(number: str) -> str:
    return "".join(character for character in number if character.isdigit() or character == "+")


def _languages(request: HttpRequest) -> tuple[Language, ...]:
    path = request.path
    current = get_language()
    return tuple(
        Language(code, name, translate_url(path, code), code == current) for code, name in OWN_NAMES
    )


def _or_root(name: str, fallback: str = "/") -> str:
    """Reverse a name that only some surfaces serve."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return fallback
