# SPDX-License-Identifier: EUPL-1.2
"""Requests for access: one person asks, another confirms on this page."""

from __future__ import annotations

from uuid import UUID

from django import forms as plain
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ketenzicht.accounts import selectors, services
from ketenzicht.accounts.acts.access import Act, acts_open_to, require_act
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.models import AccessRequest
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.policies import has_entered
from ketenzicht.accounts.roles import role_label
from ketenzicht.accounts.states import Asked, AskedState
from ketenzicht.accounts.views.common import GET_POST, spoken
from ketenzicht.accounts.views.people import invited_page
from ketenzicht.core.clock import local
from ketenzicht.core.http import see_other
from ketenzicht.core.policy import members, open_to
from ketenzicht.core.spoofing import shown_name
from ketenzicht.web.acting import ActPage, Values, act_page, posted
from ketenzicht.web.listing import Finder, ListPage, list_page
from ketenzicht.web.parts import Fact, Row, State

confirm_people = members(AccountPermission.MEMBER_CONFIRM)

WORDS = {
    AskedState.WAITING: (State.WAITS, gettext_lazy("waits for a second person")),
    AskedState.CONFIRMED: (State.SETTLED, gettext_lazy("confirmed")),
    AskedState.DECLINED: (State.NEUTRAL, gettext_lazy("declined")),
    AskedState.WITHDRAWN: (State.NEUTRAL, gettext_lazy("withdrawn")),
    AskedState.LAPSED: (State.NEUTRAL, gettext_lazy("lapsed")),
}


@open_to(confirm_people)
@require_safe
def access_requests(request: StaffRequest) -> HttpResponse:
    """List what one person asked and another confirms, newest first."""
    page = ListPage(
        title=_("Requests for access"),
        lead=_("Access to cases takes two people: one asks, another confirms."),
        empty=_("No requests"),
        empty_text=_("Nobody asked for access that a second person confirms."),
    )
    found = selectors.access_requests(request.member, request.now)
    return list_page(request, page, Finder(request.GET), found, row=_row)


def _row(asked: AccessRequest) -> Row:
    state, word = WORDS[AskedState(asked.state)]
    return Row(
        said(asked),
        url=reverse("accounts:request", args=[asked.pk]),
        state=state,
        word=str(word),
        meta=f"{asked.member.organisation.name}, {date_format(local(asked.asked_at), 'j F Y')}",
    )


def said(asked: AccessRequest) -> str:
    """Say what a request is for, in a sentence with a name."""
    sentences = {
        Asked.ACCESS: _("%(name)s gets access"),
        Asked.ROLES: _("%(name)s gets more roles"),
        Asked.CODE: _("%(name)s gets a new code to come in with"),
    }
    return sentences[Asked(asked.kind)] % {"name": shown_name(asked.member.user.name)}


@open_to(confirm_people)
@require_safe
def access_request(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Show one request: who asks what for whom, until when, and what I can do."""
    asked = selectors.access_request(request.member, request_id, request.now)
    state, word = WORDS[AskedState(asked.state)]
    context = {
        "asked": asked,
        "said": said(asked),
        "state": state,
        "word": word,
        "facts": _facts(asked),
        "waits": asked.state == AskedState.WAITING,
        "elsewhere": selectors.confirmed_elsewhere(asked, request.now),
        "can": {act.value for act in acts_open_to(request.member, asked, request.now)},
        "reset": asked.kind == Asked.CODE and has_entered(asked.member.user),
    }
    return render(request, "accounts/request.html", context)


def _facts(asked: AccessRequest) -> list[Fact]:
    roles = ", ".join(role_label(role, spoken()) for role in sorted(asked.asked_roles))
    facts = [
        Fact(_("Organisation"), shown_name(asked.member.organisation.name)),
        Fact(_("E-mail address"), shown_name(asked.member.user.email)),
        Fact(_("New address"), shown_name(asked.email)),
        Fact(_("Roles"), roles),
        Fact(_("Asked by"), shown_name(asked.asked_by.name)),
        Fact(_("Asked on"), date_format(local(asked.asked_at), "j F Y, H:i")),
    ]
    if asked.state == AskedState.WAITING:
        facts.append(Fact(_("Lapses on"), date_format(local(asked.lapses_at), "j F Y, H:i")))
    return [fact for fact in facts if fact.value]


@open_to(confirm_people, fresh=True)
@GET_POST
def confirm(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Ask, then let what another asked hold; a code is shown once, to who confirms."""
    asked = selectors.access_request(request.member, request_id, request.now)
    if request.method != "POST":
        require_act(request.member, asked, Act.CONFIRM, request.now)
    page = ActPage(
        title=_("Do you know this person?"),
        lead=_(
            "Call somebody you know, on a number you had already. Confirm only if this person "
            "works there and needs this."
        ),
        button=_("I know this person: confirm"),
        back_url=reverse("accounts:request", args=[request_id]),
        back_label=_("Request"),
        template="accounts/request_confirm.html",
        more={"said": said(asked), "facts": _facts(asked)},
    )

    def do(_values: Values) -> HttpResponse:
        confirmed = services.confirm_access(
            actor=request.member, request_id=request_id, now=request.now
        )
        if confirmed.code:
            return invited_page(request, confirmed.member, confirmed.code)
        messages.success(request, _("Confirmed; it holds from now on."))
        return see_other("accounts:requests")

    return act_page(request, page, form=plain.Form(posted(request)), do=do)


@open_to(confirm_people)
@require_POST
def decline(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Refuse what another asked."""
    services.decline_access(actor=request.member, request_id=request_id, now=request.now)
    messages.success(request, _("Declined. Nothing of it ever held."))
    return see_other("accounts:requests")


@open_to(confirm_people)
@require_POST
def withdraw(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Take back what I or a fellow administrator asked."""
    services.withdraw_access(actor=request.member, request_id=request_id, now=request.now)
    messages.success(request, _("Withdrawn. Nothing of it ever held."))
    return see_other("accounts:requests")
