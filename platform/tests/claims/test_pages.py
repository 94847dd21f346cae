# SPDX-License-Identifier: EUPL-1.2
"""What we claim, on the page: found, opened, changed by two, given along, and on the day."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ketenzicht import reference
from ketenzicht.claims import services
from ketenzicht.claims.forms import VersionForm
from ketenzicht.claims.models import Change, Part
from ketenzicht.claims.tasks import sweep
from ketenzicht.work.selectors import day_of
from tests.claims.conftest import new_row
from tests.factories.accounts import World, make_member


@pytest.fixture
def reader(client: Client, world: World, as_member) -> Client:
    return as_member(client, world.shop["zorgcoordinator"])


@pytest.fixture
def steward(world: World, as_member) -> Client:
    return as_member(Client(), world.comensha["comensha_helpdesk"])


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def listed(client: Client, **asked: str) -> str:
    return text(client.get(reverse("claims:list"), asked))


def test_a_claim_says_what_it_is_how_old_and_that_nobody_confirmed_it(reader):
    page = listed(reader, q="bedenktijd", part="deadlines")
    assert "Bedenktijd: 3 maanden" in page
    assert "wet, Vreemdelingencirculaire B8/3, niet bevestigd" in page
    assert "Opgeschreven op 1 november 2026" in page
    assert "Schadefonds" not in page


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ({"kind": "default", "q": "delen van een traject"}, "Delen van een traject", "praktijk,"),
        ({"part": "helplines"}, "0900-8844", "Bedenktijd"),
        ({"standing": "unconfirmed", "q": "politie"}, "0900-8844", "Geen bewering"),
        ({"standing": "own"}, "Geen bewering past hierbij", "0900-8844"),
        ({"certainty": "high"}, "Geen bewering past hierbij", "0900-8844"),
    ],
)
def test_claims_are_narrowed(reader, asked, there, not_there):
    page = listed(reader, **asked)
    assert there in page
    assert not_there not in page


def test_the_list_asks_as_many_questions_for_one_claim_as_for_all(reader):
    listed(reader)
    counts = []
    for asked in ({"q": "0900-8844"}, {}):
        with CaptureQueriesContext(connection) as asked_of:
            listed(reader, **asked)
        counts.append(len(asked_of))
    assert counts[0] == counts[1]


def test_the_same_list_is_a_file(reader):
    answer = reader.get(reverse("claims:file-csv"), {"part": "helplines"})
    lines = answer.content.decode().splitlines()
    assert lines[0].startswith("claim,part,label,says,kind,source,certainty,gathered,look_again")
    assert len(lines) == 1 + len(reference.helplines())


def test_a_claim_has_a_page_with_its_versions_and_what_leans_on_it(reader):
    address = reverse("claims:claim", args=["deadlines", "b8_3_permit"])
    page = text(reader.get(address))
    assert "1 jaar" in page
    assert "geldt nu" in page
    assert "Vergunning B8/3 (1 jaar)" in page  # the step that has this term
    assert "Dit wijzigen" not in page
    assert reader.get(reverse("claims:claim", args=["deadlines", "nergens"])).status_code == 404


def test_a_telephone_number_is_changed_by_two_on_the_page(
    steward, world, as_member, django_capture_on_commit_callbacks
):
    address = reverse("claims:propose", args=["helplines", "police"])
    form = steward.get(address).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    typed |= {
        "row_number": "0900-1",
        "valid_from": "2026-11-18",
        "valid_to": "",
        "kind": "practice",
        "source": "Pagina van de politie",
        "certainty": "medium",
        "look_again": "2027-05-18",
        "in_region": "",
        "why": "De politie heeft een ander nummer.",
    }
    answer = steward.post(address, typed)
    assert answer.status_code == 303, answer.context["form"].errors
    change = Change.objects.whole_table(why="test").get()
    page = text(steward.get(reverse("claims:change", args=[change.pk])))
    assert "0900-8844" in page
    assert "0900-1" in page
    assert "Iemand anders moet ernaar kijken" in page
    second = as_member(Client(), world.comensha["platform_administrator"])
    with django_capture_on_commit_callbacks(execute=True):
        answer = second.post(reverse("claims:accept", args=[change.pk]))
    assert answer.status_code == 303
    (line,) = [line for line in reference.helplines() if line.code == "police"]
    assert line.number == "0900-1"
    assert "aangepast door CoMensha" in listed(second, q="0900-1")


def test_what_is_past_its_day_stands_on_the_day_of_who_looks_after_it(world, now):
    services.count_parts(now=now)
    helpdesk = world.comensha["comensha_helpdesk"]
    services.take_part(actor=helpdesk, code="helplines", now=now)
    later = datetime(2027, 2, 2, 11, tzinfo=now.tzinfo)

    def said(actor, at):
        lines = [line.sentence for group in day_of(actor, at) for line in group.lines]
        return [line.partition(" Bij direct gevaar")[0] for line in lines]

    wanted = "Telefoonnummers: kijk opnieuw of dit nog klopt."
    assert wanted not in said(helpdesk, later - timedelta(days=2))
    assert wanted in said(helpdesk, later)
    assert wanted not in said(world.comensha["platform_administrator"], later)
    assert wanted not in said(world.shop["zorgcoordinator"], later)


def test_a_proposal_stands_on_the_day_of_a_second_person(propose, world, now):
    propose("deadlines", "deadlines", "grant", length="P30D")
    days = {
        role: [line.sentence for g in day_of(world.comensha[role], now) for line in g.lines]
        for role in ("comensha_helpdesk", "platform_administrator")
    }
    wanted = "deadlines/grant: een voorstel wacht op een tweede persoon."
    assert [wanted in days[role] for role in days] == [False, True]


def test_a_proposal_of_a_row_of_a_region_is_work_of_who_looks_after_that_region(world, now):
    def told():
        actors = {"proposer": proposer, "colleague": colleague, "national": national}
        lines = {
            name: " ".join(line.sentence for group in day_of(actor, now) for line in group.lines)
            for name, actor in actors.items()
        }
        return {name for name in lines if "een voorstel wacht op een tweede persoon" in lines[name]}

    proposer = world.municipality["ketenregisseur"]
    national = world.comensha["platform_administrator"]
    row = {"length": "P30D", "in_region": "den_haag_hm"}
    make = partial(
        services.propose_version,
        actor=proposer,
        part="deadlines",
        section="deadlines",
        why="Afspraak in de regio.",
        now=now,
    )
    colleague = world.police["investigator"]
    alone = make(row=new_row("deadlines", "grant", **row))
    assert told() == {"national"}
    services.refuse_change(actor=national, change_id=alone.pk, now=now)
    colleague = make_member(world.municipality.organisation, "ketenregisseur", name="Tweede")
    make(row=new_row("deadlines", "grant", **row))
    assert told() == {"colleague"}


def test_the_sweep_counts_twice_and_says_the_same(world, now):
    counted = []
    for _ in range(2):
        sweep(now)
        counted.append(
            list(Part.objects.whole_table(why="test").values_list("code", "due_on", "contradicted"))
        )
    assert counted[0] == counted[1]
    assert {code for code, _due, _contradicted in counted[0]} == {
        each.part for each in reference.entries()
    }


def test_every_part_of_the_reference_data_has_a_name():
    parts = {each.part for each in reference.entries()}
    assert parts == reference.known("claim_parts")


def test_the_page_of_a_change_offers_no_bound_and_no_choice_beforehand():
    row = {"code": "break_glass", "nl": "Noodtoegang", "en": "Break-glass", "length": "PT1H"}
    form = VersionForm(
        section="deadlines", row={**row, "never_longer": "PT1H", "any_day": "In hours."}
    )
    assert not {"row_never_longer", "row_any_day"} & set(form.fields)
    assert [form.fields[name].choices[0][0] for name in ("kind", "certainty")] == ["", ""]
