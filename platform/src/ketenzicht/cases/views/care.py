# SPDX-License-Identifier: EUPL-1.2
"""The small acts of care: notes, contacts, needs, next steps, procedures, closing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as t
from django.views.decorators.http import require_http_methods, require_POST

from ketenzicht.accounts.selectors import colleague
from ketenzicht.cases.forms import care as forms
from ketenzicht.cases.selectors import Access, access_to, case_of
from ketenzicht.cases.selectors.detail import Reader, need_of
from ketenzicht.cases.selectors.person import identity_of, safe_rules_of
from ketenzicht.cases.services import actions, needs, opening, person
from ketenzicht.cases.services import care as services
from ketenzicht.cases.states import CaseState, NeedState
from ketenzicht.cases.values import Identity, SafeRules
from ketenzicht.cases.views.acts import Act, Values, page, refuse
from ketenzicht.core.errors import NotAllowed, Refused
from ketenzicht.core.http import StaffRequest, see_other
from ketenzicht.core.permissions import Permission
from ketenzicht.core.policy import members, open_to


def _ground(request: StaffRequest, case_id: UUID) -> dict[str, Any]:
    return {"actor": request.member, "case_id": case_id, "now": request.now}


def _note(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    services.write_note(**_ground(request, case_id), words=values["words"])


def _contact(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    services.log_contact(
        **_ground(request, case_id),
        channel=values["channel"],
        reached=values["reached"] == "yes",
        words=values["words"],
    )


def _wish(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    services.record_wish(**_ground(request, case_id), words=values["words"])


def _plan(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    actions.plan_action(**_ground(request, case_id), words=values["words"], due=values["due"])


def _need(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    needs.add_need(**_ground(request, case_id), service=values["service"], words=values["words"])


def _label(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    services.set_label(**_ground(request, case_id), words=values["words"])


def _move(request: StaffRequest, case_id: UUID, values: Values, version: int) -> None:
    opening.move_case(
        **_ground(request, case_id),
        state=CaseState(values["state"]),
        review_at=values["review_at"],
        version=version,
    )


def _risk(request: StaffRequest, case_id: UUID, values: Values, version: int) -> None:
    opening.set_risk(**_ground(request, case_id), risk=values["risk"], version=version)


def _forms(request: StaffRequest, case_id: UUID, values: Values, version: int) -> None:
    services.set_forms(**_ground(request, case_id), forms=tuple(values["forms"]), version=version)


def _track(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    track, step, variant = values["place"].split(":")
    services.move_track(
        **_ground(request, case_id),
        track=track,
        step=step,
        since=values["since"],
        variant=variant,
    )


def _worker(request: StaffRequest, case_id: UUID, values: Values, version: int) -> None:
    services.assign_worker(
        **_ground(request, case_id), worker_id=UUID(values["worker"]), version=version
    )


def _worker_now(_request: StaffRequest, access: Access) -> tuple[Values, int]:
    worker = access.case.worker_id
    return {"worker": str(worker) if worker else ""}, access.case.version


def _close(request: StaffRequest, case_id: UUID, values: Values, version: int) -> None:
    chosen = values["second_reader"]
    opening.close_case(
        **_ground(request, case_id),
        reason=values["reason"],
        second_reader=colleague(request.member, UUID(chosen)) if chosen else None,
        version=version,
    )


def _identity(request: StaffRequest, case_id: UUID, values: Values, version: int) -> None:
    person.set_identity(**_ground(request, case_id), identity=Identity(**values), version=version)


def _safe_contact(request: StaffRequest, case_id: UUID, values: Values, version: int) -> None:
    person.set_safe_contact(**_ground(request, case_id), rules=SafeRules(**values), version=version)


def _whereabouts(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    person.set_whereabouts(**_ground(request, case_id), **values)


def _state_now(_request: StaffRequest, access: Access) -> tuple[Values, int]:
    return {"state": access.case.state, "review_at": access.case.review_at}, access.case.version


def _risk_now(_request: StaffRequest, access: Access) -> tuple[Values, int]:
    return {"risk": access.case.risk}, access.case.version


def _forms_now(request: StaffRequest, access: Access) -> tuple[Values, int]:
    reader = Reader(request.member, access, access.safe(), request.now)
    return {"forms": reader.forms()}, access.case.version


def _identity_now(request: StaffRequest, access: Access) -> tuple[Values, int]:
    known, version = identity_of(request.member, access, now=request.now)
    return {name: getattr(known, name) for name in Identity.__dataclass_fields__}, version


def _safe_contact_now(request: StaffRequest, access: Access) -> tuple[Values, int]:
    rules, version = safe_rules_of(request.member, access, now=request.now)
    if rules is None:
        return {"voicemail": "never"}, 0
    return {name: getattr(rules, name) for name in SafeRules.__dataclass_fields__}, version


note = page(
    Act(
        title=t("Write a note"),
        button=t("Keep this note"),
        form=forms.NoteForm,
        save=_note,
        done=t("Your note is kept."),
        holder_only=False,
    )
)
contact = page(
    Act(
        title=t("Record a contact"),
        button=t("Record the contact"),
        form=forms.ContactForm,
        save=_contact,
        done=t("The contact is recorded."),
        holder_only=False,
    )
)
wish = page(
    Act(
        title=t("What the person wants"),
        button=t("Keep these words"),
        form=forms.WishForm,
        save=_wish,
        done=t("Their words are kept."),
        holder_only=False,
    )
)
plan = page(
    Act(
        title=t("Plan the next step"),
        button=t("Plan this step"),
        form=forms.PlanForm,
        save=_plan,
        done=t("The next step is planned."),
        holder_only=False,
    )
)
need = page(
    Act(
        title=t("Add a need"),
        lead=t("The holder of the case answers for it until another organisation says yes."),
        button=t("Add this need"),
        form=forms.NeedForm,
        save=_need,
        done=t("The need is added."),
        holder_only=False,
    )
)
label = page(
    Act(
        title=t("Your own name for this case"),
        button=t("Use this name"),
        form=forms.LabelForm,
        save=_label,
        done=t("Your organisation now sees this name."),
        permission=Permission.CASE_READ,
        holder_only=False,
    )
)
move = page(
    Act(
        title=t("Where the care stands"),
        button=t("Take this step"),
        form=forms.MoveForm,
        save=_move,
        done=t("The step is taken."),
        initial=_state_now,
    )
)
risk = page(
    Act(
        title=t("How unsafe it is"),
        lead=t("The level decides how often you look again and how fast an answer must come."),
        button=t("Confirm this level"),
        form=forms.RiskForm,
        save=_risk,
        done=t("The level is confirmed."),
        initial=_risk_now,
    )
)
looks_like = page(
    Act(
        title=t("What it looks like"),
        button=t("Keep this"),
        form=forms.FormsForm,
        save=_forms,
        done=t("It is kept."),
        initial=_forms_now,
    )
)
track = page(
    Act(
        title=t("Where a procedure stands"),
        lead=t("Deadlines follow by themselves from the rules of the law."),
        button=t("Record this step"),
        form=forms.TrackForm,
        save=_track,
        done=t("The step is recorded."),
    )
)
worker = page(
    Act(
        title=t("Which colleague does this case"),
        lead=t("Your organisation stays the holder."),
        button=t("Give it to this colleague"),
        form=forms.WorkerForm,
        save=_worker,
        done=t("Your colleague does this case now."),
        initial=_worker_now,
    )
)
close = page(
    Act(
        title=t("Close the case"),
        lead=t("Nothing may be left open: no need, no hand-over, no decision."),
        button=t("Close this case"),
        form=forms.CloseForm,
        save=_close,
        done=t("The case is closed."),
        permission=Permission.CASE_CLOSE,
        kind="grave",
    )
)
identity = page(
    Act(
        title=t("Who the person is"),
        lead=t("Only you and the organisations you share this with can read it."),
        button=t("Keep these details"),
        form=forms.IdentityForm,
        save=_identity,
        done=t("The details are kept."),
        permission=Permission.CASE_IDENTITY,
        initial=_identity_now,
    )
)
safe_contact = page(
    Act(
        title=t("How to reach the person safely"),
        button=t("Keep these rules"),
        form=forms.SafeContactForm,
        save=_safe_contact,
        done=t("The rules are kept."),
        initial=_safe_contact_now,
    )
)
whereabouts = page(
    Act(
        title=t("Where the person stays with you"),
        lead=t("Others see a place code. Only your organisation opens the address."),
        button=t("Keep this address"),
        form=forms.WhereaboutsForm,
        save=_whereabouts,
        done=t("The address is kept."),
        holder_only=False,
    )
)

NEED_STEPS = {
    "op-ons": (needs.take_need, t("Your organisation answers for this now.")),
    "niet-op-ons": (needs.decline_need, t("It is clear that you do not take this on.")),
}
NEED_ENDS = {
    "geregeld": (NeedState.MET, t("Good: this is arranged.")),
    "vervalt": (NeedState.DROPPED, t("This is no longer needed.")),
    "weer-open": (NeedState.OPEN, t("This is open again.")),
}


@open_to(members(Permission.CASE_WRITE))
@require_POST
def need_step(request: StaffRequest, case_id: UUID, need_id: UUID, step: str) -> HttpResponse:
    """Take a need on, decline it, or say how it ended."""
    ground = {**_ground(request, case_id), "need_id": need_id, "version": _version(request)}
    case_of(request.member, case_id, request.now)
    if step in NEED_STEPS:
        act, said = NEED_STEPS[step]
        act(**ground)
    else:
        state, said = NEED_ENDS[step]
        needs.settle_need(**ground, state=state)
    messages.success(request, str(said))
    return see_other("cases:detail", case_id)


@open_to(members(Permission.CASE_WRITE))
@require_http_methods(["GET", "HEAD", "POST"])
def ask_need(request: StaffRequest, case_id: UUID, need_id: UUID) -> HttpResponse:
    """Ask another organisation to answer for a need."""
    actor, now = request.member, request.now
    access = access_to(case_of(actor, case_id, now), actor, now)
    asked = need_of(actor, access, need_id, now)
    if not access.holds:
        raise NotAllowed
    given = request.POST if request.method == "POST" else None
    form = forms.AskNeedForm(given, access=access, actor=actor, now=now)
    if given is not None and form.is_valid():
        try:
            needs.ask_for_need(
                **_ground(request, case_id),
                need_id=need_id,
                organisation_id=UUID(form.cleaned_data["organisation"]),
                version=_version(request),
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Asked. Until they say yes, you answer for it."))
            return see_other("cases:detail", case_id)
    context = {"case": access.case, "need": asked, "form": form}
    return render(request, "cases/ask_need.html", context, status=422 if form.errors else 200)


@open_to(members(Permission.CASE_WRITE))
@require_POST
def action_done(request: StaffRequest, case_id: UUID, action_id: UUID) -> HttpResponse:
    """Say that a planned step is done."""
    actions.finish_action(
        **_ground(request, case_id), action_id=action_id, version=_version(request)
    )
    messages.success(request, _("Done. What is the next step?"))
    return see_other("cases:plan", case_id)


@open_to(members(Permission.CASE_WRITE))
@require_POST
def leave(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Say that the person left the place of stay."""
    person.leave_place(**_ground(request, case_id))
    messages.success(request, _("The address is destroyed."))
    return see_other("cases:detail", case_id)


@open_to(members(Permission.CASE_OPEN))
@require_POST
def reopen(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Open a closed case again."""
    opening.reopen_case(**_ground(request, case_id), version=_version(request))
    messages.success(request, _("The case is open again, with you as holder."))
    return see_other("cases:detail", case_id)


def _version(request: StaffRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdigit() else 0
