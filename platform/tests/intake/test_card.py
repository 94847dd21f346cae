# SPDX-License-Identifier: EUPL-1.2
"""The signal card: advice, never a verdict."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht import reference
from ketenzicht.intake.card import Advice, Age, Step, advise, positive, strength
from ketenzicht.intake.wizard.card_pages import MOST, card_pages, fits
from ketenzicht.reference import Indicator

SIGNS = {sign.code: sign for sign in reference.indicators()}
SETTINGS = [code.code for code in reference.codes("indicator_settings")]
ticked = st.lists(st.sampled_from(list(SIGNS.values())), unique=True, max_size=12)
ages = st.sampled_from(list(Age))


def of(*codes: str) -> list[Indicator]:
    return [SIGNS[code] for code in codes]


def enough_by_the_ilo(strengths: list[str]) -> bool:
    """The ILO's rule written out as the weights that suffice, another way than the code."""
    score = {"strong": 100, "medium": 10, "weak": 1}
    best = sorted((score[each] for each in strengths), reverse=True)
    pairs = {(100, 100), (100, 10), (100, 1)}
    triples = {(10, 10, 10), (10, 10, 1)}
    return tuple(best[:2]) in pairs or tuple(best[:3]) in triples


@given(ticked, st.booleans())
def test_a_dimension_counts_exactly_when_the_ilo_rule_says_so(signs, minor):
    heaps: dict[str, list[str]] = {}
    for sign in signs:
        none = sign.ilo_dimension == "none"
        name = f"group:{sign.group}" if none else sign.ilo_dimension
        heaps.setdefault(name, []).append(strength(sign, minor=minor))
    expected = {name for name, heap in heaps.items() if enough_by_the_ilo(heap)}
    assert positive(signs, minor=minor) == expected


@given(ticked, ages, st.sampled_from(list(SIGNS.values())))
def test_ticking_one_more_sign_never_makes_the_advice_lighter(signs, age, another):
    before, after = advise(signs, age), advise({*signs, another}, age)
    assert after.step >= before.step
    assert after.emergency >= before.emergency


@given(ticked)
def test_not_knowing_the_age_never_makes_the_advice_lighter(signs):
    assert advise(signs, Age.UNKNOWN) == advise(signs, Age.MINOR)
    assert advise(signs, Age.UNKNOWN).step >= advise(signs, Age.ADULT).step


@given(ticked, ages, st.randoms())
def test_the_order_of_ticking_does_not_matter(signs, age, random):
    shuffled = list(signs)
    random.shuffle(shuffled)
    assert advise(shuffled, age) == advise(signs, age)


@given(ticked, ages)
def test_an_urgent_sign_puts_112_first(signs, age):
    assert advise(signs, age).emergency == any(sign.urgent for sign in signs)


def test_advice_holds_no_number_that_could_be_read_as_a_score():
    assert [field.name for field in fields(Advice)] == [
        "step",
        "emergency",
        "several",
        "forms",
        "minor",
    ]


def test_the_greenhouse_worker_leads_to_the_care_coordinator():
    found = advise(of("SIG-001", "SIG-023", "SIG-034"), Age.ADULT)
    assert (found.step, found.emergency) == (Step.CONSULT, False)
    assert "labour" in found.forms


def test_two_medium_and_two_weak_signs_in_a_hotel_are_several():
    signs = of("SIG-061", "SIG-066", "SIG-062", "SIG-064")
    assert advise(signs, Age.ADULT).step is Step.SEVERAL
    unknown = advise(signs, Age.UNKNOWN)
    assert (unknown.step, unknown.several) == (Step.TODAY, True)


def test_the_pupil_who_lent_a_bank_card_means_calling_today():
    assert advise(of("SIG-068", "SIG-072"), Age.MINOR).step is Step.TODAY
    assert positive(of("SIG-068", "SIG-072"), minor=True) == {"coercion_destination"}


@pytest.mark.parametrize("code", ["SIG-053", "SIG-084", "SIG-003"])
def test_one_strong_sign_about_a_child_means_calling_today(code):
    assert advise(of(code), Age.MINOR).step is Step.TODAY


def test_one_weak_sign_and_no_sign_are_few():
    assert advise(of("SIG-004"), Age.ADULT).step is Step.FEW
    assert advise([], Age.MINOR).step is Step.FEW


@given(st.sampled_from(SETTINGS), ages)
def test_every_sign_stands_on_exactly_one_screen_and_none_is_overfull(setting, age):
    found = card_pages(setting, age, date(2026, 11, 30))
    shown = list(chain.from_iterable(page.signs for page in found))
    assert sorted(sign.code for sign in shown) == sorted(SIGNS)
    assert max(len(page.signs) for page in found) <= MOST
    assert all(page.fitting == fits(sign, setting, age) for page in found for sign in page.signs)


@given(st.sampled_from(SETTINGS), ages)
def test_the_signs_that_fit_come_before_the_others(setting, age):
    order = [page.fitting for page in card_pages(setting, age, date(2026, 11, 30))]
    assert order == sorted(order, reverse=True)
