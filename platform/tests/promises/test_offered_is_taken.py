# SPDX-License-Identifier: EUPL-1.2
"""What a page offers is what the service takes: no more, and no less."""

from __future__ import annotations

from itertools import product

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ketenzicht.accounts import acts as partners
from ketenzicht.accounts import services as accounts
from ketenzicht.accounts.states import Standing
from ketenzicht.core.errors import DomainError
from ketenzicht.estimates import acts as estimates
from ketenzicht.estimates import services as estimating
from ketenzicht.estimates.models import Examination, Run, Snapshot
from ketenzicht.estimates.states import Outcome, Source
from ketenzicht.publishing import acts as releases
from ketenzicht.publishing import services as publishing
from ketenzicht.publishing.models import Release
from ketenzicht.publishing.services import digest
from ketenzicht.publishing.states import ReleaseState
from tests.factories.accounts import make_member, make_organisation

CONTENT = {
    "years": [2025],
    "tables": {"tables": {}, "hidden": 0, "narrowest": None},
    "rule": {"threshold": 5},
    "estimate": None,
}


def taken(act) -> bool:
    """Whether a service does what it is asked; nothing of it stays."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except DomainError:
        return False
    return True


@pytest.fixture
def counting(db):
    home = make_organisation("Cijfers", "rapporteur")
    return {
        role: make_member(home, *roles, name=role)
        for role, roles in (
            ("analyst", ("analyst",)),
            ("publisher", ("publisher",)),
            ("both", ("analyst", "publisher")),
            ("neither", ("administrator",)),
        )
    }


def test_releases(counting, now):
    offered_and_taken = []
    for (role, actor), state, own in product(counting.items(), ReleaseState, (True, False)):
        another = counting["analyst" if role == "both" else "both"]
        third = counting["publisher" if role == "neither" else "neither"]
        release = Release.objects.create(
            organisation=actor.organisation,
            title="Cijfers",
            content=CONTENT,
            digest=digest(CONTENT),
            prepared_by=actor if own else another,
            prepared_at=now,
            state=state,
            approved_by=third if state == ReleaseState.PUBLISHED else None,
        )
        ground = {"actor": actor, "release_id": release.pk, "now": now}
        takes = {
            releases.Act.APPROVE: lambda known=ground, seen=release.digest: (
                publishing.approve_release(seen=seen, **known)
            ),
            releases.Act.WITHDRAW: lambda known=ground: publishing.withdraw_release(**known),
        }
        offered = set(releases.acts_open_to(actor, release, now))
        assert {act for act, do in takes.items() if taken(do)} == offered, (role, state, own)
        offered_and_taken += [*offered]
    assert set(offered_and_taken) == set(releases.Act)


def test_the_page_of_a_release_has_a_button_for_each_act_and_no_other(counting, as_member, now):
    for role in ("publisher", "analyst"):
        release = Release.objects.create(
            organisation=counting[role].organisation,
            title="Cijfers",
            content=CONTENT,
            digest=digest(CONTENT),
            prepared_by=counting["both"],
            prepared_at=now,
        )
        page = as_member(Client(), counting[role]).get(
            reverse("publishing:release", args=[release.pk])
        )
        offered = {
            act
            for act in releases.Act
            if f'action="{reverse(f"publishing:{act}", args=[release.pk])}"'
            in page.content.decode()
        }
        assert offered == set(releases.acts_open_to(counting[role], release, now))


def test_runs_and_their_examinations(counting, now, monkeypatch):
    monkeypatch.setattr(estimating.working, "queue_examination", lambda *_a, **_k: None)
    seen = []
    kept = Snapshot.objects.create(
        organisation=counting["analyst"].organisation,
        source=Source.PUBLISHED,
        title="Lijsten",
        lists=["a", "b"],
        histories=[],
        observed=3,
        digest="x",
        taken_at=now,
        years=[],
        characteristics=[],
        kinds=[],
    )
    asked = {"organisation": kept.organisation, "made_by": counting["analyst"], "made_at": now}
    for actor, outcome, examined in product(counting.values(), Outcome, (None, *Outcome)):
        run = Run.objects.create(input=kept, method="bic", options={}, outcome=outcome, **asked)
        examination = None
        if examined is not None:
            examination = Examination.objects.create(
                run=run,
                outcome=examined,
                organisation=run.organisation,
                repeats=1,
                asked_by=run.made_by,
                asked_at=now,
            )
        ground = {"actor": actor, "run_id": run.pk, "now": now}
        takes = {
            estimates.Act.CANCEL: estimating.cancel_run,
            estimates.Act.EXAMINE: estimating.examine,
            estimates.Act.CANCEL_EXAMINATION: estimating.cancel_examination,
        }
        offered = set(estimates.acts_open_to(actor, run, examination))
        done = {act for act, do in takes.items() if taken(lambda do=do, g=ground: do(**g))}
        assert done == offered, (actor.user.name, outcome, examined)
        seen += [*offered]
    assert set(seen) == set(estimates.Act)


def test_partners(world, now):
    offered_and_taken = []
    actors = (world.comensha["platform_administrator"], world.comensha["registrar"])
    for actor, standing, own in product(actors, Standing, (True, False)):
        partner = make_organisation(f"{actor} {standing} {own}", "shelter")
        partner.standing, partner.proposed_by = standing, actor.user if own else None
        partner.save()
        takes = {
            partners.Act.APPROVE: accounts.approve_organisation,
            partners.Act.CHECK: accounts.check_organisation,
            partners.Act.SUSPEND: accounts.suspend_organisation,
        }
        ground = {"actor": actor, "organisation_id": partner.pk, "now": now}
        offered = set(partners.acts_open_to(actor, partner))
        done = {act for act, do in takes.items() if taken(lambda do=do, g=ground: do(**g))}
        assert done == offered, (actor.user.name, standing, own)
        offered_and_taken += [*offered]
    assert set(offered_and_taken) == set(partners.Act)


def test_who_proposed_a_partner_is_not_offered_to_let_it_in(world, as_member):
    actor = world.comensha["platform_administrator"]
    partner = make_organisation("Nieuw", "shelter")
    partner.standing, partner.proposed_by = Standing.PROPOSED, actor.user
    partner.save()
    page, let_in = reverse("accounts:partners"), reverse("partners:approve", args=[partner.pk])

    assert let_in not in as_member(Client(), actor).get(page).content.decode()
    partner.proposed_by = None
    partner.save()
    assert let_in in as_member(Client(), actor).get(page).content.decode()
