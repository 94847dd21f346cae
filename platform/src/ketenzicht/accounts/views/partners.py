# SPDX-License-Identifier: EUPL-1.2
"""The list of partner organisations, adding one, and checking what is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms as plain
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ketenzicht.accounts import forms, services
from ketenzicht.accounts.acts.partners import Act, acts_open_to, why_not
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.models import Organisation
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.selectors import organisations_called
from ketenzicht.accounts.states import Standing
from ketenzicht.accounts.views.common import GET_POST
from ketenzicht.core.http import see_other, uuids
from ketenzicht.core.policy import members, open_to
from ketenzicht.web.acting import ActPage, Values, act_page, posted
from ketenzicht.web.listing import Filter, Finder, ListPage, list_page
from ketenzicht.web.parts import Action, State
from ketenzicht.web.together import Together, together_page

decide = members(AccountPermission.ORGANISATION_APPROVE)


@open_to(decide)
@require_safe
def partners(request: StaffRequest) -> HttpResponse:
    """List the organisations of the chain, with access or without."""
    standings = [(standing, word) for standing, (_state, word) in _marks().items()]
    by_standing = Filter("standing", _("State"), standings)
    finder = Finder(request.GET, (by_standing,), search=_("Search by name"))
    found = organisations_called(finder.words)
    if standing := finder.value("standing"):
        found = found.filter(standing=standing)
    page = ListPage(
        title=_("Partner organisations"),
        lead=_("One person proposes a partner, another lets it in."),
        actions=(Action(_("Add a partner"), reverse("accounts:partner-new"), kind="primary"),),
        together=(Action(_("Checked today"), reverse("accounts:partners-checked")),),
        empty=_("Nobody found"),
        empty_text=_("Search for another name, or choose another state."),
        nothing=_("Nobody found"),
        nothing_text=_("Search for another name, or choose another state."),
    )

    def rows(things: Sequence[Organisation]) -> list[dict[str, Any]]:
        return [_row(request, one) for one in things]

    order = found.order_by("-standing", "name")
    return list_page(request, page, finder, order, rows=rows, template="accounts/partners.html")


def _marks() -> dict[Standing, tuple[State, str]]:
    return {
        Standing.PROPOSED: (State.WAITS, _("waits for approval")),
        Standing.ACTIVE: (State.SETTLED, _("takes part")),
        Standing.SUSPENDED: (State.LATE, _("stopped")),
        Standing.NAMED: (State.NEUTRAL, _("without access")),
    }


def _row(request: StaffRequest, one: Organisation) -> dict[str, Any]:
    state, word = _marks()[Standing(one.standing)]
    day = date_format(one.checked_on, "j F Y") if one.checked_on else ""
    return {
        "partner": one,
        "state": state,
        "word": word,
        "checked": _("checked on %(day)s") % {"day": day} if day else _("never checked"),
        "can": {act.value for act in acts_open_to(request.member, one)},
    }


@open_to(members(AccountPermission.ORGANISATION_PROPOSE))
@GET_POST
def add(request: StaffRequest) -> HttpResponse:
    """Propose a partner, or make one known that gets no access."""
    lets_in = AccountPermission.ORGANISATION_APPROVE in request.member.permissions
    page = ActPage(
        title=_("Add a partner"),
        lead=_("One person proposes a partner, another lets it in."),
        button=_("Add this partner"),
        back_url=reverse("accounts:partners" if lets_in else "accounts:members"),
        back_label=_("Partners") if lets_in else _("People"),
    )

    def do(values: Values) -> None:
        messages.success(request, _added(request, values))

    return act_page(request, page, form=forms.PartnerForm(posted(request)), do=do)


def _added(request: StaffRequest, clean: Values) -> str:
    party = services.Party(
        name=clean["name"],
        kind=clean["kind"],
        phone=clean["phone"],
        regions=tuple(clean["regions"]),
        languages=tuple(clean["languages"]),
    )
    if clean["access"] == "no":
        services.name_organisation(actor=request.member, party=party, now=request.now)
        return _("Saved. This organisation can be named; it has no access.")
    services.propose_organisation(actor=request.member, party=party, now=request.now)
    return _("Proposed. Somebody else has to approve it.")


@open_to(decide)
@require_POST
def checked(request: StaffRequest, partner_id: UUID) -> HttpResponse:
    """Say that what is known of a partner is right as of today."""
    services.check_organisation(actor=request.member, organisation_id=partner_id, now=request.now)
    messages.success(request, _("Saved: checked today."))
    return see_other("accounts:partners")


@open_to(decide)
@GET_POST
def checked_together(request: StaffRequest) -> HttpResponse:
    """Say of several partners that what is known of them is right as of today."""
    actor, now = request.member, request.now
    page = ActPage(
        title=_("Is what is known of these organisations right?"),
        lead=_("Name, telephone, regions and languages count as checked today."),
        button=_("Checked today"),
        back_url=reverse("accounts:partners"),
        back_label=_("Partners"),
    )
    act: Together[Organisation] = Together(
        page=page,
        find=lambda keys: organisations_called("").filter(pk__in=uuids(keys)).order_by("name"),
        key=lambda one: str(one.pk),
        say=lambda one: f"{one.name}, {one.phone}" if one.phone else one.name,
        why_not=lambda one: why_not(actor, one, Act.CHECK),
        do=lambda one, _values, _version: services.check_organisation(
            actor=actor, organisation_id=one.pk, now=now
        ),
    )
    return together_page(request, act, plain.Form(posted(request)))
