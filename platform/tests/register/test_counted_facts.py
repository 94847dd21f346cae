# SPDX-License-Identifier: EUPL-1.2
"""What the register keeps of an exploitation: entered, corrected by its handle, and traced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from ketenzicht.cases.file.services.exploitation import set_circumstances, set_victim_status
from ketenzicht.cases.file.services.tracks import move_track
from ketenzicht.cases.handover import Circumstances, Identity
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.register import services, tasks
from ketenzicht.register.models import Change, Entry
from ketenzicht.register.pseudonyms import age_band
from ketenzicht.register.states import Outcome
from tests.factories.cases import coordinator, make_case, stored

born = PartialDate.parse
IVAN = Identity(
    name="Ivan Petrov",
    birth_date=born("2006-03-07"),
    gender="m",
    nationality="BG",
    second_nationality="NL",
)
TOLD = Circumstances(
    route="cross_border",
    place="both",
    began=born("2022-05"),
    sectors=("meat",),
    means=("debt", "documents"),
    recruitment=("agency",),
    relation=("employer",),
    vulnerabilities=("psych",),
    family="partner",
    earlier="no",
)


def told(world, case, now, **changed):
    set_circumstances(
        actor=coordinator(world.shop),
        case_id=case.pk,
        told=replace(TOLD, **changed),
        version=stored(case).version,
        now=now,
    )


def registered(world, now, outcome=Outcome.NAMED, dossier="registration"):
    case = make_case(world.shop, identity=IVAN)
    told(world, case, now)
    entry = services.enter_from_case(
        actor=coordinator(world.shop), case_id=case.pk, outcome=outcome, dossier=dossier, now=now
    )
    return case, entry


def swept(now):
    return tasks.sweep(now)["corrected"]


def test_an_entry_keeps_what_the_figures_ask_of_an_exploitation(world, now):
    _case, made = registered(world, now)
    entry = Entry.objects.get(pk=made.pk)
    assert (entry.route, entry.place, entry.sectors) == ("cross_border", "both", "meat")
    assert (entry.means, entry.recruitment, entry.relation) == (
        "debt,documents",
        "agency",
        "employer",
    )
    assert (entry.family, entry.earlier, entry.dossier) == ("partner", "no", "registration")
    assert (entry.nationality, entry.second_nationality) == ("BG", "NL")
    assert (entry.victim_status, entry.decided_by) == ("possible", "")


def test_the_age_at_the_start_stands_beside_the_age_at_the_first_signal(world, now):
    _case, made = registered(world, now)
    entry = Entry.objects.get(pk=made.pk)
    assert (entry.start_band, entry.band) == ("a15_17", "a18_22")


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "a00_11"),
        (11, "a00_11"),
        (12, "a12_14"),
        (14, "a12_14"),
        (15, "a15_17"),
        (17, "a15_17"),
        (18, "a18_22"),
        (22, "a18_22"),
        (23, "a23plus"),
        (91, "a23plus"),
        (None, ""),
    ],
)
def test_the_bands_of_the_figures(age, band):
    assert age_band(age, date(2026, 11, 30)) == band


def test_what_makes_somebody_vulnerable_does_not_go_to_the_register(world, now):
    _case, made = registered(world, now)
    entry = Entry.objects.get(pk=made.pk)
    said = {str(getattr(entry, each.attname)) for each in Entry._meta.concrete_fields}
    assert "debt,documents" in said
    assert not any("psych" in one for one in said)


def test_without_a_name_the_same_is_counted(world, now):
    _case, made = registered(world, now, Outcome.MINIMAL)
    entry = Entry.objects.get(pk=made.pk)
    assert (entry.route, entry.band, entry.second_nationality) == (
        "cross_border",
        "a15_17" if now.year - 2006 - 1 < 18 else "a18_22",
        "NL",
    )


def test_what_is_put_right_in_the_case_is_put_right_in_the_entry_and_traced(world, now):
    case, made = registered(world, now)
    assert swept(now) == 0
    told(world, case, now, route="domestic", began=born("2025"))
    assert swept(now) == 1
    entry = Entry.objects.get(pk=made.pk)
    assert (entry.route, entry.start_band) == ("domestic", "a18_22")
    rows = Change.objects.filter(entry=entry)
    assert {(row.name, row.before, row.after) for row in rows} == {
        ("route", "cross_border", "domestic"),
        ("start_band", "a15_17", "a18_22"),
    }
    assert {(row.year, row.month) for row in rows} == {(now.year, now.month)}


def test_a_dossier_that_becomes_one_with_shelter_says_so_and_what_it_was(world, now):
    case, made = registered(world, now)
    move_track(
        actor=coordinator(world.shop),
        case_id=case.pk,
        track="dossier",
        step="registration_shelter",
        since=now.date(),
        now=now,
    )
    assert swept(now) == 1
    assert Entry.objects.get(pk=made.pk).dossier == "registration_shelter"
    change = Change.objects.get()
    assert (change.name, change.before, change.after) == (
        "dossier",
        "registration",
        "registration_shelter",
    )


def test_a_recognition_reaches_the_register_with_who_decided_it(world, now):
    case, made = registered(world, now)
    set_victim_status(
        actor=coordinator(world.shop),
        case_id=case.pk,
        status="recognised",
        decided_by="court",
        version=stored(case).version,
        now=now,
    )
    assert swept(now) == 1
    entry = Entry.objects.get(pk=made.pk)
    assert (entry.victim_status, entry.decided_by) == ("recognised", "court")


def test_a_withdrawn_entry_keeps_nothing_of_it_and_no_changes(world, now):
    case, made = registered(world, now)
    told(world, case, now, route="domestic")
    swept(now)
    services.withdraw_entry(actor=coordinator(world.shop), case_id=case.pk, now=now)
    entry = Entry.objects.get(pk=made.pk)
    kept = (entry.route, entry.means, entry.second_nationality, entry.dossier, entry.forms)
    assert (kept, Change.objects.count()) == (("", "", "", "", ""), 0)


def test_the_marechaussee_says_at_once_what_the_figures_ask(client, world, as_member, now):
    police = as_member(client, world.police["investigator"])
    filled = {
        "gender": "f",
        "forms": ["sexual"],
        "signalled": "11-2026",
        "birth_date": "2010",
        "began": "2024",
        "route": "cross_border",
        "place": "not_begun",
        "cross_border_sex": "on",
        "means": ["deception"],
        "nationality": "RO",
        "second_nationality": "MD",
        "dossier": "registration",
    }
    page = police.get(reverse("register:duty")).content.decode()
    assert "Wat maakt de persoon kwetsbaar?" not in page
    assert police.post(reverse("register:duty"), filled).status_code == 303
    entry = Entry.objects.get()
    assert (entry.cross_border_sex, entry.route, entry.place) == (True, "cross_border", "not_begun")
    assert (entry.band, entry.start_band) == ("a15_17", "a12_14")
    assert (entry.means, entry.second_nationality) == ("deception", "MD")


def test_by_duty_no_kind_of_dossier_is_chosen_for_somebody_who_did_not_choose(
    client, world, as_member
):
    police, address = as_member(client, world.police["investigator"]), reverse("register:duty")
    first = police.get(address).context["form"].fields["dossier"].choices[0]
    assert first == ("", "Nog niet bekend")
    filled = {"gender": "f", "forms": ["sexual"], "signalled": "11-2026", "dossier": ""}
    assert police.post(address, filled).status_code == 303
    assert Entry.objects.get().dossier == ""


def test_the_registrar_reads_what_an_entry_says_and_said_before(client, world, as_member, now):
    case, made = registered(world, now)
    told(world, case, now, route="domestic")
    swept(now)
    desk = as_member(client, world.comensha["registrar"])
    listed = desk.get(reverse("register:list")).content.decode()
    address = reverse("register:entry", args=[made.pk])
    assert address in listed
    page = desk.get(address).content.decode()
    assert ("15 tot en met 17 jaar" in page, "Binnenlands" in page) == (True, True)
    assert ("Grensoverschrijdend" in page, "november 2026" in page) == (True, True)


def test_an_entry_that_was_withdrawn_is_not_there_to_read(client, world, as_member, now):
    case, made = registered(world, now)
    services.withdraw_entry(actor=coordinator(world.shop), case_id=case.pk, now=now)
    desk = as_member(client, world.comensha["registrar"])
    assert desk.get(reverse("register:entry", args=[made.pk])).status_code == 404


def test_the_kind_of_dossier_is_asked_where_a_case_is_registered(client, world, as_member, now):
    case = make_case(world.shop, identity=IVAN)
    reader = as_member(client, coordinator(world.shop))
    answer = reader.post(
        reverse("register:enter", args=[case.pk]),
        {"outcome": "named", "signalled": "11-2026", "dossier": "registration_advice"},
    )
    assert answer.status_code == 303
    assert Entry.objects.get().dossier == "registration_advice"
    page = reader.get(reverse("cases:detail", args=[case.pk])).content.decode()
    assert "Registratie en informatie of advies" in page
