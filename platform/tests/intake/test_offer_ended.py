# SPDX-License-Identifier: EUPL-1.2
"""A question about a report that ended: that it ended stays to be seen, what was in it does not."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ketenzicht.intake import services
from ketenzicht.intake.models import Referral
from tests.factories.intake import make_report, municipality_of, triager

WORDS = "Vraag het Veilig Thuis; die kennen de straat."
QUESTION = "Kunnen jullie vandaag langsgaan?"


@pytest.fixture
def referral(world, now):
    region = world.shop.organisation.areas.get().region
    report = make_report(municipality=municipality_of(region))
    return services.offer_referral(
        actor=triager(world.shop),
        report_id=report.pk,
        version=1,
        receiver_id=world.police.organisation.pk,
        question=QUESTION,
        now=now,
    )


def _withdraw(world, referral, now):
    services.withdraw_referral(
        actor=triager(world.shop), referral_id=referral.pk, version=referral.version, now=now
    )


def _page(client, referral):
    return client.get(reverse("intake:offer", args=[referral.pk]))


def test_a_no_to_a_question_that_was_taken_back_gives_the_words_back(
    client, world, now, as_member, referral
):
    receiver = as_member(client, triager(world.police))
    _withdraw(world, referral, now)
    typed = {"reason": "other_region", "proposal": WORDS, "version": referral.version}
    answer = receiver.post(reverse("intake:refuse", args=[referral.pk]), typed)
    assert answer.status_code in {409, 422}
    assert WORDS in answer.content.decode()


def test_whoever_was_asked_sees_that_it_was_taken_back_and_not_what_was_asked(
    client, world, now, as_member, referral
):
    receiver = as_member(client, triager(world.police))
    assert QUESTION in _page(receiver, referral).content.decode()
    _withdraw(world, referral, now)
    page = _page(receiver, referral)
    assert page.status_code == 200
    assert QUESTION not in page.content.decode()
    assert world.shop.organisation.name in page.content.decode()
    assert "Deze vraag is gestopt. Daarom zie je niet meer wat erin stond." in page.content.decode()


def test_whoever_asked_goes_on_reading_its_question_and_the_no(
    client, world, now, as_member, referral
):
    services.refuse_referral(
        actor=triager(world.police),
        referral_id=referral.pk,
        version=Referral.objects.whole_table(why="a test").get(pk=referral.pk).version,
        reason="other_region",
        proposal=WORDS,
        now=now,
    )
    page = _page(as_member(client, triager(world.shop)), referral).content.decode()
    assert QUESTION in page
    assert WORDS in page
