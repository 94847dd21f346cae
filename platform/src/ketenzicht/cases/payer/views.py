# SPDX-License-Identifier: EUPL-1.2
"""Who pays: putting a disagreement on the clock, and settling it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ketenzicht.accounts.handover import Member, StaffRequest
from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.codes import label, language
from ketenzicht.cases.file.rules import label_of, rule_for
from ketenzicht.cases.file.views.acts import CaseAct, page
from ketenzicht.cases.payer.forms import DisputeForm, ResolveForm
from ketenzicht.cases.payer.ladders import ladder, meanwhile, rungs_of
from ketenzicht.cases.payer.models import Dispute
from ketenzicht.cases.payer.selectors import (
    deciders_for,
    get_dispute,
    last_said,
    payers_for,
    proposed_by,
    statements_of,
)
from ketenzicht.cases.payer.services import (
    decline_payer,
    open_dispute,
    propose_payer,
    resolve_dispute,
)
from ketenzicht.cases.payer.states import Said
from ketenzicht.cases.payer.wording import law_of, who_pays_meanwhile
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import Refused
from ketenzicht.core.http import posted_version, see_other
from ketenzicht.core.policy import members, open_to
from ketenzicht.core.terms import late_since
from ketenzicht.reference import Claim, Code
from ketenzicht.web.acting import Values, refuse
from ketenzicht.web.provenance import Provenance, provenance


def _open_dispute(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    open_dispute(
        actor=request.member,
        case_id=case_id,
        staying_id=UUID(values["staying"]),
        other_id=UUID(values["other"]),
        ladder=values["ladder"],
        now=request.now,
    )


new_dispute = page(
    CaseAct(
        act=Act.DISPUTE,
        title=gettext_lazy("The municipalities disagree"),
        lead=gettext_lazy("The care goes on: help first, settle later."),
        button=gettext_lazy("Start the clock"),
        form=DisputeForm,
        save=_open_dispute,
        done=gettext_lazy("The clock of this dispute runs. The care goes on."),
    )
)


@open_to(members(CasePermission.DISPUTE_READ))
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: StaffRequest, dispute_id: UUID) -> HttpResponse:
    """Show a disagreement about money to all who see it: say who pays, propose it, answer."""
    found = get_dispute(request.member, dispute_id, request.now)
    choices = _choices(request, found)
    given = request.POST if request.method == "POST" else None
    form = ResolveForm(given, access=None, actor=request.member, now=request.now)
    form.offer(choices)
    if given is not None and form.is_valid():
        try:
            messages.success(request, _said(request, found, form.cleaned_data))
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return see_other("cases:board")
    context = {
        "dispute": found,
        "name": found.name_for(request.member),
        "form": form if choices else None,
        "statements": _statements(request, found),
        "step": label("municipal_track", found.step),
        "help": label("payer_ladders", found.ladder) if found.ladder else "",
        "law": law_of(found.ladder, found.opened_at),
        "meanwhile": who_pays_meanwhile(found.case.region, local_date(found.opened_at)),
        "meanwhile_rests_on": provenance(_meanwhile(found).claim),
        "law_rests_on": _law_rests_on(found),
        "clock": _clock(found),
        "deciders": ", ".join(deciders_for(request.member, found, request.now)),
    }
    return render(request, "cases/payer/dispute.html", context, status=422 if form.errors else 200)


RESOLVE, PROPOSE, DECLINE = "resolve", "propose", "decline"


def _choices(request: StaffRequest, found: Dispute) -> list[tuple[str, str]]:
    """What this member can say, in words: resolving, proposing, saying no."""
    actor, now = request.member, request.now
    payers = payers_for(actor, found, now)
    said = [(f"{RESOLVE}:{each.pk}", _resolves(each.pk, each.name, actor)) for each in payers]
    if payers and last_said(found) == (Said.PROPOSED, actor.organisation_id):
        said.append((f"{DECLINE}:{actor.organisation_id}", _("No, we do not pay")))
    proposal = _("We propose that %(name)s pays")
    said += [
        (f"{PROPOSE}:{each.pk}", proposal % {"name": each.name})
        for each in proposed_by(actor, found)
    ]
    return said


def _resolves(payer_id: UUID, name: str, actor: Member) -> str:
    if payer_id == actor.organisation_id:
        return _("We pay")
    return _("Decision: %(name)s pays") % {"name": name}


def _said(request: StaffRequest, found: Dispute, values: Values) -> str:
    """Do what was chosen, and return what is said about it."""
    kind, _sign, payer = values["payer"].partition(":")
    about = {
        "actor": request.member,
        "dispute_id": found.pk,
        "words": values["words"],
        "version": posted_version(request),
        "now": request.now,
    }
    if kind == RESOLVE:
        resolve_dispute(**about, payer_id=UUID(payer))
        return _("It is settled who pays.")
    if kind == PROPOSE:
        propose_payer(**about, payer_id=UUID(payer))
        return _("Your proposal is with the other. The care goes on.")
    decline_payer(**about)
    return _("Your answer is with the others. The clock runs on.")


def _statements(request: StaffRequest, found: Dispute) -> list[dict[str, object]]:
    return [
        {"one": one, "said": SAYS[Said(one.kind)] % {"who": one.who, "payer": one.payer}}
        for one in statements_of(request.member, found, request.now)
    ]


SAYS = {
    Said.PROPOSED: gettext_lazy("%(who)s proposes that %(payer)s pays"),
    Said.DECLINED: gettext_lazy("%(who)s says no: %(payer)s does not pay"),
    Said.TAKEN: gettext_lazy("%(who)s pays"),
    Said.DECIDED: gettext_lazy("%(who)s decides that %(payer)s pays"),
}


def _law_rests_on(found: Dispute) -> Provenance | None:
    return provenance(ladder(found.ladder, found.opened_at).claim) if found.ladder else None


def _meanwhile(found: Dispute) -> Code:
    return meanwhile(found.case.region, local_date(found.opened_at))


def _clock(found: Dispute) -> list[tuple[str, datetime, Claim]]:
    """The steps of the ladder, when each is reached unless it is settled before, by which rule."""
    since, region = found.opened_at, found.case.region
    return [
        (
            label_of(rule, language()),
            late_since(rule, since, region=region),
            rule_for(rule, since, region).claim,
        )
        for rule in rungs_of(found.ladder, found.opened_at)
    ]
