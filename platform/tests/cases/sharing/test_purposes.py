# SPDX-License-Identifier: EUPL-1.2
"""What a share is for decides what it can open, and on which yes of the person it rests."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ketenzicht import reference
from ketenzicht.cases.care.models import Need, NeedOffer, Wish
from ketenzicht.cases.care.services import asking, notes
from ketenzicht.cases.file.acts import Act, acts_open_to
from ketenzicht.cases.file.models import Action, Grant
from ketenzicht.cases.file.selectors.access import get_case
from ketenzicht.cases.file.states import Section, joined
from ketenzicht.cases.page.case_file import case_file
from ketenzicht.cases.sharing.models import Consent
from ketenzicht.cases.sharing.rules import beyond
from ketenzicht.cases.sharing.services import consents
from ketenzicht.cases.sharing.states import ConsentState
from ketenzicht.core.errors import NotFound, Refused
from ketenzicht.offers.rules import Refusal
from ketenzicht.offers.states import Alternative, OfferState
from tests.factories.cases import WHY, coordinator, make_case, need, plan, share
from tests.factories.work import items

TASKS, PAYING = frozenset({Section.TASKS}), frozenset({Section.PAYING})


def says(world, case, kind, now, *, state=ConsentState.GIVEN, to=None):
    consents.record_consent(
        actor=coordinator(world.shop),
        case_id=case.pk,
        answer=consents.Answer(kind=kind, state=state, recipient_id=to and to.organisation.pk),
        now=now,
    )


def shares_with(partner, now):
    rows = Grant.objects.whole_table(why=WHY).filter(Grant.holds(now))
    return rows.filter(organisation=partner.organisation)


@pytest.mark.parametrize("purpose", [row.code for row in reference.codes("sharing_purposes")])
def test_each_purpose_opens_what_it_names_and_refuses_every_other_part(world, now, purpose):
    case = make_case(world.shop)
    row = reference.code("sharing_purposes", purpose)
    most = frozenset(Section(code) for code in row.attributes["sections"])
    for section in Section:
        if section in most:
            share(world.shop, world.shelter, case, purpose=purpose, sections=frozenset({section}))
        else:
            with pytest.raises(Refused) as refusal:
                share(world.shop, world.shelter, case, purpose=purpose, sections=most | {section})
            assert refusal.value.field == "sections"
            assert row.label("nl") in str(refusal.value.sentence)
    share(world.shop, world.shelter, case, purpose=purpose, sections=most)
    assert shares_with(world.shelter, now).get().shared == most


def test_a_share_from_before_the_rule_stays_and_is_marked_as_too_wide(
    world, now, client, as_member
):
    case = make_case(world.shop)
    made = share(world.shop, world.municipality, case, purpose="funding", sections=PAYING)
    rows = Grant.objects.whole_table(why=WHY).filter(pk=made.pk)
    rows.update(sections=joined([Section.NEEDS, Section.PAYING]))
    assert beyond("funding", rows.get().shared) == {Section.NEEDS}
    page = as_member(client, coordinator(world.shop)).get(reverse("cases:sharing", args=[case.pk]))
    said = page.content.decode()
    assert "Te ruim" in said
    assert "Besluiten wie betaalt" in said
    share(world.shop, world.municipality, case, purpose="funding", sections=PAYING)
    page = client.get(reverse("cases:sharing", args=[case.pk]))
    assert "Te ruim" not in page.content.decode()


def test_who_pays_reads_no_form_no_risk_no_wish_and_no_consent(world, now, client, as_member):
    case = make_case(world.shop, forms=("labour",))
    notes.record_wish(
        actor=coordinator(world.shop), case_id=case.pk, words="Terug naar zee", now=now
    )
    says(world, case, "police", now, state=ConsentState.REFUSED)
    share(world.shop, world.municipality, case, purpose="funding", sections=PAYING)
    payer = world.municipality["aandachtsfunctionaris"]
    as_member(client, payer)
    said = client.get(reverse("cases:detail", args=[case.pk])).content.decode()
    assert case.code in said
    for hidden in ("Terug naar zee", "Arbeidsuitbuiting", "Risico", "politie"):
        assert hidden not in said
    assert list(Wish.objects.for_reader(payer, now)) == []
    assert list(Consent.objects.for_reader(payer, now)) == []
    file = case_file(payer, get_case(payer, case.pk, purpose="care", now=now), now)
    assert (file.forms, file.wishes, file.needs, file.actions) == ([], [], [], [])
    assert Act.DISPUTE in acts_open_to(payer, file.access)


@pytest.mark.parametrize(
    ("kind", "purpose", "sections"),
    [
        ("shelter_place", "shelter", frozenset({Section.NEEDS})),
        ("volunteer", "volunteer", TASKS),
        ("help_share", "legal", TASKS),
    ],
)
def test_a_share_on_consent_asks_for_the_consent_that_names_it(world, now, kind, purpose, sections):
    case, about = make_case(world.shop), {"purpose": purpose, "sections": sections}
    other = "volunteer" if kind != "volunteer" else "help_share"
    says(world, case, other, now, to=world.shelter)
    says(world, case, kind, now, to=world.municipality)
    with pytest.raises(Refused) as refusal:
        share(world.shop, world.shelter, case, basis="consent", **about)
    assert reference.code("consent_kinds", kind).label("nl") in str(refusal.value.sentence)
    says(world, case, kind, now, to=world.shelter)
    share(world.shop, world.shelter, case, basis="consent", **about)
    assert shares_with(world.shelter, now).exists()
    says(world, case, kind, now, state=ConsentState.WITHDRAWN, to=world.shelter)
    assert not shares_with(world.shelter, now).exists()


def test_a_no_to_a_volunteer_leaves_what_the_shelter_sees(world, now):
    case = make_case(world.shop)
    says(world, case, "volunteer", now)
    says(world, case, "shelter_place", now)
    share(world.shop, world.red_cross, case, basis="consent", purpose="volunteer", sections=TASKS)
    share(world.shop, world.shelter, case, basis="consent", purpose="shelter")
    says(world, case, "volunteer", now, state=ConsentState.REFUSED)
    assert not shares_with(world.red_cross, now).exists()
    assert shares_with(world.shelter, now).exists()


# -- the narrow view: only what is asked of this organisation ------------------------------------


@pytest.fixture
def narrow(world, now):
    """A case of which the volunteers see only what they are asked."""
    case = make_case(world.shop)
    plan(world.shop, case)
    need(world.shop, case, "medical")
    wanted = need(world.shop, case, "buddy")
    share(world.shop, world.red_cross, case, purpose="volunteer", sections=TASKS)
    asking.ask_for_need(
        actor=coordinator(world.shop),
        case_id=case.pk,
        need_id=wanted.pk,
        organisation_id=world.red_cross.organisation.pk,
        version=wanted.version,
        now=now,
    )
    wanted.refresh_from_db()
    return case, wanted


def test_a_volunteer_organisation_reads_its_own_question_and_nothing_else(world, now, narrow):
    _case, wanted = narrow
    reader = world.red_cross["volunteer_coordinator"]
    assert list(Need.objects.for_reader(reader, now)) == [wanted]
    assert NeedOffer.objects.for_reader(reader, now).count() == 1
    assert list(Action.objects.for_reader(reader, now)) == []


def test_a_volunteer_organisation_says_yes_and_has_it_until_it_is_arranged(
    world, now, narrow, client, as_member
):
    case, wanted = narrow
    reader = world.red_cross["volunteer_coordinator"]
    asked = f"SHOP vraagt jullie om voor iets te zorgen in zaak {case.code}"
    assert asked in [line.sentence for line in items(reader, now)]
    as_member(client, reader)
    page = client.get(reverse("cases:detail", args=[case.pk])).content.decode()
    assert "Vrijwilliger of maatje" in page
    assert "Dokter" not in page
    address = reverse("cases:need-op-ons", args=[case.pk, wanted.pk])
    assert client.post(address, {"version": wanted.version}).status_code == 303
    wanted.refresh_from_db()
    assert wanted.responsible == world.red_cross.organisation
    said = f"Jullie zorgen voor ‘Vrijwilliger of maatje’ in zaak {case.code}"
    assert said in [line.sentence for line in items(reader, now)]
    address = reverse("cases:need-geregeld", args=[case.pk, wanted.pk])
    client.post(address, {"version": wanted.version})
    assert said not in [line.sentence for line in items(reader, now)]


def test_a_volunteer_organisation_says_no_with_a_reason(world, now, narrow):
    case, wanted = narrow
    asking.decline_need(
        actor=world.red_cross["volunteer_coordinator"],
        case_id=case.pk,
        need_id=wanted.pk,
        refusal=Refusal("no_capacity", Alternative.LATER),
        version=wanted.version,
        now=now,
    )
    offer = NeedOffer.objects.whole_table(why=WHY).get(need=wanted)
    assert offer.state == OfferState.REFUSED
    assert list(Need.objects.for_reader(world.red_cross["volunteer_coordinator"], now)) == []


def test_what_is_asked_of_another_is_not_for_a_volunteer_organisation(world, now, narrow):
    case, _wanted = narrow
    other = Need.objects.whole_table(why=WHY).get(case=case, service="medical")
    with pytest.raises(NotFound):
        asking.take_need(
            actor=world.red_cross["volunteer_coordinator"],
            case_id=case.pk,
            need_id=other.pk,
            version=other.version,
            now=now,
        )


def test_a_lawyer_answers_a_question_about_the_right_to_stay(world, now):
    case = make_case(world.shop)
    wanted = need(world.shop, case, "legal_residence")
    share(
        world.shop,
        world.law_firm,
        case,
        purpose="legal",
        sections=frozenset({Section.TASKS, Section.TRACKS}),
    )
    asking.ask_for_need(
        actor=coordinator(world.shop),
        case_id=case.pk,
        need_id=wanted.pk,
        organisation_id=world.law_firm.organisation.pk,
        version=wanted.version,
        now=now,
    )
    wanted.refresh_from_db()
    lawyer = world.law_firm["lawyer"]
    taken = asking.take_need(
        actor=lawyer, case_id=case.pk, need_id=wanted.pk, version=wanted.version, now=now
    )
    assert taken.responsible == world.law_firm.organisation
    assert "Hulp bij verblijf" in " ".join(line.sentence for line in items(lawyer, now))


def test_an_investigator_is_not_asked_because_nobody_there_can_answer(world, now):
    case = make_case(world.shop)
    wanted = need(world.shop, case, "legal_criminal")
    share(world.shop, world.police, case)
    with pytest.raises(Refused):
        asking.ask_for_need(
            actor=coordinator(world.shop),
            case_id=case.pk,
            need_id=wanted.pk,
            organisation_id=world.police.organisation.pk,
            version=wanted.version,
            now=now,
        )
