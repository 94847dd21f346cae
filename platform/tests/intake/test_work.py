# SPDX-License-Identifier: EUPL-1.2
"""What stands about a report, and that every act on one brings its work along."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.errors import DomainError
from ketenzicht.core.obligations.states import Harm
from ketenzicht.intake import services
from ketenzicht.intake.models import KIND, Referral, Report
from ketenzicht.intake.services import steps
from ketenzicht.intake.states import ReferralState, ReportState, Urgency
from ketenzicht.intake.work import (
    ANSWER,
    ASKED,
    GO_ON,
    STUCK,
    Facts,
    Offer,
    standing,
    standing_of,
)
from ketenzicht.surfaces.testing_clock import START
from ketenzicht.work.models import Item
from ketenzicht.work.tasks import sweep
from tests.factories.intake import make_report, make_submission, triager
from tests.factories.work import items
from tests.promises.matrix import undone
from tests.work.test_reporting import as_standing

WHY = "a test looks at what was stored"
HOLDER, NATIONAL, OTHER = uuid4(), uuid4(), uuid4()


def facts(**known) -> Facts:
    own = {
        "holder": HOLDER,
        "national": NATIONAL,
        "state": ReportState.NEW,
        "urgency": Urgency.DAYS,
        "received_on": local_date(START),
        "due_at": START + timedelta(days=2),
    }
    return Facts(**{**own, **known})


def said(**known) -> list[tuple[str, str]]:
    return [(item.kind, item.key) for item in standing(facts(**known))]


@pytest.mark.parametrize(
    ("known", "key"),
    [
        ({"state": ReportState.NEW}, "look"),
        ({"state": ReportState.TRIAGE}, "step"),
        ({"state": ReportState.ADVICE_ONLY}, "answer"),
        ({"state": ReportState.ADVICE_ONLY, "answered": True}, "close"),
        ({"state": ReportState.ADVICE_ONLY, "unread": True}, "read"),
    ],
)
def test_the_holder_of_an_open_report_has_one_thing_to_do(known, key):
    assert said(**known) == [(GO_ON, key)]


def test_nothing_stands_about_a_closed_report():
    assert said(state=ReportState.CLOSED, due_at=None) == []


def test_an_offer_is_to_answer_for_the_one_and_to_wait_for_by_the_other():
    offer = Offer(id=uuid4(), giver=HOLDER, receiver=OTHER, offered_at=START, answer_by=START)
    found = standing(facts(state=ReportState.REFERRED, offer=offer))
    told = [(item.kind, item.owner, item.asker, item.harm) for item in found]
    assert told == [
        (ANSWER, OTHER, HOLDER, Harm.WEEK),
        (ASKED, HOLDER, None, Harm.WAITING),
    ]


def test_a_report_that_nobody_moves_is_told_to_the_national_centre_unless_it_holds_it():
    told = [item for item in standing(facts(escalated_at=START)) if item.kind == STUCK]
    assert [(item.told, item.owner) for item in told] == [(NATIONAL, HOLDER)]
    assert said(escalated_at=START, holder=NATIONAL) == [(GO_ON, "look")]


def test_a_report_in_danger_is_late_after_an_hour_and_another_after_a_working_day():
    late = [
        standing(facts(urgency=urgency))[0].late_since - (START + timedelta(days=2))
        for urgency in (Urgency.NOW, Urgency.DAYS)
    ]
    assert late == [timedelta(hours=1), timedelta(days=3)]


def test_of_a_reporter_no_hour_is_kept_in_the_work_about_their_report(world, now):
    told = make_submission()
    services.receive_report(submission=told, now=now + timedelta(hours=1, minutes=7))
    services.write_on(code=told.code, text="Nog iets", now=now + timedelta(hours=2, minutes=9))
    moments = {
        moment
        for row in Item.objects.whole_table(why=WHY)
        for moment in (row.since, row.shows_from, row.announced_at, row.ended_at)
        if moment is not None
    }
    assert moments == {midnight(local_date(now))}


def test_who_was_asked_has_it_on_their_own_day_until_they_answered(world, now):
    report = make_report(now)
    asked = services.offer_referral(
        actor=triager(world.shop),
        report_id=report.pk,
        version=report.version,
        receiver_id=world.police.organisation.pk,
        question="Kunnen jullie dit doen?",
        now=now,
    )
    assert [line.action for line in items(triager(world.police), now)] == ["Antwoord SHOP"]
    services.withdraw_referral(
        actor=triager(world.shop), referral_id=asked.pk, version=asked.version, now=now
    )
    assert items(triager(world.police), now) == []
    ended = Item.objects.whole_table(why=WHY).get(kind=ANSWER)
    assert ended.ended_as == "forward_withdrawn"


# -- any acts ----------------------------------------------------------------------------------


def _triage(name, **known):
    def run(world, actor, report, now):
        getattr(services, name)(
            actor=actor, report_id=report.pk, version=report.version, now=now, **known
        )

    return run


def _offer(world, actor, report, now):
    services.offer_referral(
        actor=actor,
        report_id=report.pk,
        version=report.version,
        receiver_id=world.police.organisation.pk,
        question="?",
        now=now,
    )


def _answer(name, **known):
    def run(world, actor, report, now):
        rows = Referral.objects.whole_table(why=WHY)
        found = rows.filter(report=report, state=ReferralState.OFFERED).first()
        if found is not None:
            getattr(services, name)(
                actor=actor, referral_id=found.pk, version=found.version, now=now, **known
            )

    return run


ACTS = (
    _triage("assess_report", urgency=Urgency.NOW, reason="Gevaar"),
    _triage("ask_reporter", text="Waar?"),
    _triage("advise_reporter", text="Bel ons"),
    _triage("feed_back", text="Wij keken"),
    _triage("add_note", text="Gezien"),
    _triage("mark_not_trafficking", reason="Iets anders"),
    _triage("hand_to_investigation"),
    _triage("close_report", silence="danger"),
    _triage("reopen_report"),
    _offer,
    _answer("accept_referral"),
    _answer("refuse_referral", reason="no_capacity", proposal="Vraag het een ander"),
    _answer("withdraw_referral"),
    lambda world, actor, report, now: services.expire_referrals(now=now),
    lambda world, actor, report, now: sweep(now),
)


@pytest.fixture
def reports(world):
    """Two reports that came in, made once: the code of a reporter takes its time."""
    return [make_report(START).pk for _each in range(2)]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(st.integers(0, 1), st.booleans(), st.sampled_from(ACTS), st.integers(0, 60)),
        min_size=3,
        max_size=12,
    )
)
def test_after_any_acts_the_work_about_reports_is_what_stands_by_their_facts(world, reports, made):
    now, actors = START, (triager(world.shop), triager(world.police))
    with undone():
        for which, other, run, hours in made:
            now += timedelta(hours=hours)
            report = Report.objects.whole_table(why=WHY).get(pk=reports[which])
            try:
                run(world, actors[other], report, now)
            except DomainError:
                continue
            finally:
                stands = standing_of(reports, now)
                rows = Item.objects.whole_table(why=WHY).filter(about_kind=KIND, ended_at=None)
                stored = [(row.about_id, as_standing(row)) for row in rows]
                wanted = [(pk, each) for pk, found in stands.items() for each in found]
                assert (set(stored), len(stored)) == (set(wanted), len(wanted))


def test_the_control_an_act_that_passes_the_timeline_by_leaves_the_work_behind(
    world, reports, now, monkeypatch
):
    monkeypatch.setattr(steps, "touch", lambda *_about, **_known: None)
    actor, report = triager(world.shop), Report.objects.whole_table(why=WHY).get(pk=reports[0])
    _offer(world, actor, report, now)
    stored = {row.kind for row in Item.objects.whole_table(why=WHY).filter(about_id=report.pk)}
    assert stored == {GO_ON}
    assert {item.kind for item in standing_of([report.pk], now)[report.pk]} == {ANSWER, ASKED}
