# SPDX-License-Identifier: EUPL-1.2
"""Where a claim was found is said in the language of the page, and says what is known of it."""

from __future__ import annotations

import re

import pytest

from ketenzicht import reference
from ketenzicht.reference.documents import parse
from ketenzicht.reference.facts import read_helplines

#: Words that no Dutch sentence has and no official name; titles of publications are set apart.
ENGLISH = re.compile(
    r"\b(the|and|from|with|to|for|article|articles|page|pages|practice|choice|law|bill|"
    r"known|confirmed|review|regulation|directive|decision|january|march|july|"
    r"october|own|see|guidance|form|lists)\b",
    re.IGNORECASE,
)
TITLES = (
    "Operational indicators of trafficking in human beings",
    "human trafficking indicators",
    "No Place / No Room for Sex Trafficking",
    "Defence for Children-ECPAT",
    "Rock Against Trafficking",
    "Global Estimates",
    "Visible and Invisible II",
)


def without_titles(source: str) -> str:
    for title in TITLES:
        source = source.replace(title, "")
    return source


def test_every_source_is_dutch_on_a_dutch_page():
    english = {
        each.claim.source_in("nl")
        for each in reference.entries()
        if ENGLISH.search(without_titles(each.claim.source_in("nl")))
    }
    assert english == set()


def test_every_source_is_english_on_an_english_page():
    dutch = re.compile(r"\b(artikel|richtlijn|verordening|keuze|bron|het|een|niet|en)\b", re.I)
    titles = (
        "Kinderhandel en",
        "Het beeld van",
        "Maak het Zichtbaar",
        "Zorg- en",
        "in en uit beeld",
    )
    found = {each.claim.source_in("en") for each in reference.entries()}
    for title in titles:
        found = {source.replace(title, "") for source in found}
    assert {source for source in found if dutch.search(source)} == set()


def test_a_law_has_the_same_name_on_both_pages():
    said = reference.deadline_named("reflection_period").claim
    assert {said.source_in("nl"), said.source_in("en")} == {"Vreemdelingencirculaire B8/3"}


@pytest.mark.parametrize(
    ("code", "nl", "en"),
    [
        ("b8_3_permit", "artikel 3.48", "article 3.48"),
        ("majority", "artikel 1:233", "article 1:233"),
        ("state_advance", "artikel niet nader bekend", "article not known further"),
        ("allowance_request", "bron niet nader bekend", "source not known further"),
    ],
)
def test_an_article_is_named_where_it_is_known_and_nowhere_made_up(code, nl, en):
    claim = reference.deadline_named(code).claim
    assert nl in claim.source_in("nl")
    assert en in claim.source_in("en")


def test_no_source_sends_the_reader_to_another_list_or_to_our_own_review_alone():
    vague = re.compile(r"^Law;|^Review of|, W\d+|docs/")
    assert {e.claim.source for e in reference.entries() if vague.search(e.claim.source)} == set()


def test_a_row_with_a_source_of_its_own_does_not_take_the_dutch_words_of_its_file():
    head = "defaults: {gathered: 2026-11-01, look_again: 2027-05-01, kind: law, certainty: low, "
    shared = "source: Page of COA, source_nl: Pagina van het COA}\n"
    rows = "helplines: [{code: a, nl: A, en: A, number: '1'},"
    own = " {code: b, nl: B, en: B, number: '2', source: Rvb 2005}]"
    first, second = read_helplines(parse("x.yaml", head + shared + rows + own))
    assert first.claim.source_in("nl") == "Pagina van het COA"
    assert second.claim.source_in("nl") == "Rvb 2005"
