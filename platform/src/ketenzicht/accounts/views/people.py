# SPDX-License-Identifier: EUPL-1.2
"""Pages about the people of the own organisation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as plain
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ketenzicht.accounts import forms, services
from ketenzicht.accounts.acts.members import Act, acts_open_to, why_not
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.models import Member
from ketenzicht.accounts.roles import role_label
from ketenzicht.accounts.selectors import absence_of, colleague, colleagues, waiting_for
from ketenzicht.accounts.views.common import GET_POST, manage_people, member_act, spoken
from ketenzicht.core.http import see_other, uuids
from ketenzicht.core.policy import open_to
from ketenzicht.core.spoofing import shown_name
from ketenzicht.search.selectors import holding
from ketenzicht.web.acting import ActPage, Onward, Values, act_page, posted
from ketenzicht.web.listing import Finder, ListPage, list_page
from ketenzicht.web.parts import Action, Row, State
from ketenzicht.web.together import Together, together_page

INVITED_HOURS = int(services.INVITED_FOR.total_seconds() // 3600)


@open_to(manage_people)
@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """List the people of my organisation."""
    finder = Finder(request.GET, search=_("Search by name"))
    found = colleagues(request.member)
    if finder.words:
        found = holding(found, finder.words, "user__name")
    page = ListPage(
        title=_("People of your organisation"),
        actions=(
            Action(_("Add a colleague"), reverse("accounts:invite"), kind="primary"),
            Action(_("Requests for access"), reverse("accounts:requests")),
            Action(_("Desks"), reverse("accounts:desks")),
            Action(_("Add a partner"), reverse("accounts:partner-new")),
        ),
        together=(Action(_("End access"), reverse("accounts:end-together"), kind="grave"),),
        empty=_("Nobody found"),
        empty_text=_("Search for another name, or add a colleague."),
        nothing=_("Nobody found"),
        nothing_text=_("Search for another name, or add a colleague."),
    )
    return list_page(request, page, finder, found.order_by("-active", "user__name"), row=_row)


def _row(member: Member) -> Row:
    """A colleague with their roles; who left cannot be chosen."""
    return Row(
        shown_name(member.user.name),
        url=reverse("accounts:member", args=[member.pk]),
        state=None if member.active else State.NEUTRAL,
        word="" if member.active else _("no access"),
        meta=", ".join(role_label(role, spoken()) for role in sorted(member.roles)),
        key=str(member.pk) if member.active else "",
    )


@open_to(manage_people, fresh=True)
@GET_POST
def end_together(request: StaffRequest) -> HttpResponse:
    """Ask, then end the access of several people, each on their own."""
    actor, now = request.member, request.now
    page = ActPage(
        title=_("End the access of these people?"),
        lead=_(
            "It ends at once, in open sessions too. What they did stays in the books. "
            "You can undo it for each of them."
        ),
        button=_("End access now"),
        kind="grave",
        back_url=reverse("accounts:members"),
        back_label=_("People"),
    )
    act: Together[Member] = Together(
        page=page,
        find=lambda keys: colleagues(actor).filter(pk__in=uuids(keys)).order_by("user__name"),
        key=lambda member: str(member.pk),
        say=lambda member: member.user.name,
        why_not=lambda member: why_not(actor, member, now, Act.END),
        do=lambda member, _values, _version: services.end_membership(
            actor=actor, member_id=member.pk, now=now
        ),
    )
    return together_page(request, act, plain.Form(posted(request)))


@open_to(manage_people, fresh=True)
@GET_POST
def invite(request: StaffRequest) -> HttpResponse:
    """Add a colleague."""
    page = ActPage(
        title=_("Add a colleague"),
        button=_("Add this colleague"),
        back_url=reverse("accounts:members"),
        back_label=_("People"),
    )

    def do(values: Values) -> Onward:
        try:
            invited = services.invite_member(
                actor=request.member,
                email=values["email"],
                name=values["name"],
                roles=frozenset(values["roles"]),
                now=request.now,
            )
        except services.WasMember as before:
            messages.info(request, str(before.sentence))
            return reverse("accounts:restore", args=[before.member.pk])
        if invited.asked is not None:
            return _waits(request, invited.member)
        return invited_page(request, invited.member, invited.code)

    form = forms.InviteForm(posted(request), actor=request.member)
    return act_page(request, page, form=form, do=do)


def _waits(request: StaffRequest, member: Member) -> HttpResponse:
    """Say that a second person confirms, and go to what waits."""
    asked = waiting_for(member, request.now)
    messages.info(request, _("This holds once a second person confirmed it."))
    return see_other("accounts:request", asked.pk) if asked else see_other("accounts:requests")


def invited_page(request: StaffRequest, member: Member, code: str) -> HttpResponse:
    """Show the code, this once; a page that is kept nowhere is the only one that may hold it."""
    context = {"person": member, "code": code, "hours": INVITED_HOURS}
    return render(request, "accounts/invited.html", context)


@open_to(manage_people, fresh=True)
@require_POST
def invite_again(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Make a new code for a colleague who never came in."""
    code = services.renew_invitation(actor=request.member, member_id=member_id, now=request.now)
    member = colleague(request.member, member_id)
    return invited_page(request, member, code) if code else _waits(request, member)


@open_to(manage_people, fresh=True)
@GET_POST
def reset(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Ask, then let a second person give a new code to somebody who lost their passkey."""
    member = colleague(request.member, member_id)
    page = _page(
        member,
        title=_("Let %(name)s come in with a new code?") % {"name": shown_name(member.user.name)},
        lead=_(
            "For somebody who lost their passkey and has no recovery code. A second person "
            "confirms it and gets the code; then the old passkey and password stop working."
        ),
        button=_("Ask a second person"),
    )

    def do(_values: Values) -> HttpResponse:
        services.reset_sign_in(actor=request.member, member_id=member_id, now=request.now)
        return _waits(request, member)

    form = plain.Form(posted(request))
    return member_act(request, member, Act.RESET, page, form=form, do=do)


@open_to(manage_people)
@require_safe
def person(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Show a colleague, and what can be done."""
    member = colleague(request.member, member_id)
    context = {
        "person": member,
        "roles": [role_label(role, spoken()) for role in sorted(member.roles)],
        "mandates": member.mandates.order_by("-until"),
        "absence": absence_of(member, request.now),
        "asked": waiting_for(member, request.now),
        "can": {act.value for act in acts_open_to(request.member, member, request.now)},
    }
    return render(request, "accounts/member.html", context)


@open_to(manage_people)
@GET_POST
def roles(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Change the roles of a colleague."""
    member = colleague(request.member, member_id)
    page = _page(
        member,
        title=_("Roles of %(name)s") % {"name": member.user},
        button=_("Change the roles"),
    )

    def do(values: Values) -> Onward:
        services.set_roles(
            actor=request.member,
            member_id=member_id,
            roles=frozenset(values["roles"]),
            now=request.now,
        )
        if waiting_for(member, request.now):
            return _waits(request, member)
        messages.success(request, _("The roles have changed; this holds from now on."))
        return None

    carried = {"roles": sorted(member.roles)}
    form = forms.RolesForm(posted(request), initial=carried, actor=request.member)
    return member_act(request, member, Act.SET_ROLES, page, form=form, do=do)


@open_to(manage_people, fresh=True)
@GET_POST
def end(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Ask, then end somebody's access."""
    member = colleague(request.member, member_id)
    page = _page(
        member,
        title=_("End the access of %(name)s?") % {"name": member.user},
        lead=_(
            "It ends at once, in open sessions too. What this person did stays in the books. "
            "You can undo it."
        ),
        button=_("End access now"),
        kind="grave",
        done=_("%(name)s has no access any more.") % {"name": member.user},
    )

    def do(_values: Values) -> None:
        services.end_membership(actor=request.member, member_id=member_id, now=request.now)

    form = plain.Form(posted(request))
    return member_act(request, member, Act.END, page, form=form, do=do)


@open_to(manage_people, fresh=True)
@GET_POST
def restore(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Let somebody back in who left; which roles is asked again."""
    member = colleague(request.member, member_id)
    had = ", ".join(role_label(role, spoken()) for role in sorted(member.roles))
    said = [
        _("This person left. They come back with the roles you choose here, and no others."),
        _("Roles before: %(roles)s.") % {"roles": had} if had else "",
    ]
    page = _page(
        member,
        title=_("Give %(name)s access again") % {"name": member.user},
        lead=" ".join(said),
        button=_("Give access again"),
    )

    def do(values: Values) -> Onward:
        services.restore_membership(
            actor=request.member,
            member_id=member_id,
            roles=frozenset(values["roles"]),
            now=request.now,
        )
        if waiting_for(member, request.now):
            return _waits(request, member)
        messages.success(request, _("%(name)s has access again.") % {"name": member.user})
        return None

    form = forms.RolesForm(posted(request), actor=request.member)
    return member_act(request, member, Act.RESTORE, page, form=form, do=do)


@open_to(manage_people, fresh=True)
@GET_POST
def correct_address(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Put the address right of somebody who never came in, and show a new code."""
    member = colleague(request.member, member_id)
    said = [
        _("The address is %(email)s now.") % {"email": member.user.email},
        _("You get a new code to give; the earlier code stops working."),
    ]
    page = _page(
        member,
        title=_("Correct the address of %(name)s") % {"name": member.user},
        lead=" ".join(said),
        button=_("Correct the address"),
    )

    def do(values: Values) -> HttpResponse:
        code = services.correct_invited_address(
            actor=request.member, member_id=member_id, email=values["email"], now=request.now
        )
        if not code:
            return _waits(request, member)
        return invited_page(request, colleague(request.member, member_id), code)

    form = forms.AddressForm(posted(request))
    return member_act(request, member, Act.CORRECT_ADDRESS, page, form=form, do=do)


@open_to(manage_people)
@GET_POST
def mandate(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Give a colleague a mandate."""
    member = colleague(request.member, member_id)
    page = _page(
        member,
        title=_("Give %(name)s a mandate") % {"name": member.user},
        button=_("Give this mandate"),
        done=_("The mandate is given."),
    )

    def do(values: Values) -> None:
        services.give_mandate(actor=request.member, member_id=member_id, now=request.now, **values)

    form = forms.MandateForm(posted(request))
    return member_act(request, member, Act.MANDATE, page, form=form, do=do)


def _page(member: Member, **said: Any) -> ActPage:
    """The page of an act on a colleague, which leads back to the colleague."""
    back_url = reverse("accounts:member", args=[member.pk])
    return ActPage(back_url=back_url, back_label=_("Colleague"), **said)
