# SPDX-License-Identifier: EUPL-1.2
"""Until the other says yes, the sender holds the report; silence has a clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ketenzicht.core.errors import NotFound, Refused, StaleWrite
from ketenzicht.core.terms import after
from ketenzicht.intake import selectors, services, tasks
from ketenzicht.intake.card import Age
from ketenzicht.intake.models import Referral
from ketenzicht.intake.states import ReferralState, RefusalReason, ReportState, Urgency
from ketenzicht.reference import Period
from ketenzicht.vault import services as vault
from ketenzicht.work.tasks import announce
from tests.factories.accounts import World
from tests.factories.intake import NAMED, again, assessed, make_report, offered, triager


def answer(service, partner, referral, now, **more):
    return service(
        actor=triager(partner), referral_id=referral.pk, version=referral.version, now=now, **more
    )


def test_the_sender_holds_the_report_until_the_other_says_yes(world: World, now):
    report = make_report(now)
    referral = offered(world.shop, world.police, report)
    assert again(report).holder_id == world.shop.organisation.pk
    with pytest.raises(NotFound):
        selectors.get_report(triager(world.police), report.pk, purpose="triage", now=now)
    answer(services.accept_referral, world.police, referral, now)
    assert again(report).holder_id == world.police.organisation.pk
    assert again(report).state == ReportState.ACCEPTED
    view = selectors.get_report(triager(world.police), report.pk, purpose="triage", now=now)
    assert view.words == "Steeds ander bezoek op één kamer. De man houdt de sleutel."


def test_after_the_yes_the_sender_opens_nothing_any_more(world, now):
    report = make_report(now, **NAMED)
    referral = offered(world.shop, world.police, report)
    envelope_id = report.envelope_id
    assert vault.open_envelope(envelope_id, world.shop.organisation.pk).id == envelope_id
    answer(services.accept_referral, world.police, referral, now)
    with pytest.raises(NotFound):
        selectors.get_report(triager(world.shop), report.pk, purpose="triage", now=now)
    with pytest.raises(vault.EnvelopeClosed):
        vault.open_envelope(envelope_id, world.shop.organisation.pk)


def test_a_no_needs_a_better_way_and_leaves_the_holder(world, now):
    report = make_report(now)
    referral = offered(world.shop, world.police, report)
    reason = RefusalReason.NOT_OUR_TASK
    with pytest.raises(Refused):
        answer(services.refuse_referral, world.police, referral, now, reason=reason, proposal=" ")
    answer(
        services.refuse_referral,
        world.police,
        referral,
        now,
        reason=reason,
        proposal="Vraag de gemeente",
    )
    found = again(report)
    assert (found.state, found.holder_id) == (ReportState.TRIAGE, world.shop.organisation.pk)
    offer = selectors.get_offer(triager(world.shop), referral.pk, now=now)
    assert (offer.state, offer.reply) == (ReferralState.REFUSED, "Vraag de gemeente")


def test_silence_returns_the_report_and_closes_nothing(world, now):
    report = make_report(now)
    referral = offered(world.shop, world.police, report)
    late = referral.answer_by + timedelta(minutes=1)
    assert services.expire_referrals(now=referral.answer_by) == 0
    assert tasks.sweep(late)["offers returned"] == 1
    assert tasks.sweep(late)["offers returned"] == 0
    found = again(report)
    assert (found.state, found.holder_id) == (ReportState.TRIAGE, world.shop.organisation.pk)
    assert found.due_at == late
    referral.refresh_from_db()
    with pytest.raises(Refused):
        answer(services.accept_referral, world.police, referral, late)


@pytest.mark.parametrize(
    ("urgency", "term"), [(Urgency.NOW, "PT4H"), (Urgency.TODAY, "PT4H"), (Urgency.DAYS, "P2WD")]
)
def test_the_more_urgent_the_sooner_an_answer_is_due(world, now, urgency, term):
    report = make_report(now)
    services.assess_report(
        actor=triager(world.shop),
        report_id=report.pk,
        version=1,
        urgency=urgency,
        reason="Zo",
        now=now,
    )
    referral = offered(world.shop, world.police, report)
    assert referral.answer_by == after(now, Period.parse(term))


def test_an_organisation_does_not_refer_to_itself(world, now):
    report = make_report(now)
    with pytest.raises(Refused) as refusal:
        offered(world.shop, world.shop, report)
    assert refusal.value.field == "receiver"
    assert again(report).state == ReportState.NEW


def test_only_the_asked_organisation_answers_and_only_the_sender_takes_back(world, now):
    report = make_report(now)
    referral = offered(world.shop, world.police, report)
    for service, partner in (
        (services.accept_referral, world.shop),
        (services.accept_referral, world.moviera),
        (services.withdraw_referral, world.police),
    ):
        with pytest.raises(NotFound):
            answer(service, partner, referral, now)
    answer(services.withdraw_referral, world.shop, referral, now)
    assert again(report).state == ReportState.TRIAGE


def test_a_report_is_offered_to_one_organisation_at_a_time(world, now):
    report = make_report(now)
    referral = offered(world.shop, world.police, report)
    with pytest.raises(Refused):
        offered(world.shop, world.municipality, report)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.create(
            report=report,
            giver_id=referral.giver_id,
            receiver=world.municipality.organisation,
            envelope_id=report.pk,
            offered_by=triager(world.shop),
            offered_at=now,
            answer_by=now + timedelta(days=1),
        )


def test_two_answers_at_once_are_one_answer(world, now):
    report = make_report(now)
    referral = offered(world.shop, world.police, report)
    answer(services.accept_referral, world.police, referral, now)
    with pytest.raises(StaleWrite):
        answer(services.accept_referral, world.police, referral, now)


def test_nobody_is_offered_a_report_where_nobody_answers(world, now):
    world.police.desk.active = False
    world.police.desk.save()
    names = [each.name for each in selectors.receivers_for(triager(world.shop), "den_haag_hm", now)]
    assert "Politie Den Haag" not in names
    assert "CoMensha" in names
    with pytest.raises(Refused):
        offered(world.shop, world.police, make_report(now))


def test_a_taken_on_report_is_fingerprinted_for_its_new_holder(world, now):
    report, other = make_report(now), make_report(now)
    services.key_waiting_reports(now=now)
    referral = offered(world.shop, world.police, report)
    answer(services.accept_referral, world.police, referral, now)
    services.key_waiting_reports(now=now)
    view = selectors.get_report(triager(world.shop), other.pk, purpose="triage", now=now)
    assert view.similar == ()


def test_assessing_first_changes_nothing_about_who_holds(world, now):
    report = make_report(now)
    assessed(world.shop, report)
    assert again(report).holder_id == world.shop.organisation.pk


def failed_twice(world, report, now):
    """Let two organisations say no, and return the moment of the second no."""
    for partner in (world.police, world.municipality):
        referral = offered(world.shop, partner, report, now)
        answer(
            services.refuse_referral,
            partner,
            referral,
            now,
            reason=RefusalReason.NO_CAPACITY,
            proposal="Vraag een ander",
        )


def test_after_two_nos_the_national_coordination_helps_to_choose(world, now):
    report = make_report(now)
    fallback = triager(world.comensha)
    assert selectors.stuck_reports(fallback, now) == []
    failed_twice(world, report, now)
    (stuck,) = selectors.stuck_reports(fallback, now)
    assert (stuck.label, stuck.holder) == (report.label, "SHOP")
    assert again(report).holder_id == world.shop.organisation.pk
    with pytest.raises(NotFound):
        selectors.get_report(fallback, report.pk, purpose="triage", now=now)
    referral = offered(world.shop, world.police, report, now)
    answer(services.accept_referral, world.police, referral, now)
    assert selectors.stuck_reports(fallback, now) == []


def test_a_report_nobody_looks_at_is_escalated_once_and_stays_where_it_is(world, now):
    report = make_report(now, age=Age.ADULT)
    due = again(report).due_at
    assert announce(due + timedelta(hours=1)) == 0
    late = after(due, Period.parse("P1WD"))
    assert (announce(late), announce(late)) == (1, 0)
    assert again(report).state == ReportState.NEW
    assessed(world.shop, report, late)
    assert selectors.stuck_reports(triager(world.comensha), late) == []


def test_only_the_national_coordination_sees_who_waits(world, now):
    failed_twice(world, make_report(now), now)
    with pytest.raises(NotFound):
        selectors.stuck_reports(triager(world.shop), now)
