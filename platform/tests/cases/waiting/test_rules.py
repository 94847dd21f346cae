# SPDX-License-Identifier: EUPL-1.2
"""Silence has a clock: every wait is found, named and counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ketenzicht
from ketenzicht import reference
from ketenzicht.accounts.models import Member
from ketenzicht.cases.care.services import needs, notes
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.file.models import Person, TrackStep
from ketenzicht.cases.file.selectors.access import case_of
from ketenzicht.cases.file.services import details, person, tracks
from ketenzicht.cases.file.states import CASE_NEXT, CaseState
from ketenzicht.cases.file.tracks import steps_of
from ketenzicht.cases.file.values import Identity
from ketenzicht.cases.payer import services as payer
from ketenzicht.cases.payer.models import Dispute
from ketenzicht.cases.payer.selectors import payers_for, proposed_by
from ketenzicht.cases.sharing.states import ConsentState
from ketenzicht.cases.shelter import services as sheltering
from ketenzicht.cases.transfers.states import TRANSFER_NEXT, TransferState
from ketenzicht.cases.waiting.rules import NO_NEXT_STEP, standing
from ketenzicht.cases.waiting.selectors import codes_of
from ketenzicht.cases.waiting.states import Facts
from ketenzicht.core.clock import AMSTERDAM, local_date
from ketenzicht.core.errors import NotAllowed
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.core.workdays import add_working_days
from ketenzicht.surfaces.testing_clock import START
from ketenzicht.work.models import Item
from ketenzicht.work.selectors import rest_of
from ketenzicht.work.tasks import heal
from tests.factories.accounts import make_member, make_organisation
from tests.factories.cases import (
    WHY,
    coordinator,
    late_at,
    make_case,
    need,
    offer,
    plan,
    share,
    stored,
    waits_for,
)
from tests.factories.work import items, sweep

HOLDER = uuid4()


def facts(**known):
    return Facts(uuid4(), HOLDER, START, "r2", **known)


def late(known, now):
    """The rules that these facts break at a moment."""
    return {item.rule for item in standing(known, now) if late_at(item, now)}


def rules_broken(actor, now):
    return {wait.rule for wait in waits_for(actor, now)}


def test_the_tables_repeat_the_code_lists():
    for table, name in ((CASE_NEXT, "case_states"), (TRANSFER_NEXT, "transfer_states")):
        told = {code.code: set(code.next or ()) for code in reference.codes(name)}
        assert {state.value: {each.value for each in then} for state, then in table.items()} == told
    assert {state.value for state in ConsentState} == {
        code.code for code in reference.codes("consent_states")
    }
    assert set(TransferState) == set(TRANSFER_NEXT)
    assert set(CaseState) == set(CASE_NEXT)


@given(st.integers(1, 400), st.booleans())
def test_an_open_case_without_a_step_ahead_stands_still(hours, overdue):
    now = START + timedelta(days=4)
    due = now - timedelta(hours=hours) if overdue else None
    found = late(facts(next_due=due, last_contact_at=now), now)
    assert (NO_NEXT_STEP in found) == (add_working_days(due or START, 1) <= now)


@given(st.integers(1, 60), st.sampled_from(["r0", "r2", "r3", "r4"]))
def test_silence_counts_sooner_when_the_risk_is_high(days, risk):
    now = START + timedelta(days=days)
    known = Facts(uuid4(), HOLDER, START, risk, next_due=now + timedelta(days=1))
    found = late(known, now)
    assert ("no_contact" in found) == (days >= (1 if risk in {"r3", "r4"} else 5))


def test_a_new_case_with_a_step_ahead_stands_not_still(world, now):
    case = make_case(world.shop)
    plan(world.shop, case)
    assert rules_broken(coordinator(world.shop), now) == set()


def test_a_wait_ends_when_somebody_acts(world, now):
    case = make_case(world.shop)
    later = now + timedelta(days=8)
    assert rules_broken(coordinator(world.shop), later) == {"no_contact", NO_NEXT_STEP}
    plan(world.shop, case, later)
    notes.log_contact(
        actor=coordinator(world.shop),
        case_id=case.pk,
        channel="phone",
        reached=True,
        words="",
        now=later,
    )
    assert rules_broken(coordinator(world.shop), later) == set()


def test_waits_are_stored_once_and_ended_once(world, now):
    case = make_case(world.shop)
    later = now + timedelta(days=8)
    rows = Item.objects.whole_table(why=WHY).filter(about_id=case.pk, part="acts")
    announced = rows.filter(announced_at__isnull=False)
    for _time in range(2):
        sweep(later)
        assert announced.count() == 2
    plan(world.shop, case, later)
    sweep(later + timedelta(hours=1))
    assert dict(announced.values_list("rule", "ended_at")) == {
        "no_contact": None,
        NO_NEXT_STEP: later,
    }
    assert rows.get(ended_at=later).ended_as == "planned"


def test_a_bed_needed_for_a_day_is_late(world, now):
    case = make_case(world.shop)
    plan(world.shop, case, days=20)
    need(world.shop, case, "shelter")
    soon, next_day = now + timedelta(hours=23), now + timedelta(hours=24)
    assert "no_safe_bed" not in rules_broken(coordinator(world.shop), soon)
    assert "no_safe_bed" in rules_broken(coordinator(world.shop), next_day)


def test_the_bedenktijd_is_counted_from_the_law_and_warned_about(world, now):
    case = make_case(world.shop)
    ground = {"actor": coordinator(world.shop), "case_id": case.pk, "track": "residence"}
    for step in ("reflection_offered", "reflection_running"):
        standing = tracks.move_track(**ground, step=step, since=now.date(), now=now)
    assert standing.due.date().isoformat() == "2027-02-18"
    assert standing.rule == "reflection_period"
    early, soon = standing.due - timedelta(days=22), standing.due - timedelta(days=20)
    assert "reflection_ending" not in rules_broken(coordinator(world.shop), early)
    assert "reflection_ending" in rules_broken(coordinator(world.shop), soon)


def test_under_the_dublin_regulation_the_bedenktijd_is_thirty_days(world, now):
    """Of an application from before 1 July 2026; what holds since is not known (W3)."""
    case = make_case(world.shop)
    ground = {"actor": coordinator(world.shop), "case_id": case.pk, "track": "residence"}
    asked = {**ground, "track": "asylum", "step": "asked", "since": date(2026, 6, 30)}
    tracks.move_track(**asked, now=now)
    tracks.move_track(**ground, step="reflection_offered", since=now.date(), now=now)
    standing = tracks.move_track(
        **ground, step="reflection_running", since=now.date(), variant="dublin", now=now
    )
    assert standing.due.date().isoformat() == "2026-12-18"
    assert standing.rule == "reflection_period_dublin@2023-05-18"


def test_a_bed_without_any_help_is_found_after_a_week(world, now):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case)
    sheltering.set_whereabouts(
        actor=coordinator(world.shelter),
        case_id=case.pk,
        shelter_type="youth_regular",
        address="Straat 1",
        now=now,
    )
    later = now + timedelta(days=7)
    assert "bed_only" in rules_broken(coordinator(world.shop), later)
    wanted = need(world.shop, case, "mental_health", later)
    assert "bed_only" in rules_broken(coordinator(world.shop), later)
    needs.resolve_need(
        actor=coordinator(world.shop),
        case_id=case.pk,
        need_id=wanted.pk,
        state=NeedState.MET,
        version=wanted.version,
        now=later,
    )
    assert "bed_only" not in rules_broken(coordinator(world.shop), later)


def test_waiting_for_the_police_talk_ends_with_the_talk(world, now):
    case = make_case(world.shop)
    ground = {"actor": coordinator(world.shop), "case_id": case.pk}
    for step in ("reflection_offered", "reflection_running"):
        tracks.move_track(**ground, track="residence", step=step, since=now.date(), now=now)
    later = now + timedelta(days=15)
    assert "police_talk_waiting" in rules_broken(coordinator(world.shop), later)
    tracks.move_track(**ground, track="criminal", step="info_talk", since=later.date(), now=later)
    assert "police_talk_waiting" not in rules_broken(coordinator(world.shop), later)


def test_whoever_keeps_another_waiting_sees_that_without_the_case(world, now):
    case = make_case(world.shop)
    plan(world.shop, case, days=20)
    offer(world.shop, world.moviera, case)
    later = now + timedelta(days=2)
    reader = coordinator(world.moviera)
    found = waits_for(reader, later)
    assert [wait.rule for wait in found] == ["referral_not_accepted"]
    assert codes_of(reader, found, later) == {}


def test_a_chain_director_sees_the_waits_of_the_region_without_the_cases(world, now):
    make_case(world.shop)
    later = now + timedelta(days=8)
    director = world.municipality["ketenregisseur"]
    found = waits_for(director, later)
    assert {wait.rule for wait in found} == {"no_contact", NO_NEXT_STEP}
    assert codes_of(director, found, later) == {}


def dispute(world, now):
    case = make_case(world.shop)
    other = make_organisation("Gemeente Noordwoude", "municipality")
    made = payer.open_dispute(
        actor=coordinator(world.shop),
        case_id=case.pk,
        staying_id=world.municipality.organisation.pk,
        other_id=other.pk,
        now=now,
    )
    return case, made


def standing_at(case, track):
    rows = TrackStep.objects.whole_table(why=WHY)
    return rows.get(case=case, track=track, ended_at=None).step


def test_a_chain_director_is_told_of_a_disagreement_and_never_which_case(world, now):
    case, _made = dispute(world, now)
    director = world.municipality["ketenregisseur"]
    told = [item.sentence for item in items(director, add_working_days(now, 6))]
    assert "Gemeenten zijn het oneens, al 8 dagen; wacht op Gemeente Noordwoude" in told
    assert [sentence for sentence in told if case.code in sentence] == []
    with pytest.raises(NotAllowed):
        case_of(director, case.pk, now)


def test_a_municipality_names_itself_as_payer_and_the_holder_proposes_either(world, now):
    _case, made = dispute(world, now)
    party = world.municipality["aandachtsfunctionaris"]
    assert payers_for(party, made, now) == [world.municipality.organisation]
    assert payers_for(coordinator(world.shop), made, now) == []
    assert proposed_by(coordinator(world.shop), made) == [made.first, made.second]
    assert proposed_by(party, made) == [made.second]
    assert payers_for(coordinator(world.moviera), made, now) == []


def test_my_day_says_how_many_cases_go_on_by_themselves(world, now):
    actor = coordinator(world.shop)
    assert rest_of(actor, now) == []
    for days in (2, 8, 9):
        plan(world.shop, make_case(world.shop), days=days)
    assert rest_of(actor, now) == ["2 zaken lopen zonder jou."]


def test_money_never_gates_care(world, now):
    case, _made = dispute(world, now)
    ground = {"actor": coordinator(world.shop), "case_id": case.pk, "now": now}
    wanted = need(world.shop, case, "shelter", now)
    needs.resolve_need(**ground, need_id=wanted.pk, state=NeedState.MET, version=1)
    moved = details.move_case(**ground, state=CaseState.ACCEPTED, version=stored(case).version)
    assert moved.state == CaseState.ACCEPTED


def test_the_municipality_of_the_stay_pays_meanwhile_and_the_dispute_climbs(world, now):
    case, made = dispute(world, now)
    assert made.interim_payer == world.municipality.organisation
    rows = Dispute.objects.whole_table(why=WHY)
    for days, step in ((4, "disputed"), (5, "esc_contacts"), (10, "esc_adviser")):
        sweep(add_working_days(now, days))
        assert rows.get(pk=made.pk).step == step
        assert standing_at(case, "municipality") == step
    sweep(add_working_days(now, 20))
    assert rows.get(pk=made.pk).step == "esc_committee"


def born(world, case, written, now):
    """Somebody tells when they were born."""
    actor = coordinator(world.shop)
    rows = Person.objects.whole_table(why=WHY)
    person.set_identity(
        actor=actor,
        case_id=case.pk,
        identity=Identity(name="Kim (bedacht)", birth_date=PartialDate.parse_known(written)),
        version=rows.get(pk=case.person_id).version,
        now=now,
    )


def coming_of_age(world, now):
    return [w for w in waits_for(coordinator(world.shop), now) if w.rule == "turning_18"]


def test_who_soon_comes_of_age_is_known_half_a_year_before(world, now):
    case = make_case(world.shop)
    born(world, case, "2009-08-20", now)
    ahead = datetime(2027, 8, 1, tzinfo=AMSTERDAM)
    assert coming_of_age(world, ahead - timedelta(days=181)) == []
    [wait] = coming_of_age(world, ahead - timedelta(days=179))
    # Of the date of birth no more than the month is outside the envelope.
    assert (wait.ends, stored(case).adult_from) == (ahead, date(2027, 8, 1))
    assert coming_of_age(world, ahead + timedelta(days=19)) != []
    assert coming_of_age(world, ahead + timedelta(days=32)) == []


@pytest.mark.parametrize("written", ["1999-03-07", "", "1999"])
def test_of_who_is_of_age_nothing_is_kept(world, now, written):
    case = make_case(world.shop)
    born(world, case, "2012-02-02", now)
    born(world, case, written, now)
    assert stored(case).adult_from is None


def procedure(world, case, track, step, now):
    actor = coordinator(world.shop)
    day = local_date(now)
    tracks.move_track(actor=actor, case_id=case.pk, track=track, step=step, since=day, now=now)


def test_two_procedures_that_touch_each_other_stand_at_once(world, now):
    case = make_case(world.shop)
    plan(world.shop, case, days=20)
    procedure(world, case, "residence", "reflection_offered", now)
    procedure(world, case, "asylum", "granted", now)
    assert "conflicting_tracks" not in rules_broken(coordinator(world.shop), now)
    procedure(world, case, "asylum", "transfer_planned", now)
    assert "conflicting_tracks" in rules_broken(coordinator(world.shop), now)
    procedure(world, case, "asylum", "withdrawn", now)
    assert "conflicting_tracks" not in rules_broken(coordinator(world.shop), now)


def test_every_rule_of_the_data_is_looked_for_and_told_to_somebody():
    house = Path(ketenzicht.__file__).parent
    code = "".join(path.read_text("utf-8") for path in house.rglob("*.py"))
    by_fact = {
        row.attributes.get("rule")
        for name in ("residence_covers", "protections", "followed_terms")
        for row in reference.codes(name)
    }
    rules = reference.escalation_rules()
    named = {rule.code for rule in rules} - by_fact
    assert [rule for rule in sorted(named) if f'"{rule}"' not in code] == []
    known = {one.code for one in reference.codes("alarm_recipients")}
    assert {named for rule in rules for named in (rule.acts, *rule.also_told)} <= known
    assert all(rule.label("nl") and rule.label("en") for rule in rules)


def test_a_step_that_clashes_is_a_step_of_its_procedure():
    for rule in reference.codes("track_conflicts"):
        said = rule.attributes
        for track, steps in ((said["track"], said["steps"]), (said["other"], said["other_steps"])):
            assert set(steps) <= {step.code for step in steps_of(track, date(2026, 11, 30))}


def test_a_case_that_no_colleague_does_is_late_after_a_working_day(world, now):
    case = make_case(world.shop)
    plan(world.shop, case, days=20)
    later = add_working_days(now, 1)
    assert "no_coordinator_assigned" not in rules_broken(coordinator(world.shop), later)
    Member.objects.filter(pk=case.worker_id).update(until=local_date(now))
    with_us = make_member(world.shop.organisation, "zorgcoordinator", name="Noor")
    assert "no_coordinator_assigned" not in rules_broken(with_us, now)
    heal(later)
    assert "no_coordinator_assigned" in rules_broken(with_us, later)
    details.assign_worker(
        actor=with_us,
        case_id=case.pk,
        worker_id=with_us.pk,
        version=stored(case).version,
        now=later,
    )
    assert "no_coordinator_assigned" not in rules_broken(with_us, later)
