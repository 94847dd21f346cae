# SPDX-License-Identifier: EUPL-1.2
"""What was typed when a session ended comes back once, to who typed it and to nobody else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.accounts.models import Member
from ketenzicht.core import tasks
from ketenzicht.core.held_words import MOST
from ketenzicht.core.models import Remembered
from ketenzicht.surfaces.testing_clock import set_clock
from tests.accounts.signed_in import give_factor, make_real, sign_in
from tests.factories.accounts import World, make_member

WORDS = "Zij vertelde wat er in de kelder gebeurde."
LATE = timedelta(minutes=16)


@pytest.fixture
def member(world: World) -> Member:
    return make_real(world.shop["zorgcoordinator"])


@pytest.fixture
def away(client: Client, member: Member, now: datetime) -> str:
    """Somebody sends a form after their session ended; the address they are led to."""
    sign_in(client, member, give_factor(member.user), now)
    set_clock(now + LATE)
    return sent(client, member)


def sent(client: Client, member: Member, words: str = WORDS) -> str:
    body = {"acts_for": str(member.organisation_id), "words": words, "password": "geheim"}
    answer = client.post(reverse("accounts:away"), body)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))
    return answer.url


def shown_to(who: Member, now: datetime) -> str:
    set_clock(now)
    client = sign_in(Client(), who, give_factor(who.user), now)
    return client.get(reverse("accounts:typed"), {"next": "/werk/"}, follow=True).content.decode()


def test_the_same_person_gets_their_words_back_once(away: str, member: Member, now: datetime):
    assert "typed" not in away
    assert reverse("accounts:typed").replace("/", "%2F") in away
    page = shown_to(member, now + LATE)
    assert WORDS in page
    assert "geheim" not in page
    assert 'href="/werk/"' in page
    assert WORDS not in shown_to(member, now + LATE)
    assert Remembered.objects.count() == 0


def test_nobody_else_gets_them_and_not_the_same_person_elsewhere(
    away: str, world: World, member: Member, now: datetime
):
    assert WORDS not in shown_to(make_real(world.shop["privacy_officer"]), now + LATE)
    elsewhere = make_member(world.moviera.organisation, "zorgcoordinator", name="Elders")
    Member.objects.filter(pk=elsewhere.pk).update(user=member.user)
    elsewhere = Member.objects.get(pk=elsewhere.pk)
    Member.objects.filter(pk=member.pk).update(until=now.date() - timedelta(days=1))
    assert WORDS not in shown_to(elsewhere, now + LATE)
    Member.objects.filter(pk=member.pk).update(until=None)
    Member.objects.filter(pk=elsewhere.pk).delete()
    assert WORDS in shown_to(member, now + LATE)


def test_they_are_sealed_and_go_after_half_an_hour(
    away: str, member: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    (row,) = Remembered.objects.all()
    assert "kelder" not in row.value
    assert str(member.user_id).encode() not in bytes(row.key)
    assert WORDS not in shown_to(member, now + LATE + timedelta(minutes=31))
    monkeypatch.setattr(tasks, "system_clock", lambda: row.expires)
    tasks.sweep(now)
    assert Remembered.objects.count() == 0


def test_signing_out_empties_the_store(away: str, client: Client, member: Member, now: datetime):
    sign_in(client, member, give_factor(member.user), now + LATE)
    assert Remembered.objects.count() == 1
    client.post(reverse("account_logout"))
    assert Remembered.objects.count() == 0
    assert WORDS not in shown_to(member, now + LATE)


def test_more_than_any_form_takes_is_not_kept(client: Client, member: Member, now: datetime):
    sign_in(client, member, give_factor(member.user), now)
    set_clock(now + LATE)
    sent(client, member, "woord " * MOST)
    assert shown_to(member, now + LATE).count("woord") <= MOST // len("woord ") + 1


def test_who_was_never_signed_in_leaves_nothing(client: Client, member: Member):
    assert "getypt" not in sent(client, member)
    assert Remembered.objects.count() == 0
