# SPDX-License-Identifier: EUPL-1.2
"""Pages about being away and who stands in: of oneself, and of a colleague one manages."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ketenzicht.accounts import forms, services
from ketenzicht.accounts.acts.members import Act
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.models import Member
from ketenzicht.accounts.selectors import colleague, possible_stand_ins
from ketenzicht.accounts.views.common import GET_POST, manage_people, member_act, own_account
from ketenzicht.core.http import see_other
from ketenzicht.core.policy import open_to
from ketenzicht.web.acting import ActPage, Values, posted


@open_to(own_account)
@GET_POST
def own(request: StaffRequest) -> HttpResponse:
    """Say when one is away oneself."""
    page = _page(_("When are you away?"), reverse("accounts:own"), _("My account"))
    return _days(request, request.member, page)


@open_to(manage_people)
@GET_POST
def of_colleague(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Say when a colleague is away."""
    member = colleague(request.member, member_id)
    title = _("When is %(name)s away?") % {"name": member.user}
    page = _page(title, reverse("accounts:member", args=[member_id]), _("Colleague"))
    return _days(request, member, page)


@open_to(own_account)
@require_POST
def own_return(request: StaffRequest) -> HttpResponse:
    """Be back, or stay after all."""
    services.come_back(actor=request.member, member_id=request.member.pk, now=request.now)
    messages.success(request, _("Welcome back. Mail comes to you again."))
    return see_other("accounts:own")


@open_to(manage_people)
@require_POST
def colleague_return(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Say that a colleague is back, or stays after all."""
    services.come_back(actor=request.member, member_id=member_id, now=request.now)
    messages.success(request, _("Saved. Mail goes to this colleague again."))
    return see_other("accounts:member", member_id)


def _page(title: str, back_url: str, back_label: str) -> ActPage:
    return ActPage(
        title=title,
        lead=_("Partners see until when, and who stands in."),
        button=_("Save these days"),
        done=_("The days are saved."),
        back_url=back_url,
        back_label=back_label,
    )


def _days(request: StaffRequest, member: Member, page: ActPage) -> HttpResponse:
    def do(values: Values) -> None:
        services.go_away(
            actor=request.member,
            member_id=member.pk,
            since=values["since"],
            until=values["until"],
            stand_in_id=UUID(values["stand_in"]) if values["stand_in"] else None,
            now=request.now,
        )

    people = possible_stand_ins(member, request.now)
    form = forms.AwayForm(posted(request), people=people, now=request.now)
    return member_act(request, member, Act.GO_AWAY, page, form=form, do=do)
