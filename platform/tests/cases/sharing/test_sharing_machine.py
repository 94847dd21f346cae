# SPDX-License-Identifier: EUPL-1.2
"""Whatever is shared, broken open, shut or disputed, in whatever order: only a live ground opens.

The same people and acts as in the machine of transfers, and over them the acts about sharing.
Who reaches a case is worked out here a second time, row by row, without a query of the platform.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Q
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from ketenzicht.cases import tasks
from ketenzicht.cases.file.models import Block, BreakGlass, Case, Grant
from ketenzicht.cases.file.services import opening
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.payer import services as payer
from ketenzicht.cases.payer.models import Dispute
from ketenzicht.cases.sharing.services import blocks, break_glass, grants
from ketenzicht.cases.sharing.states import Verdict
from ketenzicht.vault.models import WrappedKey
from tests.cases.transfers.test_chain_machine import PARTNERS, Chain, partner
from tests.factories.accounts import make_member, make_organisation
from tests.factories.cases import WHY, coordinator, make_case, share, stored
from tests.machines import isolated, of_size

REASON = "Er staat iemand voor de deur die gevaar loopt."
member = st.sampled_from(("coordinator", "colleague"))


class Sharing(Chain):
    """The chain, with a colleague at every partner and two municipalities."""

    glasses = Bundle("glasses")
    disputes = Bundle("disputes")

    @initialize(target=Chain.cases)
    def begin(self):
        super().begin()
        self.colleagues = {name: self._colleague(name) for name in PARTNERS}
        self.towns = [
            self.world.municipality.organisation,
            make_organisation("Dorp", "municipality"),
        ]
        return make_case(self.world.shop, self.now)

    def _colleague(self, name: str):
        home = self.of(name)
        role = next(iter(coordinator(home).roles))
        return make_member(home.organisation, role, name=f"Collega van {name}")

    def who(self, name: str, which: str):
        return coordinator(self.of(name)) if which == "coordinator" else self.colleagues[name]

    def everyone(self):
        return [
            self.who(name, which) for name in PARTNERS for which in ("coordinator", "colleague")
        ]

    def snapshot(self):
        tables = (Grant, Block, BreakGlass, Dispute)
        rows = [sorted(table.objects.whole_table(why=WHY).values_list("pk")) for table in tables]
        return super().snapshot(), rows

    # -- what people do ------------------------------------------------------------------------

    @rule(case=Chain.cases, giver=partner, receiver=partner, days=st.integers(1, 20))
    def share(self, case, giver, receiver, days):
        sections = frozenset({Section.NEEDS, Section.IDENTITY})
        self.attempt(
            share, self.of(giver), self.of(receiver), case, self.now, sections=sections, days=days
        )

    @rule(case=Chain.cases, name=partner)
    def revoke(self, case, name):
        standing = Grant.objects.whole_table(why=WHY).filter(case=case, revoked_at=None).first()
        if standing is not None:
            self.attempt(
                grants.revoke_grant,
                actor=coordinator(self.of(name)),
                case_id=case.pk,
                grant_id=standing.pk,
                now=self.now,
            )

    @rule(case=Chain.cases, name=partner, by=member, shut=member)
    def block(self, case, name, by, shut):
        self.attempt(
            blocks.block_member,
            actor=self.who(name, by),
            case_id=case.pk,
            member_id=self.who(name, shut).pk,
            now=self.now,
        )

    @rule(case=Chain.cases, name=partner, by=member)
    def lift(self, case, name, by):
        standing = Block.objects.whole_table(why=WHY).filter(case=case, lifted_at=None).first()
        if standing is not None:
            self.attempt(
                blocks.lift_block,
                actor=self.who(name, by),
                case_id=case.pk,
                block_id=standing.pk,
                now=self.now,
            )

    @rule(target=glasses, case=Chain.cases, name=partner, by=member)
    def break_glass(self, case, name, by):
        made = self.attempt(
            break_glass.break_glass,
            actor=self.who(name, by),
            code=case.code,
            reason=REASON,
            now=self.now,
        )
        return multiple() if made is None else made

    @rule(broken=glasses, name=st.sampled_from(("shop", "moviera", "comensha")))
    def judge(self, broken, name):
        self.attempt(
            break_glass.review_break_glass,
            actor=self.of(name)["privacy_officer"],
            break_glass_id=broken.pk,
            verdict=Verdict.JUSTIFIED,
            now=self.now,
        )

    @rule(target=disputes, case=Chain.cases, name=partner, turned=st.booleans())
    def dispute(self, case, name, turned):
        staying, other = reversed(self.towns) if turned else self.towns
        made = self.attempt(
            payer.open_dispute,
            actor=coordinator(self.of(name)),
            case_id=case.pk,
            staying_id=staying.pk,
            other_id=other.pk,
            now=self.now,
        )
        return multiple() if made is None else made

    @rule(dispute=disputes, name=partner, which=st.integers(0, 1))
    def resolve(self, dispute, name, which):
        self.attempt(
            payer.resolve_dispute,
            actor=coordinator(self.of(name)),
            dispute_id=dispute.pk,
            payer_id=self.towns[which].pk,
            version=Dispute.objects.whole_table(why=WHY).get(pk=dispute.pk).version,
            now=self.now,
        )

    @rule(case=Chain.cases, name=partner, by=member)
    def reopen(self, case, name, by):
        self.attempt(
            opening.reopen_case,
            actor=self.who(name, by),
            case_id=case.pk,
            version=stored(case).version,
            now=self.now,
        )

    @rule(hours=st.integers(1, 90))
    def sweep(self, hours):
        self.now += timedelta(hours=hours)
        tasks.sweep(self.now)

    # -- what always holds ---------------------------------------------------------------------

    @invariant()
    def only_a_live_ground_opens_a_case(self):
        grounds = self.grounds()
        for actor in self.everyone():
            seen = set(Case.objects.for_reader(actor, self.now).values_list("pk", flat=True))
            assert seen == {case for case, member in grounds if member == actor.pk}

    def grounds(self) -> set[tuple[object, object]]:
        """Every case with every member it is open to: a ground that lives, and no block."""
        shut = {(b.case_id, b.member_id) for b in self._rows(Block) if b.lifted_at is None}
        held = {(case.pk, case.holder_id) for case in self.all_cases()}
        given = {(g.case_id, g.organisation_id) for g in self._rows(Grant) if self._lives(g)}
        broken = {(g.case_id, g.member_id) for g in self._rows(BreakGlass) if self._stands(g)}
        people = [(m.pk, m.organisation_id) for m in self.everyone()]
        by_place = {
            (case, m) for case, place in held | given for m, home in people if home == place
        }
        return (by_place | broken) - shut

    @staticmethod
    def _rows(model):
        return list(model.objects.whole_table(why=WHY))

    def _lives(self, grant: Grant) -> bool:
        return grant.revoked_at is None and grant.since <= self.now < grant.until

    def _stands(self, row: BreakGlass) -> bool:
        return row.since <= self.now < row.until

    @invariant()
    def the_key_of_a_case_is_with_whom_it_is_open_to(self):
        given = {(g.case_id, g.organisation_id) for g in self._rows(Grant) if g.revoked_at is None}
        for case in self.all_cases():
            keys = WrappedKey.objects.filter(envelope=case.envelope_id)
            may = {home for one, home in given if one == case.pk} | {case.holder_id}
            assert set(keys.values_list("organisation", flat=True)) == may

    @invariant()
    def at_most_one_dispute_about_a_case_is_open(self):
        standing = [d.case_id for d in self._rows(Dispute) if d.resolved_at is None]
        assert len(standing) == len(set(standing))
        assert all(d.interim_payer_id in {d.first_id, d.second_id} for d in self._rows(Dispute))

    @invariant()
    def nobody_judged_their_own_broken_glass(self):
        judged = [row for row in self._rows(BreakGlass) if row.reviewed_at is not None]
        assert all(row.reviewed_by_id != row.member_id for row in judged)

    @invariant()
    def a_closed_case_has_nothing_open(self):
        for case in self.all_cases():
            assert case.open == (case.closed_at is None) == (case.closure_reason == "")


@pytest.mark.django_db
@pytest.mark.no_cover  # the order is drawn by chance, so what it reaches is no promise
def test_only_a_live_ground_opens_a_case_whatever_people_do():
    run_state_machine_as_test(isolated(Sharing), settings=of_size(200))


@pytest.fixture
def sharing(db) -> Sharing:
    machine = Sharing()
    machine.case = machine.begin()
    return machine


def test_the_machine_finds_a_grant_that_outlives_its_day(sharing, monkeypatch):
    sharing.share(sharing.case, "shop", "moviera", days=2)
    sharing.only_a_live_ground_opens_a_case()
    real = Grant.live
    monkeypatch.setattr(Grant, "live", lambda home, now: real(home, now - timedelta(days=3)))
    sharing.now += timedelta(days=3)
    with pytest.raises(AssertionError):
        sharing.only_a_live_ground_opens_a_case()


def test_the_machine_finds_a_block_that_shuts_nobody_out(sharing, monkeypatch):
    sharing.block(sharing.case, "shop", by="coordinator", shut="colleague")
    sharing.only_a_live_ground_opens_a_case()
    monkeypatch.setattr(Block, "hides", classmethod(lambda cls, actor, case="case": Q(pk=None)))
    with pytest.raises(AssertionError):
        sharing.only_a_live_ground_opens_a_case()


def test_the_machine_finds_a_key_that_stayed_behind(sharing, monkeypatch):
    sharing.share(sharing.case, "shop", "moviera", days=2)
    sharing.the_key_of_a_case_is_with_whom_it_is_open_to()
    monkeypatch.setattr(grants, "withdraw_envelope", lambda *args, **named: None)
    sharing.revoke(sharing.case, "shop")
    with pytest.raises(AssertionError):
        sharing.the_key_of_a_case_is_with_whom_it_is_open_to()
