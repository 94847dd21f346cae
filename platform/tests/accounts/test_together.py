# SPDX-License-Identifier: EUPL-1.2
"""An act on several people or partners at once: asked first, each done or refused on its own."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.accounts.models import Member, Organisation
from ketenzicht.audit.models import Entry
from tests.accounts.signed_in import give_factor, make_real, sign_in
from tests.factories.accounts import World, make_desk, make_member, make_organisation

END = reverse("accounts:end-together")


@pytest.fixture
def visitor(world: World, now: datetime) -> Client:
    member = make_real(world.shop["administrator"])
    return sign_in(Client(), member, give_factor(member.user), now)


def chosen(*things: Member | Organisation) -> dict[str, list[str]]:
    return {"chosen": [str(one.pk) for one in things]}


def words(answer) -> str:
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def active(*members: Member) -> list[bool]:
    return [Member.objects.get(pk=one.pk).active for one in members]


def test_a_list_of_people_offers_a_box_for_who_has_access(visitor: Client, world: World):
    here, left = world.shop["zorgcoordinator"], world.shop["privacy_officer"]
    Member.objects.filter(pk=left.pk).update(active=False)
    page = visitor.get(reverse("accounts:members")).content.decode()
    assert f'name="chosen" value="{here.pk}" form="together"' in page
    assert f'value="{left.pk}"' not in page
    assert f'formaction="{END}"' in page


def test_it_is_asked_first_and_what_is_not_possible_says_why(
    visitor: Client, world: World, now: datetime
):
    actor, gone = world.shop["administrator"], world.shop["privacy_officer"]
    home = world.shop.organisation
    alone, free = (
        make_member(home, "zorgcoordinator", name="Alleen"),
        make_member(home, "volunteer", name="Vrij"),
    )
    alone.seats.all().delete()
    desk = make_desk(home)
    desk.name = "Nacht"
    desk.save()
    desk.seats.create(member=alone)
    Member.objects.filter(pk=gone.pk).update(active=False)
    page = visitor.get(END, chosen(actor, gone, alone, free))

    assert [line.said for line in page.context["open"]] == ["Vrij"]
    reasons = {line.said: str(line.reason) for line in page.context["closed"]}
    assert set(reasons) == {actor.user.name, gone.user.name, "Alleen"}
    assert "Nacht" in reasons["Alleen"]
    assert all(reason in page.content.decode() for reason in reasons.values())
    assert active(actor, alone, free) == [True, True, True]

    done = visitor.post(END, chosen(actor, gone, alone, free))
    assert list(done.context["done"]) == ["Vrij"]
    assert active(actor, alone, free) == [True, True, False]
    assert [row.outcome for row in Entry.objects.filter(outcome="ended")] == ["ended"]


def test_each_is_done_by_itself_also_when_another_makes_it_impossible(
    visitor: Client, world: World
):
    """Two who answer at one desk: the first can go, and then the second cannot any more."""
    home = world.shop.organisation
    two = [make_member(home, "zorgcoordinator", name=name) for name in ("Anna", "Bert")]
    desk = make_desk(home)
    for member in two:
        member.seats.all().delete()
        desk.seats.create(member=member)
    assert len(visitor.get(END, chosen(*two)).context["open"]) == 2
    done = visitor.post(END, chosen(*two))
    assert list(done.context["done"]) == ["Anna"]
    assert [line.said for line in done.context["closed"]] == ["Bert"]
    assert active(*two) == [False, True]


def test_people_of_another_organisation_and_nonsense_are_not_there(visitor: Client, world: World):
    stranger = world.moviera["zorgcoordinator"]
    for given in (chosen(stranger), {"chosen": ["x", ""]}, {}):
        for ask in (visitor.get, visitor.post):
            answer = ask(END, given)
            assert (answer.status_code, answer.headers["Location"]) == (
                303,
                reverse("accounts:members"),
            )
    assert active(stranger) == [True]


def test_ending_access_asks_for_a_recent_sign_in_and_keeps_the_choice(world: World, now: datetime):
    member = make_real(world.shop["administrator"])
    client = sign_in(Client(), member, give_factor(member.user), now - timedelta(hours=1))
    answer = client.get(END, chosen(world.shop["privacy_officer"]))
    assert answer.status_code == 302
    assert str(world.shop["privacy_officer"].pk) in answer.headers["Location"]


def test_several_partners_are_checked_together(world: World, now: datetime):
    member = make_real(world.comensha["platform_administrator"])
    client = sign_in(Client(), member, give_factor(member.user), now)
    partners = [make_organisation(name, "shelter") for name in ("Noord", "Zuid", "West")]
    page = client.get(reverse("accounts:partners")).content.decode()
    together = reverse("accounts:partners-checked")
    assert f'formaction="{together}"' in page
    client.post(together, chosen(*partners[:2]))
    days = Organisation.objects.filter(pk__in=[one.pk for one in partners]).order_by("name")
    assert [one.checked_on for one in days] == [now.date(), None, now.date()]


def test_an_administrator_proposes_a_partner_from_a_page_of_their_own(
    visitor: Client, world: World
):
    """The right to propose was carried by administrators, and no page of theirs led to it."""
    page = reverse("accounts:partner-new")
    assert page in visitor.get(reverse("accounts:members")).content.decode()
    filled = {"name": "Nieuw", "kind": "shelter", "phone": "000", "access": "yes"}
    answer = visitor.post(page, filled)
    assert answer.headers["Location"] == reverse("accounts:members")
    assert Organisation.objects.get(name="Nieuw").standing == "proposed"
