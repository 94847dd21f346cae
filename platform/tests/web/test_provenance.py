# SPDX-License-Identifier: EUPL-1.2
"""Beside a date, a ground, a payer or a route stands what it rests on, in a few words."""

from dataclasses import replace
from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation

from ketenzicht.reference import Claim, Confirmation, Kind
from ketenzicht.web.provenance import provenance

LAW = Claim(
    source="Vw art. 26",
    certainty="medium",
    kind=Kind.LAW,
    gathered=date(2026, 11, 1),
    look_again=date(2027, 5, 1),
)
SOMEBODY = Confirmation(organisation="IND", role="beslisser", on=date(2026, 11, 20))


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (LAW, "wet, Vw art. 26, niet bevestigd"),
        (replace(LAW, kind=Kind.DEFAULT), "onze standaard, niet bevestigd"),
        (
            replace(LAW, kind=Kind.PRACTICE, source="IND", confirmed=SOMEBODY),
            "praktijk, IND, bevestigd door IND, 20 november 2026",
        ),
        (
            replace(LAW, kind=Kind.AGREEMENT, source="Regiotafel", region="gooi"),
            "afspraak, Regiotafel, alleen in Gooi en Vechtstreek, niet bevestigd",
        ),
        (
            replace(LAW, source="Vw", set_by="CoMensha", contradicted_by="eindhoven.nl"),
            "wet, Vw, aangepast door CoMensha, bronnen spreken elkaar tegen, niet bevestigd",
        ),
    ],
)
def test_kind_source_and_who_stands_for_it_are_said(claim: Claim, words: str):
    with translation.override("nl"):
        assert provenance(claim).words == words


def test_of_a_date_computed_by_law_the_decision_counts_and_of_our_own_there_is_none():
    with translation.override("nl"):
        assert provenance(LAW, computed=True).look
        assert not provenance(LAW).look
        assert not provenance(replace(LAW, kind=Kind.DEFAULT), computed=True).look


def test_a_rule_that_is_not_known_is_a_warning_on_the_page():
    unknown = replace(
        LAW,
        unknown=True,
        warning_nl="De regel is niet zeker; kijk op de beschikking.",
        warning_en="The rule is not certain; look at the decision.",
    )
    with translation.override("nl"):
        said = Template("{% load web %}{% claim it %}").render(Context({"it": provenance(unknown)}))
    assert "<strong>De regel is niet zeker; kijk op de beschikking.</strong>" in said
    assert "wet, Vw art. 26, niet bevestigd" in said
