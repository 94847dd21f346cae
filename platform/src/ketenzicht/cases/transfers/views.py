# SPDX-License-Identifier: EUPL-1.2
"""Transfers: the proposal in two columns, the inbox, the answer, the decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as t
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.codes import refusal_words
from ketenzicht.cases.file.forms.base import CaseForm
from ketenzicht.cases.file.forms.refusing import RefuseForm, refusal_in
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.file.views.acts import CaseAct, ground, page
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.transfers import forms, selectors
from ketenzicht.cases.transfers.acts.escalations import acts_open_to as decisions_open_to
from ketenzicht.cases.transfers.acts.transfers import acts_open_to
from ketenzicht.cases.transfers.models import Transfer
from ketenzicht.cases.transfers.selectors import (
    record_list_of_transfers,
    to_decide,
    transfers_to_answer,
    transfers_under_way,
)
from ketenzicht.cases.transfers.services import decisions, transfers
from ketenzicht.cases.transfers.states import (
    ESCALATION_REASON_LABELS,
    OPEN_TRANSFER,
    EscalationReason,
    TransferState,
)
from ketenzicht.cases.transfers.wording import transfer_state
from ketenzicht.core.clock import day_end
from ketenzicht.core.errors import DomainError, NotFound, Refused
from ketenzicht.core.http import posted_version, see_other
from ketenzicht.core.policy import members, open_to
from ketenzicht.web.acting import NOT_HERE, Values, refuse
from ketenzicht.web.listing import Filter, Finder

TRANSFER_PARTIES = members(CasePermission.CASE_TRANSFER)
ANSWERS: dict[str, type[CaseForm]] = {
    "accept": forms.AcceptForm,
    "refuse": RefuseForm,
    "ask": forms.AskForm,
}


def _propose(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> str:
    drafted = transfers.draft_transfer(**ground(request, case_id), proposal=_proposal(values))
    return reverse("cases:transfer", args=[drafted.pk])


def _proposal(values: Values) -> transfers.Proposal:
    until = values["stays_until"]
    return transfers.Proposal(
        receiver_id=UUID(values["receiver"]),
        summary=values["summary"],
        sections=frozenset(Section(code) for code in values["sections"]),
        stays=frozenset(Section(code) for code in values["stays"]),
        stays_until=day_end(until) if until else None,
        answer_by=values["answer_by"],
    )


propose = page(
    CaseAct(
        act=Act.TRANSFER,
        title=t("Hand this case over"),
        lead=t("Until the other says yes, you are to act."),
        button=t("Look at the proposal"),
        form=forms.ProposalForm,
        save=_propose,
        purpose="hand-over",
        template="cases/transfers/propose.html",
    )
)


@open_to(TRANSFER_PARTIES)
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: StaffRequest) -> HttpResponse:
    """Proposals to answer, decisions to take, and own hand-overs under way."""
    actor, now = request.member, request.now
    record_list_of_transfers(actor, now)
    stages = [(state.value, transfer_state(state)) for state in OPEN_TRANSFER]
    finder = Finder(
        request.POST,
        filters=(Filter("stage", _("Status"), stages),),
        search=_("Search by code or organisation"),
        post=True,
    )
    found = transfers_under_way(actor, now, words=finder.words, state=finder.value("stage"))
    context = {
        "to_answer": list(transfers_to_answer(actor, now)),
        "to_decide": list(to_decide(actor, now)),
        "listing": finder.page(found),
    }
    return render(request, "cases/transfers/inbox.html", context)


@open_to(TRANSFER_PARTIES)
@require_safe
def transfer(request: StaffRequest, transfer_id: UUID) -> HttpResponse:
    """Show a proposal to its giver, its receiver, or the fallback."""
    return _show(request, transfer_id, {})


def _show(
    request: StaffRequest, transfer_id: UUID, bound: dict[str, CaseForm], status: int = 200
) -> HttpResponse:
    view = selectors.get_transfer(request.member, transfer_id, now=request.now)
    context = {
        "view": view,
        "transfer": view.transfer,
        "state": transfer_state(view.transfer.state),
        "no": refusal_words(view.transfer.refusal, view.transfer.alternative),
        "offered": view.transfer.state == TransferState.OFFERED,
        "may": dict.fromkeys(acts_open_to(request.member, view.transfer), True),
        "forms": {**_answers(request, view.transfer), **bound},
        # An answer that came too late has no place on the page any more; its words come back.
        "too_late": next(iter(bound.values()), None)
        if view.transfer.state != TransferState.OFFERED
        else None,
    }
    return render(request, "cases/transfers/transfer.html", context, status=status)


def _answers(request: StaffRequest, transfer: Transfer) -> dict[str, CaseForm]:
    acts = acts_open_to(request.member, transfer)
    return {act: _form(request, transfer, act) for act in acts if act in ANSWERS}


def _form(request: StaffRequest, transfer: Transfer, name: str, *, bound: bool = False) -> CaseForm:
    return ANSWERS[name](
        request.POST if bound else None,
        access=None,
        actor=request.member,
        now=request.now,
        region=transfer.case.region,
        without=(transfer.giver_id, transfer.receiver_id),
        prefix=name,
    )


def _answered(
    request: StaffRequest, transfer_id: UUID, name: str, do: Callable[[Values], HttpResponse]
) -> HttpResponse:
    """Do what was filled in about a proposal, or give it back with what was typed and why not."""
    transfer = selectors.transfer_of(request.member, transfer_id, request.now)
    form, status = _form(request, transfer, name, bound=True), 422
    if form.is_valid():
        try:
            return do(form.cleaned_data)
        except NOT_HERE:
            raise
        except DomainError as refusal:
            status = refusal.status
            refuse(form, refusal)
    return _show(request, transfer_id, {name: form}, status)


@open_to(TRANSFER_PARTIES)
@require_POST
def accept(request: StaffRequest, transfer_id: UUID) -> HttpResponse:
    """Say yes to a proposal."""

    def do(values: Values) -> HttpResponse:
        accepted = transfers.accept_transfer(**_ground(request, transfer_id), **values)
        messages.success(request, _("You are to act now. The other organisation has been told."))
        return see_other("cases:detail", accepted.case_id)

    return _answered(request, transfer_id, "accept", do)


@open_to(TRANSFER_PARTIES)
@require_POST
def refuse_view(request: StaffRequest, transfer_id: UUID) -> HttpResponse:
    """Say no to a proposal, and propose something else."""

    def do(values: Values) -> HttpResponse:
        transfers.refuse_transfer(**_ground(request, transfer_id), refusal=refusal_in(values))
        said = _("Your answer and your proposal are with the other organisation.")
        messages.success(request, said)
        return see_other("cases:inbox")

    return _answered(request, transfer_id, "refuse", do)


@open_to(TRANSFER_PARTIES)
@require_POST
def ask(request: StaffRequest, transfer_id: UUID) -> HttpResponse:
    """Ask or answer about a proposal."""

    def do(values: Values) -> HttpResponse:
        transfers.ask_about_transfer(
            actor=request.member, transfer_id=transfer_id, words=values["words"], now=request.now
        )
        messages.success(request, _("Sent. The clock runs on."))
        return see_other("cases:transfer", transfer_id)

    return _answered(request, transfer_id, "ask", do)


STEPS: dict[str, tuple[Any, Any]] = {
    "aanbieden": (transfers.offer_transfer, "offered"),
    "terugnemen": (transfers.withdraw_transfer, "withdrawn"),
    "warm": (transfers.confirm_warm_transfer, "warm"),
    "afronden": (transfers.complete_transfer, "completed"),
}


@open_to(TRANSFER_PARTIES)
@require_POST
def transfer_step(request: StaffRequest, transfer_id: UUID, step: str) -> HttpResponse:
    """Offer, take back, hand over warmly, or round off."""
    act, done = STEPS[step]
    act(**_ground(request, transfer_id))
    said = {
        "offered": _("The proposal is sent. Until they say yes, you are to act."),
        "withdrawn": _("The proposal is taken back. You are still to act."),
        "warm": _("Good: the person knows who acts now."),
        "completed": _("The hand-over is rounded off."),
    }
    messages.success(request, said[done])
    return see_other("cases:transfer", transfer_id)


def _ground(request: StaffRequest, transfer_id: UUID) -> dict[str, Any]:
    return {
        "actor": request.member,
        "transfer_id": transfer_id,
        "version": posted_version(request),
        "now": request.now,
    }


DECISIONS = {"take": forms.AcceptForm, "ask": forms.ElsewhereForm}


@open_to(TRANSFER_PARTIES)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: StaffRequest, escalation_id: UUID) -> HttpResponse:
    """Decide about a stuck case: the holder goes on, we take it, or another is asked."""
    view = selectors.get_escalation(request.member, escalation_id, now=request.now)
    shown = {name: _decision(request, view, name) for name in DECISIONS}
    chosen = request.POST.get("choice", "")
    if request.method == "POST":
        try:
            done = _decide(request, view, chosen, shown)
        except Refused as refusal:
            if chosen not in shown:
                raise
            refuse(shown[chosen], refusal)
            done = None
        if done is not None:
            messages.success(request, done)
            return see_other("cases:inbox")
    reason = ESCALATION_REASON_LABELS[EscalationReason(view.escalation.reason)]
    context = {"view": view, "escalation": view.escalation, "forms": shown, "reason": reason}
    acts = decisions_open_to(request.member, view.escalation, request.now)
    context["may"] = dict.fromkeys(acts, True)
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/transfers/decide.html", context, status=status)


def _decision(
    request: StaffRequest, view: selectors.EscalationView, name: str, *, bound: bool = False
) -> CaseForm:
    case = view.escalation.case
    return DECISIONS[name](
        request.POST if bound else None,
        access=None,
        actor=request.member,
        now=request.now,
        region=case.region,
        without=(case.holder_id,),
        prefix=name,
    )


def _decide(
    request: StaffRequest,
    view: selectors.EscalationView,
    choice: str,
    shown: dict[str, CaseForm],
) -> str | None:
    ground: dict[str, Any] = {
        "actor": request.member,
        "escalation_id": view.escalation.pk,
        "version": posted_version(request),
        "now": request.now,
    }
    if choice == "keep":
        decisions.keep_with_holder(**ground)
        return _("The holder goes on and has been told.")
    if choice not in DECISIONS:
        raise NotFound
    form = shown[choice] = _decision(request, view, choice, bound=True)
    if not form.is_valid():
        return None
    if choice == "take":
        decisions.take_over(**ground, **form.cleaned_data)
        return _("You are to act now.")
    decisions.offer_elsewhere(
        **ground,
        receiver_id=UUID(form.cleaned_data["receiver"]),
        answer_by=form.cleaned_data["answer_by"],
    )
    return _("The other organisation is asked now.")
