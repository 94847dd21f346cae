# SPDX-License-Identifier: EUPL-1.2
"""The clock stands on the days the law changes: each says its sentence on a day and on a page."""

from __future__ import annotations

from datetime import date, datetime
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.core.clock import AMSTERDAM
from ketenzicht.intake.forms.choices import (
    ended_municipality,
    municipality_code,
    municipality_names,
)
from ketenzicht.surfaces.testing_clock import set_clock
from ketenzicht.work.tasks import heal
from tests.factories.cases import coordinator, make_case, move, stays_as
from tests.factories.intake import make_report


@pytest.fixture
def at(as_member):
    """Put the clock on a day at nine, and read a page as somebody on that day."""

    def on(year: int, month: int, day: int):
        now = datetime(year, month, day, 9, tzinfo=AMSTERDAM)
        set_clock(now)

        def read(member, name: str = "staff:day", *args) -> str:
            client = as_member(Client(), member)
            answer = client.get(reverse(name, args=args), follow=True)
            assert answer.status_code == 200
            return unescape(answer.content.decode())

        return now, read

    return on


REFLECTION = ("reflection_offered", "reflection_running")


def reflecting(world, now: datetime, asked: date):
    case = make_case(world.shop, now)
    move(world.shop, case, "asylum", "asked", since=asked, now=now)
    day = now.date()
    move(world.shop, case, "residence", *REFLECTION, since=day, now=now, variant="dublin")
    return case


UNKNOWN_END = "Einddatum niet te berekenen: kijk op de beschikking"


def test_on_1_july_2026_the_regime_of_asylum_changes(world, at):
    """W3: Regulation (EU) 2024/1351, article 84."""
    now, read = at(2026, 7, 1)
    actor = coordinator(world.shop)
    before = reflecting(world, now, date(2026, 6, 30))
    assert UNKNOWN_END not in read(actor)
    assert "31 juli 2026" in read(actor, "cases:detail", before.pk)
    since = reflecting(world, now, date(2026, 7, 1))
    assert f"{UNKNOWN_END} in zaak {since.code}" in read(actor)
    assert UNKNOWN_END in read(actor, "cases:detail", since.pk)


DOUBT = "Sinds 15 juli 2026 had deze richtlijn in onze wet moeten staan."


@pytest.mark.parametrize(("day", "said"), [(14, False), (15, True)])
def test_on_15_july_2026_the_directive_should_be_law_and_whether_it_is_is_not_known(
    world, at, day, said
):
    """W4: Directive (EU) 2024/1712; bill 36 835."""
    now, read = at(2026, 7, day)
    case = make_case(world.shop, now, forms=("surrogacy",))
    assert (DOUBT in read(coordinator(world.shop), "cases:detail", case.pk)) == said


@pytest.mark.parametrize(("day", "said"), [(17, False), (18, True)])
def test_on_18_october_2026_the_figures_of_2025_should_exist(world, at, day, said):
    """W19: the Rapporteur's yearly figures appear about 18 October (ANP, 17 October 2025)."""
    now, read = at(2026, 10, day)
    heal(now)
    publisher = world.research["publisher"]
    due = "De cijfers van 2025 horen er nu te zijn"
    assert (f"{due}; zoek ze op." in read(publisher)) == said
    assert (f"{due}. Hier staan ze nog niet." in read(publisher, "publishing-public:figures")) == (
        said
    )


def test_on_1_january_2027_wijdemeren_is_hilversum_and_old_reports_keep_its_name(world, at):
    """W8: rijksoverheid.nl, 26 September and 21 November 2025."""
    now, read = at(2026, 12, 31)
    report = make_report(now, municipality="wijdemeren")
    assert "Wijdemeren" in municipality_names()
    actor = world.comensha["comensha_helpdesk"]
    assert "Wijdemeren (nu" not in read(actor, "intake:report", report.pk)
    _now, read = at(2027, 1, 1)
    assert "Wijdemeren" not in municipality_names()
    assert municipality_code("Wijdemeren") is None
    assert ended_municipality("gemeente wijdemeren") == ("Wijdemeren", "Hilversum")
    assert municipality_code("Hilversum") == "hilversum"
    assert "Wijdemeren (nu Hilversum)" in read(actor, "intake:report", report.pk)
    assert "Wijdemeren (nu Hilversum)" in read(actor)


def test_on_1_january_2027_a_visitor_who_types_wijdemeren_is_asked_about_hilversum(
    world, client: Client
):
    from tests.intake.test_public_pages import WHOLE, fill, url

    set_clock(datetime(2027, 1, 1, 9, tzinfo=AMSTERDAM))
    fill(client, WHOLE[:6])
    answer = client.post(url("place"), {"municipality": "Wijdemeren"})
    assert answer.status_code == 422
    assert "Wijdemeren hoort nu bij Hilversum. Bedoel je die?" in unescape(answer.content.decode())


def test_on_4_march_2027_temporary_protection_ends(world, at):
    """W24: Council decision of 2025."""
    now, read = at(2027, 3, 4)
    actor = coordinator(world.shop)
    case = make_case(world.shop, now)
    stays_as(world.shop, case, "tpd", now)
    assert f"Tijdelijke bescherming loopt af in zaak {case.code}" in read(actor)
    ends = "Tijdelijke bescherming (Oekraïne) eindigt op 4 maart 2027."
    assert ends in read(actor, "cases:detail", case.pk)
    _now, read = at(2027, 3, 5)
    ended = "Tijdelijke bescherming (Oekraïne) eindigde op 4 maart 2027."
    assert ended in read(actor, "cases:detail", case.pk)


def test_on_29_february_2028_a_term_ends_on_the_leap_day(world, at):
    """Objection in aliens law: four weeks from 1 February 2028."""
    now, read = at(2028, 2, 29)
    actor = coordinator(world.shop)
    case = make_case(world.shop, now)
    steps = ("indication", "aangifte", "permit_assessed", "permit_refused")
    move(world.shop, case, "residence", *steps, since=date(2028, 2, 1), now=now)
    assert f"De termijn voor bezwaar loopt in zaak {case.code}" in read(actor)
    page = read(actor, "cases:detail", case.pk)
    assert "Bezwaar maken: tot en met 29 februari 2028." in page


def test_a_permit_that_begins_on_the_leap_day_ends_on_the_last_of_february(world, at):
    """Months and years end on the same day, or on the last one of the month."""
    now, read = at(2028, 2, 29)
    case = make_case(world.shop, now)
    steps = ("indication", "aangifte", "permit_assessed", "permit_granted")
    granted = move(world.shop, case, "residence", *steps, since=date(2028, 2, 29), now=now)
    assert granted.due.date().isoformat() == "2029-02-27"  # midnight of the 28th, in UTC
    page = read(coordinator(world.shop), "cases:detail", case.pk)
    assert "28 februari 2029" in page or "28 feb" in page
