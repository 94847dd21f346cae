# SPDX-License-Identifier: EUPL-1.2
"""A mandate says who decides: who pays, and who takes a case that is stuck with the fallback."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from ketenzicht.accounts.models import Mandate
from ketenzicht.cases.payer import services as payer
from ketenzicht.cases.payer.selectors import deciders_for, payers_for
from ketenzicht.cases.transfers.acts import escalations
from ketenzicht.cases.transfers.selectors import get_escalation
from ketenzicht.cases.transfers.services import decisions
from ketenzicht.cases.transfers.services.escalation import raise_escalation
from ketenzicht.cases.transfers.states import EscalationReason, Resolution
from ketenzicht.core.errors import Refused
from ketenzicht.core.obligations.acting import act
from tests.factories.accounts import make_member, make_organisation
from tests.factories.cases import coordinator, make_case, offer, stored


def mandate(member, kind, by, now, *, region="den_haag_hm", days=30):
    today = now.date()
    return Mandate.objects.create(
        member=member,
        kind=kind,
        region=region,
        since=today - timedelta(days=30),
        until=today + timedelta(days=days),
        granted_by=by,
    )


@pytest.fixture
def dispute(world, now):
    other = make_organisation("Gemeente Noordmeer", "municipality", "utrecht")
    return payer.open_dispute(
        actor=coordinator(world.shop),
        case_id=make_case(world.shop).pk,
        staying_id=world.municipality.organisation.pk,
        other_id=other.pk,
        now=now,
    )


def resolve(actor, dispute, now):
    return payer.resolve_dispute(
        actor=actor, dispute_id=dispute.pk, payer_id=dispute.first_id, version=1, now=now
    )


def test_where_nobody_has_the_mandate_whoever_may_says_that_their_municipality_pays(
    world, now, dispute
):
    actor = world.municipality["aandachtsfunctionaris"]
    assert deciders_for(actor, dispute, now) == []
    assert resolve(actor, dispute, now).payer_id == dispute.first_id


def test_who_has_the_mandate_says_who_pays_and_a_colleague_does_not(
    client, world, now, dispute, as_member
):
    home = world.municipality
    named = make_member(home.organisation, "aandachtsfunctionaris", name="Met mandaat")
    mandate(named, "payer_dispute", home["ketenregisseur"], now)
    actor = home["aandachtsfunctionaris"]
    with pytest.raises(Refused):
        resolve(actor, dispute, now)
    page = as_member(client, actor).get(reverse("cases:dispute", args=[dispute.pk]))
    said = page.content.decode()
    assert "Met mandaat" in said
    assert 'value="resolve' not in said
    assert payers_for(actor, dispute, now) == []
    assert resolve(named, dispute, now).resolved_by == named


@pytest.mark.parametrize("changes", [{"region": "utrecht"}, {"days": -1}])
def test_a_mandate_of_another_region_or_time_decides_nothing(world, now, dispute, changes):
    home = world.municipality
    named = make_member(home.organisation, "aandachtsfunctionaris", name="Met mandaat")
    mandate(named, "payer_dispute", home["ketenregisseur"], now, **changes)
    assert resolve(home["aandachtsfunctionaris"], dispute, now).payer_id == dispute.first_id


def test_a_mandate_of_somebody_who_may_no_longer_do_it_holds_nobody_back(world, now, dispute):
    home = world.municipality
    named = make_member(home.organisation, "administrator", name="Alleen beheer")
    mandate(named, "payer_dispute", home["ketenregisseur"], now)
    assert resolve(home["aandachtsfunctionaris"], dispute, now).payer_id == dispute.first_id


def test_who_has_the_mandate_decides_about_a_case_with_the_fallback(world, now):
    case = make_case(world.moviera)
    offered = offer(world.moviera, world.shelter, case)
    with act():
        stuck = raise_escalation(stored(case), offered, EscalationReason.BOUNCED, now=now)
    assert stuck.organisation == world.shop.organisation
    named = make_member(world.shop.organisation, "zorgcoordinator", name="Met mandaat")
    mandate(named, "fallback", world.shop["administrator"], now)
    given = {
        "escalation_id": stuck.pk,
        "first_step": "Bellen",
        "first_due": now + timedelta(days=1),
        "version": stuck.version,
        "now": now,
    }
    seen = get_escalation(coordinator(world.shop), stuck.pk, now=now)
    offered_to = escalations.acts_open_to(coordinator(world.shop), stuck, now)
    assert (offered_to, list(seen.deciders)) == ((), ["Met mandaat"])
    with pytest.raises(Refused):
        decisions.take_over(actor=coordinator(world.shop), **given)
    assert escalations.Act.TAKE in escalations.acts_open_to(named, stuck, now)
    decisions.take_over(actor=named, **given)
    assert stored(case).holder == world.shop.organisation
    stuck.refresh_from_db()
    assert stuck.resolution == Resolution.FALLBACK_TAKES
