# SPDX-License-Identifier: EUPL-1.2
"""Beds: asking many, answering, choosing, and what a shelter was asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as t
from django.views.decorators.http import require_http_methods, require_safe

from ketenzicht.accounts.handover import Member, StaffRequest
from ketenzicht.cases.file.acts import Act as CaseActs
from ketenzicht.cases.file.codes import label, regions
from ketenzicht.cases.file.forms.base import CaseForm
from ketenzicht.cases.file.forms.refusing import RefuseForm, refusal_in
from ketenzicht.cases.file.rules import claim_of_rule
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.file.views.acts import CaseAct, ground, page
from ketenzicht.cases.page import placing
from ketenzicht.cases.page.forms import ChooseBedForm
from ketenzicht.cases.permissions import CasePermission as May
from ketenzicht.cases.shelter import forms, selectors
from ketenzicht.cases.shelter.acts.offers import Act as OnOffer
from ketenzicht.cases.shelter.acts.offers import acts_open_to as acts_on_offer
from ketenzicht.cases.shelter.acts.offers import why_not as why_not_on_offer
from ketenzicht.cases.shelter.acts.requests import Act as OnRequest
from ketenzicht.cases.shelter.acts.requests import acts_open_to as acts_on_request
from ketenzicht.cases.shelter.acts.requests import why_not as why_not_on_request
from ketenzicht.cases.shelter.models import BedOffer, BedRequest
from ketenzicht.cases.shelter.rules import NOT_OFFERED
from ketenzicht.cases.shelter.selectors import Described, described
from ketenzicht.cases.shelter.services import answering, asking
from ketenzicht.cases.shelter.states import (
    BED_LABELS,
    COSM,
    REQUEST_LABELS,
    BedState,
    RequestState,
)
from ketenzicht.core.clock import day_end
from ketenzicht.core.errors import NotAllowed, Sentence
from ketenzicht.core.http import posted_version
from ketenzicht.core.policy import members, open_to
from ketenzicht.reference import Claim
from ketenzicht.web.acting import ActPage, Onward, Values, act_page, posted
from ketenzicht.web.listing import Finder, ListPage, list_page
from ketenzicht.web.parts import Action, Fact, Row

HOLDERS, SHELTERS = members(May.CASE_WRITE), members(May.BED_ANSWER)
View = Callable[..., HttpResponse]


def _ask(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> str:
    needed = {name: values[name] for name in asking.Asked.__annotations__}
    made = asking.request_beds(
        **ground(request, case_id),
        asked=asking.Asked(**needed),
        organisations=[UUID(each) for each in values["organisations"]],
    )
    return reverse("cases:bed-request", args=[made.pk])


ask_beds = page(
    CaseAct(
        act=CaseActs.ASK_BEDS,
        title=t("Ask for a bed"),
        lead=t("Each shelter reads this, the risk and the region. They see no name and no case."),
        button=t("Ask these shelters"),
        form=forms.AskBedsForm,
        save=_ask,
        done=t("Asked. You hear of each answer."),
        purpose="shelter",
    )
)


@open_to(SHELTERS)
@require_safe
def asked_of_us(request: StaffRequest) -> HttpResponse:
    """What one's own organisation was asked for, and the beds it offered."""
    found = selectors.beds_to_answer(request.member, request.now)
    page = ListPage(
        title=_("Beds"),
        lead=_("Who asks you for a bed, and the beds you offered."),
        empty=_("Nobody asks for a bed"),
        empty_text=_("A request shows here as soon as somebody asks you."),
    )
    return list_page(request, page, Finder(request.GET), found, row=_row)


def _late_by(offer: BedOffer) -> Claim | None:
    """By what rule an answer about a bed is late."""
    since = offer.offered_at
    return claim_of_rule(NOT_OFFERED, since, offer.request.region) if since else None


def _row(offer: BedOffer) -> Row:
    words = {
        "giver": offer.giver.name,
        "kind": label("shelter_types", offer.request.shelter_type),
    }
    waits = offer.state == BedState.OFFERED
    to = reverse("cases:bed-offer", args=[offer.pk])
    return Row(
        _("%(giver)s asks for a bed: %(kind)s") % words,
        Action(_("Say yes or no") if waits else _("Look"), to, about=offer.giver.name),
        due=offer.answer_by if waits else None,
        claim=_late_by(offer) if waits else None,
        meta=str(BED_LABELS[BedState(offer.state)]),
    )


@open_to(HOLDERS)
@require_safe
def bed_request(request: StaffRequest, bed_request_id: UUID) -> HttpResponse:
    """Show the holder what was asked of whom, and what they said."""
    actor, now = request.member, request.now
    found = selectors.get_request(actor, bed_request_id, now=now)
    context = {
        "bed": found,
        "state": REQUEST_LABELS[RequestState(found.state)],
        "facts": _facts(found, described(found, actor.organisation_id)),
        "lines": [_line(actor, each) for each in selectors.offers_of(actor, found, now)],
        "may": dict.fromkeys(acts_on_request(actor, found), True),
        "interim": label("interim_beds", found.interim) if found.interim else "",
        "outcome": label("bed_outcomes", found.outcome) if found.outcome else "",
    }
    return render(request, "cases/page/bed_request.html", context)


@dataclass(frozen=True, slots=True)
class Line:
    """One shelter that was asked, and what it said."""

    offer: BedOffer
    claim: Claim | None
    state: Sentence
    settled: bool
    elsewhere: str
    no: str
    words: str
    choose: bool


def _line(actor: Member, offer: BedOffer) -> Line:
    state = BedState(offer.state)
    return Line(
        offer=offer,
        claim=_late_by(offer),
        state=BED_LABELS[state],
        settled=state in {BedState.ACCEPTED, BedState.CHOSEN, BedState.PLACED},
        elsewhere=offer.shelter.name if offer.shelter and offer.shelter != offer.receiver else "",
        no=label("transfer_refusals", offer.refusal) if offer.refusal else "",
        words=selectors.answer_in(offer, actor.organisation_id),
        choose=why_not_on_offer(actor, offer, OnOffer.CHOOSE) is None,
    )


def _facts(found: BedRequest, told: Described | None) -> list[Fact]:
    known = [
        Fact(_("What kind of place?"), label("shelter_types", found.shelter_type)),
        Fact(_("Region"), str(dict(regions()).get(found.region, found.region))),
        Fact(_("Risk"), label("risk_levels", found.risk)),
    ]
    if told is None:
        return known
    return [
        *known,
        Fact(_("Age"), label("age_bands", told.age_band)),
        Fact(_("Gender"), label("genders", told.gender)),
        Fact(_("Children along"), told.children or _("None")),
        *([Fact(_("Needed there"), told.words)] if told.words else ()),
    ]


@open_to(SHELTERS)
@require_safe
def bed_offer(request: StaffRequest, bed_offer_id: UUID) -> HttpResponse:
    """Show a shelter what it is asked before it says yes or no."""
    actor = request.member
    found = selectors.get_offer(actor, bed_offer_id, now=request.now)
    context = {
        "offer": found,
        "claim": _late_by(found),
        "bed": found.request,
        "state": BED_LABELS[BedState(found.state)],
        "facts": _facts(found.request, described(found.request, actor.organisation_id)),
        "may": dict.fromkeys(acts_on_offer(actor, found), True),
        "asked": found.state == BedState.OFFERED,
        "chosen": found.state == BedState.CHOSEN,
        "stays": found.shelter_id == actor.organisation_id,
    }
    return render(request, "cases/page/bed_offer.html", context)


@dataclass(frozen=True, slots=True)
class BedAct:
    """One act on a request or an offer as a page with a form."""

    title: Sentence
    button: Sentence
    form: Callable[[Any], type[CaseForm]]
    save: Callable[[dict[str, Any], Values], object]
    done: Sentence
    lead: Sentence = ""
    kind: str = "primary"


def _page(
    request: StaffRequest, act: BedAct, key: str, found: BedOffer | BedRequest, back: str
) -> HttpResponse:
    def do(values: Values) -> Onward:
        act.save(
            {
                "actor": request.member,
                key: found.pk,
                "version": posted_version(request),
                "now": request.now,
            },
            values,
        )
        return None

    form = act.form(found)(
        posted(request),
        access=None,
        actor=request.member,
        now=request.now,
        region=found.case.region,
    )
    page = ActPage(
        title=act.title,
        button=act.button,
        done=act.done,
        lead=act.lead,
        kind=act.kind,
        back_url=back,
        back_label=_("Back"),
    )
    return act_page(request, page, form=form, do=do, current=lambda: ({}, found.version))


def _on_request(act: OnRequest, what: BedAct) -> View:
    @open_to(HOLDERS)
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: StaffRequest, bed_request_id: UUID) -> HttpResponse:
        found = selectors.get_request(request.member, bed_request_id, now=request.now)
        _check(why_not_on_request(request.member, found, act), request)
        back = reverse("cases:bed-request", args=[found.pk])
        return _page(request, what, "request_id", found, back)

    return view


def _on_offer(act: OnOffer, what: BedAct) -> View:
    @open_to(SHELTERS)
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: StaffRequest, bed_offer_id: UUID) -> HttpResponse:
        found = selectors.get_offer(request.member, bed_offer_id, now=request.now)
        _check(why_not_on_offer(request.member, found, act), request)
        return _page(request, what, "offer_id", found, reverse("cases:bed-offer", args=[found.pk]))

    return view


def _check(refusal: Exception | None, request: StaffRequest) -> None:
    """A form that cannot be done is not opened; one that was filled in comes back with why not."""
    if refusal is not None and (request.method != "POST" or isinstance(refusal, NotAllowed)):
        raise refusal


ask_more = _on_request(
    OnRequest.ASK,
    BedAct(
        title=t("Ask more shelters"),
        button=t("Ask these shelters"),
        form=lambda _found: forms.AskMoreForm,
        save=lambda about, values: asking.ask_more(
            **about, organisations=[UUID(each) for each in values["organisations"]]
        ),
        done=t("Asked."),
    ),
)
interim = _on_request(
    OnRequest.INTERIM,
    BedAct(
        title=t("A bed for the meantime"),
        lead=t("First a bed. Who pays is settled later."),
        button=t("Record this bed"),
        form=lambda _found: forms.InterimForm,
        save=lambda about, values: asking.arrange_interim_bed(**about, **values),
        done=t("Recorded. You go on looking for a place."),
    ),
)
end_request = _on_request(
    OnRequest.END,
    BedAct(
        title=t("Stop looking for a bed"),
        lead=t("Whoever was asked hears that it is no longer needed."),
        button=t("Stop looking"),
        kind="grave",
        form=lambda _found: forms.EndRequestForm,
        save=lambda about, values: placing.end_request(**about, **values),
        done=t("You no longer look for a bed in this case."),
    ),
)


def _offer_form(offer: BedOffer) -> type[CaseForm]:
    cosm = offer.request.shelter_type == COSM and offer.receiver.kind != selectors.SHELTER
    return forms.OfferCosmForm if cosm else forms.OfferBedForm


def _offered(about: dict[str, Any], values: Values) -> object:
    at = values.get("shelter")
    bed = answering.OfferedBed(
        begins=values["begins"],
        ends=values["ends"],
        words=values["words"],
        shelter_id=UUID(at) if at else None,
    )
    return answering.offer_bed(**about, bed=bed)


say_yes = _on_offer(
    OnOffer.YES,
    BedAct(
        title=t("We have a bed"),
        lead=t("The other organisation chooses with the person. You hear it either way."),
        button=t("Offer this bed"),
        form=_offer_form,
        save=_offered,
        done=t("Your bed is offered."),
    ),
)
say_no = _on_offer(
    OnOffer.NO,
    BedAct(
        title=t("We have no bed"),
        lead=t("Who asked reads your reason and your proposal, and looks on."),
        button=t("No, and this is our proposal"),
        kind="grave",
        form=lambda _found: RefuseForm,
        save=lambda about, values: answering.refuse_bed(**about, refusal=refusal_in(values)),
        done=t("Your answer and your proposal are with the other organisation."),
    ),
)
take_back = _on_offer(
    OnOffer.TAKE_BACK,
    BedAct(
        title=t("The bed is not there after all"),
        lead=t("Who asked hears it at once, and what was shared with you for this bed ends."),
        button=t("Take this bed back"),
        kind="grave",
        form=lambda _found: CaseForm,
        save=lambda about, _values: placing.take_bed_back(**about),
        done=t("Taken back. Who asked has been told."),
    ),
)


@open_to(members(May.CASE_GRANT))
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: StaffRequest, bed_offer_id: UUID) -> HttpResponse:
    """Choose one of the offered beds, and say what its shelter sees."""
    found = selectors.offer_to_choose(request.member, bed_offer_id, request.now)
    _check(why_not_on_offer(request.member, found, OnOffer.CHOOSE), request)
    back = reverse("cases:bed-request", args=[found.request_id])
    return _page(request, CHOOSE, "offer_id", found, back)


def _chosen(about: dict[str, Any], values: Values) -> object:
    sections = frozenset(Section(code) for code in values["sections"])
    until = day_end(values["until"])
    return placing.accept_bed(**about, basis=values["basis"], sections=sections, until=until)


CHOOSE = BedAct(
    title=t("Choose this bed with the person"),
    lead=t("The shelter sees what you tick. The others hear that their bed is not needed."),
    button=t("Choose this bed"),
    form=lambda _found: ChooseBedForm,
    save=_chosen,
    done=t("Chosen. The shelter records when the person is there."),
)
