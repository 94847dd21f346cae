# SPDX-License-Identifier: EUPL-1.2
"""The figures page: each number with its publisher and source, and what a fall does not mean."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from ketenzicht import reference
from ketenzicht.publishing.views.charts import fewer_reports, figures_page
from ketenzicht.publishing.views.sources import said, sources_table
from ketenzicht.web.charts import About, Line, Point, series

ABOUT = ("Titel", "Beschrijving", "mensen", "Minder is niet minder.")


def figure(code: str) -> reference.Figure:
    return next(each for each in reference.figures() if each.code == code)


@pytest.fixture(autouse=True)
def dutch():
    with override("nl"):
        yield


@pytest.mark.parametrize(
    ("values", "note"), [((3, 5, 5), ""), ((3, 5, 4), "Minder is niet minder."), ((5,), "")]
)
def test_the_remark_stands_under_a_chart_as_soon_as_a_line_falls(values, note):
    line = Line("lijn", [Point(2020 + year, value) for year, value in enumerate(values)])
    assert series([line], About(*ABOUT)).note == note


def test_the_chart_of_registrations_says_what_a_fall_does_not_mean():
    assert figures_page()["registered"].note == fewer_reports()
    assert fewer_reports().startswith("Minder meldingen betekent niet minder mensenhandel.")


@pytest.mark.django_db
def test_the_remark_is_on_the_page_in_both_languages(client: Client):
    page = client.get(reverse("publishing-public:figures")).content.decode()
    assert page.count("Minder meldingen betekent niet minder mensenhandel.") == 1
    with override("en"):
        english = client.get(reverse("publishing-public:figures")).content.decode()
    assert english.count("Fewer reports does not mean less trafficking.") == 1


def test_a_provisional_remark_is_never_shown_as_a_count():
    found = figure("registered_comensha_2018_provisional")
    assert said(found) == "20 tot 25 procent minder, voorlopig"
    rows = [row for row in sources_table("nl").rows if row[0] == "2018"]
    assert [row[1] for row in rows] == ["668", "20 tot 25 procent minder, voorlopig"]
    drawn = figures_page()["registered"].table.rows
    assert [list(row) for row in drawn if row[0] == 2018] == [[2018, "668", "–"]]


def test_a_number_that_was_published_twice_shows_both():
    assert said(figure("registered_rapporteur_2017")) == "958, ook gepubliceerd: 956"


def test_every_yearly_number_has_publisher_source_and_certainty():
    rows = sources_table("nl").rows
    assert len(rows) == 20
    assert [row for row in rows if not all(row)] == []


@pytest.mark.django_db
def test_the_file_gives_the_other_number_too(client: Client):
    page = client.get(reverse("publishing-public:series-csv", args=["registered_rapporteur"]))
    rows = list(csv.DictReader(io.StringIO(page.content.decode())))
    assert {row["year"]: row["alternative"] for row in rows if row["alternative"]} == {
        "2014": "1256",
        "2017": "956",
    }
