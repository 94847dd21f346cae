# SPDX-License-Identifier: EUPL-1.2
"""Several reports closed or passed on at once: asked first, each done or refused on its own."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ketenzicht.intake import services
from ketenzicht.intake.models import Referral
from ketenzicht.intake.states import ReportState, Silence
from tests.factories.intake import again, assessed, make_report, triager

CLOSE, REFER = reverse("intake:close-together"), reverse("intake:refer-together")


@pytest.fixture
def coordinator(world, as_member) -> Client:
    return as_member(Client(), triager(world.shop))


@pytest.fixture
def three(world, now):
    """One report that can be closed, one that is not looked at yet, one that is closed."""
    ready, new, closed = (make_report(now) for _each in range(3))
    for report in (ready, closed):
        assessed(world.shop, report, now)
        services.advise_reporter(
            actor=triager(world.shop),
            report_id=report.pk,
            version=again(report).version,
            text="Bel ons als u het weer ziet.",
            now=now,
        )
    services.close_report(
        actor=triager(world.shop), report_id=closed.pk, version=again(closed).version, now=now
    )
    return ready, new, closed


def chosen(*reports) -> dict[str, object]:
    keys = [str(one.pk) for one in reports]
    versions = {f"version-{one.pk}": again(one).version for one in reports}
    return {"chosen": keys, **versions}


def states(*reports) -> list[str]:
    return [str(again(one).state) for one in reports]


def test_the_inbox_offers_it_to_who_may_act_only(coordinator, world, three):
    page = coordinator.get(reverse("intake:inbox")).content.decode()
    assert f'formaction="{CLOSE}"' in page
    assert f'name="chosen" value="{three[0].pk}" form="together"' in page
    assert "version" not in page.split('id="together"')[1]


def test_what_can_be_closed_is_asked_about_and_the_rest_says_why_not(coordinator, three):
    ready, new, closed = three
    before = states(*three)
    page = coordinator.get(CLOSE, {"chosen": [str(one.pk) for one in three]})
    assert [line.key for line in page.context["open"]] == [str(ready.pk)]
    told = {line.key: str(line.reason) for line in page.context["closed"]}
    assert set(told) == {str(new.pk), str(closed.pk)}
    assert "afgerond" in told[str(closed.pk)]
    assert states(*three) == before

    done = coordinator.post(CLOSE, {**chosen(*three), "silence": Silence.DANGER.value})
    assert len(done.context["done"]) == 1
    assert states(*three) == [ReportState.CLOSED, before[1], before[2]]


def test_who_was_too_late_keeps_the_words_and_the_others_are_done(coordinator, world, three, now):
    ready, _new, _closed = three
    stale = chosen(ready)
    services.add_note(
        actor=triager(world.shop),
        report_id=ready.pk,
        version=again(ready).version,
        text="Even gebeld.",
        now=now,
    )
    answer = coordinator.post(CLOSE, {**stale, "feedback": "We hebben gebeld."})
    assert list(answer.context["done"]) == []
    (line,) = answer.context["open"]
    assert (line.version, bool(line.reason)) == (again(ready).version, True)
    assert "We hebben gebeld." in answer.content.decode()
    again_sent = {"chosen": [line.key], f"version-{line.key}": line.version}
    done = coordinator.post(CLOSE, {**again_sent, "feedback": "We hebben gebeld."})
    assert len(done.context["done"]) == 1


def test_several_reports_are_offered_to_one_organisation_each_by_itself(
    coordinator, world, now, three
):
    _ready, new, closed = three
    filled = {"receiver": str(world.police.organisation.pk), "question": "Kunnen jullie dit doen?"}
    other = make_report(now)
    refused = coordinator.post(REFER, {**chosen(new, other), "question": ""})
    assert refused.status_code == 422
    done = coordinator.post(REFER, {**chosen(new, other, closed), **filled})
    assert len(done.context["done"]) == 2
    assert states(new, other) == [ReportState.REFERRED] * 2
    rows = Referral.objects.whole_table(why="test")
    assert {row.report_id for row in rows} == {new.pk, other.pk}


def test_a_report_of_another_organisation_is_not_there(as_member, world, three):
    stranger = as_member(Client(), triager(world.moviera))
    for url in (CLOSE, REFER):
        assert stranger.get(url, {"chosen": [str(three[0].pk)]}).status_code == 303
        assert stranger.post(url, chosen(three[0])).status_code == 303
