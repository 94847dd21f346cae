# SPDX-License-Identifier: EUPL-1.2
"""Pages about the own account, the own organisation, and partners."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ketenzicht.accounts import forms, services
from ketenzicht.accounts.demo import demo_roles, sign_in_as
from ketenzicht.accounts.entrance import enter
from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.middleware import CHOSEN
from ketenzicht.accounts.models import Member
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.roles import role_label
from ketenzicht.accounts.selectors import (
    answering_colleagues,
    colleague,
    colleagues,
    desks_of,
    live_members,
    organisations_called,
)
from ketenzicht.accounts.states import Standing
from ketenzicht.core.errors import NotFound, Refused
from ketenzicht.core.http import PublicRequest, see_other
from ketenzicht.core.policy import everyone, members, open_to
from ketenzicht.search.selectors import holding
from ketenzicht.web.listing import Filter, Finder, Listing

manage_people = members(AccountPermission.MEMBER_MANAGE)
manage_desks = members(AccountPermission.DESK_MANAGE)
GET_POST = require_http_methods(["GET", "HEAD", "POST"])
INVITED_HOURS = int(services.INVITED_FOR.total_seconds() // 3600)


def _language() -> str:
    return get_language() or "nl"


@open_to(members(AccountPermission.ACCOUNT_OWN))
@require_safe
def own(request: StaffRequest) -> HttpResponse:
    """Show who I am here: organisation, roles, sessions, factors."""
    mine = live_members(request.now).filter(user=request.member.user).select_related("organisation")
    roles = sorted(role_label(role, _language()) for role in request.member.roles)
    language = forms.LanguageForm(initial={"language": request.member.user.language})
    context = {"mine": mine, "roles": roles, "member": request.member, "language_form": language}
    return render(request, "accounts/own.html", context)


@open_to(members(AccountPermission.ACCOUNT_OWN))
@require_POST
def language(request: StaffRequest) -> HttpResponse:
    """Choose the language of the mails one gets."""
    form = forms.LanguageForm(request.POST)
    if not form.is_valid():
        raise NotFound
    services.set_language(actor=request.member, now=request.now, **form.cleaned_data)
    messages.success(request, _("Mails to you are in this language from now on."))
    return see_other("accounts:own")


@open_to(members(AccountPermission.ACCOUNT_OWN))
@require_safe
def without_password(request: StaffRequest) -> HttpResponse:
    """Where the sign-in package sends who has no password to change."""
    raise Refused(_("This account signs in without a password, so there is none to change."))


@open_to(members(AccountPermission.ACCOUNT_OWN))
@require_POST
def choose(request: StaffRequest) -> HttpResponse:
    """Act for another of my own organisations."""
    try:
        wanted = UUID(request.POST.get("member", ""))
    except ValueError:
        raise NotFound from None
    mine = live_members(request.now).filter(user=request.member.user, pk=wanted).first()
    if mine is None:
        raise NotFound
    request.session[CHOSEN] = str(mine.pk)
    messages.success(
        request, _("You now act for %(organisation)s.") % {"organisation": mine.organisation}
    )
    return see_other("staff:day")


@open_to(manage_people)
@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """List the people of my organisation."""
    finder = Finder(request.GET, search=_("Search by name"))
    found = colleagues(request.member)
    if finder.words:
        found = holding(found, finder.words, "user__name")
    listing = finder.page(found.order_by("-active", "user__name"))
    for one in listing.page.object_list:
        one.role_labels = [role_label(role, _language()) for role in sorted(one.roles)]
    return render(request, "accounts/members.html", {"listing": listing})


@open_to(manage_people, fresh=True)
@GET_POST
def invite(request: StaffRequest) -> HttpResponse:
    """Add a colleague."""
    form = forms.InviteForm(request.POST or None, actor=request.member)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            invited = services.invite_member(
                actor=request.member,
                email=clean["email"],
                name=clean["name"],
                roles=frozenset(clean["roles"]),
                now=request.now,
            )
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal.sentence))
        else:
            return _invited_page(request, invited)
    status = 422 if form.errors else 200
    return render(request, "accounts/invite.html", {"form": form}, status=status)


def _invited_page(request: StaffRequest, invited: services.Invited) -> HttpResponse:
    """Show the code, this once; a page that is kept nowhere is the only one that may hold it."""
    context = {"person": invited.member, "code": invited.code, "hours": INVITED_HOURS}
    return render(request, "accounts/invited.html", context)


@open_to(manage_people, fresh=True)
@require_POST
def invite_again(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Make a new code for a colleague who never came in."""
    code = services.renew_invitation(actor=request.member, member_id=member_id, now=request.now)
    member = colleague(request.member, member_id)
    return _invited_page(request, services.Invited(member, code))


@open_to(everyone)
@GET_POST
def first_time(request: PublicRequest) -> HttpResponse:
    """Let an invited person in once, and send them on to make their passkey."""
    form = forms.FirstTimeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.accept_invitation(**form.cleaned_data, now=request.now)
        except Refused as refusal:
            form.add_error("code", str(refusal.sentence))
        else:
            enter(request, user, method="invitation")
            return see_other("mfa_index")
    return render(
        request, "accounts/first_time.html", {"form": form}, status=422 if form.errors else 200
    )


@open_to(manage_people)
@GET_POST
def person(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Show a colleague and change their roles."""
    member = colleague(request.member, member_id)
    form = forms.RolesForm(
        request.POST or None,
        initial={"roles": sorted(member.roles)},
        actor=request.member,
    )
    if request.method == "POST" and form.is_valid():
        roles = frozenset(form.cleaned_data["roles"])
        try:
            services.set_roles(
                actor=request.member, member_id=member_id, roles=roles, now=request.now
            )
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal.sentence))
        else:
            messages.success(request, _("The roles have changed; this holds from now on."))
            return see_other("accounts:member", member_id)
    return _person_page(request, member, form, forms.MandateForm())


def _person_page(
    request: StaffRequest, member: Member, form: forms.RolesForm, mandate_form: forms.MandateForm
) -> HttpResponse:
    context = {
        "person": member,
        "form": form,
        "mandate_form": mandate_form,
        "mandates": member.mandates.order_by("-until"),
        "entered": services.has_entered(member.user),
    }
    status = 422 if form.errors or mandate_form.errors else 200
    return render(request, "accounts/member.html", context, status=status)


@open_to(manage_people, fresh=True)
@GET_POST
def end(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Ask, then end somebody's access."""
    member = colleague(request.member, member_id)
    if request.method == "POST":
        services.end_membership(actor=request.member, member_id=member_id, now=request.now)
        messages.success(request, _("%(name)s has no access any more.") % {"name": member.user})
        return see_other("accounts:member", member_id)
    return render(request, "accounts/end.html", {"person": member})


@open_to(manage_people)
@require_POST
def restore(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Undo the end of somebody's access."""
    member = services.restore_membership(actor=request.member, member_id=member_id, now=request.now)
    messages.success(request, _("%(name)s has access again.") % {"name": member.user})
    return see_other("accounts:member", member_id)


@open_to(manage_people)
@require_POST
def mandate(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Give a colleague a mandate."""
    member = colleague(request.member, member_id)
    form = forms.MandateForm(request.POST)
    if form.is_valid():
        try:
            services.give_mandate(
                actor=request.member, member_id=member_id, now=request.now, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal.sentence))
        else:
            messages.success(request, _("The mandate is given."))
            return see_other("accounts:member", member_id)
    roles = forms.RolesForm(initial={"roles": sorted(member.roles)}, actor=request.member)
    return _person_page(request, member, roles, form)


@open_to(manage_desks)
@GET_POST
def desks(request: StaffRequest) -> HttpResponse:
    """Show the desks, who answers there, and open a new one."""
    staff = answering_colleagues(request.member, request.now)
    form = forms.DeskForm(request.POST or None, people=staff)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        member_id = UUID(clean.pop("member"))
        services.open_desk(actor=request.member, member_id=member_id, now=request.now, **clean)
        messages.success(request, _("The desk is open."))
        return see_other("accounts:desks")
    found = list(desks_of(request.member.organisation_id).prefetch_related("seats__member__user"))
    rows = [(desk, forms.SeatForm(people=staff, auto_id=f"{desk.pk}-%s")) for desk in found]
    context = {"desks": rows, "form": form, "staff": staff}
    return render(request, "accounts/desks.html", context, status=422 if form.errors else 200)


@open_to(manage_desks)
@require_POST
def take_seat(request: StaffRequest, desk_id: UUID) -> HttpResponse:
    """Seat a colleague at a desk."""
    staff = answering_colleagues(request.member, request.now)
    form = forms.SeatForm(request.POST, people=staff)
    if not form.is_valid():
        raise NotFound
    services.seat(
        actor=request.member,
        desk_id=desk_id,
        member_id=UUID(form.cleaned_data["member"]),
        deputy=form.cleaned_data["deputy"],
        now=request.now,
    )
    messages.success(request, _("The seat is taken."))
    return see_other("accounts:desks")


@open_to(manage_desks)
@require_POST
def leave_seat(request: StaffRequest, desk_id: UUID) -> HttpResponse:
    """Take a colleague from a desk."""
    try:
        member_id = UUID(request.POST.get("member", ""))
    except ValueError:
        raise NotFound from None
    services.unseat(actor=request.member, desk_id=desk_id, member_id=member_id, now=request.now)
    messages.success(request, _("This person no longer answers at the desk."))
    return see_other("accounts:desks")


def _partners_found(request: StaffRequest) -> Listing:
    standings = [
        (Standing.PROPOSED, _("waits for approval")),
        (Standing.ACTIVE, _("takes part")),
        (Standing.SUSPENDED, _("stopped")),
    ]
    by_standing = Filter("standing", _("State"), standings)
    finder = Finder(request.GET, (by_standing,), search=_("Search by name"))
    found = organisations_called(finder.words)
    if standing := finder.value("standing"):
        found = found.filter(standing=standing)
    return finder.page(found.order_by("-standing", "name"))


@open_to(members(AccountPermission.ORGANISATION_APPROVE))
@GET_POST
def partners(request: StaffRequest) -> HttpResponse:
    """List partner organisations and propose a new one."""
    form = forms.PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            services.propose_organisation(
                actor=request.member,
                name=clean["name"],
                kind=clean["kind"],
                regions=tuple(clean["regions"]),
                phone=clean["phone"],
                now=request.now,
            )
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal.sentence))
        else:
            messages.success(request, _("Proposed. Somebody else has to approve it."))
            return see_other("accounts:partners")
    context = {"form": form, "listing": _partners_found(request)}
    return render(request, "accounts/partners.html", context, status=422 if form.errors else 200)


@open_to(everyone)
@GET_POST
def demo_entrance(request: PublicRequest) -> HttpResponse:
    """Sign in as one of the roles of the practice world; exists only there."""
    if request.method == "POST":
        sign_in_as(request, request.POST.get("member", ""))
        return see_other("staff:day")
    found = demo_roles(request.now)
    groups = [
        (_("The chain, from report to figure"), [one for one in found if one.on_tour]),
        (_("Others around it"), [one for one in found if not one.on_tour]),
    ]
    return render(request, "accounts/demo.html", {"groups": groups if found else []})
