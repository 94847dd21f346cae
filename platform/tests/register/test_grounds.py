# SPDX-License-Identifier: EUPL-1.2
"""On which ground who registers: per kind of organisation, with what else it asks (W6).

AVG articles 6 and 9; which body falls where is one source, and the page says so.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht import reference
from ketenzicht.register.grounds import basis_of, ground_without_consent
from ketenzicht.register.states import Outcome
from ketenzicht.register.views.grounds import ground_said
from tests.factories.accounts import make_member, make_organisation
from tests.factories.cases import coordinator, make_case

TODAY = date(2026, 11, 30)
KINDS = [
    row.code
    for row in reference.codes("organisation_types", TODAY)
    if "reports_as" in row.attributes
]


@pytest.mark.parametrize("kind", KINDS)
def test_w6_every_kind_that_registers_has_a_ground_and_none_is_certain(kind):
    row = ground_without_consent(kind, TODAY)
    assert row is not None
    assert row.claim.certainty == "low"
    assert row.claim.confirmed is None


@pytest.mark.parametrize(
    ("kind", "basis"),
    [
        ("veilig_thuis", "public_task"),
        ("youth_protection", "public_task"),
        ("guardian", "public_task"),
        ("zvh", "public_task"),
        ("municipality", "public_task"),
        ("care_coordination", "legit_interest"),
        ("shelter", "legit_interest"),
        ("health", "legit_interest"),
    ],
)
def test_w6_a_body_with_a_statutory_task_registers_on_that_task(kind, basis):
    assert basis_of(kind, Outcome.MINIMAL, TODAY) == basis


@pytest.mark.parametrize("kind", KINDS)
def test_w6_consent_and_duty_stay_what_they_are(kind):
    assert basis_of(kind, Outcome.NAMED, TODAY) == "consent"
    assert basis_of(kind, Outcome.BY_DUTY, TODAY) == "legal_duty"


def test_w6_the_page_no_longer_says_that_a_ground_is_enough(world, client: Client, as_member):
    case = make_case(world.shop)
    as_member(client, coordinator(world.shop))
    page = client.get(reverse("register:enter", args=[case.pk])).content.decode()
    assert "daarvoor genoeg" not in page
    assert "misschien een gerechtvaardigd belang" in page
    assert "vragen ook een uitzondering van artikel 9 AVG" in page
    assert "Vraag jullie functionaris." in page
    assert "niet bevestigd" in page


@pytest.mark.parametrize(
    ("kind", "secret", "asks"),
    [
        ("health", True, True),
        ("legal", True, True),
        ("youth_care", True, False),
        ("labour_ngo", False, True),
        ("veilig_thuis", False, False),
    ],
)
def test_w6_secrecy_and_consent_stand_beside_the_ground(db, kind, secret, asks):
    member = make_member(make_organisation("Iemand", kind), "zorgcoordinator")
    said = " ".join(ground_said(member, TODAY).sentences)
    assert ("beroepsgeheim: weeg eerst" in said) == secret
    assert ("is toestemming nodig" in said) == asks


def test_w6_a_kind_nobody_knows_the_ground_of_is_told_so(db, monkeypatch):
    monkeypatch.setattr("ketenzicht.register.views.grounds.ground_without_consent", lambda *_: None)
    member = make_member(make_organisation("Opvang", "shelter"), "shelter_worker")
    assert "weten we niet" in " ".join(ground_said(member, TODAY).sentences)
    assert ground_said(member, TODAY).rests_on is None


def test_w6_the_grounds_are_those_that_can_be_recorded():
    known = reference.known("sharing_grounds")
    assert {row.attributes["ground"] for row in reference.codes("registration_grounds")} <= known
