# SPDX-License-Identifier: EUPL-1.2
"""Who pays is said by who pays, or decided by who directs the chain; nobody else names a payer."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from ketenzicht import cases
from ketenzicht.cases.file.acts import acts_open_to
from ketenzicht.cases.file.selectors.access import access_to
from ketenzicht.cases.payer import services as payer
from ketenzicht.cases.payer.models import Dispute, PayerStatement
from ketenzicht.cases.payer.selectors import disputes_for, statements_of
from ketenzicht.core.errors import NotAllowed, NotFound, Refused, StaleWrite
from tests.factories.accounts import Partner, make_desk, make_member, make_organisation
from tests.factories.cases import WHY, coordinator, make_case, stored
from tests.factories.work import items, sweep

REASON = "De persoon stond daar in de BRP tot 1 november."
DIRECTING = ("aandachtsfunctionaris", "ketenregisseur")


def municipality(name, *roles, region="den_haag_hm"):
    made = make_organisation(name, "municipality", region)
    at = make_desk(made, region)
    roles = roles or ("aandachtsfunctionaris",)
    return Partner(made, at, {role: make_member(made, role) for role in roles})


@pytest.fixture
def towns(world):
    return municipality("Gemeente Noordwoude"), municipality("Gemeente Oostmeer")


@pytest.fixture
def case(world):
    return make_case(world.shop)


@pytest.fixture
def dispute(world, case, towns, now):
    return payer.open_dispute(
        actor=coordinator(world.shop),
        case_id=case.pk,
        staying_id=towns[0].organisation.pk,
        other_id=towns[1].organisation.pk,
        ladder="homeless_shelter",
        now=now,
    )


@pytest.fixture
def seen_by(client, as_member):
    """The browser of somebody who signed in."""
    return lambda actor: as_member(client, actor)


def fresh(dispute):
    return Dispute.objects.whole_table(why=WHY).get(pk=dispute.pk)


def about(actor, dispute, now):
    version = fresh(dispute).version
    return {"actor": actor, "dispute_id": dispute.pk, "version": version, "now": now}


def focal(town):
    return town["aandachtsfunctionaris"]


def director(world):
    return world.municipality["ketenregisseur"]


def proposed(world, dispute, town, now):
    return payer.propose_payer(
        **about(coordinator(world.shop), dispute, now),
        payer_id=town.organisation.pk,
        words=REASON,
    )


def test_the_holder_cannot_name_a_payer_and_proposes_one(world, dispute, towns, now):
    holder = coordinator(world.shop)
    with pytest.raises(NotAllowed):
        payer.resolve_dispute(
            **about(holder, dispute, now), payer_id=towns[1].organisation.pk, words=REASON
        )
    proposed(world, dispute, towns[1], now)
    assert fresh(dispute).resolved_at is None
    for actor in (holder, focal(towns[0]), focal(towns[1]), director(world)):
        assert [one.words for one in statements_of(actor, dispute, now)] == [REASON]


def test_the_municipality_that_is_named_says_yes(world, dispute, towns, now):
    proposed(world, dispute, towns[1], now)
    with pytest.raises(NotAllowed):
        payer.resolve_dispute(
            **about(focal(towns[0]), dispute, now), payer_id=towns[1].organisation.pk
        )
    payer.resolve_dispute(**about(focal(towns[1]), dispute, now), payer_id=towns[1].organisation.pk)
    assert fresh(dispute).payer == towns[1].organisation
    with pytest.raises(Refused):
        proposed(world, dispute, towns[0], now)


def test_a_no_has_a_reason_and_both_read_it(world, dispute, towns, now):
    named, other = focal(towns[1]), focal(towns[0])
    with pytest.raises(Refused):
        payer.decline_payer(**about(named, dispute, now), words="Er is nog niets voorgesteld.")
    proposed(world, dispute, towns[1], now)
    with pytest.raises(Refused) as refusal:
        payer.decline_payer(**about(named, dispute, now), words=" ")
    assert refusal.value.field == "words"
    with pytest.raises(Refused):
        payer.decline_payer(**about(other, dispute, now), words="Niet aan ons gevraagd.")
    payer.decline_payer(**about(named, dispute, now), words="Uitgeschreven in mei.")
    assert [one.words for one in statements_of(other, dispute, now)][1:] == [
        "Uitgeschreven in mei."
    ]
    assert fresh(dispute).resolved_at is None


def test_who_is_no_party_reads_and_says_nothing(world, dispute, towns, now):
    for stranger in (coordinator(world.moviera), world.municipality["table_chair"]):
        assert list(disputes_for(stranger, now)) == []
        assert list(PayerStatement.objects.for_reader(stranger, now)) == []
    with pytest.raises(NotFound):
        payer.propose_payer(
            **about(coordinator(world.moviera), dispute, now),
            payer_id=towns[0].organisation.pk,
            words=REASON,
        )


def test_the_chain_director_sees_the_dispute_and_not_the_case(world, dispute, case, seen_by):
    client = seen_by(director(world))
    page = client.get(reverse("cases:dispute", args=[dispute.pk]))
    assert page.status_code == 200
    assert "Gemeente Noordwoude" in page.content.decode()
    assert (dispute.reference in page.content.decode(), case.code in page.content.decode()) == (
        True,
        False,
    )
    assert "Gemeente Noordwoude" in client.get(reverse("cases:board")).content.decode()
    assert client.get(reverse("cases:detail", args=[case.pk])).status_code == 403
    elsewhere = municipality("Gemeente Ver", *DIRECTING, region="utrecht")
    seen_by(elsewhere["ketenregisseur"])
    assert client.get(reverse("cases:dispute", args=[dispute.pk])).status_code == 404


def test_the_chain_director_decides_once_the_two_did_not_settle_it_and_says_why(
    world, dispute, towns, now
):
    chosen = {"payer_id": towns[1].organisation.pk}
    with pytest.raises(NotAllowed):
        payer.resolve_dispute(**about(director(world), dispute, now), **chosen, words=REASON)
    later = now + timedelta(days=8)
    sweep(later)
    assert fresh(dispute).step == "esc_contacts"
    with pytest.raises(Refused):
        payer.resolve_dispute(**about(director(world), dispute, later), **chosen)
    payer.resolve_dispute(**about(director(world), dispute, later), **chosen, words=REASON)
    assert fresh(dispute).payer == towns[1].organisation
    assert [one.words for one in statements_of(focal(towns[0]), dispute, later)] == [REASON]


def test_who_directs_the_chain_at_one_of_the_two_speaks_for_that_one_only(world, case, now):
    home, other = municipality("Gemeente Zelf", *DIRECTING), municipality("Gemeente Ander")
    made = payer.open_dispute(
        actor=coordinator(world.shop),
        case_id=case.pk,
        staying_id=home.organisation.pk,
        other_id=other.organisation.pk,
        ladder="homeless_shelter",
        now=now,
    )
    later = now + timedelta(days=8)
    sweep(later)
    with pytest.raises(NotAllowed):
        payer.resolve_dispute(
            **about(home["ketenregisseur"], made, later),
            payer_id=other.organisation.pk,
            words=REASON,
        )


def test_an_answer_to_what_changed_meanwhile_is_refused(world, dispute, towns, now):
    seen = about(focal(towns[1]), dispute, now)
    proposed(world, dispute, towns[1], now)
    with pytest.raises(StaleWrite):
        payer.decline_payer(**seen, words=REASON)


def test_on_the_page_the_municipality_that_is_named_says_no(world, dispute, towns, now, seen_by):
    proposed(world, dispute, towns[1], now)
    client = seen_by(focal(towns[1]))
    address = reverse("cases:dispute", args=[dispute.pk])
    page = client.get(address).content.decode()
    assert REASON in page
    assert "SHOP stelt voor dat Gemeente Oostmeer betaalt" in page
    assert f'value="decline:{towns[1].organisation.pk}" checked' not in page
    no = {"payer": f"decline:{towns[1].organisation.pk}", "version": fresh(dispute).version}
    assert client.post(address, {**no, "words": ""}).status_code == 422
    assert client.post(address, {**no, "words": "Uitgeschreven in mei."}).status_code == 303
    said = [one.kind for one in statements_of(focal(towns[1]), dispute, now)]
    assert said == ["proposed", "declined"]


def test_the_dispute_stands_on_the_day_of_both_until_it_is_settled(world, dispute, towns, now):
    def days():
        return [any("Wie betaalt" in line.sentence for line in items(focal(t), now)) for t in towns]

    assert days() == [True, True]
    payer.resolve_dispute(**about(focal(towns[0]), dispute, now), payer_id=towns[0].organisation.pk)
    assert days() == [False, False]


# -- money never gates care ----------------------------------------------------------------------


@pytest.mark.parametrize("subject", ["file", "care", "shelter", "transfers", "sharing"])
def test_no_part_of_care_or_placement_knows_about_money(subject):
    folder = Path(cases.__file__).parent / subject
    for module in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            named = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            named += [each.name for each in node.names] if isinstance(node, ast.Import) else []
            assert [name for name in named if "cases.payer" in name] == [], module
        assert "Dispute" not in module.read_text(encoding="utf-8"), module


def test_what_can_be_done_with_a_case_is_the_same_whatever_stands_about_money(
    world, case, towns, now
):
    actor = coordinator(world.shop)

    def open_acts():
        return acts_open_to(actor, access_to(stored(case), actor, now))

    before = open_acts()
    made = payer.open_dispute(
        actor=actor,
        case_id=case.pk,
        staying_id=towns[0].organisation.pk,
        other_id=towns[1].organisation.pk,
        now=now,
    )
    assert (open_acts(), stored(case).state) == (before, case.state)
    proposed(world, made, towns[1], now)
    sweep(now + timedelta(days=60))
    assert (open_acts(), stored(case).state) == (before, case.state)
    payer.resolve_dispute(**about(focal(towns[0]), made, now), payer_id=towns[0].organisation.pk)
    assert (open_acts(), stored(case).state) == (before, case.state)
