# SPDX-License-Identifier: EUPL-1.2
"""What a page offers is what the service takes: no more, and no less."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.accounts import services as accounts
from ketenzicht.accounts.acts import access, desks, members, partners
from ketenzicht.accounts.models import Absence, AccessRequest, Member
from ketenzicht.accounts.selectors import seat_of
from ketenzicht.accounts.states import AskedState, Standing
from ketenzicht.estimates import acts as estimates
from ketenzicht.estimates import services as estimating
from ketenzicht.estimates.models import Examination, Run, Snapshot
from ketenzicht.estimates.states import Outcome, Source
from ketenzicht.publishing import acts as releases
from ketenzicht.publishing import services as publishing
from ketenzicht.publishing.models import Release
from ketenzicht.publishing.services import digest
from ketenzicht.publishing.states import ReleaseState
from tests.factories.accounts import FIRST, SINCE, make_desk, make_member, make_organisation
from tests.house.overlay import WORKSPACE
from tests.house.sources import declares_acts, sources
from tests.promises.taking import main, taken

CONTENT = {
    "years": [2025],
    "tables": {"tables": {}, "hidden": 0, "narrowest": None},
    "rule": {"threshold": 5},
    "estimate": None,
}


#: What the page of a thing offers, per table of acts; those of a case and of a report are tried in
#: their own tests, step by step.
TRIED = {
    "accounts/acts/access.py": "test_requests_for_access",
    "accounts/acts/desks.py": "test_desks",
    "accounts/acts/members.py": "test_members",
    "accounts/acts/partners.py": "test_partners",
    "cases/file/acts.py": "tests/cases/file/test_acts.py",
    "cases/shelter/acts/offers.py": "tests/cases/shelter/test_acts.py",
    "cases/shelter/acts/places.py": "tests/cases/shelter/test_acts.py",
    "cases/shelter/acts/requests.py": "tests/cases/shelter/test_acts.py",
    "cases/transfers/acts/escalations.py": "tests/cases/transfers/test_acts.py",
    "cases/transfers/acts/transfers.py": "tests/cases/transfers/test_acts.py",
    "claims/acts/changes.py": "tests/claims/test_acts.py",
    "claims/acts/parts.py": "tests/claims/test_acts.py",
    "estimates/acts.py": "test_runs_and_their_examinations",
    "intake/acts/referrals.py": "tests/intake/test_referral_acts.py",
    "intake/acts/reports.py": "tests/intake/test_acts.py",
    "publishing/acts.py": "test_releases",
    "register/acts/cases.py": "tests/register/test_acts.py",
    "register/acts/decisions.py": "tests/register/test_acts.py",
}


def test_every_table_of_acts_is_tried_here_or_in_its_own_test():
    assert {source.path for source in sources() if declares_acts(source)} == set(TRIED)
    for where in TRIED.values():
        own = WORKSPACE / "platform" / where
        assert where in globals() or "acts_open_to(" in own.read_text(encoding="utf-8")


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
            partners.Act.APPROVE: partial(accounts.approve_organisation, administrators=FIRST),
            partners.Act.CHECK: accounts.check_organisation,
            partners.Act.SUSPEND: accounts.suspend_organisation,
        }
        ground = {"actor": actor, "organisation_id": partner.pk, "now": now}
        offered = set(partners.acts_open_to(actor, partner))
        done = {act for act, do in takes.items() if taken(lambda do=do, g=ground: do(**g))}
        assert done == offered, (actor.user.name, standing, own)
        offered_and_taken += [*offered]
    assert set(offered_and_taken) == set(partners.Act)


DAYS = {"since": date(2026, 12, 1), "until": date(2026, 12, 4)}
MEMBER_ACTS = {
    members.Act.SET_ROLES: lambda given: accounts.set_roles(
        roles=frozenset({"zorgcoordinator"}), **given
    ),
    members.Act.END: lambda given: accounts.end_membership(**given),
    members.Act.RESTORE: lambda given: accounts.restore_membership(
        roles=frozenset({"zorgcoordinator"}), **given
    ),
    members.Act.INVITE_AGAIN: lambda given: accounts.renew_invitation(**given),
    members.Act.RESET: lambda given: accounts.reset_sign_in(**given),
    members.Act.CORRECT_ADDRESS: lambda given: accounts.correct_invited_address(
        email="juist@voorbeeld.example", **given
    ),
    members.Act.MANDATE: lambda given: accounts.give_mandate(
        kind="fallback", region="", **DAYS, **given
    ),
    members.Act.GO_AWAY: lambda given: accounts.go_away(stand_in_id=None, **DAYS, **given),
    members.Act.COME_BACK: lambda given: accounts.come_back(**given),
}


def somebody(home, *, active=True, entered=False, away=False, elsewhere=False, alone=False):
    """A member of an organisation, who stands as is said."""
    made = make_member(home, "volunteer", name=f"{active} {entered} {away} {elsewhere} {alone}")
    made.user.set_password("lang genoeg om iets te zijn" if entered else None)
    made.user.save()
    if alone:
        make_desk(home).seats.create(member=made)
    if away:
        Absence.objects.create(member=made, **DAYS)
    if elsewhere:
        Member.objects.create(
            user=made.user,
            organisation=make_organisation(f"Elders {made.pk}", "legal"),
            since=SINCE,
        )
    Member.objects.filter(pk=made.pk).update(active=active)
    return made


def test_members(world, now):
    home, offered_and_taken = world.shop.organisation, set()
    actors = (world.shop["administrator"], world.shop["zorgcoordinator"])
    strangers = (world.moviera["administrator"],)
    situations = ({}, {"entered": True}, {"away": True}, {"elsewhere": True}, {"alone": True})
    people = [somebody(home, active=on, **way) for way, on in product(situations, (True, False))]
    for actor, who in product((*actors, *strangers), (*people, *actors)):
        member = Member.objects.get(pk=who.pk)
        given = {"actor": Member.objects.get(pk=actor.pk), "member_id": member.pk, "now": now}
        offered = set(members.acts_open_to(given["actor"], member, now))
        done = {
            act for act, do in MEMBER_ACTS.items() if taken(lambda do=do, given=given: do(given))
        }
        assert done == offered, (actor.user.name, member.user.name)
        offered_and_taken |= offered
    assert offered_and_taken == set(members.Act) == set(MEMBER_ACTS)


def test_the_page_of_a_colleague_leads_to_each_act_and_to_no_other(world, as_member, now):
    actor, home = world.shop["administrator"], world.shop.organisation
    people = [somebody(home), somebody(home, active=False), somebody(home, entered=True), actor]
    names = {
        members.Act.SET_ROLES: "roles",
        members.Act.MANDATE: "mandate",
        members.Act.GO_AWAY: "member-away",
        members.Act.COME_BACK: "member-back",
    }
    for who in people:
        member = Member.objects.get(pk=who.pk)
        page = as_member(Client(), actor).get(reverse("accounts:member", args=[member.pk]))
        shown = {
            act
            for act in members.Act
            if f'"{reverse(f"accounts:{names.get(act, act)}", args=[member.pk])}"'
            in page.content.decode()
        }
        assert shown == set(members.acts_open_to(actor, member, now)), member.user.name


def test_an_act_that_is_not_open_is_refused_in_words_before_anything_is_filled_in(world, as_member):
    actor = world.shop["administrator"]
    visitor = as_member(Client(), actor)
    for name in ("accounts:end", "accounts:roles", "accounts:mandate"):
        answer = visitor.get(reverse(name, args=[actor.pk]))
        assert (answer.status_code, "<form" in main(answer)) == (422, False)
    left = somebody(world.shop.organisation, active=False)
    assert visitor.get(reverse("accounts:end", args=[left.pk])).status_code == 422
    assert visitor.get(reverse("accounts:restore", args=[left.pk])).status_code == 200


def test_requests_for_access(world, now):
    home, offered_and_taken = world.shop.organisation, set()
    first, second = world.shop["administrator"], make_member(home, "administrator", name="Tweede")
    actors = (
        *(first, second, world.shop["privacy_officer"]),
        *(world.comensha["platform_administrator"], world.moviera["administrator"]),
    )
    people = [make_member(home, "volunteer", name=f"Voor {state}") for state in AskedState]
    ground = {"kind": "roles", "roles": "zorgcoordinator", "asked_by": first.user, "asked_at": now}
    for member, state in zip(people, AskedState, strict=True):
        for left in (timedelta(0), timedelta(days=1)):
            asked = AccessRequest.objects.create(
                member=member, state=state, lapses_at=now + left, **ground
            )
            for actor in actors:
                given = {"actor": actor, "request_id": asked.pk, "now": now}
                takes = {
                    access.Act.CONFIRM: accounts.confirm_access,
                    access.Act.DECLINE: accounts.decline_access,
                    access.Act.WITHDRAW: accounts.withdraw_access,
                }
                offered = set(access.acts_open_to(actor, asked, now))
                done = {act for act, do in takes.items() if taken(lambda do=do, g=given: do(**g))}
                assert done == offered, (actor.user.name, state, left)
                offered_and_taken |= offered
            asked.delete()
    assert offered_and_taken == set(access.Act)


def test_desks(world, now):
    desk, empty = world.shop.desk, make_desk(world.shop.organisation)
    desk.seats.exclude(member=world.shop["zorgcoordinator"]).delete()
    empty.seats.create(member=world.shop["privacy_officer"])
    two = make_desk(world.shop.organisation)
    for role in ("zorgcoordinator", "privacy_officer"):
        two.seats.create(member=world.shop[role])
    closed = make_desk(world.shop.organisation)
    closed.active = False
    closed.save()
    actors = (
        world.shop["administrator"],
        world.shop["privacy_officer"],
        world.moviera["administrator"],
    )
    offered_and_taken = set()
    roles = ("zorgcoordinator", "privacy_officer", "administrator")
    for actor, at, role in product(actors, (desk, empty, two, closed), roles):
        member = world.shop[role]
        given = {"actor": actor, "desk_id": at.pk, "member_id": member.pk, "now": now}
        takes = {
            desks.Act.SEAT: lambda given=given: accounts.seat(
                **{**given, "member_id": world.shop["zorgcoordinator"].pk}, deputy=False
            ),
            desks.Act.UNSEAT: lambda given=given: accounts.unseat(**given),
        }
        seat = seat_of(at, member, now)
        offered = set(desks.acts_open_to(actor, at, seat))
        done = {act for act, do in takes.items() if taken(do)}
        assert done == offered, (actor.user.name, at, role)
        offered_and_taken |= offered
    assert offered_and_taken == set(desks.Act)


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
