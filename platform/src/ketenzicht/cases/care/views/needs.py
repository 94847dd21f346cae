# SPDX-License-Identifier: EUPL-1.2
"""Needs: writing one down, asking another to answer for it, saying how it ended."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as t
from django.views.decorators.http import require_http_methods, require_POST

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.cases.care import forms
from ketenzicht.cases.care.selectors import need_of
from ketenzicht.cases.care.services import asking, needs
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.forms.refusing import RefuseForm, refusal_in
from ketenzicht.cases.file.selectors.access import Access, case_of
from ketenzicht.cases.file.views.acts import CaseAct, answered, ground, page
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.http import posted_version, see_other
from ketenzicht.core.policy import members, open_to
from ketenzicht.web.acting import Values


def _need(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    needs.add_need(**ground(request, case_id), service=values["service"], words=values["words"])


need = page(
    CaseAct(
        act=Act.NEED,
        title=t("Add a need"),
        lead=t("The holder of the case answers for it until another organisation says yes."),
        button=t("Add this need"),
        form=forms.NeedForm,
        save=_need,
        done=t("The need is added."),
    )
)
NEED_STEPS = {
    "op-ons": (asking.take_need, t("Your organisation answers for this now.")),
    "terugnemen": (asking.withdraw_question, t("The question is taken back.")),
    "gelezen": (asking.note_answer, t("Noted. You answer for this need.")),
}
NEED_ENDS = {
    "geregeld": (NeedState.MET, t("This is arranged.")),
    "vervalt": (NeedState.DROPPED, t("This is no longer needed.")),
    "weer-open": (NeedState.OPEN, t("This is open again.")),
}


@open_to(members(CasePermission.CASE_ANSWER))
@require_POST
def need_step(request: StaffRequest, case_id: UUID, need_id: UUID, step: str) -> HttpResponse:
    """Take a need on, take a question about it back, note an answer, or say how it ended."""
    rows = {**ground(request, case_id), "need_id": need_id, "version": posted_version(request)}
    case_of(request.member, case_id, request.now)
    if step in NEED_STEPS:
        act, said = NEED_STEPS[step]
        act(**rows)
    else:
        state, said = NEED_ENDS[step]
        needs.resolve_need(**rows, state=state)
    messages.success(request, str(said))
    return see_other("cases:detail", case_id)


@open_to(members(CasePermission.CASE_WRITE))
@require_http_methods(["GET", "HEAD", "POST"])
def ask_need(request: StaffRequest, case_id: UUID, need_id: UUID) -> HttpResponse:
    """Ask another organisation to answer for a need."""

    def save(values: Values, version: int) -> None:
        asked = UUID(values["organisation"])
        about = {**ground(request, case_id), "need_id": need_id, "version": version}
        asking.ask_for_need(**about, organisation_id=asked)

    page = CaseAct(
        act=Act.ASK_NEED,
        title=_("Ask another organisation"),
        button=_("Ask this organisation"),
        form=forms.AskNeedForm,
        save=lambda _request, _case, values, version: save(values, version),
        done=_("Asked. Until they say yes, you answer for it."),
        initial=_version_of(need_id),
    )
    return answered(request, case_id, page)


@open_to(members(CasePermission.CASE_ANSWER))
@require_http_methods(["GET", "HEAD", "POST"])
def decline_need(request: StaffRequest, case_id: UUID, need_id: UUID) -> HttpResponse:
    """Say no to a need one was asked for, with a reason and a proposal."""

    def save(values: Values, version: int) -> None:
        about = {**ground(request, case_id), "need_id": need_id, "version": version}
        asking.decline_need(**about, refusal=refusal_in(values))

    page = CaseAct(
        act=Act.ANSWER_NEED,
        title=_("We cannot take this on"),
        lead=_("Who asked reads your reason and your proposal, and goes on answering for it."),
        button=_("No, and this is our proposal"),
        kind="grave",
        form=RefuseForm,
        save=lambda _request, _case, values, version: save(values, version),
        done=_("Your answer and your proposal are with the other organisation."),
        initial=_version_of(need_id),
    )
    return answered(request, case_id, page)


def _version_of(need_id: UUID) -> Callable[[StaffRequest, Access], tuple[Values, int]]:
    def current(request: StaffRequest, access: Access) -> tuple[Values, int]:
        return {}, need_of(request.member, access, need_id, request.now).version

    return current
