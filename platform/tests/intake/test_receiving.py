# SPDX-License-Identifier: EUPL-1.2
"""Taking a report in: durable, once, without a trace of who came and when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, models
from django.db.utils import IntegrityError, OperationalError
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenzicht.core.clock import local_date
from ketenzicht.intake import services
from ketenzicht.intake.card import Age
from ketenzicht.intake.models import Message, Report, ReporterIdentity, ReportKey, ReportStep
from ketenzicht.intake.services import receiving
from ketenzicht.intake.services.messages import WrongCode
from ketenzicht.intake.states import ReportState, StepKind, Urgency, Wish
from ketenzicht.intake.urgency import due_on_receipt
from ketenzicht.vault import services as vault
from tests.factories.accounts import World
from tests.factories.intake import (
    NAMED,
    again,
    make_report,
    make_submission,
    municipality_of,
    stored,
)

OURS = (Report, ReporterIdentity, Message, ReportStep, ReportKey)


def rows(model: type[models.Model]) -> list[models.Model]:
    return list(model.objects.whole_table(why="a test looks at what was stored"))  # type: ignore[attr-defined]  # guarded models


def test_a_report_goes_to_whoever_coordinates_in_the_region(world: World, now: datetime):
    receipt = services.receive_report(submission=make_submission(municipality="leiden"), now=now)
    assert receipt.organisation == "SHOP"
    assert receipt.received_on == date(2026, 11, 18)


@pytest.mark.parametrize("municipality", ["", municipality_of("drenthe")])
def test_where_nobody_coordinates_the_national_centre_does(world, now, municipality):
    receipt = services.receive_report(
        submission=make_submission(municipality=municipality), now=now
    )
    assert receipt.organisation == "CoMensha"


def test_sending_the_same_form_twice_gives_the_same_receipt_and_one_report(world, now):
    told = make_submission(**NAMED)
    first = services.receive_report(submission=told, now=now)
    second = services.receive_report(submission=told, now=now + timedelta(minutes=1))
    assert first == second
    assert [len(rows(model)) for model in (Report, ReporterIdentity)] == [1, 1]


def test_two_sends_at_the_same_moment_give_one_report(world, now, monkeypatch):
    told = make_submission()
    first = services.receive_report(submission=told, now=now)
    real, asked = receiving._by_code, []

    def blind_at_first(code: str) -> Report | None:
        asked.append(code)
        return None if len(asked) == 1 else real(code)

    monkeypatch.setattr(receiving, "_by_code", blind_at_first)
    assert services.receive_report(submission=told, now=now) == first
    assert (len(asked), len(rows(Report))) == (2, 1)


def test_nothing_is_stored_when_the_last_write_fails(world, now, monkeypatch):
    def full(*args: object, **kwargs: object) -> None:
        raise OperationalError("database or disk is full")

    told = make_submission(**NAMED)
    monkeypatch.setattr("ketenzicht.intake.services.receiving.add_step", full)
    with pytest.raises(OperationalError):
        services.receive_report(submission=told, now=now)
    assert [rows(model) for model in OURS] == [[], [], [], [], []]
    monkeypatch.undo()
    assert services.receive_report(submission=told, now=now).code == told.code


def test_the_hour_of_a_reporter_is_stored_nowhere(world):
    odd = datetime(2026, 11, 18, 13, 37, 42, tzinfo=UTC)
    told = make_submission(**NAMED)
    services.receive_report(submission=told, now=odd)
    services.write_on(code=told.code, text="Nog iets", now=odd)
    moments = {
        value
        for model in OURS
        for row in rows(model)
        for field in model._meta.concrete_fields
        if isinstance(value := getattr(row, field.name), datetime)
    }
    local = {moment.astimezone(UTC) for moment in moments}
    assert local
    assert all(
        ((moment + timedelta(hours=1)).hour == 0 and moment.minute == 0)
        or (moment + timedelta(hours=1, minutes=1)).hour == 0
        for moment in local
    )


def test_the_stored_bytes_hold_nothing_that_was_told(world, now):
    told = make_submission(
        words="KANARIE-woorden",
        whereabouts="KANARIE-plek",
        name="KANARIE-naam",
        contact="KANARIE-06",
        rules="KANARIE-regels",
        identifiers=(("place", "KANARIE-straat 1"),),
    )
    services.receive_report(submission=told, now=now)
    with connection.cursor() as cursor:
        for model in OURS:
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            dump = repr(
                [
                    [bytes(c) if isinstance(c, memoryview) else c for c in row]
                    for row in cursor.fetchall()
                ]
            )
            assert "KANARIE" not in dump
            assert told.code not in dump
    assert vault.open_by_code(told.code).read(stored(told), "words") == "KANARIE-woorden"


def test_the_receipt_code_does_not_open_the_name_of_the_reporter(world, now):
    told = make_submission(**NAMED)
    services.receive_report(submission=told, now=now)
    (identity,) = rows(ReporterIdentity)
    assert vault.open_by_code(told.code).id != identity.envelope_id  # type: ignore[attr-defined]  # a ReporterIdentity


def test_without_a_name_no_identity_is_stored(world, now):
    make_report(now, name="", contact="")
    assert rows(ReporterIdentity) == []


def test_every_open_report_has_a_target_date_and_a_holder(world, now):
    report = make_report(now)
    for broken in ({"due_at": None}, {"holder": None}):
        with pytest.raises(IntegrityError):
            _update(report, **broken)


def _update(report: Report, **columns: object) -> None:
    from django.db import transaction

    with transaction.atomic():
        Report.objects.whole_table(why="a test breaks a constraint").filter(pk=report.pk).update(
            **columns
        )


def test_a_report_cannot_be_closed_without_an_answer_even_in_the_database(world, now):
    report = make_report(now)
    with pytest.raises(IntegrityError):
        _update(report, state=ReportState.CLOSED, closed_on=local_date(now))
    _update(report, state=ReportState.CLOSED, closed_on=local_date(now), silence="danger")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"haste": "now"}, Urgency.NOW),
        ({"wish": Wish.HELP, "safe": "no"}, Urgency.NOW),
        ({"wish": Wish.HELP, "age": Age.UNKNOWN, "signs": ()}, Urgency.TODAY),
        ({"haste": "today"}, Urgency.TODAY),
        ({"signs": ("SIG-003",), "age": Age.ADULT}, Urgency.TODAY),
        ({"age": Age.ADULT}, Urgency.DAYS),
        ({"signs": (), "age": Age.ADULT}, Urgency.DAYS),
    ],
)
def test_the_urgency_a_report_starts_with(changes, expected):
    assert make_submission(**changes).urgency is expected


@settings(deadline=None)  # the first call reads the calendar of holidays
@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.sampled_from(list(Urgency)))
def test_more_urgent_is_never_due_later(day, urgency):
    order = [due_on_receipt(each, day) for each in Urgency]
    assert order == sorted(order)
    assert due_on_receipt(urgency, day).tzinfo is not None


def test_coming_back_shows_the_talk_and_never_the_report(world, now):
    told = make_submission(words="Dit staat in de melding")
    services.receive_report(submission=told, now=now)
    services.write_on(code=told.code, text="En dit erna", now=now)
    thread = services.open_messages(code=told.code)
    assert [(turn.from_reporter, turn.text) for turn in thread.turns] == [(True, "En dit erna")]
    assert "Dit staat in de melding" not in repr(thread)


def test_writing_on_wakes_the_holder(world, now):
    told = make_submission()
    services.receive_report(submission=told, now=now)
    services.write_on(code=told.code, text="Vanavond weer", now=now)
    report = stored(told)
    assert (report.unread, report.state) == (True, ReportState.NEW)
    kinds = [step.kind for step in rows(ReportStep)]  # type: ignore[attr-defined]  # ReportSteps
    assert sorted(kinds) == sorted([StepKind.RECEIVED, StepKind.REPORTER_WROTE])


@pytest.mark.parametrize("code", ["", "1234", "0" * 20, "1" * 20, "abcd" * 5])
def test_a_wrong_code_opens_nothing(world, now, code):
    told = make_submission()
    services.receive_report(submission=told, now=now)
    with pytest.raises(WrongCode):
        services.open_messages(code=code)
    assert services.open_messages(code=told.code).organisation == "SHOP"


def test_an_unknown_code_costs_the_same_derivation_as_a_known_one(world, now, monkeypatch):
    told, unknown = make_submission(), make_submission()
    services.receive_report(submission=told, now=now)
    derived = []
    real = vault.wrapping_key
    monkeypatch.setattr(
        vault, "wrapping_key", lambda code, salt: derived.append(len(salt)) or real(code, salt)
    )
    services.open_messages(code=told.code)
    with pytest.raises(WrongCode):
        services.open_messages(code=unknown.code)
    assert derived == [16, 16]


def test_the_version_counts_every_change(world, now):
    told = make_submission()
    services.receive_report(submission=told, now=now)
    services.write_on(code=told.code, text="Nog iets", now=now)
    assert again(stored(told)).version == 2


def test_where_nobody_answers_at_the_desk_the_national_centre_holds_the_report(world, now):
    world.shop.desk.active = False
    world.shop.desk.save()
    receipt = services.receive_report(submission=make_submission(municipality="leiden"), now=now)
    assert receipt.organisation == "CoMensha"
