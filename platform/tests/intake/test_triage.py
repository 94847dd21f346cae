# SPDX-License-Identifier: EUPL-1.2
"""What a holder does with a report; the answer to the reporter cannot be forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ketenzicht import reference
from ketenzicht.accounts import selectors as accounts
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.errors import NotAllowed, NotFound, Refused, StaleWrite
from ketenzicht.intake import selectors, services
from ketenzicht.intake.card import Age
from ketenzicht.intake.handover import case_opened, report_for_case
from ketenzicht.intake.states import NEXT, REFERRAL_NEXT, MessageKind, ReportState, Silence, Urgency
from tests.factories.accounts import World
from tests.factories.intake import (
    NAMED,
    again,
    assessed,
    make_report,
    make_submission,
    stored,
    triager,
)


@pytest.fixture
def shop(world: World):
    return world.shop


def do(service, partner, report, now: datetime, **more):
    return service(
        actor=triager(partner),
        report_id=report.pk,
        version=again(report).version,
        now=now,
        **more,
    )


def test_the_states_are_those_of_the_reference_list():
    expected = reference.transitions("signal_states")
    assert {str(state): frozenset(map(str, after)) for state, after in NEXT.items()} == expected
    assert set(Urgency) == set(reference.known("urgency"))
    assert all(not after for state, after in REFERRAL_NEXT.items() if state != "offered")


def test_assessing_starts_the_clock_from_that_moment(shop, now):
    report = make_report(now)
    later = now + timedelta(hours=2)
    do(
        services.assess_report,
        shop,
        report,
        later,
        urgency=Urgency.TODAY,
        reason="Er is een afspraak vanavond",
    )
    found = again(report)
    assert (found.state, found.urgency) == (ReportState.TRIAGE, Urgency.TODAY)
    assert found.due_at == later + timedelta(hours=8)
    view = selectors.get_report(triager(shop), report.pk, purpose="triage", now=later)
    assert view.reason == "Er is een afspraak vanavond"


def test_a_stale_page_cannot_change_a_report(shop, now):
    report = make_report(now)
    assessed(shop, report)
    with pytest.raises(StaleWrite):
        services.ask_reporter(
            actor=triager(shop), report_id=report.pk, version=1, text="Wanneer?", now=now
        )
    do(services.ask_reporter, shop, report, now, text="Wanneer?")


def test_a_report_does_not_close_without_an_answer_or_a_reason_for_silence(shop, now):
    report = make_report(now)
    do(services.mark_not_trafficking, shop, report, now, reason="Burenruzie")
    with pytest.raises(Refused) as refusal:
        do(services.close_report, shop, report, now)
    assert refusal.value.field == "feedback"
    assert again(report).state == ReportState.NOT_TRAFFICKING
    do(services.close_report, shop, report, now, feedback="Dank. Wij gaven het door.")
    assert again(report).state == ReportState.CLOSED


def test_a_report_may_close_in_silence_with_a_reason(shop, now):
    report = make_report(now)
    do(services.mark_not_trafficking, shop, report, now, reason="Burenruzie")
    do(services.close_report, shop, report, now, silence=Silence.DANGER)
    assert (again(report).state, again(report).silence) == (ReportState.CLOSED, Silence.DANGER)


def test_advice_is_an_answer_and_the_reporter_can_read_it(shop, now):
    told = make_submission(wish="advice")
    services.receive_report(submission=told, now=now)
    do(services.advise_reporter, shop, stored(told), now, text="Volg de meldcode.")
    thread = services.open_messages(code=told.code)
    assert [(turn.kind, turn.text) for turn in thread.turns] == [
        (MessageKind.ADVICE, "Volg de meldcode.")
    ]
    do(services.close_report, shop, stored(told), now)
    assert stored(told).ended_as == ReportState.ADVICE_ONLY


def test_what_the_reporter_writes_opens_a_closed_report_again(shop, now):
    told = make_submission()
    services.receive_report(submission=told, now=now)
    do(services.advise_reporter, shop, stored(told), now, text="Bel als er iets verandert.")
    do(services.close_report, shop, stored(told), now)
    assert stored(told).delete_after is not None
    services.write_on(code=told.code, text="Er is iets veranderd.", now=now)
    found = stored(told)
    assert (found.state, found.unread, found.delete_after) == (ReportState.TRIAGE, True, None)
    assert found.due_at is not None


def test_from_own_triage_a_case_follows_the_whole_road(shop, now):
    report = make_report(now)
    assessed(shop, report)
    found = report_for_case(triager(shop), report.pk, permission=CasePermission.CASE_OPEN, now=now)
    assert (found.region, found.minor, found.words) == ("den_haag_hm", True, HOTEL_WORDS)
    case_opened(
        actor=triager(shop),
        report_id=report.pk,
        permission=CasePermission.CASE_OPEN,
        version=found.version,
        now=now,
    )
    assert again(report).state == ReportState.CASE_OPENED
    with pytest.raises(Refused):
        report_for_case(triager(shop), report.pk, permission=CasePermission.CASE_OPEN, now=now)


HOTEL_WORDS = "Steeds ander bezoek op één kamer. De man houdt de sleutel."


def test_another_organisation_finds_nothing_not_even_by_number(world, now):
    report = make_report(now)
    stranger = triager(world.moviera)
    for find in (
        lambda: selectors.get_report(stranger, report.pk, purpose="triage", now=now),
        lambda: selectors.reveal_reporter(stranger, report.pk, purpose="contact", now=now),
        lambda: do(services.ask_reporter, world.moviera, report, now, text="?"),
        lambda: report_for_case(stranger, report.pk, permission=CasePermission.CASE_OPEN, now=now),
    ):
        with pytest.raises(NotFound):
            find()
    assert selectors.inbox(stranger, selectors.Filters(text=report.label), now=now).rows == ()
    assert len(selectors.inbox(triager(world.shop), selectors.Filters(), now=now).rows) == 1


def test_reading_is_not_triage(world, now):
    report = make_report(now)
    with pytest.raises(NotAllowed):
        services.ask_reporter(
            actor=world.shop["administrator"], report_id=report.pk, version=1, text="?", now=now
        )


def test_every_look_is_written_down_before_anything_is_shown(shop, now):
    report = make_report(now, **NAMED)
    actor = triager(shop)
    selectors.get_report(actor, report.pk, purpose="triage", now=now)
    selectors.reveal_reporter(actor, report.pk, purpose="contact", now=now)
    log = [(entry.action, entry.purpose) for entry in accounts.access_log_of("report", report.pk)]
    assert log == [("reporter:reveal", "contact"), ("report:read", "triage")]


def test_no_look_without_a_trace(shop, now, monkeypatch):
    from ketenzicht.core.errors import Unavailable

    def broken(**_: object) -> None:
        raise Unavailable

    report = make_report(now, **NAMED)
    opened = []
    monkeypatch.setattr("ketenzicht.audit.services.record_access", broken)
    monkeypatch.setattr("ketenzicht.vault.services.open_envelope", lambda *a: opened.append(a))
    for look in (selectors.get_report, selectors.reveal_reporter):
        with pytest.raises(Unavailable):
            look(triager(shop), report.pk, purpose="triage", now=now)
    assert opened == []


def test_the_name_of_a_reporter_is_on_no_other_page(shop, now):
    report = make_report(now, **NAMED)
    view = selectors.get_report(triager(shop), report.pk, purpose="triage", now=now)
    assert NAMED["name"] not in repr(view)
    shown = selectors.reveal_reporter(triager(shop), report.pk, purpose="contact", now=now)
    assert (shown.name, shown.contact, shown.rules) == tuple(NAMED.values())


def test_reports_about_the_same_address_are_seen_together_and_joined_by_a_person(shop, now):
    one, other = make_report(now), make_report(now, whereabouts="Kamer 14")
    apart = make_report(now, identifiers=(("place", "Stationsweg 99"),))
    services.key_waiting_reports(now=now)
    view = selectors.get_report(triager(shop), other.pk, purpose="triage", now=now)
    assert [each.id for each in view.similar] == [one.pk]
    do(services.join_report, shop, other, now, earlier_id=one.pk)
    assert (again(other).state, again(other).joined_to_id) == (ReportState.DUPLICATE, one.pk)
    do(services.split_report, shop, other, now)
    assert (again(other).state, again(other).joined_to_id) == (ReportState.TRIAGE, None)
    assert again(apart).joined_to_id is None


def test_fingerprints_of_two_organisations_do_not_match(world, now):
    from tests.factories.intake import municipality_of

    here = make_report(now)
    there = make_report(now, municipality=municipality_of("utrecht"))
    services.key_waiting_reports(now=now)
    assert (
        selectors.get_report(triager(world.shop), here.pk, purpose="triage", now=now).similar == ()
    )
    assert (
        selectors.get_report(triager(world.moviera), there.pk, purpose="triage", now=now).similar
        == ()
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [("stationsweg 12", 1), ("Leiden", 1), ("Stationsweg 13", 0), ("sleutel", 0), ("", 1)],
)
def test_the_inbox_finds_identifiers_and_places_but_never_words(shop, now, text, found):
    make_report(now)
    services.key_waiting_reports(now=now)
    filters = selectors.Filters(text=text)
    assert len(selectors.inbox(triager(shop), filters, now=now).rows) == found


def test_the_inbox_shows_the_most_urgent_and_oldest_first(shop, now):
    old = make_report(now - timedelta(days=3), age=Age.ADULT)
    new = make_report(now, age=Age.ADULT)
    urgent = make_report(now, haste="now")
    rows = selectors.inbox(triager(shop), selectors.Filters(), now=now).rows
    assert [row.id for row in rows] == [urgent.pk, old.pk, new.pk]


def test_three_reports_take_as_many_queries_as_one(shop, now):
    def queries() -> int:
        services.key_waiting_reports(now=now)
        with CaptureQueriesContext(connection) as asked:
            selectors.inbox(triager(shop), selectors.Filters(), now=now)
        return len(asked)

    make_report(now)
    queries()  # the roles of the member are read once
    one = queries()
    make_report(now)
    make_report(now)
    assert queries() == one
