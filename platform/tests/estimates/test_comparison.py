# SPDX-License-Identifier: EUPL-1.2
"""Runs side by side, and methods in groups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ketenzicht.accounts.models import Member
from ketenzicht.estimates import services, sources
from ketenzicht.estimates.forms import groups_for
from ketenzicht.estimates.models import Run, Snapshot
from ketenzicht.estimates.states import Source
from ketenzicht.estimates.views.charts import settings_in_words
from ketenzicht.estimates.views.comparison import _share
from telwerk.mse.methods import methods
from tests.estimates.test_runs import KOREA, snapshot_of
from tests.factories.accounts import World, make_member, make_organisation

SignIn = Callable[[Client, Member], Client]
OTHER_LISTS = "Deze schattingen gaan uit van verschillende lijsten."
OTHER_YEARS = "Deze lijsten gaan over verschillende jaren."


def korea(member: Member, now: datetime) -> Snapshot:
    lists = sources.from_file("korea.csv", KOREA)
    return services.take_snapshot(actor=member, source=Source.UPLOAD, lists=lists, now=now)


def run(member: Member, kept: Snapshot, now: datetime, method: str = "independence") -> Run:
    return services.run(actor=member, input_id=kept.pk, method_name=method, options={}, now=now)


def compare(client: Client, *runs: Run):
    return client.get("/werk/schatting/vergelijken/", {"run": [str(one.pk) for one in runs]})


def test_two_runs_on_the_same_lists_stand_side_by_side_without_warning(
    client: Client, world: World, now: datetime, as_member: SignIn
) -> None:
    analyst = world.research["analyst"]
    kept = korea(analyst, now)
    answer = compare(
        as_member(client, analyst), run(analyst, kept, now), run(analyst, kept, now, "bic")
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert (page.count("[12,23]"), page.count("kz-seen__band")) == (1, 2)
    assert (OTHER_LISTS in page, OTHER_YEARS in page) == (False, False)


def test_other_lists_and_other_years_are_warned_about(
    client: Client, world: World, now: datetime, as_member: SignIn
) -> None:
    analyst = world.research["analyst"]
    runs = [run(analyst, kept, now) for kept in (korea(analyst, now), snapshot_of(world, now))]
    page = compare(as_member(client, analyst), *runs).content.decode()
    assert (OTHER_LISTS in page, OTHER_YEARS in page) == (True, True)


def test_one_run_or_seven_cannot_be_compared(
    client: Client, world: World, now: datetime, as_member: SignIn
) -> None:
    analyst = world.research["analyst"]
    kept = korea(analyst, now)
    runs = [run(analyst, kept, now) for _ in range(7)]
    as_member(client, analyst)
    assert [compare(client, *runs[:many]).status_code for many in (0, 1, 2, 6, 7)] == [
        200,
        422,
        200,
        200,
        422,
    ]


def test_a_run_of_another_organisation_is_not_there_to_compare(
    client: Client, world: World, now: datetime, as_member: SignIn
) -> None:
    analyst = world.research["analyst"]
    stranger = make_member(make_organisation("Bureau Elders", "rapporteur"), "analyst")
    theirs = run(stranger, korea(stranger, now), now)
    mine = run(analyst, korea(analyst, now), now)
    assert compare(as_member(client, analyst), mine, theirs).status_code == 404


def test_every_method_that_fits_is_offered_once_and_one_is_recommended() -> None:
    groups = groups_for(methods(), "bic")
    offered = [choice.name for group in groups for choice in group.choices]
    assert sorted(offered) == sorted(methods())
    assert [choice.name for choice in groups[0].choices] == ["bic"]
    assert [group.open for group in groups] == [True, False, False, False]


def test_settings_are_asked_in_words(
    client: Client, world: World, now: datetime, as_member: SignIn
) -> None:
    analyst = world.research["analyst"]
    kept = korea(analyst, now)
    address = f"/werk/schatting/lijsten/{kept.pk}/"
    page = as_member(client, analyst).get(address).content.decode()
    assert ">ntop<" not in page
    assert "Uit hoeveel beste modellen elke herhaling kiest; 0 is alle" in page


def test_the_list_asks_as_few_questions_for_three_runs_as_for_one(
    client: Client, world: World, now: datetime, as_member: SignIn
) -> None:
    analyst = world.research["analyst"]
    as_member(client, analyst)
    client.get("/werk/schatting/")
    counts = []
    for _ in range(3):
        run(analyst, korea(analyst, now), now)
        with CaptureQueriesContext(connection) as asked:
            client.get("/werk/schatting/")
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_only_settings_that_are_not_the_usual_ones_are_named(world: World, now: datetime) -> None:
    analyst = world.research["analyst"]
    kept = korea(analyst, now)
    given = ({"level": 0.95, "interval": "profile"}, {"level": 0.9, "interval": "wald"})
    shown = [
        settings_in_words(
            services.run(
                actor=analyst, input_id=kept.pk, method_name="bic", options=options, now=now
            )
        )
        for options in given
    ]
    assert shown == [
        "de gebruikelijke",
        (
            "Hoe zeker het interval moet zijn: 0,9; Soort interval; bca en percentile herhalen de "
            "keuze van het model: uit de standaardfout (Wald)"
        ),
    ]


def test_a_share_is_rounded_as_it_is_elsewhere_and_not_cut_off() -> None:
    assert [_share(value) for value in (8234 / 116667, None, 0.151)] == ["7,1%", "–", "15,1%"]
