# SPDX-License-Identifier: EUPL-1.2
"""The acts on the file itself: steps, state, risk, forms, procedures, worker, person."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as t
from django.views.decorators.http import require_POST

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.cases.file.acts import Act, acts_open_to
from ketenzicht.cases.file.forms import case as forms
from ketenzicht.cases.file.rules import HIGH_RISK
from ketenzicht.cases.file.selectors.access import Access, Reader, access_to, case_of
from ketenzicht.cases.file.selectors.alarms import alarms_of
from ketenzicht.cases.file.selectors.person import identity_of
from ketenzicht.cases.file.selectors.sections import forms_of, risk_domains_of
from ketenzicht.cases.file.services import actions, details, opening, person, tracks
from ketenzicht.cases.file.states import CaseState
from ketenzicht.cases.file.values import Identity
from ketenzicht.cases.file.views.acts import CaseAct, ground, page
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.http import posted_version, see_other
from ketenzicht.core.policy import members, open_to
from ketenzicht.web.acting import Values

HIGH = "r3"


def _plan(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    actions.plan_action(**ground(request, case_id), words=values["words"], due=values["due"])


def _label(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    details.set_label(**ground(request, case_id), words=values["words"])


def _move(request: StaffRequest, case_id: UUID, values: Values, version: int) -> None:
    details.move_case(
        **ground(request, case_id),
        state=CaseState(values["state"]),
        review_at=values["review_at"],
        version=version,
    )


def _risk(request: StaffRequest, case_id: UUID, values: Values, version: int) -> None:
    details.set_risk(
        **ground(request, case_id),
        risk=values["risk"],
        domains=tuple(values["domains"]),
        version=version,
    )


def _forms(request: StaffRequest, case_id: UUID, values: Values, version: int) -> None:
    details.set_forms(**ground(request, case_id), forms=tuple(values["forms"]), version=version)


def _residence(request: StaffRequest, case_id: UUID, values: Values, version: int) -> None:
    details.set_residence(**ground(request, case_id), status=values["status"], version=version)


def _track(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    track, step, variant = values["place"].split(":")
    tracks.move_track(
        **ground(request, case_id),
        track=track,
        step=step,
        since=values["since"],
        variant=variant,
        document_day=values["document_day"],
    )


def _decision(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    tracks.state_document_day(**ground(request, case_id), track=values["track"], day=values["day"])


def _worker(request: StaffRequest, case_id: UUID, values: Values, version: int) -> None:
    details.assign_worker(
        **ground(request, case_id), worker_id=UUID(values["worker"]), version=version
    )


def _worker_now(_request: StaffRequest, access: Access) -> tuple[Values, int]:
    worker = access.case.worker_id
    return {"worker": str(worker) if worker else ""}, access.case.version


def _identity(request: StaffRequest, case_id: UUID, values: Values, version: int) -> None:
    person.set_identity(**ground(request, case_id), identity=Identity(**values), version=version)


def _state_now(_request: StaffRequest, access: Access) -> tuple[Values, int]:
    return {"state": access.case.state, "review_at": access.case.review_at}, access.case.version


def _risk_now(request: StaffRequest, access: Access) -> tuple[Values, int]:
    """After an alarm a high level is proposed; a person confirms it, or another."""
    case = access.case
    proposed = HIGH if alarms_of([case.pk])[case.pk] and case.risk not in HIGH_RISK else ""
    reader = Reader(request.member, access, access.envelope(), request.now)
    return {"risk": proposed or case.risk, "domains": risk_domains_of(reader)}, case.version


def _forms_now(request: StaffRequest, access: Access) -> tuple[Values, int]:
    reader = Reader(request.member, access, access.envelope(), request.now)
    return {"forms": forms_of(reader)}, access.case.version


def _residence_now(_request: StaffRequest, access: Access) -> tuple[Values, int]:
    return {"status": access.case.residence_status}, access.case.version


def _identity_now(request: StaffRequest, access: Access) -> tuple[Values, int]:
    known, version = identity_of(request.member, access, now=request.now)
    values = {name: getattr(known, name) for name in Identity.__dataclass_fields__}
    countries = ("nationality", "second_nationality")
    return values | {name: getattr(known, name).upper() for name in countries}, version


plan = page(
    CaseAct(
        act=Act.PLAN,
        title=t("Plan the next step"),
        button=t("Plan this step"),
        form=forms.PlanForm,
        save=_plan,
        done=t("The next step is planned."),
    )
)
label = page(
    CaseAct(
        act=Act.LABEL,
        title=t("Your own name for this case"),
        button=t("Use this name"),
        form=forms.LabelForm,
        save=_label,
        done=t("Your organisation now sees this name."),
    )
)
move = page(
    CaseAct(
        act=Act.MOVE,
        title=t("Stage of the care"),
        button=t("Take this step"),
        form=forms.MoveForm,
        save=_move,
        done=t("The step is taken."),
        initial=_state_now,
    )
)
risk = page(
    CaseAct(
        act=Act.RISK,
        title=t("How unsafe it is"),
        lead=t("The level decides how often you look again and how fast an answer must come."),
        button=t("Confirm this level"),
        form=forms.RiskForm,
        save=_risk,
        done=t("The level is confirmed."),
        initial=_risk_now,
    )
)
change_forms = page(
    CaseAct(
        act=Act.FORMS,
        title=t("What it looks like"),
        button=t("Keep this"),
        form=forms.FormsForm,
        save=_forms,
        done=t("Saved."),
        initial=_forms_now,
    )
)
residence = page(
    CaseAct(
        act=Act.RESIDENCE,
        title=t("Right to stay"),
        lead=t("Rights, terms and money hang on it. What you do not know stays open."),
        button=t("Keep this"),
        form=forms.ResidenceForm,
        save=_residence,
        done=t("Saved."),
        initial=_residence_now,
    )
)
track = page(
    CaseAct(
        act=Act.TRACK,
        title=t("Step in a procedure"),
        lead=t("Where a decision says until when, that day counts. Otherwise we compute one."),
        button=t("Record this step"),
        form=forms.TrackForm,
        save=_track,
        done=t("The step is recorded."),
    )
)
decision = page(
    CaseAct(
        act=Act.TRACK,
        title=t("The day on a decision"),
        lead=t("A decision says itself until when it holds. That day counts."),
        button=t("Write down this day"),
        form=forms.DecisionForm,
        save=_decision,
        done=t("Saved."),
    )
)
worker = page(
    CaseAct(
        act=Act.WORKER,
        title=t("Which colleague does this case"),
        lead=t("Your organisation stays the holder."),
        button=t("Give it to this colleague"),
        form=forms.WorkerForm,
        save=_worker,
        done=t("Your colleague does this case now."),
        initial=_worker_now,
    )
)
identity = page(
    CaseAct(
        act=Act.IDENTITY,
        title=t("Who the person is"),
        lead=t("Only you and the organisations you share this with can read it."),
        button=t("Keep these details"),
        form=forms.IdentityForm,
        save=_identity,
        done=t("The details are kept."),
        initial=_identity_now,
    )
)


@open_to(members(CasePermission.CASE_ANSWER))
@require_POST
def action_done(request: StaffRequest, case_id: UUID, action_id: UUID) -> HttpResponse:
    """Say that a planned step is done."""
    actions.finish_action(
        **ground(request, case_id), action_id=action_id, version=posted_version(request)
    )
    access = access_to(case_of(request.member, case_id, request.now), request.member, request.now)
    if Act.PLAN not in acts_open_to(request.member, access):
        messages.success(request, _("Done. Who holds the case reads it."))
        return see_other("cases:detail", case_id)
    messages.success(request, _("Done. What is the next step?"))
    return see_other("cases:plan", case_id)


@open_to(members(CasePermission.CASE_ANSWER))
@require_POST
def action_undone(request: StaffRequest, case_id: UUID, action_id: UUID) -> HttpResponse:
    """Take back that a step is done."""
    actions.undo_finish(
        **ground(request, case_id), action_id=action_id, version=posted_version(request)
    )
    messages.success(request, _("Taken back. The step is planned again."))
    return see_other("cases:detail", case_id)


@open_to(members(CasePermission.CASE_OPEN))
@require_POST
def reopen(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Open a closed case again."""
    opening.reopen_case(**ground(request, case_id), version=posted_version(request))
    messages.success(request, _("The case is open again, with you as holder."))
    return see_other("cases:detail", case_id)
