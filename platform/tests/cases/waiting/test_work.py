# SPDX-License-Identifier: EUPL-1.2
"""Work about a case is on the day of whoever took it on, was asked, or is told; until a fact."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps as registry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ketenzicht.cases.care.services import asking, needs
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.file.services import tracks
from ketenzicht.cases.file.states import CASE, Section
from ketenzicht.cases.page import closing
from ketenzicht.cases.sharing.services import grants
from ketenzicht.cases.shelter import services as sheltering
from ketenzicht.cases.transfers.services import transfers
from ketenzicht.cases.waiting.facts import standing_of
from ketenzicht.cases.waiting.rules import standing
from ketenzicht.cases.waiting.states import CaseWork, Facts
from ketenzicht.core.clock import local_date
from ketenzicht.core.obligations.states import Harm
from ketenzicht.core.terms import late_since
from ketenzicht.surfaces.testing_clock import START, set_clock
from ketenzicht.work import selectors
from ketenzicht.work.models import Item
from tests.factories.cases import (
    WHY,
    coordinator,
    make_case,
    need,
    offer,
    plan,
    share,
    stored,
    waits_for,
)
from tests.factories.work import items
from tests.upgrading import moved_to

HOLDER, SECOND = uuid4(), uuid4()


def said(actor, now) -> list[str]:
    return [item.sentence for item in items(actor, now)]


def focal_point(world):
    return world.municipality["aandachtsfunctionaris"]


def test_who_said_yes_to_a_need_has_it_on_the_own_day_until_it_is_met(world, now):
    case = make_case(world.shop)
    share(world.shop, world.municipality, case, days=60)
    wanted = need(world.shop, case, "brp", now)
    asked = asking.ask_for_need(
        actor=coordinator(world.shop),
        case_id=case.pk,
        need_id=wanted.pk,
        organisation_id=world.municipality.organisation.pk,
        version=wanted.version,
        now=now,
    )
    ground = {"actor": focal_point(world), "case_id": case.pk, "need_id": wanted.pk, "now": now}
    taken = asking.take_need(**ground, version=asked.need.version)
    line = f"Jullie zorgen voor ‘Inschrijving of briefadres’ in zaak {case.code}"
    a_month = now + timedelta(days=30)
    (mine,) = [item for item in items(focal_point(world), a_month) if case.code in item.sentence]
    late = late_since("no_postal_address", now)
    assert (mine.sentence, mine.harm, mine.due) == (line, Harm.NOW, late)
    assert [wait.rule for wait in waits_for(focal_point(world), a_month)].count(
        "no_postal_address"
    ) == 1
    needs.resolve_need(**ground, state=NeedState.MET, version=taken.version)
    assert [
        sentence for sentence in said(focal_point(world), a_month) if "zorgen" in sentence
    ] == []


def test_a_safety_check_of_the_shelter_is_on_the_day_of_the_shelter(world, now):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case)
    sheltering.set_whereabouts(
        actor=coordinator(world.shelter),
        case_id=case.pk,
        shelter_type="youth_regular",
        address="Straat 1",
        now=now,
    )
    late = now + timedelta(days=2)
    (check,) = [item for item in items(coordinator(world.shelter), late) if item.due]
    assert (check.sentence, check.harm) == (
        f"Zaak {case.code}: de volgende stap is te laat",
        Harm.NOW,
    )


def test_a_question_about_an_offer_is_the_givers_to_answer_until_they_do(world, now):
    case = make_case(world.shop)
    offered = offer(world.shop, world.moviera, case)
    line = f"Moviera heeft een vraag over zaak {case.code}, en antwoordt daarna"
    for asker, stands in ((world.moviera, True), (world.shop, False)):
        transfers.ask_about_transfer(
            actor=coordinator(asker), transfer_id=offered.pk, words="Kan het morgen?", now=now
        )
        assert (line in said(coordinator(world.shop), now)) == stands


def stop_the_criminal_case(world, case, now):
    for step in ("info_talk", "aangifte", "dismissed"):
        tracks.move_track(
            actor=coordinator(world.shop),
            case_id=case.pk,
            track="criminal",
            step=step,
            since=local_date(now),
            now=now,
        )


def test_a_lawyer_is_told_what_the_rule_names_while_the_case_is_shared(world, now):
    case = make_case(world.shop)
    shared = share(world.shop, world.law_firm, case, sections=frozenset({Section.TRACKS}))
    lawyer = world.law_firm["lawyer"]
    assert said(lawyer, now) == []
    stop_the_criminal_case(world, case, now)
    assert said(lawyer, now) == [f"{case.code}: Strafzaak gestopt, sinds vandaag; wacht op SHOP"]
    grants.revoke_grant(actor=coordinator(world.shop), case_id=case.pk, grant_id=shared.pk, now=now)
    assert said(lawyer, now) == []


def test_a_share_whose_day_is_past_tells_nothing_more_before_the_sweep_finds_it(world, now):
    case = make_case(world.shop)
    share(world.shop, world.law_firm, case, sections=frozenset({Section.TRACKS}), days=3)
    stop_the_criminal_case(world, case, now)
    lawyer = world.law_firm["lawyer"]
    assert len(said(lawyer, now)) == 1
    passed = now + timedelta(days=3, hours=1)
    stored_lines = Item.objects.whole_table(why=WHY).filter(told=lawyer.organisation, ended_at=None)
    told = [item for item in standing_of([case.pk], passed)[case.pk] if item.told]
    # That the case was dismissed, and that the term for a complaint runs, which warns later.
    assert len(told) == stored_lines.count() == 2
    assert said(lawyer, passed) == []
    assert grants.end_expired(now=passed) == 1
    assert stored_lines.count() == 0


def test_a_closed_case_asks_nothing_of_anybody_and_says_by_what_it_ended(world, now):
    case = make_case(world.shop)
    plan(world.shop, case)
    later = now + timedelta(days=9)
    closing.close_case(
        actor=coordinator(world.shop),
        case_id=case.pk,
        reason="goals_met",
        version=stored(case).version,
        now=later,
    )
    rows = Item.objects.whole_table(why=WHY).filter(about_id=case.pk)
    assert {row.ended_as for row in rows if row.rule == "no_contact"} == {"closed"}
    assert rows.filter(ended_at=None).count() == 0
    assert said(coordinator(world.shop), later) == []


def test_a_decoy_is_on_the_day_of_its_holder_and_on_no_board(world, now):
    make_case(world.shop, decoy=True)
    later = now + timedelta(days=30)
    assert len(said(coordinator(world.shop), later)) > 0
    for reader in (coordinator(world.shop), world.municipality["ketenregisseur"]):
        assert waits_for(reader, later) == []
    assert said(world.municipality["ketenregisseur"], later) == []


def test_each_rung_of_a_dispute_gives_way_to_the_next():
    dispute = (uuid4(), HOLDER, SECOND, START)
    found = standing(Facts(uuid4(), HOLDER, START, "r2", dispute=dispute), START)
    rungs = [item for item in found if item.kind == CaseWork.WAIT and "dispute" in item.rule]
    assert [item.rung for item in rungs] == [0, 1, 2]
    assert [item.gives_way_at for item in rungs] == [
        rungs[1].late_since,
        rungs[2].late_since,
        None,
    ]
    assert {item.owner for item in rungs} == {SECOND}


def test_what_a_region_agreed_on_counts_there(monkeypatch):
    def late(region: str):
        found = standing(Facts(uuid4(), HOLDER, START, "r2", region), START)
        return next(item.late_since for item in found if item.rule == "no_contact")

    assert late("den_haag_hm") == late("utrecht")
    shorter = {"no_contact": timedelta(days=1)}
    monkeypatch.setattr(
        "ketenzicht.cases.waiting.rules.late_since",
        lambda rule, since, *, pressing, region: (
            since
            + (shorter[rule] if rule in shorter and region == "utrecht" else timedelta(days=5))
        ),
    )
    assert late("utrecht") - START == timedelta(days=1)
    assert late("den_haag_hm") - START == timedelta(days=5)


@pytest.mark.apart
def test_the_history_of_waits_goes_over_into_work_with_what_was_announced(
    back_to_this_release, world, now
):
    case = make_case(world.shop)
    before, after = [("cases", "0011_stalls_as_work")], [("cases", "0012_work_instead_of_stalls")]
    Item.objects.whole_table(why=WHY).filter(about_kind=CASE).delete()
    old = moved_to([("cases", "0010_search_words")])
    made = [
        {"rule": "no_contact", "ended_at": None},
        {"rule": "no_next_step", "ended_at": now + timedelta(days=3)},
    ]
    for each in made:
        old.get_model("cases", "Stall")._base_manager.create(
            case_id=case.pk,
            reason="not_accepted",
            waits_on_id=world.shop.organisation.pk,
            since=now,
            late_since=now + timedelta(days=1),
            **each,
        )
    for target in (before, after):
        moved_to(target)
    rows = Item.objects.whole_table(why=WHY).filter(about_id=case.pk)
    assert sorted(rows.values_list("kind", "rule", "ended_as")) == [
        ("case.next", "no_next_step", "stall"),
        ("case.wait", "no_contact", ""),
    ]
    assert {row.announced_at for row in rows} == {now + timedelta(days=1)}
    assert "stall" not in {model.__name__.lower() for model in registry.get_models()}


@pytest.mark.parametrize("role", ["coordinator", "director", "helpdesk"])
def test_the_day_asks_as_much_for_four_cases_as_for_ten_and_is_bounded(
    as_member, world, now, monkeypatch, role
):
    monkeypatch.setattr(selectors, "A_HEADING", 3)
    readers = {
        "coordinator": coordinator(world.shop),
        "director": world.municipality["ketenregisseur"],
        "helpdesk": coordinator(world.comensha),
    }
    signed_in, url = as_member(Client(), readers[role]), reverse("staff:day")

    def add() -> None:
        case = make_case(world.shop, now)
        need(world.shop, case, "income", now)
        offer(world.shop, world.moviera, case, now)

    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as caught:
            groups = signed_in.get(url).context["groups"]
        return len(caught), max((len(group.rows) for group in groups), default=0)

    set_clock(now + timedelta(days=30))
    add()
    add()
    add()
    add()
    asked()
    few, _rows = asked()
    for _each in range(6):
        add()
    many, rows = asked()
    assert many <= few + len(Harm)  # at most one more for each heading: how many there are
    assert rows <= 4  # three of a heading and the line of the region
