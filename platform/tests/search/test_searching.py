# SPDX-License-Identifier: EUPL-1.2
"""Every search finds names with accents and codes however they are written, and nothing more."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.accounts.models import User
from ketenzicht.cases import tasks
from ketenzicht.cases.file.models import Label
from ketenzicht.cases.file.services.details import set_label
from ketenzicht.cases.models import Case
from ketenzicht.search.models import SealedWord
from ketenzicht.search.selectors import codes_in, names, sealed_with
from ketenzicht.search.services import forget_texts, index_text
from tests.factories.accounts import make_member
from tests.factories.cases import WHY, coordinator, make_case


@pytest.fixture
def visitor(world, as_member):
    return as_member(Client(), coordinator(world.shop))


def found_in_bar(visitor, words):
    page = visitor.post(reverse("staff:find"), {"q": words})
    return page.content.decode().partition("<main")[2].partition('class="kz-rows"')[2]


def found_in_list(visitor, words, **asked):
    page = visitor.post(reverse("cases:list"), {"q": words, **asked})
    return [row.url for row in page.context["rows"]]


def named(world, now, words="Zoë uit Zeist"):
    case = make_case(world.shop)
    set_label(actor=coordinator(world.shop), case_id=case.pk, words=words, now=now)
    return case


@pytest.mark.parametrize("words", ["zoe", "ZOË", "Zoe\u0308", "zeist zoe", "uit Zeist"])
def test_an_own_name_with_accents_is_found(visitor, world, now, words):
    case = named(world, now)
    page = reverse("cases:detail", args=[case.pk])
    assert page in found_in_bar(visitor, words)
    assert page in found_in_list(visitor, words)


def test_all_words_have_to_be_there(visitor, world, now):
    named(world, now)
    assert found_in_list(visitor, "zoe utrecht") == []


@pytest.mark.parametrize("form", ["{}", "{}{}", "{} {}", "{}–{}", "zaak {}-{}", "{}-{} graag"])
def test_a_case_is_found_by_its_code_however_it_is_written(visitor, world, form):
    case = make_case(world.shop)
    first, second = case.code.split("-")
    words = form.format(first, second).lower()
    page = reverse("cases:detail", args=[case.pk])
    assert page in found_in_bar(visitor, words)
    assert page in found_in_list(visitor, words)


def test_a_closed_case_is_found_in_the_bar_and_marked_closed(visitor, world, now):
    case = named(world, now)
    rows = Case.objects.whole_table(why=WHY).filter(pk=case.pk)
    rows.update(state="closed", closed_at=now, closure_reason="goals_met")
    for words in (case.code, "zoe"):
        told = found_in_bar(visitor, words)
        assert reverse("cases:detail", args=[case.pk]) in told
        assert "gesloten" in told
    assert found_in_list(visitor, case.code) == []


def test_another_organisation_finds_neither_the_code_nor_the_name(world, now, as_member):
    case = named(world, now)
    stranger = as_member(Client(), coordinator(world.moviera))
    assert found_in_bar(stranger, case.code) == ""
    assert found_in_bar(stranger, "zoe") == ""
    assert list(sealed_with("case-label", world.moviera.organisation.pk, "zoe")) == []


@pytest.mark.parametrize("words", ["zoe", "ZOË", "muller", "Müller zoe"])
def test_a_colleague_with_accents_is_found(world, as_member, words):
    organisation = world.shop.organisation
    administrator = make_member(organisation, "administrator", name="Beheer")
    colleague = make_member(organisation, "shelter_worker", name="Zoë Müller")
    visitor = as_member(Client(), administrator)
    page = visitor.get(reverse("accounts:members"), {"q": words}).content.decode()
    assert "Zoë Müller" in page
    assert reverse("accounts:member", args=[colleague.pk]) in found_in_bar(visitor, words)


def test_a_name_that_changed_is_found_by_the_new_words_only(visitor, world, now):
    case = named(world, now)
    set_label(actor=coordinator(world.shop), case_id=case.pk, words="Het blauwe huis", now=now)
    assert found_in_list(visitor, "zoe") == []
    assert found_in_list(visitor, "blauwe huis") != []
    set_label(actor=coordinator(world.shop), case_id=case.pk, words="", now=now)
    assert not SealedWord.objects.exists()


def test_names_of_before_get_their_search_words_from_a_sweep(visitor, world, now):
    case = named(world, now)
    forget_texts("case-label", [case.pk])
    Label.objects.whole_table(why=WHY).update(indexed=False)
    assert found_in_list(visitor, "zoe") == []
    assert tasks.sweep(now)["indexed"] == 1
    assert tasks.sweep(now)["indexed"] == 0
    assert found_in_list(visitor, "zoe") != []


def test_search_words_of_two_organisations_have_nothing_in_common(world):
    shop, moviera = world.shop.organisation.pk, world.moviera.organisation.pk
    case = make_case(world.shop)
    index_text("case-label", case.pk, shop, "Zoë Zeist")
    index_text("case-label", case.pk, moviera, "Zoë Zeist")
    values = [bytes(value) for value in SealedWord.objects.values_list("value", flat=True)]
    assert len(set(values)) == 4
    assert all(b"zoe" not in value for value in values)


def test_a_search_in_own_names_opens_no_text(visitor, world, now, monkeypatch):
    named(world, now)
    opened = []
    monkeypatch.setattr(
        "ketenzicht.cases.file.selectors.labels.open_envelopes",
        lambda *asked: opened.append(asked) or {},
    )
    assert found_in_list(visitor, "utrecht") == []
    assert opened in ([], [([], coordinator(world.shop).organisation_id)])


def test_codes_are_read_out_of_what_was_typed():
    assert "QY6X22XR" in codes_in("zaak QY6X–22XR", length=8)
    assert {"QY6X22XR", "AB12CD34"} <= codes_in("qy6x 22xr ab12-cd34", length=8)
    assert codes_in("zaak", length=8) == set()


def test_a_text_at_hand_is_searched_alike():
    assert names("Zoë Müller SHOP", "shop muller")
    assert not names("Zoë Müller SHOP", "shop utrecht")


def test_a_user_is_never_found_by_a_sign(db):
    User.objects.create(email="a@oefenwereld.example", name="100%_raak")
    assert User.objects.filter(name__folded__contains="%").count() == 0
