# SPDX-License-Identifier: EUPL-1.2
"""The day fits on a page; what does not fit is on a list with search and pages."""

from __future__ import annotations

import os
import subprocess
import sys

from django.test import Client
from django.urls import reverse

from ketenzicht.intake.models import Report
from ketenzicht.work import selectors
from tests.factories.intake import make_report, triager


def test_what_does_not_fit_on_the_day_is_counted_and_leads_to_the_list(
    world, as_member, now, monkeypatch
):
    monkeypatch.setattr(selectors, "A_HEADING", 1)
    made = [make_report(now) for _each in range(3)]
    reader = as_member(Client(), triager(world.shop))
    page = reader.get(reverse("staff:day"))
    (group,) = page.context["groups"]
    assert (len(group.rows), group.count) == (1, 3)
    assert "en nog 2" in page.content.decode()
    assert f"{reverse('staff:work')}?when=" in page.content.decode()
    whole = reader.get(reverse("staff:work")).content.decode()
    assert [label for label in (each.label for each in made) if label not in whole] == []


def test_the_list_is_searched_by_number_and_narrowed_by_haste(world, as_member, now):
    one, other = make_report(now), make_report(now)
    reader, url = as_member(Client(), triager(world.shop)), reverse("staff:work")
    found = reader.post(url, {"q": one.label}).content.decode()
    assert (one.label in found, other.label in found) == (True, False)
    later = reader.get(url, {"when": "3"}).content.decode()
    assert "Op jouw dag staat niets dat hierbij past" in later


def test_another_organisation_finds_nothing_of_it(world, as_member, now):
    one = make_report(now)
    reader = as_member(Client(), triager(world.police))
    found = reader.post(reverse("staff:work"), {"q": one.label})
    assert found.context["rows"] == []
    assert Report.objects.for_reader(triager(world.shop), now).count() == 1


def test_every_app_that_says_so_has_registered_its_work_when_the_platform_starts():
    kinds = "from ketenzicht.core.obligations.kinds import things"
    asked = f"import django; django.setup(); {kinds}; print(*things())"
    said = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "ketenzicht.surfaces.testing"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "code='report'" in said.stdout
