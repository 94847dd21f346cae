# SPDX-License-Identifier: EUPL-1.2
"""Whatever people do, in whatever order: one holder, no silent end, and a story that adds up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from ketenzicht.accounts.models import Desk
from ketenzicht.accounts.selectors import organisations_able_to
from ketenzicht.cases import tasks
from ketenzicht.cases.care.models import Need
from ketenzicht.cases.care.services import notes
from ketenzicht.cases.file.models import Case, CaseEvent
from ketenzicht.cases.file.selectors.able import HOLDS
from ketenzicht.cases.file.services import details, journal
from ketenzicht.cases.file.states import CASE, CaseState
from ketenzicht.cases.page import closing
from ketenzicht.cases.page.replay import replay
from ketenzicht.cases.transfers.models import Escalation, Transfer
from ketenzicht.cases.transfers.services import decisions, released, transfers
from ketenzicht.cases.transfers.states import (
    OPEN_TRANSFER,
    RECEIVED,
    Ground,
    TransferState,
)
from ketenzicht.cases.triggers import removals
from ketenzicht.cases.waiting.facts import standing_of
from ketenzicht.core.errors import DomainError
from ketenzicht.offers.rules import Refusal
from ketenzicht.offers.states import Alternative
from ketenzicht.surfaces.testing_clock import START
from ketenzicht.vault.services import open_envelope
from ketenzicht.work.models import Item
from tests.factories.accounts import make_world
from tests.factories.cases import (
    WHY,
    accept,
    coordinator,
    make_case,
    need,
    offer,
    stored,
    stored_transfer,
)
from tests.machines import Reads, isolated, of_size
from tests.work.test_reporting import as_standing

PARTNERS = ("shop", "moviera", "comensha", "shelter")
partner = st.sampled_from(PARTNERS)


class Chain(Reads, RuleBasedStateMachine):
    """People of four organisations, a clock, and the sweeps."""

    cases = Bundle("cases")
    offers = Bundle("offers")

    @initialize()
    def begin(self) -> None:
        self.world = make_world()
        self.now = START
        self.moves: dict[object, int] = {}

    def of(self, name: str):
        return getattr(self.world, name)

    def attempt(self, act, *args, **named):
        """Do something that people may try; a refusal changes nothing."""
        before = self.snapshot()
        try:
            with transaction.atomic():
                return act(*args, **named)
        except DomainError:
            assert self.snapshot() == before
            return None

    def snapshot(self):
        cases = Case.objects.whole_table(why=WHY).values_list("pk", "holder", "state", "version")
        rows = Transfer.objects.whole_table(why=WHY).values_list("pk", "state", "version")
        return sorted(cases), sorted(rows)

    @rule(target=cases, name=partner)
    def open_case(self, name):
        case = self.attempt(make_case, self.of(name), self.now)
        return multiple() if case is None else case

    @rule(target=offers, case=cases, giver=partner, receiver=partner)
    def offer(self, case, giver, receiver):
        made = self.attempt(offer, self.of(giver), self.of(receiver), case, self.now)
        return multiple() if made is None else made

    @rule(given=offers, name=partner)
    def accept(self, given, name):
        self.attempt(accept, self.of(name), given, self.now)

    @rule(given=offers, name=partner)
    def refuse(self, given, name):
        self.attempt(
            transfers.refuse_transfer,
            actor=coordinator(self.of(name)),
            transfer_id=given.pk,
            refusal=Refusal(reason="no_capacity", alternative=Alternative.LATER),
            version=stored_transfer(given).version,
            now=self.now,
        )

    @rule(given=offers, name=partner)
    def withdraw(self, given, name):
        self._step(transfers.withdraw_transfer, given, name)

    @rule(given=offers, name=partner)
    def warm(self, given, name):
        self._step(transfers.confirm_warm_transfer, given, name)

    @rule(given=consumes(offers), name=partner)
    def complete(self, given, name):
        self._step(transfers.complete_transfer, given, name)

    def _step(self, act, given, name):
        self.attempt(
            act,
            actor=coordinator(self.of(name)),
            transfer_id=given.pk,
            version=stored_transfer(given).version,
            now=self.now,
        )

    @rule(case=cases, name=partner, take=st.booleans())
    def decide(self, case, name, take):
        rows = Escalation.objects.whole_table(why=WHY)
        found = rows.filter(case=case, resolved_at=None).first()
        if found is None:
            return
        ground = {
            "actor": coordinator(self.of(name)),
            "escalation_id": found.pk,
            "version": found.version,
            "now": self.now,
        }
        if take:
            due = self.now + timedelta(days=1)
            self.attempt(decisions.take_over, **ground, first_step="Bellen", first_due=due)
        else:
            self.attempt(decisions.keep_with_holder, **ground)

    @rule(case=cases, name=partner)
    def need(self, case, name):
        self.attempt(need, self.of(name), case, "shelter", self.now)

    @rule(case=cases, name=partner)
    def note(self, case, name):
        self.attempt(
            notes.log_contact,
            actor=coordinator(self.of(name)),
            case_id=case.pk,
            channel="phone",
            reached=True,
            words="",
            now=self.now,
        )

    @rule(case=cases, name=partner, state=st.sampled_from(list(CaseState)))
    def move(self, case, name, state):
        self.attempt(
            details.move_case,
            actor=coordinator(self.of(name)),
            case_id=case.pk,
            state=state,
            version=stored(case).version,
            review_at=self.now + timedelta(days=7),
            now=self.now,
        )

    @rule(case=cases, name=partner)
    def close(self, case, name):
        self.attempt(
            closing.close_case,
            actor=coordinator(self.of(name)),
            case_id=case.pk,
            reason="goals_met",
            version=stored(case).version,
            now=self.now,
        )

    @rule(name=partner)
    def desk_closes(self, name):
        """Disabling the last desk hands its cases on in the same transaction."""
        with transaction.atomic():
            Desk.objects.filter(organisation=self.of(name).organisation).update(active=False)
            decisions.leave_unreachable(self.of(name).organisation.pk, now=self.now)

    @rule(name=partner)
    def desk_opens(self, name):
        Desk.objects.filter(organisation=self.of(name).organisation).update(active=True)

    @rule(days=st.integers(0, 5))
    def time_passes(self, days):
        self.now += timedelta(days=days, hours=1)
        tasks.expire_offers(self.now)
        tasks.escalate_overdue(self.now)
        tasks.rescue_cases(self.now)

    def all_cases(self):
        rows = Case.objects.whole_table(why=WHY).select_related("holder")
        return self.once("cases", lambda: list(rows))

    @invariant()
    def an_open_case_has_one_holder_who_can_open_it(self):
        for case in self.all_cases():
            assert open_envelope(case.envelope_id, case.holder_id).id == case.envelope_id

    @invariant()
    def a_holder_nobody_reaches_is_in_front_of_somebody(self):
        standing = Escalation.objects.whole_table(why=WHY).filter(resolved_at=None)
        raised = set(standing.values_list("case", flat=True))
        reached = set(organisations_able_to(HOLDS, self.now))
        for case in self.all_cases():
            if case.open and case.holder_id not in reached:
                assert case.pk in raised

    @invariant()
    def holders_changed_only_by_acceptance(self):
        rows = Transfer.objects.whole_table(why=WHY).filter(state__in=RECEIVED)
        for case in self.all_cases():
            accepted = list(rows.filter(case=case).order_by("answered_at", "drafted_at"))
            events = CaseEvent.objects.whole_table(why=WHY).filter(case=case, kind="transfer")
            moves = [e.detail for e in events.order_by("seq") if e.detail["state"] == "accepted"]
            assert len(moves) == len(accepted)
            if moves:
                assert moves[-1]["receiver"] == str(case.holder_id)

    @invariant()
    def the_work_about_cases_is_what_stands_by_their_facts(self):
        ids = [case.pk for case in self.all_cases()]
        stands = standing_of(ids, self.now)
        rows = Item.objects.whole_table(why=WHY).filter(about_kind=CASE, ended_at=None)
        stored = [(row.about_id, as_standing(row)) for row in rows]
        wanted = [(case, item) for case, found in stands.items() for item in found]
        assert (set(stored), len(stored)) == (set(wanted), len(wanted))

    @invariant()
    def one_open_transfer_per_case(self):
        rows = Transfer.objects.whole_table(why=WHY).filter(state__in=OPEN_TRANSFER)
        cases = list(rows.values_list("case", flat=True))
        assert len(cases) == len(set(cases))

    @invariant()
    def an_offer_has_an_answer_by_and_a_fallback(self):
        rows = Transfer.objects.whole_table(why=WHY).exclude(offered_at=None)
        assert all(row.answer_by and row.fallback_id for row in rows)

    @invariant()
    def an_expired_offer_was_put_before_somebody(self):
        rows = Transfer.objects.whole_table(why=WHY).filter(state=TransferState.EXPIRED)
        raised = Escalation.objects.whole_table(why=WHY)
        for row in rows:
            assert raised.filter(case=row.case_id, raised_at__lte=self.now).exists()

    @invariant()
    def a_refusal_has_a_reason_and_an_alternative(self):
        rows = Transfer.objects.whole_table(why=WHY).filter(state=TransferState.REFUSED)
        assert all(row.refusal and row.alternative for row in rows)

    @invariant()
    def every_open_need_has_one_responsible_organisation_that_may_see_it(self):
        rows = Need.objects.whole_table(why=WHY).filter(state="open").select_related("case")
        assert all(row.responsible_id == row.case.holder_id for row in rows if row.case.open)

    @invariant()
    def nobody_answered_for_an_acceptance_only_when_nobody_could(self):
        rows = Transfer.objects.whole_table(why=WHY).filter(
            state__in=RECEIVED, answered_by__isnull=True
        )
        assert all(row.ground == Ground.UNREACHABLE for row in rows)

    @invariant()
    def replaying_the_events_gives_the_stored_case(self):
        for case in self.all_cases():
            told = replay(CaseEvent.objects.whole_table(why=WHY).filter(case=case).order_by("seq"))
            rows = Transfer.objects.whole_table(why=WHY).filter(case=case)
            assert told.state == case.state
            assert told.holder == str(case.holder_id)
            assert told.risk == case.risk
            assert told.last_contact_at == case.last_contact_at
            assert told.closure_reason == case.closure_reason
            assert told.transfers == {str(row.pk): row.state for row in rows}


@pytest.mark.django_db
@pytest.mark.no_cover  # the order is drawn by chance, so what it reaches is no promise
def test_nobody_falls_between_two_stools_whatever_people_do():
    run_state_machine_as_test(isolated(Chain), settings=of_size(100))


@pytest.fixture
def chain(db) -> Chain:
    machine = Chain()
    machine.begin()
    return machine


def test_the_machine_finds_a_holder_that_moved_without_acceptance(chain):
    case = chain.attempt(make_case, chain.world.shop, chain.now)
    chain.an_open_case_has_one_holder_who_can_open_it()
    chain.replaying_the_events_gives_the_stored_case()
    with connection.cursor() as cursor:
        cursor.execute(removals(connection.vendor)[0])
    rows = Case.objects.whole_table(why=WHY).filter(pk=case.pk)
    rows.update(holder=chain.world.moviera.organisation)
    with pytest.raises(DomainError):
        chain.an_open_case_has_one_holder_who_can_open_it()
    with pytest.raises(AssertionError):
        chain.replaying_the_events_gives_the_stored_case()


def test_the_machine_finds_an_expiry_that_told_nobody(chain, monkeypatch):
    monkeypatch.setattr(released, "raise_escalation", lambda *args, **named: None)
    case = chain.attempt(make_case, chain.world.shop, chain.now)
    chain.attempt(offer, chain.world.shop, chain.world.moviera, case, chain.now)
    chain.now += timedelta(days=5)
    tasks.expire_offers(chain.now)
    with pytest.raises(AssertionError):
        chain.an_expired_offer_was_put_before_somebody()


def test_the_machine_finds_a_holder_nobody_reaches(chain):
    case = chain.attempt(make_case, chain.world.shop, chain.now)
    Desk.objects.filter(organisation=chain.world.shop.organisation).update(active=False)
    with pytest.raises(AssertionError):
        chain.a_holder_nobody_reaches_is_in_front_of_somebody()
    assert decisions.leave_unreachable(chain.world.shop.organisation.pk, now=chain.now) == 1
    chain.a_holder_nobody_reaches_is_in_front_of_somebody()
    assert stored(case).holder == chain.world.comensha.organisation


def test_the_machine_finds_an_act_that_left_the_work_behind(chain, monkeypatch):
    case = chain.attempt(make_case, chain.world.shop, chain.now)
    chain.the_work_about_cases_is_what_stands_by_their_facts()
    monkeypatch.setattr(journal, "touch", lambda *_about, **_known: None)
    chain.attempt(offer, chain.world.shop, chain.world.moviera, case, chain.now)
    with pytest.raises(AssertionError):
        chain.the_work_about_cases_is_what_stands_by_their_facts()
