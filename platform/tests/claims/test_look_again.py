# SPDX-License-Identifier: EUPL-1.2
"""Each row has its own day to look again; who looks after a part reads which rows those are."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht import reference
from ketenzicht.claims import selectors, services
from ketenzicht.reference.catalogue import entries, past_due
from ketenzicht.reference.contradictions import contradicted
from ketenzicht.surfaces.testing_clock import set_clock
from ketenzicht.work.selectors import day_of
from tests.claims.conftest import ABOUT


@pytest.fixture
def told(world, now):
    """What the helpdesk, who looks after it, reads on their day about one part."""
    services.count_parts(now=now)

    def said(part: str, at: datetime) -> list[str]:
        helpdesk = world.comensha["comensha_helpdesk"]
        found = reference.code("claim_parts", part).nl
        lines = [line.sentence for group in day_of(helpdesk, at) for line in group.lines]
        return [line for line in lines if line.startswith(f"{found}:")]

    services.take_part(actor=world.comensha["comensha_helpdesk"], code="deadlines", now=now)
    services.take_part(actor=world.comensha["comensha_helpdesk"], code="helplines", now=now)
    services.take_part(actor=world.comensha["comensha_helpdesk"], code="law", now=now)
    return said


def test_of_a_part_only_the_rows_past_their_own_day_are_named(told, now):
    """Three terms are looked at by 15 January 2027, the others by 1 May."""
    (line,) = told("deadlines", datetime(2027, 1, 16, 11, tzinfo=now.tzinfo))
    assert line == (
        "Termijnen: kijk opnieuw of dit nog klopt. Bedenktijd onder de AMMR, Besluit van de IND "
        "na een aangifte, Beroep in het vreemdelingenrecht."
    )


def test_many_rows_are_counted_and_not_all_named(told, now):
    (line,) = told("deadlines", datetime(2027, 5, 2, 11, tzinfo=now.tzinfo))
    due = {each.fact.code for each in past_due(date(2027, 5, 2)) if each.part == "deadlines"}
    assert line.count(", ") == 4
    assert line.endswith(f" en nog {len(due) - 5}.")


def test_a_row_somebody_looked_at_again_is_no_longer_named(told, now, world, take):
    change = services.propose_look(
        actor=world.comensha["comensha_helpdesk"],
        part="deadlines",
        section="deadlines",
        look_at=None,
        row={"code": "appeal", "look_again": date(2027, 12, 1)},
        why="Nagevraagd.",
        now=now,
    )
    take(change)
    (line,) = told("deadlines", datetime(2027, 1, 16, 11, tzinfo=now.tzinfo))
    assert "Beroep" not in line


def test_lines_that_contradict_each_other_are_named(told, now):
    lines = told("helplines", now)
    names = "Nederlandse Arbeidsinspectie, Helpdesk CoMensha."
    assert f"Telefoonnummers: bronnen spreken elkaar tegen. {names}" in lines


@pytest.fixture
def two_covers(world, now, take):
    """Somebody adds that a basic insurance is possible in the reflection period."""
    row = {
        **ABOUT,
        "code": "insurance_reflection",
        "nl": "Een basisverzekering kan",
        "en": "A basic insurance is possible",
        "service": "health_insurance",
        "statuses": ["reflection"],
        "rule": "no_health_insurance",
    }
    take(
        services.propose_version(
            actor=world.comensha["comensha_helpdesk"],
            part="law",
            section="residence_covers",
            row=row,
            why="Een regio zegt dit.",
            now=now,
        )
    )


def test_two_rows_about_the_same_right_to_stay_contradict_each_other(two_covers):
    day = ABOUT["valid_from"]
    names = {each.fact.code for each in contradicted(day)} & {
        "insurance_reflection", "insurance_rvb", "insurance_none",
    }  # fmt: skip
    assert names == {"insurance_reflection", "insurance_rvb"}
    assert not {e.fact.code for e in contradicted(day - timedelta(days=1))} & names


def test_the_contradiction_stands_on_the_day_and_on_the_list(
    two_covers, told, now, world, as_member
):
    later = now.replace(year=2027, month=1, day=4)
    services.count_parts(now=later)
    (line,) = [line for line in told("law", later) if "spreken elkaar tegen" in line]
    assert "Een basisverzekering kan" in line
    found = selectors.claims(selectors.Wanted(standing="contradicted"), later.date())
    assert "insurance_reflection" in {each.fact.code for each in found}


def test_a_claim_names_the_one_that_contradicts_it(two_covers, world, now, as_member):
    set_clock(now.replace(year=2027, month=1, day=4))
    page = as_member(Client(), world.comensha["comensha_helpdesk"]).get(
        reverse("claims:claim", args=["residence_covers", "insurance_rvb"])
    )
    written = page.content.decode()
    assert "spreekt tegen" in written
    assert reverse("claims:claim", args=["residence_covers", "insurance_reflection"]) in written


def test_what_we_ship_contradicts_itself_nowhere_without_saying_so():
    """Every contradiction in our own files stands in the row itself, in words."""
    days = [date(2026, 11, 30), date(2027, 1, 1), date(2028, 2, 29)]
    found = {each.reference for day in days for each in contradicted(day)}
    said = {each.reference for each in entries() if each.claim.contradicted_by}
    assert found == said
