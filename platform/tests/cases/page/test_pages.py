# SPDX-License-Identifier: EUPL-1.2
"""The pages of a case, walked without a browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ketenzicht.cases.care.services import notes
from ketenzicht.cases.care.values import SafeRules
from ketenzicht.cases.file.codes import label
from ketenzicht.cases.file.models import Action, Case
from ketenzicht.cases.file.services import details
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.page import closing
from ketenzicht.cases.sharing.services import break_glass
from ketenzicht.cases.triggers import TABLES
from ketenzicht.core.obligations.states import Harm
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.intake.selectors.reports import get_report
from ketenzicht.intake.states import ReportState
from ketenzicht.surfaces.testing_clock import set_clock
from tests.cases.page.posting import DUE, post
from tests.factories.cases import (
    SOMEBODY,
    WHY,
    accept,
    coordinator,
    make_case,
    need,
    offer,
    plan,
    share,
    stored,
)
from tests.factories.intake import assessed, make_report, municipality_of
from tests.factories.work import items

PAGES = (
    *("detail", "note", "contact", "wish", "plan", "need", "label", "move", "risk", "forms"),
    "residence",
    *("track", "worker", "identity", "safe-contact", "close", "new-dispute", "sharing", "grant"),
    *("consent", "block", "access-log", "propose-transfer", "exploitation", "victim-status"),
)


def test_every_page_of_a_case_opens_for_its_holder(holder, world):
    case = make_case(world.shop)
    answers = {
        name: holder.get(reverse(f"cases:{name}", args=[case.pk])).status_code for name in PAGES
    }
    assert answers == dict.fromkeys(PAGES, 200)


def test_every_page_of_a_case_is_missing_for_somebody_else(client, world, as_member):
    case = make_case(world.shop)
    stranger = as_member(client, coordinator(world.moviera))
    answers = {
        name: stranger.get(reverse(f"cases:{name}", args=[case.pk])).status_code for name in PAGES
    }
    assert answers == dict.fromkeys(PAGES, 404)


def test_a_step_is_planned_and_the_page_says_who_is_to_act(holder, world, now):
    case = make_case(world.shop)
    due = now + timedelta(days=2)
    answer = post(holder, "plan", case, words="Bellen met de tolk", due=due.strftime(DUE))
    assert (answer.status_code, answer.url) == (303, reverse("cases:detail", args=[case.pk]))
    page = holder.get(answer.url).content.decode()
    assert "Jullie zijn aan zet: Bellen met de tolk" in page
    assert "Niemand heeft nog met de persoon gesproken." in page


def test_a_tab_left_open_after_the_hand_over_changes_nothing(holder, world, now):
    case = make_case(world.shop)
    accept(world.moviera, offer(world.shop, world.moviera, case))
    answer = post(holder, "note", case, words="Nog gauw iets")
    assert answer.status_code == 404


def test_the_number_stands_behind_the_rules(holder, world, now):
    case = make_case(world.shop)
    rules = SafeRules("Alleen op maandag", "06-00000000", "de tandarts", "never")
    notes.set_safe_contact(
        actor=coordinator(world.shop), case_id=case.pk, rules=rules, version=0, now=now
    )
    page = holder.get(reverse("cases:detail", args=[case.pk])).content.decode()
    assert "Alleen op maandag" in page
    assert "06-00000000" not in page
    shown = post(holder, "show-contact", case).content.decode()
    assert "06-00000000" in shown


def test_who_it_is_stands_behind_a_button(holder, world, now):
    case = make_case(world.shop)
    page = holder.get(reverse("cases:detail", args=[case.pk])).content.decode()
    assert "Ivan Testov" not in page
    assert "Ivan Testov" in post(holder, "show-identity", case).content.decode()
    log = holder.get(reverse("cases:access-log", args=[case.pk])).content.decode()
    assert "zag wie het is" in log


def test_a_report_becomes_a_case_once(holder, world, now):
    report = assessed(world.shop, make_report(municipality=municipality_of("den_haag_hm")))
    url = reverse("cases:open_from_report", args=[report.pk])
    assert holder.post(url).status_code == 200
    values = {"region": "den_haag_hm", "risk": "r2", "label": "Kamer 12"}
    assert holder.post(url, values).status_code == 303
    case = Case.objects.whole_table(why=WHY).get()
    assert case.report_id == report.pk
    view = get_report(coordinator(world.shop), report.pk, purpose="test", now=now)
    assert view.state == ReportState.CASE_OPENED
    assert holder.post(url, values).status_code == 422
    assert Case.objects.whole_table(why=WHY).count() == 1


def test_the_giver_reads_that_they_stay_to_act(holder, world, now):
    case = make_case(world.shop)
    transfer = offer(world.shop, world.moviera, case)
    for url in (
        reverse("cases:transfer", args=[transfer.pk]),
        reverse("cases:detail", args=[case.pk]),
    ):
        page = holder.get(url).content.decode()
        assert "Tot Moviera ja zegt, blijf jij aan zet." in page


def queries(client, url) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


@pytest.mark.parametrize("name", ["list", "inbox", "board"])
def test_a_list_asks_the_database_as_much_for_one_as_for_three(holder, world, now, name):
    url = reverse(f"cases:{name}")

    def add() -> None:
        case = make_case(world.shop, now - timedelta(days=20))
        need(world.shop, case, "income", now - timedelta(days=20))
        offer(world.shop, world.moviera, case)
        details.set_label(
            actor=coordinator(world.shop), case_id=case.pk, words="Eigen naam", now=now
        )

    add()
    queries(holder, url)
    one = queries(holder, url)
    add()
    add()
    assert queries(holder, url) == one


def test_the_page_of_a_case_does_not_ask_more_when_more_happened(holder, world, now):
    case = make_case(world.shop)
    url = reverse("cases:detail", args=[case.pk])

    def happen() -> None:
        ground = {"actor": coordinator(world.shop), "case_id": case.pk, "now": now}
        notes.write_note(**ground, words="Notitie")
        notes.record_wish(**ground, words="Wens")
        plan(world.shop, case)
        need(world.shop, case, "income")

    happen()
    queries(holder, url)
    one = queries(holder, url)
    happen()
    happen()
    assert queries(holder, url) == one


def test_my_day_names_what_harms_most_first(world, now):
    offer(world.moviera, world.shop, make_case(world.moviera))
    make_case(world.shop)
    due = make_case(world.shop)
    plan(world.shop, due, days=1)
    later = now + timedelta(days=1, hours=1)
    found = {item.harm: item.action for item in items(coordinator(world.shop), later)}
    assert found[Harm.NOW] == "Bekijk de zaak"
    assert found[Harm.TODAY] == "Plan de volgende stap"
    assert found[Harm.WEEK] == "Lees en antwoord"


def test_broken_glass_is_on_the_privacy_officers_day(client, world, as_member, now):
    case = make_case(world.shop)
    reason = "Zij belde dat zij in gevaar is; bij SHOP neemt niemand op."
    break_glass.break_glass(
        actor=coordinator(world.moviera), code=case.code, reason=reason, now=now
    )
    officer = world.shop["privacy_officer"]
    assert [item.action for item in items(officer, now)] == ["Beoordeel"]
    page = as_member(client, officer).get(reverse("cases:reviews")).content.decode()
    assert reason in page


def test_only_the_organisation_it_is_shared_with_reads_a_shared_case(client, world, as_member):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case)
    page = as_member(client, coordinator(world.shelter)).get(
        reverse("cases:detail", args=[case.pk])
    )
    assert page.status_code == 200
    assert "Draag deze zaak over" not in page.content.decode()


@pytest.mark.django_db
def test_the_triggers_stand_in_the_database():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        assert set(TABLES) <= {name for (name,) in cursor.fetchall()}


def test_the_clock_of_a_page_is_the_clock_of_the_request(holder, world, now):
    case = make_case(world.shop)
    plan(world.shop, case, days=1)
    set_clock(now + timedelta(days=3))
    page = holder.get(reverse("cases:list")).content.decode()
    assert "Te laat" in page


def test_who_somebody_is_is_said_in_words(holder, world):
    known = replace(SOMEBODY, birth_date=PartialDate.parse("1999-03"), nationality="bg")
    case = make_case(world.shop, identity=known)
    page = post(holder, "show-identity", case).content.decode()
    assert ("maart 1999" in page, "Bulgarije" in page, "1999-03" in page) == (True, True, False)
    form = holder.get(reverse("cases:identity", args=[case.pk])).content.decode()
    assert '<option value="BG" selected>Bulgarije</option>' in form


def test_a_name_that_turns_or_hides_its_signs_is_shown_for_what_it_is(holder, world):
    case = make_case(world.shop, identity=replace(SOMEBODY, name="Iv\u202ean Testov"))
    page = post(holder, "show-identity", case).content.decode()
    assert ("\u202e" in page, "Iv\ufffdan Testov \u26a0" in page) == (False, True)


def test_who_may_not_see_the_steps_is_not_told_that_there_are_none(as_member, world, now):
    case = make_case(world.shop)
    plan(world.shop, case)
    share(world.shop, world.shelter, case, sections=frozenset({Section.TRACKS}))
    guest = as_member(Client(), coordinator(world.shelter))
    page = guest.get(reverse("cases:detail", args=[case.pk])).content.decode()
    assert ("SHOP is aan zet." in page, "geen volgende stap" in page) == (True, False)
    assert "Geen stap gepland" not in page


def test_a_case_says_how_long_its_own_holder_keeps_it_waiting(holder, world, now):
    case = make_case(world.shop)
    set_clock(now + timedelta(days=8))
    page = holder.get(reverse("cases:detail", args=[case.pk])).content.decode()
    assert "Geen contact: wacht 8 dagen op jullie" in page


def test_what_stands_still_since_today_counts_no_days(holder, world):
    case = make_case(world.shop)
    sign = "Misschien gaat zij terug naar een vriend in de oude stad."
    post(holder, "alarm", case, alarm="relapse", words=sign)
    page = holder.get(reverse("cases:detail", args=[case.pk])).content.decode()
    assert "Dit kan niet wachten" in page
    assert "Terug naar de plek van uitbuiting" in page
    assert "0 dagen" not in page


def test_a_step_that_was_not_done_after_all_is_planned_again(holder, world, now):
    case = make_case(world.shop)
    step = plan(world.shop, case, days=2)
    page = reverse("cases:detail", args=[case.pk])
    back = reverse("cases:action-undone", args=[case.pk, step.pk])
    assert back not in holder.get(page).content.decode()
    holder.post(reverse("cases:action-done", args=[case.pk, step.pk]), {"version": step.version})
    assert back in holder.get(page).content.decode()
    answer = holder.post(back, {"version": step.version + 1}, follow=True)
    assert "De stap staat weer gepland." in answer.content.decode()
    assert Action.objects.whole_table(why=WHY).get(pk=step.pk).done_at is None
    set_clock(now + timedelta(days=2))
    assert back not in holder.get(page).content.decode()


def test_a_closed_case_in_the_list_says_why_and_when_and_is_never_late(holder, world, now):
    case = make_case(world.shop)
    closing.close_case(
        actor=coordinator(world.shop),
        case_id=case.pk,
        reason="goals_met",
        version=stored(case).version,
        now=now,
    )
    set_clock(now + timedelta(days=40))
    page = holder.post(reverse("cases:list"), {"state": "closed"}).content.decode()
    assert case.code in page
    assert "Gesloten op 18 november 2026" in page
    assert label("closure_reasons", "goals_met").lower() in page
    assert "geen volgende stap" not in page
    assert "Te laat" not in page
