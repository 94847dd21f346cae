# SPDX-License-Identifier: EUPL-1.2
"""When, where and how old somebody counts: dated by the first signal, known facts first."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketenzicht.cases.handover import Identity
from ketenzicht.core.errors import Refused
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.register import handover, services
from ketenzicht.register.models import Entry
from ketenzicht.register.services import Facts
from ketenzicht.register.states import Age, Outcome
from ketenzicht.register.takeover import OldEntry, take_over
from tests.factories.accounts import make_world
from tests.factories.cases import coordinator, make_case

born = PartialDate.parse
NEW_YEAR = datetime(2027, 1, 5, 10, tzinfo=UTC)
OLD_YEAR = datetime(2026, 12, 30, 10, tzinfo=UTC)
IVAN = Identity(name="Ivan Petrov", birth_date=born("1999-03-07"))


def duty(world, now, *, signalled, identity=IVAN, forms=("labour",), region="den_haag_hm"):
    return services.enter_by_duty(
        actor=world.police["investigator"],
        facts=Facts(forms, region, signalled, identity),
        now=now,
    )


def test_a_case_of_december_registered_in_january_counts_in_december(world):
    case = make_case(world.shop, OLD_YEAR)
    services.enter_from_case(
        actor=coordinator(world.shop), case_id=case.pk, outcome=Outcome.NAMED, now=NEW_YEAR
    )
    entry = Entry.objects.get()
    assert (entry.year, entry.month) == (2026, 12)
    assert (entry.registered_year, entry.registered_month) == (2027, 1)
    assert handover.people_by("form", years=handover.years()) == {("2026", "labour"): 1}


def test_police_catching_up_in_january_say_when_the_first_signal_was(client, world, as_member, now):
    police = as_member(client, world.police["investigator"])
    page = police.get(reverse("register:duty")).content.decode()
    assert 'name="signalled" value="11-2026"' in page
    filled = {"gender": "u", "forms": ["labour"], "region": "utrecht"}
    assert police.post(reverse("register:duty"), filled | {"signalled": "3-2026"}).url
    entry = Entry.objects.get()
    assert (entry.year, entry.month, entry.region) == (2026, 3, "utrecht")
    assert (entry.registered_year, entry.registered_month) == (now.year, now.month)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026", "Schrijf ook de maand"),
        ("12-2026", "Deze datum moet nog komen."),
        ("13-2026", "Deze datum bestaat niet."),
        ("", "Vul dit in."),
        ("3-1998", "kan niet voor de geboorte liggen"),
    ],
)
def test_a_month_nobody_can_mean_is_refused_beside_its_field(
    client, world, as_member, written, said
):
    police = as_member(client, world.police["investigator"])
    filled = {"forms": ["labour"], "gender": "u", "birth_date": "7-3-1999", "signalled": written}
    refused = police.post(reverse("register:duty"), filled)
    assert (refused.status_code, Entry.objects.count()) == (422, 0)
    assert said in refused.content.decode()


def test_who_was_seventeen_when_seen_is_a_minor_whenever_it_is_written_down(world):
    just_eighteen = replace(IVAN, birth_date=born("2008-12-15"))
    entry = duty(world, NEW_YEAR, signalled=date(2026, 11, 28), identity=just_eighteen)
    assert entry.age == Age.MINOR


def test_an_entry_says_where_the_person_was_seen_and_apart_from_that_who_reported(world, now):
    case = make_case(world.shop, region="utrecht")
    services.enter_from_case(
        actor=coordinator(world.shop), case_id=case.pk, outcome=Outcome.MINIMAL, now=now
    )
    own = [area.region for area in world.shop.organisation.areas.all()]
    entry = Entry.objects.get()
    assert entry.region == "utrecht"
    assert entry.reporter_region == (own[0] if len(own) == 1 else "")


def test_a_first_signal_that_lies_ahead_is_refused(world, now):
    with pytest.raises(Refused) as refused:
        duty(world, now, signalled=date(now.year + 1, 1, 1))
    assert refused.value.field == "signalled"


def test_codes_of_entries_are_written_alike_wherever_they_come_from(world, now):
    old = OldEntry(
        on=date(2025, 3, 1),
        reporter="police",
        outcome=Outcome.BY_DUTY,
        basis="legal_duty",
        facts=Facts(("labour",), "utrecht", date(2025, 2, 1), IVAN),
    )
    take_over(actor=world.comensha["registrar"], entries=[old] * 3, now=now)
    duty(world, now, signalled=now.date())
    codes = list(Entry.objects.values_list("code", flat=True))
    assert len(codes) == 4
    assert all(len(code) == len("R-12345678") for code in codes)


def test_what_one_entry_knows_beats_what_another_does_not(world, now):
    nobody = Identity()
    first = duty(world, now, signalled=date(2026, 1, 5), identity=nobody, forms=("unknown",))
    second = duty(
        world,
        now,
        signalled=date(2026, 5, 5),
        identity=replace(IVAN, birth_date=born("2010")),
    )
    services.join_entries(
        actor=world.comensha["registrar"], first_id=first.pk, second_id=second.pk, now=now
    )
    assert handover.people_by("form", years=(2026,)) == {("2026", "labour"): 1}
    assert handover.people_by("age", years=(2026,)) == {("2026", "minor"): 1}


def test_an_adult_of_an_earlier_year_is_no_unknown_later(world, now):
    first = duty(world, now, signalled=date(2024, 1, 5))
    second = duty(world, now, signalled=date(2026, 5, 5), identity=Identity())
    services.join_entries(
        actor=world.comensha["registrar"], first_id=first.pk, second_id=second.pk, now=now
    )
    assert handover.people_by("age", years=(2026,)) == {("2026", "adult"): 1}


ENTRIES = st.lists(
    st.tuples(
        st.sampled_from([2024, 2025, 2026]),
        st.integers(1, 10),
        st.sampled_from(["labour", "sexual_escort", "unknown"]),
        st.sampled_from([None, born("2009"), born("1990-05")]),
    ),
    min_size=2,
    max_size=5,
)


def counted(rows, world, seed):
    """Enter the same facts in some order, say in some order that all are one person, and count."""
    draw = random.Random(seed)
    draw.shuffle(rows)
    made = [
        duty(
            world,
            datetime(2026, 11, 18, tzinfo=UTC),
            signalled=date(year, month, 2),
            identity=Identity(birth_date=birth),
            forms=(form,),
        )
        for year, month, form, birth in rows
    ]
    pairs = list(itertools.pairwise(made))
    draw.shuffle(pairs)
    for first, second in pairs:
        services.join_entries(
            actor=world.comensha["registrar"],
            first_id=first.pk,
            second_id=second.pk,
            now=datetime(2026, 11, 18, tzinfo=UTC),
        )
    dimensions = ("form", "reporter", "age")
    return {name: handover.people_by(name, years=(2024, 2025, 2026)) for name in dimensions}


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ENTRIES, st.integers(0, 9), st.integers(0, 9))
def test_the_same_facts_in_any_order_give_the_same_counts(rows, one, other):
    found = []
    for seed in (one, other):
        with transaction.atomic():
            found.append(counted(list(rows), make_world(), seed))
            transaction.set_rollback(True)
    assert found[0] == found[1]
