# SPDX-License-Identifier: EUPL-1.2
"""A case moves when somebody says yes, and not before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from ketenzicht.cases import tasks
from ketenzicht.cases.care.models import Need
from ketenzicht.cases.care.services import asking
from ketenzicht.cases.file.models import Action, Case
from ketenzicht.cases.file.selectors.access import case_of
from ketenzicht.cases.file.services import details
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.transfers.models import Escalation, Transfer
from ketenzicht.cases.transfers.services import decisions, transfers
from ketenzicht.cases.transfers.states import Level, Resolution, TransferState
from ketenzicht.core.errors import NotAllowed, NotFound, Refused, StaleWrite
from ketenzicht.mail.models import Notice
from ketenzicht.offers.rules import Refusal
from ketenzicht.offers.states import Alternative
from ketenzicht.vault.services import EnvelopeClosed, open_envelope
from tests.factories.accounts import make_member
from tests.factories.cases import (
    WHY,
    accept,
    coordinator,
    make_case,
    need,
    offer,
    plan,
    propose,
    share,
    stored,
    stored_transfer,
)
from tests.factories.work import items
from tests.mailbox import told

NO = Refusal(reason="no_capacity", alternative=Alternative.LATER, words="Over drie weken wel.")


def refuse(partner, transfer, now, refusal=NO):
    return transfers.refuse_transfer(
        actor=coordinator(partner),
        transfer_id=transfer.pk,
        refusal=refusal,
        version=stored_transfer(transfer).version,
        now=now,
    )


def standing(case):
    return Escalation.objects.whole_table(why=WHY).filter(case=case, resolved_at=None).first()


def test_the_holder_stays_until_the_receiver_accepts(world, now):
    case = make_case(world.shop)
    transfer = offer(world.shop, world.moviera, case)
    assert stored(case).holder == world.shop.organisation
    accept(world.moviera, transfer)
    assert stored(case).holder == world.moviera.organisation


def test_the_receiver_sees_the_proposal_but_not_the_case_before_it_accepts(world, now):
    case = make_case(world.shop)
    transfer = offer(world.shop, world.moviera, case)
    receiver = coordinator(world.moviera)
    row = Transfer.objects.for_reader(receiver, now).get(pk=transfer.pk)
    opened = open_envelope(row.envelope_id, receiver.organisation_id)
    assert opened.read(row, "summary") == "Zij zoekt een plek voor langere tijd."
    with pytest.raises(NotFound):
        case_of(receiver, case.pk, now)
    with pytest.raises(EnvelopeClosed):
        open_envelope(case.envelope_id, receiver.organisation_id)


def test_a_draft_is_seen_by_its_writer_only(world, now):
    case = make_case(world.shop)
    transfer = propose(world.shop, world.moviera, case)
    seen = Transfer.objects.for_reader(coordinator(world.moviera), now)
    assert list(seen) == []
    assert list(Transfer.objects.for_reader(coordinator(world.shop), now)) == [transfer]


def test_after_acceptance_the_giver_sees_only_what_was_agreed(world, now):
    case = make_case(world.shop)
    drafted = propose(
        world.shop,
        world.moviera,
        case,
        stays=frozenset({Section.NEEDS}),
        stays_until=now + timedelta(days=14),
    )
    transfers.offer_transfer(
        actor=coordinator(world.shop), transfer_id=drafted.pk, version=drafted.version, now=now
    )
    accept(world.moviera, drafted)
    giver = coordinator(world.shop)
    assert case_of(giver, case.pk, now) == case
    assert Action.objects.for_reader(giver, now).count() == 1
    with pytest.raises(NotFound):
        case_of(giver, case.pk, now + timedelta(days=15))


def test_without_an_agreement_the_giver_sees_nothing_any_more(world, now):
    case = make_case(world.shop)
    accept(world.moviera, offer(world.shop, world.moviera, case))
    with pytest.raises(NotFound):
        case_of(coordinator(world.shop), case.pk, now)
    with pytest.raises(EnvelopeClosed):
        open_envelope(case.envelope_id, world.shop.organisation.pk)


def test_open_needs_and_steps_move_along(world, now):
    case = make_case(world.shop)
    need(world.shop, case)
    plan(world.shop, case)
    accept(world.moviera, offer(world.shop, world.moviera, case))
    reader = coordinator(world.moviera)
    assert {row.responsible for row in Need.objects.for_reader(reader, now)} == {
        world.moviera.organisation
    }
    assert {row.organisation for row in Action.objects.for_reader(reader, now)} == {
        world.moviera.organisation
    }


def test_a_second_hand_over_cannot_begin(world, now):
    case = make_case(world.shop)
    offer(world.shop, world.moviera, case)
    with pytest.raises(Refused):
        propose(world.shop, world.comensha, case)


def test_the_database_itself_refuses_a_second_open_hand_over(world, now):
    case = make_case(world.shop)
    first = offer(world.shop, world.moviera, case)
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.create(
            case=case,
            giver=first.giver,
            receiver=world.comensha.organisation,
            fallback=first.fallback,
            envelope_id=first.envelope_id,
            drafted_at=now,
        )


def test_the_database_itself_refuses_a_holder_without_acceptance(world, now):
    case = make_case(world.shop)
    offer(world.shop, world.moviera, case)
    rows = Case.objects.whole_table(why=WHY).filter(pk=case.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(holder=world.moviera.organisation)
    assert stored(case).holder == world.shop.organisation


def test_only_the_receiver_answers(world, now):
    case = make_case(world.shop)
    transfer = offer(world.shop, world.moviera, case)
    with pytest.raises(NotAllowed):
        accept(world.shop, transfer)
    with pytest.raises(NotFound):
        accept(world.comensha, transfer)


def test_an_organisation_nobody_answers_for_cannot_accept(world, now):
    case = make_case(world.shop)
    transfer = offer(world.shop, world.moviera, case)
    world.moviera.desk.active = False
    world.moviera.desk.save()
    with pytest.raises(Refused):
        accept(world.moviera, transfer)
    assert stored(case).holder == world.shop.organisation


def test_a_refusal_keeps_the_holder_and_says_why_and_what_instead(world, now):
    case = make_case(world.shop)
    answered = refuse(world.moviera, offer(world.shop, world.moviera, case), now)
    assert stored(case).holder == world.shop.organisation
    assert (answered.refusal, answered.alternative) == ("no_capacity", Alternative.LATER)


def test_pointing_to_another_organisation_names_it(world, now):
    case = make_case(world.shop)
    transfer = offer(world.shop, world.moviera, case)
    with pytest.raises(Refused) as refused:
        refuse(
            world.moviera,
            transfer,
            now,
            Refusal(reason="wrong_region", alternative=Alternative.OTHER_ORGANISATION),
        )
    assert refused.value.field == "organisation"


def test_two_refusals_bring_the_case_to_the_fallback_coordinator(world, now):
    case = make_case(world.shop)
    refuse(world.moviera, offer(world.shop, world.moviera, case), now)
    assert standing(case) is None
    refuse(world.moviera, offer(world.shop, world.moviera, case), now)
    found = standing(case)
    assert (found.level, found.organisation) == (Level.FALLBACK, world.comensha.organisation)
    with pytest.raises(Refused):
        propose(world.shop, world.shelter, case)


def test_a_case_that_goes_back_is_decided_by_the_fallback(world, now):
    case = make_case(world.shop)
    first = offer(world.shop, world.moviera, case)
    accept(world.moviera, first)
    finish(world.moviera, first, now)
    offer(world.moviera, world.shop, case)
    assert standing(case).level == Level.FALLBACK
    assert standing(case).reason == "bounced"


def finish(partner, transfer, now):
    for step in (transfers.confirm_warm_transfer, transfers.complete_transfer):
        step(
            actor=coordinator(partner),
            transfer_id=transfer.pk,
            version=stored_transfer(transfer).version,
            now=now,
        )


def test_silence_expires_the_offer_and_somebody_must_decide(world, now):
    case = make_case(world.shop)
    transfer = offer(world.shop, world.moviera, case)
    later = now + timedelta(days=3)
    assert tasks.expire_offers(later) == 1
    assert tasks.expire_offers(later) == 0
    assert stored_transfer(transfer).state == TransferState.EXPIRED
    assert stored(case).holder == world.shop.organisation
    assert (standing(case).level, standing(case).organisation) == (
        Level.SUPERVISOR,
        world.shop.organisation,
    )


def test_a_lead_who_does_not_decide_is_passed_by(world, now):
    case = make_case(world.shop)
    offer(world.shop, world.moviera, case)
    tasks.expire_offers(now + timedelta(days=3))
    assert tasks.escalate_overdue(now + timedelta(days=3, hours=1)) == 0
    assert tasks.escalate_overdue(now + timedelta(days=7)) == 1
    assert standing(case).level == Level.FALLBACK
    assert standing(case).organisation == world.comensha.organisation


def escalated(world, now):
    case = make_case(world.shop)
    for _attempt in range(2):
        refuse(world.moviera, offer(world.shop, world.moviera, case), now)
    return case, standing(case)


def test_the_fallback_can_take_the_case_over(world, now):
    case, found = escalated(world, now)
    decisions.take_over(
        actor=coordinator(world.comensha),
        escalation_id=found.pk,
        first_step="Zelf bellen",
        first_due=now + timedelta(hours=4),
        version=found.version,
        now=now,
    )
    assert stored(case).holder == world.comensha.organisation
    assert standing(case) is None


def test_the_fallback_can_ask_another_organisation_with_the_same_words(world, now):
    case, found = escalated(world, now)
    asked = decisions.offer_elsewhere(
        actor=coordinator(world.comensha),
        escalation_id=found.pk,
        receiver_id=world.shelter.organisation.pk,
        answer_by=now + timedelta(days=1),
        version=found.version,
        now=now,
    )
    opened = open_envelope(asked.envelope_id, world.shelter.organisation.pk)
    assert opened.read(asked, "summary") == "Zij zoekt een plek voor langere tijd."
    assert stored(case).holder == world.shop.organisation
    accept(world.shelter, asked)
    assert stored(case).holder == world.shelter.organisation


def test_the_fallback_can_leave_the_case_where_it_is(world, now):
    case, found = escalated(world, now)
    decisions.keep_with_holder(
        actor=coordinator(world.comensha),
        escalation_id=found.pk,
        version=found.version,
        now=now,
    )
    rows = Escalation.objects.whole_table(why=WHY)
    assert rows.get(pk=found.pk).resolution == Resolution.HOLDER_KEEPS
    assert stored(case).holder == world.shop.organisation


def test_the_holder_cannot_take_the_decision_from_the_fallback(world, now):
    _case, found = escalated(world, now)
    with pytest.raises(NotAllowed):
        decisions.keep_with_holder(
            actor=coordinator(world.shop),
            escalation_id=found.pk,
            version=found.version,
            now=now,
        )


def test_a_holder_nobody_reaches_loses_its_cases_to_the_fallback_at_once(world, now):
    case = make_case(world.shop)
    world.shop.desk.active = False
    world.shop.desk.save()
    assert tasks.rescue_cases(now) == 1
    assert stored(case).holder == world.comensha.organisation
    assert tasks.rescue_cases(now) == 0


def test_an_answer_to_an_older_version_is_refused(world, now):
    case = make_case(world.shop)
    transfer = offer(world.shop, world.moviera, case)
    with pytest.raises(StaleWrite):
        transfers.accept_transfer(
            actor=coordinator(world.moviera),
            transfer_id=transfer.pk,
            first_step="Bellen",
            first_due=now + timedelta(days=1),
            version=transfer.version - 1,
            now=now,
        )
    assert stored(case).holder == world.shop.organisation


def test_both_sides_hear_that_something_waits_and_nothing_more(world, now):
    case = make_case(world.shop)
    transfer = offer(world.shop, world.moviera, case)
    assert told() == [(coordinator(world.moviera).user.email, "hand-over-offered")]
    Notice.objects.all().delete()
    refuse(world.moviera, transfer, now)
    assert told() == [(coordinator(world.shop).user.email, "hand-over-answered")]


def test_an_answer_stands_on_the_givers_day(world, now):
    case = make_case(world.shop)
    refuse(world.moviera, offer(world.shop, world.moviera, case), now)
    assert "Lees het antwoord" in {item.action for item in items(coordinator(world.shop), now)}
    offer(world.shop, world.moviera, case)
    assert "Lees het antwoord" not in {item.action for item in items(coordinator(world.shop), now)}


def test_a_need_stays_with_whoever_answers_for_it_until_the_other_says_yes(world, now):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case)
    wanted = need(world.shop, case)
    ground = {"case_id": case.pk, "need_id": wanted.pk, "now": now}
    asked = asking.ask_for_need(
        actor=coordinator(world.shop),
        organisation_id=world.shelter.organisation.pk,
        version=1,
        **ground,
    )
    assert asked.need.responsible == world.shop.organisation
    assert "Zeg ja of nee" in {item.action for item in items(coordinator(world.shelter), now)}
    taken = asking.take_need(actor=coordinator(world.shelter), version=2, **ground)
    assert taken.responsible == world.shelter.organisation


def test_the_case_stays_with_the_organisation_when_it_goes_to_a_colleague(world, now):
    case = make_case(world.shop)
    colleague = make_member(world.shop.organisation, "zorgcoordinator", name="Noor Collega")
    given = details.assign_worker(
        actor=coordinator(world.shop),
        case_id=case.pk,
        worker_id=colleague.pk,
        version=1,
        now=now,
    )
    assert (given.worker, given.holder) == (colleague, world.shop.organisation)
    with pytest.raises(Refused):
        details.assign_worker(
            actor=colleague,
            case_id=case.pk,
            worker_id=coordinator(world.moviera).pk,
            version=2,
            now=now,
        )
