# SPDX-License-Identifier: EUPL-1.2
"""What the page of a referral offers is what the service takes, in every state, on each side."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.intake import services
from ketenzicht.intake.acts.referrals import Act, acts_open_to
from ketenzicht.intake.models import Referral
from ketenzicht.intake.states import ReferralState, RefusalReason
from tests.factories.accounts import make_member
from tests.factories.intake import make_report, offered, triager
from tests.promises.taking import main, taken

NO = {"reason": RefusalReason.NOT_OUR_TASK, "proposal": "Vraag de gemeente"}
SEEN = {ReferralState.OFFERED: set(Act)}


def does(referral, actor, now):
    given = {
        "actor": actor,
        "referral_id": referral.pk,
        "version": referral.version,
        "now": now,
    }
    return {
        Act.ACCEPT: lambda: services.accept_referral(**given),
        Act.REFUSE: lambda: services.refuse_referral(**given, **NO),
        Act.WITHDRAW: lambda: services.withdraw_referral(**given),
    }


@pytest.mark.parametrize("state", list(ReferralState))
def test_what_is_offered_about_a_referral_is_what_is_taken(world, as_member, now, state):
    made = offered(world.shop, world.police, make_report(now))
    rows = Referral.objects.whole_table(why="a test puts a referral where it wants it")
    answered = {"answered_at": now, "answered_by": triager(world.police), "refusal": "not_our_task"}
    if state is not ReferralState.OFFERED:
        rows.filter(pk=made.pk).update(state=state, **answered)
    referral, seen = rows.get(pk=made.pk), set()
    colleague = make_member(world.police.organisation, "volunteer", name="Vrijwilliger")
    addresses = {act: reverse(f"intake:{act}", kwargs={"referral_id": made.pk}) for act in Act}
    for actor in (triager(world.shop), triager(world.police), colleague):
        open_to = set(acts_open_to(actor, referral))
        done = {act for act, do in does(referral, actor, now).items() if taken(do)}
        assert done == open_to, actor.user.name
        address = reverse("intake:offer", kwargs={"referral_id": made.pk})
        page = as_member(Client(), actor).get(address)
        if page.status_code == 200:
            shown = {act for act, at in addresses.items() if f'action="{at}"' in main(page)}
            assert shown == open_to, actor.user.name
        seen |= open_to
    assert seen == SEEN.get(state, set())
