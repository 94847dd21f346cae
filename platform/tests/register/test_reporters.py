# SPDX-License-Identifier: EUPL-1.2
"""Who reported, as whom it counts, on which list: dated choices that leave old entries right."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ketenzicht import reference
from ketenzicht.cases.handover import Identity
from ketenzicht.core.errors import NotAllowed
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.register import handover, services
from ketenzicht.register.capture import list_of
from ketenzicht.register.models import Entry
from ketenzicht.register.services import Facts, reporter_of
from ketenzicht.register.states import Outcome
from ketenzicht.register.takeover import OldEntry, take_over
from tests.factories.accounts import make_member, make_organisation
from tests.factories.cases import coordinator, make_case

NOVEMBER = datetime(2026, 11, 30, 12, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 12, tzinfo=UTC)


def member_of(kind, *roles):
    return make_member(make_organisation(f"Test {kind}", kind), *roles)


@pytest.mark.parametrize(
    ("kind", "before", "since"),
    [
        ("veilig_thuis", "youth_care", "veilig_thuis"),
        ("coordination_national", "care_coordination", "comensha"),
        ("youth_care", "youth_care", "youth_care"),
        ("care_coordination", "care_coordination", "care_coordination"),
        ("labour_ngo", "fairwork", "fairwork"),
    ],
)
@pytest.mark.django_db
def test_veilig_thuis_and_comensha_count_as_themselves_from_december(kind, before, since):
    actor = member_of(kind, "zorgcoordinator")
    assert reporter_of(actor, NOVEMBER.date()) == before
    assert reporter_of(actor, DECEMBER.date()) == since


@pytest.mark.django_db
def test_an_organisation_that_does_not_register_is_refused():
    with pytest.raises(NotAllowed):
        reporter_of(member_of("company", "analyst"), DECEMBER.date())


def test_an_entry_keeps_the_reporter_it_was_made_under(world):
    entries = [
        services.enter_from_case(
            actor=coordinator(world.comensha),
            case_id=make_case(world.comensha, moment).pk,
            outcome=Outcome.MINIMAL,
            now=moment,
        )
        for moment in (NOVEMBER, DECEMBER)
    ]
    kept = [Entry.objects.get(pk=entry.pk).reporter for entry in entries]
    assert kept == ["care_coordination", "comensha"]


def histories_of(world, now, *reporters, year, scheme=""):
    entries = [
        OldEntry(
            on=date(year, 3, 1),
            reporter=reporter,
            outcome=Outcome.NAMED,
            basis="consent",
            facts=Facts(
                ("labour",),
                "utrecht",
                date(year, 3, 1),
                Identity(name=f"Persoon {place}", birth_date=PartialDate.parse("1990")),
            ),
        )
        for place, reporter in enumerate(reporters)
    ]
    take_over(actor=world.comensha["registrar"], entries=entries, now=now)
    return handover.capture_histories(years=(year,), scheme=scheme)


def test_in_the_years_of_the_published_estimate_fairwork_is_among_the_others(world, now):
    found = histories_of(world, now, "police", "fairwork", "school", year=2015)
    assert found.lists == ("police", "other")
    assert found.histories == {"01": 2, "10": 1}


def test_since_then_fairwork_is_a_list_of_its_own(world, now):
    found = histories_of(world, now, "police", "fairwork", "school", year=2016)
    assert found.lists == ("police", "fairwork", "other")
    assert found.histories == {"001": 1, "010": 1, "100": 1}


def test_the_older_division_can_still_be_chosen_for_later_years(world, now):
    found = histories_of(
        world, now, "police", "fairwork", "school", year=2026, scheme="six_2010_2015"
    )
    assert found.lists == ("police", "other")


def test_comensha_stands_on_the_list_of_care_coordination_as_before():
    for scheme in handover.schemes():
        assert list_of("comensha", scheme) == list_of("care_coordination", scheme)


def test_the_division_of_a_span_of_years_is_the_one_of_its_last_year():
    assert handover.scheme_for((2012, 2015)).code == "six_2010_2015"
    assert handover.scheme_for((2015, 2016)).code == "fairwork_apart"


def test_every_reporter_is_on_exactly_one_list_of_each_division():
    for scheme in handover.schemes():
        lists = scheme.attributes["lists"]
        own = [
            reporter
            for name in lists
            for reporter in reference.code("capture_lists", name).attributes["reporters"]
        ]
        assert sorted(own) == sorted(set(own))
        assert {list_of(each.code, scheme) for each in reference.codes("reporter_types")} == set(
            lists
        )


def test_of_no_years_there_are_no_histories():
    assert handover.capture_histories(years=()).histories == {}
