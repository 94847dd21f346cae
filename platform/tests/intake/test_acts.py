# SPDX-License-Identifier: EUPL-1.2
"""What the page offers is what the service takes: every act, in every state, by every role."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ketenzicht.accounts.models import Member
from ketenzicht.core.errors import DomainError, NotAllowed
from ketenzicht.intake import services
from ketenzicht.intake.acts.reports import RULES, Act, acts_open_to
from ketenzicht.intake.models import Report
from ketenzicht.intake.states import ReportState, Urgency
from tests.factories.accounts import World
from tests.factories.intake import again, make_report, triager

TRIED: Mapping[Act, tuple[Callable[..., Any], dict[str, Any]]] = {
    Act.ASSESS: (services.assess_report, {"urgency": Urgency.DAYS, "reason": "Geen gevaar"}),
    Act.OPEN_CASE: (services.mark_case_opened, {}),
    Act.ASK: (services.ask_reporter, {"text": "Welke kamer?"}),
    Act.ADVISE: (services.advise_reporter, {"text": "Bel 112"}),
    Act.NOTE: (services.add_note, {"text": "Er staat een auto"}),
    Act.SPLIT: (services.split_report, {}),
    Act.INVESTIGATE: (services.hand_to_investigation, {}),
    Act.OTHER: (services.mark_not_trafficking, {"reason": "Burenruzie"}),
    Act.FEEDBACK: (services.feed_back, {"text": "Dank u"}),
    Act.CLOSE: (services.close_report, {"silence": "danger"}),
    Act.REOPEN: (services.reopen_report, {}),
}


def standing(report: Report, earlier: Report, state: ReportState, now: datetime) -> Report:
    """The report as if it had come to this state."""
    rows = Report.objects.whole_table(why="a test puts a report where it wants it")
    closed = state is ReportState.CLOSED
    rows.filter(pk=report.pk).update(
        state=state,
        closed_on=now.date() if closed else None,
        silence="danger" if closed else "",
        joined_to=earlier if state is ReportState.DUPLICATE else None,
    )
    return again(report)


def takes(act: Act, world: World, actor: Member, report: Report, now: datetime) -> bool:
    """Whether the service does it; nothing of it lasts."""
    ground = {"actor": actor, "report_id": report.pk, "version": report.version, "now": now}
    extra: dict[str, Any] = {}
    match act:
        case Act.JOIN:
            service: Callable[..., Any] = services.join_report
            extra = {"earlier_id": make_report(now).pk}
        case Act.REFER:
            service = services.offer_referral
            extra = {"receiver_id": world.police.organisation.pk, "question": "Willen jullie dit?"}
        case _:
            service, extra = TRIED[act]
    try:
        with transaction.atomic():
            service(**ground, **extra)
            transaction.set_rollback(True)
    except DomainError:
        return False
    return True


@pytest.mark.parametrize("state", list(ReportState))
def test_the_service_takes_what_is_open_and_nothing_else(world, now, state: ReportState):
    report = standing(make_report(now), make_report(now), state, now)
    actor = triager(world.shop)
    open_to = set(acts_open_to(actor, report))
    assert {act for act in Act if takes(act, world, actor, report, now)} == open_to


@pytest.mark.parametrize("state", list(ReportState))
def test_the_page_offers_what_is_open_and_nothing_else(world, as_member, now, state):
    report = standing(make_report(now), make_report(now), state, now)
    actor = triager(world.shop)
    client = as_member(Client(), actor)
    page = client.get(reverse("intake:report", kwargs={"report_id": report.pk})).content.decode()
    addresses = {*re.findall(r'action="([^"]+)"', page), *re.findall(r'href="([^"]+)"', page)}
    offered = {act for act in Act if address(act, report) in addresses}
    assert offered == set(acts_open_to(actor, report))


def address(act: Act, report: Report) -> str:
    name = "cases:open_from_report" if act is Act.OPEN_CASE else f"intake:{act}"
    return reverse(name, kwargs={"report_id": report.pk})


@pytest.mark.parametrize("act", list(Act))
def test_who_may_not_triage_does_nothing_at_all(world, now, act: Act):
    report = make_report(now)
    for member in world.shop.by_role.values():
        if RULES[act].permission in member.permissions:
            continue
        assert acts_open_to(member, report) == ()
        with pytest.raises(NotAllowed):
            services.ask_reporter(
                actor=member, report_id=report.pk, version=1, text="Mag ik?", now=now
            )


def test_every_act_is_open_in_some_state_and_not_in_all():
    for act, rule in RULES.items():
        assert rule.states, act
        assert rule.states != set(ReportState), act
