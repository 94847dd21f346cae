# SPDX-License-Identifier: EUPL-1.2
"""Two eyes and a closed door count people, not memberships."""

from __future__ import annotations

import pytest

from ketenzicht.accounts.models import Member
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.sharing.services import blocks, break_glass
from ketenzicht.cases.sharing.states import Verdict
from ketenzicht.core.errors import Refused
from ketenzicht.publishing.acts import Act, acts_open_to
from ketenzicht.publishing.models import Release
from ketenzicht.publishing.states import ReleaseState
from tests.factories.accounts import Partner, make_member
from tests.factories.cases import coordinator, make_case, share

REASON = "Zij belde dat zij in gevaar is en bij de opvang neemt niemand op."


def same_person(member: Member, organisation, *roles: str) -> Member:
    """A second membership of the same person, elsewhere or at the same organisation."""
    other = make_member(organisation, *roles, name="Zelfde mens")
    other.user = member.user
    other.save()
    return Member.objects.get(pk=other.pk)


def may_open(member: Member, case: Case, now) -> bool:
    return Case.objects.for_reader(member, now).filter(pk=case.pk).exists()


def test_a_case_closed_to_somebody_stays_closed_under_their_other_membership(world, now):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case)
    known = make_member(world.shop.organisation, "zorgcoordinator", name="Kent haar")
    elsewhere = same_person(known, world.shelter.organisation, "shelter_worker")
    stranger = make_member(world.shelter.organisation, "shelter_worker", name="Kent haar niet")
    assert may_open(elsewhere, case, now)
    blocks.block_member(actor=coordinator(world.shop), case_id=case.pk, member_id=known.pk, now=now)
    assert (may_open(known, case, now), may_open(elsewhere, case, now)) == (False, False)
    assert may_open(stranger, case, now)


def test_nobody_judges_their_own_broken_glass_under_another_membership(world, now):
    case = make_case(world.shop)
    broken = break_glass.break_glass(
        actor=coordinator(world.moviera), code=case.code, reason=REASON, now=now
    )
    self_again = same_person(coordinator(world.moviera), world.shop.organisation, "privacy_officer")
    judging = {"break_glass_id": broken.pk, "verdict": Verdict.JUSTIFIED, "now": now}
    with pytest.raises(Refused) as refusal:
        break_glass.review_break_glass(actor=self_again, **judging)
    assert "zelf" in str(refusal.value.sentence)
    officer = make_member(world.shop.organisation, "privacy_officer", name="Iemand anders")
    assert break_glass.review_break_glass(actor=officer, **judging).reviewed_by == officer


def test_who_prepared_a_release_does_not_approve_it_under_another_membership(world, now):
    home: Partner = world.comensha
    prepared = make_member(home.organisation, "publisher", name="Maker")
    again = same_person(prepared, world.research.organisation, "publisher")
    other = make_member(home.organisation, "publisher", name="Lezer")
    release = Release(prepared_by=prepared, state=ReleaseState.PREPARED)
    assert Act.APPROVE in acts_open_to(other, release, now)
    assert Act.APPROVE not in acts_open_to(again, release, now)
