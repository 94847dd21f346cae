# SPDX-License-Identifier: EUPL-1.2
"""Pages about desks and who answers there."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ketenzicht.accounts import forms, services
from ketenzicht.accounts.acts.desks import Act, acts_open_to, require_act
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.models import Desk
from ketenzicht.accounts.selectors import (
    Seat,
    answering_colleagues,
    away_at_desks,
    desks_of,
    own_desk,
    seats_at,
)
from ketenzicht.accounts.views.common import GET_POST, manage_desks
from ketenzicht.core.errors import NotFound, Refused
from ketenzicht.core.http import see_other, uuids
from ketenzicht.core.policy import open_to
from ketenzicht.web.acting import ActPage, Values, act_page, posted


@open_to(manage_desks)
@require_safe
def desks(request: StaffRequest) -> HttpResponse:
    """Show the desks, and who answers there."""
    found = list(desks_of(request.member.organisation_id))
    taken = seats_at(found, request.now)
    shown = [
        {
            "desk": desk,
            "can": _can(request, desk, None),
            "seats": [(seat, _can(request, desk, seat)) for seat in taken[desk.pk]],
        }
        for desk in found
    ]
    away = away_at_desks(request.member.organisation_id, request.now)
    return render(request, "accounts/desks.html", {"desks": shown, "away": away})


def _can(request: StaffRequest, desk: Desk, seat: Seat | None) -> set[str]:
    return {act.value for act in acts_open_to(request.member, desk, seat)}


@open_to(manage_desks)
@GET_POST
def open_desk(request: StaffRequest) -> HttpResponse:
    """Open a desk where a colleague answers from the first moment."""
    staff = answering_colleagues(request.member, request.now)
    if not staff:
        said = _("Nobody here has a role to answer with yet. Give a colleague such a role first.")
        raise Refused(said)
    page = ActPage(
        title=_("Open a desk"),
        lead=_("A desk is where others reach you. Somebody always answers there, or stands in."),
        button=_("Open this desk"),
        done=_("The desk is open."),
        back_url=reverse("accounts:desks"),
        back_label=_("Desks"),
    )

    def do(values: Values) -> None:
        rest = {name: value for name, value in values.items() if name != "member"}
        services.open_desk(
            actor=request.member, member_id=UUID(values["member"]), now=request.now, **rest
        )

    form = forms.DeskForm(posted(request), people=staff, now=request.now)
    return act_page(request, page, form=form, do=do)


@open_to(manage_desks)
@GET_POST
def take_seat(request: StaffRequest, desk_id: UUID) -> HttpResponse:
    """Seat a colleague at a desk."""
    desk = own_desk(request.member, desk_id)
    if request.method != "POST":
        require_act(request.member, desk, None, Act.SEAT)
    page = ActPage(
        title=_("Seat a colleague at %(desk)s") % {"desk": desk.name},
        button=_("Seat this colleague"),
        done=_("Your colleague now answers at this desk."),
        back_url=reverse("accounts:desks"),
        back_label=_("Desks"),
    )

    def do(values: Values) -> None:
        services.seat(
            actor=request.member,
            desk_id=desk_id,
            member_id=UUID(values["member"]),
            deputy=values["deputy"],
            now=request.now,
        )

    staff = answering_colleagues(request.member, request.now)
    form = forms.SeatForm(posted(request), people=staff, now=request.now)
    return act_page(request, page, form=form, do=do)


@open_to(manage_desks)
@require_POST
def leave_seat(request: StaffRequest, desk_id: UUID) -> HttpResponse:
    """Take a colleague from a desk."""
    chosen = uuids([request.POST.get("member", "")])
    if not chosen:
        raise NotFound
    services.unseat(actor=request.member, desk_id=desk_id, member_id=chosen[0], now=request.now)
    messages.success(request, _("This person no longer answers at the desk."))
    return see_other("accounts:desks")
