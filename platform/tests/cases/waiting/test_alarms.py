# SPDX-License-Identifier: EUPL-1.2
"""What prevents a relapse: alarms that name who acts, and money that waits for nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from ketenzicht.cases.care.services import asking, needs, notes
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.file.models import Action
from ketenzicht.cases.file.selectors.access import get_case
from ketenzicht.cases.file.selectors.alarms import MISSING, RELAPSE
from ketenzicht.cases.file.services import details, tracks
from ketenzicht.cases.file.states import Alarm, Section
from ketenzicht.cases.page.case_file import case_file
from ketenzicht.cases.payer import services as payer
from ketenzicht.cases.payer.models import Dispute
from ketenzicht.cases.shelter import services as sheltering
from ketenzicht.cases.waiting.selectors import codes_of
from ketenzicht.cases.waiting.wording import is_alarm
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import NotAllowed, NotFound
from ketenzicht.core.obligations.states import Harm
from ketenzicht.core.terms import term_end
from ketenzicht.core.workdays import add_working_days
from ketenzicht.surfaces.testing_clock import set_clock
from ketenzicht.work.tasks import announce
from tests.factories.accounts import make_organisation
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
from tests.mailbox import addresses_told

NOTES = frozenset({Section.NEEDS, Section.NOTES})


def place(world, case, kind, now):
    return sheltering.set_whereabouts(
        actor=coordinator(world.shelter),
        case_id=case.pk,
        shelter_type=kind,
        address="Straat 1",
        now=now,
    )


def raise_alarm(actor, case, alarm, now, *, words="Een teken"):
    notes.raise_alarm(actor=actor, case_id=case.pk, alarm=alarm, words=words, now=now)


def steps_of(case):
    return list(Action.objects.whole_table(why=WHY).filter(case=case).order_by("made_at"))


def mailed(reason="work-waiting"):
    return set(addresses_told(reason))


def focal_point(world):
    return world.municipality["aandachtsfunctionaris"]


@pytest.mark.parametrize(("kind", "checks"), [("youth_regular", 1), ("youth_specialised", 0)])
def test_a_place_in_a_mixed_group_plans_a_safety_check_within_a_day(world, now, kind, checks):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case)
    place(world, case, kind, now)
    planned = steps_of(case)
    assert [step.organisation for step in planned] == [world.shelter.organisation] * checks
    assert [step.due - now for step in planned] == [timedelta(days=1)] * checks


def test_a_sign_of_going_back_stands_at_once_until_the_holder_confirms_the_risk(world, now):
    case = make_case(world.shop)
    now += timedelta(days=9)
    share(world.shop, world.shelter, case, now, sections=NOTES)
    holder = coordinator(world.shop)
    worker = coordinator(world.shelter)
    said = "Kan bij een vriend slapen als zij in het café helpt."
    raise_alarm(worker, case, Alarm.RELAPSE, now, words=said)
    assert RELAPSE in {wait.rule for wait in waits_for(holder, now)}
    shown = case_file(holder, get_case(holder, case.pk, purpose="care", now=now), now).waits
    assert [wait.rule for wait in shown if is_alarm(wait)] == [RELAPSE]
    step = next(s for s in steps_of(case) if s.organisation == world.shelter.organisation)
    assert step.due - now == timedelta(hours=24)
    assert mailed("waiting") >= {holder.user.email}
    details.set_risk(
        actor=holder, case_id=case.pk, risk="r3", version=stored(case).version, now=now
    )
    assert RELAPSE not in {wait.rule for wait in waits_for(holder, now)}


def test_who_may_not_read_the_notes_cannot_report_a_sign(world, now):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case)
    with pytest.raises(NotFound):
        raise_alarm(coordinator(world.shelter), case, Alarm.RELAPSE, now)


def test_a_missing_minor_is_an_alarm_within_the_hour_until_somebody_spoke_with_them(world, now):
    case = make_case(world.shop)
    holder = coordinator(world.shop)
    raise_alarm(holder, case, Alarm.MISSING, now)
    (step,) = steps_of(case)
    assert step.due - now == timedelta(hours=1)
    ground = {"actor": holder, "case_id": case.pk, "channel": "phone", "words": ""}
    for reached, stands in ((False, True), (True, False)):
        now += timedelta(minutes=10)
        notes.log_contact(**ground, reached=reached, now=now)
        assert (MISSING in {wait.rule for wait in waits_for(holder, now)}) == stands


def test_a_stay_in_cosm_warns_six_weeks_before_it_ends_until_she_moved(world, now):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case, days=200)
    place(world, case, "cosm", now)
    holder = coordinator(world.shop)
    ends = term_end("cosm_stay", now)
    for before, stands in ((43, False), (42, True), (1, True)):
        found = {wait.rule for wait in waits_for(holder, ends - timedelta(days=before))}
        assert ("cosm_no_next_place" in found) == stands
    later = ends - timedelta(days=10)
    sheltering.leave_place(actor=coordinator(world.shelter), case_id=case.pk, now=later)
    assert "cosm_no_next_place" not in {wait.rule for wait in waits_for(holder, later)}


def test_either_municipality_says_that_they_disagree_and_both_see_one_clock(world, now):
    case = make_case(world.shop)
    other = make_organisation("Gemeente Noordwoude", "municipality")
    share(world.shop, world.municipality, case)
    made = payer.open_dispute(
        actor=focal_point(world),
        case_id=case.pk,
        staying_id=other.pk,
        other_id=world.municipality.organisation.pk,
        now=now,
    )
    assert (made.interim_payer, made.opened_at) == (other, now)
    for reader in (focal_point(world), coordinator(world.shop)):
        assert [row.pk for row in Dispute.objects.for_reader(reader, now)] == [made.pk]


def test_a_municipality_speaks_for_itself_only(world, now):
    case = make_case(world.shop)
    share(world.shop, world.municipality, case)
    first = make_organisation("Gemeente Noordwoude", "municipality")
    second = make_organisation("Gemeente Oostwoude", "municipality")
    with pytest.raises(NotAllowed):
        payer.open_dispute(
            actor=focal_point(world),
            case_id=case.pk,
            staying_id=first.pk,
            other_id=second.pk,
            now=now,
        )


def test_a_municipality_that_was_not_shared_with_cannot_open_a_dispute(world, now):
    case = make_case(world.shop)
    other = make_organisation("Gemeente Noordwoude", "municipality")
    with pytest.raises(NotFound):
        payer.open_dispute(
            actor=focal_point(world),
            case_id=case.pk,
            staying_id=other.pk,
            other_id=world.municipality.organisation.pk,
            now=now,
        )


def test_a_municipality_takes_the_address_for_post_on_and_arranges_it(world, now):
    case = make_case(world.shop)
    share(world.shop, world.municipality, case)
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
    assert taken.responsible == world.municipality.organisation
    done = needs.resolve_need(**ground, state=NeedState.MET, version=taken.version)
    assert done.resolved_at == now


def test_who_directs_the_chain_where_a_case_is_shared_still_reads_no_case(world, now):
    case = make_case(world.shop)
    share(world.shop, world.municipality, case)
    later = now + timedelta(days=8)
    for role, codes in (("ketenregisseur", {}), ("aandachtsfunctionaris", {case.pk: case.code})):
        reader = world.municipality[role]
        found = waits_for(reader, later)
        assert found != []
        assert codes_of(reader, found, later) == codes


def test_the_holder_hears_too_that_another_keeps_the_case_waiting(world, now):
    case = make_case(world.shop)
    plan(world.shop, case, days=60)
    offer(world.shop, world.moviera, case, now)
    announce(add_working_days(now, 2))
    assert {coordinator(each).user.email for each in (world.shop, world.moviera)} <= mailed()
    assert coordinator(world.shelter).user.email not in mailed()


def test_an_alarm_tells_the_desk_and_who_directs_the_region_once_and_nobody_else(world, now):
    case = make_case(world.shop)
    plan(world.shop, case, days=60)
    other = make_organisation("Gemeente Noordwoude", "municipality")
    payer.open_dispute(
        actor=coordinator(world.shop),
        case_id=case.pk,
        staying_id=world.municipality.organisation.pk,
        other_id=other.pk,
        now=now,
    )
    notes.log_contact(
        actor=coordinator(world.shop),
        case_id=case.pk,
        channel="phone",
        reached=True,
        words="",
        now=add_working_days(now, 4),
    )
    late = add_working_days(now, 5)
    announce(late)
    director = world.municipality["ketenregisseur"]
    assert director.user.email in mailed()
    assert coordinator(world.moviera).user.email not in mailed()
    told = len(addresses_told("alarm"))
    announce(late + timedelta(hours=1))
    assert len(addresses_told("alarm")) == told


def day_of_holder(world, now):
    return [(item.sentence, item.harm, item.due) for item in items(coordinator(world.shop), now)]


def test_what_waits_for_the_holder_stands_on_its_day_by_the_harm_of_leaving_it(world, now):
    case = make_case(world.shop)
    need(world.shop, case, "income", now)
    plan(world.shop, case, now, days=60)
    later = now + timedelta(days=16)
    raise_alarm(coordinator(world.shop), case, Alarm.RELAPSE, later)
    told = day_of_holder(world, later)
    assert (f"Terug naar de plek van uitbuiting in zaak {case.code}", Harm.NOW, None) in told
    assert (f"Geen inkomen in zaak {case.code}, al 16 dagen", Harm.TODAY, None) in told
    assert (f"Geen contact in zaak {case.code}, al 16 dagen", Harm.TODAY, None) in told


def test_a_term_that_nears_its_end_stands_on_the_day_and_on_the_board_with_its_end(
    client, as_member, world, now
):
    case = make_case(world.shop)
    for step in ("indication", "reflection_offered", "reflection_running"):
        running = tracks.move_track(
            actor=coordinator(world.shop),
            case_id=case.pk,
            track="residence",
            step=step,
            since=local_date(now),
            now=now,
        )
    end = running.due
    told = day_of_holder(world, end - timedelta(days=6))
    assert (f"Bedenktijd loopt af in zaak {case.code}", Harm.TODAY, end) in told
    set_clock(end - timedelta(days=6))
    board = as_member(client, coordinator(world.shop)).get(reverse("cases:board"))
    (row,) = board.context["rows"]
    told = [(line.said, line.ends) for line in row.lines if line.what == "Bedenktijd loopt af"]
    assert told == [("loopt af", end)]


def test_what_waits_for_another_organisation_is_not_on_the_day_of_the_holder(world, now):
    case = make_case(world.shop)
    offer(world.shop, world.moviera, case, now)
    told = [sentence for sentence, _harm, _due in day_of_holder(world, now + timedelta(days=3))]
    assert [sentence for sentence in told if "Overdracht niet beantwoord" in sentence] == []
