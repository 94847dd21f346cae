# SPDX-License-Identifier: EUPL-1.2
"""The four groups of the Rapporteur and the yearly set of the directive, counted and protected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht.cases.handover import Circumstances, Identity
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.publishing.control import control
from ketenzicht.register import services
from ketenzicht.register.counting import (
    Signal,
    category_in_words,
    linked_tables,
    people_by,
    people_by_year,
)
from ketenzicht.register.handover import ShownFrom
from ketenzicht.register.models import Entry
from ketenzicht.register.pseudonyms import age_band
from ketenzicht.register.services import Facts
from telwerk.sdc import audit, crossed, linked, protect

born = PartialDate.parse
IVAN = Identity(name="Ivan Petrov", birth_date=born("2006-03-07"), gender="m", nationality="BG")
RULE = ShownFrom(threshold=10, width=3)


def entered(world, now, *, form="sexual", route="domestic", identity=IVAN, signalled=None, **told):
    facts = Facts(
        (form,),
        "utrecht",
        signalled or now.date(),
        identity,
        told=Circumstances(route=route, **told),
    )
    return services.enter_by_duty(actor=world.police["investigator"], facts=facts, now=now)


def joined(world, now, first, second):
    services.join_entries(
        actor=world.comensha["registrar"], first_id=first.pk, second_id=second.pk, now=now
    )


def test_the_four_groups_are_industry_by_route(world, now):
    for form in ("sexual_escort", "labour"):
        for route in ("domestic", "cross_border"):
            entered(world, now, form=form, route=route)
    assert people_by("group", years=(2026,)) == {
        ("2026", f"{industry}.{route}"): 1
        for industry in ("outside_sex_industry", "sex_industry")
        for route in ("cross_border", "domestic")
    }
    assert people_by("industry", years=(2026,)) == {
        ("2026", "sex_industry"): 2,
        ("2026", "outside_sex_industry"): 2,
    }


def test_the_route_is_no_nationality(world, now):
    entered(world, now, route="cross_border", identity=replace(IVAN, nationality="NL"))
    assert people_by("group", years=(2026,)) == {("2026", "sex_industry.cross_border"): 1}


def test_what_one_entry_knows_of_the_route_beats_what_another_does_not(world, now):
    joined(
        world, now, entered(world, now, route="unknown"), entered(world, now, route="cross_border")
    )
    assert people_by("group", years=(2026,)) == {("2026", "sex_industry.cross_border"): 1}


@pytest.mark.parametrize(
    ("first", "second", "group"),
    [
        ("NL", "", "nl"),
        ("MA", "NL", "nl"),
        ("BG", "", "eu"),
        ("MD", "RO", "eu"),
        ("NG", "", "other"),
        ("XX", "", "other"),
        ("", "", "unknown"),
        ("ZZ", "", "unknown"),
    ],
)
def test_of_two_nationalities_the_nearest_counts(world, now, first, second, group):
    entered(world, now, identity=replace(IVAN, nationality=first, second_nationality=second))
    assert people_by("citizenship", years=(2026,)) == {("2026", group): 1}


@pytest.mark.parametrize(("gender", "sex"), [("tf", "f"), ("m", "m"), ("x", "x"), ("", "u")])
def test_sex_is_counted_in_groups_that_can_be_shown(world, now, gender, sex):
    entered(world, now, identity=replace(IVAN, gender=gender))
    assert people_by("sex", years=(2026,)) == {("2026", sex): 1}


def test_the_band_of_the_year_and_the_age_at_the_start_are_counted_beside_each_other(world, now):
    entered(world, now, began=born("2022-05"))
    assert people_by("band", years=(2026,)) == {("2026", "a18_22"): 1}
    assert people_by("start", years=(2026,)) == {("2026", "a15_17"): 1}


def test_an_older_entry_counts_as_minor_or_adult_without_a_band(world, now):
    made = entered(world, now, route="", identity=Identity(birth_date=born("2010")))
    Entry.objects.filter(pk=made.pk).update(band="")
    assert people_by("band", years=(2026,)) == {("2026", "unknown_minor"): 1}
    assert set(people_by_year(years=(2026,))) == {"form", "reporter", "age"}


def test_a_table_is_made_from_the_first_entry_that_says_something(world, now):
    entered(world, now)
    assert set(people_by_year(years=(2026,))) == {
        *("form", "reporter", "age", "band", "sex", "citizenship", "industry", "group")
    }


def test_the_yearly_set_of_the_directive_is_among_the_tables(world, now):
    entered(world, now)
    asked = {"reporter", "sex", "band", "citizenship", "form"}
    assert asked <= set(people_by_year(years=(2026,)))


TABLES = {
    "form": {("2025", "labour"): 20, ("2025", "sexual"): 64},
    "industry": {("2025", "sex_industry"): 64, ("2025", "outside_sex_industry"): 20},
    "group": {
        ("2025", "sex_industry.domestic"): 60,
        ("2025", "sex_industry.cross_border"): 4,
        ("2025", "outside_sex_industry.domestic"): 20,
    },
}
SMALL = ("group", "2025", "sex_industry.cross_border")


def test_a_small_group_cannot_be_worked_out_from_the_form_beside_it():
    cells, relations = linked_tables(TABLES)
    shown = protect(cells, relations, threshold=10, width=3)
    assert shown[SMALL] is None
    assert audit(shown, relations, of=[SMALL])[SMALL].width >= 3


def test_without_the_sums_between_tables_the_small_group_would_be_known():
    cells, apart = linked(crossed(counts, name=name) for name, counts in TABLES.items())
    shown = protect(cells, apart, threshold=10, width=3)
    assert shown[SMALL] is None
    _cells, relations = linked_tables(TABLES)
    assert audit(shown, relations, of=[SMALL])[SMALL].width == 0


def test_the_groups_of_the_figures_go_out_through_the_control_alone():
    checked = control(TABLES, RULE)
    group = next(table for table in checked.tables if table.name == "group")
    small = group.categories.index("sex_industry.cross_border")
    assert group.cells[0][small] is None
    assert checked.narrowest is None or checked.narrowest >= RULE.width


PEOPLE = st.lists(
    st.lists(
        st.builds(
            lambda year, month, form, age, route: Signal(
                year=year,
                month=month,
                form=form,
                reporter="police",
                age="unknown" if age is None else "minor" if age < 18 else "adult",
                band=age_band(age, date(2026, 11, 30)),
                start_band="",
                route=route,
                gender="f",
                nationality="NL",
                second_nationality="",
            ),
            st.sampled_from([2025, 2026]),
            st.integers(1, 12),
            st.sampled_from(["sexual", "labour", "unknown", "organ"]),
            st.sampled_from([None, 9, 13, 17, 18, 23, 60]),
            st.sampled_from(["", "domestic", "cross_border", "unknown"]),
        ),
        min_size=1,
        max_size=3,
    ).map(sorted),
    min_size=1,
    max_size=12,
)


@given(PEOPLE)
def test_whoever_is_counted_the_tables_add_up_to_each_other(people):
    from ketenzicht.register import counting

    found = dict(enumerate(people))
    years = (2025, 2026)
    names = ("form", "industry", "group", "age", "band")
    tables = {name: counting._counted(name, found, years) for name in names}
    cells, relations = linked_tables(tables)
    for relation in relations:
        assert sum(cells[part] for part in relation.parts) == cells[relation.total]


def test_a_group_is_said_in_words():
    said = category_in_words("group", "sex_industry.cross_border", "nl")
    assert said == "In de seksindustrie, Grensoverschrijdend"


def test_the_desk_of_the_register_sees_the_groups_as_they_may_go_outside(
    client, world, as_member, now
):
    for place in range(24):
        entered(
            world,
            now,
            route="cross_border" if place < 3 else "domestic",
            identity=replace(IVAN, name=""),
            signalled=date(2026, 1, 1),
        )
    desk = as_member(client, world.comensha["registrar"])
    page = desk.get(reverse("register:counts")).content.decode()
    assert "In de seksindustrie, Grensoverschrijdend" in page
    assert ('<td class="is-number">\n  3</td>' in page, "·" in page) == (False, True)
