# SPDX-License-Identifier: EUPL-1.2
"""A bed is asked of many; a yes is chosen with the person; what it rests on ends with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ketenzicht.accounts.models import Organisation
from ketenzicht.accounts.states import Standing
from ketenzicht.cases import tasks
from ketenzicht.cases.care.models import Need
from ketenzicht.cases.file.models import Grant
from ketenzicht.cases.file.selectors.access import case_of
from ketenzicht.cases.page.closing import close_case
from ketenzicht.cases.page.placing import end_request, take_bed_back
from ketenzicht.cases.sharing.services import consents, grants
from ketenzicht.cases.sharing.states import SHARE_CONSENT, AtClosing, ConsentState
from ketenzicht.cases.shelter import services as sheltering
from ketenzicht.cases.shelter.models import BedRequest
from ketenzicht.cases.shelter.selectors import described
from ketenzicht.cases.shelter.services import asking
from ketenzicht.cases.shelter.states import BED_NEXT, STANDING_OFFERS, BedState, RequestState
from ketenzicht.cases.transfers.services import decisions
from ketenzicht.core.errors import DomainError, NotAllowed, NotFound, Refused, StaleWrite
from ketenzicht.offers.rules import Refusal
from ketenzicht.offers.states import Alternative
from tests.factories.beds import (
    WHY,
    ask_beds,
    brought_to,
    choose,
    put_to,
    say_no,
    say_yes,
    second_shelter,
    stored_request,
)
from tests.factories.cases import accept, coordinator, make_case, offer, stored

HOUR = timedelta(hours=1)


@pytest.fixture
def bridge(db, world):
    return second_shelter()


@pytest.fixture
def case(world):
    return make_case(world.shop)


@pytest.fixture
def asked(world, case, bridge, now):
    return ask_beds(world.shop, case, world.shelter, bridge)


def state_of(request, shelter):
    return BedState(put_to(request, shelter).state)


def shared(case, shelter, now):
    rows = Grant.objects.whole_table(why=WHY)
    return rows.filter(Grant.live(shelter.organisation.pk, now), case=case).exists()


def test_those_asked_read_what_is_needed_and_nothing_of_the_case(world, case, asked, now):
    told = described(asked, world.shelter.organisation.pk)
    assert (told.age_band, told.gender, asked.risk, asked.region) == (
        "a18_22",
        "f",
        "r2",
        "den_haag_hm",
    )
    assert described(asked, world.moviera.organisation.pk) is None
    with pytest.raises(NotFound):
        case_of(coordinator(world.shelter), case.pk, now)


def test_a_yes_opens_nothing_until_it_is_chosen_with_the_person(world, case, asked, bridge, now):
    yes = say_yes(world.shelter, asked)
    say_yes(bridge, asked)
    assert not shared(case, world.shelter, now)
    choose(world.shop, yes)
    assert shared(case, world.shelter, now)
    assert not shared(case, bridge, now)
    assert state_of(asked, bridge) is BedState.WITHDRAWN
    assert described(asked, bridge.organisation.pk) is None
    sheltering.set_whereabouts(
        actor=coordinator(world.shelter), case_id=case.pk, shelter_type="vo", address="X", now=now
    )
    assert state_of(asked, world.shelter) is BedState.PLACED
    assert stored_request(asked).state == RequestState.PLACED


def test_a_bed_on_consent_that_was_not_given_is_not_chosen(world, case, asked, now):
    yes = say_yes(world.shelter, asked)
    with pytest.raises(Refused):
        choose(world.shop, yes, basis="consent")
    assert state_of(asked, world.shelter) is BedState.ACCEPTED
    assert not shared(case, world.shelter, now)


def test_a_no_has_a_reason_and_the_holder_looks_on(world, asked):
    with pytest.raises(Refused):
        say_no(world.shelter, asked, refusal=Refusal("", Alternative.LATER))
    said = say_no(world.shelter, asked)
    assert (said.state, said.refusal, said.alternative) == ("refused", "no_capacity", "later")
    assert stored_request(asked).state == RequestState.OPEN


def test_nobody_answers_for_another_or_on_an_older_version(world, asked, bridge, now):
    given = put_to(asked, world.shelter)
    with pytest.raises(NotFound):
        take_bed_back(actor=coordinator(bridge), offer_id=given.pk, version=1, now=now)
    with pytest.raises(NotAllowed):
        take_bed_back(actor=coordinator(world.shop), offer_id=given.pk, version=1, now=now)
    yes = say_yes(world.shelter, asked)
    with pytest.raises(StaleWrite):
        take_bed_back(
            actor=coordinator(world.shelter), offer_id=yes.pk, version=yes.version - 1, now=now
        )


def test_silence_comes_back_after_four_hours(world, asked, bridge, now):
    say_yes(bridge, asked)
    assert tasks.expire_beds(now + 4 * HOUR) == 0
    assert tasks.expire_beds(now + 4 * HOUR + timedelta(minutes=1)) == 1
    assert tasks.expire_beds(now + 5 * HOUR) == 0
    assert state_of(asked, world.shelter) is BedState.EXPIRED
    assert state_of(asked, bridge) is BedState.ACCEPTED


def test_cosm_is_asked_of_comensha_and_of_no_shelter(world, case, now):
    with pytest.raises(Refused):
        ask_beds(world.shop, case, world.shelter, kind="cosm")
    request = ask_beds(world.shop, case, kind="cosm")
    assert put_to(request, world.comensha).state == BedState.OFFERED
    with pytest.raises(Refused):
        say_yes(world.comensha, request)
    yes = say_yes(world.comensha, request, shelter_id=world.shelter.organisation.pk)
    choose(world.shop, yes)
    assert shared(case, world.shelter, now)
    assert not shared(case, world.comensha, now)


def test_asking_asks_at_least_one_that_answers_for_a_bed(world, case, now):
    for wrong in ((), (world.law_firm,), (world.moviera,)):
        with pytest.raises(Refused):
            ask_beds(world.shop, case, *wrong)
    assert not BedRequest.objects.whole_table(why=WHY).exists()


def test_one_bed_is_looked_for_at_a_time_and_more_can_be_asked(world, case, now):
    request, bridge = ask_beds(world.shop, case, world.shelter), second_shelter()
    with pytest.raises(Refused):
        ask_beds(world.shop, case, bridge)
    asking.ask_more(
        actor=coordinator(world.shop),
        request_id=request.pk,
        organisations=[world.shelter.organisation.pk, bridge.organisation.pk],
        version=request.version,
        now=now,
    )
    assert state_of(request, bridge) is BedState.OFFERED
    assert request.offers.model.objects.whole_table(why=WHY).count() == 2


def test_an_interim_bed_has_an_end_and_asks_nobody_who_pays(world, asked, now):
    ground = {"actor": coordinator(world.shop), "request_id": asked.pk, "version": 1, "now": now}
    with pytest.raises(Refused):
        asking.arrange_interim_bed(**ground, interim="hotel", until=now)
    found = asking.arrange_interim_bed(**ground, interim="hotel", until=now + 24 * HOUR)
    assert (found.interim, found.state) == ("hotel", RequestState.OPEN)
    assert not any("pay" in each.name for each in BedRequest._meta.get_fields())


def end_share(world, case, now):
    rows = Grant.objects.whole_table(why=WHY).filter(case=case, revoked_at=None)
    for grant in rows:
        grants.revoke_grant(
            actor=coordinator(world.shop), case_id=case.pk, grant_id=grant.pk, now=now
        )


def withdraw_consent(world, case, now):
    Grant.objects.whole_table(why=WHY).filter(case=case).update(basis="consent")
    said = consents.Answer(kind=SHARE_CONSENT, state=ConsentState.WITHDRAWN)
    consents.record_consent(actor=coordinator(world.shop), case_id=case.pk, answer=said, now=now)


def suspend(world, _case, now):
    rows = Organisation.objects.filter(pk=world.shelter.organisation.pk)
    rows.update(standing=Standing.SUSPENDED)
    decisions.leave_unreachable(world.shelter.organisation.pk, now=now)


def close(world, case, now):
    Need.objects.whole_table(why=WHY).filter(case=case).update(state="met", resolved_at=now)
    close_case(
        actor=coordinator(world.shop),
        case_id=case.pk,
        reason="goals_met",
        shares=AtClosing.STOP,
        version=stored(case).version,
        now=now,
    )


def moved_to_us(world, case, now):
    accept(world.shelter, offer(world.shop, world.shelter, case))


def taken_back(world, case, now):
    found = put_to(BedRequest.objects.whole_table(why=WHY).get(case=case), world.shelter)
    take_bed_back(
        actor=coordinator(world.shelter), offer_id=found.pk, version=found.version, now=now
    )


ALL_OF_THEM = frozenset(STANDING_OFFERS)
CHOSEN = frozenset({BedState.CHOSEN})
ENDINGS = [
    (end_share, CHOSEN, RequestState.OPEN),
    (withdraw_consent, CHOSEN, RequestState.OPEN),
    (suspend, ALL_OF_THEM, RequestState.OPEN),
    (moved_to_us, ALL_OF_THEM, RequestState.OPEN),
    (taken_back, ALL_OF_THEM - {BedState.OFFERED}, RequestState.OPEN),
    (close, ALL_OF_THEM, RequestState.ENDED),
]


@pytest.mark.parametrize("state", STANDING_OFFERS)
@pytest.mark.parametrize("how", ENDINGS, ids=lambda how: how[0].__name__)
def test_what_an_offer_rests_on_ends_it_in_the_same_act(world, asked, now, state, how):
    (ending, ends, then), case = how, asked.case
    brought_to(state, world.shop, world.shelter, asked)
    try:
        ending(world, case, now)
    except DomainError:
        assert state not in ends
    after = state_of(asked, world.shelter)
    if state not in ends:
        assert after is state
        return
    assert not BED_NEXT[after]
    assert stored_request(asked).state == then
    assert described(asked, world.shelter.organisation.pk) is None or ending is moved_to_us
    if ending is not moved_to_us and ending is not suspend:
        assert not shared(case, world.shelter, now)


def test_a_handed_over_case_takes_its_request_along(world, case, asked, bridge, now):
    yes = say_yes(bridge, asked)
    accept(world.moviera, offer(world.shop, world.moviera, case))
    assert described(asked, world.moviera.organisation.pk).gender == "f"
    assert described(asked, world.shop.organisation.pk) is None
    with pytest.raises(DomainError):
        choose(world.shop, yes)
    choose(world.moviera, yes)
    assert shared(case, bridge, now)


def test_ending_a_request_says_why_and_closes_what_was_opened(world, case, asked, bridge, now):
    choose(world.shop, say_yes(world.shelter, asked))
    ground = {"actor": coordinator(world.shop), "request_id": asked.pk, "now": now}
    version = stored_request(asked).version
    with pytest.raises(StaleWrite):
        end_request(**ground, outcome="no_fit", version=version - 1)
    end_request(**ground, outcome="no_fit", version=version)
    assert (stored_request(asked).state, stored_request(asked).outcome) == ("ended", "no_fit")
    assert not shared(case, world.shelter, now)
