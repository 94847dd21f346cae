# SPDX-License-Identifier: EUPL-1.2
"""One proposes another version of a claim, a second person sees it, and it holds from its day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest

from ketenzicht import reference
from ketenzicht.claims import selectors, services
from ketenzicht.core.clock import AMSTERDAM
from ketenzicht.core.errors import DomainError, NotAllowed, Refused
from ketenzicht.core.terms import term_end
from ketenzicht.reference.writing import write_rows
from tests.claims.conftest import ABOUT, new_row
from tests.factories.accounts import make_member


@contextmanager
def refused(error: type[DomainError], why: str) -> Iterator[None]:
    with pytest.raises(error) as refusal:
        yield
    assert why in str(refusal.value.sentence)


def test_a_proposal_changes_nothing_until_a_second_person_took_it_over(propose, take):
    change = propose("deadlines", "deadlines", "grant", length="P30D")
    assert str(reference.deadline("grant", date(2027, 1, 1)).length) == "P90D"
    take(change)
    assert str(reference.deadline("grant", date(2027, 1, 1)).length) == "P30D"
    assert reference.deadline("grant", date(2027, 1, 1)).claim.set_by == "CoMensha"


def test_what_began_before_its_day_keeps_the_rule_of_then(propose, take):
    take(propose("deadlines", "deadlines", "grant", length="P30D"))
    december = datetime(2026, 12, 31, 9, tzinfo=AMSTERDAM)
    assert term_end("grant", december) == datetime(2027, 3, 31, 9, tzinfo=AMSTERDAM)


def test_nobody_takes_over_what_they_proposed_themselves(propose, world, now):
    change = propose("deadlines", "deadlines", "grant", length="P30D")
    with refused(NotAllowed, "zelf voor"):
        services.accept_change(
            actor=world.comensha["comensha_helpdesk"], change_id=change.pk, now=now
        )


def test_one_person_is_no_second_one_under_another_membership(propose, world, now):
    change = propose("deadlines", "deadlines", "grant", length="P30D")
    same = make_member(world.moviera.organisation, "platform_administrator")
    same.user = change.proposed_by.user
    same.save()
    with refused(NotAllowed, "zelf voor"):
        services.accept_change(actor=same, change_id=change.pk, now=now)


def test_a_decided_change_is_not_decided_again(propose, take, world, now):
    change = propose("deadlines", "deadlines", "grant", length="P30D")
    take(change)
    with refused(Refused, "al besloten"):
        services.refuse_change(
            actor=world.comensha["platform_administrator"], change_id=change.pk, now=now
        )


def test_whoever_proposed_it_can_take_it_back(propose, world, now):
    change = propose("deadlines", "deadlines", "grant", length="P30D")
    services.refuse_change(actor=world.comensha["comensha_helpdesk"], change_id=change.pk, now=now)
    assert selectors.taken_rows() == []


def test_somebody_who_looks_after_nothing_proposes_nothing(world, now):
    with pytest.raises(NotAllowed):
        services.propose_version(
            actor=world.shop["zorgcoordinator"],
            part="deadlines",
            section="deadlines",
            row=new_row("deadlines", "grant", length="P30D"),
            why="Ik wil dit.",
            now=now,
        )


def test_a_region_changes_what_holds_there_and_nothing_else(world, now, take):
    def proposed(**more):
        return services.propose_version(
            actor=world.municipality["ketenregisseur"],
            part="deadlines",
            section="deadlines",
            row=new_row("deadlines", "grant", length="P30D", **more),
            why="Afspraak in de regio.",
            now=now,
        )

    for elsewhere in ({}, {"in_region": "utrecht"}):
        with refused(Refused, "eigen regio"):
            proposed(**elsewhere)
    take(proposed(in_region="den_haag_hm"))
    day = date(2027, 1, 2)
    lengths = [str(reference.deadline("grant", day, at).length) for at in ("den_haag_hm", "")]
    assert lengths == ["P30D", "P90D"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"length": "drie weken"}, "is no period"),
        ({"certainty": "high"}, "nobody confirmed it"),
        ({"valid_from": date(2026, 11, 17)}, "Kies vandaag of een latere dag"),
        ({"colour": "red"}, "unknown key"),
    ],
)
def test_what_a_file_may_not_say_cannot_be_proposed(propose, changes, why):
    with refused(Refused, why):
        propose("deadlines", "deadlines", "grant", **{"length": "P30D", **changes})


def test_a_confirmation_names_who_stands_for_it_and_adds_no_version(world, now, take):
    change = services.propose_look(
        actor=world.comensha["comensha_helpdesk"],
        part="helplines",
        section="helplines",
        look_at=None,
        row={
            "code": "comensha",
            "look_again": date(2027, 5, 18),
            "confirmed": {"organisation": "CoMensha", "role": "helpdesk", "day": now.date()},
        },
        why="Gebeld.",
        now=now,
    )
    take(change)
    (line,) = [line for line in reference.helplines() if line.code == "comensha"]
    assert line.claim.confirmed.organisation == "CoMensha"
    assert line.version == "comensha"


def test_rows_go_to_another_installation_as_proposals(propose, take, world, now):
    take(propose("deadlines", "deadlines", "grant", length="P30D"))
    written = write_rows(selectors.taken_rows())
    administrator = world.comensha["platform_administrator"]
    twice = services.propose_from_elsewhere(actor=administrator, written=written, now=now)
    assert twice == []
    elsewhere = written.replace("P30D", "P45D").replace("2027-01-01", "2028-01-01")
    (change,) = services.propose_from_elsewhere(actor=administrator, written=elsewhere, now=now)
    assert change.begins == date(2028, 1, 1)
    assert str(reference.deadline("grant", date(2028, 1, 1)).length) == "P30D"


@pytest.mark.parametrize(
    "written",
    ["", "- a", "own_rows: [{part: x}]", "own_rows: [{part: x, section: y, row: {code: z}}]"],
)
def test_a_file_that_was_not_written_here_is_refused(written, world, now):
    with pytest.raises(Refused):
        services.propose_from_elsewhere(
            actor=world.comensha["platform_administrator"], written=written, now=now
        )


def test_a_code_is_added_to_a_list_from_its_day_on(world, now, take):
    row = {"code": "pgp", "nl": "Wil het niet zeggen", "en": "Does not want to say", **ABOUT}
    take(
        services.propose_version(
            actor=world.comensha["comensha_helpdesk"],
            part="person",
            section="genders",
            row=row,
            why="Gevraagd door de regio's.",
            now=now,
        )
    )
    days = [date(2026, 12, 31), date(2027, 1, 1)]
    held = [{code.code for code in reference.codes("genders", day)} for day in days]
    assert ["pgp" in codes for codes in held] == [False, True]
