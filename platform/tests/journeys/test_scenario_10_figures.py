# SPDX-License-Identifier: EUPL-1.2
"""Scenario 10: figures that say what they are, and an estimate that can be made again."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from ketenzicht.estimates import working
from ketenzicht.estimates.models import Examination, Run
from tests.estimates.test_characteristics import PEOPLE
from tests.factories.accounts import World
from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_scenario_10_anybody_reads_the_figures(visitor: Visitor, world: World) -> None:
    visitor.open("/cijfers/")
    page = visitor.page
    expect(page.locator("h1")).to_contain_text("mensen in beeld in 2024")
    expect(page.locator("h1 .kz-number")).to_have_text("944")
    expect(
        page.get_by_text("Minder meldingen betekent niet minder mensenhandel.").first
    ).to_be_attached()
    visitor.look("cijfers")


def test_scenario_10_an_analyst_estimates_from_the_published_lists(
    visitor: Visitor, world: World
) -> None:
    visitor.step_into(world.research["analyst"])
    visitor.open("/werk/schatting/nieuw/")
    visitor.look("schatting-lijsten")
    page = visitor.page
    page.get_by_label("De gepubliceerde Nederlandse lijsten van 2010–2015").check()
    visitor.follow(page.get_by_role("button", name="Zet deze lijsten vast"))
    visitor.follow(page.get_by_role("button", name="Maak de schatting"))
    expect(page.locator(".kz-number")).not_to_be_empty()
    visitor.look("schatting")


def test_scenario_10_an_analyst_doubts_compares_and_stops(visitor: Visitor, world: World) -> None:
    visitor.step_into(world.research["analyst"])
    visitor.open("/werk/schatting/nieuw/")
    page = visitor.page
    page.get_by_label("De gepubliceerde Nederlandse lijsten van 2010–2015").check()
    visitor.follow(page.get_by_role("button", name="Zet deze lijsten vast"))
    page.get_by_role("button", name="Maak de schatting").wait_for()
    lists = page.url.removeprefix(visitor.base).partition("?")[0]
    visitor.look("schatting-methode")
    for method in ("independence", "stepwise"):
        visitor.open(f"{lists}?method={method}")
        visitor.follow(page.get_by_role("button", name="Maak de schatting"))
    expect(page.get_by_text("De berekening staat in de wachtrij.")).to_have_count(1)
    for asked in Examination.objects.whole_table(why="the worker of this journey"):
        working.examine.call(str(asked.pk))
    page.reload()
    page.get_by_text("De cijfers bij “Zonder één van de lijsten”").click()
    visitor.look("schatting-nagegaan")
    visitor.open("/werk/schatting/")
    visitor.look("schattingen")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Zet de gekozen schattingen naast elkaar").click()
    expect(page.locator(".kz-seen")).to_have_count(2)
    visitor.look("schattingen-vergeleken")
    visitor.open(f"{lists}?method=latent")
    visitor.follow(page.get_by_role("button", name="Maak de schatting"))
    visitor.look("schatting-wacht")
    page.get_by_text("Stop deze berekening").click()
    page.get_by_role("button", name="Ja, stop de berekening").click()
    expect(page.get_by_text("De berekening is gestopt voordat zij klaar was.")).to_have_count(1)
    visitor.look("schatting-gestopt")


def test_scenario_10_an_analyst_follows_a_group_over_the_years(
    visitor: Visitor, world: World, tmp_path: Path
) -> None:
    file = tmp_path / "mensen.csv"
    file.write_bytes(PEOPLE)
    visitor.step_into(world.research["analyst"])
    visitor.open("/werk/schatting/nieuw/")
    page = visitor.page
    page.get_by_label("Een bestand met aantallen").check()
    page.get_by_label("CSV-, Excel- (.xlsx) of ODS-bestand").set_input_files(file)
    page.get_by_label("Kolommen met kenmerken").fill("geslacht, jaar")
    page.get_by_role("button", name="Zet deze lijsten vast").click()
    page.get_by_role("button", name="Maak de schatting").wait_for()
    visitor.look("schatting-kenmerken-methode")
    page.get_by_role("button", name="Maak de schatting").click()
    expect(page.get_by_text("De berekening staat in de wachtrij.")).to_have_count(1)
    working.make.call(str(Run.objects.whole_table(why="the worker of this journey").get().pk))
    page.reload()
    expect(page.get_by_role("table", name="Van jaar op jaar")).to_be_visible()
    visitor.look("schatting-jaren")
