# SPDX-License-Identifier: EUPL-1.2
"""What the register offers about a case and about two entries is what its services take."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.accounts.models import Member, Organisation
from ketenzicht.cases.handover import Identity, case_for_register
from ketenzicht.register import services as registering
from ketenzicht.register.acts import cases as registrations
from ketenzicht.register.acts import decisions as decided
from ketenzicht.register.permissions import RegisterPermission
from ketenzicht.register.selectors import pair_of
from ketenzicht.register.states import Outcome as RegisterOutcome
from tests.factories.accounts import make_member
from tests.factories.cases import coordinator, make_case
from tests.promises.taking import main, taken

REGISTER_TAKES = {
    registrations.Act.ENTER: lambda given: registering.enter_from_case(
        outcome=RegisterOutcome.MINIMAL, **given
    ),
    registrations.Act.WITHDRAW: lambda given: registering.withdraw_entry(**given),
}


def test_the_registration_of_a_case(world, as_member, now):
    holder, offered_and_taken = coordinator(world.shop), set()
    others = (
        world.shop["administrator"],
        make_member(world.shop.organisation, "zorgcoordinator", name="Ander"),
    )
    fresh, done = make_case(world.shop), make_case(world.shop)
    registering.enter_from_case(
        actor=holder, case_id=done.pk, outcome=RegisterOutcome.MINIMAL, now=now
    )
    for kind in ("care_coordination", "emm"):
        Organisation.objects.filter(pk=world.shop.organisation.pk).update(kind=kind)
        for who, case in product((holder, *others), (fresh, done)):
            actor = Member.objects.get(pk=who.pk)
            may = RegisterPermission.REGISTER_ENTER
            if may in actor.permissions:
                material = case_for_register(actor, case.pk, permission=may, now=now)
            offered = set(registrations.acts_open_to(actor, material, now.date()))
            given = {"actor": actor, "case_id": case.pk, "now": now}
            taken_now = {
                act for act, do in REGISTER_TAKES.items() if taken(lambda do=do, g=given: do(g))
            }
            assert taken_now == offered, (kind, actor.user.name, case)
            offered_and_taken |= offered
    assert offered_and_taken == set(registrations.Act)


def test_who_does_not_register_is_told_so_and_shown_no_form(world, as_member, now):
    case = make_case(world.shop)
    page = reverse("register:enter", args=[case.pk])
    visitor = as_member(Client(), coordinator(world.shop))
    assert "<form" in main(visitor.get(page))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ketenzicht.register.acts.cases.reports_as", lambda _actor, _day: "")
        answer = visitor.get(page)
    assert (answer.status_code, "<form" in main(answer)) == (403, False)
    assert "registreert niet" in main(answer)


def entered(world, now):
    facts = registering.Facts(
        ("labour",), "utrecht", now.date(), Identity(name="Ivan Petrov", birth_date=None)
    )
    return registering.enter_by_duty(actor=world.police["investigator"], facts=facts, now=now)


def test_decisions_about_entries(world, now):
    registrar, offered_and_taken = world.comensha["registrar"], set()
    a, b, c, gone = (entered(world, now) for _each in range(4))
    joined = registering.join_entries(actor=registrar, first_id=a.pk, second_id=b.pk, now=now)
    apart = registering.keep_apart(actor=registrar, first_id=b.pk, second_id=c.pk, now=now)
    back = registering.keep_apart(actor=registrar, first_id=a.pk, second_id=gone.pk, now=now)
    registering.undo_decision(actor=registrar, decision_id=back.pk, now=now)
    d = entered(world, now)
    type(gone).objects.filter(pk=gone.pk).update(withdrawn=True)
    for actor in (registrar, world.police["investigator"]):
        for first, second in combinations((a, b, c, d, gone), 2):
            pair = pair_of(first.pk, second.pk)
            given = {"first_id": first.pk, "second_id": second.pk, "actor": actor, "now": now}
            takes = {
                decided.Act.JOIN: registering.join_entries,
                decided.Act.KEEP_APART: registering.keep_apart,
            }
            offered = set(decided.acts_open_to(actor, pair))
            done = {act for act, do in takes.items() if taken(lambda do=do, g=given: do(**g))}
            assert done == offered, (actor.user.name, first, second)
            offered_and_taken |= offered
        for one in (joined, apart, back):
            one.refresh_from_db()
            given = {"actor": actor, "decision_id": one.pk, "now": now}
            offered = set(decided.acts_open_to(actor, one))
            undone = taken(lambda g=given: registering.undo_decision(**g))
            assert ({decided.Act.UNDO} if undone else set()) == offered
            offered_and_taken |= offered
    assert offered_and_taken == set(decided.Act)
