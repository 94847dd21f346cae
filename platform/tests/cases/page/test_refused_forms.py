# SPDX-License-Identifier: EUPL-1.2
"""Forms of a case that are refused: beside which field, in which words, with what was typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from ketenzicht.cases.file.models import Action
from ketenzicht.cases.file.services import details
from tests.cases.page.posting import DUE, post
from tests.factories.cases import (
    WHY,
    coordinator,
    make_case,
    share,
    stored,
)

INDICATION = "residence:indication:"


def test_a_form_that_misses_something_is_shown_again_with_what_was_typed(holder, world):
    case = make_case(world.shop)
    answer = post(holder, "plan", case, words="Bellen met de tolk", due="")
    assert answer.status_code == 422
    assert 'value="Bellen met de tolk"' in answer.content.decode()
    assert Action.objects.whole_table(why=WHY).count() == 0


def test_a_date_behind_us_is_refused_beside_the_field(holder, world, now):
    case = make_case(world.shop)
    past = (now - timedelta(days=1)).strftime(DUE)
    answer = post(holder, "plan", case, words="Bellen", due=past)
    assert answer.status_code == 422
    assert answer.context["form"].errors["due"] == ["De datum van de volgende stap moet nog komen."]


def test_a_stale_answer_is_refused_with_both_values_shown(holder, world, now):
    case = make_case(world.shop)
    details.set_risk(actor=coordinator(world.shop), case_id=case.pk, risk="r4", version=1, now=now)
    answer = post(holder, "risk", case, risk="r0", version=1)
    assert answer.status_code == 409
    assert answer.context["pairs"] == [
        ("Hoe onveilig is het nu?", "Acuut", "Geen bijzonder risico")
    ]
    assert stored(case).risk == "r4"
    again = post(holder, "risk", case, risk="r0", version=answer.context["version"])
    assert again.status_code == 303
    assert stored(case).risk == "r0"


def test_a_birth_date_that_does_not_exist_is_refused_beside_its_field(holder, world):
    case = make_case(world.shop)
    refused = post(holder, "identity", case, birth_date="1999-13", version="1")
    assert refused.status_code == 422
    assert "Deze datum bestaat niet." in refused.content.decode()


@pytest.mark.parametrize(
    ("name", "filled", "said"),
    [
        ("plan", {"words": "Bellen", "due": "9999-12-31T10:00"}, "Dit ligt te ver weg."),
        ("plan", {"words": "Bellen", "due": "1800-01-01T10:00"}, "moet nog komen"),
        ("plan", {"words": "Bellen", "due": "gisteren"}, "Vul een dag en een tijd in"),
        (
            "plan",
            {"words": "Bellen", "due": "2027-03-28T02:30"},
            "In dit uur wordt de klok",
        ),
        ("plan", {"words": "x" * 201, "due": ""}, "Dit zijn 201 tekens. Er passen er 200."),
        ("note", {"words": "a\x00b"}, "Hier staat een teken in dat we niet kunnen bewaren."),
        ("track", {"place": INDICATION, "since": "1700-01-01"}, "Dit is te lang geleden."),
        ("block", {"member": ""}, "Kies een antwoord."),
    ],
)
def test_nonsense_is_refused_in_words_beside_its_field(holder, world, name, filled, said):
    case = make_case(world.shop)
    refused = post(holder, name, case, **filled)
    assert refused.status_code == 422
    assert said in refused.content.decode()


@pytest.mark.parametrize(
    ("answer_by", "stays_until", "said"),
    [
        ("2099-01-01T10:00", "", "Vraag een antwoord binnen 1 maand."),
        ("2026-11-20T10:00", "1800-01-01", "Kies tot welke dag je mag meekijken"),
        ("2026-11-20T10:00", "2099-01-01", "Kies tot welke dag je mag meekijken"),
    ],
)
def test_an_answer_and_looking_along_have_an_end_somebody_lives_to_see(
    holder, world, answer_by, stays_until, said
):
    filled = {
        "receiver": str(world.moviera.organisation.pk),
        "summary": "Zoekt een plek.",
        "sections": ["needs"],
        "stays": ["needs"],
        "answer_by": answer_by,
        "stays_until": stays_until,
    }
    refused = post(holder, "propose-transfer", make_case(world.shop), **filled)
    assert refused.status_code == 422
    assert said in refused.content.decode()


def test_a_case_is_opened_for_the_own_region_unless_somebody_says_otherwise(holder):
    page = holder.get(reverse("cases:open")).content.decode()
    assert '<option value="den_haag_hm" selected>' in page


@pytest.mark.parametrize("name", ["need", "consent", "track", "close"])
def test_nothing_is_chosen_for_somebody_who_did_not_choose(holder, world, name):
    case = make_case(world.shop)
    refused = post(holder, name, case, state="given", since="2026-11-18")
    assert refused.status_code == 422
    assert "Kies een antwoord." in refused.content.decode()


def test_only_a_shelter_says_where_somebody_stays_and_chooses_the_kind_of_place(
    client, holder, world, as_member
):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case)
    assert post(holder, "whereabouts", case).status_code == 403
    shelter = as_member(client, coordinator(world.shelter))
    refused = post(shelter, "whereabouts", case)
    assert refused.status_code == 422
    assert "Kies een antwoord." in refused.content.decode()
