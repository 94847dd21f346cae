# SPDX-License-Identifier: EUPL-1.2
"""A case that is closed to one member: nothing of it is there for them, whatever the table.

The tables come from the model registry, so a new one is looked at without anybody adding it here;
it only has to get a row in `make_full_case`, and the test says so when it has none.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model, Q

from ketenzicht.cases.care.services import asking, notes
from ketenzicht.cases.care.values import SafeRules
from ketenzicht.cases.file.models import Block, BreakGlass, Case
from ketenzicht.cases.file.services import details, tracks
from ketenzicht.cases.file.services.exploitation import set_circumstances
from ketenzicht.cases.file.values import Circumstances
from ketenzicht.cases.payer import services as payer
from ketenzicht.cases.payer.selectors import disputes_for
from ketenzicht.cases.sharing.selectors.break_glass import break_glass_lines
from ketenzicht.cases.sharing.services import blocks, break_glass, consents
from ketenzicht.cases.sharing.states import ConsentState, Verdict
from ketenzicht.cases.shelter import services as sheltering
from ketenzicht.cases.shelter.models import Places
from ketenzicht.cases.transfers.models import Escalation
from ketenzicht.cases.transfers.selectors import to_decide
from ketenzicht.cases.transfers.services import transfers
from ketenzicht.core.errors import NotFound
from ketenzicht.core.guard import GuardedManager
from ketenzicht.offers.rules import Refusal
from tests.factories.accounts import Partner, make_member, make_organisation
from tests.factories.beds import ask_beds, second_shelter
from tests.factories.cases import (
    WHY,
    accept,
    coordinator,
    make_case,
    need,
    offer,
    plan,
    share,
    stored_transfer,
    waits_for,
)

REASON = "Zij belde dat zij in gevaar is en bij de opvang neemt niemand op."
ROLES = ("shelter_worker", "privacy_officer")


#: How many beds a shelter has tells nothing of whoever sleeps in them.
ABOUT_NO_CASE = {Places}


def guarded_models() -> list[type[Model]]:
    """Every table of the care side whose rows belong to readers and tell of a case."""
    models = apps.get_app_config("cases").get_models()
    return [
        model
        for model in models
        if isinstance(model.objects, GuardedManager) and model not in ABOUT_NO_CASE
    ]


def way_to_a_case(model: type[Model]) -> str | None:
    """The lookup that leads from a row to its case; "pk" for the case itself."""
    if model is Case:
        return "pk"
    for field in model._meta.get_fields():
        if isinstance(field, ForeignKey) and field.related_model._meta.app_label == "cases":
            further = way_to_a_case(field.related_model)
            return field.name if further == "pk" else further and f"{field.name}__{further}"
    return None


def of(case: Case, model: type[Model]) -> Q:
    """The rows of this table that belong to this case, by way of either side's key."""
    way = way_to_a_case(model)
    if way is not None:
        return Q((way, case.pk))
    keys = [field for field in Case._meta.fields if field.related_model is model]
    assert keys != [], f"{model.__name__} has no way to a case"
    return Q(pk__in=[getattr(case, field.attname) for field in keys])


def reached(actor, case, now) -> set[str]:
    """The tables of which the actor reaches a row of this case."""
    return {
        model.__name__
        for model in guarded_models()
        if model.objects.for_reader(actor, now).filter(of(case, model)).exists()
    }


def block(member, case, by, now) -> Block:
    return Block.objects.create(case=case, member=member, by=by, at=now)


@pytest.fixture
def holder(world) -> Partner:
    """A shelter that holds the case itself, so that even the address is its own."""
    home = world.shelter
    colleague = make_member(home.organisation, *ROLES, name="Collega die het mag")
    return Partner(home.organisation, home.desk, {"shelter_worker": colleague})


@pytest.fixture
def known(holder):
    """The colleague who knows the person."""
    return make_member(holder.organisation, *ROLES, name="Collega die haar kent")


@pytest.fixture
def full_case(world, holder, known, now) -> Case:
    return make_full_case(world, holder, known, now)


def held(world, holder, now) -> Case:
    """A case that came to the holder the way a shelter gets one: it was handed over."""
    case = make_case(world.shop, now)
    taken = accept(holder, offer(world.shop, holder, case, now), now)
    for step in (transfers.confirm_warm_transfer, transfers.complete_transfer):
        taken = step(
            actor=coordinator(holder), transfer_id=taken.pk, version=taken.version, now=now
        )
    return case


def make_full_case(world, holder, known, now) -> Case:
    """A case with something in every table, made by the services, and closed to one member."""
    case = held(world, holder, now)
    ground = {"actor": coordinator(holder), "case_id": case.pk, "now": now}
    write_down(holder, case, ground)
    share(holder, world.police, case)
    ask_a_lawyer(world, holder, case, ground)
    break_glass.break_glass(actor=coordinator(world.shop), code=case.code, reason=REASON, now=now)
    towns = [make_organisation(f"Gemeente {word}", "municipality") for word in ("Een", "Twee")]
    made = payer.open_dispute(**ground, staying_id=towns[0].pk, other_id=towns[1].pk)
    about = {"actor": coordinator(holder), "dispute_id": made.pk, "version": 1, "now": now}
    payer.propose_payer(**about, payer_id=towns[1].pk, words="Daar stond de persoon in de BRP.")
    get_stuck(world.moviera, holder, case, now)
    ask_beds(holder, case, second_shelter(), now=now)
    blocks.block_member(**ground, member_id=known.pk)
    return Case.objects.whole_table(why=WHY).get(pk=case.pk)


def write_down(holder, case, ground) -> None:
    notes.write_note(**ground, words="Notitie")
    notes.record_wish(**ground, words="Een eigen bed")
    details.set_label(**ground, words="Eigen naam")
    notes.log_contact(**ground, channel="phone", reached=True, words="")
    day = ground["now"].date()
    tracks.move_track(**ground, track="residence", step="reflection_offered", since=day)
    rules = SafeRules(rules="Nooit bellen", number="06-00000000", cover="", voicemail="never")
    notes.set_safe_contact(**ground, rules=rules, version=0)
    sheltering.set_whereabouts(**ground, shelter_type="vo", address="Geheimweg 1")
    given = consents.Answer(kind="help_share", state=ConsentState.GIVEN, recipient_id=None)
    consents.record_consent(**ground, answer=given)
    told, seen = Circumstances(), Case.objects.whole_table(why=WHY).get(pk=case.pk).version
    set_circumstances(**ground, told=told, version=seen)
    plan(holder, case)
    need(holder, case)


def ask_a_lawyer(world, holder, case, ground) -> None:
    wanted = need(holder, case, "legal_residence")
    share(holder, world.law_firm, case)
    asked = world.law_firm.organisation.pk
    asking.ask_for_need(**ground, need_id=wanted.pk, organisation_id=asked, version=1)


def get_stuck(receiver, holder, case, now) -> None:
    """Two refusals: the hand-over climbs."""
    for _time in range(2):
        transfer = offer(holder, receiver, case)
        transfers.ask_about_transfer(
            actor=coordinator(receiver), transfer_id=transfer.pk, words="Mag het morgen?", now=now
        )
        transfers.refuse_transfer(
            actor=coordinator(receiver),
            transfer_id=transfer.pk,
            refusal=Refusal(reason="no_capacity", alternative="later"),
            version=stored_transfer(transfer).version,
            now=now,
        )


def names(models: list[type[Model]]) -> set[str]:
    return {model.__name__ for model in models}


def test_a_blocked_member_reaches_no_row_of_the_case_and_a_colleague_reaches_every_table(
    full_case, holder, known, now
):
    assert reached(coordinator(holder), full_case, now) == names(guarded_models())
    assert reached(known, full_case, now) == set()


def test_without_the_exclusion_the_same_member_reaches_every_table(
    full_case, known, now, monkeypatch
):
    """The control: it is the block, and nothing else, that hides the rows."""
    nothing = classmethod(lambda cls, actor, case="case": Q(pk__in=[]))
    monkeypatch.setattr(Block, "hides", nothing)
    assert reached(known, full_case, now) == names(guarded_models())


def test_a_lifted_block_gives_everything_back(full_case, holder, known, now):
    standing = Block.objects.whole_table(why=WHY).get(case=full_case)
    ground = {"actor": coordinator(holder), "case_id": full_case.pk, "now": now}
    blocks.lift_block(**ground, block_id=standing.pk)
    assert reached(known, full_case, now) == names(guarded_models())


def test_a_block_closes_one_case_and_no_other(world, full_case, holder, known, now):
    other = held(world, holder, now)
    assert "Case" in reached(known, other, now)


def test_other_organisations_grounds_stop_at_a_block_too(full_case, holder, now):
    """Who decides, who is party to a dispute: a block holds against those grounds as well."""
    stuck = Escalation.objects.whole_table(why=WHY).get(case=full_case, resolved_at=None)
    decider = make_member(
        stuck.organisation, "zorgcoordinator", "comensha_helpdesk", name="Beslisser"
    )
    party = make_member(
        disputes_for(coordinator(holder), now).get().first,
        "aandachtsfunctionaris",
        name="Ambtenaar",
    )
    assert (to_decide(decider, now).count(), disputes_for(party, now).count()) == (1, 1)
    for member in (decider, party):
        block(member, full_case, coordinator(holder), now)
    assert (to_decide(decider, now).count(), disputes_for(party, now).count()) == (0, 0)


def test_a_closed_case_is_not_on_the_board_of_whoever_directs_the_region(
    world, full_case, holder, now
):
    late = now + timedelta(days=60)
    director = world.municipality["ketenregisseur"]
    assert full_case.pk in {wait.case_id for wait in waits_for(director, late)}
    block(director, full_case, coordinator(holder), now)
    assert full_case.pk not in {wait.case_id for wait in waits_for(director, late)}


def test_whoever_is_waited_for_does_not_see_a_wait_of_a_closed_case(world, holder, now):
    case = held(world, holder, now)
    offer(holder, world.moviera, case)
    late, asked = now + timedelta(days=1), coordinator(world.moviera)
    late = now + timedelta(days=60)
    assert {wait.case_id for wait in waits_for(asked, late)} == {case.pk}
    block(asked, case, coordinator(holder), now)
    assert waits_for(asked, late) == []


def test_a_reviewer_who_is_blocked_on_the_case_does_not_judge_the_broken_glass(
    full_case, holder, known, now
):
    broken = BreakGlass.objects.whole_table(why=WHY).get(case=full_case)
    judging = {"break_glass_id": broken.pk, "verdict": Verdict.JUSTIFIED, "now": now}
    assert break_glass_lines(known, now) == []
    with pytest.raises(NotFound):
        break_glass.review_break_glass(actor=known, **judging)
    colleague = coordinator(holder)
    assert [line.id for line in break_glass_lines(colleague, now)] == [broken.pk]
    assert break_glass.review_break_glass(actor=colleague, **judging).reviewed_by == colleague
