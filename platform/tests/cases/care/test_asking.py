# SPDX-License-Identifier: EUPL-1.2
"""Asking another organisation for a need: a no has a reason, silence a clock, an end a way back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.cases import tasks
from ketenzicht.cases.care.models import Need, NeedOffer
from ketenzicht.cases.care.services import asking, needs
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.file.models import Action
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.sharing.services import consents, grants
from ketenzicht.cases.sharing.states import ConsentState
from ketenzicht.core.errors import NotAllowed, NotFound, Refused
from ketenzicht.offers.rules import Refusal
from ketenzicht.offers.states import Alternative, OfferState
from tests.factories.cases import (
    WHY,
    accept,
    coordinator,
    make_case,
    need,
    offer,
    plan,
    share,
)
from tests.factories.work import items
from tests.upgrading import moved_to, to_this_release

NO = Refusal("no_capacity", Alternative.LATER, words="Vanaf maandag is er een plek.")


@pytest.fixture
def case(world):
    return make_case(world.shop)


@pytest.fixture
def asked(world, case, now):
    """A question about an address for post, put to the shelter."""
    share(world.shop, world.shelter, case)
    return ask(world, case, need(world.shop, case, "brp"), now)


def ask(world, case, wanted, now, *, of=None, version=None):
    return asking.ask_for_need(
        actor=coordinator(world.shop),
        case_id=case.pk,
        need_id=wanted.pk,
        organisation_id=(of or world.shelter).organisation.pk,
        version=version or wanted.version,
        now=now,
    )


def ground(partner, question, now):
    return {
        "actor": coordinator(partner),
        "case_id": question.case_id,
        "need_id": question.need_id,
        "version": fresh(question).version,
        "now": now,
    }


def fresh(question):
    return Need.objects.whole_table(why=WHY).get(pk=question.need_id)


def state_of(question):
    return NeedOffer.objects.whole_table(why=WHY).get(pk=question.pk).state


def said(partner, now):
    return [line.sentence for line in items(coordinator(partner), now)]


def left(world, now):
    """What stands on the day of who asked because the other did not take it on."""
    return [one for one in said(world.shop, now) if "Inschrijving of briefadres" in one]


def refuse(world, question, now, refusal=NO):
    return asking.decline_need(**ground(world.shelter, question, now), refusal=refusal)


def test_a_no_is_read_by_who_asked_and_stays_on_the_day_until_it_is_noted(world, case, asked, now):
    refuse(world, asked, now)
    assert state_of(asked) == OfferState.REFUSED
    month = now + timedelta(days=30)
    assert left(world, month)[0].startswith(f"{world.shelter.organisation.name} zei nee")
    asking.note_answer(**ground(world.shop, asked, now))
    assert [one for one in left(world, now) if "zei nee" in one] == []


def test_who_asked_reads_reason_and_proposal_on_the_page(as_member, world, asked, now):
    refuse(world, asked, now)
    reader = as_member(Client(), coordinator(world.shop))
    page = reader.get(reverse("cases:detail", args=[asked.case_id])).content.decode()
    for words in ("Geen ruimte", "Wij kunnen het later", "Vanaf maandag is er een plek."):
        assert words in page


@pytest.mark.parametrize(
    ("refusal", "field"),
    [
        (Refusal("", Alternative.LATER), "reason"),
        (Refusal("no_capacity", Alternative.OTHER_ORGANISATION), "organisation"),
    ],
)
def test_a_bare_no_does_not_exist(world, asked, now, refusal, field):
    with pytest.raises(Refused) as why:
        refuse(world, asked, now, refusal)
    assert (why.value.field, state_of(asked)) == (field, OfferState.OFFERED)


def test_silence_is_on_the_day_of_who_asked_from_the_very_term(world, case, asked, now):
    assert [one for one in left(world, now) if "niet geantwoord" in one] == []
    late = asked.answer_by + timedelta(minutes=1)
    assert [one for one in left(world, late) if "niet geantwoord" in one]
    assert tasks.expire_questions(late) == 1
    assert state_of(asked) == OfferState.EXPIRED
    assert fresh(asked).responsible_id == world.shop.organisation.pk
    assert [one for one in left(world, late) if "niet geantwoord" in one]
    with pytest.raises(NotFound):
        asking.take_need(**ground(world.shelter, asked, late))


def test_asking_another_ends_what_stood_about_the_first(world, case, asked, now):
    refuse(world, asked, now)
    share(world.shop, world.moviera, case)
    ask(world, case, fresh(asked), now, of=world.moviera)
    assert [one for one in left(world, now) if "zei nee" in one] == []


def test_one_question_at_a_time_and_a_second_takes_the_first_back(world, case, asked, now):
    share(world.shop, world.moviera, case)
    second = ask(world, case, fresh(asked), now, of=world.moviera)
    assert (state_of(asked), state_of(second)) == (OfferState.WITHDRAWN, OfferState.OFFERED)
    with pytest.raises(NotAllowed):
        asking.take_need(**ground(world.shelter, asked, now))


def test_a_question_that_is_taken_back_leaves_the_day_of_who_was_asked(world, case, asked, now):
    assert any(case.code in one for one in said(world.shelter, now))
    asking.withdraw_question(**ground(world.shop, asked, now))
    assert not any(case.code in one for one in said(world.shelter, now))
    with pytest.raises(Refused):
        asking.withdraw_question(**ground(world.shop, asked, now))


def test_a_need_that_is_met_asks_nobody_any_more(world, case, asked, now):
    needs.resolve_need(**ground(world.shop, asked, now), state=NeedState.MET)
    assert state_of(asked) == OfferState.WITHDRAWN
    assert not any(case.code in one for one in said(world.shelter, now))


def consent(world, case, state, now):
    said = consents.Answer(
        kind="help_share", state=state, recipient_id=world.shelter.organisation.pk
    )
    consents.record_consent(actor=coordinator(world.shop), case_id=case.pk, answer=said, now=now)


def end_by_consent(world, case, now):
    consent(world, case, ConsentState.WITHDRAWN, now)


def end_by_hand(world, case, now):
    (shared,) = grants.live_grants(case, now)
    grants.revoke_grant(actor=coordinator(world.shop), case_id=case.pk, grant_id=shared.pk, now=now)


def end_by_time(world, case, now):
    grants.end_expired(now=now + timedelta(days=31))


def end_by_less(world, case, now):
    share(world.shop, world.shelter, case, now, sections=frozenset({Section.NOTES}))


@pytest.mark.parametrize("end", [end_by_consent, end_by_hand, end_by_time, end_by_less])
def test_what_rests_on_a_share_ends_with_it_and_goes_back_to_the_holder(world, case, now, end):
    consent(world, case, ConsentState.GIVEN, now)
    share(world.shop, world.shelter, case, now, basis="consent")
    taken, open_one = need(world.shop, case, "income"), need(world.shop, case, "brp")
    first = ask(world, case, taken, now)
    asking.take_need(**ground(world.shelter, first, now))
    second = ask(world, case, open_one, now)
    step = plan(world.shelter, case)
    end(world, case, now)
    assert fresh(first).responsible_id == world.shop.organisation.pk
    assert state_of(second) == OfferState.WITHDRAWN
    back = Action.objects.whole_table(why=WHY).get(pk=step.pk)
    assert back.organisation_id == world.shop.organisation.pk


def test_sharing_more_leaves_what_was_taken_on_where_it_is(world, case, asked, now):
    asking.take_need(**ground(world.shelter, asked, now))
    share(world.shop, world.shelter, case, sections=frozenset({Section.NEEDS, Section.NOTES}))
    assert fresh(asked).responsible_id == world.shelter.organisation.pk


def test_who_takes_the_whole_case_over_is_not_asked_for_a_part_of_it(world, case, asked, now):
    accept(world.shelter, offer(world.shop, world.shelter, case))
    assert state_of(asked) == OfferState.WITHDRAWN
    assert fresh(asked).responsible_id == world.shelter.organisation.pk


def test_only_who_was_asked_answers(world, case, asked, now):
    share(world.shop, world.moviera, case)
    with pytest.raises(NotAllowed):
        asking.take_need(**ground(world.moviera, asked, now))
    with pytest.raises(NotAllowed):
        asking.decline_need(**ground(world.shop, asked, now), refusal=NO)


def test_a_question_that_was_open_before_the_upgrade_is_open_after_it(
    back_to_this_release, world, case, now
):
    share(world.shop, world.shelter, case)
    wanted, late = need(world.shop, case, "brp"), now + timedelta(days=2)
    old = moved_to([("cases", "0016_regional_rules")])
    old.get_model("cases", "Need")._base_manager.filter(pk=wanted.pk).update(
        asked_id=world.shelter.organisation.pk, asked_at=now, answer_by=late
    )
    to_this_release()
    taken_over = NeedOffer.objects.whole_table(why=WHY).get(need=wanted)
    assert (taken_over.state, taken_over.answer_by) == (OfferState.OFFERED, late)
    asking.take_need(**ground(world.shelter, taken_over, now))
    assert fresh(taken_over).responsible_id == world.shelter.organisation.pk
