# SPDX-License-Identifier: EUPL-1.2
"""Three ladders for who pays, by law (W22), and who pays meanwhile as an agreement (W25)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from ketenzicht import reference
from ketenzicht.cases.payer import services as payer
from ketenzicht.cases.payer.ladders import rungs_of, steps_of
from ketenzicht.cases.payer.models import Dispute
from ketenzicht.cases.payer.wording import who_pays_meanwhile
from ketenzicht.surfaces.testing_clock import START
from tests.factories.accounts import make_organisation
from tests.factories.cases import WHY, coordinator, make_case, stays_as
from tests.factories.work import sweep


def dispute(world, ladder: str) -> Dispute:
    return payer.open_dispute(
        actor=coordinator(world.shop),
        case_id=make_case(world.shop).pk,
        staying_id=world.municipality.organisation.pk,
        other_id=make_organisation("Gemeente Noordwoude", "municipality").pk,
        ladder=ladder,
        now=START,
    )


@pytest.mark.parametrize(
    ("ladder", "last"),
    [
        ("womens_shelter", "esc_contacts"),
        ("homeless_shelter", "esc_committee"),
        ("youth", "esc_committee"),
        ("", "esc_committee"),  # from before there were three
    ],
)
def test_w22_a_disagreement_climbs_the_ladder_of_its_law_and_no_further(world, ladder, last):
    made = dispute(world, ladder)
    for days in (8, 16, 31, 60):
        sweep(START + timedelta(days=days))
    assert Dispute.objects.whole_table(why=WHY).get(pk=made.pk).step == last


def test_w22_youth_help_knows_no_regional_adviser():
    assert "esc_adviser" not in steps_of("youth", START)
    assert rungs_of("youth", START) == ("dispute_open", "dispute_open_3")


def test_w22_what_is_not_known_of_womens_shelter_is_said(world, client, as_member):
    made = dispute(world, "womens_shelter")
    as_member(client, coordinator(world.shop))
    page = client.get(reverse("cases:dispute", args=[made.pk])).content.decode()
    assert "Welke stappen daarna komen, is niet bevestigd" in page


def test_w22_who_is_no_resident_is_asked_about_before_anything_climbs(world, client, as_member):
    case = make_case(world.shop)
    as_member(client, coordinator(world.shop))
    url = reverse("cases:new-dispute", args=[case.pk])
    assert "Het verblijf is niet bekend." in client.get(url).content.decode()
    stays_as(world.shop, case, "undocumented")
    assert "geldt alleen voor ingezetenen" in client.get(url).content.decode()


def test_w25_who_pays_meanwhile_is_a_proposal_where_no_region_agreed(world, client, as_member):
    made = dispute(world, "youth")
    as_member(client, coordinator(world.shop))
    page = client.get(reverse("cases:dispute", args=[made.pk])).content.decode()
    assert "Voorstel van dit systeem: de gemeente waar de persoon verblijft" in page
    assert "In deze regio kennen we geen afspraak" in page
    assert "onze standaard, niet bevestigd" in page
    assert "afspraak, VNG over landelijke toegankelijkheid" in page


AGREED = {
    "code": "staying_pays",
    "nl": "de gemeente waar de persoon verblijft betaalt voorlopig",
    "en": "the municipality of the stay pays for now",
    "source": "Regiotafel, 3 november 2026",
    "certainty": "medium",
    "kind": "agreement",
    "gathered": date(2026, 11, 3),
    "look_again": date(2027, 11, 3),
    "valid_from": date(2026, 11, 3),
    "in_region": "den_haag_hm",
}


def test_w25_a_region_that_agreed_is_named_with_its_source():
    reference.put([reference.OwnRow(part="law", section="payer_agreements", row=AGREED)])
    try:
        said = who_pays_meanwhile("den_haag_hm", date(2026, 11, 30))
        before = who_pays_meanwhile("den_haag_hm", date(2026, 11, 2))
        elsewhere = who_pays_meanwhile("utrecht", date(2026, 11, 30))
    finally:
        reference.put(())
    assert said.startswith("Afspraak in deze regio: de gemeente waar de persoon verblijft")
    assert "Regiotafel, 3 november 2026" in said
    assert [text.startswith("Voorstel van dit systeem") for text in (before, elsewhere)] == [
        True,
        True,
    ]
