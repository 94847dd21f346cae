# SPDX-License-Identifier: EUPL-1.2
"""Who is away says until when and who stands in; mail and work go there, partners see it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from ketenzicht.accounts import selectors, services
from ketenzicht.accounts.fields import PersonField
from ketenzicht.accounts.models import Absence, Member
from ketenzicht.accounts.notices import AccountNotice
from ketenzicht.accounts.tasks import sweep
from ketenzicht.audit.models import Entry
from ketenzicht.cases.page.listing import cases_for
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.errors import NotAllowed, NotFound, Refused
from tests.factories.accounts import World, make_member
from tests.factories.cases import make_case
from tests.factories.work import items
from tests.mailbox import addresses_told

HOLDS = CasePermission.CASE_TRANSFER


@pytest.fixture
def stand_in(world: World) -> Member:
    """A second coordinator, at no desk."""
    made = make_member(world.shop.organisation, "zorgcoordinator", name="Joost")
    made.seats.all().delete()
    return made


def away(
    world: World,
    now: datetime,
    stand_in: Member | None = None,
    *,
    who: Member | None = None,
    first: int = 0,
    last: int = 20,
) -> Absence:
    member = Member.objects.get(pk=(who or world.shop["zorgcoordinator"]).pk)
    today = now.date()
    return services.go_away(
        actor=member,
        member_id=member.pk,
        since=today + timedelta(days=first),
        until=today + timedelta(days=last),
        stand_in_id=stand_in.pk if stand_in else None,
        now=now,
    )


def able(world: World, now: datetime) -> list[Member]:
    return list(selectors.able_to(HOLDS, world.shop.organisation.pk, now))


def lines(member: Member, now: datetime) -> list[str]:
    return [item.sentence for item in items(Member.objects.get(pk=member.pk), now)]


# -- who acts meanwhile ----------------------------------------------------------------------


def test_a_stand_in_answers_at_the_desk_for_as_long_as_it_lasts(
    world: World, now: datetime, stand_in: Member
):
    member = world.shop["zorgcoordinator"]
    away(world, now, stand_in, first=1, last=3)
    who = [able(world, now + timedelta(days=day)) for day in range(5)]
    assert who == [[member], [stand_in], [stand_in], [stand_in], [member]]
    later = now + timedelta(days=2)
    assert selectors.is_able(stand_in, HOLDS, later)
    assert not selectors.is_able(member, HOLDS, later)


def test_mail_goes_to_the_stand_in_in_their_language(world: World, now: datetime, stand_in: Member):
    away(world, now, stand_in)
    stand_in.user.language = "en"
    stand_in.user.save()
    services.notify([world.shop["zorgcoordinator"]], AccountNotice.MEMBERSHIP, now=now)
    sweep(now=now)
    assert {(m.to[0], m.subject) for m in mail.outbox} == {
        (stand_in.user.email, "Something is waiting for you")
    }


def test_the_stand_in_hears_that_they_stand_in(world: World, now: datetime, stand_in: Member):
    away(world, now, stand_in)
    assert addresses_told("stands-in") == [stand_in.user.email]


def test_the_cases_of_who_is_away_are_on_the_list_of_the_stand_in(
    world: World, now: datetime, stand_in: Member
):
    case = make_case(world.shop)
    case.worker = world.shop["zorgcoordinator"]
    case.save()
    assert list(cases_for(stand_in, now, whose="mine")) == []
    away(world, now, stand_in)
    assert [found.pk for found in cases_for(stand_in, now, whose="mine")] == [case.pk]


def test_back_again_is_back_at_once(world: World, now: datetime, stand_in: Member):
    member = world.shop["zorgcoordinator"]
    away(world, now, stand_in)
    services.come_back(actor=member, member_id=member.pk, now=now)
    assert able(world, now) == [member]
    assert selectors.absence_of(member, now) is None
    assert [row.outcome for row in Entry.objects.order_by("number")] == ["away", "back"]


@pytest.mark.parametrize("fate", ["left", "away"])
def test_a_stand_in_who_is_gone_stands_in_for_nobody(
    world: World, now: datetime, stand_in: Member, fate: str
):
    away(world, now, stand_in)
    if fate == "left":
        services.end_membership(actor=world.shop["administrator"], member_id=stand_in.pk, now=now)
    else:
        away(world, now, who=stand_in, last=0)
    assert able(world, now) == [world.shop["zorgcoordinator"]]
    assert lines(world.shop["zorgcoordinator"], now) != []


def test_who_is_away_with_nobody_to_stand_in_keeps_the_desk(world: World, now: datetime):
    away(world, now)
    assert able(world, now) == [world.shop["zorgcoordinator"]]


# -- who may stand in ------------------------------------------------------------------------


def test_only_a_colleague_who_may_do_the_same_stands_in(
    world: World, now: datetime, stand_in: Member
):
    member = world.shop["zorgcoordinator"]
    assert selectors.possible_stand_ins(member, now) == [stand_in]
    for refused in (world.shop["administrator"], member):
        with pytest.raises(Refused):
            away(world, now, refused)
    with pytest.raises(NotFound):
        away(world, now, world.moviera["zorgcoordinator"])
    assert not Absence.objects.exists()


def test_two_who_are_away_at_once_do_not_stand_in_for_each_other(
    world: World, now: datetime, stand_in: Member
):
    Absence.objects.create(member=stand_in, since=now.date(), until=now.date() + timedelta(days=5))
    with pytest.raises(Refused):
        away(world, now, stand_in, first=5)
    away(world, now, stand_in, first=6)


@pytest.mark.parametrize(("first", "last"), [(2, 1), (-5, -1)])
def test_days_that_are_over_or_turned_round_are_refused(
    world: World, now: datetime, first: int, last: int
):
    with pytest.raises(Refused):
        away(world, now, first=first, last=last)


def test_other_days_take_the_place_of_the_earlier_ones(world: World, now: datetime):
    away(world, now, first=0, last=3)
    away(world, now, first=10, last=12)
    assert lines(world.shop["zorgcoordinator"], now) == [
        "Niemand vervangt je terwijl je weg bent, tot en met 30 november"
    ]


def test_an_administrator_says_it_for_a_colleague_and_nobody_else_does(
    world: World, now: datetime, stand_in: Member
):
    member, today = world.shop["zorgcoordinator"], date(2026, 11, 18)
    given = {"member_id": member.pk, "since": today, "until": today, "now": now}
    with pytest.raises(NotAllowed):
        services.go_away(actor=stand_in, stand_in_id=None, **given)
    with pytest.raises(NotFound):
        services.go_away(actor=world.moviera["administrator"], stand_in_id=None, **given)
    services.go_away(actor=world.shop["administrator"], stand_in_id=stand_in.pk, **given)
    assert able(world, now) == [stand_in]


# -- who sees it -----------------------------------------------------------------------------


def test_nobody_who_stands_in_is_a_line_until_somebody_does(
    world: World, now: datetime, stand_in: Member
):
    member, administrator = world.shop["zorgcoordinator"], world.shop["administrator"]
    away(world, now)
    assert lines(member, now) == ["Niemand vervangt je terwijl je weg bent, tot en met 8 december"]
    assert lines(administrator, now) == [
        f"Niemand vervangt {member.user.name}, die weg is tot en met 8 december"
    ]
    assert lines(stand_in, now) == []
    away(world, now, stand_in)
    assert (lines(member, now), lines(administrator, now)) == ([], [])


def test_partners_see_until_when_and_who_stands_in(world: World, now: datetime, stand_in: Member):
    organisation = world.shop.organisation.pk
    away(world, now)
    assert selectors.away_at_desks(organisation, now) == [
        selectors.Away(world.shop["zorgcoordinator"].user.name, date(2026, 12, 8), "")
    ]
    away(world, now, stand_in)
    assert [each.stand_in for each in selectors.away_at_desks(organisation, now)] == ["Joost"]
    assert selectors.away_at_desks(organisation, now + timedelta(days=21)) == []


def test_the_page_of_a_case_says_who_is_away(
    world: World, now: datetime, stand_in: Member, as_member, client: Client
):
    case = make_case(world.shop)
    away(world, now, stand_in)
    page = as_member(client, stand_in).get(reverse("cases:detail", args=[case.pk]))
    assert "is weg tot en met 8 december 2026." in page.content.decode()


def test_the_pages_say_and_end_it(world: World, now: datetime, stand_in: Member, as_member):
    member, browser = world.shop["zorgcoordinator"], Client()
    as_member(browser, member)
    days = {"since": "2026-11-18", "until": "2026-11-20", "stand_in": str(stand_in.pk)}
    assert browser.post(reverse("accounts:away"), days | {"until": "x"}).status_code == 422
    assert browser.post(reverse("accounts:away"), days).status_code == 303
    assert "Joost vervangt." in browser.get(reverse("accounts:own")).content.decode()
    browser.post(reverse("accounts:back"))
    assert selectors.absence_of(member, now) is None
    as_member(browser, world.shop["administrator"])
    browser.post(reverse("accounts:member-away", args=[member.pk]), days)
    assert able(world, now) == [stand_in]
    browser.post(reverse("accounts:member-back", args=[member.pk]))
    assert able(world, now) == [member]


# -- in every list to choose a person from ---------------------------------------------------


def test_who_is_away_stands_in_a_list_with_until_when_and_who_stands_in(
    world: World, now: datetime, stand_in: Member, as_member
):
    away(world, now, stand_in)
    case = make_case(world.shop)
    pages = {
        (world.shop["administrator"], reverse("accounts:desk-new")): "member",
        (world.shop["zorgcoordinator"], reverse("cases:worker", args=[case.pk])): "worker",
        (stand_in, reverse("cases:block", args=[case.pk])): "member",
    }
    name = world.shop["zorgcoordinator"].user.name
    for (reader, url), field in pages.items():
        form = as_member(Client(), reader).get(url).context["form"]
        (label,) = [said for _key, said in form.fields[field].choices if name in said]
        day = date_format(selectors.absence_of(world.shop["zorgcoordinator"], now).until, "j F")
        assert label == f"{name} (afwezig tot en met {day}, vervangen door {stand_in.user.name})"
        others = [said for _key, said in form.fields[field].choices if name not in said]
        assert [said for said in others if "afwezig" in said] == []


def test_who_is_away_without_a_stand_in_says_that_nobody_stands_in(world: World, now: datetime):
    member = world.shop["zorgcoordinator"]
    away(world, now, None)
    field = PersonField()
    field.offer([member], now)
    (_empty, (_key, label)) = field.choices
    assert label.endswith("niemand vervangt)")
